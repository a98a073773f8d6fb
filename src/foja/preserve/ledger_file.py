"""The file of the ledger: how it is opened, and what a damaged one can give.

SQLite gives rows of a damaged file as if nothing was wrong; their types are looked at before they are used.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from foja.model.errors import Damage

ERRORS = (sqlite3.Error, UnicodeError, OverflowError)
"""What a damaged file can provoke: SQLite quotes its bytes in messages, which then are no text."""
Row = tuple[int, bytes, bytes]
"""Of the table of events: number, leaf hash, leaf."""
Field = tuple[int, str, bytes, bytes]
"""Of the table of fields: number of the event, name, salt, value."""


def typed_fields(path: Path, fields: Sequence[Field]) -> None:
    """Raises Damage ``ledger-unreadable`` where fields do not hold what belongs there."""
    typed(path, fields, (int, str, bytes, bytes))


def typed(path: Path, rows: Sequence[tuple[Any, ...]], kinds: tuple[type, ...]) -> None:
    """Raises Damage ``ledger-unreadable`` where columns are not of these types: a flipped bit in a row can change
    them."""
    if kinds and rows and [set(map(type, column)) for column in zip(*rows, strict=True)] != [{k} for k in kinds]:
        unreadable(path, ValueError("a row does not hold what belongs there"))


def unreadable(path: Path, error: Exception) -> NoReturn:
    """Raises Damage ``ledger-unreadable``."""
    raise Damage(
        "ledger-unreadable",
        f"The ledger cannot be read: {error}.",
        where=str(path),
        next="Keep the file as it is, and restore ledger.db from a copy.",
    ) from error


def connect(path: Path, write: bool) -> sqlite3.Connection:
    """A connection to the file, which must exist."""
    address = path.absolute().as_uri()
    if not write and not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        address += "?immutable=1"  # read-only media: SQLite could not make the files that WAL needs
    else:
        address += "?mode=rw" if write else "?mode=ro"
    db = sqlite3.connect(address, uri=True, timeout=60, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA trusted_schema = OFF")
    except ERRORS:
        db.close()
        raise
    return db
