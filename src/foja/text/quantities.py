"""Quantities of a sentence in eight languages: digits in any script, scale words, number words, units, clock times.

A sentence with another number lies as close to the original, by any measure of likeness, as its true translation
does. So numbers are compared as symbols. What makes that hard is how they are written: 1.000, 1,000 and 1 000; ١٠٠٠
and ۱۰۰۰; "2.8bn" and "2800 millones"; "the 1930s" and "los años 30"; "85 mph" and "137 km/h". Where a writing can be
read in two ways, both readings are kept, and two quantities agree when they have one in common.

Whole numbers below ten are left out: languages write them as words, articles or duals, or leave them out. Words, units
and scales come from ``quantities.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from foja.text.fold import fold

LEAST = 10
TOLERANCE = 0.05
"""How far apart two measures in different units may lie: translators round ("12 mph", "20 km/h")."""
ROUNDED = 0.6
"""And by so much of the smaller unit: "1 inch" is "2 centimetres"."""
DEGREES = 1.0


class Quantity(NamedTuple):
    """``readings``: what it can mean, in the unit's base (metres, kilograms, litres, square metres, metres an hour;
    minutes for clock times). ``dimension``: length, mass, ...; ``clock``; ``degrees``; empty for a bare number.
    ``unit``: the unit as the table names it. ``bare``: the readings without the unit. ``start``, ``end``: code points,
    end exclusive."""

    start: int
    end: int
    readings: frozenset[float]
    bare: frozenset[float]
    dimension: str = ""
    unit: str = ""


class Difference(NamedTuple):
    """Quantities that have no partner in the other sentence."""

    first: tuple[Quantity, ...]
    second: tuple[Quantity, ...]

    @property
    def at_odds(self) -> bool:
        """Whether each sentence has a number that the other lacks. One that only one of them has proves nothing: a
        translation may leave it out, or say it in words."""
        return bool(self.first and self.second)


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` that can be compared, in order. The same text always gives the same."""
    table = _table()
    plain = "".join(_plain(char) for char in text)
    found = list(_digits(plain, table))
    taken = [(one.start, one.end) for one in found]
    found += [one for one in _words(text, table) if all(one.end <= a or b <= one.start for a, b in taken)]
    kept = [one for one in found if one.dimension or any(value >= LEAST for value in one.bare)]
    return sorted(kept, key=lambda one: (one.start, one.end))


def compare(first: Sequence[Quantity], second: Sequence[Quantity]) -> Difference:
    """What each of two sentences says that the other does not. Symmetric but for the order of the two.

    What stands in both is set aside first, one for one, so that "48 and 48" differs from "38 and 48". What is left over
    is compared by units, so that "303 km (180 miles)" and "300 km (180 miles)" differ.
    """
    ours, theirs = _left_over(first, second)
    return Difference(
        tuple(one for one in ours if not any(_may_be(one, other) for other in theirs)),
        tuple(one for one in theirs if not any(_may_be(other, one) for other in ours)),
    )


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
    if rest and free:
        return rest, free
    return (
        [one for one in rest if not any(_same(one, other) for other in theirs)],
        [other for other in free if not any(_same(one, other) for one in ours)],
    )


