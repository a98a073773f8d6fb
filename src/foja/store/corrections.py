"""Projection of corrected texts, and of what becomes of the statements on the text before."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from foja.model.event import Event
from foja.model.record import convert, decode
from foja.model.statement import Statement
from foja.model.text import Reading
from foja.model.vocabulary import Review
from foja.store import weighing
from foja.store.database import query
from foja.store.sources import touch, use_reading
from foja.store.statements import insert, owe_names, remove, set_review, supersede


def apply_corrected(connection: sqlite3.Connection, event: Event, blobs: Callable[[str], bytes]) -> None:
    """Another text of a source comes into use. Drafts of the machine on the text before go: it makes them anew."""
    body = event.body
    sha, output = body["source"], body["output"]
    reading = decode(blobs(output), Reading)
    before = connection.execute("SELECT reading, text FROM source WHERE sha256 = ?", (sha,)).fetchone()
    connection.execute(
        "INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (event.seq, sha, before["text"], before["reading"], reading.text, output, event.actor.name, event.at),
    )
    read = connection.execute(query("text.read_by_machine"), (sha, output)).fetchone()
    connection.execute("UPDATE source SET corrected = ? WHERE sha256 = ?", (0 if read else event.seq, sha))
    drafts = connection.execute(
        "SELECT id FROM statement WHERE source = ? AND machine = 1 AND review = 'draft'", (sha,)
    ).fetchall()
    for row in drafts:
        remove(connection, row["id"])
    connection.executemany(
        "INSERT OR IGNORE INTO settled VALUES (?, ?)", [(reading.text, one) for one in body.get("settled", ())]
    )
    use_reading(connection, output, reading, blobs)
    touch(connection, sha, event.seq)


def apply_carried(connection: sqlite3.Connection, event: Event) -> None:
    """The statement on the corrected text stands where the one before stood, by the decision on that."""
    before, made = event.body["statement"], convert(event.body["replacement"], Statement)
    row = connection.execute("SELECT * FROM statement WHERE id = ?", (before,)).fetchone()
    if row is None:
        return
    insert(connection, made, Review.DRAFT, machine=False)
    set_review(connection, made.id, Review(row["review"]))
    connection.execute(
        "UPDATE statement SET decided_at = ?, decided_by = ? WHERE id = ?",
        (row["decided_at"], row["decided_by"], made.id),
    )
    supersede(connection, before, made.id)
    _follow(connection, event, before, made)


def apply_staled(connection: sqlite3.Connection, event: Event) -> None:
    """The statement on the text before is stale; what the corrected text has in its place, if anything, waits as a
    draft."""
    before = event.body["statement"]
    set_review(connection, before, Review.STALE)
    if "replacement" in event.body:
        made = convert(event.body["replacement"], Statement)
        insert(connection, made, Review.DRAFT, machine=False)
        _follow(connection, event, before, made)
    else:
        touch(connection, before, event.seq)
        weighing.refresh(connection, before)


def _follow(connection: sqlite3.Connection, event: Event, before: str, made: Statement) -> None:
    for one in (before, made.id):
        touch(connection, one, event.seq)
        weighing.refresh(connection, one)
    owe_names(connection, made)
