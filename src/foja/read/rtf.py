"""RTF: paragraphs, cells, notes, headers, comments; what was deleted or is hidden kept apart, at the end."""

from __future__ import annotations

from foja.model.source import Original
from foja.model.text import Claimed
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.embedded import attach, in_objects
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim, date_claims
from foja.read.rtf_text import Paragraph, Rtf, paragraphs
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, apart, first_line
from foja.read.zones import cover

_AFTER = ("note", "header", "comment", "deleted", "hidden")
"""Kinds that follow the text, in this order."""


def read(original: Original, limits: Limits) -> Draft:
    """Paragraphs in document order, then what ``_AFTER`` names, then files inside. Raises ``Gap("limit")``."""
    rtf = paragraphs(original.content)
    builder = Builder(limits)
    write(rtf, builder)
    kinds = [paragraph.kind for paragraph in rtf.paragraphs]
    notes = apart(deleted=kinds.count("deleted"), hidden=kinds.count("hidden"))
    if rtf.cut_off:
        notes.append("the file ends inside a group: it seems to be cut off")
    draft = Draft(
        media_type=MEDIA_TYPES["rtf"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=_claims(rtf, builder),
        notes=notes,
    )
    return attach(draft, builder, in_objects(rtf.objects, Budget(limits)))


def write(rtf: Rtf, builder: Builder, path: str = "") -> None:
    """Adds the paragraphs to ``builder``, each with its number. ``path``: the part of the file that they stand in."""
    before: Paragraph | None = None
    for number, paragraph in enumerate((one for one in rtf.paragraphs if one.kind not in _AFTER), 1):
        where, join = path, PARAGRAPH
        if paragraph.kind == "cell":
            where = f"{path} table {paragraph.table}, row {paragraph.row}, column {paragraph.column}".strip()
            if before is not None and before.table == paragraph.table and before.kind == "cell":
                join = CELL if before.row == paragraph.row else LINE
        builder.add(paragraph.text, paragraph.kind, join=join, line=number, path=where or None)
        before = paragraph
    for kind in _AFTER:
        for number, paragraph in enumerate((one for one in rtf.paragraphs if one.kind == kind), 1):
            builder.add(paragraph.text, kind, join=PARAGRAPH, line=number, path=path or None)


def _claims(rtf: Rtf, builder: Builder) -> list[Claimed]:
    found = claim("title", rtf.info.get("title", ""), "file", 0.5) or first_line(builder)
    found += claim("author", rtf.info.get("author", ""), "file", 0.4)
    found += claim("editor", rtf.info.get("operator", ""), "file", 0.3)
    return (
        found
        + date_claims("created", rtf.info.get("creatim", ""), "file", 0.4)
        + date_claims("modified", rtf.info.get("revtim", ""), "file", 0.4)
    )
