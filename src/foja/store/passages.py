"""Paragraphs of a canonical text: the pieces that search finds and the Reader shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foja.model.text import Reading

LONGEST = 1500
"""Code points: longer paragraphs are cut at a line end, so that a hit stays readable."""

_BLANK = re.compile(r"\n\s*\n")


def paragraphs(text: str, reading: Reading) -> Iterator[tuple[int, int, str]]:
    """(start, end, role) of each paragraph, in order, never across a zone."""
    zones = [(z.start, z.end, z.role.value) for z in reading.zones] or [(0, len(text), "body")]
    for zone_start, zone_end, role in zones:
        start = zone_start
        for gap in _BLANK.finditer(text, zone_start, zone_end):
            yield from _pieces(text, start, gap.start(), role)
            start = gap.end()
        yield from _pieces(text, start, zone_end, role)


def _pieces(text: str, start: int, end: int, role: str) -> Iterator[tuple[int, int, str]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind("\n", start, start + LONGEST)
        if cut <= start:
            cut = text.rfind(" ", start, start + LONGEST)
        if cut <= start:
            cut = start + LONGEST
        yield start, cut, role
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end, role
