"""ODT, OTT and ODP: paragraphs, table cells, notes, headers, comments, slides; deletions kept apart.

As in DOCX the text says what the document says after its changes; what was deleted stands at the end.
"""

from __future__ import annotations

from typing import Any

from foja.model.source import Original
from foja.model.text import Claimed
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim
from foja.read.odf import DRAW, OFFICE, STYLE, TABLE, TEXT, claims, opened, root, text_of
from foja.read.sniff import MEDIA_TYPES, sniff
from foja.read.written import BODY, MARKS, deletions, first_line
from foja.read.zones import cover

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_HEADS = tuple(f"{STYLE}{name}" for name in ("header", "footer", "header-left", "footer-left", "header-first"))
_ORDER = ("note", "header", "comment", "deleted")


def read(original: Original, limits: Limits) -> Draft:
    """Paragraphs in document order, then notes, headers, comments, deletions.
    Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = opened(original.content)
    budget, builder = Budget(limits), Builder(limits)
    later: dict[str, list[str]] = {kind: [] for kind in _ORDER}
    body = root(package, "content.xml", budget).find(OFFICE + "body")
    if body is not None:
        _Walk(builder, later).run(body)
    if "styles.xml" in package.namelist():
        for head in root(package, "styles.xml", budget).iter(*_HEADS):
            later["header"] += [text for p in head.iter(*_PARAGRAPHS) if (text := text_of(p)).strip()]
    for kind in _ORDER:
        for number, text in enumerate(later[kind], 1):
            builder.add(text, kind, join=PARAGRAPH, line=number)
    return Draft(
        media_type=MEDIA_TYPES[sniff(original.content).name],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=_title(builder) + claims(package, budget),
        notes=deletions(len(later["deleted"])),
    )


class _Walk:
    """Goes through the body once, in document order."""

    def __init__(self, builder: Builder, later: dict[str, list[str]]) -> None:
        self.builder, self.later = builder, later
        self.number = self.tables = self.slides = 0
        self.row_before: Any = None
        self.table_numbers: dict[Any, int] = {}

    def run(self, body: Any) -> None:
        for element in body.iter(*_PARAGRAPHS, DRAW + "page"):
            if element.tag == DRAW + "page":
                self.slides += 1
                continue
            text = text_of(element)
            if not text.strip():
                continue
            apart = self._apart(element)
            if apart:
                self.later[apart].append(text)
            else:
                self._add(element, text)

    def _apart(self, paragraph: Any) -> str:
        """The kind of a paragraph that is not part of the running text; empty for one that is."""
        for above in paragraph.iterancestors():
            if above.tag == TEXT + "note":
                return "note"
            if above.tag == OFFICE + "annotation":
                return "comment"
            if above.tag in (TEXT + "deletion", TEXT + "tracked-changes"):
                return "deleted"
        return ""

    def _add(self, paragraph: Any, text: str) -> None:
        self.number += 1
        cell = next(paragraph.iterancestors(TABLE + "table-cell"), None)
        row = next(paragraph.iterancestors(TABLE + "table-row"), None)
        join = PARAGRAPH
        if row is not None and self.row_before is not None:
            join = CELL if row is self.row_before else LINE
        self.row_before = row
        kind = "cell" if cell is not None else "heading" if paragraph.tag == TEXT + "h" else "paragraph"
        style = (paragraph.get(TEXT + "style-name") or "").lower()
        if kind == "paragraph" and style in ("title", "titel", "titre", "titolo", "título"):
            kind = "title"
        path = f"slide {self.slides}" if self.slides else None
        if cell is not None and row is not None:
            path = f"{path or ''} {self._address(cell, row)}".strip()
        self.builder.add(text, kind, join=join, line=self.number, page=self.slides or None, path=path)

    def _address(self, cell: Any, row: Any) -> str:
        table = next(row.iterancestors(TABLE + "table"), None)
        number = self.table_numbers.setdefault(table, len(self.table_numbers) + 1)
        column = sum(1 for _ in cell.itersiblings(TABLE + "table-cell", TABLE + "covered-table-cell", preceding=True))
        line = 0 if table is None else sum(1 for _ in _rows_before(table, row))
        return f"table {number}, row {line + 1}, column {column + 1}"


def _rows_before(table: Any, row: Any) -> Any:
    for one in table.iter(TABLE + "table-row"):
        if one is row:
            return
        yield one


def _title(builder: Builder) -> list[Claimed]:
    for unit in builder.units:
        if unit.kind == "title":
            return claim("title", builder.text[unit.start : unit.end], "text", 0.8, unit.start, unit.end)
    return first_line(builder)
