"""The case folder: ``foja.toml``, ledger, vault, checkpoints and the projection, opened together."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

from foja.model.errors import Damage, UsageError
from foja.model.event import Act, Actor, Event
from foja.preserve.checkpoint import keep_receipt, write_checkpoint
from foja.preserve.ledger import Ledger
from foja.preserve.removal import finish as finish_removal
from foja.preserve.removal import removed_of, without
from foja.preserve.removed import Removed
from foja.preserve.rotate import finish, new_for_rotation, present_key, rotation, unfinished
from foja.preserve.settings import receipt_folders
from foja.preserve.vault import Vault
from foja.store.beginning import SETTINGS, begun
from foja.store.database import Database
from foja.store.projection import applied, catch_up, stale


class CaseFolder:
    """An open case folder. The ledger and the vault are the truth; ``database`` follows them.

    ``follow=False`` leaves the database untouched, for making it anew when it cannot be read.
    """

    def __init__(self, path: Path, *, follow: bool = True) -> None:
        self.path = path
        if not (path / SETTINGS).is_file():
            raise UsageError(
                "case-missing",
                f"There is no case in {path}: a case folder holds a file named {SETTINGS}.",
                where=str(path),
                next=f"Make a case there with: foja init {path}",
            )
        self.settings = _settings(path / SETTINGS)
        self.title = str(self.settings["title"])
        self.origin = str(self.settings["origin"])
        self.vault = Vault(path / "vault")
        self.ledger = Ledger.open(path / "ledger.db", write=True)
        if not self.ledger.size and begun(path):
            self.ledger.close()
            raise UsageError(
                "case-unfinished",
                f"The making of the case in {path} was stopped before it was done; nothing was recorded in it.",
                where=str(path),
                next=f"Make it again: foja init {path}",
            )
        self.database = Database(path / "case.db")
        self._recording = RLock()
        self._decided_on: int | None = None  # events that there are, while somebody decides in turn
        self.unsigned = ""  # why the last checkpoint could not be signed, if it could not
        self.unkept = ""  # why no receipt could be kept, if it could not
        if follow:
            self.follow()

    def record(self, acts: Sequence[Act]) -> list[Event]:
        """Writes acts to the ledger, durably, and lets the projection follow."""
        with self._recording:
            events = self.ledger.append(acts, size=self._decided_on)
            if self._decided_on is not None and events:
                self._decided_on = events[-1].seq + 1
            self.follow()
        return events

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """What is looked at and recorded in the block is about one state of the case: others who record wait, and where
        another person decided something in another program meanwhile, nothing is (Refusal ``case-changed``). One in
        another is part of it."""
        with self._recording:
            if self._decided_on is not None:
                yield
                return
            self.follow()
            self._decided_on = applied(self.database.connection) + 1
            try:
                yield
            finally:
                self._decided_on = None

    def follow(self) -> int:
        """Applies to the projection what the ledger holds and it does not. Returns how many events. One that an earlier
        version of foja made, and that lacks what this one keeps, is made anew."""
        if stale(self.database.connection):
            return self.rebuild()
        if applied(self.database.connection) >= self.ledger.size - 1:
            return 0  # asked before every page: no lock is taken where there is nothing to do
        with self._recording:
            removed = removed_of(self.ledger, applied(self.database.connection))
            return catch_up(self.database, lambda after: self._left(after, removed), self.blob)

    def events(self) -> Iterator[Event]:
        """All events as they are once what was sealed or erased is gone, whether it is gone yet or not."""
        return self._left(-1, removed_of(self.ledger))

    def _left(self, after: int, removed: Removed) -> Iterator[Event]:
        for event in self.ledger.events(after):
            yield without(event, removed)

    def finish_removals(self) -> bool:
        """Removes what events under a signature sealed or erased; whether there was anything to do.

        Raises Refusal ``removal-unsigned``, UsageError ``ledger-busy``, Damage where a sealed file is not whole.
        """
        with self._recording:
            self.seal()
            covered = 0 if self.unsigned else self.ledger.size
            return finish_removal(self.path, self.ledger, self.vault, covered, self.rebuild)

    def blob(self, digest: str) -> bytes:
        """Bytes of a blob, checked against their name."""
        return self.vault.read(digest)

    def seal(self) -> str:
        """Signs a checkpoint of the ledger as it is now, and keeps a receipt of it outside of the case.

        Returns the note, or the reason why there is none.
        """
        try:
            key = present_key(self.path, self.ledger)
        except UsageError as error:
            self.unsigned = error.what
            return error.what
        self.unsigned = ""
        note = write_checkpoint(self.path, self.ledger, key)
        self.keep_receipts(note)
        return note

    def keep_receipts(self, note: str) -> None:
        """Keeps a copy of a checkpoint where receipts go. What fails is said, and stops nothing: it was signed."""
        self.unkept = ""
        try:
            for folder in receipt_folders(self.path):
                keep_receipt(folder, note.encode())
        except (OSError, UsageError) as error:
            self.unkept = error.what if isinstance(error, UsageError) else f"{error.strerror}: {error.filename}"

    def rotate_key(self, actor: Actor, why: str) -> Event:
        """Lets another key take over; the event. See ``preserve.rotate`` for the steps and what a stop leaves."""
        with self._recording:
            waiting = unfinished(self.path, self.ledger)
            if waiting is not None:  # a stop came between: this finishes that rotation and begins no other
                self.seal()
                self.follow()
                return waiting
            old, new = new_for_rotation(self.path, self.ledger)
            write_checkpoint(self.path, self.ledger, old)
            event = self.record([rotation(self.ledger, old, new, actor, why)])[0]
            finish(self.path, self.ledger)
            self.seal()
        return event

    def rebuild(self) -> int:
        """Makes the projection anew from the ledger and the vault. Returns how many events it applied."""
        with self._recording:
            self.database.close()
            for suffix in ("", "-wal", "-shm"):
                (self.path / f"case.db{suffix}").unlink(missing_ok=True)
            self.database = Database(self.path / "case.db")
            return self.follow()

    def acts_on(self, target: str, since: int = 0) -> Iterator[Event]:
        """Acts of persons that concern ``target``, oldest first, from the event ``since`` on."""
        rows = self.database.connection.execute(
            "SELECT seq FROM touch WHERE target = ? AND seq >= ? ORDER BY seq", (target, since)
        )
        for row in rows.fetchall():
            yield self.ledger.event(row["seq"])

    def close(self) -> None:
        self.database.close()
        self.ledger.close()


def _settings(path: Path) -> dict[str, object]:
    try:
        case = tomllib.loads(path.read_text("utf-8"))["case"]
        return {"title": case["title"], "origin": case["origin"], **case}
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError) as error:
        raise Damage(
            "settings-unreadable",
            f"{SETTINGS} cannot be read ({error}); expected a section [case] with title and origin.",
            where=str(path),
            next="Restore the file from a copy of the case or from an export; the ledger itself is not touched.",
        ) from error
