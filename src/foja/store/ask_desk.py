"""The Desk: what changed, what waits, what failed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from foja.model.record import decode
from foja.model.rows import Counts, Desk, Question
from foja.model.support import Conflict
from foja.model.vocabulary import READABLE, LinkState, Review
from foja.store import ask_sources, ask_statements
from foja.store.database import query
from foja.store.folder import CaseFolder

SHOWN = 12


def counts(folder: CaseFolder) -> Counts:
    """Counts kept by triggers: asking does not read the tables."""
    tally = {row["what"]: row["count"] for row in folder.database.connection.execute("SELECT what, count FROM tally")}
    sources = {what.removeprefix("source."): n for what, n in tally.items() if what.startswith("source.")}
    readable = sum(n for state, n in sources.items() if state in READABLE)
    waiting = sources.get("", 0)
    return Counts(
        sources=sum(sources.values()),
        readable=readable,
        waiting=waiting,
        gaps=sum(sources.values()) - readable - waiting,
        drafts=tally.get("statement.draft", 0),
        accepted=tally.get("statement.accepted", 0),
        rejected=tally.get("statement.rejected", 0),
        superseded=tally.get("statement.superseded", 0),
        parties=tally.get("party", 0),
        conflicts=tally.get("conflict", 0),
        links=folder.database.connection.execute(
            "SELECT count(*) FROM link WHERE state = ?", (LinkState.SUGGESTED,)
        ).fetchone()[0],
    )


def conflicts_of(connection: sqlite3.Connection, statements: Iterable[str]) -> tuple[Conflict, ...]:
    """The conflicts in which any of ``statements`` stands."""
    found: dict[str, Conflict] = {}
    for identifier in statements:
        for row in connection.execute(query("row.conflicts_of_statement"), (identifier,)):
            conflict = decode(row["record"], Conflict)
            found[conflict.id] = conflict
    return tuple(found[name] for name in sorted(found))


def desk(folder: CaseFolder) -> Desk:
    connection = folder.database.connection
    acts = connection.execute("SELECT seq FROM act ORDER BY seq DESC LIMIT ?", (SHOWN,)).fetchall()
    conflicts = connection.execute("SELECT record FROM conflict ORDER BY id LIMIT ?", (SHOWN,)).fetchall()
    waiting = Question(review=(Review.DRAFT,), order="weight", limit=SHOWN)
    checkpoint = folder.path / "checkpoint"
    return Desk(
        title=folder.title,
        counts=counts(folder),
        recent=tuple(folder.ledger.event(row["seq"]) for row in acts),
        gaps=ask_sources.sources(connection, state="gap", limit=SHOWN).items,
        conflicts=tuple(decode(row["record"], Conflict) for row in conflicts),
        review_next=ask_statements.statements(connection, waiting).items,
        checkpoint=checkpoint.read_text("utf-8") if checkpoint.is_file() else "",
        events=folder.ledger.size,
    )
