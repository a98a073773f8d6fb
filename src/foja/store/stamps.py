"""The newest time stamp of each authority and calendar, what they promised, and since when nothing is stamped."""

from __future__ import annotations

import sqlite3

from foja.model.custody import StampLine
from foja.model.event import Event
from foja.model.record import decode, encode
from foja.preserve.ledger import Ledger
from foja.preserve.ots_proof import read_header
from foja.preserve.stamp_check import first_uncovered

_KEY, _PROMISE = "stamp:", "promise:"


def apply_stamped(connection: sqlite3.Connection, event: Event) -> None:
    """Remembers the newest stamp of an authority. It is shown, not checked: ``verify`` checks."""
    body = event.body
    line = StampLine(
        authority=str(body.get("authority", "")),
        gen_time=str(body.get("gen_time", "")),
        size=_size(event),
        qualified=body.get("qualified") is True,
    )
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_KEY + line.authority, encode(line).decode()),
    )


def apply_promised(connection: sqlite3.Connection, event: Event) -> None:
    """Remembers the promise of a calendar until it is kept."""
    line = StampLine(authority=str(event.body.get("authority", "")), gen_time="", size=_size(event), promised=True)
    connection.execute("INSERT INTO meta VALUES (?, ?)", (_promise(event.seq), encode(line).decode()))


def apply_anchored(connection: sqlite3.Connection, event: Event) -> None:
    """A promise was kept: the newest anchor of the calendar, which is shown and not checked here."""
    body = event.body
    promised, height = body.get("promised"), body.get("height")
    if isinstance(promised, int):
        connection.execute("DELETE FROM meta WHERE key = ?", (_promise(promised),))
    try:
        at = read_header(bytes.fromhex(str(body.get("header", "")))).time.strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:  # no header was at hand
        at = ""
    line = StampLine(
        authority=str(body.get("authority", "")), gen_time=at, size=_size(event),
        block=height if isinstance(height, int) else 0,
    )  # fmt: skip
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (f"{_KEY}{line.authority}", encode(line).decode()),
    )


def stamps(connection: sqlite3.Connection) -> tuple[StampLine, ...]:
    """The newest stamp of each authority, by name; then the newest promise of each calendar that waits."""
    rows = connection.execute("SELECT value FROM meta WHERE key >= ? AND key < ? ORDER BY key", (_KEY, "stamp;"))
    waiting = {line.authority: line for _, line in _promises(connection)}
    return (*(decode(row["value"], StampLine) for row in rows.fetchall()), *waiting.values())


def promises(connection: sqlite3.Connection) -> tuple[int, ...]:
    """The events whose promise is not kept yet, in order."""
    return tuple(seq for seq, _ in _promises(connection))


def _promises(connection: sqlite3.Connection) -> list[tuple[int, StampLine]]:
    asked = "SELECT key, value FROM meta WHERE key >= ? AND key < ? ORDER BY key"
    rows = connection.execute(asked, (_PROMISE, "promise;")).fetchall()
    return [(int(row["key"].removeprefix(_PROMISE)), decode(row["value"], StampLine)) for row in rows]


def _promise(event: int) -> str:
    return f"{_PROMISE}{event:012}"  # in order as text too


def _size(event: Event) -> int:
    size = event.body.get("size")
    return size if isinstance(size, int) else 0


def unanchored(ledger: Ledger, known: tuple[StampLine, ...]) -> str:
    """The time of the first event that neither a stamp nor an anchor with a time covers; empty when all are."""
    found = first_uncovered(ledger, max((line.size for line in known if line.gen_time), default=0))
    return found.at if found else ""
