"""Which quantities of two sentences have no partner in the other.

Two quantities are partners when they have a number in common as written and no two units, or when they lie as near in
two units of one dimension as rounding leaves them. Each can be the partner of one. A measure that a sentence gives
twice, "45 miles (72 km)", is one measure: where the other sentence gives it once, both of its values have to agree with
that.

What is said in words for a share or a span of years ("half", "a century") is a partner like any other. By itself it is
a difference only against another share or span, because such words mean other things too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from foja.text.quantities import Quantity
from foja.text.quantity_table import table

TOLERANCE = 0.05
"""How far apart two measures in different units may lie: translators round ("12 mph", "20 km/h")."""
EXACT = 0.01
"""And how far where both are written to the last digit: 85 mph are 137 km/h, and 88 are not. Rules of thumb ("times
1.6") come out within this."""
ROUNDED = 0.6
"""And by so much of the last written digit, or of the smaller unit: "1 inch" is "2 centimetres"."""
DECADE = 200
"""Readings from here on are years."""
DEGREES = 1.0
"""How far apart two temperatures may lie when one is turned into the other's scale, in degrees Celsius."""


class Difference(NamedTuple):
    """Quantities that have no partner in the other sentence."""

    first: tuple[Quantity, ...]
    second: tuple[Quantity, ...]

    @property
    def at_odds(self) -> bool:
        """Whether each sentence has a number that the other lacks. One that only one of them has proves nothing: a
        translation may leave it out, or say it in words."""
        return bool(self.first and self.second)


def compare(first: Sequence[Quantity], second: Sequence[Quantity]) -> Difference:
    """What each of two sentences says that the other does not. Symmetric but for the order of the two.

    What stands in both is set aside first, one for one, so that "48 and 48" differs from "38 and 48". What is left over
    is compared by units.
    """
    ours, theirs = _left_over(first, second)
    partners = _partners(ours, theirs, first, second)
    kept, odd = _twice([one for at, one in enumerate(ours) if at not in partners], first, second)
    others, against = _twice([one for at, one in enumerate(theirs) if at not in partners.values()], second, first)
    said, told = [*kept, *against], [*others, *odd]
    return Difference(tuple(_told(said, told)), tuple(_told(told, said)))


def _told(ours: Iterable[Quantity], theirs: Sequence[Quantity]) -> list[Quantity]:
    """In order and once each; what is only said in words, where the other side has its like."""
    firm = {one.dimension for one in theirs if not one.soft}
    kept = {one for one in ours if not one.soft or one.dimension in firm}
    return sorted(kept, key=lambda one: (one.start, one.end))


def _twin(one: Quantity, all_: Sequence[Quantity]) -> Quantity | None:
    return next((other for other in all_ if other.start == one.twin), None) if one.twin is not None else None


def _twice(
    kept: Sequence[Quantity], ours: Sequence[Quantity], theirs: Sequence[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """``kept`` without the values of measures given twice whose other value stands in the other sentence, where both
    agree; and what the other sentence has against those that do not."""
    found, against = [], []
    for one in kept:
        twin = _twin(one, ours)
        given = next((other for other in theirs if twin is not None and _same(twin, other)), None)
        if given is None or given.twin is not None or not given.unit:
            found.append(one)
        elif not _near(one, given):
            found.append(one)
            against.append(given)
    return found, against


def _dimensions(first: Quantity, second: Quantity) -> bool:
    return bool(first.dimension) and first.dimension == second.dimension


def _left_over(ours: Sequence[Quantity], theirs: Sequence[Quantity]) -> tuple[list[Quantity], list[Quantity]]:
    """What has no partner. Where the other sentence repeats a number fewer times, the repeats are left over only
    against something else: a number said twice and once is no difference by itself."""
    free = list(theirs)
    rest = []
    for one in ours:
        partner = next((other for other in free if _same(one, other)), None)
        if partner is None:
            rest.append(one)
        else:
            free.remove(partner)
    if any(not one.soft for one in rest) and any(not one.soft for one in free):
        return rest, free
    return (
        [one for one in rest if not any(_same(one, other) for other in theirs)],
        [other for other in free if not any(_same(one, other) for one in ours)],
    )


def _same(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities have a number in common, as written, and no two units."""
    units = {first.unit, second.unit} - {"", "degree"}
    dimensions = {first.dimension, second.dimension} - {"", "clock"}
    if len(units) > 1 or len(dimensions) > 1:
        return False
    if first.dimension == second.dimension == "clock":
        return bool(first.readings & second.readings)
    return bool(first.bare & second.bare)


def _partners(
    ours: Sequence[Quantity], theirs: Sequence[Quantity], first: Sequence[Quantity], second: Sequence[Quantity]
) -> dict[int, int]:
    """The most pairs of near quantities in two units, each in one pair: places in ``ours`` to places in ``theirs``."""
    edges = [[at for at, other in enumerate(theirs) if _may_be(one, other, first, second)] for one in ours]
    taken: dict[int, int] = {}

    def place(one: int, seen: set[int]) -> bool:
        for other in edges[one]:
            if other in seen:
                continue
            seen.add(other)
            if other not in taken or place(taken[other], seen):
                taken[other] = one
                return True
        return False

    for one in range(len(ours)):
        place(one, set())
    return {one: other for other, one in taken.items()}


def _may_be(one: Quantity, other: Quantity, first: Sequence[Quantity], second: Sequence[Quantity]) -> bool:
    """Whether two quantities are near, and neither is given once more in the unit of the other with another number."""
    if not _near(one, other):
        return False
    pairs = ((_twin(one, first), other), (_twin(other, second), one))
    return all(twin is None or twin.unit != beside.unit or _same(twin, beside) for twin, beside in pairs)


def _near(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities in two units of one dimension lie as near as rounding leaves them; or the one is "in the
    80s" of Fahrenheit and the other as warm."""
    if first.tens or second.tens:
        return _in_the_tens(first, second) or _in_the_tens(second, first)
    if not _dimensions(first, second):
        return False
    if first.dimension == "degrees":
        return _as_warm(first, second) or _as_warm(second, first)
    if first.unit == second.unit or not first.unit or not second.unit:
        return False
    ours, theirs = (table().named[one.unit].factor for one in (first, second))
    return any(_rounded(a, ours, b, theirs) for a in first.bare for b in second.bare)


def _rounded(first: float, ours: float, second: float, theirs: float) -> bool:
    """Whether so many of one unit are so many of another, but for what rounding takes away. ``ours``, ``theirs``: how
    much of the base each unit is."""
    apart, most = abs(first * ours - second * theirs), max(first * ours, second * theirs)
    written = ROUNDED * max(_step(first) * ours, _step(second) * theirs)
    return apart <= min(max(ROUNDED * min(ours, theirs), TOLERANCE * most), max(written, EXACT * most))


def _step(value: float) -> float:
    """How finely a number is written: 620 to tens, 250 to fifties, 1.82 to hundredths."""
    if value <= 0:
        return 1.0
    if value != int(value):
        return float(10.0 ** -len(repr(value).split(".")[1])) if "e" not in repr(value) else 1.0
    step = 10.0 ** int(math.log10(value) + 1)
    while step > 1 and value % step:
        step = step / 2 if math.log10(step) % 1 < 1e-9 else step / 5
    return step


def _in_the_tens(first: Quantity, second: Quantity) -> bool:
    if not first.tens or second.dimension != "degrees" or second.unit == "fahrenheit":
        return False
    low = (min(value for value in first.bare if value < DECADE) - 32) / 1.8
    return any(low - DEGREES <= value <= low + 10 / 1.8 + DEGREES for value in second.bare)


def _as_warm(first: Quantity, second: Quantity) -> bool:
    """Whether degrees Fahrenheit of the first, as a temperature or as a difference of two, are degrees Celsius of the
    second."""
    if first.unit == "celsius" or second.unit == "fahrenheit":
        return False
    turned = {reading for value in first.bare for reading in ((value - 32) / 1.8, value / 1.8)}
    return any(abs(a - b) <= DEGREES for a in turned for b in second.bare)
