"""OfficialAct and Matter: dated acts of authorities, and the measures and proceedings that they move.

Where a matter stands is computed from its acts (``foja.law``); it is never typed in.
"""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.dates import When
from foja.model.record import Record


class PartyName(Record, frozen=True):
    """A party as an act names it. ``key``: the name key under which it is found, also when names are joined."""

    name: str
    key: str


def each_once(given: Iterable[PartyName]) -> tuple[PartyName, ...]:
    """Each party once, in the order of the keys: who was typed first makes no difference."""
    found: dict[str, PartyName] = {}
    for one in sorted(given, key=lambda one: (one.key, one.name)):
        if one.key:
            found.setdefault(one.key, one)
    return tuple(found.values())


class Matter(Record, frozen=True):
    """A measure (warrant, notice, listing ...) or a proceeding. ``machine``: which acts move it, and how.
    ``title``: how this file calls it; machine and title make its id."""

    id: str
    machine: str
    title: str


class OfficialAct(Record, frozen=True):
    """A dated act of an authority in one matter.

    ``kind``: an act of the matter's machine. ``persons``: whom it concerns; the state is computed for each of them.
    ``until``: the day on which its effect ends by its own terms. ``native``: what the act is called where it was done.
    ``number``: of the document. ``basis``: the law that it names. ``rests_on``: accepted statements; none where a
    person entered it without. ``supersedes`` and ``annuls``: other acts. ``corrects``: the act in this file that it
    was put in the place of.
    """

    id: str
    matter: Matter
    kind: str
    authority: PartyName
    date: When
    persons: tuple[PartyName, ...]
    until: When | None = None
    native: str = ""
    number: str = ""
    basis: str = ""
    rests_on: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    annuls: tuple[str, ...] = ()
    corrects: str = ""
