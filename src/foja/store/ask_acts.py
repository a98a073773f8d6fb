"""Questions about acts: one, or a list, each with what it rests on and how well the record shows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable

from foja.law.fold import FIRST, LAST
from foja.law.machine import machine_named
from foja.law.quality import Ground, of_act, of_ground
from foja.model import dates
from foja.model.act import OfficialAct
from foja.model.errors import UsageError
from foja.model.proceedings import ActBasis, ActRow, ActView
from foja.model.record import decode
from foja.model.rows import Page
from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.model.vocabulary import ActFamily, ActState, Mark, Review
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.flags import flags
from foja.store.folder import CaseFolder
from foja.text.fold import key


def act_rows(
    connection: sqlite3.Connection,
    rows: Iterable[sqlite3.Row],
    as_of: str = "",
    known_by: str = "",
    flags: dict[str, str] | None = None,
    without: Container[str] = (),
) -> tuple[ActRow, ...]:
    """Rows of ``official_act`` as they are shown. ``flags``: acts that nothing leads to, with words. ``without``:
    statements and evidence that are not looked at, because they are withheld from whoever asks."""
    return tuple(_row(connection, row, as_of, known_by, (flags or {}).get(row["id"], ""), without) for row in rows)


def _row(
    connection: sqlite3.Connection, row: sqlite3.Row, as_of: str, known_by: str, flag: str, without: Container[str]
) -> ActRow:
    act = decode(row["record"], OfficialAct)
    move = machine_named(act.matter.machine).move(act.kind)
    authority = party_of(connection, act.authority.key)
    persons = frozenset(party_of(connection, person.key) for person in act.persons)
    basis, grounds = basis_of(connection, act.id, authority, persons, known_by, without)
    quality, contested = of_act(authority, persons, grounds, known_by, entered=bool(row["entered"]))
    return ActRow(
        act=act, words=move.words if move else act.kind, family=move.family if move else ActFamily.STEP,
        state=ActState(row["state"]), quality=quality, contested=contested, known_on=row["known_on"], basis=basis,
        flag=flag, superseded_by=row["superseded_by"], by=row["recorded_by"], at=row["recorded_at"],
        holds=dates.by(_open(row["earliest"]), _open(row["latest"]), as_of) if as_of else None,
    )  # fmt: skip


def _open(bound: str) -> str | None:
    return None if bound in (FIRST, LAST) else bound


def newest(connection: sqlite3.Connection) -> str:
    """The last day on which a source was published; empty where none says."""
    days = (_last(str(row[0])) for row in connection.execute(query("act.published")))
    return max(days, default="")


def _last(published: str) -> str:
    try:
        return dates.bounds(published[:10])[1] or ""
    except ValueError:
        return ""


def party_of(connection: sqlite3.Connection, name_key: str) -> str:
    """The party that a name leads to; the name itself where no source names one by it."""
    row = connection.execute(query("row.party_of_key"), (name_key,)).fetchone()
    return str(row["party"]) if row else name_key


def basis_of(
    connection: sqlite3.Connection, act: str, authority: str, persons: frozenset[str], known_by: str,
    without: Container[str] = (),
) -> tuple[tuple[ActBasis, ...], list[Ground]]:  # fmt: skip
    """What an act or a particular rests on, as it is shown and as its quality is computed from it."""
    basis, grounds = [], []
    rows = connection.execute(query("act.basis"), (act,)).fetchall()
    flagged = flags(connection, [row["statement"] for row in rows], without) if rows else {}
    for row in rows:
        if known_by and row["known_on"] > known_by:
            continue  # it was not there yet
        others = [pair for pair in _disputes(connection, row["statement"]) if pair[0] not in without]
        ground = Ground(
            statement=row["statement"], accepted=row["review"] == Review.ACCEPTED, known_on=row["known_on"],
            issuers=frozenset(
                party_of(connection, key(name)) for name in str(row["issuer"]).split(";") if name.strip()
            ),
            speaker=row["speaker"], disputed_on=tuple(day for _, day in others),
            inferred=any(flag.kind == Mark.INFERRED for flag in flagged.get(row["statement"], ())),
        )  # fmt: skip
        statement = decode(row["record"], Statement)
        grounds.append(ground)
        basis.append(
            ActBasis(
                statement=ground.statement, content=statement.content, quote=statement.passage.quote,
                source=row["source"], source_label=row["title"] or row["name"], outlet=row["outlet"],
                published=row["published"], issuer=row["issuer"], start=row["start"], known_on=row["known_on"],
                quality=of_ground(ground, authority, persons),
                counts=ground.accepted and (not known_by or ground.known_on <= known_by),
                conflicts=tuple(other for other, day in others if not known_by or day <= known_by),
                flags=flagged.get(row["statement"], ()),
            )
        )  # fmt: skip
    return tuple(basis), grounds


def _disputes(connection: sqlite3.Connection, statement: str) -> list[tuple[str, str]]:
    """Accepted statements on another side of a conflict, with the day since when each is known."""
    others = {
        other
        for row in connection.execute(query("act.disputes"), (statement,)).fetchall()
        for _, side in decode(row["record"], Conflict).sides
        if statement not in side
        for other in side
    }
    found = []
    for other in sorted(others):
        row = connection.execute("SELECT known_on FROM statement WHERE id = ?", (other,)).fetchone()
        found += [(other, str(row["known_on"]))] if row else []
    return found


def find_act(connection: sqlite3.Connection, identifier: str) -> sqlite3.Row:
    """The row of an act; raises UsageError ``act-unknown``."""
    row: sqlite3.Row | None = connection.execute(query("act.row"), (identifier,)).fetchone()
    if row is None:
        raise UsageError(
            "act-unknown", f"There is no act {identifier} in this case.", next="List acts with: foja acts CASE"
        )
    return row


def act(folder: CaseFolder, identifier: str) -> ActView:
    """One act with what it rests on and what persons did to its record."""
    row = find_act(folder.database.connection, identifier)
    return ActView(row=act_rows(folder.database.connection, [row])[0], history=tuple(folder.acts_on(identifier)))


def acts_of_statement(connection: sqlite3.Connection, statement: str) -> tuple[ActRow, ...]:
    return act_rows(connection, connection.execute(query("act.of_statement"), (statement,)).fetchall())


def acts(
    connection: sqlite3.Connection, *, as_of: str = "", known_by: str = "", after: str = "", limit: int = 50
) -> Page[ActRow]:
    """Recorded acts by date. ``as_of``: those that may have been done by then; ``known_by``: known by then."""
    begin = read_cursor(after, 3) if after else ["", "", ""]
    asked = {"begin": begin[0], "end": begin[1], "id": begin[2], **clocks(as_of, known_by)}
    total = connection.execute(query("act.count"), asked).fetchone()[0]
    found = connection.execute(query("act.page"), {**asked, "limit": limit + 1}).fetchall()
    more = len(found) > limit
    found = found[:limit]
    next_ = write_cursor([found[-1][column] for column in ("earliest", "latest", "id")]) if more else ""
    return Page(items=act_rows(connection, found, as_of, known_by), total=total, after=next_)


def naming(connection: sqlite3.Connection, withheld: set[str]) -> set[str]:
    """Acts that name a withheld one: that they supersede, annul or correct it."""
    if not withheld:
        return set()
    acts = [decode(row["record"], OfficialAct) for row in connection.execute("SELECT record FROM official_act")]
    return {one.id for one in acts if not withheld.isdisjoint((*one.supersedes, *one.annuls, one.corrects))}


def clocks(as_of: str, known_by: str) -> dict[str, str | int]:
    """Both days as the queries want them. Where none is asked, also what nothing accepted shows any more."""
    return {"as_of": as_of or LAST, "known_from": FIRST if known_by else "", "known_by": known_by or LAST}


def counts_by(row: sqlite3.Row, as_of: str, known_by: str) -> bool:
    """Whether a row of ``official_act`` is one that those queries would find."""
    asked = clocks(as_of, known_by)
    return bool(
        row["state"] == ActState.RECORDED
        and row["earliest"] <= asked["as_of"]
        and asked["known_from"] <= row["known_on"] <= asked["known_by"]
    )
