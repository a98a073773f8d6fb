"""Units beside figures: 600 pounds and 272 kilograms are one quantity, written twice."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.model.statement import Figure
from foja.text.fold import fold

Interval = tuple[float | None, float | None]


class Measure(NamedTuple):
    """A figure as it is compared. ``what``: what is counted; for a unit the quantity it measures ("mass"). ``value``:
    the interval in the base unit. ``unit``: the unit as written, folded; empty where things are counted. ``slack``:
    half of the last place of the number as written, in the base unit: what was lost when it was rounded."""

    what: str
    value: Interval
    unit: str = ""
    slack: float = 0.0
    base: str = ""


def measure(figure: Figure) -> Measure:
    """The figure as it is compared with others."""
    what = fold(figure.what)
    known = _units().get(what)
    if known is None:
        return Measure(what, (figure.low, figure.high))
    quantity, base, factor = known
    low, high = (None if bound is None else bound * factor for bound in (figure.low, figure.high))
    slack = max((place(bound) for bound in (figure.low, figure.high) if bound is not None), default=0.0) / 2
    return Measure(quantity, (low, high), what, slack * factor, base)


def place(value: float) -> float:
    """The place to which a number is given: 600 to hundreds, 272 to ones, 2.5 to tenths."""
    if value == 0 or value != int(value):
        digits = f"{value:.6f}".rstrip("0").partition(".")[2]
        return float(10.0 ** -len(digits))
    last, number = 1, abs(int(value))
    while number % 10 == 0:
        number, last = number // 10, last * 10
    return float(last)


def meet(one: Interval, other: Interval, slack: float = 0.0) -> bool:
    """Whether some value lies in both intervals, within ``slack``."""
    low = max((bound for bound in (one[0], other[0]) if bound is not None), default=None)
    high = min((bound for bound in (one[1], other[1]) if bound is not None), default=None)
    return low is None or high is None or low <= high + slack


@lru_cache(maxsize=1)
def _units() -> dict[str, tuple[str, str, float]]:
    data = tomllib.loads(files("foja.weigh").joinpath("units.toml").read_text(encoding="utf-8"))
    return {
        fold(word): (quantity, table["base"], factor)
        for quantity, table in data.items()
        for word, factor in table.items()
        if word != "base"
    }
