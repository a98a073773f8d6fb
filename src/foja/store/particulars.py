"""Projection of particulars: recorded, corrected, withdrawn by persons. Nothing is overwritten."""

from __future__ import annotations

import sqlite3

from foja.law.fold import FIRST, LAST
from foja.model.event import Event
from foja.model.particular import (
    Circumstance,
    Filing,
    Particular,
    Resolution,
    named,
    particular,
    sort_of,
    span,
)
from foja.model.record import encode
from foja.model.vocabulary import ActState
from foja.store.database import query
from foja.store.sources import touch


def apply_recorded(connection: sqlite3.Connection, event: Event) -> None:
    if "particular" in event.body:  # else its fields were withheld
        _insert(connection, particular(event.body["particular"]), event)


def apply_corrected(connection: sqlite3.Connection, event: Event) -> None:
    """The corrected one is superseded, for good; its replacement is recorded."""
    if "particular" not in event.body or "replacement" not in event.body:
        return
    replacement = particular(event.body["replacement"])
    _insert(connection, replacement, event)
    _end(connection, event, ActState.SUPERSEDED, replacement.id)


def apply_withdrawn(connection: sqlite3.Connection, event: Event) -> None:
    if "particular" in event.body:
        _end(connection, event, ActState.WITHDRAWN)


def kind_of(one: Particular) -> str:
    """What a list of its sort is divided by."""
    if isinstance(one, Circumstance):
        return one.kind
    if isinstance(one, Resolution):
        return one.issue
    return one.charge if isinstance(one, Filing) else ""


def _insert(connection: sqlite3.Connection, one: Particular, event: Event) -> None:
    since, _ = span(one)
    earliest, latest = (since.earliest or FIRST, since.latest or LAST) if since else (FIRST, LAST)
    connection.execute(
        query("particular.insert"),
        (
            one.id, sort_of(one), kind_of(one), earliest, latest, ActState.RECORDED, not one.rests_on,
            "" if one.rests_on else event.at[:10], event.seq, event.actor.name, event.at, encode(one).decode(),
        ),
    )  # fmt: skip
    for role, parties in named(one).items():
        connection.executemany(
            "INSERT OR IGNORE INTO act_party VALUES (?, ?, ?)", [(party.key, role, one.id) for party in parties]
        )
    touch(connection, one.id, event.seq)
    for statement in one.rests_on:
        connection.execute(query("act.rest"), (one.id, statement))
        touch(connection, statement, event.seq)


def _end(connection: sqlite3.Connection, event: Event, state: ActState, by: str = "") -> None:
    # What ended stays ended: the database refuses anything else.
    connection.execute(
        "UPDATE particular SET state = ?, superseded_by = ? WHERE id = ? AND state = 'recorded'",
        (state, by, event.body["particular"]),
    )
    touch(connection, event.body["particular"], event.seq)
