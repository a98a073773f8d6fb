"""Figures that cannot both stand: they count the same thing of one event, and no value satisfies both.

"At least 151" and "more than 300" leave room for each other, 151 and "more than 300" do not. A conflict names why the
sides differ as far as the passages show it (``reasons``), quotes one passage of each, and never says which is right.

One event: when both figures name one ("the AMIA"), those names decide. Otherwise the statements must share a party or
a date of a month or less, and neither their dates nor, where both name parties, their parties may be apart.

Units: 600 pounds and 272 kilograms are compared in one unit, with room for half of the last place as written.

A store keeps these conflicts up to date without looking at the whole case: every two statements whose figures conflict
share a figure key and have values that do not meet, and a conflict is what such pairs connect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from typing import NamedTuple

from foja.model.record import derived_id
from foja.model.statement import Figure
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, Polarity
from foja.weigh.content import FACTUAL, apart, bounded
from foja.weigh.keys import lookup_key
from foja.weigh.quotes import quoted, statements_words
from foja.weigh.reasons import WORDS, Side, is_part, reason_of, scope_of
from foja.weigh.said import Said, written
from foja.weigh.units import Interval, Measure, measure, meet


class Claim(NamedTuple):
    """A statement with one of its figures, as it is compared."""

    said: Said
    figure: Figure
    about: str
    measure: Measure


class FigureKey(NamedTuple):
    """Where a figure is looked up: what it counts, of what; and its bounds, None where open."""

    key: int
    low: float | None
    high: float | None


def figure_keys(said: Said) -> tuple[FigureKey, ...]:
    """Look-up keys of the figures a statement puts forward as a fact; empty where it has none."""
    found = {
        FigureKey(lookup_key("figures", claim.measure.what, anchor), *claim.measure.value)
        for claim in _claims(said)
        for anchor in _anchors(claim)
    }
    return tuple(sorted(found, key=lambda one: (one.key, repr(one))))


def figures_exclude(one: Said, other: Said) -> bool:
    """Whether some figure of the one and some figure of the other count the same, and cannot both stand."""
    return any(
        ours.measure.what == theirs.measure.what
        and set(_anchors(ours)) & set(_anchors(theirs))
        and _exclude(ours, theirs)
        for ours in _claims(one)
        for theirs in _claims(other)
    )


def figure_conflicts(parts: Iterable[Said]) -> Iterator[Conflict]:
    """The conflicts of figures among accepted statements: for each thing counted, what excluding pairs connect."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for said in sorted(parts, key=lambda one: one.id):
        for claim in _claims(said):
            for anchor in _anchors(claim):
                groups.setdefault((claim.measure.what, anchor), []).append(claim)
    made: dict[tuple[str, frozenset[tuple[str, Interval]]], list[tuple[str, list[Claim]]]] = {}
    for (what, anchor), claims in sorted(groups.items()):
        for part in _linked(claims, _exclude):
            members = frozenset((claim.said.id, claim.measure.value) for claim in part)
            made.setdefault((what, members), []).append((anchor, part))
    for (what, members), found in made.items():
        if not any(what == other and members < more for other, more in made):
            yield _conflict(what, [anchor for anchor, _ in found], found[0][1])


def _claims(said: Said) -> Iterator[Claim]:
    statement = said.statement
    if statement.modality in FACTUAL and statement.polarity is Polarity.POSITIVE:
        for figure, about in zip(statement.figures, said.about, strict=True):
            if (figure.low, figure.high) != (None, None) and not is_part(statement, figure):
                yield Claim(said, figure, about, measure(figure))


def _anchors(claim: Claim) -> list[str]:
    """What may tie a figure to an event: the name it is about, the parties of its statement, its months."""
    about = {claim.about} if claim.about else set()
    return sorted(about | claim.said.parties | {month for month, _, _ in _days(claim.said)})


def _days(said: Said) -> list[tuple[str, str, str]]:
    """Dates of a month or less: the month, the first and the last day."""
    return [
        (date.earliest[:7], date.earliest, date.latest)
        for date in bounded(said.statement.dates)
        if date.earliest and date.latest and date.earliest[:7] == date.latest[:7]
    ]


