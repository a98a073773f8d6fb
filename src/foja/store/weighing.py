"""Projection of the weighing: copies, likeness, propositions, counts.

Counts are made from accepted statements alone; drafts never enter them. Conflicts: ``store.conflicts``.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from foja.model.event import Event
from foja.model.grouping import Bond, closure, group
from foja.model.record import decode, derived_id, encode
from foja.model.support import Comparison, Link, Sketch
from foja.model.vocabulary import LinkKind, LinkState
from foja.store import conflicts, dependence, faces, islands, propositions, sketches
from foja.store.database import query
from foja.store.said import of_source
from foja.store.sources import owe, touch
from foja.text.fold import key


def apply_sketch(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    sketch = decode(blobs(run["output"]), Sketch)
    forgotten = set(sketches.replace(connection, sketch, blobs))
    _recount_texts(connection, forgotten | dependence.settle(connection, forgotten))
    for statement, keys in sketch.statements:
        faces.keep(connection, statement, keys)
    connection.execute("UPDATE source SET sketch = ? WHERE sha256 = ?", (run["output"], sketch.source))
    owe(connection, "weigh.compare", run["output"])


def apply_comparison(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    comparison = decode(blobs(run["output"]), Comparison)
    for link in comparison.links:
        connection.execute(
            query("link.insert"),
            (link.id, link.kind, link.first, link.second, encode(link).decode()),
        )
    _inherit_decisions(connection, comparison.links)
    for likeness in comparison.likenesses:
        connection.execute(
            "INSERT INTO likeness VALUES (?, ?, 'suggested', ?) ON CONFLICT (first, second) DO NOTHING",
            (likeness.first, likeness.second, likeness.reason),
        )
    _bring_together(connection, [(likeness.first, likeness.second) for likeness in comparison.likenesses])
    ends = {text for link in comparison.links for text in (link.first, link.second)}
    _recount_texts(connection, {link.first for link in comparison.links} | dependence.settle(connection, ends))


def _inherit_decisions(connection: sqlite3.Connection, links: Iterable[Link]) -> None:
    """What a person decided on the copies of a text holds for the text that came of correcting it."""
    if connection.execute("SELECT 1 FROM correction LIMIT 1").fetchone() is None:
        return
    for text in sorted({text for link in links for text in (link.first, link.second)}):
        connection.execute(query("text.inherit_links"), (text,))


def _bonds(connection: sqlite3.Connection, identifier: str) -> list[sqlite3.Row]:
    return connection.execute(
        "SELECT first, second, state FROM likeness WHERE first = ?1 UNION ALL"
        " SELECT first, second, state FROM likeness WHERE second = ?1",
        (identifier,),
    ).fetchall()


def _bring_together(connection: sqlite3.Connection, pairs: Sequence[tuple[str, str]]) -> None:
    """Joins the propositions of statements that were found alike: what ``regroup`` would do, without reading all that
    these hold, where nobody parted anything in them."""
    parted = {row["proposition"] for row in connection.execute(query("proposition.parted"))}
    of: dict[str, str] = {}
    for one in sorted({one for pair in pairs for one in pair}):
        row = connection.execute("SELECT proposition FROM statement WHERE id = ?", (one,)).fetchone()
        of[one] = row["proposition"] if row else ""
    known = {name: _first(connection, name) for name in sorted(set(of.values()))}
    shown = {one: faces.of(connection, one) for one in of}
    changed = {name for one, other in pairs if shown[one] != shown[other] for name in (of[one], of[other])}
    plain = {name for name, first in known.items() if first and name == derived_id("pr", first) and name not in parted}
    bonds = [Bond(False, of[one], of[other]) for one, other in pairs]
    moved: set[tuple[str, str]] = set()
    for found in group(known, bonds, ()):
        if not found <= plain or (changed & found and propositions.clash(connection, found)):
            regroup(connection, [one for one, name in of.items() if name in found])
            continue
        into = derived_id("pr", min(known[name] for name in found))
        for name in sorted(found - {into}):
            rows = connection.execute("SELECT DISTINCT source FROM statement WHERE proposition = ?", (name,)).fetchall()
            moved |= {(proposition, row["source"]) for row in rows for proposition in (name, into)}
            connection.execute("UPDATE statement SET proposition = ? WHERE proposition = ?", (into, name))
    recount(connection, moved)


def _first(connection: sqlite3.Connection, proposition: str) -> str:
    """The least id of the statements of a proposition, after which it is named; empty where there is none."""
    row = connection.execute("SELECT min(id) AS id FROM statement WHERE proposition = ?", (proposition,)).fetchone()
    return row["id"] or ""


def regroup(connection: sqlite3.Connection, identifiers: Iterable[str]) -> None:
    """Forms anew the propositions that hold any of the statements ``identifiers``."""
    asked = set(identifiers)
    while asked:

        def neighbours(one: str) -> list[str]:
            return [b["first"] if b["second"] == one else b["second"] for b in _bonds(connection, one)]

        nodes = closure([min(asked)], neighbours)
        asked -= nodes
        rows = {(b["first"], b["second"]): b["state"] for one in nodes for b in _bonds(connection, one)}
        before = {one: row for one in nodes for row in _rows(connection, "id", one)}
        moved: set[tuple[str, str]] = set()
        for found in propositions.grouped(connection, before, nodes, rows):
            proposition = derived_id("pr", min(found))
            for one in sorted(found & before.keys()):
                if before[one]["proposition"] != proposition:
                    connection.execute("UPDATE statement SET proposition = ? WHERE id = ?", (proposition, one))
                    moved |= {(before[one]["proposition"], before[one]["source"]), (proposition, before[one]["source"])}
        recount(connection, moved)


def _rows(connection: sqlite3.Connection, column: str, value: str) -> list[sqlite3.Row]:
    assert column in ("id", "proposition", "text")
    return connection.execute(
        f"SELECT statement.*, source.outlet_key FROM statement JOIN source ON source.sha256 = statement.source"  # noqa: S608
        f" WHERE statement.{column} = ? ORDER BY statement.id",
        (value,),
    ).fetchall()


def recount(connection: sqlite3.Connection, places: Iterable[tuple[str, str]]) -> None:
    """Counts anew what sources do to propositions: ``places`` are (proposition, source)."""
    asked: dict[str, set[str]] = {}
    for proposition, source in places:
        asked.setdefault(proposition, set()).add(source)
    for proposition in sorted(asked):
        islands.recount(connection, proposition, asked[proposition])


def recount_spoken(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Counts anew what somebody said whose name, one of ``keys``, leads to another party now."""
    named = json.dumps(sorted(set(keys)))
    rows = connection.execute(query("counting.spoken_by"), (named,)).fetchall()
    issued = [place for source in _issued_by(connection, set(keys)) for place in islands.places_of(connection, source)]
    recount(connection, [*((row["proposition"], row["source"]) for row in rows), *issued])
    spoken = connection.execute(query("sign.spoken_by"), (named,)).fetchall()
    _recount_texts(connection, dependence.refresh(connection, [row["statement"] for row in spoken], ()))


