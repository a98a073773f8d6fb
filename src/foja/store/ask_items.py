"""Questions about incidents, evidence and positions: lists, and one whole, each with the statements it rests on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from foja.law.fold import FIRST, LAST
from foja.law.machine import machine_named
from foja.model import dates
from foja.model.act import OfficialAct
from foja.model.errors import UsageError
from foja.model.item import FIGURE, SORTS, Position, date_of
from foja.model.item_rows import ItemBasis, ItemRow, ItemView
from foja.model.record import decode
from foja.model.rows import Page
from foja.model.statement import Figure, Statement
from foja.model.vocabulary import ActState, Review
from foja.store.ask_acts import clocks
from foja.store.ask_statements import statement_row
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.flags import flagged
from foja.store.folder import CaseFolder


def items(
    connection: sqlite3.Connection, sort: str, *, as_of: str = "", known_by: str = "", target: str = "", kind: str = "",
    keys: Iterable[str] | None = None, after: str = "", limit: int = 50,
) -> Page[ItemRow]:  # fmt: skip
    """Recorded items of a sort by date. ``target``: positions on this. ``kind``: of evidence, or a stance.
    ``keys``: name keys of one party: only items that name it."""
    begin = read_cursor(after, 2) if after else ["", ""]
    asked = {
        "sort": sort, "begin": begin[0], "after": begin[1], "target": target, "kind": kind,
        "keys": "" if keys is None else json.dumps(sorted(keys)), **clocks(as_of, known_by),
    }  # fmt: skip
    total = connection.execute(query("item.count"), asked).fetchone()[0]
    found = connection.execute(query("item.page"), {**asked, "limit": limit + 1}).fetchall()
    more = len(found) > limit
    found = found[:limit]
    next_ = write_cursor([found[-1]["earliest"], found[-1]["id"]]) if more else ""
    return Page(items=item_rows(connection, found, as_of, known_by), total=total, after=next_)


def item_rows(
    connection: sqlite3.Connection, rows: Iterable[sqlite3.Row], as_of: str = "", known_by: str = ""
) -> tuple[ItemRow, ...]:
    return tuple(_row(connection, row, as_of, known_by) for row in rows)


def _row(connection: sqlite3.Connection, row: sqlite3.Row, as_of: str, known_by: str) -> ItemRow:
    item = decode(row["record"], SORTS[row["sort"]])
    date = date_of(item)
    return ItemRow(
        sort=row["sort"], item=item, state=ActState(row["state"]), known_on=row["known_on"],
        basis=_basis(connection, row["id"], known_by), entered=bool(row["entered"]),
        on_words=named(connection, item.on) if isinstance(item, Position) else "",
        holds=dates.by(_open(row["earliest"]), _open(row["latest"]), as_of) if as_of and date else None,
        superseded_by=row["superseded_by"], by=row["recorded_by"], at=row["recorded_at"],
    )  # fmt: skip


def _open(bound: str) -> str | None:
    return None if bound in (FIRST, LAST) else bound


def _basis(connection: sqlite3.Connection, item: str, known_by: str) -> tuple[ItemBasis, ...]:
    rows = connection.execute(query("item.basis"), (item,)).fetchall()
    found = [row for row in rows if not known_by or row["known_on"] <= known_by]
    shown = flagged(connection, map(statement_row, found))
    return tuple(
        ItemBasis(
            part=row["part"], row=one, known_on=row["known_on"],
            counts=row["review"] == Review.ACCEPTED,
            figures=tuple(map(figure_words, decode(row["record"], Statement).figures)) if row["part"] == FIGURE else (),
        )
        for row, one in zip(found, shown, strict=True)
    )  # fmt: skip


def figure_words(figure: Figure) -> str:
    """What is counted and how many: "killed: 85", "injured: 151 or more"."""
    low, high = (f"{bound:g}" if bound is not None else "" for bound in (figure.low, figure.high))
    if low == high:
        return f"{figure.what}: {low}"
    if low and high:
        return f"{figure.what}: {low} to {high}"
    return f"{figure.what}: {low} or more" if low else f"{figure.what}: {high} or fewer"


def named(connection: sqlite3.Connection, target: str) -> str:
    """What a position is on, in words."""
    row = connection.execute("SELECT record FROM official_act WHERE id = ?", (target,)).fetchone()
    if row:
        act = decode(row["record"], OfficialAct)
        move = machine_named(act.matter.machine).move(act.kind)
        return f"{move.words if move else act.kind} ({act.date.edtf}), {act.matter.title}"
    row = connection.execute("SELECT title FROM official_act WHERE matter = ? LIMIT 1", (target,)).fetchone()
    if row:
        return str(row["title"])
    row = connection.execute(query("item.row"), (target,)).fetchone()
    item = decode(row["record"], SORTS[row["sort"]]) if row else None
    return item.title if item is not None and not isinstance(item, Position) else target


def find_item(connection: sqlite3.Connection, identifier: str) -> sqlite3.Row:
    """The row of an item; raises UsageError ``item-unknown``."""
    row: sqlite3.Row | None = connection.execute(query("item.row"), (identifier,)).fetchone()
    if row is None:
        raise UsageError(
            "item-unknown",
            f"There is no incident, evidence or position {identifier} in this case.",
            next="List them with: foja incidents CASE, foja evidence CASE, foja positions CASE",
        )
    return row


def check_target(connection: sqlite3.Connection, target: str) -> None:
    """Raises UsageError ``item-target-unknown`` where a position would be on nothing that the file has."""
    for table, column in (("official_act", "id"), ("official_act", "matter"), ("item", "id")):
        if connection.execute(f"SELECT 1 FROM {table} WHERE {column} = ? LIMIT 1", (target,)).fetchone():  # noqa: S608
            return
    raise UsageError(
        "item-target-unknown",
        f"There is no act, matter or incident {target} in this case.",
        next="List them with: foja acts CASE, foja incidents CASE",
    )


def item(folder: CaseFolder, identifier: str, as_of: str = "", known_by: str = "") -> ItemView:
    """One item with the positions on it and what persons did to its record."""
    connection = folder.database.connection
    row = find_item(connection, identifier)
    on: tuple[ItemRow, ...] = ()
    if row["sort"] == "incident":
        on = items(connection, "position", target=identifier, as_of=as_of, known_by=known_by, limit=500).items
    return ItemView(row=_row(connection, row, as_of, known_by), positions=on, history=tuple(folder.acts_on(identifier)))


def items_of_statement(connection: sqlite3.Connection, statement: str) -> tuple[ItemRow, ...]:
    return item_rows(connection, connection.execute(query("item.of_statement"), (statement,)).fetchall())
