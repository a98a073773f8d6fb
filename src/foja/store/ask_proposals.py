"""Questions about proposed merges: names that were not compared yet, and the pairs, by what a decision would change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from foja.model.matching import NameComparison, Subject
from foja.model.pairs import PairRow, PairSide, PairState, Weight
from foja.model.particular import ParticularRow
from foja.model.record import decode, derived_id
from foja.model.rows import Page
from foja.model.vocabulary import MentionKind
from foja.resolve.match.organisations import kinds_apart
from foja.store import ask_particulars
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.folder import CaseFolder

FORMS = 12


def due(connection: sqlite3.Connection, version: str) -> list[str]:
    """Name keys that were not compared by this version of the matcher."""
    return [row["key"] for row in connection.execute(query("proposal.due"), (version,))]


def subjects(connection: sqlite3.Connection) -> list[Subject]:
    """Every name key of the case as names are compared by: each key by itself, whatever party it belongs to now."""
    found = []
    for key, lines in groupby(connection.execute(query("proposal.names")), lambda row: str(row["key"])):
        rows = list(lines)
        kinds: dict[str, int] = {}
        for row in rows:
            if row["kind"] != MentionKind.UNKNOWN:
                kinds[row["kind"]] = kinds.get(row["kind"], 0) + row["mentions"]
        kind = min(kinds, key=lambda one: (-kinds[one], one), default=MentionKind.UNKNOWN.value)
        names = tuple(dict.fromkeys(row["name"] for row in rows))[:FORMS]
        found.append(Subject(id=key, kind=MentionKind(kind), names=names))
    return found


def pairs(folder: CaseFolder, state: PairState, *, after: str = "", limit: int = 20) -> Page[PairRow]:
    """Pairs of parties in a state, those first whose decision would change most, each followed by the others of the
    party on which more hangs: they are one question."""
    connection = folder.database.connection
    grouped = _grouped(connection, state)
    weights = _weights(connection, {party for pair in grouped for party in pair})
    order = _together(sorted(grouped, key=lambda pair: _order(pair, grouped[pair], weights)), weights)
    begin = int(read_cursor(after, 1)[0]) if after else 0
    shown = order[begin : begin + limit]
    rest = begin + limit < len(order)
    return Page(
        items=tuple(_row(folder, pair, grouped[pair], state, weights) for pair in shown), total=len(order),
        after=write_cursor([begin + limit]) if rest else "",
    )  # fmt: skip


def of_party(folder: CaseFolder, party: str) -> tuple[PairRow, ...]:
    """Undecided pairs of one party."""
    connection = folder.database.connection
    found: list[PairRow] = []
    for state in (PairState.OPEN, PairState.LATER):
        grouped = {pair: rows for pair, rows in _grouped(connection, state).items() if party in pair}
        weights = _weights(connection, {one for pair in grouped for one in pair})
        order = sorted(grouped, key=lambda pair: _order(pair, grouped[pair], weights))
        found += [_row(folder, pair, grouped[pair], state, weights) for pair in order]
    return tuple(found)


def _grouped(connection: sqlite3.Connection, state: PairState) -> dict[tuple[str, str], list[Any]]:
    """Two parties to the pairs of their names, the likeliest first. Of those joined, each pair stands by itself."""
    grouped: dict[tuple[str, str], list[Any]] = {}
    if state in (PairState.SAME, PairState.APART):
        rows = connection.execute(query("proposal.decided"), (int(state is PairState.SAME),)).fetchall()
        for row in rows:
            grouped.setdefault((row["first"], row["second"]), []).append(row)
        return grouped
    for row in connection.execute(query("proposal.undecided")):
        if (row["put_off"] is None) == (state is PairState.OPEN):
            grouped.setdefault((row["first_party"], row["second_party"]), []).append(row)
    for pair in [pair for pair in grouped if pair[::-1] in grouped and pair > pair[::-1]]:
        grouped[pair[::-1]] += grouped.pop(pair)
    return grouped


def _weights(connection: sqlite3.Connection, parties: Iterable[str]) -> dict[str, Weight]:
    wanted = json.dumps(sorted(parties))
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(query("proposal.statements"), (wanted,)):
        counts.setdefault(row["party"], {})[row["review"]] = row["number"]
    for row in connection.execute(query("proposal.acts"), (wanted,)):
        counts.setdefault(row["party"], {})["acts"] = row["number"]
    documents = connection.execute(
        "SELECT id, documents FROM party WHERE id IN (SELECT value FROM json_each(?))", (wanted,)
    )
    return {
        row["id"]: Weight(
            accepted=found.get("accepted", 0), drafts=found.get("draft", 0), acts=found.get("acts", 0),
            documents=row["documents"],
        )
        for row in documents
        for found in (counts.get(row["id"], {}),)
    }  # fmt: skip


def _moves(first: Weight, second: Weight) -> Weight:
    """What would be counted with the other: that of the party on which less hangs."""
    return min(first, second, key=lambda one: one.order)


def _order(pair: tuple[str, str], rows: Sequence[Any], weights: dict[str, Weight]) -> tuple[Any, ...]:
    """What a decision is expected to change comes first: what would move, by the chance that it does."""
    first, second = (weights.get(one, Weight()) for one in pair)
    least, most = sorted((first.order, second.order))
    chance = rows[0]["probability"]
    return tuple(-chance * number for number in least), -chance, tuple(-number for number in most), pair


def _together(order: Sequence[tuple[str, str]], weights: dict[str, Weight]) -> list[tuple[str, str]]:
    """The pairs in the same order, but those with one ``PairRow.main`` at the place of the first of them."""
    gathered: dict[str, list[tuple[str, str]]] = {}
    for pair in order:
        main = max(pair, key=lambda one: (weights.get(one, Weight()).order, one))
        gathered.setdefault(main, []).append(pair)
    return [pair for pairs in gathered.values() for pair in pairs]


def _row(
    folder: CaseFolder, pair: tuple[str, str], rows: Sequence[Any], state: PairState, weights: dict[str, Weight]
) -> PairRow:
    connection = folder.database.connection
    best = max(rows, key=lambda row: row["probability"])
    keys = tuple((row["first"], row["second"]) for row in sorted(rows, key=lambda row: -row["probability"]))
    decided = state in (PairState.SAME, PairState.APART)
    if decided:
        weights = _weights(connection, {best["first_party"], best["second_party"]})
    first, second = (_side(connection, best[f"{one}_party"], best[one], weights) for one in ("first", "second"))
    said = connection.execute(query("proposal.between"), keys[0]).fetchone()["seq"]
    return PairRow(
        id=derived_id("pp", *keys[0]), first=first, second=second, state=state, keys=keys,
        comparison=_compared(best["record"], first, second) if best["record"] else None,
        moves=_moves(first.weight, second.weight), used=_used(connection, first, second),
        decision=folder.ledger.event(said) if said is not None else None,
    )  # fmt: skip


def _compared(record: bytes, first: PairSide, second: PairSide) -> NameComparison:
    """The comparison of two names, and what the other names of their parties say against it: CIDH is short for two
    bodies, of which one is a court."""
    found = decode(record, NameComparison)
    if {first.kind, second.kind} == {MentionKind.ORGANISATION} and not found.against:
        apart = kinds_apart((first.name, *first.names), (second.name, *second.names))
        return replace(found, against=(apart,)) if apart else found
    return found


def _side(connection: sqlite3.Connection, party: str, key: str, weights: dict[str, Weight]) -> PairSide:
    row = connection.execute(query("row.party"), (party,)).fetchone()
    names = connection.execute(
        "SELECT name, sum(mentions) AS mentions FROM name_count WHERE key = ? GROUP BY name"
        " ORDER BY mentions DESC, name LIMIT ?",
        (key, FORMS),
    )
    return PairSide(
        id=party, key=key, name=row["name"], kind=MentionKind(row["kind"]),
        names=tuple(one["name"] for one in names), weight=weights.get(party, Weight()),
    )  # fmt: skip


def _used(connection: sqlite3.Connection, first: PairSide, second: PairSide) -> tuple[ParticularRow, ...]:
    """Records that one of the two used the name of the other."""
    found = []
    for person, name in ((first, second), (second, first)):
        keys = [row["key"] for row in connection.execute("SELECT key FROM party_key WHERE party = ?", (person.id,))]
        named = [row["key"] for row in connection.execute("SELECT key FROM party_key WHERE party = ?", (name.id,))]
        for row in ask_particulars.using_name(connection, named):
            if getattr(row.particular, "person").key in keys:  # noqa: B009
                found.append(row)
    return tuple(found)
