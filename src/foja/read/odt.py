"""ODT, OTT and ODP: paragraphs, table cells, notes, headers, comments, slides; deletions kept apart.

As in DOCX the text says what the document shows after its changes; what was deleted or is hidden stands at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from foja.model.source import Original
from foja.model.text import Claimed
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.columns import Columns
from foja.read.draft import Draft
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim
from foja.read.odf import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Hiding,
    claims,
    hides,
    hiding_styles,
    opened,
    root,
    told_apart,
)
from foja.read.sniff import MEDIA_TYPES, sniff
from foja.read.written import BODY, MARKS, apart, first_line
from foja.read.zones import cover

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_HEADS = tuple(f"{STYLE}{name}" for name in ("header", "footer", "header-left", "footer-left", "header-first"))
_GROUPS = tuple(f"{TABLE}table-{name}" for name in ("header-rows", "row-group", "rows"))
_ORDER = ("note", "header", "comment", "deleted", "hidden")


def read(original: Original, limits: Limits) -> Draft:
    """Paragraphs in document order, then what ``_ORDER`` names.
    Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = opened(original.content)
    budget, builder = Budget(limits), Builder(limits)
    later: dict[str, list[str]] = {kind: [] for kind in _ORDER}
    parts = [root(package, name, budget) for name in ("content.xml", "styles.xml") if name in package.namelist()]
    body = parts[0].find(OFFICE + "body")
    if body is not None:
        _Walk(builder, later, hiding_styles(*parts)).run(body)
    for part in parts[1:]:
        _heads(part, later)
    for kind in _ORDER:
        for number, text in enumerate(later[kind], 1):
            builder.add(text, kind, join=PARAGRAPH, line=number)
    return Draft(
        media_type=MEDIA_TYPES[sniff(original.content).name],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=_title(builder) + claims(package, budget),
        notes=apart(deleted=len(later["deleted"]), hidden=len(later["hidden"])),
    )


def _heads(styles: Any, later: dict[str, list[str]]) -> None:
    """Headers and footers stand among the styles, and go by those."""
    hiding = hiding_styles(styles)
    for paragraph in (one for head in styles.iter(*_HEADS) for one in head.iter(*_PARAGRAPHS)):
        text, hidden = told_apart(paragraph, hiding)
        if hides(paragraph, hiding):
            text, hidden = "", text + hidden
        for kind, found in (("header", text), ("hidden", hidden)):
            if found.strip():
                later[kind].append(found)


class _Walk:
    """Goes through the body once, in document order."""

    def __init__(self, builder: Builder, later: dict[str, list[str]], hiding: Hiding) -> None:
        self.builder, self.later, self.hiding = builder, later, hiding
        self.number = self.slides = 0
        self.row_before: Any = None
        self.columns = Columns(TABLE + "table-cell", TABLE + "covered-table-cell")
        self.tables: dict[Any, tuple[int, dict[Any, int]]] = {}
        """Of each table its number and the numbers of its rows, counted once."""

    def run(self, body: Any) -> None:
        for element in body.iter(*_PARAGRAPHS, DRAW + "page"):
            if element.tag == DRAW + "page":
                self.slides += 1
                continue
            text, hidden = told_apart(element, self.hiding)
            kind = self._apart(element)
            if kind:
                text, hidden = text + hidden, ""
            if hidden.strip():
                self.later["hidden"].append(hidden)
            if not text.strip():
                continue
            if kind:
                self.later[kind].append(text)
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
            if above.tag == TEXT + "section" and above.get(TEXT + "display") == "none":
                return "hidden"
        return "hidden" if hides(paragraph, self.hiding) else ""

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
        if table not in self.tables:
            rows = _rows(table) if table is not None else [row]
            self.tables[table] = len(self.tables) + 1, {one: number for number, one in enumerate(rows, 1)}
        number, lines = self.tables[table]
        return f"table {number}, row {lines.get(row, 1)}, column {self.columns.of(cell)}"


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, without those of tables inside it."""
    for one in table.iterchildren(TABLE + "table-row", *_GROUPS):
        if one.tag == TABLE + "table-row":
            yield one
        else:
            yield from _rows(one)


def _title(builder: Builder) -> list[Claimed]:
    for unit in builder.units:
        if unit.kind == "title":
            return claim("title", builder.text[unit.start : unit.end], "text", 0.8, unit.start, unit.end)
    return first_line(builder)
