"""Projection of the counts: the documents of each proposition, by island (``weigh.islands``).

A decision asks for the documents that it concerns, and counts their islands anew; the others are rows that are summed.
What is kept is a function of the accepted statements, the links and the parties, in whatever order they came.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from foja.model.record import decode, encode
from foja.model.support import DocumentNode, Link, Support
from foja.model.vocabulary import LinkState
from foja.store.counting import accepted_rows, document_nodes, documents_named, links_between
from foja.store.database import query
from foja.weigh.islands import ADDED, IslandCount, Links, count_island, islands, name_of, outlets_of, sum_island, total
from foja.weigh.origin_graph import citation_id


def recount(connection: sqlite3.Connection, proposition: str, sources: Iterable[str]) -> None:
    """Counts anew the islands of a proposition that these sources are in now, or were in. A statement in one source
    stands in every source that has its text, so these are asked about too."""
    asked = sorted({twin for source in set(sources) for twin in _twins(connection, proposition, source)})
    before = {source: row for source in asked if (row := _row(connection, proposition, source))}
    rows = {source: accepted_rows(connection, proposition, source) for source in asked}
    now = document_nodes(connection, [row for ours in rows.values() for row in ours])
    touched = {row["island"] for row in before.values()} | _met(connection, proposition, now)
    members = [node for island in sorted(touched) for node in nodes_of(connection, proposition, island)]
    for island in sorted(touched):
        _drop(connection, proposition, island)
    documents = {key for row in before.values() for key in json.loads(row["named"])}
    for row in before.values():
        _forget(connection, proposition, row)
    for node in now:
        named = documents_named(rows[node.source])
        documents |= set(named)
        _keep(connection, proposition, node, named)
    nodes = [*now, *(node for node in members if node.source not in rows)]
    links = links_between(connection, nodes)
    of_text: dict[str, list[tuple[Link, LinkState]]] = {}
    for pair in links:
        of_text.setdefault(pair[0].first, []).append(pair)
    for found in islands(nodes, links):
        texts = sorted({node.text for node in found})
        _count(connection, proposition, found, [pair for text in texts for pair in of_text.get(text, ())])
    _name_documents(connection, proposition, documents)
    _sum(connection, proposition)


def _twins(connection: sqlite3.Connection, proposition: str, source: str) -> list[str]:
    return [row["source"] for row in connection.execute(query("island.twins"), (proposition, source)).fetchall()]


def places_of(connection: sqlite3.Connection, source: str) -> set[tuple[str, str]]:
    """(proposition, source) wherever a source is counted, or an accepted statement stands in its text."""
    return {(row["proposition"], source) for row in connection.execute(query("island.places"), (source,)).fetchall()}


def outlets_of_source(connection: sqlite3.Connection, source: str) -> set[str]:
    """Name keys of the outlet of a source, as it is now, and as it was counted."""
    rows = connection.execute(query("island.outlets"), (source,)).fetchall()
    return {row["outlet_key"] for row in rows if row["outlet_key"]}


def nodes_of(connection: sqlite3.Connection, proposition: str, island: str) -> list[DocumentNode]:
    """The documents of an island, by source."""
    rows = connection.execute(query("island.nodes"), (proposition, island)).fetchall()
    return [decode(row["node"], DocumentNode) for row in rows]


def without(connection: sqlite3.Connection, proposition: str, source: str, before: Support) -> Support:
    """The count of a proposition, ``before``, as it would be if a source were not in the file."""
    row = _row(connection, proposition, source)
    if row is None:
        return before
    gone = decode(row["node"], DocumentNode)
    rest = [node for node in nodes_of(connection, proposition, row["island"]) if node.source != source]
    links = links_between(connection, rest)
    old = _part(connection, proposition, row["island"])
    new = [sum_island(found, links) for found in islands(rest, links)]
    lost = sum(_only(connection, proposition, f"s{speaker}") for speaker in gone.speakers)
    made = total(new, 0)
    sums = {name: getattr(before, name) - getattr(old, name) + getattr(made, name) for name in ADDED[:7]}
    hinges = filter(None, (_other_hinge(connection, proposition, row["island"], before, old), made.hinge))
    return replace(
        before, **sums,
        voices=before.voices - lost - old.bare + made.voices,
        voices_upper=before.voices_upper - lost - old.bare_upper + made.voices_upper,
        voices_lower=before.voices_lower - lost - old.bare_lower + made.voices_lower,
        roots=tuple(sorted({*before.roots} - {*old.shares} | {*made.roots})),
        hinge=min(hinges, default=""),
    )  # fmt: skip


def _other_hinge(
    connection: sqlite3.Connection, proposition: str, island: str, before: Support, old: IslandCount
) -> str:
    """The hinge of a proposition without one of its islands."""
    if before.hinge != old.hinge:
        return before.hinge
    rows = connection.execute(query("island.hinges"), (proposition, island)).fetchall()
    return min((str(row["hinge"]) for row in rows), default="")


def _row(connection: sqlite3.Connection, proposition: str, source: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(query("island.of_source"), (proposition, source)).fetchone()
    return found


def _part(connection: sqlite3.Connection, proposition: str, island: str) -> IslandCount:
    row = connection.execute(query("island.part"), (proposition, island)).fetchone()
    return decode(row["part"], IslandCount)


def _only(connection: sqlite3.Connection, proposition: str, key: str) -> bool:
    """Whether one document alone has a key in a proposition."""
    return len(connection.execute(query("island.with_key"), (proposition, key)).fetchall()) == 1


def _met(connection: sqlite3.Connection, proposition: str, nodes: Sequence[DocumentNode]) -> set[str]:
    """The islands that these documents could join."""
    texts = {node.text for node in nodes}
    for text in sorted(texts):
        texts |= {row["other"] for row in connection.execute(query("island.linked"), (text,)).fetchall()}
    keys = sorted({f"o{outlet}" for node in nodes for outlet in outlets_of(node)})
    found = connection.execute(query("island.met"), (proposition, json.dumps(sorted(texts)), json.dumps(keys)))
    return {row["island"] for row in found.fetchall()}


def _keys(node: DocumentNode, named: Iterable[str]) -> set[str]:
    return {
        *(f"o{outlet}" for outlet in outlets_of(node)), *(f"s{one}" for one in node.speakers),
        *(f"d{document}" for document in named),
    }  # fmt: skip


def _keep(connection: sqlite3.Connection, proposition: str, node: DocumentNode, named: dict[str, str]) -> None:
    connection.execute(
        "INSERT INTO counted VALUES (?, ?, ?, '', ?, ?)",
        (
            proposition, node.source, node.text, encode(node).decode(),
            json.dumps(named, sort_keys=True, ensure_ascii=False),
        ),
    )  # fmt: skip
    connection.executemany(
        "INSERT INTO counted_key VALUES (?, ?, ?)",
        [(proposition, key, node.source) for key in sorted(_keys(node, named))],
    )


def _forget(connection: sqlite3.Connection, proposition: str, row: sqlite3.Row) -> None:
    keys = _keys(decode(row["node"], DocumentNode), json.loads(row["named"]))
    connection.executemany(
        "DELETE FROM counted_key WHERE proposition = ? AND key = ? AND source = ?",
        [(proposition, key, row["source"]) for key in sorted(keys)],
    )
    connection.execute("DELETE FROM counted WHERE proposition = ? AND source = ?", (proposition, row["source"]))


def _citations(nodes: Iterable[DocumentNode]) -> set[tuple[str, str, str]]:
    return {(citation_id(node.text, outlet), node.text, outlet) for node in nodes for outlet in node.cites}


def _drop(connection: sqlite3.Connection, proposition: str, island: str) -> None:
    """Forgets how an island was counted; its documents stay."""
    connection.executemany(
        "DELETE FROM citation WHERE link = ? AND proposition = ?",
        [(link, proposition) for link, _, _ in sorted(_citations(nodes_of(connection, proposition, island)))],
    )
    connection.executemany(
        "DELETE FROM sway WHERE link = ? AND proposition = ?",
        [(link, proposition) for link in _part(connection, proposition, island).sways],
    )
    connection.execute("DELETE FROM island WHERE proposition = ? AND island = ?", (proposition, island))


def _count(connection: sqlite3.Connection, proposition: str, found: Sequence[DocumentNode], links: Links) -> None:
    name = name_of(found)
    account, part = count_island(found, links)
    connection.execute(
        "INSERT INTO island VALUES (?, ?, ?, ?, ?)",
        (proposition, name, part.documents, encode(part).decode(), encode(account).decode()),
    )
    connection.executemany(
        "UPDATE counted SET island = ? WHERE proposition = ? AND source = ? AND island <> ?",
        [(name, proposition, node.source, name) for node in found],
    )
    connection.executemany(
        "INSERT INTO citation VALUES (?, ?, ?, ?)",
        [(link, proposition, text, outlet) for link, text, outlet in sorted(_citations(found))],
    )
    connection.executemany("INSERT INTO sway VALUES (?, ?)", [(link, proposition) for link in part.sways])


def _name_documents(connection: sqlite3.Connection, proposition: str, keys: Iterable[str]) -> None:
    """Who of these documents is let speak by the proposition, and under which name."""
    for key in sorted(set(keys)):
        connection.execute("DELETE FROM document_named WHERE key = ? AND proposition = ?", (key, proposition))
        rows = connection.execute(query("island.naming"), (proposition, f"d{key}")).fetchall()
        if rows:
            name = min(json.loads(row["named"])[key] for row in rows)
            connection.execute("INSERT INTO document_named VALUES (?, ?, ?)", (key, proposition, name))


def _sum(connection: sqlite3.Connection, proposition: str) -> None:
    rows = connection.execute("SELECT part FROM island WHERE proposition = ?", (proposition,)).fetchall()
    if not rows:
        connection.execute("DELETE FROM support WHERE proposition = ?", (proposition,))
        connection.execute(query("island.set_origins"), (proposition, None))
        return
    parts = [decode(row["part"], IslandCount) for row in rows]
    support = total(parts, connection.execute(query("island.speakers"), (proposition,)).fetchone()[0])
    shared = {root: documents for part in parts for root, documents in part.shares.items()}
    connection.execute(
        query("counting.keep"),
        (
            proposition, encode(support).decode(), support.documents, support.origins, support.lower, support.access,
            json.dumps(shared, sort_keys=True, ensure_ascii=False),
        ),
    )  # fmt: skip
    connection.execute(query("island.set_origins"), (proposition, support.origins))
