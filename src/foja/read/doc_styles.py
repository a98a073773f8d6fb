"""What a Word file before 2007 hides ([MS-DOC]): by the properties of a run of characters, or by a style.

Properties are numbers with operands in a row (2.6). A style (2.9.260) says what differs from the one that it is based
on. To be hidden is a property that can be turned round (2.9.327): a run can say "the opposite of my style", and a style
of characters turns round what the style of their paragraph says.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping

HIDDEN, STYLE = 0x083C, 0x4A30
OFF, ON, AS_STYLE, OPPOSITE = 0, 1, 0x80, 0x81
"""What the operand of a property says that can be turned round."""
_OPERANDS = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of the operand of a property by the three highest bits of its number (2.2.5.1); 0: it says itself."""
_LONG = (0xD608, 0xC615)
_PARAGRAPH, _CHARACTER = 1, 2
_NONE = 0xFFF
_MOST = 4094
"""Styles that a file can have (2.9.271)."""


def operands(properties: bytes) -> dict[int, bytes]:
    """The properties by their number, each with the first two bytes of its operand; of two the last counts."""
    at, found = 0, dict[int, bytes]()
    while at + 3 <= len(properties):
        (name,) = struct.unpack_from("<H", properties, at)
        at += 2
        found[name] = properties[at : at + 2]
        size = _OPERANDS[name >> 13]
        if name in _LONG:
            size = 1 + int.from_bytes(properties[at : at + 2], "little") if name == _LONG[0] else 1 + properties[at]
        elif not size:
            size = 1 + properties[at]
        at += size
    return found


class Runs:
    """Stretches of bytes, added in their order."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        self._starts.append(start)
        self._ends.append(end)

    def hold(self, place: int) -> bool:
        """Whether a byte stands in one of them."""
        number = bisect_right(self._starts, place) - 1
        return number >= 0 and place < self._ends[number]


class Hidden:
    """Which characters are hidden. ``styles``: those that hide."""

    def __init__(self, styles: frozenset[int]) -> None:
        self._styles = styles
        self._said = {says: Runs() for says in (ON, OFF, OPPOSITE)}
        self._of_paragraph, self._of_characters = Runs(), Runs()

    def characters(self, start: int, end: int, found: Mapping[int, bytes]) -> None:
        """A run of characters with its properties."""
        runs = self._said.get(found[HIDDEN][0]) if HIDDEN in found else None
        if runs is not None:
            runs.add(start, end)
        if int.from_bytes(found.get(STYLE, b""), "little") in self._styles and STYLE in found:
            self._of_characters.add(start, end)

    def paragraph(self, start: int, end: int, style: int) -> None:
        """A paragraph with its style."""
        if style in self._styles:
            self._of_paragraph.add(start, end)

    def hold(self, place: int) -> bool:
        """Whether the character at a byte is hidden."""
        if self._said[ON].hold(place):
            return True
        if self._said[OFF].hold(place):
            return False
        hides = bool(self._styles) and self._of_paragraph.hold(place) != self._of_characters.hold(place)
        return hides != self._said[OPPOSITE].hold(place)


def hiding(sheet: bytes) -> frozenset[int]:
    """Numbers of the styles that hide, by themselves or by one that they are based on. Of a sheet that cannot be read
    those are known that stand before the damage."""
    own: dict[int, int] = {}
    based: dict[int, int] = {}
    for number, style in _styles(sheet):
        if len(style) < 10:
            continue
        (_, kind_and_base, _) = struct.unpack_from("<3H", style)
        based[number] = kind_and_base >> 4
        says = operands(_of_characters(style, sheet, kind_and_base & 0xF)).get(HIDDEN, b"\x80")[0]
        own[number] = says
    return frozenset(number for number in own if _hides(number, own, based))


def _hides(number: int, own: Mapping[int, int], based: Mapping[int, int]) -> bool:
    """Along the styles that one is based on; one that leads back to itself ends the way."""
    turned, seen = False, set[int]()
    while number in own and number not in seen:
        seen.add(number)
        if own[number] in (ON, OFF):
            return (own[number] == ON) != turned
        turned ^= own[number] == OPPOSITE
        number = based.get(number, _NONE)
    return turned


def _styles(sheet: bytes) -> Iterator[tuple[int, bytes]]:
    """Each style of the sheet, by its number; empty places are left out."""
    if len(sheet) < 6:
        return
    head, count = struct.unpack_from("<2H", sheet)
    at = 2 + head
    for number in range(min(count, _MOST)):
        if at + 2 > len(sheet):
            return
        size = int.from_bytes(sheet[at : at + 2], "little")
        if size:
            yield number, sheet[at + 2 : at + 2 + size]
        at += 2 + size + size % 2


def _of_characters(style: bytes, sheet: bytes, kind: int) -> bytes:
    """The properties of characters in a style: behind its name, in one of paragraphs behind those of paragraphs."""
    at = int.from_bytes(sheet[4:6], "little")
    at += 2 * int.from_bytes(style[at : at + 2], "little") + 4
    if kind not in (_PARAGRAPH, _CHARACTER):
        return b""
    if kind == _PARAGRAPH:
        size = int.from_bytes(style[at : at + 2], "little")
        at += 2 + size + size % 2
    size = int.from_bytes(style[at : at + 2], "little")
    return style[at + 2 : at + 2 + size]
