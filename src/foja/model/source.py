"""Source and Receipt: a preserved original and how it came into the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foja.model.record import Record, builtins, convert
from foja.model.text import Claimed


class Receipt(Record, frozen=True):
    """How an original came into the case.

    ``received_from``: the path, archive or message it came from, as text, never used as a path.
    ``via``: ``file``, ``member`` (of an archive), ``attachment`` (of a message, or in a document) or ``capture`` (of a
    web archive).
    ``parent``: digest of the source that held it, for all but files.
    ``modified``: the file's own time stamp (ISO 8601, UTC) where the system had one; a claim, not a fact.
    For a capture ``received_from`` is the address, and ``modified`` when it was captured, as the archive says.
    """

    name: str
    received_from: str = ""
    via: str = "file"
    parent: str | None = None
    modified: str | None = None


class Source(Record, frozen=True):
    """A preserved original. ``sha256`` is its name in the vault."""

    sha256: str
    sha512: str
    size: int
    receipt: Receipt


def added_body(source: Source) -> dict[str, Any]:
    """The body of ``source.added``. The receipt is a field of its own: from whom a file came can be withheld where the
    file itself is given."""
    plain: dict[str, Any] = builtins(source)
    return {"receipt": plain.pop("receipt"), "source": plain}


def source_added(body: Mapping[str, Any]) -> Source:
    """The source that a ``source.added`` records."""
    return convert({**body["source"], "receipt": body["receipt"]}, Source)


class Original(Record, frozen=True):
    """A source with its bytes: what a reader receives. ``claims``: what its receipt says about it.
    ``passwords``: to be tried where it is locked. They are never stored: this record only goes to a reader."""

    sha256: str
    name: str
    content: bytes
    claims: tuple[Claimed, ...] = ()
    passwords: tuple[str, ...] = ()


class Member(Record, frozen=True):
    """A file found inside another one (archive member, attachment, capture): becomes a source of its own.
    ``received_from`` and ``modified`` as in its receipt; the name stands for a missing ``received_from``."""

    name: str
    via: str
    content: bytes
    received_from: str = ""
    modified: str = ""
