"""Lines of words as the engine gives them, and lines that were found later put in their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from foja.read.builder import clean

Pixels = tuple[int, int, int, int]
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Signs of direction: the engine puts them in, no page shows them."""
_WORD = "5"
_APART = 1.25
"""Times the usual step from line to line, from which a paragraph begins."""


class Word(NamedTuple):
    text: str
    confidence: int
    box: Pixels


class Line(NamedTuple):
    """Words in reading order. ``block``: number of the block of the page; ``begins``: a paragraph begins here."""

    words: tuple[Word, ...]
    block: int
    begins: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Pixels:
        boxes = [word.box for word in self.words]
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def lines_of(tsv: str) -> list[Line]:
    """The lines of Tesseract's TSV (level, page, block, paragraph, line, word, box, confidence, text)."""
    lines: list[Line] = []
    place: tuple[str, ...] = ()
    for row in tsv.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != _WORD:
            continue
        text = clean(_MARKS.sub("", cells[11])).strip()
        if not text:
            continue
        left, top, width, height = (int(cell) for cell in cells[6:10])
        word = Word(text, min(100, max(0, round(float(cells[10])))), (left, top, left + width, top + height))
        here = tuple(cells[2:5])
        if here == place:
            lines[-1] = lines[-1]._replace(words=(*lines[-1].words, word))
        else:
            lines.append(Line((word,), int(cells[2])))
        place = here
    return lines


def merged(lines: Sequence[Line], more: Sequence[Line]) -> list[Line]:
    """``lines`` with ``more`` of the same page put in: into the line on whose height they lie, or after the line
    above them in their column."""
    found = list(lines)
    for line in more:
        beside = next((i for i, other in enumerate(found) if _level(other.box, line.box)), None)
        if beside is not None:
            words = found[beside].words + line.words
            back = _leftward(words)
            ordered = tuple(sorted(words, key=lambda word: -word.box[2] if back else word.box[0]))
            found[beside] = found[beside]._replace(words=ordered)
            continue
        above = [i for i, o in enumerate(found) if _share(o.box, line.box) > 0.3 and _middle(o.box) < _middle(line.box)]
        if above:
            place = max(above, key=lambda i: (_middle(found[i].box), i)) + 1
            block = found[place - 1].block
        else:
            below = [i for i, other in enumerate(found) if _share(other.box, line.box) > 0.3]
            place = below[0] if below else len(found)
            block = found[place].block if place < len(found) else (found[-1].block + 1 if found else 1)
        found.insert(place, line._replace(block=block))
    return found


def in_paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines, each saying whether a paragraph begins with it: where it stands higher than the one before (another
    column), or lower by more than the lines of the page usually do. The engine's own paragraphs are not used: in
    lines that run left it begins one almost anywhere."""
    steps = [_middle(line.box) - _middle(before.box) for before, line in pairwise(lines)]
    down = sorted(step for step in steps if step > 0)
    usual = down[len(down) // 2] if down else 0.0
    begins = [True] + [not 0 < step <= _APART * usual for step in steps]
    return [line._replace(begins=begin) for line, begin in zip(lines, begins[: len(lines)], strict=True)]


def scaled(box: Pixels, factor: float) -> Pixels:
    return round(box[0] * factor), round(box[1] * factor), round(box[2] * factor), round(box[3] * factor)


def _level(one: Pixels, other: Pixels) -> bool:
    """Whether two lines lie on one height, close beside each other and not over one another."""
    tall = min(one[3] - one[1], other[3] - other[1])
    apart = max(one[0], other[0]) - min(one[2], other[2])
    same = min(one[3], other[3]) - max(one[1], other[1]) > 0.6 * tall
    return same and -0.1 * (other[2] - other[0]) < apart < 3 * tall


def _share(one: Pixels, other: Pixels) -> float:
    """How much of the narrower of two boxes lies over or under the other."""
    narrow = min(one[2] - one[0], other[2] - other[0])
    return (min(one[2], other[2]) - max(one[0], other[0])) / narrow if narrow > 0 else 0.0


def _middle(box: Pixels) -> float:
    return (box[1] + box[3]) / 2


def _leftward(words: Sequence[Word]) -> bool:
    """Whether most letters are of a script written from right to left (Unicode Bidi classes R and AL)."""
    classes = [unicodedata.bidirectional(letter) for word in words for letter in word.text]
    return sum(one in ("R", "AL") for one in classes) > classes.count("L")
