"""What became known since a day: sources, statements, acts, posts, items, and where matters stand otherwise for it."""

from __future__ import annotations

import datetime
import json
import sqlite3

from foja.law.fold import LAST
from foja.law.machine import machines
from foja.law.standing import Standing, standings
from foja.model.page_check import Changes, StateChange
from foja.model.proceedings import SubjectState
from foja.store import ask_acts, ask_matters
from foja.store.ask_items import item_rows
from foja.store.ask_particulars import rows_of
from foja.store.ask_sources import source_row
from foja.store.ask_statements import statement_row
from foja.store.database import query
from foja.store.flags import flagged


def changes(connection: sqlite3.Connection, since: str, as_of: str, known_by: str, limit: int) -> Changes:
    """``since``, ``as_of``, ``known_by``: ISO days; states are those of ``as_of``, or of all that is on file where
    it is empty. ``known_by``: the last day that counts; empty: up to now."""
    before = str(datetime.date.fromisoformat(since) - datetime.timedelta(days=1))
    asked = {"since": since, "until": known_by or LAST, "limit": limit}
    known = connection.execute(query("changes.statements"), asked).fetchall()
    return Changes(
        since=since,
        as_of=as_of,
        known_by=known_by,
        sources=tuple(source_row(row) for row in connection.execute(query("changes.sources"), asked).fetchall()),
        statements=flagged(connection, map(statement_row, known)),
        acts=ask_acts.act_rows(connection, connection.execute(query("changes.acts"), asked).fetchall()),
        posts=rows_of(connection, connection.execute(query("changes.posts"), asked).fetchall()),
        items=item_rows(connection, connection.execute(query("changes.items"), asked).fetchall()),
        states=_states(connection, before, as_of, known_by),
        total=connection.execute(query("changes.count"), asked).fetchone()[0],
        recorded={
            row["sort"]: row["number"] for row in connection.execute(query("changes.recorded"), asked) if row["number"]
        },
    )


def _states(connection: sqlite3.Connection, before: str, as_of: str, known_by: str) -> tuple[StateChange, ...]:
    """Matters that stand otherwise for somebody by what became known."""
    rows = connection.execute(query("act.subjects_of_machine"), (json.dumps(list(machines())),)).fetchall()
    acts = ask_matters.known(rows)
    old = {(one.matter, one.subject): one for one in standings(acts, as_of, before)}
    made = []
    for one in standings(acts, as_of, known_by):
        earlier = old.get((one.matter, one.subject))
        if earlier is None or _stands(earlier) != _stands(one):
            now = _shown(connection, one, as_of, known_by)
            made.append(StateChange(before=_shown(connection, earlier, as_of, before) if earlier else None, after=now))
    return tuple(made)


def _stands(one: Standing) -> object:
    return {state: one.fold.answer(state) for state in one.fold.states}, one.fold.holds, one.fold.until


def _shown(connection: sqlite3.Connection, one: Standing, as_of: str, known_by: str) -> SubjectState:
    led = sorted({identifier for ids in one.fold.states.values() for identifier in ids})
    rows = [connection.execute(query("act.row"), (identifier,)).fetchone() for identifier in led]
    acts = {row.act.id: row for row in ask_acts.act_rows(connection, rows, as_of, known_by)}
    return ask_matters.state_of(connection, one, {}, acts)
