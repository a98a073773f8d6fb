"""Cells of a spreadsheet as units: one a cell, with sheet and address, row by row.

The canonical text names each sheet on a line of its own, then has its rows, cells parted by tabs.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import lru_cache

from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.limits import Limits, over


@lru_cache(maxsize=2048)
def column_name(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def shown(value: object) -> str:
    """A stored value as text: dates as ISO 8601, numbers with a point, whole numbers without."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (date, time)):  # a datetime is a date too
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration(value)
    return "" if value is None else str(value)


def duration(value: timedelta) -> str:
    """A duration as hours, minutes, seconds: 26:05:00."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


class Grid:
    """Writes sheets. Counts cells against the limit ``cells``."""

    def __init__(self, builder: Builder, limits: Limits) -> None:
        self._builder, self._limits = builder, limits
        self._sheet = ""
        self._row = 0
        self.cells = 0

    def sheet(self, name: str) -> None:
        """Begins a sheet."""
        self._sheet, self._row = name, 0
        if name.strip():
            self._builder.add(name, "sheet", join=PARAGRAPH, path=name)

    def cell(self, row: int, column: int, text: str, last: tuple[int, int] | None = None) -> None:
        """Adds a cell; row and column count from 0. ``last``: the other corner of a merged cell.
        Blank ones are left out: they hold nothing that could be cited. Raises ``Gap("limit")``."""
        if not text.strip():
            return
        self.cells += 1
        if self.cells > self._limits.cells:
            raise over(f"The table has more than {self._limits.cells:,} cells that are not blank.", limit="cells")
        address = f"{column_name(column)}{row + 1}"
        if last is not None and last != (row, column):
            address += f":{column_name(last[1])}{last[0] + 1}"
        path = f"{self._sheet}!{address}" if self._sheet else address
        join = CELL if row + 1 == self._row else LINE
        self._builder.add(text, "cell", join=join, line=row + 1, path=path)
        self._row = row + 1
