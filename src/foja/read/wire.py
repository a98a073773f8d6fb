"""What goes between a pool and its workers: frames of MessagePack, each after its length.

A frame is four bytes (big endian length) and that many bytes. MessagePack, because originals and
members are bytes. The pool trusts nothing that comes back: types, sizes and the digest are checked.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec

from foja.model.record import Record
from foja.model.source import Member, Original
from foja.model.text import Reading
from foja.read.limits import Limits

LENGTH = struct.Struct(">I")


class Job(Record, frozen=True):
    """One original to read."""

    original: Original
    limits: Limits


class Answer(Record, frozen=True):
    """Either a text with its reading and members, or the trouble that stopped the reader.

    ``trouble``: code, what, where and next of a ``Gap``; empty where the file was read.
    """

    text: str = ""
    reading: Reading | None = None
    members: tuple[Member, ...] = ()
    trouble: tuple[str, ...] = ()


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
