"""Which statements a new document's are compared with: one for each face (``weigh.likeness``), under shared keys.

A sentence of an agency can stand in thousands of documents. Statements that are the same in all that a comparison looks
at are one face: each is tied to one other of its face, and one is compared for all with one of every other face that
shares a key. So what a sentence costs does not grow with how often it was printed, and all that are alike hang together
as if each had been compared with each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import groupby

from foja.model.record import decode
from foja.model.statement import Statement
from foja.store.database import query
from foja.weigh.likeness import face


def keep(connection: sqlite3.Connection, identifier: str, keys: Sequence[int]) -> None:
    """Keeps the look-up keys of a statement, with its face."""
    row = connection.execute("SELECT record FROM statement WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        return
    shown = face(decode(row["record"], Statement))
    connection.execute("UPDATE statement SET face = ?2 WHERE id = ?1 AND face IS NOT ?2", (identifier, shown))
    connection.executemany("INSERT OR IGNORE INTO face_key VALUES (?, ?)", [(key, shown) for key in keys])


def pairs(connection: sqlite3.Connection, source: str) -> list[tuple[Statement, Statement]]:
    """The statements to compare, one of the source first, in order of ids."""
    records: dict[str, str] = {}
    found: set[tuple[str, str]] = set()
    rows = connection.execute(query("comparison.own"), (source,)).fetchall()
    for shown, of_face in groupby(rows, key=lambda row: row["face"]):
        own = list(of_face)
        first = own[0]["id"]
        found |= {(row["id"], first) for row in own[1:]}
        others = connection.execute(query("comparison.elsewhere"), (shown, source)).fetchall()
        others += connection.execute(query("comparison.met"), (shown,)).fetchall()
        records |= {row["id"]: row["record"] for row in (*own, *others)}
        found |= {(first, row["id"]) for row in others}
    known = {identifier: decode(record, Statement) for identifier, record in records.items()}
    return [(known[one], known[other]) for one, other in sorted(found)]


def forget(connection: sqlite3.Connection, identifier: str) -> None:
    """Forgets the keys of a statement that goes, and leaves what was found by it to another of its face."""
    heir = connection.execute(query("comparison.heir"), (identifier,)).fetchone()
    if heir is not None:
        connection.execute(query("comparison.bequeath"), (identifier, heir["id"]))
        return
    connection.execute(
        "DELETE FROM face_key WHERE face = (SELECT face FROM statement WHERE id = ?1) AND NOT EXISTS ("
        "SELECT 1 FROM statement JOIN statement AS other ON other.face = statement.face"
        " WHERE statement.id = ?1 AND other.id <> ?1)",
        (identifier,),
    )


def of(connection: sqlite3.Connection, identifier: str) -> int | None:
    """The face of a statement; None where it has none."""
    row = connection.execute("SELECT face FROM statement WHERE id = ?", (identifier,)).fetchone()
    return row["face"] if row else None
