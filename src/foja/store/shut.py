"""Projection of what was sealed or erased: that a source exists, by whom it was closed, when and why; nothing else."""

from __future__ import annotations

import sqlite3

from foja.model.errors import Refusal
from foja.model.event import Event
from foja.model.vocabulary import CLOSED, OutcomeState
from foja.preserve.removed import SEALED
from foja.store.labels import refresh
from foja.store.sources import touch

_STATES = ", ".join(f"'{state.value}'" for state in sorted(CLOSED))


def apply_shut(connection: sqlite3.Connection, event: Event) -> None:
    """Closes the sources of ``source.sealed`` (all of them, not how they came alone) and ``payload.erased``."""
    sealed = event.kind == SEALED
    if event.body.get("part"):
        return
    state = OutcomeState.SEALED if sealed else OutcomeState.ERASED
    by = f" by {event.actor.name}" if event.actor.name else ""
    order = "" if sealed else f", on the order {event.body['order']} of {event.body['authority']}"
    detail = f"On {event.at[:10]}{by}{order}: {event.why}"
    sources = event.body["sources"]
    for sha, (first, received) in zip(sources, event.body["received"], strict=True):
        next_ = f"Who holds a key opens it with: foja open-sealed CASE {sha[:12]}" if sealed else ""
        connection.execute(
            "INSERT INTO source (sha256, sha512, size, name, via, recorded_at) VALUES (?, '', 0, ?, 'file', ?)"
            " ON CONFLICT (sha256) DO NOTHING",
            (sha, sha[:12], received),
        )
        connection.execute(
            "UPDATE source SET state = ?, detail = ?, next = ? WHERE sha256 = ?",
            (state, detail, next_, sha),
        )
        connection.execute("INSERT OR IGNORE INTO shut VALUES (?, ?)", (sha, event.seq))
        if first >= 0:  # it keeps its number on custody sheets
            connection.execute("INSERT OR IGNORE INTO trail VALUES (?, ?)", (sha, first))
        touch(connection, sha, event.seq)
    for sha in sources:
        refresh(connection, sha)


def reopen(connection: sqlite3.Connection, event: Event) -> None:
    """Follows ``source.classified`` where it brings back what was sealed: the tables are made anew right after."""
    for sha in event.body.get("back", ()):
        run = connection.execute("SELECT * FROM run WHERE stage = 'read' AND input = ?", (sha,)).fetchone()
        values = (run["state"], run["detail"], run["next"]) if run else ("", "", "")
        connection.execute("DELETE FROM shut WHERE source = ?", (sha,))
        connection.execute("UPDATE source SET state = ?, detail = ?, next = ? WHERE sha256 = ?", (*values, sha))


def closed_sources(connection: sqlite3.Connection) -> set[str]:
    """The digests of the sources that were sealed or erased."""
    rows = connection.execute(f"SELECT sha256 FROM source WHERE state IN ({_STATES})")  # noqa: S608 (a closed list)
    return {row["sha256"] for row in rows}


def check_open(connection: sqlite3.Connection, sha: str) -> None:
    """Raises Refusal ``source-closed`` where the source was sealed or erased."""
    row = connection.execute("SELECT state, detail, next FROM source WHERE sha256 = ?", (sha,)).fetchone()
    if row is not None and row["state"] in CLOSED:
        raise Refusal("source-closed", f"This source was {row['state']}. {row['detail']}", where=sha, next=row["next"])
