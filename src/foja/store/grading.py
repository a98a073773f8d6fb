"""Grades in the projection: every one is kept, in the order in which they were set."""

from __future__ import annotations

import sqlite3

from foja.model.event import Event
from foja.model.grade import Grade
from foja.store.sources import touch


def apply_set(connection: sqlite3.Connection, event: Event) -> None:
    body = event.body
    if "target" not in body or "value" not in body:  # withheld
        return
    connection.execute(
        "INSERT INTO grade VALUES (?, ?, ?, ?, ?, ?)",
        (event.seq, body["target"], body["value"], event.actor.name, event.at, event.why),
    )
    touch(connection, body["target"], event.seq)


def grades(connection: sqlite3.Connection, target: str) -> tuple[Grade, ...]:
    """All grades of a source or a statement, the newest first."""
    rows = connection.execute("SELECT * FROM grade WHERE target = ? ORDER BY seq DESC", (target,)).fetchall()
    return tuple(
        Grade(target=row["target"], value=row["value"], why=row["why"], by=row["by"], at=row["at"], seq=row["seq"])
        for row in rows
    )
