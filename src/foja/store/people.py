"""Projection of names: groups of each document, parties across documents, decisions of persons."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from foja.model.event import Event
from foja.model.grouping import closure
from foja.model.party import NameGroup, Naming, party_id
from foja.model.record import decode, encode, row_number
from foja.model.statement import Statement
from foja.model.vocabulary import MentionKind, Review
from foja.resolve.parties import Edge, components, preferred_name
from foja.store import weighing
from foja.store.database import query
from foja.store.said import naming, party_key
from foja.store.sources import owe_anew, touch
from foja.text.fold import folded_text, key


def apply_naming(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    """Replaces the names of one document and lets parties follow."""
    names = decode(blobs(run["output"]), Naming)
    source = names.source
    again = {row["key"] for row in connection.execute("SELECT key FROM naming WHERE source = ?", (source,))}
    for row in connection.execute("SELECT first, second FROM alias WHERE source = ?", (source,)):
        again |= {row["first"], row["second"]}
    for old in sorted(again):
        _count_name(connection, source, old, -1)
    connection.execute("DELETE FROM naming WHERE source = ?", (source,))
    connection.execute("DELETE FROM alias WHERE source = ?", (source,))
    for found in names.groups:
        connection.execute(
            "INSERT INTO naming VALUES (?, ?, ?, ?, ?, ?)",
            (source, found.key, found.name, found.kind, len(found.spans), encode(found).decode()),
        )
        _count_name(connection, source, found.key, +1)
    for alias in names.aliases:
        connection.execute(
            "INSERT OR IGNORE INTO alias VALUES (?, ?, ?, ?)", (source, alias.first, alias.second, alias.reason)
        )
        if _party(connection, alias.first) != _party(connection, alias.second):
            again |= {alias.first, alias.second}
    for found in names.groups:
        if found.key in again or not _add(connection, source, found.key):
            again.add(found.key)
    if again:
        regroup(connection, again)
    connection.execute("UPDATE source SET naming = ? WHERE sha256 = ?", (run["output"], source))
    forms = by_form(names.groups)
    for row in connection.execute("SELECT record, review FROM statement WHERE source = ?", (source,)).fetchall():
        statement = decode(row["record"], Statement)
        link_statement(connection, statement, names.groups, forms)
        if row["review"] == Review.ACCEPTED:
            weighing.refresh(connection, statement.id)
    owe_anew(connection, "weigh.sketch", run["output"])


def _count_name(connection: sqlite3.Connection, source: str, name_key: str, sign: int) -> None:
    """Adds or takes away one document's forms in the counts of a key, so that no large party is ever summed up."""
    rows = connection.execute(
        "SELECT name, kind, mentions FROM naming WHERE source = ? AND key = ?", (source, name_key)
    ).fetchall()
    for row in rows:
        connection.execute(
            "INSERT INTO name_count VALUES (?, ?, ?, ?, ?) ON CONFLICT (key, name, kind) DO UPDATE SET"
            " mentions = mentions + excluded.mentions, documents = documents + excluded.documents",
            (name_key, row["name"], row["kind"], sign * row["mentions"], sign),
        )
        connection.execute("DELETE FROM name_count WHERE key = ? AND documents <= 0", (name_key,))


def _party(connection: sqlite3.Connection, name_key: str) -> str:
    row = connection.execute("SELECT party FROM party_key WHERE key = ?", (name_key,)).fetchone()
    return row["party"] if row else ""


def _add(connection: sqlite3.Connection, source: str, name_key: str) -> bool:
    """Adds a document to the party that its key already belongs to. False when there is no such party."""
    party = _party(connection, name_key)
    if not party:
        return False
    connection.execute("INSERT OR IGNORE INTO party_document VALUES (?, ?)", (party, source))
    _describe(connection, party)
    return True


def edges_of(connection: sqlite3.Connection, name_key: str) -> list[Edge]:
    """Every piece of evidence and every decision that joins ``name_key`` with another key."""
    rows = connection.execute(query("names.edges"), (name_key,)).fetchall()
    return [Edge(row["other"], row["reason"], bool(row["decided"])) for row in rows]


