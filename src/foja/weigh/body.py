"""The words of a page's body: what is left when navigation, teasers and notices are set aside.

Only these words are compared between documents, so that two pages of one site are never linked by the
furniture they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foja.model.text import Document
from foja.model.vocabulary import ZoneRole
from foja.text.fold import words

Word = tuple[str, int, int]
"""A folded word with its start and end in the text (code points, end exclusive)."""

QUOTE_LIMIT = 2000
"""Longest quotation, in code points, that has to be closed by a mark. A mark with no partner within this
distance or before the next empty line is taken for a slip of the pen, not for an open quotation."""

UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Marks inside of words that are not shown: soft hyphen, space without width, word joiner, byte-order mark."""
MIXED = 10
"""Words that mix letters of two scripts, and one word in so many, from which on it is told."""
_LATIN = re.compile("[a-z]")
_ALIKE = re.compile("[\u0370-\u052f]")

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‟": "”", "「": "」", "『": "』", '"': '"'}
_OPENING = re.compile("[" + "".join(_PAIRS) + "]")


class Body(NamedTuple):
    """The body of one text. ``stretches``: runs of words with nothing but blanks between zones;
    ``size``: how many words there are in all."""

    text: str
    stretches: tuple[tuple[Word, ...], ...]
    quotes: tuple[tuple[int, int], ...]
    size: int


def body(document: Document) -> Body:
    """The body words of a document. A text on which no zone was marked is body throughout."""
    text = document.text
    stretches = tuple(tuple(_whole(text, words(text, offset, stop))) for offset, stop in spans(document))
    quotes = tuple(quote for offset, stop in spans(document) for quote in quoted(text, offset, stop))
    return Body(
        text=document.reading.text,
        stretches=tuple(stretch for stretch in stretches if stretch),
        quotes=quotes,
        size=sum(len(stretch) for stretch in stretches),
    )


def _whole(text: str, found: Iterable[Word]) -> Iterator[Word]:
    """The words, those put together that a mark which nobody sees had cut: a soft hyphen, a space without width."""
    last: Word | None = None
    for word in found:
        between = text[last[2] : word[1]] if last is not None else " "
        if last is not None and between and not between.strip(UNSEEN) and not _unspaced(text[last[2] - 1]):
            last = (last[0] + word[0], last[1], word[2])
            continue
        if last is not None:
            yield last
        last = word
    if last is not None:
        yield last


def _unspaced(char: str) -> bool:
    """Whether a letter is of a script in which a space without width parts words (Thai, Lao, Burmese, Khmer)."""
    return "\u0e00" <= char <= "\u0eff" or "\u1000" <= char <= "\u109f" or "\u1780" <= char <= "\u17ff"


def mixed_words(page: Body) -> str:
    """What a person should know of a page whose words mix letters of two scripts that look alike; empty for others."""
    mixed = sum(bool(_LATIN.search(word) and _ALIKE.search(word)) for part in page.stretches for word, _, _ in part)
    if mixed < MIXED or mixed * MIXED < page.size:
        return ""
    return (
        f"{mixed} of its {page.size} words mix letters of two scripts, Latin ones and others that can look like them. "
        "Words are compared as they are written, so what it shares with other texts may not be found."
    )


def spans(document: Document) -> list[tuple[int, int]]:
    """Start and end of each stretch of body, zones joined where only blanks lie between them."""
    text = document.text
    if not document.reading.zones:
        return [(0, len(text))] if text else []
    merged: list[tuple[int, int]] = []
    for zone in document.reading.zones:
        if zone.role is not ZoneRole.BODY:
            continue
        start, end = max(0, zone.start), min(len(text), zone.end)
        if start >= end:
            continue
        if merged and merged[-1][1] <= start and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        elif not merged or merged[-1][1] <= start:
            merged.append((start, end))
    return merged


def quoted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between quotation marks in ``text[start:end]``, marks included. Single marks are not read:
    in most scripts they cannot be told from apostrophes."""
    found: list[tuple[int, int]] = []
    after = start
    for mark in _OPENING.finditer(text, start, end):
        at = mark.start()
        if at < after or (mark.group() == '"' and not _opens(text, at)):
            continue
        limit = min(end, at + QUOTE_LIMIT)
        blank = text.find("\n\n", at, limit)
        stop = limit if blank < 0 else blank
        closes = (text.find(closing, at + 1, stop) for closing in _PAIRS[mark.group()])
        close = min((place for place in closes if place >= 0), default=-1)
        if close >= 0 and not (text[close] == '"' and _opens(text, close)):
            after = close + 1
            found.append((at, after))
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a straight mark stands where a quotation begins: after a blank or bracket, before a word."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([{—–-:¡¿") and bool(behind) and not behind.isspace()
