"""Which propositions statements form: those of one face go together, and those that likeness or a person joins, where
all of them can say the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from foja.model.grouping import Bond, group
from foja.model.record import decode
from foja.model.statement import Statement
from foja.model.vocabulary import LinkState
from foja.store.database import query
from foja.weigh.likeness import compatible

UNLIKE = "unlike"
"""State of two statements that can stand in no proposition together, and that likeness to others led to one another."""


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