def _same(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities have a number in common, as written, and no two units."""
    units = {first.unit, second.unit} - {""}
    if len(units) > 1:
        return False
    if first.dimension == second.dimension == "clock":
        return bool(first.readings & second.readings)
    return bool(first.bare & second.bare)


def _may_be(first: Quantity, second: Quantity) -> bool:
    """Whether two quantities in two units of one dimension lie as near as rounding leaves them."""
    if first.dimension == second.dimension == "degrees":
        return any(abs(a - b) <= DEGREES for a in _degrees(first.bare) for b in _degrees(second.bare))
    if not first.dimension or first.dimension != second.dimension or first.unit == second.unit:
        return False
    slack = ROUNDED * min(_factor(first), _factor(second))
    return any(abs(a - b) <= max(slack, TOLERANCE * max(a, b)) for a in first.readings for b in second.readings)


def _factor(one: Quantity) -> float:
    return next(factor for _, name, factor in _table().units.values() if name == one.unit)


def _degrees(values: Iterable[float]) -> set[float]:
    """Degrees and differences of degrees, as they stand and from Fahrenheit."""
    return {reading for value in values for reading in (value, (value - 32) / 1.8, value / 1.8)}


class _Table(NamedTuple):
    scales: dict[str, float]
    units: dict[str, tuple[str, str, float]]
    words: dict[str, float]
    joins: frozenset[str]
    prefixes: tuple[str, ...]
    decades: frozenset[str]
    clocks: frozenset[str]
    noon: frozenset[str]
    ranges: frozenset[str]
    tens: frozenset[str]
    endings: tuple[str, ...]


@cache
def _table() -> _Table:
    data = tomllib.loads((files("foja.text") / "quantities.toml").read_text(encoding="utf-8"))
    units = {
        _bare(name): (unit["dimension"], key, float(unit["factor"]))
        for key, unit in data["units"].items()
        for name in unit["names"]
    }
    return _Table(
        scales={_bare(name): float(value) for value, names in data["scales"].items() for name in names},
        units=units,
        words={
            fold(name): float(value)
            for part in ("words", "tens")
            for value, names in data[part].items()
            for name in names
        },
        joins=frozenset(fold(word) for word in data["joins"]["between"]),
        prefixes=tuple(data["joins"]["prefixed"]),
        decades=frozenset(_bare(word) for word in data["decades"]["before"]),
        clocks=frozenset(_bare(word) for word in data["clock"]["before"]),
        noon=frozenset(data["clock"]["noon"]),
        ranges=frozenset(_bare(word) for word in data["ranges"]["between"]),
        tens=frozenset(fold(word) for names in data["tens"].values() for word in names),
        endings=tuple(fold(ending) for ending in data["joins"]["endings"]),
    )


def _bare(word: str) -> str:
    return fold(word.replace("”", "").replace("“", "").replace('"', "").replace("״", "").strip("."))


def _plain(char: str) -> str:
    """ASCII for a decimal digit of any script, one kind of each separator; a character stays one character."""
    if char in "٫":
        return "."
    if char in "٬":
        return ","
    if char == "،":
        return "،"
    if char in "\u00a0\u202f\u2009":
        return "\u00a0"
    if char.isdecimal() and not char.isascii():
        return str(unicodedata.decimal(char))
    return char


_NUMBER = re.compile(
    r"(?<!\d)(?<!\d[.,:،'’])(?:"
    r"(?P<clock>\d{1,2}(?::|(?<=\d)h|\.(?=\d\d\s?[ap]\.?m))\d{2}(?!\d))"
    r"|(?P<grouped>\d{1,3}(?:[.,،'’ \u00a0]\d{3})+(?![\d])(?:[.,]\d{1,6}(?!\d))?)"
    r"|(?P<plain>\d+(?:[.,]\d{1,6}(?!\d))?))"
)
_PHONE = re.compile(r"(?<!\d)\d{3,}(?:[ -]\d{3,}){2,}(?!\d)|(?<![\d.,])0\d{2,}(?:[ -]\d{2,})+")
_NOON = re.compile(r"\s{0,2}([ap])\.?\s?m\b", re.IGNORECASE)
_AFTER = re.compile(r"[\s\u00a0\-‑–]{0,2}((?:[^\W\d_]|[.\"'’”“״/%°²])+)")
_BEFORE = re.compile(r"([^\W\d_]+)[\s\u00a0\-‑ה]{0,3}$")
_SHORT_YEAR = re.compile(r"(?<!\d)(1[89]|20)\d\d\s?[-–/]\s?$")
_DOTTED = re.compile(r"\d{1,2}\.\d\d")
_ROMAN = re.compile(r"(?<![^\W_])[IVX]{2,7}(?=e?(?![^\W_]))")


def _digits(text: str, table: _Table) -> Iterator[Quantity]:
    phones = [
        match.span() for match in _PHONE.finditer(text) if any(p[0] == "0" and p != "000" for p in _groups(match))
    ]
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in phones):
            continue
        found.append(_quantity(text, match, table))
    for at, one in enumerate(found):
        yield _shared_unit(text, one, found[at + 1] if at + 1 < len(found) else None, table)
    for match in _ROMAN.finditer(text):
        value = _roman(match.group())
        if value:
            reading = frozenset({value})
            yield Quantity(match.start(), match.end(), reading, reading)


def _groups(match: re.Match[str]) -> list[str]:
    return re.split(r"[ -]", match.group())


def _quantity(text: str, match: re.Match[str], table: _Table) -> Quantity:
    start, end = match.span()
    before = _BEFORE.search(text, max(0, start - 24), start)
    led = _bare(before[1]) if before else ""
    if match["clock"] or (led in table.clocks and _DOTTED.fullmatch(match.group())):
        hours, minutes = (int(part) for part in re.split(r"[:.h]", match.group()))
        return _clock(text, start, end, hours, minutes)
    values = _values(match.group())
    noon = _NOON.match(text, end)
    if max(values) <= 24 and (noon or led in table.clocks):
        return _clock(text, start, end, int(max(values)), 0)
    if match["plain"] and len(match["plain"]) == 2 and (year := _SHORT_YEAR.search(text, max(0, start - 8), start)):
        values |= {float(year[1] + match["plain"])}
    values, end = _scaled(text, end, values, table)
    word = _AFTER.match(text, end)
    after = _bare(word[1]) if word else ""
    if after in ("s", "er", "ern", "х", "es") or led in table.decades:
        values |= _decade(values)
    unit = table.units.get(after)
    if unit is None and word:  # a language that writes number and unit with more words between, or "km/h" cut by a stop
        unit = table.units.get(_bare(word[1].rstrip(".,;")))
    bare = frozenset(values)
    if unit is None:
        return Quantity(start, end, bare, bare)
    dimension, name, factor = unit
    return Quantity(start, end, frozenset(v * factor for v in values), bare, dimension, name)


def _decade(values: Iterable[float]) -> set[float]:
    """The other way to name a decade: 1930 for 30, 30 for 1930."""
    tens = {value for value in values if value % 10 == 0}
    return {value - 1900 for value in tens if 1900 < value < 2000} | {1900 + value for value in tens if value < 100}


def _shared_unit(text: str, one: Quantity, following: Quantity | None, table: _Table) -> Quantity:
    """The first number of "3 to 6 inches" has the unit of the second."""
    if one.dimension or following is None or not following.unit:
        return one
    between = text[one.end : following.start].strip()
    if len(between) > 12 or (_bare(between) not in table.ranges and between not in ("-", "–", "—", "־")):
        return one
    factor = next(f for d, n, f in table.units.values() if n == following.unit)
    return one._replace(
        readings=frozenset(v * factor for v in one.bare), dimension=following.dimension, unit=following.unit
    )


def _clock(text: str, start: int, end: int, hours: int, minutes: int) -> Quantity:
    """Minutes after midnight; where nothing says morning or evening, both."""
    noon = _NOON.match(text, end)
    values = {hours * 60 + minutes}
    if hours <= 12:
        values = {(hours % 12) * 60 + minutes + (720 if noon and noon[1].lower() == "p" else 0)}
        values |= {(hours % 12) * 60 + minutes + extra for extra in (0, 720)}
    readings = frozenset(float(value) for value in values)
    # "11 a.m." is "at 11" elsewhere: a full hour can agree with a bare number.
    return Quantity(start, end, readings, frozenset(v / 60 for v in readings) if not minutes else frozenset(), "clock")


def _values(written: str) -> set[float]:
    """What digits with separators can mean."""
    marks = re.findall(r"[^\d]", written)
    parts = re.split(r"[^\d]", written)
    if not marks:
        return {float(written)}
    if all(len(part) == 3 for part in parts[1:]) and len(set(marks)) == 1 and len(parts[0]) <= 3:
        whole = {float("".join(parts))}
        return whole | {float(f"{parts[0]}.{parts[1]}")} if len(parts) == 2 and marks[0] in ".," else whole
    if len(parts) == 2:
        return {float(f"{parts[0]}.{parts[1]}")}
    return {float("".join(parts[:-1]) + "." + parts[-1])}


def _scaled(text: str, end: int, values: set[float], table: _Table) -> tuple[set[float], int]:
    """The values times the scale words that follow: "2.8bn", "37 mil millones"."""
    for _ in range(2):
        word = _AFTER.match(text, end)
        if word is None:
            break
        scale = table.scales.get(_bare(word[1])) or table.scales.get(_bare(word[1].rstrip(".,;")))
        if scale is None:
            break
        scaled = {round(value * scale, 3) for value in values}
        if _bare(word[1]) in ("m", "k"):  # metres, or millions
            return values | scaled, end
        values, end = scaled, word.start(1) + len(word[1].rstrip(".,;"))
    return values, end


def _roman(letters: str) -> float:
    worth = {"I": 1, "V": 5, "X": 10}
    total = 0
    for one, following in zip(letters, [*letters[1:], ""], strict=True):
        total += -worth[one] if following and worth[following] > worth[one] else worth[one]
    return float(total)


_WORD = re.compile(r"[^\W\d_]+(?:['’״][^\W\d_]+)*")


def _words(text: str, table: _Table) -> Iterator[Quantity]:
    """Numbers written as words, from ten on: adjacent parts are added, scales multiply."""
    parts: list[tuple[float, int, int]] = []
    last = 0

    def flush(decade: bool = False) -> Iterator[Quantity]:
        value = _sum([part for part, _, _ in parts])
        if parts and value >= LEAST:
            reading = frozenset({value} | (_decade({value}) if decade else set()))
            yield Quantity(parts[0][1], parts[-1][2], reading, reading)
        parts.clear()

    for match in _WORD.finditer(text):
        word = fold(match.group())
        gap = text[last : match.start()] if parts else ""
        if parts and len(gap.strip(" \u00a0-‑־")) > 0:
            yield from flush()
        if parts and word in table.joins:
            last = match.end()
            continue
        value = _worth(word, table, bool(parts))
        if value is None:
            yield from flush()
            continue
        parts.append((value, match.start(), match.end()))
        last = match.end()
        if word in table.tens:  # "ثلاثينيات", a decade in one word
            yield from flush(decade=True)
    yield from flush()


def _worth(word: str, table: _Table, within: bool) -> float | None:
    value = table.words.get(word)
    if value is None:
        for prefix in table.prefixes:
            if word.startswith(prefix) and word[len(prefix) :] in table.words:
                return table.words[word[len(prefix) :]]
        for ending in table.endings:
            if word.endswith(ending) and word[: -len(ending)] in table.words:
                return table.words[word[: -len(ending)]]
        value = _compound(word, table)
    if value is None and within and word in table.scales and table.scales[word] >= 1000 and len(word) > 2:
        value = table.scales[word]
    return value


def _compound(word: str, table: _Table) -> float | None:
    """German writes 21 to 99 as one word: "einundzwanzig"."""
    unit, found, ten = word.partition("und")
    if not found or unit not in table.words or ten not in table.words:
        return None
    return table.words[unit] + table.words[ten] if table.words[unit] < 10 <= table.words[ten] < 100 else None


def _sum(values: Sequence[float]) -> float:
    total = current = 0.0
    for value in values:
        if value >= 1000:
            total += (current or 1) * value
            current = 0.0
        elif value == 100 and 0 < current < 10:
            current *= 100
        elif value == 20 and current == 4:  # quatre-vingt
            current = 80
        else:
            current += value
    return total + current
