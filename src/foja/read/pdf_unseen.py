"""Lines of a PDF page that its text layer holds and the page does not show.

Three kinds are known. Letters that are drawn invisibly (ISO 32000-2, 9.3.6, mode 3), in white, fully transparent or
smaller than a point. Letters under an area that was painted over them, as by somebody who blacks out a name and leaves
the text under the black. Both are hidden where the page, drawn, shows nothing in their place: one colour from edge to
edge. And invisible letters, or such under a picture, where the page does show something: programs for text recognition
put them there. These are read as the page, with a note, since what they say is what a machine saw.

To draw a page costs as much as to read ten. A page is drawn only where a sign says so, and of a document at most
``_MOST_DRAWN``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from ctypes import addressof, byref, c_float, c_int, c_uint
from typing import Any, NamedTuple

from foja.model.text import Box

_MOST_DRAWN = 10
_MOST_OBJECTS = 3_000
"""Objects of a page beyond which it is not asked what lies over what."""
_SCALE, _WIDEST = 0.75, 1_000
"""Pixels to a point of a page that is drawn, and the most of its longer side."""
_CONTRAST = 24
"""Steps of grey, of 255, within which an area is one colour."""
_WHITE, _DARK, _CLEAR = 230, 200, 25
_SMALL, _THIN = 1.0, 4.0
"""Points: letters below the first are too small to be seen; areas below the second are lines and borders."""
_UNDER = 0.9
"""Share of a line that an area must cover."""
_PICTURES = 0.5
"""Share of a page from which pictures of its parts count as a picture of it."""
_INVISIBLE = 3
_LONGEST = 4_096
"""Characters of a line whose places are asked for."""


class Part(NamedTuple):
    """A stretch of a line, by the numbers of its characters (end exclusive), with its box in page space. ``covered``:
    an area was painted over it."""

    start: int
    end: int
    box: Box
    covered: bool = False


class _Area(NamedTuple):
    """What is painted: its place among the objects, its bounds in page space, and the strongest of red, green and blue,
    0 to 255; None for a picture."""

    order: int
    bounds: Box
    light: int | None


class _Doubt(NamedTuple):
    """A part of a line that may not be shown. ``machine``: it is read as the page where something is in its place."""

    line: int
    part: Part
    machine: bool


class Unseen:
    """Asks the pages of one document, in turn. ``drawn``: how many were drawn; ``more``: some were not any more."""

    def __init__(self) -> None:
        self.drawn = 0
        self.more = False

    def of(
        self, page: Any, text_page: Any, text: str, lines: Sequence[Part], place: Callable[[Box], Box]
    ) -> tuple[bool, list[tuple[int, Part]]]:
        """Whether any line is invisible or under a picture, with something in its place; and the parts of lines that
        are hidden, each with the place of its line in ``lines``. ``place``: from page space to the page as shown."""
        looked = _Looked(page, text_page, text)
        doubts = [doubt for index, line in enumerate(lines) for doubt in looked.doubts(index, line)]
        open_ones = [doubt for doubt in doubts if not (doubt.machine and looked.pictured(doubt.part))]
        layered = len(open_ones) < len(doubts)
        doubts = open_ones
        if not doubts or self.drawn >= _MOST_DRAWN:
            self.more = self.more or not all(doubt.machine for doubt in doubts)
            return layered or any(doubt.machine for doubt in doubts), []
        self.drawn += 1
        picture = _Drawn(page)
        plain = [picture.is_plain(place(doubt.part.box)) for doubt in doubts]
        layered = layered or any(doubt.machine and not one for doubt, one in zip(doubts, plain, strict=True))
        return layered, [(doubt.line, doubt.part) for doubt, one in zip(doubts, plain, strict=True) if one]


class _Looked:
    """What is painted on a page, and what its letters look like."""

    def __init__(self, page: Any, text_page: Any, text: str) -> None:
        from pypdfium2 import raw

        self._raw, self._page, self._text_page, self._text = raw, page, text_page, text
        self._nested: bool | None = None
        self._colour = [c_uint() for _ in range(4)]
        self._places = [byref(one) for one in self._colour]
        self._sides = [c_float() for _ in range(4)]
        self._sides_at = [byref(one) for one in self._sides]
        self.orders: dict[int, int] = {}
        self.areas: list[_Area] = []
        objects, kind_of = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
        count = raw.FPDFPage_CountObjects(page.raw)
        found = [objects(page.raw, order) for order in range(count)] if count <= _MOST_OBJECTS else []
        kinds = [kind_of(one) for one in found]
        for order, (one, kind) in enumerate(zip(found, kinds, strict=True)):
            if kind in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
                self._paint(order, one, kind == raw.FPDF_PAGEOBJ_IMAGE)
        first = next((order for order, kind in enumerate(kinds) if kind == raw.FPDF_PAGEOBJ_TEXT), count)
        self.later = [area for area in self.areas if area.order > first]
        if self.later:
            self.orders = {
                addressof(one.contents): order
                for order, (one, kind) in enumerate(zip(found, kinds, strict=True))
                if kind == raw.FPDF_PAGEOBJ_TEXT
            }

    def _paint(self, order: int, one: Any, picture: bool) -> None:
        self._raw.FPDFPageObj_GetBounds(one, *self._sides_at)
        left, bottom, right, top = (side.value for side in self._sides)
        if right - left < _THIN or top - bottom < _THIN:
            return
        box = left, bottom, right, top
        if picture:
            self.areas.append(_Area(order, box, None))
            return
        mode, stroke = c_int(), c_int()
        if not self._raw.FPDFPath_GetDrawMode(one, byref(mode), byref(stroke)) or not mode.value:
            return
        known = self._raw.FPDFPageObj_GetFillColor(one, *self._places)
        if known and self._colour[3].value > 255 - _CLEAR:
            self.areas.append(_Area(order, box, max(colour.value for colour in self._colour[:3])))

    def pictured(self, part: Part) -> bool:
        """Whether a picture lies where the part does, or pictures inside of forms make up half of the page."""
        if any(area.light is None and _shared(area.bounds, part.box) >= _UNDER for area in self.areas):
            return True
        if self._nested is None:
            self._nested = sum(shares_of_pictures(self._page)) >= _PICTURES
        return self._nested

    def doubts(self, index: int, line: Part) -> Iterator[_Doubt]:
        """The parts of a line that cannot be taken for shown."""
        start = next((at for at in range(line.start, line.end) if self._text[at].isalnum()), None)
        one = self._raw.FPDFText_GetTextObject(self._text_page.raw, start) if start is not None else None
        if start is None or not one:
            return
        if self._raw.FPDFTextObj_GetTextRenderMode(one) == _INVISIBLE:
            yield _Doubt(index, line, True)
            return
        if faint := self._faint(start):
            clear = faint < 0
            if clear or not self._on_dark(line, self._order(one)):
                yield _Doubt(index, line, clear)
                return
        elif line.box[3] - line.box[1] < _SMALL:
            yield _Doubt(index, line, False)
            return
        for area in self.later:
            if _shared(area.bounds, line.box) > 0:
                if area.light is None and _shared(area.bounds, line.box) >= _UNDER and self._order(one) < area.order:
                    yield _Doubt(index, line, True)
                    return
                if area.light is not None:
                    yield from (_Doubt(index, part, False) for part in self._under(line, area))

    def _order(self, one: Any) -> int:
        """The place of a text object among all; that of one inside a form is not known: the first."""
        return self.orders.get(addressof(one.contents), -1)

    def _faint(self, start: int) -> int:
        """-1 for a letter that is transparent, 1 for a white one, 0 for others."""
        if not self._raw.FPDFText_GetFillColor(self._text_page.raw, start, *self._places):
            return 0
        red, green, blue, alpha = (colour.value for colour in self._colour)
        return -1 if alpha < _CLEAR else int(min(red, green, blue) > _WHITE)

    def _on_dark(self, line: Part, order: int) -> bool:
        """Whether the last area that was painted under a line is of another colour than white."""
        under = [
            area
            for area in self.areas
            if _shared(area.bounds, line.box) >= _UNDER and (order < 0 or area.order < order)
        ]
        return bool(under) and under[-1].light is not None and under[-1].light < _DARK

    def _under(self, line: Part, area: _Area) -> Iterator[Part]:
        """The stretches of a line whose letters were drawn before an area and lie under it."""
        stretch: Part | None = None
        for index in range(line.start, min(line.end, line.start + _LONGEST)):
            if self._text[index].isspace():
                continue
            left, bottom, right, top = self._text_page.get_charbox(index)
            x, y, bounds = (left + right) / 2, (bottom + top) / 2, area.bounds
            inside = bounds[0] <= x <= bounds[2] and bounds[1] <= y <= bounds[3]
            one = self._raw.FPDFText_GetTextObject(self._text_page.raw, index) if inside else None
            if one and self._order(one) < area.order:
                box = left, bottom, right, top
                stretch = Part(index, index + 1, box, True) if stretch is None else _joined(stretch, index, box)
            elif stretch is not None:
                yield from self._worth(stretch)
                stretch = None
        if stretch is not None:
            yield from self._worth(stretch)

    def _worth(self, part: Part) -> Iterator[Part]:
        if any(map(str.isalnum, self._text[part.start : part.end])):
            yield part


def shares_of_pictures(page: Any) -> Iterator[float]:
    """The share of the page that each of its pictures covers."""
    from pypdfium2 import raw

    width, height = page.get_size()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        yield (right - left) * (top - bottom) / max(1.0, width * height)


def _joined(part: Part, index: int, box: Box) -> Part:
    a = part.box
    whole = min(a[0], box[0]), min(a[1], box[1]), max(a[2], box[2]), max(a[3], box[3])
    return part._replace(end=index + 1, box=whole)


def _shared(area: Box, line: Box) -> float:
    """The share of a line that an area covers."""
    width, height = min(area[2], line[2]) - max(area[0], line[0]), min(area[3], line[3]) - max(area[1], line[1])
    whole = (line[2] - line[0]) * (line[3] - line[1])
    return width * height / whole if width > 0 and height > 0 and whole > 0 else 0.0


class _Drawn:
    """A page as it is drawn, in grey."""

    def __init__(self, page: Any) -> None:
        longest = max(1.0, *page.get_size())
        self._scale = min(_SCALE, _WIDEST / longest)
        bitmap = page.render(scale=self._scale, grayscale=True)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride
        self._grey = bytes(bitmap.buffer)
        bitmap.close()

    def is_plain(self, box: Box) -> bool:
        """Whether a box, in points from the top left corner, is one colour."""
        rows = list(self._rows(box))
        return bool(rows) and max(map(max, rows)) - min(map(min, rows)) < _CONTRAST

    def _rows(self, box: Box) -> Iterator[bytes]:
        left, top, right, bottom = (value * self._scale for value in box)
        first, last = max(0, int(left)), min(self._width, max(int(left) + 1, round(right)))
        for row in range(max(0, int(top)), min(self._height, max(int(top) + 1, round(bottom)))):
            if first < last:
                yield self._grey[row * self._stride + first : row * self._stride + last]
