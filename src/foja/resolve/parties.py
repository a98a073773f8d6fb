"""Parties: name keys joined across documents by evidence and by decision, and kept apart by decision.

The rule for keys that a person has parted:

1. An edge between the two parted keys themselves is ignored, whoever suggests it: of two decisions that
   contradict each other the cautious one holds.
2. If the two are still connected through other keys, the edges are taken one by one, decided ones before
   suggested ones, each kind in alphabetical order of its keys (``foja.model.grouping.group``); an edge that
   would bring parted keys together is cut. What was cut is reported, so that a person can part or join more
   precisely.

Both steps look at one connected component only, and at nothing that depends on the order of arrival.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from foja.model.grouping import Bond, closure, group
from foja.model.party import party_id
from foja.model.record import Record


class Edge(NamedTuple):
    """From a key to ``key``. ``decided``: a person joined them."""

    key: str
    reason: str
    decided: bool = False


class Tie(Record, frozen=True):
    """Why two keys are one party (or, if it was cut, would have been): keys in alphabetical order."""

    first: str
    second: str
    reason: str
    decided: bool = False


class Component(Record, frozen=True):
    """The keys of one party, in alphabetical order, with the ties that hold them together.

    ``cuts``: ties that were not followed because they would have joined keys that a person parted.
    """

    keys: tuple[str, ...]
    ties: tuple[Tie, ...] = ()
    cuts: tuple[Tie, ...] = ()

    @property
    def id(self) -> str:
        """The id of the party: that of its first key. The ids of its other keys lead to it."""
        return party_id(self.keys[0])


EdgesOf = Callable[[str], Iterable[Edge | tuple[str, str]]]


def component(key: str, edges_of: EdgesOf, parted: Iterable[tuple[str, str]] = ()) -> Component:
    """The party that ``key`` belongs to.

    ``edges_of`` gives the edges of a key and must be symmetric: an edge that is given at one end only is
    found only from there. ``parted``: pairs of keys that a person holds apart, in either order. The same
    component is found from each of its keys.
    """
    nodes = closure([key], lambda one: [edge[0] for edge in edges_of(one)])
    ties = {
        Tie(first=min(one, edge.key), second=max(one, edge.key), reason=edge.reason, decided=edge.decided)
        for one in nodes
        for edge in (Edge(*found) for found in edges_of(one))
        if edge.key != one
    }
    bonds = [Bond(tie.decided, tie.first, tie.second) for tie in ties]
    keys = next(block for block in group(nodes, bonds, sorted(_pairs(parted))) if key in block)
    inside = [tie for tie in ties if tie.first in keys and tie.second in keys]
    across = [tie for tie in ties if (tie.first in keys) != (tie.second in keys)]
    return Component(
        keys=tuple(sorted(keys)), ties=tuple(sorted(inside, key=_order)), cuts=tuple(sorted(across, key=_order))
    )


def components(keys: Iterable[str], edges_of: EdgesOf, parted: Iterable[tuple[str, str]] = ()) -> tuple[Component, ...]:
    """The parties of all ``keys``, ordered by their first key."""
    apart = list(parted)
    found: dict[str, Component] = {}
    for key in sorted(set(keys)):
        if key not in found:
            party = component(key, edges_of, apart)
            found.update(dict.fromkeys(party.keys, party))
    return tuple(sorted({party.keys: party for party in found.values()}.values(), key=lambda party: party.keys))


def preferred_name(uses: Mapping[str, int], *, person: bool) -> str:
    """The name to show for a party: the fullest form that most documents use.

    ``uses``: documents by name as written. A name of a person in one word is chosen only if there is no
    other. Between equals: more words, then the spelling with more marks ("Jameneí" before "Jamenei"), then
    the alphabet. Empty without names.
    """
    return min(
        uses,
        key=lambda name: (
            person and len(name.split()) < 2,
            -uses[name],
            -len(name.split()),
            -sum(not char.isascii() for char in name),
            name,
        ),
        default="",
    )


def _pairs(parted: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    return {pair for one, other in parted if one != other for pair in ((one, other), (other, one))}


def _order(tie: Tie) -> tuple[str, str, bool, str]:
    return tie.first, tie.second, not tie.decided, tie.reason
