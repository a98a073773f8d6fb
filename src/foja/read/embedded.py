"""Files inside office documents: packages put into a page, linked tables, other documents. Each becomes a source.

In packages since 2007 they are parts of their own under ``embeddings``; a program that is not one of the office puts
its file into a compound file (``oleObject1.bin``), as all did before 2007. There the file is the stream ``Package`` or
``CONTENTS``, or stands behind its names in ``\\1Ole10Native`` ([MS-OLEDS] 2.3.6), or the folder itself is a document.
RTF writes either of them, or an older form of such an object, in digits.
What is none of these (formulas, charts of old programs) shows in the document and holds no text of its own.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Member
from foja.model.vocabulary import ZoneRole
from foja.read import compound
from foja.read.builder import LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.limits import Budget, Limits
from foja.read.office import corrupt, read_part
from foja.read.sniff import sniff
from foja.read.zones import Mark, cover

Found = tuple[str, Callable[[], Iterable[tuple[str, bytes]]]]
"""A place in the document, and what gives the files there, by name."""
MARK = Mark(ZoneRole.OTHER, 0.99, "file inside the document")
_PART = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCUMENTS = {"WORDDOCUMENT": "doc", "WORKBOOK": "xls", "BOOK": "xls", "POWERPOINT DOCUMENT": "ppt"}
_NAME = 200
_EMBEDDED = 2


def attach(draft: Draft, builder: Builder, found: Iterable[Found]) -> Draft:
    """The draft with these files as members, each named on a line at the end of the text. What cannot be unpacked is
    said in a note."""
    end, before = len(draft.units), builder.length
    for place, files in found:
        try:
            for name, data in files():
                if data:
                    name = name[-_NAME:]
                    builder.add(name, "member", join=LINE if len(builder.units) > end else PARAGRAPH, path=place)
                    draft.members.append(Member(name=name, via="attachment", content=data))
        except Gap as gap:
            draft.notes.append(f"a file inside the document ({place}) was not read: {gap.what}")
    if len(builder.units) > end:
        marks = [(zone.start, Mark(zone.role, zone.probability, zone.reason)) for zone in draft.zones]
        first = builder.units[end].start
        draft.text, draft.units = builder.text, builder.units
        draft.zones = cover(builder.length, [*(marks if before else []), (first, MARK)])
    return draft


def in_package(package: zipfile.ZipFile, budget: Budget) -> Iterator[Found]:
    """Those of an office package."""
    for part in sorted({name for name in package.namelist() if _PART.fullmatch(name)}):
        yield part, partial(_in_part, package, part, budget)


def in_folders(ole: Any, folders: Iterable[Any], budget: Budget) -> Iterator[Found]:
    """Those of an office file before 2007: each in a folder of its own."""
    for number, folder in enumerate(folders, 1):
        yield folder.name, partial(_in_object, ole, folder, f"object {number}", b"", budget)


def in_objects(objects: Iterable[bytes], budget: Budget) -> Iterator[Found]:
    """Those of a file in RTF, by the bytes of its objects."""
    for number, data in enumerate(objects, 1):
        yield f"object {number}", partial(_old_object, data, f"object {number}", budget)


def _old_object(data: bytes, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """The file in an object as it was stored before compound files ([MS-OLEDS] 2.2.5): version, kind (2: embedded; 1 is
    a link, and holds no file), three names, each behind its length, then the data behind theirs."""
    try:
        (kind,) = struct.unpack_from("<I", data, 4)
        at, program = 8, b""
        for number in range(3):
            (length,) = struct.unpack_from("<I", data, at)
            program = data[at + 4 : at + 4 + length].rstrip(b"\0") if not number else program
            at += 4 + length
        (length,) = struct.unpack_from("<I", data, at)
    except struct.error as error:
        raise corrupt("it is cut off.") from error
    inside = data[at + 4 : at + 4 + length]
    if kind != _EMBEDDED:
        return
    if len(inside) < length:
        raise corrupt(f"it is cut off after {len(inside):,} of {length:,} bytes.")
    budget.take(length)
    if program == b"Package":
        yield _native(struct.pack("<I", length) + inside, name)
    elif inside.startswith(_COMPOUND):
        yield from unwrapped(name, inside, budget)


def _in_part(package: zipfile.ZipFile, part: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
    yield from unwrapped(posixpath.basename(part), read_part(package, part, budget), budget)


def unwrapped(name: str, data: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    """The file in an object; itself where it is a file already."""
    if not data.startswith(_COMPOUND):
        yield name, data
        return
    with compound.opened(data) as ole:
        yield from _in_object(ole, ole.root, name.removesuffix(".bin"), data, budget)


def inflated(data: bytes, limits: Limits) -> bytes:
    """An object that was packed, as in old presentations. Raises ``Gap("corrupt")`` for what is none."""
    try:
        return zlib.decompressobj().decompress(data, limits.part_bytes)
    except zlib.error as error:
        raise corrupt(f"it cannot be unpacked ({error})") from error


def _in_object(ole: Any, folder: Any, name: str, whole: bytes, budget: Budget) -> Iterator[tuple[str, bytes]]:
    held = {entry.upper() for entry in compound.names(folder)}
    if "\1OLE10NATIVE" in held:
        yield _native(compound.stream(ole, folder, "\1Ole10Native", budget) or b"", name)
    elif "PACKAGE" in held or "CONTENTS" in held:
        stream = "Package" if "PACKAGE" in held else "CONTENTS"
        data = compound.stream(ole, folder, stream, budget) or b""
        kind = sniff(data).name if data else "text"
        if stream == "Package" or kind not in ("text", "mbox", "mail"):
            yield f"{name}.{kind}", data
    elif kinds := [kind for stream, kind in _DOCUMENTS.items() if stream in held]:
        yield f"{name}.{kinds[0]}", whole or compound.written(compound.tree(ole, folder, budget))


def _native(data: bytes, name: str) -> tuple[str, bytes]:
    """Name and bytes of a packed file: length, two bytes, label, path, eight bytes with the length of a further path,
    the length of the file and the file. Where there are no names, the file follows the first length."""
    try:
        label, _, rest = data[6:].partition(b"\0")
        _, _, rest = rest.partition(b"\0")
        (more,) = struct.unpack_from("<I", rest, 4)
        (length,) = struct.unpack_from("<I", rest, 8 + more)
        content = rest[12 + more : 12 + more + length]
        if data[4:6] == b"\2\0" and len(content) == length:
            return label.decode("cp1252", "replace") or name, content
    except struct.error:
        pass
    return name, data[4:]
