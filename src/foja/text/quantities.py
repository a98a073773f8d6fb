"""Quantities of a sentence in eight languages: digits in any script, scale words, number words, units, clock times.

A sentence with another number lies as close to the original, by any measure of likeness, as its true translation
does. So numbers are compared as symbols. What makes that hard is how they are written: 1.000, 1,000 and 1 000; ١٠٠٠
and ۱۰۰۰; "2.8bn" and "2800 millones"; "the 1930s" and "los años 30"; "85 mph" and "137 km/h". Where a writing can be
read in two ways, both readings are kept, and two quantities agree when they have one in common.

Whole numbers below ten are left out: languages write them as words, articles or duals, or leave them out. Words, units
and scales come from ``quantities.toml``; ``number_words`` reads numbers in words, ``quantity_match`` compares.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from foja.text import number_words
from foja.text.quantity_table import Table, Unit, bare, table

LEAST = 10


MOST_BETWEEN = 3
"""Words in a bracket before the measure that repeats one ("(about 72 km)")."""


class Quantity(NamedTuple):
    """``readings``: what it can mean, in the unit's base (metres, kilograms, litres, square metres, metres an hour;
    minutes for clock times). ``dimension``: length, mass, ...; ``clock``; ``degrees``; empty for a bare number.
    ``unit``: the unit as the table names it. ``bare``: the readings without the unit. ``start``, ``end``: code points,
    end exclusive. ``twin``: where the same measure stands once more in another unit, the start of that, as in "45 miles
    (72 km)". ``soft``: said in words that mean other things too ("half", "a century", "one foot"). ``tens``: "the 80s",
    which are ten years, or ten degrees."""

    start: int
    end: int
    readings: frozenset[float]
    bare: frozenset[float]
    dimension: str = ""
    unit: str = ""
    twin: int | None = None
    soft: bool = False
    tens: bool = False


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` that can be compared, in order. The same text always gives the same."""
    known = table()
    plain = "".join(_plain(char) for char in text)
    found = list(_digits(plain, known))
    taken = bytearray(len(plain))
    for one, end in found:
        taken[one.start : end] = b"\x01" * (end - one.start)
    kept = [(one, end) for one, end in found if one.dimension or any(value >= LEAST for value in one.bare)]
    for one, end in _words(plain, known):
        if not any(taken[one.start : end]):
            kept.append((one, end))
            taken[one.start : end] = b"\x01" * (end - one.start)
    return _with_twins(plain, sorted(kept, key=lambda held: (held[0].start, held[0].end)))


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
    r"(?P<clock>\d{1,2}(?::|(?<=\d)\s?h:?\s?|\.(?=\d\d\s?[ap]\.?\s?m\b))\d{2}(?!\d))"
    r"|(?P<grouped>\d{1,3}(?:[.,،'’ \u00a0]\d{3})+(?![\d])(?:[.,]\d{1,6}(?!\d))?)"
    r"|(?P<plain>\d+(?:[.,]\d{1,6}(?!\d))?))"
)
_PHONE = re.compile(r"(?<!\d)\d{3,}(?:[ -]\d{3,}){2,}(?!\d)|(?<![\d.,])0\d{2,}(?:[ -]\d{2,})+")
_NOON = re.compile(r"\s{0,2}([ap])\.?\s?m\b", re.IGNORECASE)
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7"
_AFTER = re.compile(rf"[\s\u00a0\-‑–]{{0,2}}((?:[^\W\d_]|[.\"'’”“״/%°º²{_MARKS}])+)")
_BEFORE = re.compile(r"([^\W\d_]+)[\s\u00a0\-‑ה]{0,3}$")
_SHORT_YEAR = re.compile(r"(?<!\d)(1[89]|20)\d\d\s?[-–/]\s?$")
_DOTTED = re.compile(r"\d{1,2}\.\d\d")
_WORDS = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"(?<![^\W_])[IVX]{2,7}(?=e?(?![^\W_]))")


class _Written(NamedTuple):
    """``end``: of the unit. ``scale``: what a scale word multiplied by. ``least``: see ``Unit``."""

    quantity: Quantity
    end: int
    scale: float = 1.0
    least: bool = True


