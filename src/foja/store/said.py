"""Accepted statements with what the file knows of them: their parties by evidence and decisions, outlet and date.

It is looked up once, when a statement is decided on, and again when a name in it leads to another party, when its
source is described or read anew. So comparing it with others costs one row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from foja.model.record import decode
from foja.model.statement import Statement
from foja.model.vocabulary import ConflictReason
from foja.store.database import query
from foja.weigh.said import Said, meant, said


def party_key(connection: sqlite3.Connection, name_key: str) -> str:
    """The key that stands for the party of a name: the first of its keys; the name's own where no source names it."""
    row = connection.execute(query("said.party"), (name_key,)).fetchone()
    return str(row["key"]) if row else name_key


def forget(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute("DELETE FROM said WHERE statement = ?", (statement,))
    connection.execute("DELETE FROM said_key WHERE statement = ?", (statement,))


def stands(connection: sqlite3.Connection, statement: str) -> bool:
    """Whether a statement was looked up: it is, or was just before, accepted."""
    return connection.execute("SELECT 1 FROM said WHERE statement = ?", (statement,)).fetchone() is not None


def learn(connection: sqlite3.Connection, identifier: str) -> Said:
    """Looks up the parties of a statement and keeps them."""
    row = connection.execute(query("said.row"), (identifier,)).fetchone()
    statement = decode(row["record"], Statement)
    near = [r["key"] for r in connection.execute(query("said.named"), (identifier,)).fetchall()]
    used: set[str] = set()

    def party_of(name_key: str) -> str:
        found = meant(name_key, near)
        used.add(found)
        return party_key(connection, found)

    found = said(
        statement, party_of, outlet=row["outlet_key"], published=row["published"],
        paragraph=_paragraph(connection, row) if statement.figures else "",
    )  # fmt: skip
    forget(connection, identifier)
    connection.execute(
        "INSERT INTO said VALUES (?, ?, ?, ?)",
        (identifier, json.dumps(found.names), json.dumps(found.about), json.dumps(found.hints)),
    )
    connection.executemany("INSERT INTO said_key VALUES (?, ?)", [(name, identifier) for name in sorted(used)])
    return found


def paragraph_of(connection: sqlite3.Connection, identifier: str) -> str:
    """The folded words of the paragraph in which a statement stands."""
    return _paragraph(connection, connection.execute(query("said.row"), (identifier,)).fetchone())


def _paragraph(connection: sqlite3.Connection, row: sqlite3.Row) -> str:
    found = connection.execute(query("said.paragraph"), (row["source"], row["start"])).fetchone()
    return str(found["words"]) if found else ""


def known(connection: sqlite3.Connection, identifier: str) -> Said:
    """An accepted statement as it was looked up."""
    row = connection.execute(query("said.known"), (identifier,)).fetchone()
    return Said(
        statement=decode(row["record"], Statement),
        names=tuple((party, name) for party, name in json.loads(row["names"])),
        about=tuple(json.loads(row["about"])),
        outlet=row["outlet_key"],
        published=row["published"],
        hints=tuple(map(ConflictReason, json.loads(row["hints"]))),
    )


def naming(connection: sqlite3.Connection, keys: Iterable[str]) -> list[str]:
    """Accepted statements whose parties were looked up by one of these name keys."""
    rows = connection.execute(query("said.naming"), (json.dumps(sorted(set(keys))),)).fetchall()
    return [row["statement"] for row in rows]


def of_source(connection: sqlite3.Connection, sha: str) -> list[str]:
    """Accepted statements of a source."""
    rows = connection.execute(
        "SELECT id FROM statement WHERE source = ? AND review = 'accepted' ORDER BY id", (sha,)
    ).fetchall()
    return [row["id"] for row in rows]
