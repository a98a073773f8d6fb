"""The values of a conflict on a number line. Pure arithmetic; the template writes the SVG.

A count is a dot, a range a bar, a bound a bar that ends in an arrow on its open side. No side is drawn heavier for
being right: the height of a mark only follows how many statements give its value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 640.0
LEFT, RIGHT = 24.0, 24.0
LANE = 26.0
TOP = 8.0
AXIS = 22.0


@dataclass(frozen=True)
class Mark:
    """One value. ``x`` to ``end``: where it lies; ``down`` and ``up``: open below, or above. ``size``: half its
    height."""

    label: str
    statements: int
    x: float
    end: float
    y: float
    down: bool
    up: bool
    size: float

    @property
    def point(self) -> bool:
        return self.x == self.end


@dataclass(frozen=True)
class Line:
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    width: float
    height: float
    base: float


def number_line(
    sides: Sequence[tuple[str, Sequence[str]]], values: Sequence[tuple[float | None, float | None]]
) -> Line | None:
    """The drawing of these sides; None where there are no values to draw."""
    bounds = [bound for value in values for bound in value if bound is not None]
    if not bounds or len(values) != len(sides):
        return None
    low, high = min(bounds), max(bounds)
    span = (high - low) or 1.0
    scale = (WIDTH - LEFT - RIGHT) / (span * 1.3)

    def at(value: float) -> float:
        return round(LEFT + (value - low + span * 0.15) * scale, 1)

    most = max(len(ids) for _, ids in sides)
    marks = []
    for lane, ((label, ids), (first, last)) in enumerate(zip(sides, values, strict=True)):
        x = LEFT if first is None else at(first)
        end = WIDTH - RIGHT if last is None else at(last)
        size = 4.0 + 4.0 * len(ids) / most
        marks.append(Mark(label, len(ids), x, end, TOP + (lane + 0.5) * LANE, first is None, last is None, size))
    base = TOP + len(sides) * LANE + 4
    ticks = sorted({(at(bound), _number(bound)) for bound in bounds})
    kept: list[tuple[float, str]] = []
    for x, words in ticks:  # labels that would run into each other are left out; the table has every value
        if not kept or x - kept[-1][0] > 7 * len(words) + 6:
            kept.append((x, words))
    return Line(tuple(marks), tuple(kept), WIDTH, base + AXIS, base)


def _number(value: float) -> str:
    return f"{value:,.6g}".replace(",", "\u202f") if value != int(value) else f"{int(value):,}".replace(",", "\u202f")
