"""The text of a Word file before 2007 ([MS-DOC]): pieces, paragraphs, and what was deleted under change tracking.

The stream WordDocument begins with a header (FIB, 2.5). A table stream holds the pieces (Clx, 2.9.38), each a run of
characters of 8 or 16 bits, and where properties stand: pages of 512 bytes (2.9.33 and 2.9.175) give runs of characters
and paragraphs with what deviates from their style. Of these, four are asked for: deleted under change tracking,
hidden (also by a style, ``doc_styles``), in a table, and the mark that ends a row. All parts of a document (main text,
footnotes, headers, comments, endnotes, text boxes) follow one another in one run of characters; their lengths stand in
the header.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from foja.model.record import Record
from foja.read import compound
from foja.read.doc_styles import ON, OPPOSITE, Hidden, Runs, hiding, operands
from foja.read.limits import Budget
from foja.read.office import corrupt

PARTS = ("", "note", "header", "", "comment", "note", "text box", "header")
"""Kinds of the parts, in the order in which their lengths stand in the header (2.5.4); the fourth is always empty."""
_MAGIC, _WORD97 = 0xA5EC, 0x0076
_COMPLEX, _LOCKED, _TABLE1 = 0x0004, 0x0100, 0x0200
_LENGTHS, _STYLES, _CHARACTERS, _PARAGRAPHS, _CLX = 0x4C, 0xA2, 0xFA, 0x102, 0x1A2
"""Where these stand in the header: lengths of the parts; places of the styles, of the tables of properties, of the
pieces."""
_CLX95, _LENGTHS95 = 0x160, 0x34
_PAGE = 512
_DELETED, _IN_TABLE, _ROW_END = 0x0800, 0x2416, 0x2417
_CODE_PAGES = {
    0x01: "cp1256", 0x29: "cp1256", 0x20: "cp1256", 0x0D: "cp1255", 0x08: "cp1253", 0x1F: "cp1254", 0x2C: "cp1254",
    0x02: "cp1251", 0x19: "cp1251", 0x22: "cp1251", 0x23: "cp1251", 0x2F: "cp1251", 0x05: "cp1250", 0x0E: "cp1250",
    0x15: "cp1250", 0x18: "cp1250", 0x1A: "cp1250", 0x1B: "cp1250", 0x24: "cp1250", 0x25: "cp1257", 0x26: "cp1257",
    0x27: "cp1257", 0x2A: "cp1258", 0x1E: "cp874", 0x11: "cp932", 0x12: "cp949", 0x04: "cp936",
}  # fmt: skip
"""By the primary language of the document ([MS-LCID]), for characters of 8 bits in files of Word 95; else cp1252."""


class Paragraph(Record, frozen=True):
    """``kind``: as in ``PARTS``, or ``cell``, ``deleted``, ``hidden``. ``table``, ``row``, ``column``: from 1 or 0."""

    text: str
    kind: str = ""
    table: int = 0
    row: int = 0
    column: int = 0


class Piece(Record, frozen=True):
    """Characters in a row: the first is number ``start`` and stands at byte ``at``, each of ``width`` bytes."""

    start: int
    end: int
    at: int
    width: int


class LockedError(Exception):
    """The file opens only with a password."""


class Word:
    """The parts of an open file that are asked for. Raises ``Gap("corrupt")`` and ``LockedError``."""

    def __init__(self, ole: Any, budget: Budget) -> None:
        self.main = compound.stream(ole, ole.root, "WordDocument", budget) or b""
        if len(self.main) < 0x60 or self._short(0) not in (_MAGIC, 0xA5DC):
            raise corrupt("The file has no readable header of a Word document.")
        self.flags, self.version = self._short(0x0A), self._short(2)
        if self.flags & _LOCKED:
            raise LockedError
        self.old = self.version < _WORD97
        name = "1Table" if self.flags & _TABLE1 else "0Table"
        self.table = self.main if self.old else compound.stream(ole, ole.root, name, budget) or b""
        self.encoding = _CODE_PAGES.get(self._short(6) & 0x3FF, "cp1252") if self.old else "cp1252"
        self.pieces = list(self._pieces())
        lengths = struct.unpack_from("<8I", self.main, _LENGTHS95 if self.old else _LENGTHS)
        self.lengths = [length if length < 1 << 27 else 0 for length in lengths]
        self.switched = {name: Runs() for name in (_DELETED, _IN_TABLE, _ROW_END)}
        self.hidden = Hidden(hiding(b"" if self.old else self._place(_STYLES)))
        if not self.old:
            self._find()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Of all parts, in the order of ``PARTS``."""
        first = 0
        for kind, length in zip(PARTS, self.lengths, strict=True):
            yield from _split(self._characters(first, first + length), kind, known=not self.old)
            first += length

    def _short(self, at: int) -> int:
        return int.from_bytes(self.main[at : at + 2], "little")

    def _place(self, at: int) -> bytes:
        """What stands where the header says: an offset and a length at ``at``."""
        offset, length = struct.unpack_from("<2I", self.main.ljust(at + 8, b"\0"), at)
        return self.table[offset : offset + length]

    def _pieces(self) -> Iterator[Piece]:
        if self.old and not self.flags & _COMPLEX:
            first, last = struct.unpack_from("<2I", self.main, 0x18)
            yield Piece(start=0, end=max(0, min(last, len(self.main)) - first), at=first, width=1)
            return
        clx, at = self._place(_CLX95 if self.old else _CLX), 0
        while at + 3 <= len(clx) and clx[at] == 1:
            at += 3 + int.from_bytes(clx[at + 1 : at + 3], "little")
        if at + 5 > len(clx) or clx[at] != 2:
            raise corrupt("The table that says where the text of the Word document stands cannot be read.")
        table = clx[at + 5 : at + 5 + int.from_bytes(clx[at + 1 : at + 5], "little")]
        count = (len(table) - 4) // 12
        starts = struct.unpack_from(f"<{count + 1}I", table) if count > 0 else ()
        for number in range(count):
            (place,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)
            narrow = self.old or bool(place & 0x40000000)
            at = place if self.old else (place & 0x3FFFFFFF) // (2 if narrow else 1)
            if starts[number] <= starts[number + 1]:
                yield Piece(start=starts[number], end=starts[number + 1], at=at, width=1 if narrow else 2)

    def _characters(self, first: int, last: int) -> Iterator[tuple[str, str, str]]:
        """Each character from number ``first`` on; ``deleted`` or ``hidden`` where it is; and for the ends of
        paragraphs and cells ``table`` within a table, ``row`` at the end of its row."""
        deleted, tables, ends = self.switched.values()
        hidden = self.hidden
        for piece in self.pieces:
            start, end = max(first, piece.start), min(last, piece.end)
            at = piece.at + (start - piece.start) * piece.width
            data = self.main[at : at + max(0, end - start) * piece.width]
            for number, character in enumerate(_decoded(data, piece.width, self.encoding)):
                place, where = at + number * piece.width, ""
                if character in "\r\x07":
                    where = "row" if ends.hold(place) else "table" if tables.hold(place) else ""
                apart = "deleted" if deleted.hold(place) else "hidden" if hidden.hold(place) else ""
                yield character, apart, where

    def _find(self) -> None:
        """Where what is asked for is switched on."""
        for start, end, _, found in self._runs(_CHARACTERS, 1):
            self.hidden.characters(start, end, found)
            self._switch(_DELETED, start, end, found)
        for start, end, style, found in self._runs(_PARAGRAPHS, 13):
            self.hidden.paragraph(start, end, style)
            self._switch(_IN_TABLE, start, end, found)
            self._switch(_ROW_END, start, end, found)

    def _switch(self, name: int, start: int, end: int, found: Mapping[int, bytes]) -> None:
        if found.get(name, b"\0")[0] in (ON, OPPOSITE):
            self.switched[name].add(start, end)

    def _runs(self, table: int, width: int) -> Iterator[tuple[int, int, int, Mapping[int, bytes]]]:
        """First byte, byte after the last, style (of paragraphs) and properties of each run. ``width``: bytes of a run
        in the head of a page, 1 for characters, 13 for paragraphs."""
        data = self._place(table)
        count = (len(data) - 4) // 8
        for number in range(count):
            (page,) = struct.unpack_from("<I", data, 4 * (count + 1) + 4 * number)
            yield from self._page((page & 0x3FFFFF) * _PAGE, width)

    def _page(self, at: int, width: int) -> Iterator[tuple[int, int, int, Mapping[int, bytes]]]:
        page = self.main[at : at + _PAGE]
        if len(page) < _PAGE:
            return
        count = page[-1]
        if 4 * (count + 1) + width * count > _PAGE - 1:
            return
        places = struct.unpack_from(f"<{count + 1}I", page)
        for number in range(count):
            offset = 2 * page[4 * (count + 1) + width * number]
            style, properties = _properties(page, offset, width) if offset else (0, b"")
            yield places[number], places[number + 1], style, operands(properties)


