"""The corroboration matrix: propositions in rows, roots in columns, and what each root has of each."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter

from foja.model.counts import Cell, Matrix, MatrixRow
from foja.model.record import decode
from foja.model.statement import Statement
from foja.model.support import Conflict, Support
from foja.model.vocabulary import ConflictKind
from foja.store.ask_counts import conflicts_of, names
from foja.store.ask_statements import TOTAL_CAP
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query

COLUMNS = 8
"""Roots that get a column: those that most rows of the page have."""
SIDE = 200
"""Statements looked at on the other side of a conflict."""


def matrix(connection: sqlite3.Connection, *, party: str = "", after: str = "", limit: int = 20) -> Matrix:
    """Propositions with accepted statements, those of most documents first. ``party``: id of one that they name."""
    begin = read_cursor(after, 2) if after else [str(1 << 40), ""]
    asked = {"documents": int(begin[0]), "id": begin[1], "party": party, "limit": limit + 1}
    name = "matrix.about" if party else "matrix.page"
    rows = connection.execute(query(name), asked).fetchall()
    next_ = write_cursor([rows[limit - 1]["documents"], rows[limit - 1]["proposition"]]) if len(rows) > limit else ""
    rows = rows[:limit]
    taken: list[tuple[sqlite3.Row, dict[str, int]]] = [(row, json.loads(row["shares"])) for row in rows]
    other = [_other_sides(connection, row["proposition"]) for row in rows]
    present = Counter(
        root
        for (_, found), sides in zip(taken, other, strict=True)
        for root in {*found, *(root for cells in sides.values() for root in cells)}
    )
    roots = [root for root, _ in sorted(present.items(), key=lambda pair: (-pair[1], pair[0]))]
    shown = names(connection, roots[:COLUMNS])
    return Matrix(
        roots=tuple((root, shown[root]) for root in roots[:COLUMNS]),
        rows=tuple(
            MatrixRow(
                id=row["proposition"],
                title=" ".join(decode(row["record"], Statement).content.split()),
                support=decode(row["support"], Support),
                cells=tuple(_cell(root, found, sides) for root in roots[:COLUMNS]),
            )
            for (row, found), sides in zip(taken, other, strict=True)
        ),
        total=_total(connection, party),
        after=next_,
        more=max(0, len(roots) - COLUMNS),
    )


def _total(connection: sqlite3.Connection, party: str) -> int:
    name = "matrix.count_about" if party else "matrix.count"
    return int(connection.execute(query(name), {"party": party, "cap": TOTAL_CAP}).fetchone()[0])


Sides = dict[str, dict[str, tuple[str, str]]]
"""State of a cell to roots, each with words and a statement to look at."""


def _other_sides(connection: sqlite3.Connection, proposition: str) -> Sides:
    """Roots that deny the proposition, or that have another value or description in its place."""
    found: Sides = {"denies": {}, "differs": {}}
    ours = {row["id"] for row in connection.execute(query("matrix.members"), (proposition, SIDE)).fetchall()}
    for conflict in conflicts_of(connection, proposition):
        for label, side in conflict.sides:
            if ours.isdisjoint(side):
                state = "denies" if conflict.kind is ConflictKind.DENIAL else "differs"
                words = label if state == "differs" else _turn(conflict, label)
                for row in connection.execute(query("matrix.roots_of"), (json.dumps(side[:SIDE]),)).fetchall():
                    for root in decode(row["record"], Support).roots:
                        found[state].setdefault(root, (words, row["statement"]))
    return found


def _turn(conflict: Conflict, label: str) -> str:
    return label if conflict.kind is ConflictKind.DENIAL else ""


def _cell(root: str, found: dict[str, int], sides: Sides) -> Cell:
    documents = found.get(root, 0)
    for state in ("denies", "differs"):
        if root in sides[state]:
            words, statement = sides[state][root]
            return Cell(state=state, documents=documents, words=words, statement=statement)
    return Cell(state="attests" if documents else "silent", documents=documents)
