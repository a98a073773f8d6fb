"""Sensitivity: who may be given a source.

A person labels a source, or only how it came (its receipt). The label of a source holds for everything that is made
of it, for what lies in it (members, attachments), and for what it lies in: an archive gives away its members. Where
several meet, the highest holds; where there is none, ``internal``. The label of a receipt holds for what the source
lies in, whole: a letter has the names of its attachments in its own bytes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from foja.model.event import Event
from foja.model.vocabulary import LADDER, Sensitivity
from foja.preserve.second_person import Signer
from foja.store.database import query
from foja.store.sources import touch


def apply_classified(connection: sqlite3.Connection, event: Event) -> None:
    rank = LADDER.index(Sensitivity(event.body["label"]))
    for sha in event.body["sources"]:
        connection.execute(query("label.set"), (sha, event.body["part"], rank, event.seq))
        touch(connection, sha, event.seq)
        refresh(connection, sha)


def refresh(connection: sqlite3.Connection, sha: str) -> None:
    """Brings up to date the labels of a source, of what lies in it and of what it lies in."""
    for one in _family(connection, sha):
        family = json.dumps(_family(connection, one))
        connection.execute(query("label.refresh"), (one, LADDER.index(Sensitivity.INTERNAL), family))


def _family(connection: sqlite3.Connection, sha: str) -> list[str]:
    return [row["sha256"] for row in connection.execute(query("label.family"), (sha,)).fetchall()]


def labels_of(connection: sqlite3.Connection, sources: Sequence[str], part: str) -> dict[str, tuple[int, Sensitivity]]:
    """The labels that persons gave to these sources themselves, with the event that did; ``internal`` where none."""
    found = {}
    for sha in sources:
        row = connection.execute("SELECT rank, seq FROM label WHERE source = ? AND part = ?", (sha, part)).fetchone()
        found[sha] = (row["seq"], LADDER[row["rank"]]) if row else (-1, Sensitivity.INTERNAL)
    return found


def apply_signer_added(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("INSERT OR REPLACE INTO signer VALUES (?, ?)", (event.body["name"], event.body["key"]))


def apply_signer_removed(connection: sqlite3.Connection, event: Event) -> None:
    connection.execute("DELETE FROM signer WHERE name = ?", (event.body["name"],))


def signers(connection: sqlite3.Connection) -> list[Signer]:
    """Who may sign as a second person."""
    rows = connection.execute("SELECT name, key FROM signer ORDER BY name").fetchall()
    return [Signer(name=row["name"], key=row["key"]) for row in rows]
