"""Projection of the signs that two texts share an origin, beyond their wording: one release, one rare oddity.

Signs are made from accepted statements alone. A decision makes anew only those that its statement takes part in. What
is kept is a function of the accepted statements, the parties, the days and the other links, in whatever order they
came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from foja.model.record import decode, encode
from foja.model.support import Conflict, Link
from foja.model.vocabulary import LinkKind, LinkState
from foja.store import said
from foja.store.database import query
from foja.text.fold import key
from foja.weigh.releases import DAYS, Release, release_of, same_release
from foja.weigh.said import Said
from foja.weigh.shared_errors import Spelling, one_letter_apart, shared_figures, shared_spellings

Pair = tuple[str, str, str]
"""A kind of link and two texts."""
FEW = 20
"""Statements of one value in two texts, at most."""
MOST = 500
"""Statements of a name that are looked at for its spelling."""


def refresh(connection: sqlite3.Connection, statements: Iterable[str], conflicts: Iterable[str]) -> set[str]:
    """Finds anew the signs that these statements and conflicts take part in, or took part in before. Returns the texts
    whose links changed."""
    pairs: set[Pair] = set()
    for statement in sorted(set(statements)):
        pairs |= _releases(connection, statement)
        pairs |= _spellings(connection, statement)
    for conflict in sorted(set(conflicts)):
        pairs |= _figures(connection, conflict)
    return _settle(connection, pairs)


def settle(connection: sqlite3.Connection, texts: Iterable[str]) -> set[str]:
    """Looks anew which signs of these texts are links, after other links of theirs came or went. Returns the texts
    whose links changed."""
    pairs = {
        (row["kind"], row["first"], row["second"])
        for text in sorted(set(texts))
        for row in connection.execute(query("sign.of_text"), (text,)).fetchall()
    }
    return _settle(connection, pairs)


def _settle(connection: sqlite3.Connection, pairs: Iterable[Pair]) -> set[str]:
    changed: set[str] = set()
    for kind, first, second in sorted(pairs):
        link = _link(connection, kind, first, second)
        identifier = Link(kind=LinkKind(kind), first=first, second=second).id
        row = connection.execute("SELECT state, record FROM link WHERE id = ?", (identifier,)).fetchone()
        if link is None:
            if row is not None and row["state"] == LinkState.SUGGESTED:
                connection.execute("DELETE FROM link WHERE id = ?", (identifier,))
                changed |= {first, second}
        elif row is None or row["record"] != encode(link).decode():
            connection.execute(query("link.insert"), (link.id, link.kind, first, second, encode(link).decode()))
            changed |= {first, second}
    return changed


def _link(connection: sqlite3.Connection, kind: str, first: str, second: str) -> Link | None:
    """The link that the signs of a pair make together; None where there are none, or where one text copies the
    other."""
    signs = [
        decode(row["record"], Link)
        for row in connection.execute(query("sign.of_pair"), (kind, first, second)).fetchall()
    ]
    if not signs or connection.execute(query("sign.copied"), (first, second)).fetchone():
        return None
    spans = tuple(sorted({span for sign in signs for span in sign.spans}))
    reasons = list(dict.fromkeys(sign.reason for sign in signs))
    return Link(kind=LinkKind(kind), first=first, second=second, spans=spans, reason="; ".join(reasons))


def _drop(connection: sqlite3.Connection, token: str) -> set[Pair]:
    rows = connection.execute(query("sign.resting_on"), (token,)).fetchall()
    connection.execute("DELETE FROM sign WHERE one = ?1 OR other = ?1", (token,))
    return {(row["kind"], row["first"], row["second"]) for row in rows}


def _keep(connection: sqlite3.Connection, one: str, other: str, link: Link) -> Pair:
    connection.execute(
        "INSERT OR REPLACE INTO sign VALUES (?, ?, ?, ?, ?, ?)",
        (link.kind, one, other, link.first, link.second, encode(link).decode()),
    )
    return link.kind, link.first, link.second


def _releases(connection: sqlite3.Connection, statement: str) -> set[Pair]:
    pairs = _drop(connection, statement)
    connection.execute("DELETE FROM release WHERE statement = ?", (statement,))
    ours = _release(connection, statement)
    if ours is None:
        return pairs
    rows = connection.execute(query("release.near"), (ours.body, ours.day - DAYS, ours.day + DAYS)).fetchall()
    connection.execute("INSERT INTO release VALUES (?, ?, ?)", (ours.body, ours.day, statement))
    for row in rows:
        theirs = _release(connection, row["statement"])
        link = same_release(ours, theirs) if theirs else None
        if link is not None:
            one, other = sorted((statement, row["statement"]))
            pairs.add(_keep(connection, one, other, link))
    return pairs


def _release(connection: sqlite3.Connection, statement: str) -> Release | None:
    if not said.stands(connection, statement):
        return None
    one = said.known(connection, statement)
    row = connection.execute(query("release.body"), (statement,)).fetchone()
    name = (row["key"] if row else None) or key(one.statement.speaker.name)
    return release_of(one, said.party_key(connection, name) if name else "", said.paragraph_of(connection, statement))


def _figures(connection: sqlite3.Connection, conflict: str) -> set[Pair]:
    pairs = _drop(connection, conflict)
    row = connection.execute("SELECT record FROM conflict WHERE id = ?", (conflict,)).fetchone()
    if row is None:
        return pairs
    found = decode(row["record"], Conflict)
    if not any(2 <= len(ids) <= FEW for _, ids in found.sides):
        return pairs  # none of its values is rare: a large conflict is not read through for nothing
    parts = {one: said.known(connection, one) for _, ids in found.sides for one in ids}
    return pairs | {_keep(connection, conflict, "", link) for link in shared_figures(found, parts)}


def _spellings(connection: sqlite3.Connection, statement: str) -> set[Pair]:
    """The spellings of the parties that a statement names, or named before it was taken back."""
    keys = {row["key"] for row in connection.execute(query("sign.named"), (statement,)).fetchall()}
    for one in sorted(keys):
        keys |= {row["key"] for row in connection.execute(query("sign.keys_of_party"), (one,)).fetchall()}
    pairs: set[Pair] = set()
    for one in sorted(keys):
        pairs |= _drop(connection, one)
    for party in sorted({said.party_key(connection, one) for one in keys}):
        every = [row["key"] for row in connection.execute(query("sign.keys_of_party"), (party,)).fetchall()]
        near = [one for one in every if any(one_letter_apart(one, other) for other in every)]
        spellings = [spelling for one in near for spelling in _spelling(connection, one)]
        pairs |= {_keep(connection, odd, usual, link) for odd, usual, link in shared_spellings(spellings)}
    return pairs


def _spelling(connection: sqlite3.Connection, name_key: str) -> Iterator[Spelling]:
    """How a name is written in each language: by one statement of each text that has it."""
    found: dict[str, list[Said]] = {}
    for row in connection.execute(query("sign.spelled"), (name_key, MOST)).fetchall():
        found.setdefault(row["language"], []).append(said.known(connection, row["statement"]))
    for language, parts in sorted(found.items()):
        yield Spelling(key=name_key, language=language, parts=tuple(parts))
