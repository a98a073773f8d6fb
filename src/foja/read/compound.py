"""Compound files ([MS-CFB]): the container of Outlook messages and of office files before 2007.

They are opened by olefile, which stops at cycles of sectors; what it stumbles over is a damaged file.
A message inside a message has no bytes of its own: it is a folder inside the file that holds it.
``written`` makes a file of such a folder, with the same streams, so that it can be a source too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from foja.read.limits import Budget
from foja.read.office import corrupt

SECTOR, MINI, SHORT = 512, 64, 4096
"""Bytes of a sector and of a short sector; streams below ``SHORT`` bytes stand in short sectors."""
_END, _FAT, _DIFAT = 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_IN_HEADER = 109
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Tree = Mapping[str, Any]
"""Streams (bytes) and folders (again a ``Tree``) by name."""


def opened(content: bytes) -> Any:
    """The ``olefile.OleFileIO`` over ``content``. Raises ``Gap("corrupt")``."""
    import olefile

    try:
        return olefile.OleFileIO(content)
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, RecursionError) as error:
        raise corrupt(f"The file begins like a compound file, but its directory cannot be read ({error}).") from error


def names(folder: Any) -> list[str]:
    """Names of the streams and folders in a folder of an open file, in the order of its directory."""
    return [entry.name for entry in folder.kids]


def folders(folder: Any, prefix: str) -> list[Any]:
    """The folders whose name begins with ``prefix``, by name."""
    found = [entry for entry in folder.kids if entry.entry_type == _STORAGE and entry.name.startswith(prefix)]
    return sorted(found, key=lambda entry: str(entry.name))


def folder_named(folder: Any, name: str) -> Any:
    """The folder ``name`` in ``folder``, or None. Names differ by more than their case ([MS-CFB] 2.6.4)."""
    return next((entry for entry in folder.kids if entry.entry_type == _STORAGE and _same(entry.name, name)), None)


def stream(ole: Any, folder: Any, name: str, budget: Budget) -> bytes | None:
    """The bytes of a stream; None where there is none. Raises ``Gap``: ``corrupt``, ``limit``."""
    entry = next((entry for entry in folder.kids if entry.entry_type == _STREAM and _same(entry.name, name)), None)
    if entry is None:
        return None
    if entry.size > ole._filesize:
        raise corrupt(f"The stream {name!r} would be larger than the file that holds it.")
    budget.take(entry.size)
    try:
        data: bytes = ole._open(entry.isectStart, entry.size).read()
    except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
        raise corrupt(f"The stream {name!r} cannot be read ({error}).") from error
    if len(data) < entry.size:
        raise corrupt(f"The stream {name!r} is cut off after {len(data):,} of {entry.size:,} bytes.")
    return data


def _same(one: str, other: str) -> bool:
    return one.upper() == other.upper()


def tree(ole: Any, folder: Any, budget: Budget, depth: int = 0) -> dict[str, Any]:
    """All streams and folders in ``folder``. Raises ``Gap``: ``corrupt``, ``limit``."""
    if depth > 32:
        raise corrupt("Its folders are nested more than 32 deep.")
    found: dict[str, Any] = {}
    for entry in folder.kids:
        budget.member()
        if entry.entry_type == _STORAGE:
            found[entry.name] = tree(ole, entry, budget, depth + 1)
        elif entry.entry_type == _STREAM:
            found[entry.name] = stream(ole, folder, entry.name, budget)
    return found


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END


@dataclass
class _Layout:
    """Sectors as they are laid out; ``chain`` gives for each the sector that follows it."""

    sectors: list[bytes] = field(default_factory=list)
    chain: list[int] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        """Appends ``data`` as one chain; the number of its first sector, or ``_END`` for nothing."""
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)]
        first = len(self.sectors)
        self.sectors += pieces
        self.chain += [first + number + 1 for number in range(len(pieces))]
        if not pieces:
            return _END
        self.chain[-1] = _END
        return first


def written(content: Tree) -> bytes:
    """A compound file (version 3) with these streams and folders. The same content gives the same bytes."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(entries, content)
    layout, short = _Layout(), bytearray()
    short_chain: list[int] = []
    for entry in entries[1:]:
        if entry.kind != _STREAM or not entry.data:
            continue
        if len(entry.data) >= SHORT:
            entry.start = layout.put(entry.data)
            continue
        entry.start = len(short_chain)
        count = -(-len(entry.data) // MINI)
        short += entry.data.ljust(count * MINI, b"\0")
        short_chain += [*range(entry.start + 1, entry.start + count), _END]
    entries[0].data, entries[0].start = bytes(short), layout.put(bytes(short))
    mini_fat = layout.put(_numbers(short_chain))
    mini_sectors = -(-len(short_chain) * 4 // SECTOR)
    directory = layout.put(b"".join(map(_packed, entries)) + _packed(_Entry("", 0)) * (-len(entries) % 4))
    return _with_tables(layout, directory, mini_fat, mini_sectors)


def _add(entries: list[_Entry], content: Tree) -> int:
    """Adds a folder's entries as a balanced tree ([MS-CFB] 2.6.4); the number of its root."""
    order = sorted(content, key=lambda name: (len(name.encode("utf-16-le")), name.upper()))
    numbers = []
    for name in order:
        value = content[name]
        numbers.append(len(entries))
        if isinstance(value, bytes):
            entries.append(_Entry(name, _STREAM, value))
        else:
            entries.append(_Entry(name, _STORAGE, start=0))
            entries[numbers[-1]].child = _add(entries, value)

    def balanced(low: int, high: int) -> int:
        if low >= high:
            return _NONE
        middle = (low + high) // 2
        entry = entries[numbers[middle]]
        entry.left, entry.right = balanced(low, middle), balanced(middle + 1, high)
        return numbers[middle]

    return balanced(0, len(numbers))


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")[:62]
    length = len(name) + 2 if entry.kind else 0
    black = 1
    start = entry.start if entry.kind else 0
    head = name.ljust(64, b"\0") + struct.pack(
        "<HBB3I", length, entry.kind, black, entry.left, entry.right, entry.child
    )
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, len(entry.data))


def _with_tables(layout: _Layout, directory: int, mini_fat: int, mini_sectors: int) -> bytes:
    """The sectors behind their header, with the tables that say which sector follows which."""
    used = len(layout.sectors)
    fats = difats = 0
    while fats * 128 < used + fats + difats:
        fats = -(-(used + fats + difats) // 128)
        difats = -(-max(0, fats - _IN_HEADER) // 127)
    chain = layout.chain + [_FAT] * fats + [_DIFAT] * difats
    places = list(range(used, used + fats))
    first_difat = used + fats if difats else _END
    header = _SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fats, directory, 0, SHORT, mini_fat, mini_sectors, first_difat, difats)
    header += _numbers(places[:_IN_HEADER]).ljust(_IN_HEADER * 4, b"\xff")
    tables = _numbers(chain)
    later = list(_difats(places[_IN_HEADER:], used + fats))
    return (
        header.ljust(SECTOR, b"\0") + b"".join(layout.sectors) + tables.ljust(fats * SECTOR, b"\xff") + b"".join(later)
    )


def _difats(places: list[int], first: int) -> Iterator[bytes]:
    for number, at in enumerate(range(0, len(places), 127)):
        follows = first + number + 1 if at + 127 < len(places) else _END
        yield _numbers(places[at : at + 127]).ljust(127 * 4, b"\xff") + struct.pack("<I", follows)


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)
