"""Counts and statements as an audience is given them: made anew without what it may not have.

A count of the whole file tells that something lies in it that is not shown; a root of it, or the id of a proposition,
can tell what. So what an audience is given is counted over what it may have, as if nothing else were in the file, and
whoever receives it can make every number again.
"""

from __future__ import annotations

import json
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


class Given:
    """What somebody is given. ``tokens``: what may not be named (``withholding.closed``)."""

    def __init__(self, connection: sqlite3.Connection, tokens: AbstractSet[str]) -> None:
        self._connection, self._tokens = connection, tokens
        rows = connection.execute(query("given.touched"), (json.dumps(sorted(tokens)),)).fetchall()
        self._touched = {row["proposition"] for row in rows}
        """Propositions of which a statement is closed, whatever was decided on it, or a source that is counted."""

    def sheets(self) -> Iterator[CountSheet]:
        """Every count by id, with what it is made from."""
        counted = [row["proposition"] for row in self._connection.execute("SELECT proposition FROM support")]
        # In the order of the ids that are given: that of the whole file would bound the ids that are not.
        for _, name in sorted((self.proposition(one), one) for one in counted):
            row = self._connection.execute("SELECT record FROM support WHERE proposition = ?", (name,)).fetchone()
            sheet = self._sheet(name, decode(row["record"], Support))
            if sheet is not None:
                yield sheet

    def rows(self, rows: Iterable[StatementRow]) -> Iterator[StatementRow]:
        """Statements of open sources, each with its flags, count and conflicts."""
        listed = list(rows)
        found = flags(self._connection, [row.id for row in listed], without=self._tokens)
        for row in listed:
            yield replace(
                row, flags=found.get(row.id, ()), support=self._support(row),
                proposition=self.proposition(row.proposition),
                conflicted=row.conflicted and bool(self._conflicts(row.id)),
            )  # fmt: skip

    def conflicts(self, statements: Iterable[str]) -> tuple[Conflict, ...]:
        """The conflicts in which any of ``statements`` stands, by id."""
        found = {one.id: one for identifier in statements for one in self._conflicts(identifier)}
        return tuple(found[name] for name in sorted(found))

    def proposition(self, name: str) -> str:
        """The id that a proposition has among the statements that are given: it is made from one of them. Empty where
        none is given."""
        if name not in self._touched:
            return name
        rows = self._connection.execute("SELECT id FROM statement WHERE proposition = ?", (name,)).fetchall()
        kept = [row["id"] for row in rows if row["id"] not in self._tokens]
        return derived_id("pr", min(kept)) if kept else ""

    def _support(self, row: StatementRow) -> Support | None:
        if row.support is None or row.proposition not in self._touched:
            return row.support
        sheet = self._sheet(row.proposition, row.support)
        return sheet.support if sheet else None

    def _sheet(self, proposition: str, whole: Support) -> CountSheet | None:
        """The count of a proposition, made anew where a statement of it is closed; None where none is left. ``whole``:
        over the whole file."""
        rows = accepted_rows(self._connection, proposition)
        kept = [row for row in rows if self._tokens.isdisjoint((row["id"], row["source"]))]
        if not kept:
            return None
        nodes = [self._named(node) for node in document_nodes(self._connection, kept)]
        links = links_between(self._connection, nodes)
        if len(kept) < len(rows):
            speakers = len({speaker for node in nodes for speaker in node.speakers})
            whole = total([sum_island(found, links) for found in islands(nodes, links)], speakers)
        return CountSheet(
            proposition=self.proposition(proposition),
            support=whole,
            statements=tuple(dict.fromkeys(row["id"] for row in kept)),
            documents=tuple(nodes),
            links=tuple((link.id, _bare(link), state) for link, state in links),
        )

    def _named(self, node: DocumentNode) -> DocumentNode:
        """The document with speakers by a name that may be told: their party may have another in a closed source."""
        if self._tokens.isdisjoint(node.speakers):
            return node
        return replace(node, speakers=tuple(sorted({self._open_key(one) for one in node.speakers})))

    def _open_key(self, name_key: str) -> str:
        """A name key of the same party that may be told; the key itself where it is the only one."""
        if name_key not in self._tokens:
            return name_key
        rows = self._connection.execute(query("given.keys_of_party"), (name_key,)).fetchall()
        return min((row["key"] for row in rows if row["key"] not in self._tokens), default=name_key)

    def _conflicts(self, statement: str) -> list[Conflict]:
        """The conflicts of a statement, made anew where a side of them is closed; none that is then about nothing."""
        rows = self._connection.execute(query("row.conflicts_of_statement"), (statement,)).fetchall()
        known = [decode(row["record"], Conflict) for row in rows]
        found = [one for conflict in known for one in _remade(self._connection, conflict, self._tokens)]
        # A party that no side writes out stands there by a key, and that may be one of its names in a closed source.
        return [one for one in found if statement in _ids(one) and self._tokens.isdisjoint(_PARTS.split(one.subject))]


def drafts_given(connection: sqlite3.Connection, audience: Sensitivity) -> int:
    """How many drafts of sources that an audience may have wait for a decision."""
    row = connection.execute(query("given.drafts"), (LADDER.index(audience),)).fetchone()
    return int(row[0])


def _bare(known: Link) -> Link:
    """A link without what its reason tells of other documents: a rare value is rare beside those that have another."""
    return replace(known, reason="") if known.kind is LinkKind.SHARED_ERROR else known


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
