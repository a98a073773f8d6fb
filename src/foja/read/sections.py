"""Sections of related items: the rule that separates teasers from the article above them.

Teasers are well-formed sentences of thirty words; no measure of a single line tells them from body
text. What does: a short line that says so ("Related Articles") and stands after half of the page's
running text opens a section, which runs to the next closing, sharing, legal or comment cue, or to
the next such line, or to the end. A cue before half of the text is a box inside the article: only
the short lines under it belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from foja.model.text import Related
from foja.read.lines import Line

_STOP = frozenset({"related", "closing", "sharing", "legal", "comment", "cookie"})
_LONGEST = 40
"""Lines; what runs longer under one heading is no list of teasers."""
_BOX = 4


class Section(NamedTuple):
    """Lines ``cue`` (the heading) to ``end`` (exclusive). ``tail``: stands after half of the text.
    ``items``: how many of its lines are running text."""

    cue: int
    end: int
    tail: bool
    items: int


def share_before(lines: Sequence[Line]) -> list[float]:
    """For each line, the share of the page's running text that stands before it (0 to 1)."""
    total = sum(line.words for line in lines if line.long) or 1
    shares, seen = [], 0
    for line in lines:
        shares.append(seen / total)
        if line.long:
            seen += line.words
    return shares


def find_sections(lines: Sequence[Line], kinds: Sequence[str]) -> list[Section]:
    """The sections of related items. ``kinds[i]`` is the cue that line ``i`` is, or empty."""
    before = share_before(lines)
    found, index = [], 0
    while index < len(lines):
        if kinds[index] != "related" or lines[index].sentence or lines[index].long:
            index += 1
            continue
        end = index + 1
        box = _container(lines, index)
        while (
            end < len(lines) and kinds[end] not in _STOP and end - index < _LONGEST and lines[end].path.startswith(box)
        ):
            end += 1
        tail = before[index] >= 0.5
        if not tail:
            short = index + 1
            while short < end and short - index <= _BOX and not lines[short].long and not lines[short].closed:
                short += 1
            end = short
        items = sum(line.long for line in lines[index + 1 : end])
        found.append(Section(index, end, tail, items))
        index = end
    return found


def _container(lines: Sequence[Line], index: int) -> str:
    """On a web page a section ends where the element ends that holds its heading and its first item:
    the common part of their paths. Plain text has no paths, and no such bound."""
    if index + 1 >= len(lines):
        return ""
    ours, theirs = lines[index].path.split("/"), lines[index + 1].path.split("/")
    common = 0
    while common < min(len(ours), len(theirs)) - 1 and ours[common] == theirs[common]:
        common += 1
    return "/".join(ours[:common]) + "/" if common else ""


def related_items(lines: Sequence[Line]) -> list[Related]:
    """Teaser lines as items: a headline goes with the summary under it.

    On a web page a line with a link of its own opens an item. Without links a short line that ends
    like a headline opens one, and so does every line of running text that has no headline above it.
    """
    items: list[list[Line]] = []
    for line in lines:
        last = items[-1] if items else []
        if not last:
            join = False
        elif any(other.url for other in lines):
            join = (not line.url or line.url == last[0].url) and not last[-1].long
        else:
            headline = len(last) == 1 and not last[0].long and not last[0].sentence
            join = headline and line.long and line.start - last[0].end <= 2
        if join:
            last.append(line)
        else:
            items.append([line])
    return [
        Related(
            text="\n".join(line.text for line in item),
            start=item[0].start,
            end=item[-1].end,
            url=next((line.url for line in item if line.url), ""),
        )
        for item in items
    ]
