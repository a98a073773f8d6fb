"""RTF (version 1.9.1) as paragraphs: a tokenizer that keeps its own stack, so that no nesting is too deep.

Shown text, notes, headers, comments, hidden text and text deleted under change tracking are told apart; tables of
fonts, styles and pictures are skipped, and binary data by its declared length. Nothing is computed:
fields and embedded objects show the result that the writer left. The bytes of an object are kept (``objdata``). HTML
that Outlook wraps in RTF ([MS-OXRTFEX]) shows as its text.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace

from striprtf.striprtf import charset_map

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+"
)


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _names(
    "fonttbl colortbl stylesheet info pict object nonshppict filetbl revtbl rsidtbl listtable listoverridetable "
    "ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn xe tc rxe fldinst datafield themedata colorschememapping upr "
    "bkmkstart bkmkend template title author operator company comment doccomm keywords subject private"
)
"""Destinations that are not text of the document."""
_KIND = {
    "header": "header", "headerl": "header", "headerr": "header", "headerf": "header",
    "footer": "header", "footerl": "header", "footerr": "header", "footerf": "header",
    "footnote": "note", "annotation": "comment",
}  # fmt: skip
_BACK = frozenset({"ud", "result"})
"""Destinations that show inside one that does not: of ``upr`` the form with Unicode, what an object looks like."""
_SHOWN = frozenset({"shppict", "shptxt", "shpinst", "shp", "ud", "listtext", "pntext", "fldrslt"})
"""Destinations marked as one that older readers may skip (``\\*``), and that hold text all the same."""
_OBJECT = 64 << 20
"""Bytes of embedded objects, in the writing of the file, above which no more are kept."""
_INFO = frozenset({"title", "author", "operator", "creatim", "revtim"})
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "~": "\u00a0", "_": "\u2011", "-": "", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_ENDS = frozenset({"par", "sect", "page", "row", "cell", "nestcell", "nestrow"})


@dataclass
class _State:
    """What holds in a group; copied when a group opens in it. ``outer``: whether what surrounds it is skipped."""

    skip: bool = False
    outer: bool = False
    kind: str = "paragraph"
    codepage: str = ""
    unicode_skip: int = 1
    deleted: bool = False
    hidden: bool = False
    table: bool = False
    object: bool = False
    fonts: bool = False
    info: str = ""
    wrapped: bool = False


@dataclass
class Paragraph:
    """``kind``: paragraph, cell, note, header, comment, deleted or hidden. ``row``, ``column``: from 1 in a table."""

    text: str
    kind: str
    row: int = 0
    column: int = 0
    table: int = 0


@dataclass
class Rtf:
    """A document as it is taken apart. ``info``: title, author, operator, and dates as ISO 8601."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    info: dict[str, str] = field(default_factory=dict)
    objects: list[bytes] = field(default_factory=list)
    """What stands in ``objdata``, as bytes ([MS-OLEDS] 2.2)."""
    cut_off: bool = False
    """The file ends inside a group."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.position, self.ended = data, 0, False
        self.state, self.stack = _State(), list[_State]()
        self.star = self.first = False  # first: the next control word names the destination of the group
        self.rtf = Rtf()
        self.codepage = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.pending: dict[str, list[str]] = {}
        self.waiting: list[Paragraph] = []  # notes, until the paragraph that they belong to is complete
        self.bytes_ = bytearray()
        self.object = bytearray()  # digits of the object that is open
        self.object_bytes = 0
        self.to_skip = 0
        self.high = 0
        self.row = self.column = self.table = 0
        self.dates: dict[str, int] = {}

    def run(self) -> Rtf:
        """Goes through the tokens once."""
        while not self.ended and (match := _TOKEN.match(self.data, self.position)):  # none: a lone backslash at the end
            self.position = match.end()
            word, number, hexed, sign, brace, plain = match.groups()
            if hexed is None:
                self.flush(self.state)
            if word is not None:
                self.control(word.decode("ascii"), int(number) if number is not None else None)
            elif plain is not None:
                self.plain(plain)
            elif brace is not None:
                self.open() if brace == b"{" else self.close()
            elif hexed is not None:
                self.byte(int(hexed, 16))
            elif sign == b"*":
                self.star = True
            elif sign in (b"\n", b"\r"):
                self.end_of("par", self.state)
            elif sign is not None:
                self.say(_CHARACTERS.get(sign.decode("latin-1"), ""), self.state, counted=True)
        self.flush(self.state)
        self.rtf.cut_off = bool(self.stack)
        for kind in sorted(self.pending):
            self.end(_State(kind=kind))
        self.rtf.paragraphs += self.waiting
        return self.rtf

    def open(self) -> None:
        """A group begins: it has what holds around it, until it says otherwise."""
        self.stack.append(self.state)
        self.state = replace(self.state)
        self.to_skip, self.star, self.first = 0, False, True

    def close(self) -> None:
        """A group ends, and with it what was gathered for it. After the first one the document is over."""
        self.to_skip = 0
        state, around = self.state, self.stack[-1] if self.stack else _State(kind="")
        if state.kind not in ("paragraph", around.kind):
            self.end(state)
        if state.info:
            self.close_info(state)
        if state.object and not around.object:
            self.close_object()
        self.state = self.stack.pop() if self.stack else state
        self.ended = not self.stack

    def control(self, name: str, value: int | None) -> None:
        """A control word; ``bin`` is followed by as many bytes as it says."""
        if name == "bin":
            begun, self.position = self.position, min(len(self.data), self.position + max(0, value or 0))
            if self.state.object:
                self.keep(self.data[begun : self.position].hex().encode())
        else:
            self.word(name, value, self.state, self.star, self.first)
        self.star = self.first = False

    def plain(self, text: bytes) -> None:
        """Characters as they stand, but for those that a character before them replaces."""
        self.first = False
        drop = min(self.to_skip, len(text))
        self.to_skip -= drop
        if self.state.object:
            self.keep(text)
        elif not self.state.skip or self.state.info:
            self.bytes_ += text[drop:]

    def byte(self, value: int) -> None:
        """A character written as its number in the code page."""
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.bytes_.append(value)

    def word(self, name: str, value: int | None, state: _State, star: bool, first: bool) -> None:
        """Applies a control word."""
        if name in _INFO and state.info == "" and first and state.skip:
            state.info = name
        elif name == "htmlrtf":  # what Outlook added for programs that know no HTML
            state.wrapped = value != 0
        elif first and name in _KIND:
            if not state.skip:
                state.kind, state.deleted = _KIND[name], False
        elif first and name in _BACK:
            state.skip = state.outer
        elif first and name == "objdata":
            state.skip = state.object = True
        elif first and (name in _SKIPPED or (star and name not in _SHOWN)):
            state.outer, state.skip, state.fonts = state.skip, True, name == "fonttbl"
        elif name == "u" and value is not None:
            self.unicode(value, state)
        elif name in _ENDS:
            self.end_of(name, state)
        elif name in _CHARACTERS:
            self.say(_CHARACTERS[name], state)
        else:
            self.setting(name, value, state)

    def setting(self, name: str, value: int | None, state: _State) -> None:
        """Control words that change how what follows is read."""
        if name == "ansicpg" and value:
            self.codepage = _known(f"cp{value}", self.codepage)
        elif name in ("mac", "pc", "pca"):
            self.codepage = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name == "f" and value is not None:
            self.font, state.codepage = value, self.fonts.get(value, "")
        elif name == "deff" and value is not None:
            self.font = value
        elif name == "fcharset" and state.fonts and value is not None:
            self.fonts[self.font] = _known(charset_map.get(value, ""), "") if value else ""
        elif name == "plain":
            state.codepage, state.deleted, state.hidden = "", False, False
        elif name == "uc":
            state.unicode_skip = min(max(value or 0, 0), 16)
        elif name == "deleted":
            state.deleted = value != 0
        elif name == "v":
            state.hidden = value != 0
        elif name == "intbl":
            state.table = True
        elif name == "pard":
            state.table = False
        elif name in ("yr", "mo", "dy", "hr", "min") and state.info:
            self.dates[name] = value or 0

    def unicode(self, value: int, state: _State) -> None:
        """``\\u``: a UTF-16 unit, followed by as many characters for older readers, which are skipped."""
        unit = value & 0xFFFF
        self.to_skip = state.unicode_skip
        if 0xD800 <= unit < 0xDC00:
            self.high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self.high:
                self.say(chr(0x10000 + ((self.high - 0xD800) << 10) + unit - 0xDC00), state)
            self.high = 0
        else:
            self.high = 0
            self.say(chr(unit), state)

    def say(self, text: str, state: _State, counted: bool = False) -> None:
        """Adds shown text to the paragraph of its kind."""
        if counted and self.to_skip:
            self.to_skip -= 1
            return
        if state.info in ("title", "author", "operator"):
            self.rtf.info[state.info] = (self.rtf.info.get(state.info, "") + text)[:500]
        if text and not state.skip and not state.wrapped:
            kind = "deleted" if state.deleted else "hidden" if state.hidden else state.kind
            self.pending.setdefault(kind, []).append(text)

    def flush(self, state: _State) -> None:
        """Decodes the bytes gathered so far: a character of two bytes may come in two tokens."""
        if self.bytes_:
            text = bytes(self.bytes_).decode(state.codepage or self.codepage, "replace")
            self.bytes_.clear()
            self.say(text, state)

    def end_of(self, name: str, state: _State) -> None:
        """A paragraph, cell or row ends."""
        if state.skip or state.wrapped:
            return
        if name in ("cell", "nestcell"):
            if not self.row:
                self.table += 1
            self.row = self.row or 1
            self.column += 1
            self.end(state, cell=True)
        elif name in ("row", "nestrow"):
            self.row, self.column = self.row + 1, 0
        elif state.table and state.kind == "paragraph":
            self.pending.setdefault(state.kind, []).append("\n")
        else:
            if state.kind == "paragraph":
                self.row = self.column = 0
            self.end(state)

    def end(self, state: _State, cell: bool = False) -> None:
        """Closes the paragraph that is open in a kind."""
        for kind in (state.kind, "deleted", "hidden"):
            text = "".join(self.pending.pop(kind, ()))
            if text.strip():
                shown = "cell" if cell and kind == "paragraph" else kind
                place = (self.row, self.column, self.table) if shown == "cell" else (0, 0, 0)
                made = Paragraph(text.strip("\n"), shown, *place)
                if kind in ("note", "comment", "deleted", "hidden") and (cell or "paragraph" in self.pending):
                    self.waiting.append(made)
                else:
                    self.rtf.paragraphs.append(made)
        if state.kind == "paragraph":
            self.rtf.paragraphs += self.waiting
            self.waiting = []

    def keep(self, digits: bytes) -> None:
        """Adds to the object that is open, up to a limit for all."""
        self.object_bytes += len(digits)
        if self.object_bytes <= _OBJECT:
            self.object += digits

    def close_object(self) -> None:
        digits = bytes(self.object).translate(None, b" \t\r\n")
        self.object.clear()
        with suppress(ValueError):  # what is not written in pairs of digits is no object
            self.rtf.objects.append(bytes.fromhex(digits.decode("ascii")))

    def close_info(self, state: _State) -> None:
        day = self.dates
        if state.info in ("creatim", "revtim") and day.get("yr") and day.get("mo") and day.get("dy"):
            self.rtf.info[state.info] = f"{day['yr']:04}-{day['mo']:02}-{day['dy']:02}"
        if state.info in ("creatim", "revtim"):
            self.dates = {}


def _known(name: str, fallback: str) -> str:
    import codecs

    try:
        return codecs.lookup(name).name if name else fallback
    except LookupError:
        return fallback


def paragraphs(data: bytes) -> Rtf:
    """The paragraphs of an RTF document, in order; each of a note stands where it is referred to."""
    return _Reader(data).run()
