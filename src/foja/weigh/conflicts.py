"""Conflicts: accepted statements that cannot both stand. Found by comparing symbols, never by likeness alone.

Figures. Two figures conflict when they count the same thing of one event and no value satisfies both:
"at least 151" and "more than 300" leave room for each other, 151 and "more than 300" do not. Of 21 flagged
figures looked at one by one, 13 were real differences between sources; four of those counted the
perpetrator or did not, three had another scope. So a conflict prints the scope that a side states, and
never says which side is right.

One event: when both figures name one ("the AMIA"), those names decide. Otherwise the statements must share
a party or a date of a month or less, and neither their dates nor, where both name parties, their parties
may be apart.

Denials. A statement that is put as denied, or negated, against those that put the same forward: a party in
common, dates not apart, and at least half of the shorter one's content words, three or more, in common. Each
denial is one conflict, against all that it denies: whether two denials are one is for whoever joins statements.

Every pair in conflict shares a look-up key. The conflicts of a statement are complete when ``conflicts`` is
given all that shares a key with it, all that shares a key with those, and once more; so the store never
fetches a whole case. What it returns does not depend on the order of its input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from foja.model.record import derived_id
from foja.model.statement import Figure, Statement
from foja.model.support import Conflict
from foja.model.vocabulary import Modality, Polarity
from foja.text.fold import fold, key
from foja.weigh.content import FACTUAL, PartyOf, apart, as_named, bounded, is_denial, name_stems, names_of, stems
from foja.weigh.keys import lookup_key

DENIAL_SHARE = 0.5
DENIAL_WORDS = 3

Claim = tuple[Statement, Figure]
Interval = tuple[float | None, float | None]


def figure_keys(statement: Statement, party_of: PartyOf = as_named) -> tuple[int, ...]:
    """Look-up keys of the figures a statement puts forward as a fact; empty where it has none."""
    found = {
        lookup_key("figures", fold(figure.what), anchor)
        for _, figure in _claims(statement)
        for anchor in _anchors((statement, figure), party_of)
    }
    return tuple(sorted(found))


def denial_keys(statement: Statement, party_of: PartyOf = as_named) -> tuple[int, ...]:
    """Look-up keys of a statement that denies something or can be denied; empty for other statements.
    One for each party with each content word that is no name."""
    if not (_denies(statement) or _affirms(statement)):
        return ()
    words = _denial_stems(statement)
    return tuple(
        sorted({lookup_key("denial", party, word) for party in names_of(statement, party_of) for word in words})
    )


def conflicts(statements: Iterable[Statement], party_of: PartyOf = as_named) -> tuple[Conflict, ...]:
    """The conflicts among accepted statements, ordered by id. ``party_of`` leads from a name key to the
    key of its party."""
    ordered = sorted({statement.id: statement for statement in statements}.values(), key=lambda s: s.id)
    found = [*_figure_conflicts(ordered, party_of), *_denial_conflicts(ordered, party_of)]
    return tuple(sorted(found, key=lambda conflict: conflict.id))


def clash(one: Statement, other: Statement, party_of: PartyOf = as_named) -> bool:
    """Whether the two alone are in conflict. A conflict is what such pairs connect, so that the conflicts of a
    statement are complete when ``conflicts`` is given all that is reached from it from clash to clash."""
    if _denies(one) and _affirms(other) and _denied(one, other, party_of):
        return True
    if _denies(other) and _affirms(one) and _denied(other, one, party_of):
        return True
    return any(
        fold(ours[1].what) == fold(theirs[1].what)
        and set(_anchors(ours, party_of)) & set(_anchors(theirs, party_of))
        and _exclude(ours, theirs, party_of)
        for ours in _claims(one)
        for theirs in _claims(other)
    )


# --- figures


def _figure_conflicts(statements: Sequence[Statement], party_of: PartyOf) -> Iterator[Conflict]:
    groups: dict[tuple[str, str], list[Claim]] = {}
    for statement in statements:
        for claim in _claims(statement):
            for anchor in _anchors(claim, party_of):
                groups.setdefault((fold(claim[1].what), anchor), []).append(claim)
    made: dict[tuple[str, frozenset[tuple[str, Interval]]], list[tuple[str, list[Claim]]]] = {}
    for (what, anchor), claims in sorted(groups.items()):
        for part in _linked(claims, lambda one, other: _exclude(one, other, party_of)):
            members = frozenset((statement.id, (figure.low, figure.high)) for statement, figure in part)
            made.setdefault((what, members), []).append((anchor, part))
    for (what, members), found in made.items():
        if not any(what == other and members < more for other, more in made):
            yield _figure_conflict(what, [anchor for anchor, _ in found], found[0][1])


def _claims(statement: Statement) -> Iterator[Claim]:
    if statement.modality in FACTUAL and statement.polarity is Polarity.POSITIVE:
        for figure in statement.figures:
            if (figure.low, figure.high) != (None, None):
                yield statement, figure


def _anchors(claim: Claim, party_of: PartyOf) -> list[str]:
    """What may tie a figure to an event: the name it is about, the parties of its statement, its months."""
    statement, figure = claim
    about = {party_of(found)} if (found := key(figure.about)) else set()
    return sorted(about | names_of(statement, party_of) | {month for month, _, _ in _days(statement)})


def _days(statement: Statement) -> list[tuple[str, str, str]]:
    """Dates of a month or less: the month, the first and the last day."""
    return [
        (date.earliest[:7], date.earliest, date.latest)
        for date in bounded(statement.dates)
        if date.earliest and date.latest and date.earliest[:7] == date.latest[:7]
    ]


def _exclude(one: Claim, other: Claim, party_of: PartyOf) -> bool:
    if one[0].id == other[0].id or any(_meet(ours, theirs) for ours in _beside(one) for theirs in _beside(other)):
        return False
    return _one_event(one, other, party_of)


def _beside(claim: Claim) -> list[Interval]:
    """All values that the claim's statement gives for the same thing of the same event. A statement that
    gives several (parts of a sum, or a number misread) excludes another only if none of them meets."""
    statement, figure = claim
    what, about = fold(figure.what), key(figure.about)
    return [(f.low, f.high) for f in statement.figures if (fold(f.what), key(f.about)) == (what, about)]


def _meet(one: Interval, other: Interval) -> bool:
    low = max((bound for bound in (one[0], other[0]) if bound is not None), default=None)
    high = min((bound for bound in (one[1], other[1]) if bound is not None), default=None)
    return low is None or high is None or low <= high


def _one_event(one: Claim, other: Claim, party_of: PartyOf) -> bool:
    if apart(one[0].dates, other[0].dates):
        return False
    ours, theirs = key(one[1].about), key(other[1].about)
    if ours and theirs:
        return party_of(ours) == party_of(theirs)
    names, others = (_all_names(claim, party_of) for claim in (one, other))
    if names and others:
        return bool(names & others)
    return any(a[1] <= b[2] and b[1] <= a[2] for a in _days(one[0]) for b in _days(other[0]))


def _all_names(claim: Claim, party_of: PartyOf) -> frozenset[str]:
    about = key(claim[1].about)
    return names_of(claim[0], party_of) | ({party_of(about)} if about else set())


def _figure_conflict(what: str, anchors: list[str], claims: list[Claim]) -> Conflict:
    values: dict[Interval, list[Claim]] = {}
    for claim in claims:
        values.setdefault((claim[1].low, claim[1].high), []).append(claim)
    intervals = sorted(values, key=lambda value: (value[0] or 0, value[1] is None, value[1] or 0))
    sides = tuple((_value(value), tuple(sorted({s.id for s, _ in values[value]}))) for value in intervals)
    counts = " or ".join(f"{label} ({_statements(len(ids))})" for label, ids in sides)
    notes = [
        f'{label} is given with the scope "{note}": the sides may not count the same'
        for (label, _), value in zip(sides, intervals, strict=True)
        for note in sorted({figure.note for _, figure in values[value] if figure.note})
    ]
    subject = f"{what}: {', '.join(anchors)}"
    return Conflict(
        id=derived_id("co", "figures", subject, min(statement.id for statement, _ in claims)),
        subject=subject,
        reason="figures",
        sides=sides,
        explanation=". ".join([f"No value satisfies all of {counts}", *notes]) + ".",
    )


def _value(value: Interval) -> str:
    low, high = value
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    return f"{_number(low)} or more" if low is not None else f"{_number(high or 0)} or fewer"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


# --- denials


def _denies(statement: Statement) -> bool:
    return statement.modality is Modality.DENIED or (
        statement.modality in FACTUAL and statement.polarity is Polarity.NEGATIVE
    )


def _affirms(statement: Statement) -> bool:
    return statement.modality in FACTUAL and statement.polarity is Polarity.POSITIVE


def _denial_stems(statement: Statement) -> frozenset[str]:
    """Content words that are no names and no verbs of denial."""
    return frozenset(stem for stem in stems(statement.content) if not is_denial(stem)) - name_stems(statement)


def _denial_conflicts(statements: Sequence[Statement], party_of: PartyOf) -> Iterator[Conflict]:
    groups: dict[int, list[Statement]] = {}
    for statement in statements:
        for found in denial_keys(statement, party_of):
            groups.setdefault(found, []).append(statement)
    for denial in statements:
        if not _denies(denial):
            continue
        near = {
            claim.id: claim for found in denial_keys(denial, party_of) for claim in groups[found] if _affirms(claim)
        }
        claims = tuple(sorted(name for name, claim in near.items() if _denied(denial, claim, party_of)))
        if not claims:
            continue
        theirs = {name for claim in claims for name in names_of(near[claim], party_of)}
        subject = ", ".join(sorted(theirs & names_of(denial, party_of)))
        yield Conflict(
            id=derived_id("co", "denial", denial.id),
            subject=subject,
            reason="denial",
            sides=(("put forward", claims), ("denied", (denial.id,))),
            explanation=(
                f"One statement denies what {_statements(len(claims))} put{'s' if len(claims) == 1 else ''} forward, "
                f"about {subject}."
            ),
        )


def _denied(denial: Statement, claim: Statement, party_of: PartyOf) -> bool:
    if not names_of(denial, party_of) & names_of(claim, party_of) or apart(denial.dates, claim.dates):
        return False
    here, there = denial.passage, claim.passage
    if here.text == there.text and here.start < there.end and there.start < here.end:
        return False  # one sentence that holds both: what is denied, and that it is denied
    one, other = (frozenset(stems(s.content)) for s in (denial, claim))
    one = frozenset(stem for stem in one if not is_denial(stem))
    shared = len(one & other)
    own = _denial_stems(denial) & _denial_stems(claim)
    return bool(own) and shared >= DENIAL_WORDS and shared >= DENIAL_SHARE * min(len(one), len(other))


def _statements(number: int) -> str:
    return f"{number} statement{'' if number == 1 else 's'}"


def _linked(claims: list[Claim], joined: Callable[[Claim, Claim], bool]) -> list[list[Claim]]:
    """The groups of claims that exclude one another, directly or through others; claims that exclude
    nothing are left out."""
    head = list(range(len(claims)))

    def find(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    touched: set[int] = set()
    for one, other in combinations(range(len(claims)), 2):
        if joined(claims[one], claims[other]):
            touched.update((one, other))
            first, second = sorted((find(one), find(other)))
            head[second] = first
    parts: dict[int, list[Claim]] = {}
    for place in sorted(touched):
        parts.setdefault(find(place), []).append(claims[place])
    return list(parts.values())
