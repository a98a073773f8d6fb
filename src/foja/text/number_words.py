"""Numbers written as words, from ten on, and shares and spans of years in words ("half", "a century")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from foja.text.fold import fold
from foja.text.quantity_table import Table, table

_LETTERS = r"(?:[^\W\d_][\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05c7]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['’״]{_LETTERS})*")
_TOUCH = " \u00a0\u200c\t\n-‑־"
"""What may stand between two words of one number."""


DOZEN = 12.0
LEAST = 10
LONGEST = 90
"""Letters of the longest number below a million that German writes as one word, with room to spare."""


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
    """``joined``: "and" stands before it. ``ordinal``: only an ordinal can follow ("vigésimo segundo")."""

    value: float
    start: int
    end: int
    joined: bool
    ordinal: bool = False


def spelled(text: str) -> Iterator[Spelled]:
    """The numbers in words, in order, however small. "Two" and "of the" ("dos") look alike in some languages: only
    words that grammar lets follow one another make one number."""
    known = table()
    parts: list[_Part] = []
    last, joined = 0, False
    before: tuple[str, str] = ("", "")
    found = [(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)]
    for (word, start, end), (following, _, _) in pairwise([*found, ("", 0, 0)]):
        if parts and not _touching(text[last:start], parts, word, following):
            yield _made(parts, known, text)
            parts, joined = [], False
        if parts and not joined and word in known.joins:
            last, joined = end, True
            continue
        value, clitic, ordinal = _worth(word, known, parts)
        if parts and parts[-1].value >= 1000 and (half := _and_a_half(word, joined, known)):
            parts.append(_Part(parts[-1].value * half, start, end, True))
            yield _made(parts, known, text)
            parts, joined, last, before = [], False, end, (before[1], word)
            continue
        if word in known.dozens:
            value = _dozens(word, parts, joined, before, known)
            parts = [] if value is None else parts
        if value is None and not parts and len(word) > 2 and known.scales.get(word, 0) >= 1000:
            value = _times(known.scales[word], word, before, known)
        if ordinal and before[1] in known.one:  # "a tenth"
            value = None
        joined = joined or clitic
        before = (before[1], word)
        if value is None:
            if parts:
                yield _made(parts, known, text)
            parts, joined, last = [], False, end
            continue
        part = _Part(value, start, end, joined, ordinal)
        if parts and not (word in known.dozens or _follows(parts, part)):
            yield _made(parts, known, text)
            value, _, ordinal = _worth(word, known, ())  # what counts only after a number begins none
            parts, part = [], _Part(value or 0.0, start, end, joined, ordinal)
        if part.value:
            parts.append(part)
        last, joined = end, False
    if parts:
        yield _made(parts, known, text)


def _touching(between: str, parts: Sequence[_Part], word: str, following: str) -> bool:
    """Whether a word can belong to the number before it by what stands between: blanks, hyphens, or the comma of
    "four thousand, two hundred" and "mil, trezentos"."""
    marks = between.strip(_TOUCH)
    if marks != ",":
        return not marks
    hundreds = _worth_of(word)[0] or 0
    return parts[-1].value >= 1000 and (100 <= hundreds < 1000 or (hundreds > 0 and _worth_of(following)[0] == 100))


def _and_a_half(word: str, joined: bool, known: Table) -> float:
    """A half after a scale word: "dos millones y medio", "um milhão e meio", "مليون ونصف"; nought for other words."""
    return 0.5 if (word in known.halves and joined) or (word[:1] == "و" and word[1:] in known.halves) else 0.0


def _dozens(word: str, parts: Sequence[_Part], joined: bool, before: tuple[str, str], known: Table) -> float | None:
    """What a word for a dozen adds to the number before it: "two dozen", "half a dozen". "Dozens" are no number."""
    if parts:
        count = _sum(parts)
        return count * DOZEN - count if not joined and count < DOZEN else None
    if before[1] in known.halves or (before[0] in known.halves and before[1] in known.one):
        return DOZEN / 2
    return DOZEN if known.dozens[word] else None


def _made(parts: Sequence[_Part], known: Table, text: str) -> Spelled:
    decade = fold(text[parts[-1].start : parts[-1].end]) in known.tens
    return Spelled(parts[0].start, parts[-1].end, _sum(parts), decade)


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
def _worth_of(word: str) -> tuple[float | None, bool, bool]:
    """What a word is worth wherever it stands; whether "and" is written together with it; whether it is an ordinal."""
    known = table()
    if word in known.words:
        return known.words[word], False, False
    if word in known.ordinals:
        return known.ordinals[word], False, True
    compound = _german(word, known)
    if compound is not None:
        return compound, False, False
    for ending in known.endings:
        if word.endswith(ending) and (value := _part_of(word[: -len(ending)], known)) is not None:
            return value, False, True
    for ending, value in known.after_ordinals.items():  # "vigesimoquinto"
        if word.endswith(ending) and word[: -len(ending)] in known.ordinals:
            return known.ordinals[word[: -len(ending)]] + value, False, True
    return *_unprefixed(word, known), False


def _within(word: str, known: Table, ordinal: bool) -> float | None:
    """What a word is worth after another number word, or after an ordinal, and only there."""
    if ordinal:
        return known.after_ordinals.get(word)
    ended = (word[: -len(ending)] for ending in known.endings if word.endswith(ending))
    return next((known.after_cardinals[one] for one in (word, *ended) if one in known.after_cardinals), None)


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


def _worth(word: str, known: Table, parts: Sequence[_Part]) -> tuple[float | None, bool, bool]:
    """As ``_worth_of``, with the words that count only after ``parts`` of a number."""
    if parts and (value := _within(word, known, parts[-1].ordinal)) is not None:
        return value, False, value < LEAST
    value, clitic, ordinal = _worth_of(word)
    if value is None and parts and len(word) > 2 and known.scales.get(word, 0) >= 1000:
        return known.scales[word], False, False
    return value, clitic, ordinal


def _german(word: str, known: Table) -> float | None:
    """German writes a number below a million as one word: "einundzwanzig", "zweihundertfünfzig", "dreitausend"."""
    if not 6 <= len(word) <= LONGEST:
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
    found = known.words.get(word, known.ordinals.get(word))
    return found if found is not None else _german(word, known)


def _follows(parts: Sequence[_Part], part: _Part) -> bool:
    """Whether a word can go on with the number."""
    last, value, joined = parts[-1].value, part.value, part.joined
    if parts[-1].ordinal:
        return part.ordinal and value < last
    if value >= 1000:  # "um milhão e duzentos mil": larger scales may stand before what it multiplies
        since = max((at + 1 for at, one in enumerate(parts) if one.value > value), default=0)
        if since == len(parts):  # nothing is multiplied: "zwei Millionen dreitausend", "مليون وألفين"
            return value not in _scales()
        return all(one.value < value for one in parts[since:])
    if value >= 100:
        return last < 10 or (last >= 1000 and value < 1000)
    if last >= 100:
        return True
    if last < 10:
        if 10 < value < 20:
            return False
        ten = value == 10 and not part.ordinal  # "five tenths" is no fifteen
        return ten or (joined and value >= 20) or (last == 4 and value == 20)
    if last == 10:
        return 7 <= value < 10 and not joined
    if last < 20:
        return False
    french = last == 60 or (last == 20 and len(parts) > 1 and parts[-2].value == 4)  # soixante-dix, quatre-vingt-dix
    return value < 10 or (french and value < 20)


@lru_cache(maxsize=1)
def _scales() -> frozenset[float]:
    return frozenset(table().scales.values())


def _sum(parts: Sequence[_Part]) -> float:
    total = current = before = 0.0
    for part in parts:
        value = part.value
        if value > total and value >= 1000:  # "mil quinhentos milhões": all that stands before is multiplied
            total, current = ((total + current) or 1) * value, 0.0
        elif value >= 1000:
            total, current = total + (current or 1) * value, 0.0
        elif value == 100 and 0 < current < 10:
            current *= 100
        elif value == 20 and before == 4 and not part.joined:  # quatre-vingt
            current += 76
        else:
            current += value
        before = value
    return total + current
