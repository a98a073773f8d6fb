"""The date of a row: in a chronology kept as a table, the cell that holds a date and nothing else says when the rest
of its row was."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass

from foja.extract.dates import dates
from foja.model.dates import When
from foja.model.text import Document

_CELL = re.compile(r"(?P<sheet>.*?)[A-Z]{1,3}(?P<row>[0-9]+)|(?P<element>.*/tr\[[0-9]+\])/t[dh]\[[0-9]+\]")
"""The path of a cell: an address ("Sheet!B7"), or an element of a web page."""
_LONGEST = 40  # characters of a cell that is a date


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the cells of dated rows begin, where they end, and the date of each."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    whens: tuple[When, ...] = ()

    def date_at(self, start: int, end: int) -> tuple[When, ...]:
        """The date of the row in whose cell the span stands; empty where it has none."""
        at = bisect_right(self.starts, start) - 1
        return (self.whens[at],) if at >= 0 and end <= self.ends[at] else ()


def rows(document: Document, language: str, published: dt.date | None) -> Rows:
    """The rows of a document that have one date; a row with two (from, to) has none that counts for all of it."""
    cells: dict[tuple[str | None, ...], list[tuple[int, int]]] = {}
    for unit in document.reading.units:
        if unit.kind == "cell" and unit.path is not None and (match := _CELL.fullmatch(unit.path)) is not None:
            cells.setdefault(match.group("sheet", "row", "element"), []).append((unit.start, unit.end))
    found: list[tuple[int, int, When]] = []
    for row in cells.values():
        days = {cell: when for cell in row if (when := _date(document.text, *cell, language, published)) is not None}
        if len(days) == 1:
            (when,) = days.values()
            found += [(*cell, when) for cell in row if cell not in days]
    found.sort(key=lambda cell: cell[:2])
    return Rows(tuple(a for a, _, _ in found), tuple(b for _, b, _ in found), tuple(when for _, _, when in found))


def _date(text: str, start: int, end: int, language: str, published: dt.date | None) -> When | None:
    """The date that is all that a cell holds."""
    if end - start > _LONGEST or not any(letter.isdigit() for letter in text[start:end]):
        return None
    found = dates(text, start, end, language, published)
    if len(found) != 1:
        return None
    rest = text[start : found[0].start] + text[found[0].end : end]
    return None if any(letter.isalnum() for letter in rest) else found[0].when
