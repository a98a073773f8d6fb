"""One page of a PDF file: its size and its lines with their boxes, as PDFium gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_double
from typing import Any, NamedTuple

from foja.model.text import Box, PageSize
from foja.read.pdf_beside import Beside, Carried
from foja.read.pdf_rtl import is_rtl, rebuilt
from foja.read.pdf_unseen import Part, Unseen, shares_of_pictures

_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""How PDFium writes a hyphen at the end of a line: it runs on into the next one."""
_JOIN = re.compile("[\x02\ufffe]")
_FAR = 4096
"""Code points a line may have before its box is not worth computing."""
_MOST_RECTANGLES = 400
_BARE = 20
"""Characters below which a page counts as one without a text layer."""
UNSEEN, COVERED = "not shown on the page", "under a painted area"
"""What a citation says of hidden words."""
_STAMP, _PICTURE = 200, 0.6
"""Characters below which the text of a page is a stamp, where a picture covers at least this share of the page:
courts print a running line on scanned pages."""
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f\\s]")
"""What does not count as a character of a text layer: fonts without a map to Unicode give the first two."""


class PageLine(NamedTuple):
    """A line on its page. ``line`` counts from 1."""

    page: int
    line: int
    text: str
    box: Box | None


class _Found(NamedTuple):
    """A line as PDFium gives it. ``box`` in page space. ``spans``: its characters. ``moved``: they were put in another
    order, so that the text cannot be cut by them."""

    text: str
    box: Box | None
    spans: tuple[tuple[int, int], ...]
    moved: bool


class Page(NamedTuple):
    """What a page shows. ``bare``: it has no text layer, or one that is not worth reading: it is a picture with a
    stamp, or its fonts have no map to characters. ``beside``: fields and remarks, and what is hidden. ``layered``: its
    text is invisible and lies with a picture."""

    size: PageSize
    lines: list[PageLine]
    bare: bool
    beside: list[Beside]
    layered: bool


