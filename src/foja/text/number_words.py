"""Numbers written as words, from ten on, and shares and spans of years in words ("half", "a century")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from foja.text.fold import fold
from foja.text.quantity_table import Table, table

_LETTERS = r"(?:[^\W\d_][\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['’״]{_LETTERS})*")
_TOUCH = " \u00a0\u200c\t\n-‑־"
"""What may stand between two words of one number."""


DOZEN = 12.0


class Spelled(NamedTuple):
    """A number in words. ``decade``: whether the last word names a decade or a rough number ("ثلاثينيات")."""

    start: int
    end: int
    value: float
    decade: bool


class Phrase(NamedTuple):
    """A share (in hundredths) or a span (in years or hours) said in words."""

    start: int
    end: int
    value: float
    unit: str


class _Part(NamedTuple):
    value: float
    start: int
    end: int
    joined: bool


def spelled(text: str) -> Iterator[Spelled]:
    """The numbers in words, in order, however small. "Two" and "of the" ("dos") look alike in some languages: only
    words that grammar lets follow one another make one number."""
    known = table()
    parts: list[_Part] = []
    last, joined = 0, False
    before: tuple[str, str] = ("", "")
    for match in _WORD.finditer(text):
        word = fold(match.group())
        if parts and text[last : match.start()].strip(_TOUCH):
            yield _made(parts, known, text)
            parts, joined = [], False
        if parts and not joined and word in known.joins:
            last, joined = match.end(), True
            continue
        value, clitic = _worth(word, known, bool(parts))
        if parts and parts[-1].value >= 1000 and (half := _and_a_half(word, joined, known)):
            parts.append(_Part(parts[-1].value * half, match.start(), match.end(), True))
            yield _made(parts, known, text)
            parts, joined, last, before = [], False, match.end(), (before[1], word)
            continue
        if word in known.dozens:
            value = _dozens(word, parts, joined, before, known)
            parts = [] if value is None else parts
        if value is None and not parts and len(word) > 2 and known.scales.get(word, 0) >= 1000:
            value = _times(known.scales[word], word, before, known)
        joined = joined or clitic
        before = (before[1], word)
        if value is None:
            if parts:
                yield _made(parts, known, text)
            parts, joined, last = [], False, match.end()
            continue
        if parts and not (word in known.dozens or _follows(parts, value, joined)):
            yield _made(parts, known, text)
            parts = []
        parts.append(_Part(value, match.start(), match.end(), joined))
        last, joined = match.end(), False
    if parts:
        yield _made(parts, known, text)


def _and_a_half(word: str, joined: bool, known: Table) -> float:
    """A half after a scale word: "dos millones y medio", "um milhão e meio", "مليون ونصف"; nought for other words."""
    return 0.5 if (word in known.halves and joined) or (word[:1] == "و" and word[1:] in known.halves) else 0.0


def _dozens(word: str, parts: Sequence[_Part], joined: bool, before: tuple[str, str], known: Table) -> float | None:
    """What a word for a dozen adds to the number before it: "two dozen", "half a dozen". "Dozens" are no number."""
    if parts:
        count = _sum([part.value for part in parts])
        return count * DOZEN - count if not joined and count < DOZEN else None
    if before[1] in known.halves or (before[0] in known.halves and before[1] in known.one):
        return DOZEN / 2
    return DOZEN if known.dozens[word] else None


def _made(parts: Sequence[_Part], known: Table, text: str) -> Spelled:
    decade = fold(text[parts[-1].start : parts[-1].end]) in known.tens
    return Spelled(parts[0].start, parts[-1].end, _sum([part.value for part in parts]), decade)


def phrases(text: str) -> Iterator[Phrase]:
    """Shares and spans in words, the longest reading of each place."""
    known = _beginnings()
    found = [(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]
    free = 0
    for at, (word, start, _) in enumerate(found):
        if at < free:
            continue
        for parts, value, unit in known.get(word, ()):
            span = found[at : at + len(parts)]
            if tuple(one for one, _, _ in span) == parts:
                yield Phrase(start, span[-1][2], value, unit)
                free = at + len(parts)
                break


@lru_cache(maxsize=1)
def _beginnings() -> dict[str, list[tuple[tuple[str, ...], float, str]]]:
    found: dict[str, list[tuple[tuple[str, ...], float, str]]] = {}
    for one in sorted(table().shares, key=lambda one: -len(one[0])):
        found.setdefault(one[0][0], []).append(one)
    return found


def _times(scale: float, word: str, before: tuple[str, str], known: Table) -> float | None:
    """A scale word that no number leads: "a million", "half a million", "un demi-million", "миллион"."""
    if before[1] in known.halves or (before[0] in known.halves and before[1] in known.one):
        return scale / 2
    return scale if before[1] in known.one or word in known.alone else None


@lru_cache(maxsize=65536)
def _worth_of(word: str) -> tuple[float | None, bool]:
    known = table()
    if word in known.words:
        return known.words[word], False
    for ending in known.endings:
        if word.endswith(ending) and word[: -len(ending)] in known.words:
            return known.words[word[: -len(ending)]], False
    compound = _german(word, known)
    if compound is not None:
        return compound, False
    return _unprefixed(word, known)


def _unprefixed(word: str, known: Table) -> tuple[float | None, bool]:
    """Arabic and Hebrew write "and", "in", "for" and the article together with the word: "بعشرين", "והעשרים"."""
    for clitic in ("", *known.clitics):
        if not word.startswith(clitic):
            continue
        rest = word[len(clitic) :]
        for article in ("", *known.articles):
            inner = rest[len(article) :]
            if (clitic or article) and rest.startswith(article) and len(inner) > 2 and inner in known.words:
                return known.words[inner], clitic in ("و", "ו")
    return None, False


def _worth(word: str, known: Table, within: bool) -> tuple[float | None, bool]:
    value, clitic = _worth_of(word)
    if value is None and within and len(word) > 2 and known.scales.get(word, 0) >= 1000:
        return known.scales[word], False
    return value, clitic


def _german(word: str, known: Table) -> float | None:
    """German writes a number below a million as one word: "einundzwanzig", "zweihundertfünfzig", "dreitausend"."""
    if len(word) < 6:
        return None
    for name, scale in (("tausend", 1000.0), ("hundert", 100.0)):
        before, found, after = word.partition(name)
        if not found:
            continue
        count = 1.0 if not before else _part_of(before, known)
        rest = 0.0 if not after else _part_of(after.removeprefix("und"), known)
        if count is not None and rest is not None and count < 1000 and rest < scale:
            return count * scale + rest
        return None
    unit, found, ten = word.partition("und")
    if not found or unit not in known.words or ten not in known.words:
        return None
    return known.words[unit] + known.words[ten] if known.words[unit] < 10 <= known.words[ten] < 100 else None


def _part_of(word: str, known: Table) -> float | None:
    return known.words[word] if word in known.words else _german(word, known)


def _follows(parts: Sequence[_Part], value: float, joined: bool) -> bool:
    """Whether a word of this value can go on with the number."""
    last = parts[-1].value
    if value >= 1000:  # "um milhão e duzentos mil": larger scales may stand before what it multiplies
        since = max((at + 1 for at, part in enumerate(parts) if part.value > value), default=0)
        return since < len(parts) and all(part.value < value for part in parts[since:])
    if value >= 100:
        return last < 10 or (last >= 1000 and value < 1000)
    if last >= 100:
        return True
    if last < 10:
        if 10 < value < 20:
            return False
        return value == 10 or (joined and value >= 20) or (last == 4 and value == 20)
    if last == 10:
        return 7 <= value < 10 and not joined
    if last < 20:
        return False
    french = last == 60 or (last == 20 and len(parts) > 1 and parts[-2].value == 4)  # soixante-dix, quatre-vingt-dix
    return value < 10 or (french and value < 20)


def _sum(values: Sequence[float]) -> float:
    total = current = 0.0
    for value in values:
        if value > total and value >= 1000:  # "mil quinhentos milhões": all that stands before is multiplied
            total, current = ((total + current) or 1) * value, 0.0
        elif value >= 1000:
            total, current = total + (current or 1) * value, 0.0
        elif value == 100 and 0 < current < 10:
            current *= 100
        elif value == 20 and current == 4:  # quatre-vingt
            current = 80
        else:
            current += value
    return total + current