def _digits(text: str, known: Table) -> Iterator[tuple[Quantity, int]]:
    """Numbers in digits, each with the end of its unit."""
    phones = [match.span() for match in _PHONE.finditer(text) if _is_phone(match.group())]
    found: list[_Written] = []
    for match in _NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in phones):
            continue
        found.append(_quantity(text, match, known))
    following = [*found[1:], None] if found else []
    found = [_shared(text, one, after, known) for one, after in zip(found, following, strict=True)]
    found = _added(text, found, known)
    for one in found:
        quantity = one.quantity
        if quantity.dimension and not one.least and all(value < LEAST for value in quantity.bare):
            quantity = quantity._replace(readings=quantity.bare, dimension="", unit="")
        yield quantity, one.end
    for match in _ROMAN.finditer(text):
        value = _roman(match.group())
        if value:
            reading = frozenset({value})
            yield Quantity(match.start(), match.end(), reading, reading), match.end()


def _with_twins(text: str, found: Sequence[tuple[Quantity, int]]) -> list[Quantity]:
    """Quantities with the start of the one that gives the same measure in another unit, in brackets beside it: "45
    miles (72 km)", "six metres (20 feet)". ``found``: each with the end of its unit."""
    twinned = [one for one, _ in found]
    for at, ((one, end), (other, _)) in enumerate(pairwise(found)):
        if not one.unit or one.dimension != other.dimension or one.unit == other.unit or other.soft:
            continue
        between = _WORDS.findall(text[end : other.start])
        opened = re.match(r"[^\w]*[(\[/]", text[end : other.start]) and len(between) <= MOST_BETWEEN
        if opened or (len(between) == 1 and bare(between[0]) in table().alternatives):
            twinned[at] = twinned[at]._replace(twin=other.start)
            twinned[at + 1] = other._replace(twin=one.start)
    return twinned


def _is_phone(written: str) -> bool:
    """Three groups of digits with a hyphen between are no range; without one, some group has to begin with a nought."""
    groups = re.split(r"[ -]", written)
    return ("-" in written and len(groups) > 2) or any(part[0] == "0" and part != "000" for part in groups)


def _quantity(text: str, match: re.Match[str], known: Table) -> _Written:
    start, end = match.span()
    before = _BEFORE.search(text, max(0, start - 24), start)
    led = bare(before[1]) if before else ""
    if match["clock"] or (led in known.clocks and _DOTTED.fullmatch(match.group())):
        hours, minutes = (int(part) for part in re.findall(r"\d+", match.group()))
        return _Written(_clock(text, start, end, hours, minutes), end)
    values = _values(match.group())
    noon = _NOON.match(text, end)
    if max(values) <= 24 and (noon or led in known.clocks):
        return _Written(_clock(text, start, end, int(max(values)), 0), end)
    if match["plain"] and len(match["plain"]) == 2 and (year := _SHORT_YEAR.search(text, max(0, start - 8), start)):
        values |= {float(year[1] + match["plain"])}
    unscaled = values
    values, end = _scaled(text, end, values, known)
    scale = max(values) / max(unscaled) if max(unscaled) else 1.0
    word = _AFTER.match(text, end)
    after = bare(word[1]) if word else ""
    tens = after == "s" and max(values) < 200 and all(value % 10 == 0 for value in values)
    if after in ("s", "er", "ern", "х", "es") or led in known.decades:
        values |= _decade(values)
    if match["plain"] and len(match["plain"]) == 2 and text[start - 1 : start].isupper():  # "SS19" is of 2019
        values |= {2000 + value for value in values}
    unit, extent = _unit(text, end, known)
    plain = frozenset(values)
    if unit is None:
        return _Written(Quantity(start, end, plain, plain, tens=tens), end, scale)
    if unit.years:
        plain = frozenset(value * unit.years for value in values)
        return _Written(Quantity(start, end, plain, plain, unit.dimension, "year"), extent, scale)
    scaled = frozenset(value * unit.factor for value in values)
    return _Written(Quantity(start, end, scaled, plain, unit.dimension, unit.name), extent, scale, unit.least)


