"""What a proposition's count is made from: its accepted statements as documents, and the links between their texts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from foja.model.record import decode
from foja.model.statement import Statement
from foja.model.support import DocumentNode, Link
from foja.model.vocabulary import AllegerKind, LinkState
from foja.store.database import query
from foja.store.said import party_key
from foja.text.fold import key
from foja.weigh.origins import citations, speakers

NAMED = frozenset({AllegerKind.SPEAKER, AllegerKind.ROLE, AllegerKind.DOCUMENT})
"""Ends of a chain that are somebody, or something, else than the page or an outlet."""


def accepted_rows(connection: sqlite3.Connection, proposition: str, source: str = "") -> list[sqlite3.Row]:
    """The accepted statements of a proposition, by id; of one of its sources alone."""
    name = "counting.accepted_of" if source else "counting.accepted"
    return connection.execute(query(name), (proposition, source) if source else (proposition,)).fetchall()


def document_nodes(connection: sqlite3.Connection, rows: Iterable[sqlite3.Row]) -> list[DocumentNode]:
    """One node for each source of these statements (rows of ``counting.accepted``)."""
    found: dict[str, list[sqlite3.Row]] = {}
    for row in rows:
        found.setdefault(row["source"], []).append(row)
    return [_node(connection, ours) for _, ours in sorted(found.items())]


def _node(connection: sqlite3.Connection, rows: Sequence[sqlite3.Row]) -> DocumentNode:
    cites: set[str] = set()
    voices: set[str] = set()
    bare = direct = False
    for row in rows:
        stated = decode(row["record"], Statement)
        outlets = {name for name in speakers(stated) if _is_outlet(connection, name)} | set(citations(stated))
        cites |= outlets
        speaker = stated.speaker
        if speaker.kind not in NAMED or not key(speaker.name):
            bare = True
        elif key(speaker.name) not in outlets:
            voices.add(party_key(connection, row["by_key"] or key(speaker.name)))
            direct = direct or not outlets
    first = rows[0]
    issuers = {party_key(connection, key(name)) for name in str(first["issuer"]).split(";") if key(name)}
    return DocumentNode(
        source=first["source"], text=first["text"], outlet_key=first["outlet_key"], cites=tuple(sorted(cites)),
        published=first["published"], speakers=tuple(sorted(voices)), bare=bare, direct=direct,
        issued=bool(issuers & voices) or (bool(issuers) and bare),
    )  # fmt: skip


def documents_named(rows: Iterable[sqlite3.Row]) -> dict[str, str]:
    """Documents that are said to say it in these statements, by name key with the name as written; those left out that
    stand in a source whose issuer somebody recorded: it may be the document itself."""
    found: dict[str, str] = {}
    for row in rows:
        if row["issuer"] or f'"{AllegerKind.DOCUMENT.value}"' not in row["record"]:
            continue
        for link in decode(row["record"], Statement).chain:
            if link.kind is AllegerKind.DOCUMENT and (name_key := key(link.name)):
                found[name_key] = min(link.name, found.get(name_key, link.name))
    return found


def _is_outlet(connection: sqlite3.Connection, name_key: str) -> bool:
    """Whether a speaker publishes sources of this case: then quoting it leads upstream, as citing an outlet does."""
    row = connection.execute("SELECT 1 FROM source WHERE outlet_key = ? AND outlet_key <> '' LIMIT 1", (name_key,))
    return row.fetchone() is not None


def links_between(connection: sqlite3.Connection, nodes: Sequence[DocumentNode]) -> list[tuple[Link, LinkState]]:
    """The links between the texts of these documents, and the citations of them that a person decided on."""
    texts = {node.text for node in nodes}
    outlets = {outlet for node in nodes for outlet in node.cites}
    return [
        (decode(row["record"], Link), LinkState(row["state"]))
        for row in connection.execute(query("counting.links"), (json.dumps(sorted(texts)),)).fetchall()
        if row["second"] in texts or row["second"] in outlets
    ]
