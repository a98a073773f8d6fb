"""Projection of the conflicts: what excludes what, and who denies what.

Conflicts are made from accepted statements alone; drafts never enter them. A decision makes anew only those that hold
the statement or that it now enters.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from foja.model.grouping import closure
from foja.model.record import decode, encode
from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.store.database import query
from foja.weigh.conflicts import (
    DENIAL_WORDS,
    denial_conflict,
    denial_conflict_id,
    denial_keys,
    denied,
    denies,
    figure_conflicts,
    figure_keys,
    figures_exclude,
)


def refresh(connection: sqlite3.Connection, identifier: str) -> None:
    """Finds anew the conflicts that this statement is part of, or was part of before the decision."""
    row = connection.execute("SELECT review, record FROM statement WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        return
    statement = decode(row["record"], Statement)
    accepted = row["review"] == "accepted"
    connection.execute("DELETE FROM figure_key WHERE statement = ?", (identifier,))
    connection.execute("DELETE FROM denial_key WHERE statement = ?", (identifier,))
    if accepted:
        connection.executemany(
            "INSERT INTO figure_key VALUES (?, ?, ?, ?)", [(*found, identifier) for found in figure_keys(statement)]
        )
        side = denies(statement)
        connection.executemany(
            "INSERT INTO denial_key VALUES (?, ?, ?)", [(k, side, identifier) for k in denial_keys(statement)]
        )
    _figures(connection, statement, accepted)
    _denials(connection, statement, accepted)


def _figures(connection: sqlite3.Connection, statement: Statement, accepted: bool) -> None:
    """Conflicts of figures are what excluding pairs connect: those that hold the statement, and those it now
    excludes something of, are taken apart and made anew together."""
    near = set()
    if accepted:
        for found in figure_keys(statement):
            rows = connection.execute(query("conflict.other_figures"), found).fetchall()
            near |= {row["statement"] for row in rows} - {statement.id}
    excluded = [one for one in sorted(near) if figures_exclude(statement, _record(connection, one))]
    before: set[str] = set()

    def beside(one: str) -> list[str]:
        rows = connection.execute(query("conflict.of_figures"), (one,)).fetchall()
        fresh = {row["conflict"] for row in rows} - before
        before.update(fresh)
        return sorted({member for conflict in fresh for member in _members(connection, conflict)})

    together = closure([statement.id, *excluded], beside)
    standing = [_record(connection, one) for one in sorted(together) if accepted or one != statement.id]
    _exchange(connection, before, list(figure_conflicts(standing)))


def _denials(connection: sqlite3.Connection, statement: Statement, accepted: bool) -> None:
    """Each denial has one conflict, of its own: the statement's, and those of what denies it."""
    if denies(statement):
        near = _deniable(connection, statement) if accepted else []
        claims = [claim for claim in near if denied(statement, claim)]
        before = {denial_conflict_id(statement.id)}
        _exchange(connection, before, [denial_conflict(statement, claims)] if claims else [])
        return
    against = {row["statement"] for row in connection.execute(query("conflict.denials_of"), (statement.id,))}
    if accepted:
        against |= {denial.id for denial in _deniable(connection, statement) if denied(denial, statement)}
    for one in sorted(against):
        conflict = denial_conflict_id(one)
        others = _members(connection, conflict) - {one, statement.id}
        claims = [_record(connection, other) for other in sorted(others)]
        if accepted and denied(_record(connection, one), statement):
            claims.append(statement)
        _exchange(connection, {conflict}, [denial_conflict(_record(connection, one), claims)] if claims else [])


def _deniable(connection: sqlite3.Connection, statement: Statement) -> list[Statement]:
    """What stands on the other side and shares enough keys with a statement to be denied by it, or to deny it."""
    keys = json.dumps(denial_keys(statement))
    rows = connection.execute(query("conflict.other_side"), (keys, not denies(statement), DENIAL_WORDS)).fetchall()
    return [_record(connection, row["statement"]) for row in rows]


def _record(connection: sqlite3.Connection, identifier: str) -> Statement:
    row = connection.execute("SELECT record FROM statement WHERE id = ?", (identifier,)).fetchone()
    return decode(row["record"], Statement)


def _members(connection: sqlite3.Connection, conflict: str) -> set[str]:
    rows = connection.execute("SELECT statement FROM conflict_statement WHERE conflict = ?", (conflict,))
    return {row["statement"] for row in rows}


def _exchange(connection: sqlite3.Connection, before: set[str], after: Sequence[Conflict]) -> None:
    """Puts the conflicts ``after`` in the place of those named in ``before``; writes only what differs."""
    gone = {(one, name) for name in before for one in _members(connection, name)}
    come = {(one, conflict.id) for conflict in after for _, ids in conflict.sides for one in ids}
    for name in sorted(before - {conflict.id for conflict in after}):
        connection.execute("DELETE FROM conflict WHERE id = ?", (name,))
    for conflict in after:
        connection.execute(
            "INSERT INTO conflict VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET record = excluded.record",
            (conflict.id, conflict.reason, encode(conflict).decode()),
        )
    connection.executemany("DELETE FROM conflict_statement WHERE statement = ? AND conflict = ?", sorted(gone - come))
    connection.executemany("INSERT INTO conflict_statement VALUES (?, ?)", sorted(come - gone))
    concerned = {one for one, _ in gone ^ come}
    connection.executemany(query("statement.mark_conflicted"), [(one,) for one in sorted(concerned)])
