"""ODS: the cells of all sheets as they show, dates as ISO 8601; repeated cells stand once, with their range."""

from __future__ import annotations

from typing import Any

from foja.model.source import Original
from foja.read.builder import Builder
from foja.read.draft import Draft
from foja.read.grid import Grid, column_name
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim
from foja.read.odf import OFFICE, STYLE, TABLE, TEXT, claims, opened, repeated, root, text_of
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS
from foja.read.zones import cover

_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
_DAY = ("date", "time")


def read(original: Original, limits: Limits) -> Draft:
    """All sheets in the order of the document. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = opened(original.content)
    budget, builder = Budget(limits), Builder(limits)
    grid = Grid(builder, limits)
    body = root(package, "content.xml", budget, times=5)
    comments: list[tuple[str, str]] = []
    hidden = _hidden_styles(body)
    found = claims(package, budget)
    for table in body.iter(TABLE + "table"):
        if next(table.iterancestors(TABLE + "table"), None) is not None:
            continue  # a table inside a cell: its text is that of the cell
        name = table.get(TABLE + "name") or ""
        _sheet(table, name, grid, comments)
        if table.get(TABLE + "style-name") in hidden:
            found += claim("hidden sheet", name, "file", 0.9)
    for path, text in comments:
        builder.add(text, "comment", path=path)
    return Draft(
        media_type=MEDIA_TYPES["ods"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=found,
    )


def _sheet(table: Any, name: str, grid: Grid, comments: list[tuple[str, str]]) -> None:
    named = False
    row = 0
    for line in table.iter(TABLE + "table-row"):
        times = repeated(line, "rows")
        column = 0
        for cell in line.iterchildren(*_CELLS):
            across = repeated(cell, "columns")
            text = _value(cell)
            if text.strip():
                if not named:
                    grid.sheet(name)
                    named = True
                spanned = (_span(cell, "rows"), _span(cell, "columns"))
                last = (row + max(times, spanned[0]) - 1, column + max(across, spanned[1]) - 1)
                grid.cell(row, column, text, last)
                for note in cell.iterchildren(OFFICE + "annotation"):
                    said = "\n".join(text_of(p) for p in note.iter(*_PARAGRAPHS)).strip()
                    if said:
                        comments.append((f"{name}!{_address(row, column)}", said))
            column += across
        row += times


def _address(row: int, column: int) -> str:
    return f"{column_name(column)}{row + 1}"


def _span(cell: Any, name: str) -> int:
    value = cell.get(f"{TABLE}number-{name}-spanned") or "1"
    return int(value) if value.isascii() and value.isdigit() and len(value) < 8 else 1


def _value(cell: Any) -> str:
    """What the cell shows; a date or time as it is stored, which is ISO 8601."""
    kind = cell.get(OFFICE + "value-type")
    if kind in _DAY:
        stored = (cell.get(f"{OFFICE}{kind}-value") or "").removesuffix("T00:00:00")
        if stored:
            return str(stored)
    lines = [text_of(p) for p in cell.iterchildren(*_PARAGRAPHS)]
    return "\n".join(lines) or cell.get(OFFICE + "string-value") or cell.get(OFFICE + "value") or ""


def _hidden_styles(body: Any) -> set[str]:
    """Names of the styles of sheets that are not shown."""
    return {
        style.get(STYLE + "name")
        for style in body.iter(STYLE + "style")
        for properties in style.iterchildren(STYLE + "table-properties")
        if properties.get(TABLE + "display") == "false"
    }
