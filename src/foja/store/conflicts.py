"""Projection of the conflicts: what excludes what, who denies what, and what is put by opposite words.

Conflicts are made from accepted statements alone; drafts never enter them. A decision makes anew only those that hold
the statement or that it now enters. They are about parties: where a name comes to lead to another party, or the source
of a statement is described, its conflicts are made anew too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence

from foja.model.grouping import closure
from foja.model.record import encode
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind
from foja.store import said
from foja.store.database import query
from foja.weigh.denials import DENIAL_WORDS, denial_conflict, denial_conflict_id, denial_keys, denied, denies
from foja.weigh.descriptions import described, description_conflict
from foja.weigh.figures import figure_conflicts, figure_keys, figures_exclude
from foja.weigh.oppositions import opposed_on, opposition_conflicts, opposition_keys
from foja.weigh.said import Said


def refresh(connection: sqlite3.Connection, identifier: str) -> set[str]:
    """Finds anew the conflicts that this statement is part of, or was part of before. Returns those of figures that it
    looked at."""
    row = connection.execute("SELECT review FROM statement WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        return set()
    accepted = row["review"] == "accepted"
    if not accepted and not said.stands(connection, identifier):
        return set()
    one = said.learn(connection, identifier) if accepted else said.known(connection, identifier)
    connection.execute("DELETE FROM figure_key WHERE statement = ?", (identifier,))
    connection.execute("DELETE FROM denial_key WHERE statement = ?", (identifier,))
    connection.execute("DELETE FROM opposite_key WHERE statement = ?", (identifier,))
    if accepted:
        connection.executemany(
            "INSERT INTO figure_key VALUES (?, ?, ?, ?)", [(*found, identifier) for found in figure_keys(one)]
        )
        side = denies(one.statement)
        connection.executemany(
            "INSERT INTO denial_key VALUES (?, ?, ?)", [(k, side, identifier) for k in denial_keys(one)]
        )
        connection.executemany(
            "INSERT INTO opposite_key VALUES (?, ?, ?)", [(*found, identifier) for found in opposition_keys(one)]
        )
    looked_at = _figures(connection, one, accepted)
    _denials(connection, one, accepted)
    _descriptions(connection, one, accepted)
    _oppositions(connection, one, accepted)
    if not accepted:
        said.forget(connection, identifier)
    return looked_at


def refresh_all(connection: sqlite3.Connection, identifiers: Iterable[str]) -> set[str]:
    """Finds anew the conflicts of these statements, as far as they are accepted. Returns as ``refresh`` does."""
    looked_at: set[str] = set()
    for identifier in sorted(set(identifiers)):
        looked_at |= refresh(connection, identifier)
    return looked_at


def _figures(connection: sqlite3.Connection, one: Said, accepted: bool) -> set[str]:
    near = set()
    if accepted:
        for found in figure_keys(one):
            rows = connection.execute(query("conflict.other_figures"), found).fetchall()
            near |= {row["statement"] for row in rows} - {one.id}
    excluded = [other for other in sorted(near) if figures_exclude(one, said.known(connection, other))]
    return _connected(connection, one, accepted, ConflictKind.FIGURES, excluded, figure_conflicts)


def _oppositions(connection: sqlite3.Connection, one: Said, accepted: bool) -> None:
    near = set()
    if accepted:
        for found in opposition_keys(one):
            rows = connection.execute(query("conflict.other_words"), (found.key, 1 - found.side)).fetchall()
            near |= {row["statement"] for row in rows} - {one.id}
    against = [other for other in sorted(near) if opposed_on(one, said.known(connection, other))]
    _connected(connection, one, accepted, ConflictKind.OPPOSITE, against, opposition_conflicts)


def _connected(
    connection: sqlite3.Connection,
    one: Said,
    accepted: bool,
    kind: ConflictKind,
    against: Sequence[str],
    make: Callable[[Iterable[Said]], Iterable[Conflict]],
) -> set[str]:
    """Conflicts of a kind that are what excluding pairs connect: those that hold the statement, and those of what it
    now stands against, are taken apart and made anew together. Returns those that were and those that are."""
    before: set[str] = set()

    def beside(other: str) -> list[str]:
        rows = connection.execute(query("conflict.of_kind"), (other, kind)).fetchall()
        fresh = {row["conflict"] for row in rows} - before
        before.update(fresh)
        return sorted({member for conflict in fresh for member in _members(connection, conflict)})

    together = closure([one.id, *against], beside)
    standing = [said.known(connection, other) for other in sorted(together) if accepted or other != one.id]
    made = list(make(standing))
    _exchange(connection, before, made)
    return before | {conflict.id for conflict in made}


def _denials(connection: sqlite3.Connection, one: Said, accepted: bool) -> None:
    """Each denial has one conflict, of its own: the statement's, and those of what denies it."""
    if denies(one.statement):
        near = _deniable(connection, one) if accepted else []
        claims = [claim for claim in near if denied(one, claim)]
        before = {denial_conflict_id(one.id)}
        _exchange(connection, before, [denial_conflict(one, claims)] if claims else [])
        return
    against = {row["statement"] for row in connection.execute(query("conflict.denials_of"), (one.id,))}
    if accepted:
        against |= {denial.id for denial in _deniable(connection, one) if denied(denial, one)}
    for other in sorted(against):
        denial, conflict = said.known(connection, other), denial_conflict_id(other)
        claims = [said.known(connection, claim) for claim in sorted(_members(connection, conflict) - {other, one.id})]
        if accepted and denied(denial, one):
            claims.append(one)
        _exchange(connection, {conflict}, [denial_conflict(denial, claims)] if claims else [])


