"""Questions about screening lists: the snapshots of a case, one of them, an entry as it stands in its file."""

from __future__ import annotations

import sqlite3

from foja.model.errors import UsageError
from foja.model.lists import EntryView, ListEntry, Snapshot, SnapshotRow
from foja.model.record import decode
from foja.store.database import query
from foja.store.folder import CaseFolder

LONGEST = 20_000
"""Bytes of an entry that are shown as they stand in the file."""


def snapshots(folder: CaseFolder) -> tuple[SnapshotRow, ...]:
    """Every snapshot, by list, the newest first, with who added it and why."""
    rows = folder.database.connection.execute(query("list.snapshots")).fetchall()
    return tuple(_row(folder, row) for row in rows)


def _row(folder: CaseFolder, row: sqlite3.Row) -> SnapshotRow:
    event = folder.ledger.event(row["seq"])
    return SnapshotRow(
        snapshot=decode(row["record"], Snapshot), by=event.actor.name, at=event.at, why=event.why, seq=event.seq
    )


def find_snapshot(connection: sqlite3.Connection, asked: str) -> Snapshot:
    """The snapshot whose id begins so. Raises UsageError ``list-unknown``."""
    rows = connection.execute(query("list.snapshot"), (asked,)).fetchall() if asked else []
    if len(rows) != 1:
        raise UsageError(
            "list-unknown",
            f"There is no snapshot of a list {asked!r} in this case."
            if not rows
            else f"Several snapshots begin with {asked!r}.",
            next="List them with: foja lists CASE",
        )
    return decode(rows[0]["record"], Snapshot)


def in_force(connection: sqlite3.Connection, day: str, lists: tuple[str, ...] = ()) -> tuple[Snapshot, ...]:
    """The snapshot of each list that was in force on a day: the last one published by then. ``lists``: only these.
    Raises UsageError ``list-unknown``, ``list-not-in-force``."""
    held = {decode(row["record"], Snapshot).list for row in connection.execute(query("list.snapshots"))}
    for name in lists:
        if name not in held:
            raise UsageError(
                "list-unknown",
                f"This case holds no list named {name!r}.",
                next=f"It holds: {', '.join(sorted(held)) or 'none; add one with: foja lists add CASE FILE'}",
            )
    found = [decode(row["record"], Snapshot) for row in connection.execute(query("list.in_force"), (day,))]
    found = [one for one in found if not lists or one.list in lists]
    missing = sorted((set(lists) or held) - {one.list for one in found})
    if missing or not found:
        raise UsageError(
            "list-not-in-force",
            f"No snapshot of {', '.join(missing)} is as old as {day}." if missing else "This case holds no list.",
            next="Add one that was published by then: foja lists add CASE FILE --list NAME --date DAY"
            + ("; or name the lists to screen against with --list." if missing and not lists else ""),
        )
    return tuple(found)


def entry_view(folder: CaseFolder, snapshot: Snapshot, entry: ListEntry) -> EntryView:
    """An entry with the bytes that it was read from."""
    place = entry.place  # of the bytes, which stay; UTF-16 shows as it stands
    with folder.vault.open(snapshot.files[place.file].sha256) as file:
        file.seek(place.start)
        raw = file.read(min(place.end - place.start, LONGEST)).decode("utf-8", errors="replace")
    return EntryView(snapshot=snapshot, entry=entry, raw=raw, cut=place.end - place.start > LONGEST)
