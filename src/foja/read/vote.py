"""The extractor's vote: which lines resiliparse's rules for main content would keep (Bevendorff et al. 2018, ECIR).

They run in C on the tree that is there already, and cost a hundredth of reading the page. Their output is never the
text. It only says of each visible line whether it belongs to the article: one sign among others for the line model.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from foja.read.lines import Line

_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # some extractors drop these, joiners of Persian included
_DEEP = 1_000
"""Elements within each other from which the extractor is not asked: its time grows with the square of them."""
_LEAST = 40
"""Characters below which it found nothing."""
_KEPT = 0.7
"""Share of a line's word triples that must stand in the output."""


def vote(tree: Any, lines: Sequence[Line], deepest: int) -> list[bool | None]:
    """For each line True (kept), False (left out) or None (no vote: the extractor found nothing). ``deepest``: how many
    elements of the tree lie within each other."""
    return votes_for("" if deepest > _DEEP else _extract(tree), lines)


def votes_for(kept: str, lines: Sequence[Line]) -> list[bool | None]:
    """The votes of an extractor whose text is ``kept``."""
    if len(kept) < _LEAST:
        return [None] * len(lines)
    words = _words(kept)
    triples = set(zip(words, words[1:], words[2:], strict=False))
    whole = {tuple(_words(line)) for line in kept.split("\n")}
    votes: list[bool | None] = []
    for line in lines:
        own = _words(line.text)
        if len(own) < 4:
            votes.append(tuple(own) in whole)
            continue
        found = sum(map(triples.__contains__, zip(own, own[1:], own[2:], strict=False)))
        votes.append(found >= _KEPT * (len(own) - 2))
    return votes


def _words(text: str) -> list[str]:
    return _WORD.findall(_UNSEEN.sub("", text).lower())


def _extract(tree: Any) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(tree, main_content=True, list_bullets=False, alt_texts=False))
