"""The Desk: what changed, what waits, what failed."""

from __future__ import annotations

import sqlite3

from foja.model.errors import UsageError
from foja.model.record import decode
from foja.model.rows import ConflictView, Counts, Desk, Page, Question, ReviewEffort
from foja.model.support import Conflict
from foja.model.vocabulary import CLOSED, READABLE, LinkState, OutcomeState, Review
from foja.store import ask_fixity, ask_sources, ask_statements, stamps
from foja.store.database import query
from foja.store.folder import CaseFolder

SHOWN = 12
SIDE = 40


def counts(folder: CaseFolder) -> Counts:
    """Counts kept by triggers: asking does not read the tables."""
    tally = {row["what"]: row["count"] for row in folder.database.connection.execute("SELECT what, count FROM tally")}
    sources = {what.removeprefix("source."): n for what, n in tally.items() if what.startswith("source.")}
    readable = sum(n for state, n in sources.items() if state in READABLE)
    waiting = sources.get("", 0)
    closed = sum(n for state, n in sources.items() if state in CLOSED)
    return Counts(
        sources=sum(sources.values()),
        readable=readable,
        waiting=waiting,
        gaps=sum(sources.values()) - readable - waiting - closed,
        closed=closed,
        drafts=tally.get("statement.draft", 0),
        accepted=tally.get("statement.accepted", 0),
        rejected=tally.get("statement.rejected", 0),
        superseded=tally.get("statement.superseded", 0),
        parties=tally.get("party", 0),
        conflicts=tally.get("conflict", 0),
        links=folder.database.connection.execute(
            "SELECT count(*) FROM link WHERE state = ? AND kind <> 'quotes'", (LinkState.SUGGESTED,)
        ).fetchone()[0],
        in_part=sources.get(OutcomeState.PARTIAL.value, 0),
    )


def effort(connection: sqlite3.Connection) -> ReviewEffort:
    """What became of the drafts that were decided."""
    row = connection.execute(query("statement.effort")).fetchone()
    return ReviewEffort(accepted=row["accepted"], corrected=row["corrected"], rejected=row["rejected"])


def conflicts(
    connection: sqlite3.Connection, *, kind: str = "", reason: str = "", after: str = "", limit: int = 50
) -> Page[Conflict]:
    """The conflicts in the file, all of them or those of one kind and one reason."""
    asked = [(column, value) for column, value in (("kind", kind), ("reason", reason)) if value]
    where = " AND ".join([*(f"{column} = ?" for column, _ in asked), "id > ?"])
    values = [value for _, value in asked]
    rows = connection.execute(
        f"SELECT record FROM conflict WHERE {where} ORDER BY id LIMIT ?",  # noqa: S608 (a closed list of columns)
        [*values, after, limit + 1],
    )
    found = [decode(row["record"], Conflict) for row in rows.fetchall()]
    if asked:
        total = connection.execute(f"SELECT count(*) FROM conflict WHERE {where}", [*values, ""]).fetchone()  # noqa: S608
    else:
        total = connection.execute("SELECT count FROM tally WHERE what = 'conflict'").fetchone()
    next_ = found[limit - 1].id if len(found) > limit else ""
    return Page(items=tuple(found[:limit]), total=total[0] if total else 0, after=next_)


def conflict_reasons(connection: sqlite3.Connection) -> tuple[tuple[str, int], ...]:
    """How many conflicts have which reason, the most frequent first."""
    rows = connection.execute("SELECT reason, count(*) AS number FROM conflict GROUP BY reason").fetchall()
    return tuple(sorted(((row["reason"], row["number"]) for row in rows), key=lambda pair: (-pair[1], pair[0])))


def conflict(connection: sqlite3.Connection, identifier: str) -> ConflictView:
    """One conflict with up to ``SIDE`` statements of each side. Raises ``UsageError`` where there is none."""
    row = connection.execute("SELECT record FROM conflict WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        raise UsageError(
            "conflict-unknown",
            f"There is no conflict {identifier} in this case. One ends when a side of it is no longer accepted.",
            next="List them with: foja conflicts CASE",
        )
    found = decode(row["record"], Conflict)
    rows = tuple(
        tuple(ask_statements.statement_row(ask_statements.find_statement(connection, one)) for one in ids[:SIDE])
        for _, ids in found.sides
    )
    return ConflictView(conflict=found, statements=rows)


def desk(folder: CaseFolder) -> Desk:
    connection = folder.database.connection
    acts = connection.execute("SELECT seq FROM act ORDER BY seq DESC LIMIT ?", (SHOWN,)).fetchall()
    waiting = Question(review=(Review.DRAFT,), order="weight", limit=SHOWN)
    checkpoint = folder.path / "checkpoint"
    stamped = stamps.stamps(connection)
    return Desk(
        title=folder.title,
        counts=counts(folder),
        recent=tuple(folder.ledger.event(row["seq"]) for row in acts),
        gaps=ask_sources.sources(connection, state="gap", limit=SHOWN).items,
        conflicts=conflicts(connection, limit=SHOWN).items,
        review_next=ask_statements.statements(connection, waiting).items,
        checkpoint=checkpoint.read_text("utf-8") if checkpoint.is_file() else "",
        events=folder.ledger.size,
        fixity=ask_fixity.fixity_state(connection),
        stamps=stamped,
        unanchored=stamps.unanchored(folder.ledger, stamped),
        in_part=ask_sources.sources(connection, state=OutcomeState.PARTIAL.value, limit=SHOWN).items,
    )
