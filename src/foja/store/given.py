"""Counts and statements as an audience is given them: made anew without what it may not have.

A count of the whole file tells that something lies in it that is not shown; a root of it, or the id of a proposition,
can tell what. So what an audience is given is counted over what it may have, as if nothing else were in the file, and
whoever receives it can make every number again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from foja.model.counts import CountSheet
from foja.model.record import decode, derived_id
from foja.model.rows import StatementRow
from foja.model.support import Conflict, DocumentNode, Link, Support
from foja.model.vocabulary import LADDER, ConflictKind, LinkKind, Sensitivity
from foja.store.counting import accepted_rows, document_nodes, links_between
from foja.store.database import query
from foja.store.flags import flags
from foja.store.said import known
from foja.weigh.denials import denial_conflict, denies
from foja.weigh.descriptions import description_conflicts
from foja.weigh.figures import figure_conflicts
from foja.weigh.islands import islands, sum_island, total

_PARTS = re.compile(r": |, ")
"""What separates the parts of the subject of a conflict."""


def count_sheets(connection: sqlite3.Connection, tokens: AbstractSet[str]) -> Iterator[CountSheet]:
    """Every count by id, with what it is made from. ``tokens``: what may not be named (``withholding.closed``)."""
    counted = [row["proposition"] for row in connection.execute("SELECT proposition FROM support")]
    # In the order of the ids that are given: that of the whole file would bound the ids that are not.
    for _, proposition in sorted((proposition_id(connection, one, tokens), one) for one in counted):
        row = connection.execute("SELECT record FROM support WHERE proposition = ?", (proposition,)).fetchone()
        sheet = _sheet(connection, proposition, decode(row["record"], Support), tokens)
        if sheet is not None:
            yield sheet


def _sheet(
    connection: sqlite3.Connection, proposition: str, whole: Support, tokens: AbstractSet[str]
) -> CountSheet | None:
    """The count of a proposition, made anew where something of it may not be named; None where nothing of it is left.
    ``whole``: over the whole file."""
    rows = accepted_rows(connection, proposition)
    kept = [row for row in rows if row["source"] not in tokens]
    if not kept:
        return None
    nodes = [_named(connection, node, tokens) for node in document_nodes(connection, kept)]
    links = links_between(connection, nodes)
    if len(kept) < len(rows):
        speakers = len({speaker for node in nodes for speaker in node.speakers})
        whole = total([sum_island(found, links) for found in islands(nodes, links)], speakers)
    return CountSheet(
        proposition=proposition_id(connection, proposition, tokens),
        support=whole,
        statements=tuple(row["id"] for row in kept),
        documents=tuple(nodes),
        links=tuple((link.id, _bare(link), state) for link, state in links),
    )


def proposition_id(connection: sqlite3.Connection, proposition: str, tokens: AbstractSet[str]) -> str:
    """The id that a proposition has among the statements that are given: it is made from one of them. Empty where none
    is given."""
    if not tokens:
        return proposition
    ids = [row["id"] for row in connection.execute("SELECT id FROM statement WHERE proposition = ?", (proposition,))]
    kept = [one for one in ids if one not in tokens]
    if len(kept) == len(ids):
        return proposition
    return derived_id("pr", min(kept)) if kept else ""


def _named(connection: sqlite3.Connection, node: DocumentNode, tokens: AbstractSet[str]) -> DocumentNode:
    """The document with speakers by a name that may be told: their party may have another in a closed source."""
    if not any(speaker in tokens for speaker in node.speakers):
        return node
    return replace(node, speakers=tuple(sorted({open_key(connection, one, tokens) for one in node.speakers})))


def open_key(connection: sqlite3.Connection, name_key: str, tokens: AbstractSet[str]) -> str:
    """A name key of the same party that may be told; the key itself where it is the only one."""
    rows = connection.execute(query("given.keys_of_party"), (name_key,)).fetchall()
    return name_key if name_key not in tokens else min((row["key"] for row in rows if row["key"] not in tokens),
                                                       default=name_key)  # fmt: skip


def _bare(known: Link) -> Link:
    """A link without what its reason tells of other documents: a rare value is rare beside those that have another."""
    return replace(known, reason="") if known.kind is LinkKind.SHARED_ERROR else known


def rows_given(
    connection: sqlite3.Connection, rows: Iterable[StatementRow], tokens: AbstractSet[str]
) -> Iterator[StatementRow]:
    """Statements of open sources, each with its flags, count and conflicts as if nothing that is closed were there."""
    listed = list(rows)
    found = flags(connection, [row.id for row in listed], without=tokens)
    for row in listed:
        sheet = _sheet(connection, row.proposition, row.support, tokens) if row.support else None
        yield replace(
            row, flags=found.get(row.id, ()), support=sheet.support if sheet else None,
            proposition=proposition_id(connection, row.proposition, tokens),
            conflicted=row.conflicted and bool(open_conflicts(connection, row.id, tokens)),
        )  # fmt: skip


def open_conflicts(connection: sqlite3.Connection, statement: str, tokens: AbstractSet[str]) -> list[Conflict]:
    """The conflicts of a statement, made anew where a side of them is closed; none that is then about nothing."""
    rows = connection.execute(query("row.conflicts_of_statement"), (statement,)).fetchall()
    found = [one for row in rows for one in _remade(connection, decode(row["record"], Conflict), tokens)]
    # A party that no side writes out stands there by a key, and that may be one of its names in a closed source.
    return [one for one in found if _ids(one) >= {statement} and tokens.isdisjoint(_PARTS.split(one.subject))]


def conflicts_given(
    connection: sqlite3.Connection, statements: Iterable[str], tokens: AbstractSet[str]
) -> tuple[Conflict, ...]:
    """The conflicts in which any of ``statements`` stands, by id."""
    found = {one.id: one for identifier in statements for one in open_conflicts(connection, identifier, tokens)}
    return tuple(found[name] for name in sorted(found))


def drafts_given(connection: sqlite3.Connection, audience: Sensitivity) -> int:
    """How many drafts of sources that an audience may have wait for a decision."""
    row = connection.execute(query("given.drafts"), (LADDER.index(audience),)).fetchone()
    return int(row[0])


def _ids(conflict: Conflict) -> set[str]:
    return {identifier for _, side in conflict.sides for identifier in side}


def _remade(connection: sqlite3.Connection, conflict: Conflict, tokens: AbstractSet[str]) -> list[Conflict]:
    """The conflict as it is between the statements of it that are given."""
    kept = sorted(one for one in _ids(conflict) if one not in tokens)
    if len(kept) == len(_ids(conflict)):
        return [conflict]
    parts = [known(connection, one) for one in kept]
    if conflict.kind is ConflictKind.FIGURES:
        return list(figure_conflicts(parts))
    if conflict.kind is ConflictKind.DESCRIPTION:
        return description_conflicts(parts)
    denials = [part for part in parts if denies(part.statement)]
    claims = [part for part in parts if not denies(part.statement)]
    return [denial_conflict(one, claims) for one in denials if claims]
