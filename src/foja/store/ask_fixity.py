"""Questions about the checks of the vault: where the next one begins, how far it was read again, what it must hold."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping

from foja.model.custody import FixityState
from foja.preserve.fixity import SPACE, Arc, coverage


def sweeps(connection: sqlite3.Connection, after: int = -1) -> Iterator[tuple[int, Arc]]:
    """The checks of the vault after event ``after``: (event, arc). There are as many as checks were made, however
    large the vault is."""
    for row in connection.execute("SELECT * FROM sweep WHERE seq > ? ORDER BY seq", (after,)):
        yield row["seq"], _arc(row)


def last_arc(connection: sqlite3.Connection) -> Arc | None:
    """The arc that was checked last."""
    row = connection.execute("SELECT * FROM sweep ORDER BY seq DESC LIMIT 1").fetchone()
    return _arc(row) if row else None


def _arc(row: sqlite3.Row) -> Arc:
    return Arc(low=row["low"], high=row["high"], part=row["part"], parts=row["parts"])


def fixity_state(connection: sqlite3.Connection) -> FixityState:
    """How far the vault was read again, and what was damaged when it was last looked at."""
    newest = connection.execute("SELECT * FROM sweep ORDER BY seq DESC").fetchall()
    if not newest:
        return FixityState()
    arcs = [_arc(row) for row in newest]
    count, covered = coverage(arcs)
    damaged: set[str] = set()
    for number, row in enumerate(newest):
        for digest in json.loads(row["damaged"]):
            if not any(arc.holds(digest) for arc in arcs[:number]):
                damaged.add(digest)
    return FixityState(
        last=newest[0]["at"],
        whole_since=newest[count - 1]["at"] if covered >= SPACE else "",
        share=min(covered, SPACE) / SPACE,
        damaged=tuple(sorted(damaged)),
    )


def named(connection: sqlite3.Connection, low: str, high: str) -> Mapping[str, str]:
    """The digests from ``low`` to ``high`` that the vault has to hold, with the SHA-512 of originals.

    Originals, their texts, what stages made from them, and texts that statements quote. What an older version made
    and nothing uses any more is left to ``foja verify``, which goes through the ledger.
    """
    found: dict[str, str] = {}
    for statement in (
        "SELECT DISTINCT text AS digest, '' AS second FROM source WHERE text >= ? AND text < ? AND text <> ''",
        "SELECT DISTINCT text AS digest, '' AS second FROM statement WHERE text >= ? AND text < ? AND text <> ''",
        "SELECT output AS digest, '' AS second FROM run WHERE output >= ? AND output < ? AND output <> ''",
        "SELECT sha256 AS digest, sha512 AS second FROM source WHERE sha256 >= ? AND sha256 < ?"
        " AND state NOT IN ('sealed', 'erased')",
    ):
        found.update(tuple(row) for row in connection.execute(statement, (low, high)))
    return found