def _unit(text: str, end: int, known: Table) -> tuple[Unit | None, int]:
    """The unit that follows, and its end. Units of two words first; a length "an hour" is a speed."""
    words = list(_following(text, end))
    if not words:
        return None, end
    unit: Unit | None = None
    count = 0
    for parts, one in known.phrases.get(words[0][0], ()):
        if tuple(word for word, _ in words[: len(parts)]) == parts:
            unit, count = one, len(parts)
            break
    else:
        unit, count = known.units.get(words[0][0]), 1
    if unit is None:
        return None, end
    rest = [word for word, _ in words[count:]]
    for phrase in known.hourly if unit.dimension == "length" else ():
        if tuple(rest[: len(phrase)]) == phrase:
            speed = known.speeds.get(unit.name, "")
            return known.named.get(speed, unit), words[count + len(phrase) - 1][1]
    if unit.dimension == "degrees" and unit.name == "degree" and rest and rest[0] in known.degrees:
        return unit._replace(name=known.degrees[rest[0]]), words[count][1]
    return unit, words[count - 1][1]


def _following(text: str, end: int) -> Iterator[tuple[str, int]]:
    """Up to four words after a number with their ends, as long as nothing but space and hyphens stands between."""
    for _ in range(4):
        word = _AFTER.match(text, end)
        if word is None:
            return
        cut = word[1].rstrip(".,;")
        if cut in (".º", ".ª"):  # an ordinal, as Portuguese writes it, and no degrees
            return
        end = word.start(1) + len(cut)
        yield bare(cut), end
        if len(cut) < len(word[1]) and word[1][len(cut) :] != ".":
            return


def _decade(values: Iterable[float]) -> set[float]:
    """The other way to name a decade: 1930 for 30, 30 for 1930."""
    tens = {value for value in values if value % 10 == 0}
    return {value - 1900 for value in tens if 1900 < value < 2000} | {1900 + value for value in tens if value < 100}


def _shared(text: str, one: _Written, following: _Written | None, known: Table) -> _Written:
    """The first number of "3 to 6 inches" has the unit of the second, and that of "50 to 60 million" may have its
    scale."""
    if following is None or one.quantity.dimension:
        return one
    between = text[one.quantity.end : following.quantity.start].strip()
    if len(between) > 12 or not (bare(between) in known.ranges | known.alternatives or between in ("-", "–", "—", "־")):
        return one
    first, second = one.quantity, following.quantity
    if one.scale == 1 and following.scale >= 1000:
        values = first.bare | {round(value * following.scale, 3) for value in first.bare}
        first = first._replace(readings=values, bare=values)
    if second.unit and second.dimension != "clock":
        factor = known.named[second.unit].factor
        first = first._replace(
            readings=frozenset(v * factor for v in first.bare), dimension=second.dimension, unit=second.unit
        )
    return one._replace(quantity=first, least=following.least)


def _added(text: str, found: Sequence[_Written], known: Table) -> list[_Written]:
    """One number of those that are written in parts: "1 milhão e 200 mil", "3 Millionen 400.000", "6-foot-6"."""
    whole: list[_Written] = []
    for one in found:
        before = whole[-1] if whole else None
        if before is not None and (measured := _of_two_units(text, before, one, known)):
            whole[-1] = measured
            continue
        if before is None or before.quantity.dimension or not _goes_on(text, before, one, known):
            whole.append(one)
            continue
        base, factor = max(before.quantity.bare), known.named[one.quantity.unit].factor if one.quantity.unit else 1.0
        plain = frozenset(base + value for value in one.quantity.bare if value == int(value))
        scaled = frozenset(value * factor for value in plain)
        quantity = one.quantity._replace(start=before.quantity.start, readings=scaled, bare=plain)
        whole[-1] = one._replace(quantity=quantity, scale=1.0)
    return whole


