"""How far the status of a statement reaches, by who speaks and whose document its source is.

A page of the press can tell that a court found something; it is then *reported* that it was found, and no more. Only
the own document of the body that speaks makes a status *documented*; a party that it concerns makes it *claimed*.
Nobody types this in, and no number of pages lifts it.

Flags, where the words and the record do not fit together: a finding by a body whose name says no court; a finding about
somebody whom no act of that body on file names, which is a finding in passing at most.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from functools import cache
from importlib.resources import files

from foja.law.quality import Ground, of_ground
from foja.model.statement import StatusReach
from foja.model.vocabulary import Status
from foja.text.fold import fold

FINDINGS = frozenset({Status.FOUND, Status.FOUND_INCIDENTALLY, Status.OVERTURNED, Status.ACQUITTED})
"""What only a court says."""
OWN = frozenset({Status.ALLEGED, Status.DENIED, Status.ACKNOWLEDGED, Status.RETRACTED})
"""What a speaker says for itself: its own document documents it, whomever it concerns."""


def reach(status: Status, ground: Ground, speaker: str, about: Collection[str], named: bool) -> StatusReach | None:
    """How far a status reaches; None where the statement has none. ``speaker``: its name. ``about``: the parties that
    the statement concerns. ``named``: whether an act of the speaker on file names one of them."""
    if status in (Status.NONE, Status.REPORTED):
        return None
    quality = of_ground(ground, ground.speaker or "-", () if status in OWN else about)
    flags = []
    if status in FINDINGS and not is_court(speaker):
        flags.append("a finding, by a speaker whose name says no court")
    if status in (Status.FOUND, Status.ACQUITTED) and about and not named:
        flags.append(
            "a finding about one whom no act of that body on file names: about one who was not a party it is found in"
            " passing"
        )
    return StatusReach(quality=quality, flags=tuple(flags))


def is_court(name: str) -> bool:
    """Whether a name says that it is a court."""
    return not _words().isdisjoint(re.findall(r"\w+", fold(name)))


@cache
def _words() -> frozenset[str]:
    text = (files("foja.law") / "courts.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])
