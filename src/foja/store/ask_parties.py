"""Questions about parties: lists, one party whole, names as written and why they are together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from foja.model.errors import UsageError
from foja.model.party import NameGroup
from foja.model.record import decode
from foja.model.rows import NameForm, NameLine, Page, PartyRef, PartyRow, PartyView, StatementRow
from foja.model.vocabulary import MentionKind, Review
from foja.store.ask_statements import statement_row
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.store.people import edges_of
from foja.store.search import match_words
from foja.text.fold import key

WORD, NEAR_NAMES, FEW = 4, 6, 200
"""Letters of a word that names are looked for by, how many are told, and how many keys are looked at."""
SHOWN = 40
"""How many statements in each role, forms and sources the view of one party holds; lists show all."""


def party_row(row: sqlite3.Row, forms: tuple[str, ...] = (), by: int = 0, about: int = 0) -> PartyRow:
    return PartyRow(
        id=row["id"], key=row["key"], name=row["name"], kind=MentionKind(row["kind"]), forms=forms,
        mentions=row["mentions"], documents=row["documents"], by=by, about=about,
    )  # fmt: skip


def parties(
    connection: sqlite3.Connection, *, text: str = "", kind: str = "", after: str = "", limit: int = 100
) -> Page[PartyRow]:
    """Parties named in most documents first."""
    where: list[str] = ["1"]
    values: list[str | int] = []
    if kind:
        where.append("kind = ?")
        values.append(kind)
    if text:
        where.append("number IN (SELECT rowid FROM party_words WHERE words MATCH ?)")
        values.append(match_words(text) or '""')
    clause = " AND ".join(where)
    total = connection.execute(f"SELECT count(*) FROM party WHERE {clause}", values).fetchone()[0]  # noqa: S608
    if after:
        clause += " AND (-documents, -mentions, id) > (?, ?, ?)"
        values += read_cursor(after, 3)
    rows = connection.execute(
        f"SELECT * FROM party WHERE {clause} ORDER BY documents DESC, mentions DESC, id LIMIT ?",  # noqa: S608
        [*values, limit + 1],
    ).fetchall()
    more = len(rows) > limit
    rows = rows[:limit]
    next_ = write_cursor([-rows[-1]["documents"], -rows[-1]["mentions"], rows[-1]["id"]]) if more else ""
    return Page(items=tuple(party_row(row, _forms(connection, row["id"])) for row in rows), total=total, after=next_)


def kinds(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, MentionKind]:
    """What the names are in this file, person, body or place; those that no source names are left out."""
    rows = ((name, connection.execute(query("row.kind_of_key"), (key(name),)).fetchone()) for name in names)
    return {name: MentionKind(row["kind"]) for name, row in rows if row is not None}


def _forms(connection: sqlite3.Connection, identifier: str) -> tuple[str, ...]:
    rows = connection.execute(query("row.forms_of_party"), (identifier, 8))
    return tuple(row["name"] for row in rows)


def find_party(connection: sqlite3.Connection, asked: str) -> str:
    """The id of the party that an id, a key or a name leads to; raises ``UsageError`` when none does."""
    if connection.execute(query("row.party"), (asked,)).fetchone():
        return asked
    for sql, value in ((query("row.party_of_key"), key(asked)), (query("row.party_of_old_id"), asked)):
        row = connection.execute(sql, (value,)).fetchone()
        if row:
            return str(row["party"])
    near = names_near(connection, asked)
    meant = f"Named like it: {'; '.join(near)}. " if near else ""
    raise UsageError(
        "party-unknown",
        f"No party in this case is named {asked!r} or has this id.",
        next=f"{meant}List parties with: foja parties CASE",
    )


def with_words(connection: sqlite3.Connection, name_key: str) -> set[str]:
    """Whom a name may mean that nobody bears just so: parties, or name keys that acts alone have, with a name that has
    all its words in this order, and others between ("Carlos Menem": Carlos Saúl Menem). For questions, never for
    decisions."""
    wanted = name_key.split()
    if not wanted or not any(len(word) >= WORD for word in wanted):
        return set()
    asked = "words : (" + " AND ".join(f'"{word}"' for word in wanted) + ")"
    rows = connection.execute(query("row.keys_with_words"), (asked, FEW)).fetchall()
    if len(wanted) > 1:
        first = wanted[0] + " "
        rows += connection.execute(query("row.keys_that_begin"), (first, first[:-1] + "!", FEW)).fetchall()
    return {str(row["subject"]) for row in rows if _in_order(wanted, str(row["key"]).split())}


def _in_order(wanted: list[str], words: list[str]) -> bool:
    left = iter(words)
    return all(word in left for word in wanted)


def names_near(connection: sqlite3.Connection, asked: str) -> list[str]:
    """Names of a few parties that share a word with a name, as sources that everybody here may see have them."""
    words = [word for word in key(asked).split() if len(word) >= WORD]
    if not words:
        return []
    terms = " OR ".join(f'"{word}"' for word in words)
    rows = connection.execute(query("row.parties_near"), (f"words : ({terms})", NEAR_NAMES)).fetchall()
    return [str(row["name"]) for row in rows]


def party(folder: CaseFolder, asked: str) -> PartyView:
    """One party: its forms, where it is named most, the first accepted statements by it and about it, and how
    many there are."""
    connection = folder.database.connection
    identifier = find_party(connection, asked)
    row = connection.execute(query("row.party"), (identifier,)).fetchone()
    keys = [
        r["key"] for r in connection.execute("SELECT key FROM party_key WHERE party = ? ORDER BY key", (identifier,))
    ]
    names = []
    for line in connection.execute(query("row.names_of_party"), (identifier, SHOWN)).fetchall():
        group = decode(line["record"], NameGroup)
        names.append(
            NameLine(
                form=" · ".join(group.forms), key=group.key, source=line["source"],
                source_label=line["title"] or line["source_name"], mentions=line["mentions"], reason=group.reason,
                start=group.spans[0][0] if group.spans else 0, end=group.spans[0][1] if group.spans else 0,
            )
        )  # fmt: skip
    joins = sorted({f"{k} — {e.key}: {e.reason}" for k in keys for e in edges_of(connection, k) if k < e.key})

    def count(role: str, review: Review) -> int:
        row = connection.execute(query("row.count_by_role"), (identifier, role, review)).fetchone()
        return int(row[0])

    def first(role: str) -> tuple[StatementRow, ...]:
        rows = connection.execute(query("row.statements_of_party"), (identifier, role, SHOWN)).fetchall()
        return tuple(map(statement_row, rows))

    forms = connection.execute(query("row.forms_of_party"), (identifier, SHOWN)).fetchall()
    return PartyView(
        row=party_row(
            row, tuple(form["name"] for form in forms[:8]),
            by=count("by", Review.ACCEPTED), about=count("about", Review.ACCEPTED),
        ),
        drafts_by=count("by", Review.DRAFT),
        drafts_about=count("about", Review.DRAFT),
        forms=tuple(NameForm(form=f["name"], mentions=f["mentions"], documents=f["documents"]) for f in forms),
        names=tuple(names),
        joins=tuple(joins),
        keys=tuple(keys),
        by=first("by"),
        about=first("about"),
        together=tuple(
            (PartyRef(id=r["id"], name=r["name"], kind=MentionKind(r["kind"])), r["statements"])
            for r in connection.execute(query("row.parties_together"), (identifier,)).fetchall()
        ),
        history=tuple(sorted({e.seq: e for k in keys for e in folder.acts_on(k)}.values(), key=lambda e: e.seq)),
    )  # fmt: skip
