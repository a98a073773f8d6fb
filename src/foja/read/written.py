"""What word processor files have in common: roles of their parts, and a title where none is set."""

from __future__ import annotations

from foja.model.text import Claimed
from foja.model.vocabulary import ZoneRole
from foja.read.builder import Builder
from foja.read.metadata import claim
from foja.read.zones import Mark

BODY = Mark(ZoneRole.BODY, 0.95, "text of the document")
FORM = Mark(ZoneRole.BODY, 0.9, "field of the form, with its name")
MARKS = {
    "header": Mark(ZoneRole.HEADER, 0.9, "header or footer of the document"),
    "comment": Mark(ZoneRole.COMMENT, 0.95, "comment in the margin"),
    "deleted": Mark(ZoneRole.OTHER, 0.95, "deleted under change tracking"),
    "hidden": Mark(ZoneRole.OTHER, 0.95, "hidden: the document does not show it"),
    "field": FORM,
    "label": FORM,
    "title": Mark(ZoneRole.TITLE, 0.8, "set in the style Title"),
}
"""Marks by kind of unit; any other is ``BODY``."""


def first_line(builder: Builder) -> list[Claimed]:
    """Without a title, the first heading or short paragraph of the body stands for it, as a guess."""
    for unit in builder.units[:20]:
        text = builder.text[unit.start : unit.end]
        if unit.kind == "heading" or (unit.kind == "paragraph" and 3 <= len(text.split()) <= 30):
            return claim("title", text, "guess", 0.6 if unit.kind == "heading" else 0.4, unit.start, unit.end)
    return []


def apart(*, deleted: int, hidden: int) -> list[str]:
    """The notes that say where passages stand that were deleted, and such as the document does not show."""
    kinds = ((deleted, "deleted under change tracking"), (hidden, "hidden, which the document does not show"))
    return [
        f"{count:,} passage{'s' if count > 1 else ''} {what}: to be found at the end of the text"
        for count, what in kinds
        if count
    ]
