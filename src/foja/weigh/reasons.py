"""Why two figures differ, as far as the passages themselves show it. The first that applies is named:

1. ``superseded``: one outlet gave one value and, on a later day, the other.
2. ``unit``: the values were given in different units, and do not meet after conversion.
3. ``inclusion``: a passage, or its paragraph, says whether the perpetrator is counted.
4. ``definition``: a passage, or its paragraph, has words that widen or narrow whom it counts.
5. ``scope``: a side states a scope beside its figure.
6. ``internal``: both values stand in one source.
7. ``bound``: one side gives a bound ("more than 300"), and the other lies outside of it.
8. ``rounding``: one side is a round number, and the other rounds to it.
9. ``hard``: none of these.

A reason is where to look first; it is not an explanation that was proved, and it never says which side is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from foja.model.statement import Figure, Statement
from foja.model.vocabulary import ConflictReason
from foja.text.fold import folded_text
from foja.weigh.hints import hints_of, parts
from foja.weigh.origin_graph import later
from foja.weigh.said import Said
from foja.weigh.units import Interval, place

PART_WITHIN = 4
"""Words before a figure in which it is looked for whether it is a part: "among them at least four"."""
APPROXIMATE = "approximate"
"""What an extractor notes beside a figure with "about"; any other note is a scope."""

WORDS: dict[ConflictReason, str] = {
    ConflictReason.INTERNAL: "Both stand in one source: one of them may be another count, or a slip.",
    ConflictReason.SUPERSEDED: "One outlet gave one figure and later the other: the later one may replace the earlier.",
    ConflictReason.UNIT: "The figures are given in different units and do not meet after conversion.",
    ConflictReason.INCLUSION: "One side may count the perpetrator and the other not: its own words speak of it.",
    ConflictReason.DEFINITION: "The sides may not count the same: words beside a figure widen or narrow it.",
    ConflictReason.SCOPE: "A side states a scope beside its figure, so the sides may not count the same.",
    ConflictReason.BOUND: "One side gives a bound, not a count, and the other lies outside of it.",
    ConflictReason.ROUNDING: "One side is a round number to which the other rounds.",
    ConflictReason.HARD: "Nothing in the passages says why they differ.",
}


class Side(NamedTuple):
    """The claims that give one value: statements with the figure."""

    value: Interval
    claims: Sequence[tuple[Said, Figure]]


def reason_of(sides: Sequence[Side], units: int) -> ConflictReason:
    """The reason for the sides of one conflict of figures. ``units``: how many units they were written in."""
    if updated((side.value, said) for side in sides for said, _ in side.claims):
        return ConflictReason.SUPERSEDED
    if units > 1:
        return ConflictReason.UNIT
    claims = [claim for side in sides for claim in side.claims]
    for hint in (ConflictReason.INCLUSION, ConflictReason.DEFINITION):
        if any(hint in said.hints or hint in hints_of(folded_text(figure.note)) for said, figure in claims):
            return hint
    if any(scope_of(figure) for _, figure in claims):
        return ConflictReason.SCOPE
    if len({said.statement.source for side in sides for said, _ in side.claims}) == 1:
        return ConflictReason.INTERNAL
    if any(None in side.value for side in sides):
        return ConflictReason.BOUND
    if _rounds(sides):
        return ConflictReason.ROUNDING
    return ConflictReason.HARD


def is_part(statement: Statement, figure: Figure) -> bool:
    """Whether a passage gives a figure as part of one that it gave before: "35 people, including four who died in
    hospital" says that 35 died, and nowhere that four did."""
    before = statement.passage.quote[: max(0, figure.start - statement.passage.start)]
    words = folded_text(before).split()[-PART_WITHIN:]
    return any(other.what == figure.what and other.end <= figure.start for other in statement.figures) and any(
        tuple(words[at : at + len(cue)]) == cue for cue in parts() for at in range(len(words))
    )


def scope_of(figure: Figure) -> str:
    """The scope that stands beside a figure, without the remark that it is approximate."""
    return "; ".join(part for part in figure.note.split("; ") if part and part != APPROXIMATE)


def updated(put: Iterable[tuple[object, Said]]) -> bool:
    """Whether an outlet put it one way each day, and not the same on two days of which one is surely the later."""
    given: dict[str, dict[str, set[object]]] = {}
    for value, said in put:
        if said.outlet and said.published:
            given.setdefault(said.outlet, {}).setdefault(said.published[:10], set()).add(value)
    return any(
        all(len(values) == 1 for values in days.values())
        and any(later(there, here) and days[here] != days[there] for here, there in combinations(sorted(days), 2))
        for days in given.values()
    )


def _rounds(sides: Sequence[Side]) -> bool:
    """Whether each two values are such that one is a round number (tens or more) to which the other rounds."""
    values = [side.value[0] for side in sides if side.value[0] is not None and side.value[0] == side.value[1]]
    return len(values) == len(sides) and all(
        any(place(a) >= 10 and abs(a - b) <= place(a) / 2 for a, b in ((one, other), (other, one)))
        for k, one in enumerate(values)
        for other in values[k + 1 :]
    )
