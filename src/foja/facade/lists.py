"""Screening lists: snapshots of a day, preserved with the case, and their entries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date as day_of
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from foja.facade.exposing import Exposing
from foja.facade.opened import act, reason
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.lists import EntryView, ListEntry, ListFile, Snapshot, SnapshotRow, Unlisted
from foja.model.record import builtins, derived_id, encode
from foja.resolve.lists.reading import HEAD, READER, Form, entries, form_of, some_said
from foja.store import ask_lists
from foja.store.list_entries import Entries

CHUNK, IN_MEMORY = 1 << 20, 64 << 20
_KEPT = 16
"""Snapshots whose entries stay known between questions, some megabytes each: a page of leads asks every later snapshot
of a list whether it still has an entry."""


class Lists(Exposing):
    """Snapshots of lists."""

    def lists(self) -> tuple[SnapshotRow, ...]:
        """Every snapshot that the case holds, by list, the newest first."""
        return ask_lists.snapshots(self._folder)

    def list_snapshot(self, identifier: str) -> Snapshot:
        """A snapshot by its id, or the beginning of it."""
        return ask_lists.find_snapshot(self._folder.database.connection, identifier)

    def list_entry(self, snapshot: str, entry: str) -> EntryView:
        """An entry of a snapshot, with the bytes that it was read from."""
        found = self.list_snapshot(snapshot)
        return ask_lists.entry_view(self._folder, found, self._entries(found).entry(entry))

    def list_names(self, snapshot: str, words: str, limit: int = 50) -> list[ListEntry]:
        """Entries with all these words in one of their names, or with this number; without words, the first ones.
        Nothing is compared across spellings here: that is screening."""
        from foja.text.fold import folded_text

        wanted = set(folded_text(words).split())
        found = []
        for entry in self._entries(self.list_snapshot(snapshot)):
            if (
                not wanted
                or words in (entry.id, entry.reference)
                or any(wanted <= set(folded_text(one.name).split()) for one in entry.names)
            ):
                found.append(entry)
                if len(found) >= limit:
                    break
        return found

    def add_list(self, paths: Sequence[Path], *, name: str, date: str = "", actor: Actor, why: str) -> Snapshot:
        """Preserves a list as it was published on a day, beside earlier snapshots of it.

        ``paths``: its file, or its files (OFAC's tables). ``date``: the day since when it is what was published; where
        none is given, the day that the file itself states. Raises UsageError ``list-unknown-form``, ``list-damaged``,
        ``list-date-missing``, ``list-empty``, ``list-exists``.
        """
        reason(why)
        name = " ".join(name.split())
        if not name:
            raise UsageError("list-name-missing", "The list has no name.", next='Name it, for example: --list "UN"')
        with ExitStack() as held:
            streams = [held.enter_context(_opened(path)) for path in paths]
            form = form_of([stream.read(HEAD) for stream in streams])
            on = _day(date or form.date)
            digests = [_digest(stream) for stream in streams]
            identifier = derived_id("ls", name, on, *digests)
            if identifier in {row.snapshot.id for row in self.lists()}:
                raise UsageError("list-exists", f"The case holds this snapshot of {name} already.", where=identifier)
            kept = held.enter_context(SpooledTemporaryFile(IN_MEMORY))
            count, passed = _read(form, streams, kept)
            if not count:
                raise UsageError(
                    "list-empty",
                    f"No entry could be read from this list; {len(passed)} could not be.",
                    where=paths[form.order[0]].name,
                    next=f"The first: line {passed[0].line}, {passed[0].what}." if passed else "Is it the whole file?",
                )
            files = tuple(map(self._preserved, paths, streams, digests))
            digest = self._folder.vault.put_stream(cast(BinaryIO, kept)).sha256
        made = Snapshot(
            id=identifier, list=name, date=on, format=form.format, files=files, reader=READER, entries=digest,
            count=count, stated=form.date, passed_over=some_said(passed),
        )  # fmt: skip
        self._decide([act("list.added", {"snapshot": builtins(made)}, actor, why)])
        return made

    def _preserved(self, path: Path, stream: BinaryIO, digest: str) -> ListFile:
        """Keeps a file that was read; only now, so that a file which is no list leaves nothing behind."""
        stream.seek(0)
        blob = self._folder.vault.put_stream(stream)
        if blob.sha256 != digest:
            raise UsageError("file-changed", "The file changed while it was read.", where=str(path), next="Try again.")
        return ListFile(name=path.name, sha256=blob.sha256, size=blob.size)

    def _entries(self, snapshot: Snapshot) -> Entries:
        known: dict[str, Entries] = self.__dict__.setdefault("_known", {})
        if snapshot.id not in known:
            while len(known) >= _KEPT:
                known.pop(next(iter(known)), None)
            known[snapshot.id] = Entries(self._folder.vault, snapshot)
        return known[snapshot.id]


def list_in_files(paths: Sequence[Path], name: str) -> tuple[Snapshot, dict[str, ListEntry]]:
    """A list in files that no case holds, with its entries by id. Its date is the day that the files state."""
    with ExitStack() as held:
        streams = [held.enter_context(_opened(path)) for path in paths]
        form = form_of([stream.read(HEAD) for stream in streams])
        digests = [_digest(stream) for stream in streams]
        kept: dict[str, ListEntry] = {}
        passed: list[Unlisted] = []
        for stream in streams:
            stream.seek(0)
        for one in entries(form, streams):
            if isinstance(one, Unlisted):
                passed.append(one)
            else:
                kept[one.id] = one
    files = tuple(ListFile(name=p.name, sha256=d, size=p.stat().st_size) for p, d in zip(paths, digests, strict=True))
    snapshot = Snapshot(
        id="", list=name, date=form.date, format=form.format, files=files, reader=READER, entries="", count=len(kept),
        stated=form.date, passed_over=some_said(passed),
    )  # fmt: skip
    return snapshot, kept


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise UsageError(
            "file-unreadable", f"The file cannot be read: {error.strerror}.", where=str(path),
            next="Check that it exists, is a file and may be read.",
        ) from error  # fmt: skip


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    made = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        made.update(chunk)
    return made.hexdigest()


def _read(form: Form, streams: Sequence[BinaryIO], out: IO[bytes]) -> tuple[int, list[Unlisted]]:
    """Writes the entries, one a line; their number, and what could not be read."""
    passed: list[Unlisted] = []
    count = 0
    for stream in streams:
        stream.seek(0)
    for found in entries(form, streams):
        if isinstance(found, Unlisted):
            passed.append(found)
        else:
            out.write(encode(found) + b"\n")
            count += 1
    out.seek(0)
    return count, passed


def _day(written: str) -> str:
    """An ISO day. Raises UsageError ``list-date-missing``."""
    try:
        return day_of.fromisoformat(written).isoformat()
    except ValueError as error:
        raise UsageError(
            "list-date-missing",
            f"{written!r} is not a day." if written else "The file does not say on which day it was published.",
            next="Say since when it is what was published, with --date 2025-04-10: screening as of a day needs it.",
        ) from error
