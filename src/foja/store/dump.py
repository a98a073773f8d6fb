"""Digests of the derived tables, to show that a rebuild, or a build that was killed, gives the same ones."""

from __future__ import annotations

import hashlib
import sqlite3

from foja.model.record import encode


def table_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """SHA-256 of every derived table, its rows in sorted order. Index internals and ``meta`` are left out."""
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        if not _internal(row[0])
    ]
    return {name: _digest(connection, name) for name in names}


def _internal(name: str) -> bool:
    shadows = ("_words_data", "_words_idx", "_words_content", "_words_docsize", "_words_config")
    return name.startswith("sqlite_") or name == "meta" or name.endswith(shadows)


def _digest(connection: sqlite3.Connection, name: str) -> str:
    columns = "rowid, words" if name.endswith("_words") else "*"
    rows = connection.execute(f"SELECT {columns} FROM {name}").fetchall()  # noqa: S608 (names from the schema)
    lines = sorted(encode(list(row)) for row in rows)
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line + b"\n")
    return digest.hexdigest()
