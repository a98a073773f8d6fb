"""Projection of proposed merges: what the matcher proposes, and what persons put off or took back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from foja.model.event import Event
from foja.model.pairs import Proposals
from foja.model.record import decode, encode
from foja.store.people import regroup
from foja.store.sources import touch


def apply_proposals(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    """What was proposed for these keys before gives way."""
    found = decode(blobs(run["output"]), Proposals)
    for key in found.keys:
        connection.execute("DELETE FROM proposal WHERE first = ?1 OR second = ?1", (key,))
        connection.execute(
            "INSERT INTO compared VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET version = excluded.version",
            (key, found.version),
        )
    for one in found.proposals:
        connection.execute(
            "INSERT OR REPLACE INTO proposal VALUES (?, ?, ?, ?)",
            (one.first, one.second, one.comparison.probability, encode(one.comparison).decode()),
        )


def apply_deferred(connection: sqlite3.Connection, event: Event) -> None:
    first, second = sorted(event.body["keys"])
    connection.execute(
        "INSERT INTO put_off VALUES (?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET seq = excluded.seq",
        (first, second, event.seq),
    )
    for key in (first, second):
        touch(connection, key, event.seq)


def apply_reopened(connection: sqlite3.Connection, event: Event) -> None:
    """What was said of two names is taken back; the names stand as if nothing had been said."""
    first, second = sorted(event.body["keys"])
    for table in ("put_off", "name_decision"):
        connection.execute(f"DELETE FROM {table} WHERE first = ? AND second = ?", (first, second))  # noqa: S608
    for key in (first, second):
        touch(connection, key, event.seq)
    regroup(connection, [first, second])
