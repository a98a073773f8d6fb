"""Where every matter stands for every person in it, as of a day and as known by a day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foja.law.fold import Dated, Fold, folded, placed, rules_of, unled


class Known(NamedTuple):
    """An act in one matter about one subject. ``subject``: a party. ``known_on``: the ISO day since which the record
    shows it; empty where nothing that it rests on is accepted any more."""

    matter: str
    machine: str
    subject: str
    act: Dated
    known_on: str


class Standing(NamedTuple):
    """Where a matter stands for one subject. ``flags``: acts that nothing on file leads to, with words.
    ``acts``: those that were looked at, in their order."""

    matter: str
    machine: str
    subject: str
    fold: Fold
    flags: dict[str, str]
    acts: tuple[str, ...] = ()


def known_by_then(acts: Iterable[Known], known_by: str) -> list[Known]:
    """The acts that count: shown by something accepted, and known by the day (empty: whenever)."""
    return [one for one in acts if one.known_on and (not known_by or one.known_on <= known_by)]


def standings(acts: Iterable[Known], as_of: str = "", known_by: str = "") -> list[Standing]:
    """One for each matter and subject that has an act which may have been done by ``as_of``, in a fixed order."""
    # By id: an act can name one subject by two of its names.
    gathered: dict[tuple[str, str, str], dict[str, Dated]] = {}
    for one in known_by_then(acts, known_by):
        gathered.setdefault((one.machine, one.matter, one.subject), {})[one.act.id] = one.act
    found = [
        standing_of(machine, matter, subject, theirs.values(), as_of)
        for (machine, matter, subject), theirs in sorted(gathered.items())
    ]
    return [one for one in found if one is not None]


def standing_of(machine: str, matter: str, subject: str, acts: Iterable[Dated], as_of: str) -> Standing | None:
    """Where one matter stands for one subject by these acts, each of them known and given once; None where none of them
    may have been done by ``as_of``."""
    rules = rules_of(machine)
    in_place = placed(rules, acts, as_of)
    if not in_place.acts:
        return None
    result, flagged = folded(rules, in_place, as_of), unled(rules, in_place)
    return Standing(matter, machine, subject, result, flagged, tuple([one.id for one in in_place.acts]))
