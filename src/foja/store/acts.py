"""Projection of acts: recorded, corrected, withdrawn by persons. Nothing is overwritten."""

from __future__ import annotations

import sqlite3

from foja.law.fold import dated
from foja.model.act import OfficialAct
from foja.model.event import Event
from foja.model.record import convert, encode
from foja.model.vocabulary import ActState
from foja.store.database import query
from foja.store.sources import touch


def apply_recorded(connection: sqlite3.Connection, event: Event) -> None:
    if "act" in event.body:  # else its fields were withheld
        _insert(connection, convert(event.body["act"], OfficialAct), event)


def apply_corrected(connection: sqlite3.Connection, event: Event) -> None:
    """The corrected act is superseded, for good; its replacement is recorded."""
    if "act" not in event.body or "replacement" not in event.body:
        return
    replacement = convert(event.body["replacement"], OfficialAct)
    _insert(connection, replacement, event)
    _end(connection, event, ActState.SUPERSEDED, replacement.id)


def apply_withdrawn(connection: sqlite3.Connection, event: Event) -> None:
    if "act" in event.body:
        _end(connection, event, ActState.WITHDRAWN)


def _insert(connection: sqlite3.Connection, act: OfficialAct, event: Event) -> None:
    days = dated(act)
    connection.execute(
        query("act.insert"),
        (
            act.id, act.matter.id, act.matter.machine, act.matter.title, act.kind, days.earliest, days.latest,
            *days.until, ActState.RECORDED, not act.rests_on, "" if act.rests_on else event.at[:10], event.seq,
            event.actor.name, event.at, encode(act).decode(),
        ),
    )  # fmt: skip
    for role, parties in (("person", act.persons), ("authority", (act.authority,))):
        connection.executemany(
            "INSERT OR IGNORE INTO act_party VALUES (?, ?, ?)", [(party.key, role, act.id) for party in parties]
        )
    for statement in act.rests_on:
        connection.execute(query("act.rest"), (act.id, statement))
    touch(connection, act.id, event.seq)
    for statement in act.rests_on:
        touch(connection, statement, event.seq)


def _end(connection: sqlite3.Connection, event: Event, state: ActState, by: str = "") -> None:
    # What ended stays ended: the database refuses anything else.
    connection.execute(
        "UPDATE official_act SET state = ?, superseded_by = ? WHERE id = ? AND state = 'recorded'",
        (state, by, event.body["act"]),
    )
    touch(connection, event.body["act"], event.seq)
