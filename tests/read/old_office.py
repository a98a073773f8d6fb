"""Word and PowerPoint files as programs before 2007 wrote them, byte by byte from [MS-DOC] and [MS-PPT]."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence

from foja.read.compound import written

_TEXT = 0x800
_PAGE = 512
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def _table(runs: Sequence[tuple[int, int, bytes]], page: int) -> bytes:
    """The table of one page of properties (2.8.5, 2.8.6)."""
    return struct.pack("<3I", runs[0][0], runs[-1][1], page) if runs else b""


def _page(runs: Sequence[tuple[int, int, bytes]], width: int) -> bytes:
    """A page of properties: runs (first byte, byte after the last, properties) in order."""
    head = struct.pack(f"<{len(runs) + 1}I", *(run[0] for run in runs), runs[-1][1])
    entries, tail, at = b"", b"", _PAGE - 2
    for _, _, properties in runs:
        if not properties:
            entries += bytes(width)
            continue
        if width == 1:
            body = bytes([len(properties)]) + properties
        else:
            body = properties + b"\0" * (len(properties) % 2 == 0)
            body = bytes([(len(body) + 1) // 2]) + body
        at = (at - len(body)) // 2 * 2
        tail = body + b"\0" * (_PAGE - 2 - len(tail) - at - len(body)) + tail
        entries += bytes([at // 2]) + bytes(width - 1)
    assert len(head + entries) <= at
    return (head + entries).ljust(at, b"\0") + tail.ljust(_PAGE - 1 - at, b"\0") + bytes([len(runs)])


def _runs(text: str, width: int, marked: Iterable[tuple[int, int, bytes]]) -> list[tuple[int, int, bytes]]:
    """Runs over the whole text, in bytes of the stream: those that are marked (characters), and what lies between."""
    found, last = [], 0
    for start, end, properties in sorted(marked):
        found += [(last, start, b"")] if start > last else []
        found.append((start, end, properties))
        last = end
    found += [(last, len(text), b"")] if last < len(text) else []
    return [(_TEXT + start * width, _TEXT + end * width, properties) for start, end, properties in found]


def doc(
    main: str,
    *,
    note: str = "",
    header: str = "",
    comment: str = "",
    deleted: Iterable[str] = (),
    hidden: Iterable[str] = (),
    rows: Iterable[str] = (),
    narrow: bool = False,
    pieces: int = 1,
    locked: bool = False,
    objects: Mapping[str, Mapping[str, bytes]] | None = None,
    styles: Sequence[tuple[int, int, bytes]] = (),
    paragraphs: Mapping[str, int] | None = None,
    runs: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file of Word 97. ``deleted``, ``hidden``: parts of the text that change tracking deleted, or that are hidden.
    ``rows``: rows of a table, with their last mark. ``narrow``: characters of 8 bits. ``pieces``: in how many pieces
    the text stands. ``objects``: streams of files inside, by the name of their folder. ``styles``: kind, number of the
    one that it is based on, properties of characters; ``paragraphs``: numbers of their styles; ``runs``: properties of
    parts of the text."""
    text = main + note + header + comment
    width, encoding = (1, "cp1252") if narrow else (2, "utf-16-le")
    data = text.encode(encoding)
    gone = [(text.index(part), text.index(part) + len(part), b"\x00\x08\x01") for part in deleted]
    gone += [(text.index(part), text.index(part) + len(part), b"\x35\x08\x00\x3c\x08\x01") for part in hidden]
    in_rows = []
    for row in rows:
        at = text.index(row)
        in_rows.append((at, at + len(row) - 1, b"\0\0\x16\x24\x01"))
        in_rows.append((at + len(row) - 1, at + len(row), b"\0\0\x16\x24\x01\x17\x24\x01"))
    for part, number in (paragraphs or {}).items():
        in_rows.append((text.index(part), text.index(part) + len(part), struct.pack("<H", number)))
    for part, properties in (runs or {}).items():
        gone.append((text.index(part), text.index(part) + len(part), properties))
    characters, blocks = _runs(text, width, gone), _runs(text, width, in_rows)
    stream = (bytes(_TEXT) + data).ljust(-(-(_TEXT + len(data)) // _PAGE) * _PAGE, b"\0")
    first = len(stream) // _PAGE
    stream += _page(characters, 1) + _page(blocks, 13)
    cuts = [len(text) * number // pieces for number in range(pieces + 1)]
    places = [2 * (_TEXT + at) | 0x40000000 if narrow else _TEXT + 2 * at for at in cuts[:-1]]
    clx = struct.pack(f"<{len(cuts)}I", *cuts) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    parts = [_table(characters, first), _table(blocks, first + 1), b"\x02" + struct.pack("<I", len(clx)) + clx]
    parts.append(style_sheet(styles) if styles else b"")
    head = bytearray(stream[:_TEXT])
    struct.pack_into("<HH", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 0x0A, 0x0200 | 0x0100 * locked)
    struct.pack_into("<8I", head, 0x4C, len(main), len(note), len(header), 0, len(comment), 0, 0, 0)
    at = 0
    for place, part in zip((0xFA, 0x102, 0x1A2, 0xA2), parts, strict=True):
        struct.pack_into("<2I", head, place, at, len(part))
        at += len(part)
    pool = {"ObjectPool": objects} if objects else {}
    return written({"WordDocument": bytes(head) + stream[_TEXT:], "1Table": b"".join(parts), **pool})


def style_sheet(styles: Sequence[tuple[int, int, bytes]]) -> bytes:
    """The style sheet (2.9.271)."""
    sheet = struct.pack("<H", 18) + struct.pack("<2H", len(styles), 10) + bytes(14)
    for kind, base, properties in styles:
        name = "Style".encode("utf-16-le")
        style = struct.pack("<5H", 0x0FFE, base << 4 | kind, 0xFFF0 | (2 if kind == 1 else 1), 0, 0)
        style += struct.pack("<H", len(name) // 2) + name + b"\0\0"
        style += struct.pack("<HH", 2, 0) if kind == 1 else b""
        style += struct.pack("<H", len(properties)) + properties + b"\0" * (len(properties) % 2)
        sheet += struct.pack("<H", len(style)) + style
    return sheet


def doc95(text: str, *, language: int = 0x0409, encoding: str = "cp1252") -> bytes:
    """A file of Word 95: characters of 8 bits in the code page of its language."""
    data = text.encode(encoding)
    head = bytearray(_TEXT)
    struct.pack_into("<HHHH", head, 0, 0xA5EC, 0x68, 0, language)
    struct.pack_into("<2I", head, 0x18, _TEXT, _TEXT + len(data))
    struct.pack_into("<I", head, 0x34, len(data))
    return written({"WordDocument": bytes(head) + data})


def _record(kind: int, content: bytes = b"", instance: int = 0, *, holds: bool = False) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if holds else 0), kind, len(content)) + content


def _text(text: str, kind: int = 1, *, narrow: bool = False) -> bytes:
    head = _record(3999, struct.pack("<I", kind))
    return head + (_record(4008, text.encode("latin-1")) if narrow else _record(4000, text.encode("utf-16-le")))


def native(name: str, content: bytes) -> bytes:
    """The stream ``\\1Ole10Native`` of a packed file."""
    path = f"C:\\{name}".encode() + b"\0"
    body = b"\2\0" + name.encode() + b"\0" + path + struct.pack("<2I", 3, len(path)) + path
    body += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def _comment(text: str) -> bytes:
    """A comment as later programs add it to a slide ([MS-PPT] 2.5.23), among their other additions."""
    said = [_record(4026, part.encode("utf-16-le"), number) for number, part in enumerate(("A. Writer", text, "AW"))]
    comment = _record(12000, b"".join(said) + _record(12001, bytes(28)), holds=True)
    tag = _record(4026, "___PPT10".encode("utf-16-le")) + _record(5003, comment)
    return _record(5000, _record(5002, tag, holds=True), holds=True)


def embedded(program: bytes, data: bytes, kind: int = 2) -> bytes:
    """An object as RTF holds it ([MS-OLEDS] 2.2.5), in digits."""
    head = struct.pack("<3I", 0x501, kind, len(program) + 1) + program + b"\0" + struct.pack("<2I", 0, 0)
    return (head + struct.pack("<I", len(data)) + data).hex().encode()


def rtf_with(*objects: bytes) -> bytes:
    """A file in RTF with these objects, each of which shows as a word."""
    held = b"".join(
        rb"{\object\objemb{\*\objdata " + one[:60] + b"\r\n" + one[60:] + b"}{\\result seen }}" for one in objects
    )
    return rb"{\rtf1\ansi With files." + held + rb"\par}"


def ppt(
    *slides: tuple[str, str, str],
    locked: bool = False,
    inside: bytes = b"",
    comments: Mapping[int, str] | None = None,
    hidden: Iterable[int] = (),
) -> bytes:
    """A file of PowerPoint 97: of each slide its title (a placeholder), the text of a box, and its notes. The order of
    the objects in the file is not that of the slides, and a second edit replaces the first slide's object. ``inside``:
    a file inside, packed. ``comments``: by the number of their slide."""
    shown, pages, places, stream = b"", b"", dict[int, int](), b""
    for number, (title, _, notes) in enumerate(slides, 1):
        shown += _record(1011, struct.pack("<5I", number + 1, 0, 1, 255 + number, 0)) + _text(title, 0)
        pages += _record(1011, struct.pack("<5I", number + 101, 0, 0, 0, 0)) if notes else b""
    document = _record(4080, shown, 0, holds=True) + _record(4080, pages, 2, holds=True)
    objects = {1: _record(1000, document, holds=True)}
    for number, (_, box, notes) in enumerate(slides, 1):
        boxes = _record(0xF00D, _record(3998, struct.pack("<I", 0)), holds=True)
        boxes += _record(0xF00D, _text(box, 4, narrow=box.isascii()), holds=True) if box else b""
        slide = _record(1036, boxes, holds=True)
        if number in hidden:
            slide = _record(1017, struct.pack("<IIBBHI", 0, 0, 0, 0, 0x0005, 0)) + slide
        if comments and number in comments:
            slide += _comment(comments[number])
        objects[number + 1] = _record(1006, slide, holds=True)
        page = _record(1009, struct.pack("<2I", 255 + number, 0))
        page += _record(1036, _record(0xF00D, _text(notes, 2), holds=True), holds=True)
        objects[number + 101] = _record(1008, page, holds=True)
    if inside:
        objects[500] = _record(4113, struct.pack("<I", len(inside)) + zlib.compress(inside), 1)
    old = _record(1006, _record(1036, _record(0xF00D, _text("an older state"), holds=True), holds=True), holds=True)
    edits = [{2: old}, dict(sorted(objects.items(), reverse=True))]
    last = 0
    for edit in edits:
        places = {}
        for number, data in edit.items():
            places[number] = len(stream)
            stream += data
        where = len(stream)
        listed = b"".join(struct.pack("<2I", 1 << 20 | number, place) for number, place in places.items())
        stream += _record(6002, listed)
        at = len(stream)
        stream += _record(4085, struct.pack("<7I", 0, 0, last, where, 1, 0, 0))
        last = at
    token = 0xF3D1C4DF if locked else 0xE391C05F
    user = _record(4086, struct.pack("<3I", 20, token, last) + bytes(12))
    return written({"PowerPoint Document": stream, "Current User": user})


def locked(content: bytes, password: str) -> bytes:
    """An office package under a password, as the library locks it. It wants a declared list of types. What it makes of
    packages below 4,096 bytes cannot be opened: the comment of the package makes it larger."""
    import msoffcrypto

    package, result = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(package, "w") as made:
        for info in given.infolist():
            types = f'<Types xmlns="{_TYPES}"/>'.encode() if info.filename == "[Content_Types].xml" else b""
            made.writestr(info, types or given.read(info))
    with zipfile.ZipFile(package, "a") as made:
        made.comment = b" " * 4096
    msoffcrypto.OfficeFile(package).encrypt(password, result)
    return result.getvalue()
