"""The line model: how likely a line of a page belongs to its article, from what can be seen of the line.

Logistic regression over about a hundred signs of the line, of its neighbours and of
its element. Weights: ``line_model.json``, made by ``benchmarks/train_lines.py``; numbers only, no text of the
pages they were learned from. The model is one voice: rules that know more (``page_furniture``) come first.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from foja.read.lines import Hint, Line
from foja.read.sections import Section

_TAGS = frozenset({"p", "li", "td", "th", "div", "blockquote", "dd", "dt", "pre", "figcaption", "section", "article"})
_DIGIT = re.compile(r"\d")
_NO_CAPITALS = dict.fromkeys(range(ord("A"), ord("Z") + 1))
_NEAR = 3
MOST_LINES = 5_000
"""What has more lines is no page with an article, and is marked by rules alone."""


class Surroundings:
    """What the lines of one page say about each other, computed once."""

    def __init__(self, lines: Sequence[Line], kinds: Sequence[str], before: Sequence[float]) -> None:
        self.lines, self.kinds, self.before = lines, kinds, before
        kept = [index for index, line in enumerate(lines) if line.vote]
        self.first, self.last = (kept[0], kept[-1]) if kept else (len(lines), -1)
        self.voted = any(line.vote is not None for line in lines)
        self.words: dict[str, int] = {}
        self.long: dict[str, int] = {}
        self.linked: dict[str, float] = {}
        self.kept: dict[str, int] = {}
        self.times: dict[str, int] = {}
        for line in lines:
            own = holder(line)
            self.words[own] = self.words.get(own, 0) + line.words
            self.long[own] = self.long.get(own, 0) + line.long * line.words
            self.linked[own] = self.linked.get(own, 0.0) + line.link * line.words
            self.kept[own] = self.kept.get(own, 0) + bool(line.vote) * line.words
            self.times[line.folded] = self.times.get(line.folded, 0) + 1
        self.total = sum(line.words for line in lines) or 1
        self.votes = [bool(line.vote) for line in lines]
        self.runs = [line.long for line in lines]
        self.links = [line.link for line in lines]
        self.short = [_short(line, kind) for line, kind in zip(lines, kinds, strict=True)]


def holder(line: Line) -> str:
    """The path of the element that holds the line's block."""
    return line.path.rpartition("/")[0]


def signs(around: Surroundings, index: int, hints: Sequence[Hint], section: Section | None) -> dict[str, float]:
    """The signs of a line by name, each between 0 and 1. ``hints``: what its elements say. ``section``: the
    section of related items that it stands in."""
    lines = around.lines
    # an element that says it itself counts apart from a class name
    roles = {hint.role + ("!" if hint.strong else "") for hint in hints}
    line = lines[index]
    found = _own(line)
    found["vote"] = float(bool(line.vote))
    found["no vote"] = float(not around.voted)
    for name, step in (("before", -1), ("after", 1)):
        if 0 <= index + step < len(lines):
            for key, value in around.short[index + step].items():
                found[_NAMES[key, name]] = value
        else:
            found[f"edge {name}"] = 1.0
    low, high = max(0, index - _NEAR), min(len(lines), index + _NEAR + 1)
    found["kept near"] = sum(around.votes[low:high]) / (high - low)
    found["long near"] = sum(around.runs[low:high]) / (high - low)
    found["links near"] = sum(around.links[low:high]) / (high - low)
    among = around.first <= index <= around.last
    found["among kept"] = float(among)
    found["above kept"] = float(index < around.first)
    found["text before"] = around.before[index]
    found["all text before"] = float(around.before[index] > 0.95)
    found["no text before"] = float(around.before[index] == 0)
    own = holder(line)
    size = around.words[own] or 1
    found["running text in element"] = around.long[own] / size
    found["links in element"] = around.linked[own] / size
    found["kept in element"] = around.kept[own] / size
    found["share of page in element"] = size / around.total
    found["repeated"] = float(around.times[line.folded] > 1)
    if around.kinds[index]:
        found[f"cue {around.kinds[index]}"] = 1.0
    for role in roles:
        found[f"element {role}"] = 1.0
    if section is not None:
        found["section tail" if section.tail else "section box"] = 1.0
    # what counts only together
    plain = 1.0 - line.link
    found["kept, long"] = found["vote"] * line.long
    found["kept, only links"] = found["vote"] * (line.link > 0.8)
    found["kept, marked"] = found["vote"] * bool(roles)
    found["left out among kept, long"] = float(not line.vote and among and line.long) * plain
    found["left out among kept"] = float(not line.vote and among) * plain
    found["left out, kept in element"] = float(not line.vote) * found["kept in element"] * plain
    return found


def _own(line: Line) -> dict[str, float]:
    text, words = line.text, line.words
    return {
        "words": min(1.0, math.log1p(words) / 5),
        "long": float(line.long),
        "very short": float(words <= 3),
        "short": float(4 <= words < 15),
        "ends as a sentence": float(line.sentence),
        "ends a clause": float(line.closed),
        "commas": min(1.0, (text.count(",") + text.count("،") + text.count("、")) / 4),
        "digits": min(1.0, 5 * len(_DIGIT.findall(text)) / max(1, len(text))),
        "cut off": float(text.rstrip().endswith(("…", "...", "[…]"))),
        "bars": float("|" in text or "»" in text[-2:] or "›" in text),
        "copyright": float("©" in text),
        "at or address": float("@" in text or "http" in text or "www." in text),
        "question": float("?" in text or "؟" in text),
        "capitals": min(1.0, 3 * _capitals(text) / max(1, len(text))),
        "blank before": float(line.blank),
        "link": line.link,
        "only links": float(line.link > 0.8),
        "some links": float(0 < line.link <= 0.3),
        "heading": float(bool(line.heading)),
        "main heading": float(line.heading == 1),
        "in main": float(line.main),
        f"tag {line.tag if line.tag in _TAGS else 'other'}": 1.0,
    }


def _capitals(text: str) -> int:
    return len(text) - len(text.translate(_NO_CAPITALS)) if text.isascii() else sum(map(str.isupper, text))


def _short(line: Line, kind: str) -> dict[str, float]:
    return {
        "vote": float(bool(line.vote)),
        "long": float(line.long),
        "very short": float(line.words <= 3),
        "only links": float(line.link > 0.8),
        "ends as a sentence": float(line.sentence),
        "heading": float(bool(line.heading)),
        "cue": float(bool(kind)),
    }


_NAMES = {
    (key, name): f"{key}, line {name}"
    for key in _short(Line(start=0, end=0, text=""), "")
    for name in ("before", "after")
}
"""Names of the signs of the lines before and after."""


def score(known: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The weighted sum, without the constant."""
    total, weight_of = 0.0, known.get
    for name, value in found.items():
        if value:
            total += weight_of(name, 0.0) * value
    return total


def logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def probability(known: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The logistic function of the weighted sum."""
    return logistic(score(known, found) + known[""])


@lru_cache(maxsize=8)
def weights(kind: str) -> dict[str, float]:
    """Weights of the signs by name; the empty name is the constant. ``kind``: ``pages`` and ``pages, second
    look`` (``page_model``); or ``texts``, which know of no elements, links and votes, and ``texts, second look``
    (``line_context``)."""
    data: dict[str, dict[str, float]] = json.loads(
        resources.files("foja.read").joinpath("line_model.json").read_text(encoding="utf-8")
    )
    return data[kind]
