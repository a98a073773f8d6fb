"""Two passages side by side: which words stand in both, in the same order."""

from __future__ import annotations

from difflib import SequenceMatcher

from foja.model.counts import Span
from foja.text.fold import words

LONGEST = 4000
"""Code points of a passage that are compared; what is longer is cut, and the page says so."""


def side_by_side(first: str, second: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Both passages in pieces, the shared words marked. Words are compared folded, so that spellings meet."""
    first, second = first[:LONGEST], second[:LONGEST]
    ours, theirs = list(words(first)), list(words(second))
    matcher = SequenceMatcher(None, [w for w, _, _ in ours], [w for w, _, _ in theirs], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    one = [(ours[b.a][1], ours[b.a + b.size - 1][2]) for b in blocks]
    other = [(theirs[b.b][1], theirs[b.b + b.size - 1][2]) for b in blocks]
    return _pieces(first, one), _pieces(second, other)


def _pieces(text: str, shared: list[tuple[int, int]]) -> tuple[Span, ...]:
    found, at = [], 0
    for start, end in shared:
        if start > at:
            found.append(Span(text=text[at:start]))
        found.append(Span(text=text[start:end], shared=True))
        at = end
    if at < len(text):
        found.append(Span(text=text[at:]))
    return tuple(found)
