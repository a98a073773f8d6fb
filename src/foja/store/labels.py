"""Sensitivity: who may be given a source.

A person labels a source, or only how it came (its receipt). The label of a source holds for everything that is made
of it, for what lies in it (members, attachments), and for what it lies in: an archive gives away its members. Where
several meet, the highest holds; where there is none, ``internal``.
"""

from __future__ import annotations

import sqlite3

from foja.model.event import Event
from foja.model.vocabulary import LADDER, Sensitivity
from foja.store.database import query
from foja.store.sources import touch


def apply_classified(connection: sqlite3.Connection, event: Event) -> None:
    rank = LADDER.index(Sensitivity(event.body["label"]))
    for sha in event.body["sources"]:
        connection.execute(query("label.set"), (sha, event.body["part"], rank))
        touch(connection, sha, event.seq)
        refresh(connection, sha)


def refresh(connection: sqlite3.Connection, sha: str) -> None:
    """Brings up to date the labels of a source, of what lies in it and of what it lies in."""
    for row in connection.execute(query("label.family"), (sha,)).fetchall():
        connection.execute(query("label.refresh"), (row["sha256"], LADDER.index(Sensitivity.INTERNAL)))
