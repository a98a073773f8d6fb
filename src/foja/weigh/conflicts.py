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

A store keeps conflicts up to date without looking at the whole case. Every two statements whose figures
conflict share a figure key and have values that do not meet; a conflict of figures is what such pairs
connect. Every denial shares at least ``DENIAL_WORDS`` denial keys with each claim it denies, and its conflict
depends on no other denial. What the functions return does not depend on the order of their input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

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


class FigureKey(NamedTuple):
    """Where a figure is looked up: what it counts, of what; and its bounds, None where open."""

    key: int
    low: float | None
    high: float | None


def figure_keys(statement: Statement, party_of: PartyOf = as_named) -> tuple[FigureKey, ...]:
    """Look-up keys of the figures a statement puts forward as a fact; empty where it has none."""
    found = {
        FigureKey(lookup_key("figures", fold(figure.what), anchor), figure.low, figure.high)
        for _, figure in _claims(statement)
        for anchor in _anchors((statement, figure), party_of)
    }
    return tuple(sorted(found, key=lambda one: (one.key, repr(one))))


def denial_keys(statement: Statement, party_of: PartyOf = as_named) -> tuple[int, ...]:
    """Look-up keys of a statement that denies something or can be denied; empty for other statements.
    One for each party with each content word."""
    if not (denies(statement) or affirms(statement)):
        return ()
    words = _deniable_stems(statement)
    return tuple(
        sorted({lookup_key("denial", party, word) for party in names_of(statement, party_of) for word in words})
    )


def denies(statement: Statement) -> bool:
    """Whether a statement is put as denied, or says as a fact that something is not so."""
    return statement.modality is Modality.DENIED or (
        statement.modality in FACTUAL and statement.polarity is Polarity.NEGATIVE
    )


def affirms(statement: Statement) -> bool:
    """Whether a statement puts forward as a fact that something is so, with whatever force."""
    return statement.modality in FACTUAL and statement.polarity is Polarity.POSITIVE


def denied(denial: Statement, claim: Statement, party_of: PartyOf = as_named) -> bool:
    """Whether ``denial`` denies what ``claim`` puts forward."""
    if not (denies(denial) and affirms(claim)) or apart(denial.dates, claim.dates):
        return False
    if not names_of(denial, party_of) & names_of(claim, party_of):
        return False
    here, there = denial.passage, claim.passage
    if here.text == there.text and here.start < there.end and there.start < here.end:
        return False  # one sentence that holds both: what is denied, and that it is denied
    one, other = _deniable_stems(denial), frozenset(stems(claim.content))
    shared = one & other
    own = shared - name_stems(denial) - name_stems(claim)
    return bool(own) and len(shared) >= DENIAL_WORDS and len(shared) >= DENIAL_SHARE * min(len(one), len(other))


def figures_exclude(one: Statement, other: Statement, party_of: PartyOf = as_named) -> bool:
    """Whether some figure of the one and some figure of the other count the same, and cannot both stand."""
    return any(
        fold(ours[1].what) == fold(theirs[1].what)
        and set(_anchors(ours, party_of)) & set(_anchors(theirs, party_of))
        and _exclude(ours, theirs, party_of)
        for ours in _claims(one)
        for theirs in _claims(other)
    )


def conflicts(statements: Iterable[Statement], party_of: PartyOf = as_named) -> tuple[Conflict, ...]:
    """The conflicts among accepted statements, ordered by id. ``party_of`` leads from a name key to the
    key of its party."""
    ordered = sorted({statement.id: statement for statement in statements}.values(), key=lambda s: s.id)
    against = [(one, [claim for claim in ordered if denied(one, claim, party_of)]) for one in ordered if denies(one)]
    denials = [denial_conflict(one, claims, party_of) for one, claims in against if claims]
    return tuple(sorted([*figure_conflicts(ordered, party_of), *denials], key=lambda conflict: conflict.id))


# --- figures


def figure_conflicts(statements: Iterable[Statement], party_of: PartyOf = as_named) -> Iterator[Conflict]:
    """The conflicts of figures among accepted statements: for each thing counted, what excluding pairs connect."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for statement in sorted(statements, key=lambda one: one.id):
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
            yield _figure_conflict(what, [anchor for anchor, _ in found], found[0][1], party_of)


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


def _figure_conflict(what: str, anchors: list[str], claims: list[Claim], party_of: PartyOf) -> Conflict:
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
    keyed = f"{what}: {', '.join(anchors)}"
    written = _written((name for s, f in claims for name in (*s.names, f.about)), party_of)
    return Conflict(
        id=derived_id("co", "figures", keyed, min(statement.id for statement, _ in claims)),
        subject=f"{what}: {', '.join(written.get(anchor, anchor) for anchor in anchors)}",
        reason="figures",
        sides=sides,
        explanation=". ".join([f"No value satisfies all of {counts}", *notes]) + ".",
    )


def _written(names: Iterable[str], party_of: PartyOf) -> dict[str, str]:
    """A written form for each party among ``names``; the same whatever their order."""
    return {party_of(key(name)): name for name in sorted(names, reverse=True)}


def _value(value: Interval) -> str:
    low, high = value
    if low is not None and high is not None:
        return _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    return f"{_number(low)} or more" if low is not None else f"{_number(high or 0)} or fewer"


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)


# --- denials


def denial_conflict_id(denial: str) -> str:
    """The id of the one conflict that the denial with this id may have."""
    return derived_id("co", "denial", denial)


def denial_conflict(denial: Statement, claims: Sequence[Statement], party_of: PartyOf = as_named) -> Conflict:
    """The conflict of a denial with the claims, one or more, that it denies."""
    theirs = {name for claim in claims for name in names_of(claim, party_of)}
    shared = theirs & names_of(denial, party_of)
    subject = ", ".join(sorted(name for found, name in _written(denial.names, party_of).items() if found in shared))
    return Conflict(
        id=denial_conflict_id(denial.id),
        subject=subject,
        reason="denial",
        sides=(("put forward", tuple(sorted(claim.id for claim in claims))), ("denied", (denial.id,))),
        explanation=(
            f"One statement denies what {_statements(len(claims))} put{'s' if len(claims) == 1 else ''} forward, "
            f"about {subject}."
        ),
    )


def _deniable_stems(statement: Statement) -> frozenset[str]:
    """The content words but for verbs of denial."""
    return frozenset(stem for stem in stems(statement.content) if not is_denial(stem))


def _statements(number: int) -> str:
    return f"{number} statement{'' if number == 1 else 's'}"


def _linked(claims: list[Claim], excluded: Callable[[Claim, Claim], bool]) -> list[list[Claim]]:
    """The groups of claims that exclude one another, directly or through others; claims that exclude
    nothing are left out. Equal figures never exclude one another, so only claims of different figures are
    compared, and only those not connected yet: a thousand claims of one figure against ten of another cost
    ten thousand look-ups."""
    values: dict[Interval, list[int]] = {}
    for place, (_, figure) in enumerate(claims):
        values.setdefault((figure.low, figure.high), []).append(place)
    head = list(range(len(claims)))

    def find(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    touched: set[int] = set()
    for mine, theirs in combinations(values, 2):
        if _meet(mine, theirs):
            continue
        for one, other in product(values[mine], values[theirs]):
            first, second = sorted((find(one), find(other)))
            if first != second and excluded(claims[one], claims[other]):
                touched.update((one, other))
                head[second] = first
    parts: dict[int, list[Claim]] = {}
    for place in sorted(touched):
        parts.setdefault(find(place), []).append(claims[place])
    return list(parts.values())
