"""Which statements a new document's are compared with: one for each face (``weigh.likeness``), under shared keys.

A sentence of an agency can stand in thousands of documents. Statements that are the same in all that a comparison looks
at are one face: each is tied to one other of its face, and one is compared for all with one of every other face that
shares a key. So what a sentence costs does not grow with how often it was printed, and all that are alike hang together
as if each had been compared with each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations, groupby

from foja.model.grouping import Bond, group
from foja.model.record import decode
from foja.model.statement import Statement
from foja.model.vocabulary import LinkState
from foja.store.database import query
from foja.weigh.likeness import compatible, face

UNLIKE = "unlike"
"""State of two statements that can stand in no proposition together, and that likeness to others led to one another."""


def keep(connection: sqlite3.Connection, identifier: str, keys: Sequence[int]) -> None:
    """Keeps the look-up keys of a statement, with its face."""
    row = connection.execute("SELECT record FROM statement WHERE id = ?", (identifier,)).fetchone()
    if row is None:
        return
    shown = face(decode(row["record"], Statement))
    connection.execute("UPDATE statement SET face = ?2 WHERE id = ?1 AND face IS NOT ?2", (identifier, shown))
    connection.executemany("INSERT OR IGNORE INTO face_key VALUES (?, ?)", [(key, shown) for key in keys])


def pairs(connection: sqlite3.Connection, source: str) -> list[tuple[Statement, Statement]]:
    """The statements to compare, one of the source first, in order of ids."""
    records: dict[str, str] = {}
    found: set[tuple[str, str]] = set()
    rows = connection.execute(query("comparison.own"), (source,)).fetchall()
    for shown, of_face in groupby(rows, key=lambda row: row["face"]):
        own = list(of_face)
        first = own[0]["id"]
        found |= {(row["id"], first) for row in own[1:]}
        others = connection.execute(query("comparison.elsewhere"), (shown, source)).fetchall()
        others += connection.execute(query("comparison.met"), (shown,)).fetchall()
        records |= {row["id"]: row["record"] for row in (*own, *others)}
        found |= {(first, row["id"]) for row in others}
    known = {identifier: decode(record, Statement) for identifier, record in records.items()}
    return [(known[one], known[other]) for one, other in sorted(found)]


def forget(connection: sqlite3.Connection, identifier: str) -> None:
    """Forgets the keys of a statement that goes, and leaves what was found by it to another of its face."""
    heir = connection.execute(query("comparison.heir"), (identifier,)).fetchone()
    if heir is not None:
        connection.execute(query("comparison.bequeath"), (identifier, heir["id"]))
        return
    connection.execute(
        "DELETE FROM face_key WHERE face = (SELECT face FROM statement WHERE id = ?1) AND NOT EXISTS ("
        "SELECT 1 FROM statement JOIN statement AS other ON other.face = statement.face"
        " WHERE statement.id = ?1 AND other.id <> ?1)",
        (identifier,),
    )


def of(connection: sqlite3.Connection, identifier: str) -> int | None:
    """The face of a statement; None where it has none."""
    row = connection.execute("SELECT face FROM statement WHERE id = ?", (identifier,)).fetchone()
    return row["face"] if row else None


def clash(connection: sqlite3.Connection, propositions: Iterable[str]) -> bool:
    """Whether statements of these propositions can stand in no proposition together."""
    held = [_faces(connection, name) for name in sorted(propositions)]
    return any(not compatible(a, b) for one, other in combinations(held, 2) for a in one for b in other)


def _faces(connection: sqlite3.Connection, proposition: str) -> list[Statement]:
    rows = connection.execute(query("comparison.faces"), (proposition,)).fetchall()
    return [decode(row["record"], Statement) for row in rows]


def grouped(
    connection: sqlite3.Connection,
    before: Mapping[str, sqlite3.Row],
    nodes: Collection[str],
    rows: Mapping[tuple[str, str], str],
) -> list[frozenset[str]]:
    """The propositions that statements form. ``before``: their rows; ``rows``: what is known of each two of them.

    Those of one face go together, unless a person parted some of them. Likeness that nobody decided on brings together
    only what is compatible throughout; a pair for which it did not is kept, so that what comes later is looked at with
    all of it.
    """
    apart = [pair for pair, state in rows.items() if state == LinkState.REJECTED]
    stands = _heads(before, nodes, apart)
    members: dict[str, set[str]] = {}
    for one in nodes:
        members.setdefault(stands[one], set()).add(one)
    bonds = [
        Bond(state == LinkState.CONFIRMED, stands[one], stands[other])
        for (one, other), state in rows.items()
        if state in (LinkState.SUGGESTED, LinkState.CONFIRMED)
    ]
    known: dict[str, Statement] = {}
    told: dict[tuple[str, str], bool] = {}
    kept: set[tuple[str, str]] = set()

    def statement(one: str) -> Statement:
        if one not in known:
            known[one] = decode(before[one]["record"], Statement)
        return known[one]

    def unlike(ours: Collection[str], theirs: Collection[str]) -> bool:
        for one in sorted(ours):
            for other in sorted(theirs):
                pair = (min(one, other), max(one, other))
                if pair not in told:
                    faced = all(end in before and before[end]["face"] is not None for end in pair)
                    told[pair] = faced and not compatible(statement(pair[0]), statement(pair[1]))
                if told[pair]:
                    kept.add(pair)
                    return True
        return False

    found = group(members, bonds, [(stands[one], stands[other]) for one, other in apart], unlike)
    connection.executemany(
        "INSERT OR IGNORE INTO likeness VALUES (?, ?, ?, 'cannot say the same')",
        [(*pair, UNLIKE) for pair in sorted(kept)],
    )
    return sorted((frozenset(one for head in heads for one in members[head]) for heads in found), key=min)


def _heads(
    before: Mapping[str, sqlite3.Row], nodes: Collection[str], apart: Iterable[tuple[str, str]]
) -> dict[str, str]:
    """For each statement the first of its face, which stands for it; itself where a person parted some of that face."""
    shown = {one: before[one]["face"] if one in before else None for one in nodes}
    parted = {shown.get(one) for one, other in apart if shown.get(one) == shown.get(other)}
    first: dict[int | None, str] = {}
    for one in sorted(nodes):
        if shown[one] is not None:
            first.setdefault(shown[one], one)
    return {one: one if shown[one] is None or shown[one] in parted else first[shown[one]] for one in nodes}
