"""Which column a cell of a table in XML stands in, when its cells are asked about in their order."""

from __future__ import annotations

from typing import Any


class Columns:
    """``tags``: of the elements that are cells. Of each row the last cell that was asked about is kept: from there on
    the next one is counted, so that a row costs as much as it has cells, and not their square."""

    def __init__(self, *tags: str) -> None:
        self._tags = tags
        self._last: dict[Any, tuple[Any, int]] = {}

    def of(self, cell: Any) -> int:
        """From 1, among the cells beside it."""
        row = cell.getparent()
        known, column = self._last.get(row, (None, 0))
        if cell is known:
            return column
        steps = 1
        for one in cell.itersiblings(*self._tags, preceding=True):
            if one is known:
                break
            steps += 1
        else:
            column = 0
        self._last[row] = cell, column + steps
        return column + steps