def _of_two_units(text: str, before: _Written, one: _Written, known: Table) -> _Written | None:
    """A measure in two units, as one in the larger: "6-foot-6", "1 m 82 cm", "11 stone 4 pounds"."""
    larger, smaller = before.quantity, one.quantity
    unit = smaller.unit or known.below.get(larger.unit, "")
    between = text[before.end : smaller.start].strip(" \u00a0-‑–" + ("," if smaller.unit else ""))
    if not larger.unit or unit not in known.below.values() or between or not smaller.bare:
        return None
    if not smaller.unit and min(larger.bare) >= LEAST:  # "30 m, 20 people"
        return None
    whole, part = known.named[larger.unit], known.named[unit]
    rest = min(smaller.bare) * part.factor / whole.factor
    if whole.dimension != part.dimension or not 0 < rest < 1 or any(value != int(value) for value in larger.bare):
        return None
    plain = frozenset(round(value + rest, 4) for value in larger.bare)
    scaled = frozenset(value * whole.factor for value in plain)
    return before._replace(quantity=larger._replace(end=smaller.end, bare=plain, readings=scaled), end=one.end)


def _goes_on(text: str, before: _Written, one: _Written, known: Table) -> bool:
    value = max(one.quantity.bare, default=0)
    between = bare(text[before.end : one.quantity.start].strip())
    if before.scale == 1000 and between in known.joins and 100 <= value < 1000:  # "5 mil e 300"
        return True
    if not 1000 <= value < before.scale:
        return False
    grouped = not text[one.quantity.start : one.quantity.end].isdigit()
    return (one.scale >= 1000 and between in known.joins) if between else (one.scale >= 1000 or grouped)


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


def _scaled(text: str, end: int, values: set[float], known: Table) -> tuple[set[float], int]:
    """The values times the scale words that follow: "2.8bn", "37 mil millones"."""
    for _ in range(2):
        word = _AFTER.match(text, end)
        if word is None:
            break
        scale = known.scales.get(bare(word[1])) or known.scales.get(bare(word[1].rstrip(".,;")))
        if scale is None:
            break
        scaled = {round(value * scale, 3) for value in values}
        if bare(word[1]) in known.either:  # metres, or millions
            return values | scaled, end
        values, end = scaled, word.start(1) + len(word[1].rstrip(".,;"))
        if half := _and_a_half(text, end, known):
            return {round(value + scale / 2, 3) for value in values}, half
    return values, end


def _and_a_half(text: str, end: int, known: Table) -> int:
    """The end of "and a half" after a scale word ("1 milhão e meio"); nought where it does not stand there."""
    joined = _AFTER.match(text, end)
    half = _AFTER.match(text, joined.end(1)) if joined and bare(joined[1]) in known.joins else None
    return half.end(1) if half and bare(half[1]) in known.halves else 0


def _roman(letters: str) -> float:
    worth = {"I": 1, "V": 5, "X": 10}
    total = 0
    for one, following in zip(letters, [*letters[1:], ""], strict=True):
        total += -worth[one] if following and worth[following] > worth[one] else worth[one]
    return float(total)


def _words(text: str, known: Table) -> Iterator[tuple[Quantity, int]]:
    """Numbers in words from ten on, and smaller ones with a unit; shares and spans in words. Each with its end."""
    for one in number_words.phrases(text):
        meant = known.named[one.unit]
        plain = frozenset({one.value})
        scaled = frozenset({one.value * meant.factor})
        yield Quantity(one.start, one.end, scaled, plain, meant.dimension, one.unit, soft=True), one.end
    for number in number_words.spelled(text):
        values = {number.value} | (_decade({number.value}) if number.decade else set())
        unit, end = _unit(text, number.end, known)
        if unit is not None and unit.years:
            plain = frozenset(value * unit.years for value in values)
            yield Quantity(number.start, number.end, plain, plain, unit.dimension, "year", soft=True), end
            continue
        plain = frozenset(values)
        small = number.value < LEAST
        if unit is None or (small and not unit.least):
            if not small:
                yield Quantity(number.start, number.end, plain, plain), number.end
            continue
        scaled = frozenset(value * unit.factor for value in values)
        yield Quantity(number.start, number.end, scaled, plain, unit.dimension, unit.name, soft=small), end
