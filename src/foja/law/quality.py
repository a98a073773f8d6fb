"""How well the record shows an act, from whose document shows it. Ceilings by who speaks:

    documented   a document of the acting body itself
    claimed      only the account of a party that the act concerns
    reported     anybody else, the press among them, however many say it
    inferred     only what a person marked as inferred: no source says it outright
    entered      no statement: a person entered it, with who and why
    unsupported  nothing that it rests on is accepted any more, or was known by then

The press cannot lift an act above ``reported``: that is why this is computed, and no field holds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from foja.model.vocabulary import Quality

_BEST_FIRST = (Quality.DOCUMENTED, Quality.REPORTED, Quality.CLAIMED, Quality.INFERRED)


class Ground(NamedTuple):
    """A statement that an act rests on. ``issuers``: the bodies whose own text its source is, as a person recorded.
    ``speaker``: who is said to say it. Both are parties, so that joined names count as one. ``known_on``: ISO day;
    ``disputed_on``: days on which accepted statements that conflict with it were known.
    ``inferred``: a person marked it so."""

    statement: str
    accepted: bool
    known_on: str
    issuers: frozenset[str] = frozenset()
    speaker: str = ""
    disputed_on: tuple[str, ...] = ()
    inferred: bool = False


def standing(grounds: Iterable[Ground], known_by: str = "") -> list[Ground]:
    """Those that are accepted, and were known by the day."""
    return [one for one in grounds if one.accepted and (not known_by or one.known_on <= known_by)]


def of_ground(ground: Ground, authority: str, persons: Iterable[str]) -> Quality:
    """What one statement can show at most."""
    if ground.inferred:
        return Quality.INFERRED
    if authority in ground.issuers:
        return Quality.DOCUMENTED
    if ground.speaker in persons or not ground.issuers.isdisjoint(persons):
        return Quality.CLAIMED
    return Quality.REPORTED


def of_act(
    authority: str, persons: frozenset[str], grounds: Sequence[Ground], known_by: str = "", *, entered: bool = False
) -> tuple[Quality, bool]:
    """How well an act is shown by what was known, and whether an accepted statement contests it."""
    if entered:
        return Quality.ENTERED, False
    counted = standing(grounds, known_by)
    if not counted:
        return Quality.UNSUPPORTED, False
    found = {of_ground(ground, authority, persons) for ground in counted}
    best = next(word for word in _BEST_FIRST if word in found)
    disputed = any(not known_by or day <= known_by for ground in counted for day in ground.disputed_on)
    return best, disputed
