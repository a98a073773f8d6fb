"""Sheets of a table as a page can show them: rows and cells with the runs of their text.

Pure, like ``text_blocks``, and with the same runs: a cell says at which code point of the canonical text it starts.
Of a large sheet the first rows and columns are shown, and all rows and columns in which a statement stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from foja.model.rows import StatementRow
from foja.model.text import Reading, Unit
from foja.web.text_blocks import HERE, Run, runs_of

SHORT = 24
"""Characters up to which a cell stays on one line."""
ROWS, COLUMNS = 1000, 60
"""Rows and columns of a sheet that are shown, whether or not a statement stands in them."""
_ADDRESS = re.compile(r"(?:(.*)!)?([A-Z]{1,7})(\d{1,9})(?::([A-Z]{1,7})(\d{1,9}))?", re.DOTALL)
_TABLES = frozenset(
    {
        "text/csv",
        "application/vnd.ms-excel",
        "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)


@dataclass(frozen=True)
class Cell:
    """``path``: sheet and address, a range where cells are merged into one."""

    start: int
    path: str
    runs: tuple[Run, ...]

    @property
    def merged(self) -> bool:
        return ":" in self.path.rpartition("!")[2]

    @property
    def short(self) -> bool:
        """A date, a figure, a name: not to be broken over two lines."""
        return sum(len(run.text) for run in self.runs) <= SHORT


@dataclass(frozen=True)
class Row:
    """``cells`` stand in the order of the sheet's columns; None where nothing stands."""

    number: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Sheet:
    """``columns``: letters of those shown. ``rows_left``, ``columns_left``: how many are not shown. ``hidden``: whether
    the program that it comes from hides the sheet."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    rows_left: int = 0
    columns_left: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class Grid:
    """``remarks``: comments on cells."""

    sheets: tuple[Sheet, ...] = ()
    remarks: tuple[Cell, ...] = ()


def grid(
    text: str, reading: Reading | None, statements: Sequence[StatementRow], here: tuple[int, int] | None = None
) -> Grid:
    """The sheets of a text; an empty grid where it is no table. ``here`` as in ``text_blocks.sections``."""
    if reading is None or reading.media_type not in _TABLES:
        return Grid()
    spans = [(row.start, row.end, row.id) for row in statements] + ([(*here, HERE)] if here else [])
    units = reading.units
    touching = _touching(units, [span for span in spans if 0 <= span[0] < span[1] <= len(text)])
    sheets: dict[str, list[tuple[int, re.Match[str], bool]]] = {}
    remarks = []
    for index, unit in enumerate(units):
        found = _ADDRESS.fullmatch(unit.path or "")
        if unit.kind == "cell" and found:
            sheets.setdefault(found[1] or "", []).append((index, found, index in touching))
        elif unit.kind != "sheet":
            remarks.append(_cell(text, unit, touching.get(index, [])))

    def cell(index: int) -> Cell:
        return _cell(text, units[index], touching.get(index, []))

    unseen = {one.value for one in reading.claims if one.field == "hidden sheet"}
    shown = (replace(_sheet(name, cells, cell), hidden=name in unseen) for name, cells in sheets.items())
    return Grid(tuple(shown), tuple(remarks))


def _touching(units: Sequence[Unit], spans: Iterable[tuple[int, int, str]]) -> dict[int, list[tuple[int, int, str]]]:
    """For each unit in which one of the spans stands, by its number, those that do."""
    ends = [unit.end for unit in units]
    found: dict[int, list[tuple[int, int, str]]] = {}
    for span in spans:
        index = bisect_left(ends, span[0] + 1)
        while index < len(units) and units[index].start < span[1]:
            found.setdefault(index, []).append(span)
            index += 1
    return found


def _cell(text: str, unit: Unit, spans: Sequence[tuple[int, int, str]]) -> Cell:
    return Cell(unit.start, unit.path or "", runs_of(text, unit.start, unit.end, spans))


def _sheet(name: str, cells: Sequence[tuple[int, re.Match[str], bool]], made: Callable[[int], Cell]) -> Sheet:
    every_row = sorted({int(found[3]) for _, found, _ in cells})
    every_column = sorted({found[2] for _, found, _ in cells}, key=column_number)
    marked = [found for _, found, touched in cells if touched]
    rows = sorted({*every_row[:ROWS], *(int(found[3]) for found in marked)})
    columns = sorted({*every_column[:COLUMNS], *(found[2] for found in marked)}, key=column_number)
    place = {letters: index for index, letters in enumerate(columns)}
    lines: dict[int, list[Cell | None]] = {number: [None] * len(columns) for number in rows}
    for index, found, _ in cells:
        if int(found[3]) in lines and found[2] in place:
            lines[int(found[3])][place[found[2]]] = made(index)
    return Sheet(
        name=name,
        columns=tuple(columns),
        rows=tuple(Row(number, tuple(lines[number])) for number in rows),
        rows_left=len(every_row) - len(rows),
        columns_left=len(every_column) - len(columns),
    )


def column_number(letters: str) -> int:
    """A -> 1, Z -> 26, AA -> 27."""
    value = 0
    for letter in letters:
        value = value * 26 + ord(letter) - 64
    return value
