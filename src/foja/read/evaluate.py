"""Scores of a reading against gold. Pure.

Of a web page two kinds of gold are known: the whole article, or a few stretches that belong to it and a
few that do not. Measures:

- **shingles**: runs of four words that article and text have in common, each page weighing the same
  (scrapinghub/article-extraction-benchmark, ``evaluate.py``: normalised counts, mean precision and recall);
- **stretches**: found or not found, counted over all pages (adbar/trafilatura, ``tests/eval_common.py``);
- **leak**: of the lines of 60 characters and more that are not of the article, the share kept as its text;
- **values**: title, author and date are right, wrong, none, or given where the gold has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum

from foja.model.record import Record
from foja.text.fold import folded_text

_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s+")
_RUN = 4
LONG_LINE = 60
"""Characters from which a line that is kept by mistake can be taken for a statement."""


class Rates(Record, frozen=True):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Value(StrEnum):
    """How a claimed value stands to the gold. ``INVENTED``: given where the gold has none."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"
    INVENTED = "invented"
    ABSENT = "absent"


def shingles(article: str, text: str) -> tuple[float, float, float]:
    """``(both, only in text, only in article)``, divided by their sum."""
    expected, found = _runs(article), _runs(text)
    both = float(sum((expected & found).values()))
    extra, missing = float(sum((found - expected).values())), float(sum((expected - found).values()))
    total = both + extra + missing or 1.0
    return both / total, extra / total, missing / total


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[index : index + _RUN]) for index in range(max(1, len(words) - _RUN + 1)) if words)


def mean_rates(pages: Sequence[tuple[float, float, float]]) -> Rates:
    """Mean precision over the pages with a text, and mean recall over those with an article."""
    precisions = [both / (both + extra) for both, extra, _ in pages if both + extra]
    recalls = [both / (both + missing) for both, _, missing in pages if both + missing]
    return Rates(precision=_mean(precisions), recall=_mean(recalls))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def squeezed(text: str) -> str:
    """White space as single blanks, soft hyphens left out: neither is said by who typed the gold."""
    return _SPACE.sub(" ", text.replace("\u00ad", "")).strip()


def stretches(wanted: Iterable[str], unwanted: Iterable[str], text: str) -> tuple[list[str], list[str]]:
    """``(wanted that are missing, unwanted that are there)``, white space aside."""
    shown = squeezed(text)
    return (
        [item for item in wanted if squeezed(item) not in shown],
        [item for item in unwanted if squeezed(item) in shown],
    )


def outside(lines: Sequence[str], article: str) -> list[bool]:
    """For each long line whether it is not of the article: fewer than 7 of 10 of its word triples are in it.
    Short lines are never counted as outside: many of them cannot be told."""
    words = _WORD.findall(article.lower())
    known = set(zip(words, words[1:], words[2:], strict=False))
    found = []
    for line in lines:
        own = _WORD.findall(line.lower())
        triples = list(zip(own, own[1:], own[2:], strict=False))
        share = sum(triple in known for triple in triples) / len(triples) if triples else 1.0
        found.append(len(line) >= LONG_LINE and share < 0.7)
    return found


def same_title(expected: str, found: str) -> bool:
    """One contains the other, folded: pages add and drop the name of their site."""
    a, b = folded_text(expected), folded_text(found)
    return bool(a and b) and (a in b or b in a)


def same_author(expected: str, found: str) -> bool:
    """The names have at least half of the words of the longer in common, folded."""
    a, b = set(folded_text(expected).split()), set(folded_text(found).split())
    return bool(a and b) and 2 * len(a & b) >= max(len(a), len(b))


def same_day(expected: str, found: str) -> bool:
    return expected[:10] == found[:10]


def judged(expected: str, found: str, same: bool) -> Value:
    """``same``: whether the two agree, where both are given."""
    if not expected:
        return Value.INVENTED if found else Value.ABSENT
    if not found:
        return Value.NONE
    return Value.RIGHT if same else Value.WRONG
