"""Questions whose answers span a case: precedents for an exposure table, deadlines, filings under elements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from foja.law.deadlines import Due, deadlines
from foja.law.machine import machine_named, machines
from foja.model.act import Matter
from foja.model.deadlines import DeadlineRow
from foja.model.particular import Circumstance, decoded
from foja.model.proceedings import ActRow, Subject
from foja.store.ask_acts import clocks
from foja.store.ask_arguments import cited
from foja.store.ask_matters import known, named_subject
from foja.store.database import query

PRECEDENTS = ("visit", "refusal_ground")
"""Kinds of circumstances that tell how a request ended before."""


def precedents(connection: sqlite3.Connection, as_of: str, known_by: str) -> list[Circumstance]:
    """Visits and refusals of surrender on file, of anybody, by both clocks."""
    asked = {"kinds": json.dumps(PRECEDENTS), **clocks(as_of, known_by)}
    rows = connection.execute(query("argument.precedents"), asked).fetchall()
    return [one for row in rows if isinstance(one := decoded(row["record"]), Circumstance)]


def due(connection: sqlite3.Connection, as_of: str, known_by: str, subject: str = "") -> tuple[DeadlineRow, ...]:
    """Days that follow from acts on file; of one party (its id, or the name key of one without) where one is named."""
    rows = connection.execute(query("act.subjects_of_machine"), (json.dumps(sorted(machines())),)).fetchall()
    acts = [one for one in known(rows) if not subject or one.subject == subject]
    found = deadlines(acts, as_of, known_by)
    shown = {row.act.id: row for row in cited(connection, [one.act for one in found], as_of, known_by)[0]}
    return tuple(_rows(connection, found, shown))


def _rows(connection: sqlite3.Connection, found: Iterable[Due], acts: dict[str, ActRow]) -> Iterable[DeadlineRow]:
    """One row for all whom the same act gives the same day."""
    together: dict[tuple[str, str, str], list[Due]] = {}
    for one in found:
        together.setdefault((one.act, one.earliest, one.latest), []).append(one)
    for dues in together.values():
        one = dues[0]
        act, machine = acts[one.act], machine_named(one.machine)
        title = connection.execute(query("act.title"), (one.matter,)).fetchone()["title"]
        subjects = tuple(_subject(connection, due.subject, act) for due in dues)
        yield DeadlineRow(
            earliest=one.earliest, latest=one.latest, matter=Matter(id=one.matter, machine=one.machine, title=title),
            title=machine.title, subjects=subjects, act=act, passed=one.passed,
            why=one.rule.words if one.rule else f"the act names the day itself: {act.words}",
            cite=one.rule.cite if one.rule else "", read=one.rule.read if one.rule else None,
        )  # fmt: skip


def _subject(connection: sqlite3.Connection, subject: str, act: ActRow) -> Subject:
    return named_subject(connection, subject, {act.act.id: act})
