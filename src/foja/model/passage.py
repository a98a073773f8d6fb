"""Passage: a span of a Text that can be checked by an equality test."""

from __future__ import annotations

from foja.model.record import Record

CONTEXT = 48
"""Code points of prefix and suffix kept with a quote, for finding it again in another reading."""


class Passage(Record, frozen=True):
    """``text`` is the digest of the text blob; ``quote`` equals ``text[start:end]`` exactly."""

    text: str
    start: int
    end: int
    quote: str
    prefix: str = ""
    suffix: str = ""


def passage(digest: str, text: str, start: int, end: int) -> Passage:
    """The passage ``text[start:end]``. Raises ``ValueError`` when the span is empty or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {start}..{end} does not lie in a text of {len(text)} code points")
    return Passage(
        text=digest,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def matches(where: Passage, text: str) -> bool:
    """Whether the quote still stands at its place: the condition for accepting a statement."""
    return text[where.start : where.end] == where.quote
