"""Questions about counts: a proposition with its count taken apart, and a link with the passages it rests on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from foja.model.counts import LinkView, PropositionView, SpanPair
from foja.model.errors import UsageError
from foja.model.record import decode
from foja.model.rows import LinkRow, SourceRow, StatementRow
from foja.model.statement import Statement
from foja.model.support import Account, Conflict, Link, Support
from foja.model.vocabulary import AllegerKind, ConflictKind, LinkKind, MentionKind
from foja.store.ask_sources import link_row, source_row
from foja.store.ask_statements import find_statement, statement_row
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.text.fold import key
from foja.weigh.labels import terms
from foja.weigh.side_by_side import side_by_side
from foja.weigh.trail import Heard, trail

SHOWN = 50
"""Statements and sources shown of one proposition; its count is over all."""
PAIRS = 12
"""Passages shown of one link."""


def proposition(folder: CaseFolder, identifier: str, after: str = "") -> PropositionView:
    """The proposition with this id, or that of a statement; ``after``: where the last page of origins ended. Raises
    UsageError ``proposition-unknown``."""
    connection = folder.database.connection
    if identifier.startswith("st-"):
        identifier = str(find_statement(connection, identifier)["proposition"])
    rows = connection.execute(query("counts.statements"), (identifier, SHOWN)).fetchall()
    if not rows:
        raise UsageError(
            "proposition-unknown",
            f"No accepted statement belongs to {identifier}: there is nothing to count.",
            next="Open it from an accepted statement. List them with: foja statements CASE",
        )
    found, next_ = _account(connection, identifier, decode(rows[0]["support"], Support), after)
    shown = tuple(map(statement_row, rows))
    digests = [source for part in found.parts for source in part.sources][:SHOWN]
    sources = tuple(_sources(connection, digests))
    conflicts = conflicts_of(connection, identifier)
    return PropositionView(
        id=identifier,
        title=" ".join(shown[0].content.split()),
        account=found,
        statements=shown,
        sources=sources,
        named=names(connection, _keys(found)),
        conflicts=conflicts,
        against=_against(connection, conflicts, {row.id for row in shown}),
        interests=interests(connection, found.support.roots),
        bylines=_bylines(sources),
        trail=trail(_heard(rows, connection)),
        labels=_labels(shown),
        total=connection.execute(query("counts.number"), (identifier,)).fetchone()[0],
        after=next_,
    )


def _account(connection: sqlite3.Connection, identifier: str, support: Support, after: str) -> tuple[Account, str]:
    """How a proposition is counted, island by island, those of most documents first, and where the page ends."""
    begin = read_cursor(after, 2) if after else [str(1 << 40), ""]
    asked = (identifier, int(begin[0]), begin[1], SHOWN + 1)
    rows = connection.execute(query("island.accounts"), asked).fetchall()
    next_ = write_cursor([rows[SHOWN - 1]["documents"], rows[SHOWN - 1]["island"]]) if len(rows) > SHOWN else ""
    found = [decode(row["account"], Account) for row in rows[:SHOWN]]
    parts = [part for account in found for part in account.parts]
    return Account(
        support=support,
        documents=tuple(document for account in found for document in account.documents),
        parts=tuple(sorted(parts, key=lambda part: (-len(part.sources), part.roots))),
        edges=tuple(edge for account in found for edge in account.edges),
    ), next_  # fmt: skip


def _keys(found: Account) -> set[str]:
    cited = {edge.second for edge in found.edges if edge.kind == LinkKind.CITES}
    speakers = {speaker for document in found.documents for speaker in document.speakers}
    return {*(root for part in found.parts for root in part.roots), *cited, *speakers}


def names(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, str]:
    """Name keys and digests with the name that is shown for them; those that nothing names stand for themselves."""
    found = {}
    for name_key in sorted(set(keys)):
        row = connection.execute(query("counts.name"), (name_key,)).fetchone()
        found[name_key] = str(row["name"]) if row else name_key
    return found


def _sources(connection: sqlite3.Connection, digests: Sequence[str]) -> Iterable[SourceRow]:
    for sha in digests:
        yield source_row(connection.execute(query("row.source"), (sha,)).fetchone())


def conflicts_of(connection: sqlite3.Connection, identifier: str) -> tuple[Conflict, ...]:
    """The conflicts in which a statement of the proposition stands."""
    rows = connection.execute(query("counts.conflicts"), (identifier,)).fetchall()
    return tuple(decode(row["record"], Conflict) for row in rows)


def _against(connection: sqlite3.Connection, conflicts: Iterable[Conflict], ours: set[str]) -> tuple[StatementRow, ...]:
    """What stands on the other side of a denial: with the same weight on the same page."""
    others = {
        other
        for conflict in conflicts
        if conflict.kind is ConflictKind.DENIAL
        for _, side in conflict.sides
        if ours.isdisjoint(side)
        for other in side[:SHOWN]
    }
    return tuple(statement_row(find_statement(connection, other)) for other in sorted(others))


def interests(connection: sqlite3.Connection, roots: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Owners, as persons recorded them, of two or more of these roots. A mark: it merges nothing."""
    owned: dict[str, set[str]] = {}
    for row in connection.execute(query("counts.owners"), (json.dumps(list(roots)),)).fetchall():
        owned.setdefault(row["owner"], set()).add(row["root"])
    return tuple((owner, tuple(sorted(found))) for owner, found in sorted(owned.items()) if len(found) > 1)


