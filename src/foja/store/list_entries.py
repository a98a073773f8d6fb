"""The entries of a snapshot, read from the file in which the case keeps them: one JSON record a line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import msgspec

from foja.model.errors import Damage, UsageError
from foja.model.lists import ListEntry, Snapshot
from foja.model.record import decode
from foja.preserve.vault import Vault


class Entries:
    """The entries of one snapshot. The file is compared with its digest once, here; after that an entry costs one
    read. Holds no open file, so that several threads can ask."""

    def __init__(self, vault: Vault, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._vault = vault
        self._at: dict[str, tuple[int, int]] = {}
        made, at = hashlib.sha256(), 0
        with vault.open(snapshot.entries) as file:
            for line in file:
                made.update(line)
                self._at[_id(line)] = (at, len(line))
                at += len(line)
        if made.hexdigest() != snapshot.entries:
            raise Damage(
                "blob-altered",
                f"The entries of the list {snapshot.list} of {snapshot.date} were altered: they give another digest.",
                where=str(vault.path(snapshot.entries)),
                next="Look at what else was altered with: foja verify CASE",
            )

    def __iter__(self) -> Iterator[ListEntry]:
        """Every entry, in the order of the list."""
        with self._vault.open(self.snapshot.entries) as file:
            for line in file:
                yield decode(line, ListEntry)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._at

    def entry(self, identifier: str) -> ListEntry:
        """One entry. Raises UsageError ``entry-unknown``."""
        place = self._at.get(identifier)
        if place is None:
            raise UsageError(
                "entry-unknown",
                f"The list {self.snapshot.list} of {self.snapshot.date} has no entry {identifier!r}.",
                next="List the snapshots with: foja lists CASE",
            )
        with self._vault.open(self.snapshot.entries) as file:
            file.seek(place[0])
            return decode(file.read(place[1]), ListEntry)


class _Known(msgspec.Struct):
    """Of an entry, its id alone: a third of the time of reading it whole."""

    id: str


_known = msgspec.json.Decoder(_Known).decode


def _id(line: bytes) -> str:
    return _known(line).id
