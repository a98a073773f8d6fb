"""Draft: what a format reader hands to the stage, before digests and language are added."""

from __future__ import annotations

from dataclasses import dataclass, field

from foja.model.source import Member
from foja.model.text import Claimed, PageSize, Related, Unit, Zone


@dataclass
class Draft:
    """The parts of a reading. ``zones`` left empty means: all body.

    ``notes`` say only what is missing or doubtful; a draft without notes is a complete reading.
    ``unlocked``: a password of the original opened it. ``bare``: pages that are pictures.
    """

    media_type: str
    text: str = ""
    units: list[Unit] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    claims: list[Claimed] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    pages: list[PageSize] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    unlocked: bool = False
    bare: list[int] = field(default_factory=list)
