"""What goes between a pool and its workers: frames of MessagePack, each after its length.

A frame is four bytes (big endian length) and that many bytes. MessagePack, because originals and
members are bytes. The pool trusts nothing that comes back: types, sizes and the digest are checked.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec
from msgspec import field

from foja.model.record import Record
from foja.model.source import Member, Original
from foja.model.text import Reading
from foja.read.limits import Limits
from foja.read.scan.records import Look, PageText, ScanSetting

LENGTH = struct.Struct(">I")


class Job(Record, frozen=True):
    """One original to read; or one page of it to recognise, where there is a ``setting``.

    ``page``: from 1; 0: only look how many there are. ``folders``: where the models lie, by name. ``seconds``: what the
    job may take; 0: as the limits say for an original of its size.
    """

    original: Original
    limits: Limits
    setting: ScanSetting | None = None
    page: int = 0
    folders: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def wall(self) -> float:
        return self.seconds or self.limits.wall(len(self.original.content))


class Answer(Record, frozen=True):
    """A text with its reading and members, a look or a page of a scan, or the trouble that stopped the reader.

    ``trouble``: code, what, where and next of a ``Gap``; empty where the file was read.
    """

    text: str = ""
    reading: Reading | None = None
    members: tuple[Member, ...] = ()
    trouble: tuple[str, ...] = ()
    look: Look | None = None
    page: PageText | None = None


def packed(record: Record) -> bytes:
    """The frame of a record."""
    data = msgspec.msgpack.encode(record)
    return LENGTH.pack(len(data)) + data


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame of a blocking stream; None where it has ended."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None
