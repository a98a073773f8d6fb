"""The base of all records, and their one JSON form."""

from __future__ import annotations

import hashlib
from typing import Any, TypeVar

import msgspec

R = TypeVar("R")


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A frozen, keyword-only record. Fields at their default are left out of the JSON form,
    so that adding a field with a default does not change the digest of older records."""


_ENCODER = msgspec.json.Encoder(order="deterministic")


def encode(record: Any) -> bytes:
    """Deterministic JSON of a record or of plain data (UTF-8, sorted keys)."""
    return _ENCODER.encode(record)


def decode(data: bytes | str, kind: type[R]) -> R:
    """The record of type ``kind`` in ``data``; raises ``msgspec.ValidationError`` if it is not one."""
    return msgspec.json.decode(data, type=kind)


def convert(value: Any, kind: type[R]) -> R:
    """The record in plain data (the body of an event); raises ``msgspec.ValidationError`` if it is not one."""
    return msgspec.convert(value, type=kind)


def builtins(record: Any) -> Any:
    """The record as plain JSON data: dicts, lists, texts and numbers, nothing else."""
    return msgspec.json.decode(encode(record))


def digest(data: bytes) -> str:
    """SHA-256 in lower-case hex, the name of a blob."""
    return hashlib.sha256(data).hexdigest()


def derived_id(prefix: str, *parts: object) -> str:
    """A readable id that is the same for the same input on every machine.

    ``prefix`` names the noun (``st`` statement, ``pa`` party, ``pr`` proposition).
    80 bits of SHA-256 follow: at a million records the chance of two meeting is below 1e-12.
    """
    return f"{prefix}-{digest(encode([str(part) for part in parts]))[:20]}"


def row_number(identifier: str) -> int:
    """A positive 63-bit integer derived from an id: the rowid that full-text search needs.

    Derived instead of counted, so that the tables are the same whatever the order of work.
    """
    return int.from_bytes(hashlib.sha256(identifier.encode()).digest()[:8], "big") >> 1