def _bylines(sources: Iterable[SourceRow]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Authors over pages of two or more outlets; one word ("Staff") is no name. A mark: it merges nothing."""
    found: dict[str, dict[str, str]] = {}
    written: dict[str, str] = {}
    for row in sources:
        author = key(row.author)
        if " " in author and key(row.outlet):
            written.setdefault(author, row.author)
            found.setdefault(author, {}).setdefault(key(row.outlet), row.outlet)
    return tuple(
        (written[author], tuple(outlets[one] for one in sorted(outlets)))
        for author, outlets in sorted(found.items())
        if len(outlets) > 1
    )


def _heard(rows: Iterable[sqlite3.Row], connection: sqlite3.Connection) -> list[Heard]:
    found = []
    for row in rows:
        kind = connection.execute(query("counts.speaker_kind"), (row["id"],)).fetchone()
        found.append(
            Heard(
                decode(row["record"], Statement), row["known_on"], row["source_outlet"] or row["source"],
                MentionKind(kind["kind"]) if kind else MentionKind.UNKNOWN,
            )
        )  # fmt: skip
    return found


def _labels(rows: Iterable[StatementRow]) -> tuple[tuple[str, str, str], ...]:
    """Words that label in statements that a page makes in its own voice."""
    return tuple(
        (row.id, term.words, row.outlet or row.source_label)
        for row in rows
        if row.chain[-1].kind is AllegerKind.PAGE
        for term in terms(row.quote)
        if term.label
    )


def find_link(connection: sqlite3.Connection, identifier: str) -> LinkRow:
    """A link, or a citation on which nobody has decided: that one is not stored, and has no state. Raises UsageError
    ``link-unknown``."""
    row = connection.execute(query("counts.link"), (identifier,)).fetchone()
    if row is not None:
        return link_row(row)
    cited = connection.execute(query("counts.citation"), (identifier,)).fetchone()
    if cited is None:
        raise UsageError(
            "link-unknown",
            f"There is no link {identifier} between documents in this case.",
            next="List them with: foja link CASE",
        )
    known = Link(kind=LinkKind.CITES, first=cited["text"], second=cited["outlet_key"])
    return LinkRow(id=identifier, link=known, state=None, first_label="", second_label="")


def days_of_citation(connection: sqlite3.Connection, citation: Link) -> tuple[str, str]:
    """When the document that cites was last published, and the outlet that it cites first; empty where not known."""
    row = connection.execute(query("counts.days_of_citation"), (citation.first, citation.second)).fetchone()
    return row["citing"] or "", row["cited"] or ""


def link(folder: CaseFolder, identifier: str) -> LinkView:
    """A link, stored or a citation, with what it rests on. Raises UsageError ``link-unknown``."""
    connection = folder.database.connection
    shown = find_link(connection, identifier)
    known = shown.link
    first, second = (
        connection.execute(query("counts.source_of_text"), (text,)).fetchone() for text in (known.first, known.second)
    )
    swayed = connection.execute(query("counts.swayed_by"), (identifier, SHOWN)).fetchall()
    view = LinkView(
        row=_labelled(connection, shown, first),
        first=source_row(first) if first else None,
        propositions=tuple(
            (one["proposition"], _title(one["record"]), decode(one["support"], Support)) for one in swayed
        ),
    )
    if known.kind is LinkKind.CITES:
        stating = connection.execute(query("counts.stating"), (known.first, SHOWN)).fetchall()
        pages = connection.execute(query("counts.pages_of_outlet"), (known.second, SHOWN)).fetchall()
        return replace(
            view,
            cited=tuple(map(source_row, pages)),
            statements=tuple(row for row in map(statement_row, stating) if _cites(row, known.second)),
        )
    return replace(
        view, second=source_row(second) if second else None, pairs=_pairs(folder, known),
        more_pairs=max(0, len(known.spans) - PAIRS),
    )  # fmt: skip


def _title(record: str) -> str:
    return " ".join(decode(record, Statement).content.split())


def _labelled(connection: sqlite3.Connection, row: LinkRow, first: sqlite3.Row | None) -> LinkRow:
    if row.link.kind is not LinkKind.CITES:
        return row
    outlet = names(connection, [row.link.second])[row.link.second]
    label = (first["title"] or first["name"]) if first else row.link.first
    return LinkRow(
        id=row.id, link=row.link, state=row.state, first_label=label, second_label=outlet,
        first_source=first["sha256"] if first else "", sways=row.sways,
    )  # fmt: skip


def _cites(row: StatementRow, outlet_key: str) -> bool:
    return any(key(link.name) == outlet_key for link in row.chain if link.kind is not AllegerKind.PAGE)


def _pairs(folder: CaseFolder, known: Link) -> tuple[SpanPair, ...]:
    one, other = (folder.blob(digest).decode("utf-8") for digest in (known.first, known.second))
    return tuple(
        SpanPair(first=ours, second=theirs, first_start=a, second_start=c)
        for a, b, c, d in known.spans[:PAIRS]
        for ours, theirs in [side_by_side(one[a:b], other[c:d])]
    )