def page_of(document: Any, number: int, carried: Carried, unseen: Unseen) -> Page | None:
    """The page ``number``, from 1; None when it cannot be loaded.

    Everything opened is closed again: otherwise PDFium keeps each page in memory."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        try:
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        try:
            place = _shown(page.get_bbox(), page.get_rotation(), width, height)
            lines, hidden, layered = _lines(page, text_page, number, place, unseen)
            bare = _is_bare(lines) or (
                sum(len(line.text) for line in lines) < _STAMP
                and any(share >= _PICTURE for share in shares_of_pictures(page))
            )
            size = PageSize(width=round(width, 2), height=round(height, 2))
            return Page(size, lines, bare, carried.on(page, number, place) + hidden, layered)
        finally:
            text_page.close()
    finally:
        page.close()


def _is_bare(lines: list[PageLine]) -> bool:
    count = 0
    for line in lines:
        count += len(_UNREADABLE.sub("", line.text))
        if count >= _BARE:
            return False
    return True


def _lines(
    page: Any, text_page: Any, number: int, place: Callable[[Box], Box], unseen: Unseen
) -> tuple[list[PageLine], list[Beside], bool]:
    """The lines that the page shows, what is hidden, and whether any line is invisible and lies with a picture."""
    text = text_page.get_text_range()
    # PDFium counts UTF-16 units; where the page holds characters beyond them, boxes would be off
    exact = text_page.count_chars() == len(text)
    spans = _spans(text)
    if exact and is_rtl(text):
        found = [_Found(shown, box, own, True) for shown, box, own in rebuilt(text_page, text, list(spans))]
    else:
        found = list(_in_place(text_page, text, spans, exact))
    parts = [(n, Part(*span, one.box)) for n, one in enumerate(found) if one.box for span in one.spans[:1]]
    layered, hidden = unseen.of(page, text_page, text, [part for _, part in parts], place) if exact else (False, [])
    covered: dict[int, list[Part]] = {}
    for index, part in hidden:
        covered.setdefault(parts[index][0], []).append(part)
    lines: list[PageLine] = []
    apart: list[Beside] = []
    for index, one in enumerate(found):
        shown = one.text
        for part in covered.get(index, ()):
            whole = one.moved or part.box == one.box
            left_out = one.text if whole else text[part.start : part.end]
            if left_out.strip():
                box = one.box if whole and one.box else part.box
                apart.append(Beside("hidden", left_out.strip("\r\n"), COVERED if part.covered else UNSEEN, place(box)))
        if index in covered:
            shown = "" if one.moved else _without(text, one, covered[index])
        if shown.strip():
            lines.append(PageLine(number, len(lines) + 1, shown, place(one.box) if one.box else None))
    return lines, list(dict.fromkeys(apart)), layered


def _without(text: str, line: _Found, parts: Sequence[Part]) -> str:
    """A line without its hidden parts."""
    (start, end), *_ = line.spans
    if any(part.box == line.box for part in parts):
        return ""
    gone = {index for part in parts for index in range(part.start, part.end)}
    return "".join(text[index] for index in range(start, end) if index not in gone).translate(_HYPHENS).rstrip("\n\r")


def _in_place(text_page: Any, text: str, spans: Iterator[tuple[int, int]], exact: bool) -> Iterator[_Found]:
    """The spans of ``text`` as they stand, with their boxes where PDFium's places are those of the characters."""
    boxes = _Boxes(text_page)
    hyphens = bool(_JOIN.search(text))
    for start, end in spans:
        shown = text[start:end]
        if hyphens:
            shown = shown.translate(_HYPHENS)
        shown = shown.rstrip("\n\r")
        if not shown:
            continue
        box = boxes.around(start, end - start) if exact and end - start <= _FAR else None
        yield _Found(shown, box, ((start, end),), False)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the lines: what PDFium separates, and what it joins at a hyphen."""
    start = 0
    for raw in text.split("\r\n"):
        begin = start
        for join in _JOIN.finditer(raw, 0, max(0, len(raw) - 1)):
            yield begin, start + join.end()
            begin = start + join.end()
        yield begin, start + len(raw)
        start += len(raw) + 2


class _Boxes:
    """The boxes of stretches of a page. PDFium is asked directly, with the same four numbers each time: there are some
    three hundred rectangles on a page."""

    def __init__(self, text_page: Any) -> None:
        from pypdfium2.raw import FPDFText_CountRects, FPDFText_GetRect

        self._count, self._rectangle, self._page = FPDFText_CountRects, FPDFText_GetRect, text_page.raw
        self._numbers = c_double(), c_double(), c_double(), c_double()
        self._places = tuple(map(byref, self._numbers))

    def around(self, start: int, length: int) -> Box | None:
        """The box around a stretch in page space (left, bottom, right, top); None where it has none, or where its
        pieces are too many to be one line."""
        count = self._count(self._page, start, length)
        if not 0 < count <= _MOST_RECTANGLES:
            return None
        (left, top, right, bottom), places, page = self._numbers, self._places, self._page
        box: Box | None = None
        for index in range(count):
            if not self._rectangle(page, index, *places):
                break
            if box is None:
                box = (left.value, bottom.value, right.value, top.value)
            else:
                box = (
                    min(box[0], left.value), min(box[1], bottom.value), max(box[2], right.value), max(box[3], top.value)
                )  # fmt: skip
        return box


def _shown(bounds: Box, rotation: int, width: float, height: float) -> Callable[[Box], Box]:
    """What turns a box in page space (left, bottom, right, top) into one on the page as it is shown."""
    x, y = bounds[0], bounds[1]

    def place(box: Box) -> Box:
        left, bottom, right, top = box[0] - x, box[1] - y, box[2] - x, box[3] - y
        if rotation == 90:
            return round(bottom, 2), round(left, 2), round(top, 2), round(right, 2)
        if rotation == 180:
            return round(width - right, 2), round(bottom, 2), round(width - left, 2), round(top, 2)
        if rotation == 270:
            return round(width - top, 2), round(height - right, 2), round(width - bottom, 2), round(height - left, 2)
        return round(left, 2), round(height - top, 2), round(right, 2), round(height - bottom, 2)

    return place
