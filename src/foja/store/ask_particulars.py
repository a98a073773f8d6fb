"""Questions about particulars: one, or those of a sort or a party, each with what it rests on and how well shown."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from foja.law.interval import as_last_said, last_said, so_on
from foja.law.particular_words import particular_in_words
from foja.law.quality import of_act, standing
from foja.model.errors import UsageError
from foja.model.particular import ParticularRow, ParticularView, Post, decoded, named
from foja.model.rows import Page
from foja.model.vocabulary import ActState, Holds
from foja.store.ask_acts import basis_of, clocks, party_of
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.text.countries import country_name
from foja.text.fold import fold


def rows_of(
    connection: sqlite3.Connection, rows: Iterable[sqlite3.Row], as_of: str = "", known_by: str = ""
) -> tuple[ParticularRow, ...]:
    """Rows of ``particular`` as they are shown."""
    return tuple(_row(connection, row, as_of, known_by) for row in rows)


def _row(connection: sqlite3.Connection, row: sqlite3.Row, as_of: str, known_by: str) -> ParticularRow:
    one = decoded(row["record"])
    roles = named(one)
    authorities = [party_of(connection, party.key) for party in roles.get("authority", ())]
    persons = frozenset(party_of(connection, party.key) for party in roles["person"])
    basis, grounds = basis_of(connection, one.id, authorities[0] if authorities else "", persons, known_by)
    entered = bool(row["entered"])
    quality, contested = of_act(authorities[0] if authorities else "", persons, grounds, known_by, entered=entered)
    said_on = max((ground.known_on for ground in standing(grounds, known_by)), default=row["known_on"])
    told = as_last_said(one, said_on)
    return ParticularRow(
        particular=one, words=particular_in_words(one), state=ActState(row["state"]), quality=quality,
        contested=contested, known_on=row["known_on"], basis=basis, superseded_by=row["superseded_by"],
        by=row["recorded_by"], at=row["recorded_at"], holds=so_on(told, as_of) if as_of else None,
        last_said=last_said(told),
    )  # fmt: skip


def find_particular(connection: sqlite3.Connection, identifier: str) -> sqlite3.Row:
    """The row of a particular; raises UsageError ``particular-unknown``."""
    row: sqlite3.Row | None = connection.execute(query("particular.row"), (identifier,)).fetchone()
    if row is None:
        raise UsageError(
            "particular-unknown",
            f"There is no post or other particular {identifier} in this case.",
            next="List posts with: foja posts CASE",
        )
    return row


def particular(folder: CaseFolder, identifier: str) -> ParticularView:
    """One particular with what it rests on and what persons did to its record."""
    row = find_particular(folder.database.connection, identifier)
    shown = rows_of(folder.database.connection, [row])[0]
    return ParticularView(row=shown, history=tuple(folder.acts_on(identifier)))


def of_statement(connection: sqlite3.Connection, statement: str) -> tuple[ParticularRow, ...]:
    return rows_of(connection, connection.execute(query("particular.of_statement"), (statement,)).fetchall())


def of_keys(
    connection: sqlite3.Connection, sort: str, keys: Sequence[str], as_of: str, known_by: str
) -> tuple[ParticularRow, ...]:
    """Those about one party that had begun, or may have, and were known by the days; over or not."""
    asked = {"sort": sort, "keys": json.dumps(list(keys)), **clocks(as_of, known_by)}
    return rows_of(connection, connection.execute(query("particular.of_keys"), asked).fetchall(), as_of, known_by)


def posts_named(connection: sqlite3.Connection, title: str, as_of: str, known_by: str) -> tuple[ParticularRow, ...]:
    """Posts of which title, body and country have a word that begins like each word of ``title``: all posts on file are
    looked through."""
    wanted = fold(title).split()
    asked = {"sort": "post", "kind": "", "begin": "", "end": "", "id": "", "limit": -1, **clocks(as_of, known_by)}
    found = []
    for row in connection.execute(query("particular.page"), asked):
        post = decoded(row["record"])
        if isinstance(post, Post):
            body = post.organisation.name if post.organisation else ""
            words = fold(f"{post.title} {body} {country_name(post.country) if post.country else ''}").split()
            if all(any(word.startswith(one) for word in words) for one in wanted):
                found.append(row)
    return rows_of(connection, found, as_of, known_by)


def using_name(connection: sqlite3.Connection, keys: Sequence[str]) -> tuple[ParticularRow, ...]:
    """Records of names used that are one of these keys, by whomever."""
    rows = connection.execute(query("particular.using_name"), (json.dumps(list(keys)),)).fetchall()
    return rows_of(connection, rows)


def particulars(
    connection: sqlite3.Connection,
    sort: str,
    *,
    kind: str = "",
    as_of: str = "",
    known_by: str = "",
    over: bool = True,
    after: str = "",
    limit: int = 50,
) -> Page[ParticularRow]:
    """Recorded particulars of a sort by date. Without ``over``, a page leaves out those that had ended by ``as_of``;
    ``total`` counts them all."""
    begin = read_cursor(after, 3) if after else ["", "", ""]
    asked = {
        "sort": sort, "kind": kind, "begin": begin[0], "end": begin[1], "id": begin[2], **clocks(as_of, known_by),
    }  # fmt: skip
    total = connection.execute(query("particular.count"), asked).fetchone()[0]
    found = connection.execute(query("particular.page"), {**asked, "limit": limit + 1}).fetchall()
    more = len(found) > limit
    found = found[:limit]
    next_ = write_cursor([found[-1][column] for column in ("earliest", "latest", "id")]) if more else ""
    shown = rows_of(connection, found, as_of, known_by)
    return Page(items=tuple(row for row in shown if over or row.holds is not Holds.NO), total=total, after=next_)
