"""The second look at the lines of a scraped text: what the first look (``line_model``) says of a line's neighbours, of
the block of lines that it stands in, and of the words that it shares with the article.

A line alone does not tell a reader's comment or a note on the author from the article. Its place does, once it is known
where the article is likely to be; so does its vocabulary. No word is in the weights: what counts is how many of the
longer words of a line stand in other lines that are likely to be of the article; how much more it says "I" and "you"
than these do; and whether heads of readers' comments ("Ana, 3 May, 10:15") stand above it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from foja.read.line_words import opens_a_comment, word_signs
from foja.read.lines import Line

_LETTERS = 5
"""Letters from which a word of a line says what it is about."""
_GAP = 3
"""Unlikely lines between two likely ones that do not part a block."""
_RUN = 6
"""Lines that are looked at above and below, for how long they are."""
_SHORT, _VERY_LONG = 15, 40
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_QUOTES = '"“”«»„'
_PERSONS = ("first person", "second person")
_THREAD, _HEADS, _BEGUN = 6, 4, 0.1
"""Heads of comments from which a page has a thread; those above a line from which more say nothing more; the share of
the article that stands above the first of them."""
_LONG_PAGE = 60
_BELOW = 20
"""Lines below the largest block from which a line counts as far away."""


def second_signs(lines: Sequence[Line], likely: Sequence[float]) -> list[dict[str, float]]:
    """For each line the signs of the second look, each between -2 and 2. ``likely``: what the first look says."""
    page = _Page(lines, likely)
    return [page.likely_around(index) | page.place(index) | page.words(index) for index in range(len(lines))]


class _Page:
    """What the lines of one page say about each other, computed once; signs of a line are asked for by its index."""

    def __init__(self, lines: Sequence[Line], likely: Sequence[float]) -> None:
        self.lines, self.likely = lines, likely
        weight = [value * line.words for value, line in zip(likely, lines, strict=True)]
        self.total = sum(weight) or 1.0
        self.seen = [0.0, *accumulate(weight)]
        """How much of the article stands above each line."""
        self.sums = [0.0, *accumulate(likely)]
        self.blocks, self.mass = _blocks(likely, weight)
        largest = max(self.mass, key=lambda block: (self.mass[block], -block), default=-1)
        inside = [index for index, block in enumerate(self.blocks) if block == largest >= 0]
        self.low, self.high = (inside[0], inside[-1]) if inside else (len(lines), -1)
        self.sets = [frozenset(word for word in line.folded.split() if len(word) >= _LETTERS) for line in lines]
        self.known: dict[str, float] = {}
        for words, value in zip(self.sets, likely, strict=True):
            for word in words:
                self.known[word] = self.known.get(word, 0.0) + value
        self.spoken = [word_signs(line.text) for line in lines]
        self.usual = {
            name: sum(part * row[name] for part, row in zip(weight, self.spoken, strict=True)) / self.total
            for name in _PERSONS
        }
        self.heads = _heads(lines, weight, self.total)
        self.thread = min(1.0, sum(opens_a_comment(line.text) for line in lines) / _THREAD)
        self.length = min(1.0, sum(line.long for line in lines) / _LONG_PAGE)

    def likely_around(self, index: int) -> dict[str, float]:
        """How likely the line is, and the lines around it."""
        value = min(max(self.likely[index], 1e-4), 1 - 1e-4)
        return {
            "first look": math.log(value / (1 - value)) / 6,
            "likely": float(value >= 0.5),
            "likely beside": _mean(self.sums, self.likely, index, 1),
            "likely near": _mean(self.sums, self.likely, index, 3),
            "likely around": _mean(self.sums, self.likely, index, 7),
        }

    def place(self, index: int) -> dict[str, float]:
        """Where the line stands to the article, and to the largest block of it."""
        above = self.seen[index] / self.total
        after = 1 - self.seen[index + 1] / self.total
        block = self.blocks[index]
        return {
            "article before": above,
            "article after": after,
            "no article before": float(above < 0.02),
            "no article after": float(after < 0.02),
            "block": self.mass[block] / self.total if block >= 0 else 0.0,
            "largest block": float(self.low <= index <= self.high),
            "above largest": float(index < self.low),
            "below largest": float(index > self.high),
            "far below": min(1.0, max(0, index - self.high) / _BELOW) if self.high >= 0 else 0.0,
        }

    def words(self, index: int) -> dict[str, float]:
        """What the words of the line share with the article, whose they are, and what counts only together."""
        value = min(max(self.likely[index], 1e-4), 1 - 1e-4)
        line, words, spoken, head = self.lines[index], self.sets[index], self.spoken[index], self.heads[index]
        shared = sum(min(1.0, self.known[word] - self.likely[index]) for word in words) / (len(words) or 1)
        return {
            "shared words": shared,
            "shared words, long": shared * line.long,
            "no long words": float(not words),
            "shared words, likely": shared * value,
            "largest block, likely": float(self.low <= index <= self.high) * value,
            "below largest, likely": float(index > self.high) * value,
            "above largest, likely": float(index < self.low) * value,
            "first person beyond": max(0.0, spoken["first person"] - self.usual["first person"]),
            "second person beyond": max(0.0, spoken["second person"] - self.usual["second person"]),
            "under a comment head": head.near,
            "comment heads above": head.share,
            "comment heads above, below largest": head.share * (index > self.high),
            "thread": self.thread,
            "credit, short": spoken["has credit"] * (line.words < _VERY_LONG),
            "length of the page": self.length,
        }


class _Above(NamedTuple):
    """Heads of comments above a line and under a part of the article: ``near``: 1 under the last of them, less with the
    distance. ``share``: how many, of ``_HEADS``."""

    near: float
    share: float


def _heads(lines: Sequence[Line], weight: Sequence[float], total: float) -> list[_Above]:
    found, seen, count, since = [], 0.0, 0, 0
    for index, line in enumerate(lines):
        since += 1
        if opens_a_comment(line.text):
            count += seen / total > _BEGUN
            since = 0
        seen += weight[index]
        found.append(_Above(1 / (1 + since) if count else 0.0, min(1.0, count / _HEADS)))
    return found


def _mean(sums: Sequence[float], likely: Sequence[float], index: int, reach: int) -> float:
    """The mean over the lines within ``reach``, but for the line itself."""
    low, high = max(0, index - reach), min(len(likely), index + reach + 1)
    others = high - low - 1
    return (sums[high] - sums[low] - likely[index]) / others if others else 0.0


def _blocks(likely: Sequence[float], weight: Sequence[float]) -> tuple[list[int], dict[int, float]]:
    """The block of each likely line, -1 for others; and how much of the article each block holds."""
    blocks, mass = [-1] * len(likely), dict[int, float]()
    block, gap = -1, _GAP + 1
    for index, value in enumerate(likely):
        if value < 0.5:
            gap += 1
            continue
        block += gap > _GAP
        gap = 0
        blocks[index] = block
        mass[block] = mass.get(block, 0.0) + weight[index]
    return blocks, mass


def plain_signs(lines: Sequence[Line], index: int) -> dict[str, float]:
    """Signs of a line of a scraped text for the first look, which a web page gives by its elements: how it is written,
    and what length the lines around it have."""
    line = lines[index]
    words = line.text.split()
    above, below = _run(lines, index, -1, long=True), _run(lines, index, 1, long=True)
    return {
        "capital words": sum(word[:1].isupper() for word in words) / max(1, len(words)),
        "clock": float(line.words <= _SHORT and bool(_CLOCK.search(line.text))),
        "begins small": float(line.text[:1].islower()),
        "quotation": float(any(mark in line.text for mark in _QUOTES)),
        "very long": float(line.words >= _VERY_LONG),
        "long lines around": (above + below) / (2 * _RUN) * line.long,
        "short lines above": _run(lines, index, -1, long=False) / _RUN,
        "short lines below": _run(lines, index, 1, long=False) / _RUN,
        **word_signs(line.text),
    }


def _run(lines: Sequence[Line], index: int, step: int, *, long: bool) -> int:
    """How many lines in a row, at most ``_RUN``, stand next to a line in one direction and are long, or are not."""
    count, index = 0, index + step
    while 0 <= index < len(lines) and lines[index].long is long and count < _RUN:
        count, index = count + 1, index + step
    return count