def _deniable(connection: sqlite3.Connection, one: Said) -> list[Said]:
    """What stands on the other side and shares enough keys with a statement to be denied by it, or to deny it."""
    keys = json.dumps(denial_keys(one))
    side = not denies(one.statement)
    rows = connection.execute(query("conflict.other_side"), (keys, side, DENIAL_WORDS)).fetchall()
    return [said.known(connection, row["statement"]) for row in rows]


def _descriptions(connection: sqlite3.Connection, one: Said, accepted: bool) -> None:
    """The conflict of each matter that the statement describes, or described before."""
    rows = connection.execute("SELECT key FROM description_key WHERE statement = ?", (one.id,)).fetchall()
    keys = {row["key"] for row in rows}
    found = described(one) if accepted else None
    connection.execute("DELETE FROM description_key WHERE statement = ?", (one.id,))
    if found:
        connection.execute(
            "INSERT INTO description_key VALUES (?, ?, ?, ?)", (found.key, one.id, found.term, found.day)
        )
    for key in sorted(keys | ({found.key} if found else set())):
        sides: dict[str, list[str]] = {}
        firsts: dict[str, str] = {}
        for row in connection.execute(query("conflict.described"), (key,)).fetchall():
            sides.setdefault(row["term"], []).append(row["statement"])
            firsts.setdefault(row["term"], row["statement"])
        before = {
            row["conflict"]
            for other in (one.id, *firsts.values())
            for row in connection.execute(query("conflict.of_kind"), (other, ConflictKind.DESCRIPTION)).fetchall()
        }
        made = description_conflict(sides, [said.known(connection, first) for first in firsts.values()])
        _exchange(connection, before, made)


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
            query("conflict.keep"),
            (conflict.id, conflict.kind, encode(conflict).decode(), conflict.reason),
        )
    connection.executemany("DELETE FROM conflict_statement WHERE statement = ? AND conflict = ?", sorted(gone - come))
    connection.executemany("INSERT INTO conflict_statement VALUES (?, ?)", sorted(come - gone))
    concerned = {one for one, _ in gone ^ come}
    connection.executemany(query("statement.mark_conflicted"), [(one,) for one in sorted(concerned)])
