"""Running heads, feet and page numbers of paged documents.

A line at the upper or lower edge of its page that comes back at the same height on other pages, with
nothing but numbers changed, is not part of what the document says there. A line at the very edge
that only numbers the page is not either. All else is body.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from foja.model.text import PageSize
from foja.model.vocabulary import ZoneRole
from foja.read.zones import Mark
from foja.text.fold import folded_text

if TYPE_CHECKING:
    from foja.read.pdf_page import PageLine

_EDGE = 0.12
"""Share of the page height, above and below, in which heads and feet stand."""
_NUMBER = re.compile(
    r"^[\W_]*(?:[^\W\d_]{1,8}\.?\s*)?\d{1,5}(?:\s*(?:/|[^\W\d_]{1,5})\s*\d{1,5})?[\W_]*$|^[\W_]*[ivxlc]{1,7}[\W_]*$"
)
_BODY = Mark(ZoneRole.BODY, 0.9, "text of the page")


def mark_pages(lines: Sequence[PageLine], pages: Sequence[PageSize]) -> list[Mark]:
    """A mark for each line."""
    read = len({line.page for line in lines})
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    keys: list[tuple[str, int] | None] = []
    for line in lines:
        key = _key(line, pages)
        keys.append(key)
        if key:
            seen[key].add(line.page)
    marks = []
    for line, key in zip(lines, keys, strict=True):
        if key is None:
            marks.append(_BODY)
            continue
        # a head may alternate between left and right pages, or change with the chapter
        near = set().union(*(seen.get((key[0], key[1] + step), set()) for step in (-1, 0, 1)))
        if key[0] and len(near) >= max(2, min(read // 4, 8)):
            marks.append(Mark(ZoneRole.HEADER, 0.9, "comes back at the edge of other pages"))
        elif _NUMBER.match(line.text.strip().lower()):
            marks.append(Mark(ZoneRole.HEADER, 0.85, "numbers the page at its edge"))
        else:
            marks.append(_BODY)
    return marks


def _key(line: PageLine, pages: Sequence[PageSize]) -> tuple[str, int] | None:
    """Folded words without numbers, and the height in steps of 4 points; None away from the edges."""
    if line.box is None or len(line.text) > 200:
        return None
    height = pages[line.page - 1].height
    top, bottom = line.box[1], line.box[3]
    if height <= 0 or not (bottom <= _EDGE * height or top >= (1 - _EDGE) * height):
        return None
    words = [word for word in folded_text(line.text).split() if not word.isdigit()]
    return " ".join(words), round(top / 4)
