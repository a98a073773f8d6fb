"""The erasable half of the ledger: values and salts can be deleted and put back; the tree stays as it is.

``preserve.removal`` says when this is lawful: after an event under a signature.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from foja.model.errors import Damage, UsageError
from foja.preserve.disk import sync_file
from foja.preserve.entry import leaf_of
from foja.preserve.leaf import commitment
from foja.preserve.ledger import Ledger


def remove(ledger: Ledger, fields: Iterable[tuple[int, str]]) -> None:
    """Delete salts and values of fields (event, name). What the file still holds of them, ``compact`` takes away."""
    with ledger.exclusive():
        ledger.database.executemany("DELETE FROM payload WHERE seq = ? AND field = ?", fields)


def put_back(ledger: Ledger, rows: Iterable[tuple[int, str, bytes, bytes]]) -> None:
    """Insert fields (event, name, salt, value) that were taken out. Raises Damage ``field-differs``, and inserts
    nothing, where one is not what its event commits to."""
    with ledger.exclusive():
        for seq, name, salt, value in rows:
            if leaf_of(ledger.entry(seq), ledger.path).commit.get(name) != commitment(salt, name, value):
                raise Damage(
                    "field-differs",
                    f"The field {name!r} of event {seq} is not the one that was recorded.",
                    where=str(ledger.path),
                    next="Nothing was put back. Look for another copy of what was sealed.",
                )
            ledger.database.execute("INSERT OR IGNORE INTO payload VALUES (?, ?, ?, ?)", (seq, name, salt, value))


def compact(ledger: Ledger) -> None:
    """Write the file anew, so that nothing of what was deleted is left in it or in its log, after a power cut neither.

    Raises UsageError ``ledger-busy`` while another program reads or writes it.
    """
    try:
        ledger.database.execute("VACUUM")
        busy = ledger.database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        reason = "it is being read"
    except sqlite3.OperationalError as error:
        busy, reason = True, str(error)
    if busy:
        raise UsageError(
            "ledger-busy",
            f"The ledger could not be written anew ({reason}), so what was removed may still stand in it or its log.",
            where=str(ledger.path),
            next="Close foja serve and other programs that have the case open, see that the disk has room, then run: "
            "foja protect CASE",
        )
    log = ledger.path.with_name(f"{ledger.path.name}-wal")
    if log.exists():  # SQLite cut it and did not wait for the disk: what was deleted stood in it
        sync_file(log)
