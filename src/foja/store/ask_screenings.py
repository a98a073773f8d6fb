"""Questions about screenings: what is asked for a party, what was found, what persons said of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence

from foja.model.event import Event
from foja.model.lists import Lead, LeadDecision, LeadRow, LeadState, Screening, ScreeningView, Snapshot
from foja.model.matching import Subject
from foja.model.particular import Post, UsedName, decoded
from foja.model.record import convert, decode
from foja.model.vocabulary import MentionKind
from foja.preserve.merkle import leaf_hash
from foja.store.database import query
from foja.store.folder import CaseFolder

MOST_NAMES = 40
Gone = Callable[[Lead], str]


def keys_of(connection: sqlite3.Connection, party: str) -> tuple[str, ...]:
    """The name keys of a party, in alphabetical order."""
    rows = connection.execute("SELECT key FROM party_key WHERE party = ? ORDER BY key", (party,))
    return tuple(row["key"] for row in rows)


def subject_of(connection: sqlite3.Connection, party: str) -> tuple[Subject, tuple[str, ...]]:
    """What the case knows of a party by which others can be found to be the same: its names, those used most first,
    the names that a person recorded as used, posts and countries. And which names were recorded so."""
    row = connection.execute(query("row.party"), (party,)).fetchone()
    forms = [one["name"] for one in connection.execute(query("row.forms_of_party"), (party, MOST_NAMES))]
    names = dict.fromkeys([row["name"], *forms])
    used: dict[str, None] = {}
    posts: dict[str, None] = {}
    countries: dict[str, None] = {}
    keys = json.dumps(keys_of(connection, party))
    for line in connection.execute(query("screening.particulars"), (keys,)):
        one = decoded(line["record"])
        if isinstance(one, UsedName):
            used.setdefault(one.name.name)
        elif isinstance(one, Post):
            posts.setdefault(one.title)
            countries.update(dict.fromkeys(filter(None, (one.country,))))
    subject = Subject(
        id=party, kind=MentionKind(row["kind"]), names=tuple(names | used), countries=tuple(countries),
        posts=tuple(posts),
    )  # fmt: skip
    return subject, tuple(name for name in used if name not in names)


def screenable(connection: sqlite3.Connection) -> list[str]:
    """Every party that may be a person or a body, those whose kind is not known too; named most first."""
    rows = connection.execute(
        "SELECT id FROM party WHERE kind NOT IN (?, ?) ORDER BY documents DESC, mentions DESC, id",
        (MentionKind.PLACE, MentionKind.ROLE),
    )
    return [row["id"] for row in rows]


def screenings(folder: CaseFolder, party: str, gone: Gone, limit: int = 20) -> tuple[ScreeningView, ...]:
    """The last screenings of a party, newest first."""
    rows = folder.database.connection.execute(query("screening.of_party"), (party, limit)).fetchall()
    return tuple(view(folder, folder.ledger.event(row["seq"]), gone) for row in rows)


def latest(folder: CaseFolder, gone: Gone) -> list[ScreeningView]:
    """The last screening of every party that was ever screened."""
    rows = folder.database.connection.execute(query("screening.latest")).fetchall()
    return [view(folder, folder.ledger.event(row["seq"]), gone) for row in rows]


def view(folder: CaseFolder, event: Event, gone: Gone) -> ScreeningView:
    """A screening with what was said of its leads since."""
    connection = folder.database.connection
    found = convert(event.body["screening"], Screening)
    said = decisions(folder, found.keys)
    row = connection.execute(query("row.party_of_key"), (found.keys[0],)).fetchone() if found.keys else None
    name = connection.execute(query("row.party"), (row["party"],)).fetchone()["name"] if row else found.asked.names[0]
    return ScreeningView(
        screening=found, name=name, seq=event.seq, at=event.at, by=event.actor.name, why=event.why,
        leaf=leaf_hash(folder.ledger.entry(event.seq).body).hex(),
        leads=tuple(LeadRow(lead=lead, decision=_of(said, lead), gone=gone(lead)) for lead in found.leads),
    )  # fmt: skip


def _of(said: dict[tuple[str, str], LeadDecision], lead: Lead) -> LeadDecision | None:
    """What was said of a lead. Not what was said of another entry that had its id."""
    found = said.get((lead.list, lead.entry.id))
    return found if found and found.name in ("", *(one.name for one in lead.entry.names)) else None


def decisions(folder: CaseFolder, keys: Sequence[str]) -> dict[tuple[str, str], LeadDecision]:
    """List and entry to what was said last of it, for a party with these keys."""
    rows = folder.database.connection.execute(query("hit.of_keys"), (json.dumps(list(keys)),)).fetchall()
    return {(row["list"], row["entry"]): _decision(folder, row) for row in rows}


def _decision(folder: CaseFolder, row: sqlite3.Row) -> LeadDecision:
    event = folder.ledger.event(row["seq"])
    return LeadDecision(
        key=row["key"], list=row["list"], entry=row["entry"], state=LeadState(row["state"]), seq=row["seq"],
        by=event.actor.name, at=event.at, why=event.why, name=str(event.body.get("name", "")),
    )  # fmt: skip


def later(connection: sqlite3.Connection, snapshot: str) -> list[Snapshot]:
    """Snapshots of the same list published after one, the oldest first."""
    rows = connection.execute(query("list.later"), (snapshot,)).fetchall()
    return [decode(row["record"], Snapshot) for row in rows]
