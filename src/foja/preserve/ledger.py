"""The ledger: an append-only table of events and the tiles of their Merkle tree in one SQLite file.

Events, the values of their fields and the tiles change in one transaction, so that a ledger is at any
moment, after a crash too, a whole tree. The triggers deter; what proves that nothing was altered is the
tree together with a checkpoint held elsewhere (``preserve.checkpoint``).
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NoReturn

from foja.model.errors import Damage, Refusal, UsageError
from foja.model.event import Act, Event
from foja.preserve.disk import fresh_file
from foja.preserve.entry import Entry, event_of, leaf_of
from foja.preserve.leaf import SALT, commitment, fields_of, leaf_bytes
from foja.preserve.ledger_file import ERRORS, Field, Row, connect, typed, typed_fields, unreadable
from foja.preserve.merkle import consistency_proof, inclusion_proof, leaf_hash
from foja.preserve.tiles import Edge, span_of_tiles

APPLICATION = 0x666F6A61  # "foja"
FORMAT = 1
PAGE = 500
_FIRST = -(2**63)

_SCHEMA = """
CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE event(seq INTEGER PRIMARY KEY, leaf BLOB NOT NULL, body BLOB NOT NULL) STRICT;
CREATE TABLE tile(name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE payload(seq INTEGER NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL,
                     PRIMARY KEY(seq, field)) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_order BEFORE INSERT ON event
  WHEN new.seq IS NOT (SELECT coalesce(max(seq), -1) + 1 FROM event)
  BEGIN SELECT raise(ABORT, 'events are numbered without gaps'); END;
CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT raise(ABORT, 'an event is never changed'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN SELECT raise(ABORT, 'an event is never removed'); END;
CREATE TRIGGER payload_update BEFORE UPDATE ON payload BEGIN SELECT raise(ABORT, 'a field is never changed'); END;
"""


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_ahead(path: Path) -> None:
    """Mark the file of a database that nobody has open as one with a write-ahead log (SQLite file format, 1.3.2), as
    ``PRAGMA journal_mode = WAL`` does, but with no journal beside it that a power cut could leave."""
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\2\2")


class Ledger:
    """An open ledger. One object may be shared by threads; processes open their own."""

    def __init__(self, path: Path, connection: sqlite3.Connection, write: bool) -> None:
        self.path = path
        self._db = connection
        self._write = write
        self._lock = threading.RLock()
        row = self._one("SELECT value FROM about WHERE name = 'origin'", (), (str,))
        self.origin = str(row[0]) if row else ""

    # -- opening

    @classmethod
    def create(cls, path: Path, origin: str) -> Ledger:
        """A new, empty ledger, durable when this returns; a file of this name is always a whole one. ``origin``: the
        name of the case in checkpoints, e.g. ``example.org/cases/7``.

        Raises UsageError ``ledger-exists``.
        """
        marks = f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
        try:
            with fresh_file(path, 0o644) as draft, closing(connect(draft, write=True)) as db:
                db.execute("PRAGMA journal_mode = MEMORY")  # nobody else knows the draft: no file beside it
                db.executescript(f"BEGIN; {marks} {_SCHEMA} COMMIT;")
                db.execute("INSERT INTO about VALUES ('origin', ?)", (origin,))
                db.close()
                _write_ahead(draft)
        except FileExistsError as error:
            raise UsageError(
                "ledger-exists", "There is a ledger already; it is never replaced.", where=str(path), next="Open it."
            ) from error
        return cls(path, connect(path, write=True), write=True)

    @classmethod
    def open(cls, path: Path, write: bool = False) -> Ledger:
        """An existing ledger.

        Raises UsageError ``ledger-missing``, Damage ``ledger-unreadable``, Refusal ``ledger-newer``.
        """
        if not path.is_file():
            raise UsageError(
                "ledger-missing", "There is no ledger.", where=str(path), next="Is this the folder of a case?"
            )
        db = None
        try:
            db = connect(path, write)
            application = db.execute("PRAGMA application_id").fetchone()[0]
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if application != APPLICATION:
                raise Damage(
                    "ledger-unreadable",
                    "The file is not a ledger of foja (its mark is missing).",
                    where=str(path),
                    next="Restore ledger.db from a copy.",
                )
            if version > FORMAT:
                raise Refusal(
                    "ledger-newer",
                    f"The ledger has format {version}; this foja reads format {FORMAT} and older ones.",
                    where=str(path),
                    next="Install a newer foja.",
                )
            return cls(path, db, write)
        except (*ERRORS, Damage, Refusal) as error:
            if db is not None:
                db.close()
            if isinstance(error, ERRORS):
                unreadable(path, error)
            raise

    @property
    def database(self) -> sqlite3.Connection:
        """The connection. Only ``preserve.payload`` changes anything through it."""
        return self._db

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing

    def append(self, acts: Sequence[Act], at: str | None = None, *, size: int | None = None) -> list[Event]:
        """Record acts, all or none; durable when this returns. ``at``: UTC time, by default the present. ``size``: the
        state that they are about, where it matters: a number of events, after which no person decided anything.

        Raises UsageError or Refusal for acts that cannot be recorded, Refusal ``case-changed`` where somebody decided
        something after ``size``, Damage when what was written does not read back, UsageError ``ledger-unwritable`` when
        the disk refuses. Nothing is recorded then.
        """
        fields = [fields_of(act) for act in acts]
        if not fields:
            return []
        moment = now() if at is None else at
        with self.exclusive():
            start = self.size
            if size is not None and any(map(_is_decision, self.entries(size - 1))):
                raise Refusal(
                    "case-changed",
                    "Somebody decided something in another program at the same moment, so nothing was changed.",
                    next="Look again, and decide on what it is now.",
                )
            salts = os.urandom(SALT * sum(len(values) for values in fields))
            used = 0
            entries: list[Entry] = []
            for seq, (act, values) in enumerate(zip(acts, fields, strict=True), start):
                opened: dict[str, tuple[bytes, bytes]] = {}
                for name, value in values.items():
                    opened[name] = (salts[used : used + SALT], value)
                    used += SALT
                commit = {name: commitment(salt, name, value) for name, (salt, value) in opened.items()}
                body = leaf_bytes(seq, moment, act, commit)
                entries.append(Entry(seq=seq, leaf=leaf_hash(body), body=body, opened=opened))
            edge = Edge.load(start, self.tile)
            changed = edge.extend(entry.leaf for entry in entries)
            try:
                self._db.executemany("INSERT INTO event VALUES (?, ?, ?)", [(e.seq, e.leaf, e.body) for e in entries])
                self._db.executemany(
                    "INSERT INTO payload VALUES (?, ?, ?, ?)",
                    [(e.seq, name, salt, value) for e in entries for name, (salt, value) in e.opened.items()],
                )
                self._db.executemany("INSERT OR REPLACE INTO tile VALUES (?, ?)", changed.items())
            except ERRORS as error:
                self._unwritable(error)
            # What is signed later is what was read back, not what was meant to be written: one flipped
            # bit between the two once made a public log unverifiable for good.
            written = list(self.entries(start - 1))
            if written != entries or Edge.load(self.size, self.tile).root() != edge.root():
                raise Damage(
                    "ledger-write-differs",
                    "What was written to the ledger did not read back the same; nothing was recorded.",
                    where=str(self.path),
                    next="Check memory and disk of this machine, then try again.",
                )
            return [event_of(entry, self.path) for entry in written]

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """One write transaction: nobody else appends meanwhile; undone when the block raises."""
        if not self._write:
            raise UsageError("ledger-read-only", "The ledger was opened for reading.", where=str(self.path))
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except ERRORS as error:
                self._unwritable(error)
            try:
                yield
                self._db.execute("COMMIT")
            except ERRORS as error:
                self._rollback()
                self._unwritable(error)
            except BaseException:
                self._rollback()
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Reads inside the block see one moment, whatever others append."""
        with self._lock:
            self._db.execute("BEGIN")
            try:
                yield
            finally:
                self._rollback()

    def _rollback(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _unwritable(self, error: Exception) -> NoReturn:
        raise UsageError(
            "ledger-unwritable",
            f"The ledger could not be written ({error}); nothing was recorded.",
            where=str(self.path),
            next="See that the disk has room and is writable and that no other foja holds the ledger, then repeat.",
        ) from error

    # -- reading

    @property
    def size(self) -> int:
        """How many events there are."""
        row = self._one("SELECT coalesce(max(seq), -1) + 1 FROM event", (), (int,))
        return int(row[0]) if row else 0

    def entries(self, after: int = _FIRST, page: int = PAGE) -> Iterator[Entry]:
        """The rows after ``after``, as they stand, unchecked. ``page``: how many are fetched at a time.

        Raises Damage ``ledger-unreadable`` where the file does not give them in order: it could go on for ever then.
        """
        for rows, fields in self.pages(after, page):
            typed_fields(self.path, fields)
            opened = {
                seq: {name: (salt, value) for _, name, salt, value in own}
                for seq, own in groupby(fields, itemgetter(0))
            }
            for seq, leaf, body in rows:
                yield Entry(seq=seq, leaf=leaf, body=body, opened=opened.get(seq, {}))

    def pages(self, after: int = _FIRST, page: int = PAGE) -> Iterator[tuple[list[Row], list[Field]]]:
        """The same rows as they lie in the file, with their fields, both in order. The fields may hold what does not
        belong there (``typed_fields``)."""
        while True:
            query = "SELECT seq, leaf, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
            rows = self._all(query, (after, page), (int, bytes, bytes))
            if not rows:
                return
            last = after
            for seq, _, _ in rows:
                if seq <= last:
                    unreadable(self.path, ValueError(f"event {seq} stands after event {last}"))
                last = seq
            fields = self._all(
                "SELECT seq, field, salt, value FROM payload WHERE seq BETWEEN ? AND ? ORDER BY seq, field",
                (rows[0][0], last),
            )
            yield rows, fields
            after = last

    def events(self, after: int = -1, kinds: Sequence[str] | None = None) -> Iterator[Event]:
        """The events after number ``after``, in order, of these kinds; each is checked against its leaf.

        Raises Damage ``event-altered``. Events that are appended meanwhile may or may not be given.
        """
        wanted = None if kinds is None else frozenset(kinds)
        for entry in self.entries(after):
            leaf = leaf_of(entry, self.path)
            if wanted is None or leaf.kind in wanted:
                yield event_of(entry, self.path, leaf)

    def event(self, seq: int) -> Event:
        """One event. Raises UsageError ``event-missing``."""
        return event_of(self.entry(seq), self.path)

    def entry(self, seq: int) -> Entry:
        """The row of one event, unchecked. Raises UsageError ``event-missing``."""
        for entry in self.entries(seq - 1, page=1):
            if entry.seq == seq:
                return entry
            break
        raise UsageError(
            "event-missing",
            f"There is no event {seq}; the ledger has {self.size} events, counted from 0.",
            where=str(self.path),
        )

    def tile(self, name: str) -> bytes | None:
        """The bytes of a tile (name without width), None where there is none."""
        row = self._one("SELECT data FROM tile WHERE name = ?", (name,), (bytes,))
        return row[0] if row else None

    def tile_names(self) -> list[str]:
        """The names of all tiles."""
        return [str(row[0]) for row in self._all("SELECT name FROM tile ORDER BY name", (), (str,))]

    def strays(self) -> list[tuple[int, str]]:
        """Fields (event, name) whose event does not exist."""
        query = "SELECT seq, field FROM payload WHERE seq NOT IN (SELECT seq FROM event) ORDER BY seq, field"
        return [(int(seq), str(name)) for seq, name in self._all(query, (), (int, str))]

    def strangers(self) -> list[str]:
        """Tables, views, indexes and triggers in the file that foja did not make, or not like this.

        A missing trigger is none of them: the triggers deter, they prove nothing.
        """
        query = "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
        with closing(sqlite3.connect(":memory:")) as plain:
            plain.executescript(_SCHEMA)
            known = {(kind, name, " ".join(sql.split())) for kind, name, sql in plain.execute(query)}
        rows = self._all(query, (), (str, str, str))
        found = [f"{kind} {name}" for kind, name, sql in rows if (kind, name, " ".join(sql.split())) not in known]
        return found + [f"about {name}" for (name,) in self._all("SELECT name FROM about WHERE name <> 'origin'")]

    def integrity(self) -> list[str]:
        """What SQLite's own check finds wrong with the file; empty when nothing."""
        return [str(row[0]) for row in self._all("PRAGMA integrity_check") if row[0] != "ok"]

    def root(self, size: int | None = None) -> bytes:
        """The root of the first ``size`` events (by default all)."""
        with self._lock:
            total = self.size if size is None else size
            self._within(total)
            return span_of_tiles(total, self.tile)(0, total)

    def inclusion(self, seq: int, size: int | None = None) -> list[bytes]:
        """The proof that event ``seq`` lies in the tree of the first ``size`` events (by default all)."""
        with self._lock:
            total = self.size if size is None else size
            self._within(total)
            if not 0 <= seq < total:
                raise UsageError("event-missing", f"Event {seq} does not lie in a tree of {total} events.")
            return inclusion_proof(span_of_tiles(total, self.tile), seq, total)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the first ``new`` events (by default all) begin with the first ``old`` ones."""
        with self._lock:
            total = self.size if new is None else new
            self._within(total)
            if not 0 < old <= total:
                raise UsageError("event-missing", f"There is no consistency proof from {old} to {total} events.")
            return consistency_proof(span_of_tiles(total, self.tile), old, total)

    def _within(self, size: int) -> None:
        if not 0 <= size <= self.size:
            raise UsageError("event-missing", f"The ledger has {self.size} events, not {size}.", where=str(self.path))

    def _all(self, query: str, values: Sequence[object] = (), kinds: tuple[type, ...] = ()) -> list[Any]:
        """The rows. ``kinds``: types that the columns must have: a flipped bit in a row can change them."""
        with self._lock:
            try:
                rows = self._db.execute(query, values).fetchall()
            except ERRORS as error:
                unreadable(self.path, error)
        typed(self.path, rows, kinds)
        return rows

    def _one(self, query: str, values: Sequence[object] = (), kinds: tuple[type, ...] = ()) -> Any:
        rows = self._all(query, values, kinds)
        return rows[0] if rows else None


def _is_decision(entry: Entry) -> bool:
    """Whether a person did something other than bring in a source."""
    leaf = json.loads(entry.body)
    return bool(leaf["actor"] == "person" and leaf["kind"] != "source.added")
