"""The extractor's vote: which lines trafilatura (Barbaresi 2021, ACL demo) would keep as main text.

Its output is never the text: it drops and rewrites. It only says of each visible line whether it
belongs to the article, and the page's own marks may overrule it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from foja.read.lines import Line

_WORD = re.compile(r"\w+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")  # the extractor drops these, joiners of Persian included
_ROW, _CELL = re.compile("(?i)<tr"), re.compile("(?i)<t[dh]")
_WIDE = 2_000
"""Cells of one row from which the extractor is not asked: it goes through those before each of them."""
_KEPT = 0.7
"""Share of a line's word triples that must stand in the output."""


def vote(html: str, lines: Sequence[Line]) -> list[bool | None]:
    """For each line True (kept), False (left out) or None (no vote: the extractor found nothing)."""
    kept = "" if _is_wide(html) else _extract(html)
    if len(kept) < 40:
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


def _is_wide(html: str) -> bool:
    """Whether a row has more cells than the extractor can be asked about."""
    if sum(map(html.count, ("<td", "<th", "<TD", "<TH"))) <= _WIDE:  # quick, and true of nearly every page
        return False
    return any(len(_CELL.findall(row)) > _WIDE for row in _ROW.split(html))


def _words(text: str) -> list[str]:
    return _WORD.findall(_UNSEEN.sub("", text).lower())


def _extract(html: str) -> str:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        return trafilatura.extract(html, output_format="txt", include_comments=False, include_tables=True) or ""
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        # a vote is optional: the page is then marked by its own structure alone
        return ""
