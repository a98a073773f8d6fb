"""Projection of incidents, evidence and positions, and of marks beside statements. Nothing is overwritten."""

from __future__ import annotations

import sqlite3

from foja.law.fold import FIRST, LAST
from foja.model.event import Event
from foja.model.item import SORTS, Evidence, Item, Position, date_of, parties_of, parts_of, rests_of, sort_of
from foja.model.record import convert, encode
from foja.model.vocabulary import ActState
from foja.store.database import query
from foja.store.sources import touch


def apply_recorded(connection: sqlite3.Connection, event: Event) -> None:
    if "item" in event.body:  # else its fields were withheld
        _insert(connection, convert(event.body["item"], _kind(event)), event)


def apply_corrected(connection: sqlite3.Connection, event: Event) -> None:
    """The corrected item is superseded, for good; its replacement is recorded."""
    if "item" not in event.body or "replacement" not in event.body:
        return
    replacement = convert(event.body["replacement"], _kind(event))
    _insert(connection, replacement, event)
    _end(connection, event, ActState.SUPERSEDED, replacement.id)


def apply_withdrawn(connection: sqlite3.Connection, event: Event) -> None:
    if "item" in event.body:
        _end(connection, event, ActState.WITHDRAWN)


def apply_marked(connection: sqlite3.Connection, event: Event) -> None:
    if not {"statement", "mark"} <= set(event.body):
        return
    identifier, mark = event.body["statement"], event.body["mark"]
    connection.execute("DELETE FROM statement_mark WHERE statement = ? AND mark = ?", (identifier, mark))
    if event.kind == "statement.marked":
        connection.execute("INSERT INTO statement_mark VALUES (?, ?, ?, ?)", (identifier, mark, event.why, event.seq))
    touch(connection, identifier, event.seq)


def _kind(event: Event) -> type[Item]:
    return SORTS[event.kind.partition(".")[0]]


def _insert(connection: sqlite3.Connection, item: Item, event: Event) -> None:
    date = date_of(item)
    earliest, latest = (date.earliest or FIRST, date.latest or LAST) if date else (FIRST, LAST)
    rests = rests_of(item)
    kind = item.kind if isinstance(item, Evidence) else item.stance if isinstance(item, Position) else ""
    connection.execute(
        query("item.insert"),
        (
            item.id, sort_of(item), item.on if isinstance(item, Position) else "", kind, earliest, latest,
            ActState.RECORDED, not rests, "" if rests else event.at[:10], event.seq, event.actor.name, event.at,
            encode(item).decode(),
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT OR IGNORE INTO item_party VALUES (?, ?)", [(party.key, item.id) for party in parties_of(item)]
    )
    for part, ids in parts_of(item).items():
        for statement in ids:
            connection.execute("INSERT OR IGNORE INTO item_basis VALUES (?, ?, ?)", (item.id, part, statement))
    for target in (item.id, *rests):
        touch(connection, target, event.seq)


def _end(connection: sqlite3.Connection, event: Event, state: ActState, by: str = "") -> None:
    connection.execute(
        "UPDATE item SET state = ?, superseded_by = ? WHERE id = ? AND state = 'recorded'",
        (state, by, event.body["item"]),
    )
    touch(connection, event.body["item"], event.seq)