def _properties(page: bytes, offset: int, width: int) -> tuple[int, bytes]:
    """The number of the style of a paragraph (2.9.177), 0 for characters (2.9.32), and what deviates from the style."""
    length = page[offset]
    if width == 1:
        return 0, page[offset + 1 : offset + 1 + length]
    at, end = (offset + 1, offset + 2 * length) if length else (offset + 2, offset + 2 + 2 * page[offset + 1])
    return int.from_bytes(page[at : at + 2], "little"), page[at + 2 : end]


def _decoded(data: bytes, width: int, encoding: str) -> Sequence[str]:
    """One text a character: bytes in the code page, or units of UTF-16, of which two can be one letter."""
    if width == 1:
        return [data[at : at + 1].decode(encoding, "replace") for at in range(len(data))]
    return [chr(unit) for unit in struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])]


_SHOWN = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "\u2011", "\t": "\t"}
"""Control characters that show as something (2.4.1); all others show as nothing."""


class _Reader:
    """Paragraphs and cells out of characters. Of a field its result is kept, not the instruction."""

    def __init__(self, kind: str, known: bool) -> None:
        self.kind, self.known = kind, known
        self.text: list[str] = []
        self.apart: dict[str, list[str]] = {"deleted": [], "hidden": []}
        self.cells: list[str] = []
        self.fields: list[bool] = []  # of each open field, whether its result has begun
        self.table = self.row = 0

    def take(self, character: str, apart: str, where: str) -> Iterator[Paragraph]:
        """What is complete by this character. ``apart``: ``deleted``, ``hidden`` or empty."""
        shown = _SHOWN.get(character, character if character >= " " else "")
        if character == "\x07":
            yield from self._cell(where)
        elif character == "\r" and (where or self.cells):
            self.text.append("\n")  # a further paragraph in a cell
        elif character == "\r":
            yield from self._paragraph()
            self.row = 0
        elif character == "\x13":
            self.fields.append(False)
        elif character == "\x14" and self.fields:
            self.fields[-1] = True
        elif character == "\x15" and self.fields:
            self.fields.pop()
        elif all(self.fields):
            (self.apart[apart] if apart else self.text).append(shown)
        if character in "\r\x07":
            yield from self._apart()

    def end(self) -> Iterator[Paragraph]:
        """What is left at the end of a part."""
        yield from self._row()
        yield from self._paragraph()
        yield from self._apart()

    def _cell(self, where: str) -> Iterator[Paragraph]:
        # Where marks of rows cannot be told from marks of cells, an empty cell after others is taken for one.
        if where == "row" or (not self.known and not self.text and self.cells):
            yield from self._row()
        else:
            self.cells.append(_joined(self.text))
            self.text = []

    def _row(self) -> Iterator[Paragraph]:
        if not self.cells:
            return
        self.table, self.row = (self.table, self.row + 1) if self.row else (self.table + 1, 1)
        for column, cell in enumerate(self.cells, 1):
            if cell.strip():
                yield Paragraph(text=cell, kind=self.kind or "cell", table=self.table, row=self.row, column=column)
        self.cells, self.text = [], []

    def _paragraph(self) -> Iterator[Paragraph]:
        whole, self.text = _joined(self.text), []
        if whole.strip():
            yield Paragraph(text=whole, kind=self.kind)

    def _apart(self) -> Iterator[Paragraph]:
        for kind, found in self.apart.items():
            if found:
                whole = _joined(found)
                found.clear()
                if whole.strip():
                    yield Paragraph(text=whole, kind=kind)


def _split(characters: Iterable[tuple[str, str, str]], kind: str, *, known: bool) -> Iterator[Paragraph]:
    reader = _Reader(kind, known)
    for character, apart, where in characters:
        yield from reader.take(character, apart, where)
    yield from reader.end()


def _joined(parts: list[str]) -> str:
    """One text, with pairs of UTF-16 units put together."""
    whole = "".join(parts).strip("\n")
    return whole.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
