"""Applying events to the projection: the ledger is the truth, ``case.db`` is what it amounts to.

``catch_up`` applies every event that the projection has not seen, in order, in transactions. Building,
reviewing and rebuilding all go through it, so there is one way in which a table can change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from itertools import islice

from foja.model.event import Event
from foja.model.item import SORTS
from foja.store import (
    acts,
    corrections,
    crossing,
    custody,
    grading,
    items,
    labels,
    lists,
    particulars,
    people,
    proposals,
    shut,
    sources,
    stamps,
    statements,
    weighing,
)
from foja.store.database import Database

Blobs = Callable[[str], bytes]
BATCH = 256

_BY_STAGE: dict[str, Callable[[sqlite3.Connection, dict[str, str], Blobs], None]] = {
    "read": sources.apply_reading,
    "read.scan": sources.apply_reading,
    "extract": statements.apply_extraction,
    "extract.model": statements.apply_asked,
    "resolve": people.apply_naming,
    "resolve.match": proposals.apply_proposals,
    "weigh.sketch": weighing.apply_sketch,
    "weigh.compare": weighing.apply_comparison,
    "weigh.meaning": crossing.apply_meaning,
    "weigh.across": crossing.apply_crossing,
}

_BY_KIND: dict[str, Callable[[sqlite3.Connection, Event], None]] = {
    "source.added": sources.apply_added,
    "source.described": sources.apply_described,
    "source.classified": labels.apply_classified,
    "source.allowed": sources.apply_allowed,
    "signer.added": labels.apply_signer_added,
    "signer.removed": labels.apply_signer_removed,
    "statement.entered": statements.apply_entered,
    "statement.accepted": statements.apply_accepted,
    "statement.rejected": statements.apply_rejected,
    "statement.reopened": statements.apply_reopened,
    "statement.corrected": statements.apply_corrected,
    "statement.carried": corrections.apply_carried,
    "statement.staled": corrections.apply_staled,
    "statements.joined": weighing.apply_joined,
    "statements.parted": weighing.apply_parted,
    "parties.joined": people.apply_joined,
    "parties.parted": people.apply_parted,
    "parties.deferred": proposals.apply_deferred,
    "parties.reopened": proposals.apply_reopened,
    "link.confirmed": weighing.apply_link_decision,
    "link.rejected": weighing.apply_link_decision,
    "grade.set": grading.apply_set,
    "stamped": stamps.apply_stamped,
    "stamp.promised": stamps.apply_promised,
    "stamp.anchored": stamps.apply_anchored,
    "act.recorded": acts.apply_recorded,
    "act.corrected": acts.apply_corrected,
    "act.withdrawn": acts.apply_withdrawn,
    "particular.recorded": particulars.apply_recorded,
    "particular.corrected": particulars.apply_corrected,
    "particular.withdrawn": particulars.apply_withdrawn,
    "list.added": lists.apply_added,
    "screened": lists.apply_screened,
    "hit.confirmed": lists.apply_hit,
    "hit.rejected": lists.apply_hit,
    "hit.reopened": lists.apply_hit,
    "statement.marked": items.apply_marked,
    "statement.unmarked": items.apply_marked,
    **{f"{sort}.recorded": items.apply_recorded for sort in SORTS},
    **{f"{sort}.corrected": items.apply_corrected for sort in SORTS},
    **{f"{sort}.withdrawn": items.apply_withdrawn for sort in SORTS},
    "source.sealed": shut.apply_shut,
    "payload.erased": shut.apply_shut,
}
_NOT_OWED = frozenset({"resolve.match"})
"""What is done for whatever is new: no input owes it, and in how many runs it was done is no matter of the tables."""
_WITHOUT = {"source.added": {"receipt"}, "custody.transferred": {"from", "to", "how", "at"}}
"""Fields that an event can be applied without, where they were sealed or erased; without others it changes nothing."""


def applied(connection: sqlite3.Connection) -> int:
    """Number of the last event that the projection holds; -1 for none."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'applied'").fetchone()
    return int(row[0]) if row else -1


def stale(connection: sqlite3.Connection) -> bool:
    """Whether a migration found rows that have to be made anew from the ledger."""
    return connection.execute("SELECT 1 FROM meta WHERE key = 'stale'").fetchone() is not None


def catch_up(database: Database, events: Callable[[int], Iterable[Event]], blobs: Blobs) -> int:
    """Applies the events after the last applied one. ``events(n)`` gives those after number ``n``.
    Returns how many were applied."""
    done = 0
    while True:
        with database.transaction() as connection:
            have = applied(connection)
            batch = list(islice(events(have), BATCH))
            for event in batch:
                apply(connection, event, blobs)
            if batch:
                connection.execute(
                    "INSERT INTO meta VALUES ('applied', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (str(batch[-1].seq),),
                )
        done += len(batch)
        if len(batch) < BATCH:
            return done


def apply(connection: sqlite3.Connection, event: Event, blobs: Blobs) -> None:
    """Applies one event. Kinds that change no table (``case.created``, ``exported``) are let pass, and events of which
    too much was sealed or erased."""
    if set(event.withheld) - {"who", "why"} - _WITHOUT.get(event.kind, set()):
        return
    if event.actor.kind == "person":
        connection.execute("INSERT INTO act VALUES (?)", (event.seq,))
    custody.follow(connection, event)
    if event.kind == "derived":
        run = {key: value for key, value in event.body.items() if isinstance(value, str)}
        if run["stage"] not in _NOT_OWED:
            sources.finish_run(connection, run)
        stage = _BY_STAGE.get(run["stage"])
        if stage and run.get("output"):
            stage(connection, run, blobs)
        if run["stage"] in sources.READERS:
            weighing.recount_source(connection, run["input"])
    elif event.kind == "text.corrected":
        corrections.apply_corrected(connection, event, blobs)
        weighing.recount_source(connection, event.body["source"])
    elif event.kind in _BY_KIND:
        _BY_KIND[event.kind](connection, event)
        if event.kind == "source.classified":
            shut.reopen(connection, event)
        if event.kind == "source.added" and event.body.get("receipt", {}).get("parent"):
            labels.refresh(connection, event.body["source"]["sha256"])
        if event.kind == "source.described":
            weighing.recount_source(connection, event.body["source"])
