"""The newest time stamp of each authority, and since when nothing is stamped."""

from __future__ import annotations

import sqlite3

from foja.model.custody import StampLine
from foja.model.event import Event
from foja.model.record import decode, encode
from foja.preserve.ledger import Ledger
from foja.preserve.stamp_check import first_uncovered

_KEY = "stamp:"


def apply_stamped(connection: sqlite3.Connection, event: Event) -> None:
    """Remembers the newest stamp of an authority. It is shown, not checked: ``verify`` checks."""
    body = event.body
    size = body.get("size")
    line = StampLine(
        authority=str(body.get("authority", "")),
        gen_time=str(body.get("gen_time", "")),
        size=size if isinstance(size, int) else 0,
        qualified=body.get("qualified") is True,
    )
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY + line.authority, encode(line).decode()),
    )


def stamps(connection: sqlite3.Connection) -> tuple[StampLine, ...]:
    """The newest stamp of each authority, by name."""
    rows = connection.execute("SELECT value FROM meta WHERE key >= ? AND key < ? ORDER BY key", (_KEY, "stamp;"))
    return tuple(decode(row["value"], StampLine) for row in rows.fetchall())


def unanchored(ledger: Ledger, known: tuple[StampLine, ...]) -> str:
    """The time of the first event that no stamp covers; empty when all are covered."""
    found = first_uncovered(ledger, max((line.size for line in known), default=0))
    return found.at if found else ""
