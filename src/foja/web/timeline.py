"""Where the dates of a chronology fall on a drawing. Pure arithmetic; the template writes the SVG.

An uncertain date is as wide as its bounds: what may have been on any day of a month is drawn as that month.
Dates without a year cannot be placed and are listed apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foja.model.rows import Moment

WIDTH = 1000.0
"""Drawing width in its own units; the page scales it."""
MARGIN = 14.0
LANE = 9.0
AXIS = 22.0
LANES = 14
"""Rows of bars. Dates that find no free row are counted, not drawn; the table has all of them."""
LEAST = 3.0
"""Narrowest mark, so that a single day can be seen."""


@dataclass(frozen=True)
class Bar:
    """A date on the drawing. ``exact``: it is one day, drawn as a solid mark; a range is drawn open."""

    moment: Moment
    x: float
    y: float
    width: float
    exact: bool
    year: str


@dataclass(frozen=True)
class Tick:
    """A year on the axis."""

    x: float
    label: str


@dataclass(frozen=True)
class Drawing:
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    height: float
    undrawn: int
    unplaced: int


def year_of(moment: Moment) -> str:
    """The year a date is listed under: that of its first possible day, or of its last."""
    bound = moment.when.earliest or moment.when.latest
    return bound[:4] if bound else ""


def by_year(moments: Iterable[Moment]) -> list[tuple[str, list[Moment]]]:
    """Moments under their years in order; those without a year come last under ``""``."""
    years: dict[str, list[Moment]] = {}
    for moment in moments:
        years.setdefault(year_of(moment), []).append(moment)
    return sorted(years.items(), key=lambda item: (item[0] == "", item[0]))


def drawn(moments: Sequence[Moment]) -> Drawing:
    """The drawing of these moments."""
    placed = [moment for moment in moments if moment.when.earliest or moment.when.latest]
    if not placed:
        return Drawing((), (), 0.0, 0, len(moments))
    first = min(int(year_of(moment)) for moment in placed)
    last = max(int((moment.when.latest or moment.when.earliest or "0")[:4]) for moment in placed)
    low, high = _day(f"{first:04d}-01-01"), _day(f"{last:04d}-12-31")
    scale = (WIDTH - 2 * MARGIN) / max(1, high - low + 1)
    free = [-1.0] * LANES
    bars, undrawn, deepest = [], 0, 0
    for moment in sorted(placed, key=lambda m: (m.when.earliest or "", m.when.latest or "9999", m.statement.id)):
        start = _day(moment.when.earliest) if moment.when.earliest else low
        end = _day(moment.when.latest) if moment.when.latest else high
        x = MARGIN + (start - low) * scale
        width = max(LEAST, (end - start + 1) * scale)
        lane = next((index for index, until in enumerate(free) if until < x), None)
        if lane is None:
            undrawn += 1
            continue
        free[lane], deepest = x + width + 1.0, max(deepest, lane)
        bars.append(Bar(moment, round(x, 2), AXIS + lane * LANE, round(width, 2), start == end, year_of(moment)))
    ticks = [
        Tick(round(MARGIN + (_day(f"{year:04d}-01-01") - low) * scale, 2), f"{year:04d}")
        for year in range(first, last + 1, _step(last - first + 1))
    ]
    return Drawing(tuple(bars), tuple(ticks), AXIS + (deepest + 1) * LANE + 4, undrawn, len(moments) - len(placed))


def _step(years: int) -> int:
    """Years between labels, so that about twenty fit."""
    return next((step for step in (1, 2, 5, 10, 20, 50, 100, 200) if years / step <= 20), 500)


def _day(iso: str) -> int:
    return datetime.date.fromisoformat(iso).toordinal()
