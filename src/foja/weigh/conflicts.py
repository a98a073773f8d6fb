"""Conflicts: accepted statements that cannot both stand. Found by comparing symbols, never by likeness alone.

Four kinds: figures that exclude each other (``figures``), denials (``denials``), one matter under words that say
different things (``descriptions``), and opposite words of one thing on one day (``oppositions``). Of 21 flagged figures
looked at one by one, 13 were real differences between sources; four of those counted the perpetrator or did not, three
had another scope. So every conflict carries a reason and the passages, and none says which side is right. What the
functions return does not depend on the order of input.
"""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.support import Conflict
from foja.weigh.denials import denial_conflict, denied, denies
from foja.weigh.descriptions import description_conflicts
from foja.weigh.figures import figure_conflicts
from foja.weigh.oppositions import opposition_conflicts
from foja.weigh.said import Said


def conflicts(parts: Iterable[Said]) -> tuple[Conflict, ...]:
    """The conflicts among accepted statements, ordered by id."""
    ordered = sorted({part.id: part for part in parts}.values(), key=lambda part: part.id)
    against = [(one, [claim for claim in ordered if denied(one, claim)]) for one in ordered if denies(one.statement)]
    denials = [denial_conflict(one, claims) for one, claims in against if claims]
    found = [*figure_conflicts(ordered), *denials, *description_conflicts(ordered), *opposition_conflicts(ordered)]
    return tuple(sorted(found, key=lambda conflict: conflict.id))