def _issued_by(connection: sqlite3.Connection, keys: set[str]) -> list[str]:
    """Sources that are the own text of a body with one of these name keys, as a person recorded."""
    rows = connection.execute("SELECT sha256, issuer FROM source WHERE issuer <> ''").fetchall() if keys else ()
    return [row["sha256"] for row in rows if keys & {key(name) for name in str(row["issuer"]).split(";")}]


def look_anew(connection: sqlite3.Connection, identifiers: Iterable[str]) -> None:
    """Finds anew the conflicts of accepted statements, and the signs that their texts share an origin."""
    found = sorted(set(identifiers))
    looked_at = conflicts.refresh_all(connection, found)
    _recount_texts(connection, dependence.refresh(connection, found, looked_at))


def recount_links(connection: sqlite3.Connection, links: Sequence[Link]) -> None:
    """Counts anew what rests on the texts of links that were found."""
    ends = {text for link in links for text in (link.first, link.second)}
    _recount_texts(connection, ends | dependence.settle(connection, ends))


def recount_source(connection: sqlite3.Connection, sha: str) -> None:
    """Counts anew what rests on a source whose metadata came in: its own statements, and those of others
    that quote its outlet. The conflicts of its own are looked at anew: their reasons follow outlets and dates."""
    look_anew(connection, of_source(connection, sha))
    places = islands.places_of(connection, sha)
    outlets = islands.outlets_of_source(connection, sha)
    for outlet in sorted(outlets):
        rows = connection.execute(query("statement.spoken_by_outlet"), (outlet,)).fetchall()
        places |= {(row["proposition"], row["source"]) for row in rows}
    recount(connection, places)