def _exclude(one: Claim, other: Claim) -> bool:
    if one.said.id == other.said.id:
        return False
    if any(_meet(ours, theirs) for ours in _beside(one) for theirs in _beside(other)):
        return False
    return _one_event(one, other)


def _meet(one: Measure, other: Measure) -> bool:
    return meet(one.value, other.value, one.slack + other.slack if one.unit != other.unit else 0.0)


def _beside(claim: Claim) -> list[Measure]:
    """All values that the claim's statement gives for the same thing of the same event. A statement that
    gives several (parts of a sum, or a number misread) excludes another only if none of them meets."""
    return [
        other.measure
        for other in _claims(claim.said)
        if (other.measure.what, other.about) == (claim.measure.what, claim.about)
    ]


def _one_event(one: Claim, other: Claim) -> bool:
    if apart(one.said.statement.dates, other.said.statement.dates):
        return False
    if one.about and other.about:
        return one.about == other.about
    names, others = (claim.said.parties | ({claim.about} if claim.about else set()) for claim in (one, other))
    if names and others:
        return bool(names & others)
    return any(a[1] <= b[2] and b[1] <= a[2] for a in _days(one.said) for b in _days(other.said))


def _conflict(what: str, anchors: list[str], claims: list[Claim]) -> Conflict:
    values: dict[Interval, list[Claim]] = {}
    for claim in claims:
        values.setdefault(claim.measure.value, []).append(claim)
    intervals = sorted(values, key=lambda value: (value[0] or 0, value[1] is None, value[1] or 0))
    base = claims[0].measure.base
    sides = tuple((_value(value, base), tuple(sorted({c.said.id for c in values[value]}))) for value in intervals)
    reason = reason_of(
        [Side(value, [(c.said, c.figure) for c in values[value]]) for value in intervals],
        len({claim.measure.unit for claim in claims}),
    )
    counts = [f"{label} ({statements_words(len(ids))})" for label, ids in sides]
    notes = [
        f'{label} is given with the scope "{note}".'
        for (label, _), value in zip(sides, intervals, strict=True)
        for note in sorted({scope_of(c.figure) for c in values[value]} - {""})
    ]
    first = [min(values[value], key=lambda c: (c.said.id, c.figure.start)) for value in intervals]
    keyed = f"{what}: {', '.join(anchors)}"
    names = written(claim.said for claim in claims)
    return Conflict(
        id=derived_id("co", "figures", keyed, min(claim.said.id for claim in claims)),
        subject=f"{what}: {', '.join(names.get(anchor, anchor) for anchor in anchors)}",
        kind=ConflictKind.FIGURES,
        reason=reason,
        sides=sides,
        explanation=" ".join([f"No one value fits {', '.join(counts[:-1])} and {counts[-1]}.", WORDS[reason], *notes]),
        values=tuple(intervals),
        unit=base,
        quotes=tuple(quoted(claim.said.statement, claim.figure) for claim in first),
    )


def _value(value: Interval, unit: str) -> str:
    low, high = value
    if low is not None and high is not None:
        words = _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    else:
        words = f"{_number(low)} or more" if low is not None else f"{_number(high or 0)} or fewer"
    return f"{words} {unit}".strip()


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.6g}"


def _linked(claims: list[Claim], excluded: Callable[[Claim, Claim], bool]) -> list[list[Claim]]:
    """The groups of claims that exclude one another, directly or through others; claims that exclude
    nothing are left out. Equal figures never exclude one another, so only claims of different figures are
    compared, and only those not connected yet: a thousand claims of one figure against ten of another cost
    ten thousand look-ups."""
    values: dict[Interval, list[int]] = {}
    for place, claim in enumerate(claims):
        values.setdefault(claim.measure.value, []).append(place)
    head = list(range(len(claims)))

    def find(place: int) -> int:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    touched: set[int] = set()
    for mine, theirs in combinations(values, 2):
        if meet(mine, theirs):
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
