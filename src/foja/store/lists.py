"""Projection of screening lists: snapshots, screenings, what persons said of leads. Nothing is overwritten."""

from __future__ import annotations

import sqlite3

from foja.model.event import Event
from foja.model.lists import Snapshot
from foja.model.record import convert, encode
from foja.store.database import query
from foja.store.sources import touch


def apply_added(connection: sqlite3.Connection, event: Event) -> None:
    snapshot = convert(event.body["snapshot"], Snapshot)
    connection.execute(
        "INSERT OR IGNORE INTO list_snapshot VALUES (?, ?, ?, ?, ?)",
        (snapshot.id, snapshot.list, snapshot.date, event.seq, encode(snapshot).decode()),
    )
    touch(connection, snapshot.id, event.seq)


def apply_screened(connection: sqlite3.Connection, event: Event) -> None:
    for key in event.body["keys"]:
        connection.execute("INSERT OR IGNORE INTO screening VALUES (?, ?)", (key, event.seq))


def apply_hit(connection: sqlite3.Connection, event: Event) -> None:
    """A person says that a lead is who is meant, or is not, or that it is open again."""
    place = (event.body["key"], event.body["list"], event.body["entry"])
    if event.kind == "hit.reopened":
        connection.execute(query("hit.reopen"), place)
    else:
        connection.execute(query("hit.decide"), (*place, event.kind.partition(".")[2], event.seq))
    touch(connection, event.body["key"], event.seq)
