"""Paragraphs and sentences of a text as spans. Rules, no model; linear in the length of the text.

A sentence never crosses a paragraph. Abbreviations come from ``abbreviations.toml``. A stretch without
a stop that is longer than ``LONGEST`` code points is cut at a space, so that later work is bounded.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

LONGEST = 1600
"""Code points of the longest sentence that is passed on as one."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_STOP = re.compile(r"[.!?…؟。]{1,8}[\"'”’»)\]]{0,3}(?=\s|$)")
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = "\"'“‘«([¿¡—–-"
_TERMINAL = ".!?…:;؟。"
_BULLET = re.compile(r"[•·▪◦*\-–—]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s")
WRAPPED = 50
"""A line shorter than this that ends without a stop is a heading or list item, not a wrapped line."""


@cache
def _abbreviations() -> frozenset[str]:
    data = tomllib.loads((files("foja.text") / "abbreviations.toml").read_text(encoding="utf-8"))
    return frozenset(data["words"].split())


@cache
def _ordinals() -> dict[str, frozenset[str]]:
    data = tomllib.loads((files("foja.text") / "abbreviations.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in data["german_ordinals"].items()}


def paragraphs(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the paragraphs of ``text[start:end]``, trimmed, in order.

    A blank line always parts paragraphs. A single line break does so unless the line looks wrapped: it
    ends without a stop, is long, and the next line does not begin like a list item.
    """
    end = len(text) if end is None else end
    first = last = -1
    for match in _LINE.finditer(text, start, end):
        a, b = _trim(text, match.start(), match.end())
        if a == b:
            continue
        if first < 0:
            first, last = a, b
            continue
        gap = text[last:a]
        blank = gap.count("\n") > 1 or any(mark in gap for mark in "\u2029\x0c")
        if not blank and _wrapped(text, first, last, a, b):
            last = b
            continue
        yield first, last
        first, last = a, b
    if first >= 0:
        yield first, last


def _wrapped(text: str, first: int, last: int, a: int, b: int) -> bool:
    line = last - max(first, text.rfind("\n", first, last) + 1)
    if _BULLET.match(text, a, b):
        return False
    if text[last - line : last].isupper() and not text[a:b].isupper():
        return False  # a line in capitals is a heading, however long
    if text[last - 1] in _TERMINAL or text[last - 1] in '"”»':
        return text[a].islower()
    return text[a].islower() or line >= WRAPPED


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of one paragraph ``text[start:end]``, trimmed, in order."""
    end = len(text) if end is None else end
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() < end and not _breaks(text, begin, match, end):
            continue
        yield from _pieces(text, begin, match.end())
        begin = match.end()
    yield from _pieces(text, begin, end)


def _breaks(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    following = match.end()
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return True
    char = text[following]
    if char.islower():
        return False
    if not (char.isupper() or char.isdigit() or char in _OPENING or not char.isascii()):
        return False
    if match.group()[0] != "." or len(match.group()) > 1:
        return True
    floor = max(begin, match.start() - 24)
    at = match.start()
    while at > floor and not text[at - 1].isspace() and text[at - 1] not in '("“«[':
        at -= 1
    word = text[at : match.start()].casefold()
    if word in _abbreviations():
        return False
    if word.isdigit() and len(word) < 4 and _ordinal(text[floor:at], _WORD.match(text, following)):
        return False
    return not (len(word) == 1 and word.isalpha() and text[at].isupper())


def _ordinal(before: str, following: re.Match[str] | None) -> bool:
    """Whether a number with a point behind it is a German ordinal, by the words beside it: "der 2. Senat", "am 14.
    August"."""
    words = before.casefold().split()
    last, after, known = words[-1] if words else "", following.group() if following else "", _ordinals()
    day = last in known["before_day"] and after in known["also_months"]
    return day or last in known["articles"] or after in known["months"]


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = _trim(text, start, end)
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = start + LONGEST if cut < 0 else cut
        piece = _trim(text, start, cut)
        if piece[0] < piece[1]:
            yield piece
        start, end = _trim(text, cut, end)
    if start < end:
        yield start, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
