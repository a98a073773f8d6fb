"""Plain text and Markdown: one unit a line. Markdown is read as written; its marks are part of the text."""

from __future__ import annotations

from foja.model.source import Original
from foja.read.builder import LINE, PARAGRAPH, Builder, clean
from foja.read.date_line import dated
from foja.read.draft import Draft
from foja.read.encoding import declared_in, decode
from foja.read.furniture import mark_text
from foja.read.limits import Limits
from foja.read.lines import Line
from foja.read.metadata import claims_of_text
from foja.read.zones import cover


def read(original: Original, limits: Limits) -> Draft:
    """Lines with their number in the file. Blank lines between them become one empty line."""
    declared = declared_in(original.content) if original.content[:5] == b"<?xml" else ""
    decoded = decode(original.content, declared)
    builder = Builder(limits)
    lines: list[Line] = []
    join = LINE
    for number, text in enumerate(clean(decoded.text).split("\n"), 1):
        if not text.strip():
            join = PARAGRAPH
            continue
        unit = builder.add(text, "line", join=join, line=number)
        lines.append(Line(start=unit.start, end=unit.end, text=text, blank=join == PARAGRAPH))
        join = LINE
    marks, related = mark_text(lines)
    claims = claims_of_text(lines, marks)
    if not any(claimed.field == "published" for claimed in claims):
        claims += dated(lines)
    zones = cover(builder.length, ((line.start, mark) for line, mark in zip(lines, marks, strict=True)))
    return Draft(
        media_type="text/plain",
        text=builder.text,
        units=builder.units,
        zones=zones,
        related=related,
        claims=claims,
        notes=list(decoded.notes),
    )
