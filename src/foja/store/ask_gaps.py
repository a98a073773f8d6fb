"""Gaps in the record: what is cited and not here, who is never heard, and what rests on one source.

"None found in this file" is all that a gap says. It is a work list, and no finding about anybody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from foja.model.counts import GAP_KINDS, Fall, Gap, WithoutView
from foja.model.errors import UsageError
from foja.model.record import decode
from foja.model.rows import Page
from foja.model.statement import Statement
from foja.model.support import Conflict, Support
from foja.store import islands
from foja.store.ask_sources import find_source
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.text.fold import key
from foja.weigh.nameable import document_named, named_besides, outlet_named

SHOWN = 20
"""Statements that cite an outlet, looked through for how they write its name."""
NAMED = 200
"""Allegations that name a party, looked through and counted."""
ASKED = ("charged", "requested")
FOUND = 2000
"""Parties or conflicts looked through for one page; a page that ends before says so by its cursor."""

Rows = Iterator[tuple[Gap | None, list[str | int]]]
"""Candidates in order, each with its place; None where one is no gap."""


def gaps(connection: sqlite3.Connection, kind: str, *, after: str = "", limit: int = 20) -> Page[Gap]:
    """Gaps of one kind (``GAP_KINDS``). Raises UsageError ``gap-unknown``."""
    if kind not in _KINDS:
        raise UsageError(
            "gap-unknown", f"{kind!r} is no kind of gap; foja looks for {', '.join(GAP_KINDS)}.",
            next="Name one of these, or none for the first of each.",
        )  # fmt: skip
    found: list[Gap] = []
    place: list[str | int] = []
    more = False
    for looked, (gap, at) in enumerate(_KINDS[kind](connection, after)):
        if gap is not None and len(found) == limit:
            more = True
            break
        if gap is not None:
            found.append(gap)
        place = at
        if looked >= FOUND:
            more = True
            break
    return Page(items=tuple(found), total=len(found), capped=more, after=write_cursor(place) if more else "")


def _cited(connection: sqlite3.Connection, after: str) -> Rows:
    begin = read_cursor(after, 1)[0] if after else ""
    for row in connection.execute(query("gaps.cited"), (begin,)):
        gap = None
        name = _written(connection, row["outlet_key"])
        here = connection.execute(query("gaps.page_of"), (row["outlet_key"],)).fetchone()
        if here is None and outlet_named(name):
            number = connection.execute(query("gaps.citing"), (row["outlet_key"],)).fetchone()[0]
            gap = Gap(
                kind="cited", target=row["outlet_key"], name=name,
                words="cited as the source of accepted statements; none of its pages is in the file", number=number,
                next="Obtain what it published, and add it: foja add CASE FILE",
            )  # fmt: skip
        yield gap, [row["outlet_key"]]


def _written(connection: sqlite3.Connection, outlet_key: str) -> str:
    """An outlet as it is known, or as the statements that cite it write it."""
    known = connection.execute(query("counts.name"), (outlet_key,)).fetchone()
    if known:
        return str(known["name"])
    for row in connection.execute(query("gaps.citing_statements"), (outlet_key, SHOWN)):
        for link in decode(row["record"], Statement).chain:
            if key(link.name) == outlet_key:
                return link.name
    return outlet_key


def _document(connection: sqlite3.Connection, after: str) -> Rows:
    begin = read_cursor(after, 1)[0] if after else ""
    for row in connection.execute(query("gaps.document"), (begin,)):
        gap = Gap(
            kind="document", target=row["proposition"], name=row["name"], number=row["number"],
            words="said to say something, through pages that are not it",
            next="Obtain it, add it, and say whose it is: foja describe CASE SOURCE issuer NAME",
        )  # fmt: skip
        yield gap if document_named(row["name"]) else None, [row["key"]]


def _one_root(connection: sqlite3.Connection, after: str) -> Rows:
    begin = read_cursor(after, 2) if after else [str(1 << 40), ""]
    for row in connection.execute(query("gaps.one_root"), (int(begin[0]), begin[1])):
        support = decode(row["support"], Support)
        yield Gap(
            kind="one-root", target=row["proposition"],
            name=" ".join(decode(row["record"], Statement).content.split()),
            words=f"{support.documents} documents, {support.origins} origin", number=support.documents,
            next="Look for a source with access of its own.",
        ), [row["documents"], row["proposition"]]  # fmt: skip


def _unquoted(connection: sqlite3.Connection, after: str) -> Rows:
    for row, place in _parties(connection, after):
        number = connection.execute(query("gaps.named"), (row["id"],)).fetchone()[0]
        gap = None
        if number and connection.execute(query("gaps.speaks"), (row["id"],)).fetchone() is None:
            gap = Gap(
                kind="unquoted", target=row["id"], name=row["name"], number=number,
                words="named in accepted statements; no accepted statement of its own was found in this file",
                next="Look for what it says itself, and add it.",
            )  # fmt: skip
        yield gap, place


def _undenied(connection: sqlite3.Connection, after: str) -> Rows:
    for row, place in _parties(connection, after):
        gap = None
        denies = connection.execute(query("gaps.denies"), (row["id"],)).fetchone()
        if denies is None and (number := _accused(connection, row["id"])):
            gap = Gap(
                kind="undenied", target=row["id"], name=row["name"], number=number,
                words="named in accepted allegations, charges or requests; no denial of them was found in this file",
                next="Look for an answer, also in what the other side published. That none is here says nothing.",
            )  # fmt: skip
        yield gap, place


def _accused(connection: sqlite3.Connection, party: str) -> int:
    """In how many accepted allegations, charges or requests of others a party is named, other than as what was struck
    or as who asks or charges; of the first ``NAMED``."""
    contents = connection.execute(query("gaps.accusing"), (party, NAMED)).fetchall()
    if not contents:
        return 0
    keys = [row["key"] for row in connection.execute("SELECT key FROM party_key WHERE party = ?", (party,))]
    return sum(not named_besides(row["content"], keys, row["status"] in ASKED) for row in contents)


def _parties(connection: sqlite3.Connection, after: str) -> Iterator[tuple[sqlite3.Row, list[str | int]]]:
    """Persons and organisations, those named in most documents first."""
    begin = read_cursor(after, 3) if after else [str(1 << 40), str(1 << 40), ""]
    for row in connection.execute(query("gaps.parties"), (int(begin[0]), int(begin[1]), begin[2])):
        yield row, [row["documents"], row["mentions"], row["id"]]


def _no_primary(connection: sqlite3.Connection, after: str) -> Rows:
    begin = read_cursor(after, 1)[0] if after else ""
    for row in connection.execute("SELECT id, record FROM conflict WHERE id > ? ORDER BY id", (begin,)):
        gap = None
        if connection.execute(query("gaps.issued"), (row["id"],)).fetchone() is None:
            conflict = decode(row["record"], Conflict)
            gap = Gap(
                kind="no-primary", target=conflict.id, name=conflict.subject,
                number=sum(len(side) for _, side in conflict.sides),
                words="no side stands in a document of a body that speaks",
                next="Obtain the decision or report itself, and say whose it is: foja describe CASE SOURCE issuer NAME",
            )  # fmt: skip
        yield gap, [row["id"]]


_KINDS: dict[str, Callable[[sqlite3.Connection, str], Rows]] = {
    "cited": _cited,
    "document": _document,
    "one-root": _one_root,
    "unquoted": _unquoted,
    "undenied": _undenied,
    "no-primary": _no_primary,
}


def without(connection: sqlite3.Connection, source: str) -> WithoutView:
    """What would change if a source (digest, or its beginning) were not in the file. Nothing is changed by asking."""
    found = find_source(connection, source)
    falls, same = [], 0
    for row in connection.execute(query("gaps.of_source"), (found.sha256,)).fetchall():
        before = decode(row["support"], Support)
        after = islands.without(connection, row["proposition"], found.sha256, before)
        if before == after:
            same += 1
        else:
            title = " ".join(decode(row["record"], Statement).content.split())
            falls.append(
                Fall(id=row["proposition"], title=title, before=before, after=after if after.documents else None)
            )
    statements = {row["id"] for row in connection.execute(query("gaps.accepted_of"), (found.sha256,)).fetchall()}
    ends = [
        conflict
        for row in connection.execute(query("gaps.conflicts_of_source"), (found.sha256,)).fetchall()
        for conflict in [decode(row["record"], Conflict)]
        if sum(not statements.issuperset(side) for _, side in conflict.sides) < 2
    ]
    acts = connection.execute(query("gaps.acts_of_source"), (found.sha256,)).fetchall()
    falls.sort(key=lambda fall: (fall.after is not None, -(fall.before.documents), fall.id))
    return WithoutView(
        source=found, falls=tuple(falls), same=same, conflicts=tuple(ends), acts=tuple(row["act"] for row in acts)
    )
