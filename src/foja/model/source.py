"""Source and Receipt: a preserved original and how it came into the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from foja.model.record import Record, builtins, convert


class Receipt(Record, frozen=True):
    """How an original came into the case.

    ``received_from``: the path, archive or message it came from, as text, never used as a path.
    ``via``: ``file``, ``member`` (of an archive) or ``attachment`` (of a message).
    ``parent``: digest of the source that held it, for members and attachments.
    ``modified``: the file's own time stamp (ISO 8601, UTC) where the system had one; a claim, not a fact.
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
    """A source with its bytes: what a reader receives."""

    sha256: str
    name: str
    content: bytes


class Member(Record, frozen=True):
    """A file found inside another one (archive member, attachment): becomes a source of its own."""

    name: str
    via: str
    content: bytes
