"""The date of a row: in a chronology kept as a table, the cell that holds a date and nothing else says when the rest
of its row was."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from functools import cached_property

from foja.extract.dates import dates
from foja.model.dates import When
from foja.model.text import Document, Unit

_CELL = re.compile(r"(?P<sheet>.*?)[A-Z]{1,3}(?P<row>[0-9]+)|(?P<element>.*/tr\[[0-9]+\])/t[dh]\[[0-9]+\]")
"""The path of a cell: an address ("Sheet!B7"), or an element of a web page."""
_LONGEST = 40  # characters of a cell that is a date

_Row = tuple[str | None, ...]


class Rows:
    """The dated rows of a document. Only rows are read in whose cells something is drafted: a table of a million rows
    costs nothing that is not asked for."""

    def __init__(self, document: Document, language: str, published: dt.date | None) -> None:
        self._document, self._language, self._published = document, language, published
        self._known: dict[_Row, tuple[Unit, When] | None] = {}

    def date_at(self, start: int, end: int) -> tuple[When, ...]:
        """The date of the row in whose cell the span stands; empty where it has none, or stands in the date itself."""
        at = bisect_right(self._starts, start) - 1
        cell = self._cells[at] if at >= 0 else None
        if cell is None or end > cell.end or (row := _row(cell)) is None:
            return ()
        if row not in self._known:
            self._known[row] = self._date(at, row)
        found = self._known[row]
        return (found[1],) if found is not None and found[0] is not cell else ()

    @cached_property
    def _cells(self) -> list[Unit]:
        return [unit for unit in self._document.reading.units if unit.kind == "cell"]

    @cached_property
    def _starts(self) -> list[int]:
        return [cell.start for cell in self._cells]

    def _date(self, at: int, row: _Row) -> tuple[Unit, When] | None:
        """The one cell of a row that is a date; a row with two (from, to) has none that counts for all of it. Cells of
        a row stand side by side in the text."""
        first = last = at
        while first and _row(self._cells[first - 1]) == row:
            first -= 1
        while last + 1 < len(self._cells) and _row(self._cells[last + 1]) == row:
            last += 1
        found = [(cell, when) for cell in self._cells[first : last + 1] if (when := self._alone(cell)) is not None]
        return found[0] if len(found) == 1 else None

    def _alone(self, cell: Unit) -> When | None:
        """The date that is all that a cell holds."""
        text, (start, end) = self._document.text, (cell.start, cell.end)
        if end - start > _LONGEST or not any(letter.isdigit() for letter in text[start:end]):
            return None
        found = dates(text, start, end, self._language, self._published)
        if len(found) != 1:
            return None
        rest = text[start : found[0].start] + text[found[0].end : end]
        return None if any(letter.isalnum() for letter in rest) else found[0].when


def _row(cell: Unit) -> _Row | None:
    match = _CELL.fullmatch(cell.path) if cell.path is not None else None
    return match.group("sheet", "row", "element") if match is not None else None
