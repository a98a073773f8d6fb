"""Projection of the comparison across languages: the mean rows by which texts find one another, and the links."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from foja.model.record import decode, encode
from foja.model.support import Crossing, Meaning
from foja.store import weighing
from foja.store.database import query
from foja.store.sources import owe
from foja.weigh.across import near
from foja.weigh.encoder import limits


def apply_meaning(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    meaning = decode(blobs(run["output"]), Meaning)
    connection.execute("DELETE FROM meaning WHERE text = ?", (meaning.text,))
    connection.executemany(
        "INSERT INTO meaning VALUES (?, ?, ?, ?)",
        [(meaning.text, held.encoder, held.mean, run["output"]) for held in meaning.sets],
    )
    connection.execute("UPDATE source SET meaning = ? WHERE sha256 = ?", (run["output"], meaning.source))
    if meaning.sets:
        owe(connection, "weigh.across", run["output"])


def apply_crossing(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    crossing = decode(blobs(run["output"]), Crossing)
    for link in crossing.links:
        connection.execute(query("link.insert"), (link.id, link.kind, link.first, link.second, encode(link).decode()))
    weighing.recount_links(connection, crossing.links)


def crossings(connection: sqlite3.Connection, meaning: Meaning, turn: str) -> list[str]:
    """Digests of the meanings of the texts that lie near one, each pair once: by the later of two that are due.

    ``turn``: digest of the meaning, in whose order comparisons that are due are made. The means of all texts are read;
    whether two texts lie near one another depends on these two alone.
    """
    found: set[str] = set()
    for held in meaning.sets:
        rows = connection.execute(
            "SELECT meaning.output, meaning.mean FROM meaning WHERE encoder = ?1 AND text <> ?2 AND NOT EXISTS ("
            " SELECT 1 FROM run WHERE stage = 'weigh.across' AND input = meaning.output AND state = '' AND input > ?3)"
            " ORDER BY text",
            (held.encoder, meaning.text, turn),
        ).fetchall()
        close = near(held.mean, [row["mean"] for row in rows], limits(held.encoder))
        found.update(row["output"] for row, yes in zip(rows, close, strict=True) if yes)
    return sorted(found)