def regroup(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Forms anew the parties that hold any of ``keys`` or that these lead to."""
    asked = set(keys)
    for party in sorted({party for name_key in asked if (party := _party(connection, name_key))}):
        rows = connection.execute("SELECT key FROM party_key WHERE party = ?", (party,)).fetchall()
        asked |= {row["key"] for row in rows}
    near = closure(asked, lambda one: [edge.key for edge in edges_of(connection, one)])
    before = {one: party_key(connection, one) for one in near}
    parted = [
        (row["first"], row["second"])
        for one in sorted(near)
        for row in connection.execute("SELECT first, second FROM name_decision WHERE first = ? AND joined = 0", (one,))
    ]
    found = components(near, lambda one: edges_of(connection, one), parted)
    for party in sorted({party for one in near if (party := _party(connection, one))}):
        _remove(connection, party)
    for component in found:
        _form(connection, list(component.keys))
    elsewhere = [one for one in near if party_key(connection, one) != before[one]]
    weighing.look_anew(connection, naming(connection, elsewhere))
    weighing.recount_spoken(connection, elsewhere)


def _remove(connection: sqlite3.Connection, party: str) -> None:
    connection.execute("DELETE FROM party_words WHERE rowid = ?", (row_number(party),))
    connection.execute("DELETE FROM party WHERE id = ?", (party,))
    connection.execute("DELETE FROM party_key WHERE party = ?", (party,))
    connection.execute("DELETE FROM party_document WHERE party = ?", (party,))


def _form(connection: sqlite3.Connection, keys: list[str]) -> None:
    """Writes one party. Keys that no document names any more form none."""
    marks = ", ".join("?" * len(keys))
    if not connection.execute(f"SELECT 1 FROM name_count WHERE key IN ({marks}) LIMIT 1", keys).fetchone():  # noqa: S608
        return
    party = party_id(keys[0])
    for name_key in keys:
        connection.execute("INSERT INTO party_key VALUES (?, ?, ?)", (name_key, party_id(name_key), party))
    connection.execute(
        f"INSERT INTO party_document SELECT DISTINCT ?, source FROM naming WHERE key IN ({marks})",  # noqa: S608
        [party, *keys],
    )
    connection.execute(
        "INSERT INTO party VALUES (?, ?, ?, '', 'unknown', 0, (SELECT count(*) FROM party_document WHERE party = ?))",
        (row_number(party), party, keys[0], party),
    )
    _describe(connection, party)


def _describe(connection: sqlite3.Connection, party: str) -> None:
    """The shown name and kind of a party: those used most, by counts kept for each key."""
    rows = connection.execute(
        "SELECT name, kind, mentions, documents FROM party_key JOIN name_count USING (key) WHERE party = ?", (party,)
    ).fetchall()
    uses: dict[str, int] = {}
    kinds: dict[str, int] = {}
    for row in rows:
        uses[row["name"]] = uses.get(row["name"], 0) + row["documents"]
        if row["kind"] != MentionKind.UNKNOWN:
            kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["mentions"]
    kind = min(kinds, key=lambda k: (-kinds[k], k), default=MentionKind.UNKNOWN.value)
    name = preferred_name(uses, person=kind == MentionKind.PERSON)
    mentions = sum(row["mentions"] for row in rows)
    connection.execute("UPDATE party SET name = ?, kind = ?, mentions = ? WHERE id = ?", (name, kind, mentions, party))
    words = " ".join(sorted({folded_text(n) for n in uses}))
    connection.execute("INSERT OR REPLACE INTO party_words (rowid, words) VALUES (?, ?)", (row_number(party), words))


def by_form(groups: Iterable[NameGroup]) -> dict[str, set[str]]:
    """Keys of the parties that each folded form means in one document."""
    found: dict[str, set[str]] = {}
    for one in groups:
        for form in {one.key, *map(key, one.forms)}:
            found.setdefault(form, set()).add(one.key)
    return found


def link_statement(
    connection: sqlite3.Connection,
    statement: Statement,
    groups: Sequence[NameGroup] | None = None,
    forms: dict[str, set[str]] | None = None,
) -> None:
    """Links a statement to the parties named inside its content, and to the one that is said to say it.

    ``groups`` and ``forms`` (see ``by_form``) are those of its document; they are read where they are not given.
    """
    if groups is None:
        rows = connection.execute("SELECT record FROM naming WHERE source = ?", (statement.source,)).fetchall()
        groups = [decode(row["record"], NameGroup) for row in rows]
    forms = by_form(groups) if forms is None else forms
    connection.execute("DELETE FROM statement_party WHERE statement = ?", (statement.id,))
    start, end = statement.passage.start, statement.passage.end
    about = {g.key for g in groups if any(start <= s and e <= end for s, e in g.spans)}
    speaker = statement.speaker
    by = set(forms.get(key(speaker.name), ()))
    by |= {g.key for g in groups if (speaker.start, speaker.end) in g.spans}
    if not by and speaker.name:
        by = {key(speaker.name)}
    for role, keys in (("about", about), ("by", by)):
        for name_key in sorted(keys):
            connection.execute(query("party.link_statement"), (statement.id, name_key, role))


def apply_joined(connection: sqlite3.Connection, event: Event) -> None:
    _decide(connection, event, joined=True)


def apply_parted(connection: sqlite3.Connection, event: Event) -> None:
    _decide(connection, event, joined=False)


def _decide(connection: sqlite3.Connection, event: Event, *, joined: bool) -> None:
    keys = sorted(set(event.body["keys"]))
    reason = f"{'Joined' if joined else 'Kept apart'} by {event.actor.name}: {event.why}"
    for first, second in pairwise(keys):
        connection.execute(
            "INSERT INTO name_decision VALUES (?, ?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET"
            " joined = excluded.joined, reason = excluded.reason",
            (first, second, joined, reason),
        )
    for name_key in keys:
        touch(connection, name_key, event.seq)
    regroup(connection, keys)
