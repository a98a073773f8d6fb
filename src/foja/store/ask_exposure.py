"""Questions whose answers span a case: precedents for an exposure table, deadlines, filings under elements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from foja.law.deadlines import Due, deadlines
from foja.law.exposure import Answered
from foja.law.machine import machine_named, machines
from foja.model.act import Matter, OfficialAct
from foja.model.deadlines import DeadlineRow
from foja.model.errors import UsageError
from foja.model.item import Position
from foja.model.particular import Circumstance, decoded
from foja.model.proceedings import ActRow, Subject
from foja.model.record import decode
from foja.model.vocabulary import ActFamily
from foja.store.ask_acts import clocks
from foja.store.ask_arguments import cited
from foja.store.ask_items import named
from foja.store.ask_matters import known, named_subject
from foja.store.database import query
from foja.text.countries import code_of

PRECEDENTS = ("visit", "refusal_ground")
"""Kinds of circumstances that tell how a request ended before."""


def precedents(connection: sqlite3.Connection, as_of: str, known_by: str) -> list[Circumstance]:
    """Visits and refusals of surrender on file, of anybody, by both clocks."""
    asked = {"kinds": json.dumps(PRECEDENTS), **clocks(as_of, known_by)}
    rows = connection.execute(query("argument.precedents"), asked).fetchall()
    return [one for row in rows if isinstance(one := decoded(row["record"]), Circumstance)]


def answered(connection: sqlite3.Connection, keys: Sequence[str], as_of: str, known_by: str) -> list[Answered]:
    """What states made of acts about the party with these name keys, and of the matters that those are in. A position
    of anybody else is of no country."""
    asked = {"keys": json.dumps(list(keys)), **clocks(as_of, known_by)}
    found: dict[str, Answered] = {}
    for row in connection.execute(query("argument.positions"), asked):
        one = decode(row["record"], Position)
        code = state_of(one.holder.name)
        if code:
            words = f"{one.holder.name} {one.stance.value.replace('_', ' ')}"
            words += f": {one.words}" if one.words else ""
            when = one.date.edtf or one.date.verbatim
            words = f"{words}, {when} (on: {named(connection, one.on)})"
            found[row["id"]] = Answered(code, one.stance, words, row["latest"], row["id"])
    return list(found.values())


def asking(connection: sqlite3.Connection, keys: Sequence[str], as_of: str, known_by: str) -> list[str]:
    """Codes of the states whose proceedings are on file about the party, or that asked another to arrest or to
    surrender it: by the legal order of the machine, and by the name of who acted."""
    asked = {"keys": json.dumps(list(keys)), **clocks(as_of, known_by)}
    found = set()
    for row in connection.execute(query("argument.asking"), asked):
        machine, act = machine_named(row["machine"]), decode(row["record"], OfficialAct)
        move = machine.move(act.kind)
        found.add(state_of(machine.order.partition(":")[0]))
        if machine.name == "extradition" and move and move.family is ActFamily.REQUEST:
            found.add(state_of(act.authority.name))
    return sorted(found - {""})


def state_of(name: str) -> str:
    """The code of a state by its name, or of its government ("Government of X"); empty where it names none."""
    try:
        return code_of(name.removeprefix("Government of "))
    except UsageError:
        return ""


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