def _recount_texts(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    recount(
        connection,
        [
            (row["proposition"], row["source"])
            for text in set(texts)
            for row in _rows(connection, "text", text)
            if row["review"] == "accepted"
        ],
    )


def refresh(connection: sqlite3.Connection, identifier: str) -> None:
    """Brings counts and conflicts up to date after a decision on a statement."""
    recount(connection, [(row["proposition"], row["source"]) for row in _rows(connection, "id", identifier)])
    look_anew(connection, [identifier])


def carry_over(connection: sqlite3.Connection, before: str, after: str) -> None:
    """A corrected statement says the same as the one it replaces: it stays in its proposition."""
    first, second = sorted((before, after))
    connection.execute(
        "INSERT OR REPLACE INTO likeness VALUES (?, ?, 'confirmed', 'one is the corrected form of the other')",
        (first, second),
    )
    regroup(connection, [before, after])


def forget(connection: sqlite3.Connection, identifier: str) -> None:
    """Forgets what was found about a draft that is no longer made."""
    others = {b["first"] for b in _bonds(connection, identifier)} | {
        b["second"] for b in _bonds(connection, identifier)
    }
    faces.forget(connection, identifier)
    connection.execute(
        "DELETE FROM likeness WHERE (first = ?1 OR second = ?1) AND state IN ('suggested', 'unlike')", (identifier,)
    )
    regroup(connection, others - {identifier})


def apply_joined(connection: sqlite3.Connection, event: Event) -> None:
    _decide(connection, event, event.body["statements"], LinkState.CONFIRMED)


def apply_parted(connection: sqlite3.Connection, event: Event) -> None:
    _decide(connection, event, event.body["statements"], LinkState.REJECTED)


def _decide(connection: sqlite3.Connection, event: Event, identifiers: Sequence[str], state: LinkState) -> None:
    ordered = sorted(set(identifiers))
    reason = f"{'Joined' if state is LinkState.CONFIRMED else 'Kept apart'} by {event.actor.name}: {event.why}"
    for first, second in pairwise(ordered):
        connection.execute("INSERT OR REPLACE INTO likeness VALUES (?, ?, ?, ?)", (first, second, state, reason))
    for one in ordered:
        touch(connection, one, event.seq)
    regroup(connection, ordered)


def apply_link_decision(connection: sqlite3.Connection, event: Event) -> None:
    """A decision on a link. One on a citation brings its ends along: citations are not stored until then."""
    state = LinkState.CONFIRMED if event.kind == "link.confirmed" else LinkState.REJECTED
    body = event.body
    if "outlet" in body:
        link = Link(kind=LinkKind.CITES, first=body["text"], second=body["outlet"])
        connection.execute(query("link.insert"), (link.id, link.kind, link.first, link.second, encode(link).decode()))
    connection.execute("UPDATE link SET state = ? WHERE id = ?", (state, body["link"]))
    touch(connection, body["link"], event.seq)
    row = connection.execute("SELECT first, second FROM link WHERE id = ?", (body["link"],)).fetchone()
    if row:
        ends = {row["first"], row["second"]}
        _recount_texts(connection, {row["first"]} | dependence.settle(connection, ends))
