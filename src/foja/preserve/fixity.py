"""Fixity: reading the vault again, a share at a time, so that the whole of it is read in a known number of steps.

All digests form a ring of 2^256 places. A check reads the blobs whose digests lie on one arc of it, and the next
check begins where the last one ended: there, always, lie the blobs that were read longest ago. What was checked is
said by two ends of an arc, whether the vault holds ten blobs or ten million, and each blob's last check follows
from the ledger alone.

``n`` checks of one n-th each cover the ring exactly once, wherever the first began and whatever was added between
them: the k-th of them ends at the place of the first plus k * 2^256 // n, so no rounding is carried on.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from foja.model.errors import UsageError
from foja.model.record import Record
from foja.preserve.finding import Finding
from foja.preserve.vault import Vault

SPACE = 1 << 256
"""Places of the ring: as many as there are SHA-256 digests."""
MOST_PARTS = 3650
"""The smallest share is one part in so many: daily for ten years."""
END = "g"
"""Sorts after every digest in hex."""
_PAIR = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{64}")

Named = Callable[[str, str], Mapping[str, str]]
"""Gives the digests from ``low`` (inclusive) to ``high`` (exclusive) that the vault has to hold, each with its SHA-512
where that is known, else with an empty text."""
Progress = Callable[[int, int, str], None]
"""Called with (done, total, what); a total of 0 is one that is not known."""


class Arc(Record, frozen=True):
    """The digests from ``low`` (inclusive) to ``high`` (exclusive), in hex, onwards and round the end of the ring.
    Equal ends are the whole ring. It is part number ``part`` of ``parts`` equal ones."""

    low: str
    high: str
    part: int
    parts: int

    @property
    def width(self) -> int:
        """How many places it has."""
        return (int(self.high, 16) - int(self.low, 16) - 1) % SPACE + 1

    def holds(self, digest: str) -> bool:
        """Whether a digest (hex) lies on it."""
        return any(low <= digest < high for low, high in self.spans())

    def spans(self) -> list[tuple[str, str]]:
        """The same as one or two stretches that do not go round the end, in order of the digits."""
        if self.low < self.high:
            return [(self.low, self.high)]
        return [span for span in (("", self.high), (self.low, END)) if span[0] < span[1]]


class FixityReport(Record, frozen=True):
    """What a check found. ``blobs``: how many files were read, ``bytes``: of which size together. ``altered`` and
    ``missing``: digests; ``findings``: the same for a person, with what to do."""

    arc: Arc
    blobs: int
    bytes: int
    altered: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def exit_code(self) -> int:
        """3 where a file is damaged or missing, else 0."""
        return 3 if self.altered or self.missing else 0


def next_arc(last: Arc | None, parts: int) -> Arc:
    """The arc that is due after ``last`` (None: nothing was checked yet), one of ``parts`` equal ones.

    Raises UsageError ``share-unknown``.
    """
    if not 1 <= parts <= MOST_PARTS:
        raise UsageError(
            "share-unknown",
            f"The vault cannot be read in {parts} parts.",
            next=f"Give a share from 1/1 (all of it) to 1/{MOST_PARTS}, for example 1/90 for a check a day.",
        )
    start = int(last.high, 16) if last else 0
    done, begun = 0, start
    if last is not None and last.parts == parts and last.part < parts:
        done, begun = last.part, start - last.part * SPACE // parts
    end = (begun + (done + 1) * SPACE // parts) % SPACE
    return Arc(low=f"{start:064x}", high=f"{end:064x}", part=done + 1, parts=parts)


def coverage(arcs: Iterable[Arc]) -> tuple[int, int]:
    """How far arcs, given from the newest back, cover the ring without a hole: (how many of them, places covered).

    Places covered are ``SPACE`` when the whole ring is. An arc that does not join on is passed over.
    """
    covered = edge = count = 0
    for number, arc in enumerate(arcs, 1):
        if number == 1:
            covered, edge = arc.width, int(arc.low, 16)
        else:
            beyond = (edge - int(arc.low, 16)) % SPACE
            if beyond <= arc.width:  # it reaches the edge, so it adds what lies before it
                covered, edge = covered + beyond, int(arc.low, 16)
            if arc.width == SPACE:
                covered = SPACE
        count = number
        if covered >= SPACE:
            return count, SPACE
    return count, covered


def check_arc(vault: Vault, arc: Arc, named: Named, progress: Progress | None = None) -> FixityReport:
    """Reads every blob on the arc and compares it with its name, and says which ones are missing.

    The order of the files in their folders does not matter. What else lies in the vault is left to ``verify``.
    """
    tell = progress or (lambda done, total, what: None)
    blobs = size = 0
    altered: list[str] = []
    missing: list[str] = []
    findings: list[Finding] = []
    for low, high in _slices(arc):
        expected = named(low, high)
        present = set()
        for path, plain in _files(vault, low, high):
            present.add(path.name)
            finding = vault.inspect(path.name, expected.get(path.name) or None) if plain else _no_file(path)
            if finding is not None:
                altered.append(path.name)
                findings.append(finding)
            blobs += 1
            size += path.stat(follow_symlinks=False).st_size
            tell(blobs, 0, "files")
        for digest in sorted(expected.keys() - present):
            missing.append(digest)
            findings.append(
                Finding(
                    code="blob-missing",
                    where=str(vault.path(digest)),
                    what=f"The preserved file {digest} is not in the vault.",
                    next="Restore it from a copy of this case; foja checks it by its name.",
                )
            )
    return FixityReport(
        arc=arc, blobs=blobs, bytes=size, altered=tuple(altered), missing=tuple(missing), findings=tuple(findings)
    )


def _slices(arc: Arc) -> Iterator[tuple[str, str]]:
    """The arc in stretches of at most a sixteenth of the ring, so that not all names are held at once."""
    edges = ["", *"123456789abcdef", END]
    for low, high in arc.spans():
        for first, last in pairwise(edges):
            if max(low, first) < min(high, last):
                yield max(low, first), min(high, last)


def _files(vault: Vault, low: str, high: str) -> Iterator[tuple[Path, bool]]:
    """What bears the name of a digest from ``low`` to ``high``, in order, and whether it is a plain file."""
    store = vault.root / "sha256"
    for first in _folders(store, "", low, high):
        for second in _folders(store / first, first, low, high):
            for entry in _listed(store / first / second):
                if _NAME.fullmatch(entry.name) and low <= entry.name < high:
                    yield Path(entry.path), entry.is_file(follow_symlinks=False)


def _folders(folder: Path, before: str, low: str, high: str) -> list[str]:
    """The folders below ``folder`` that can hold such names; ``before``: the digits its own place stands for."""
    length = len(before) + 2
    return [
        entry.name
        for entry in _listed(folder)
        if _PAIR.fullmatch(entry.name)
        and entry.is_dir(follow_symlinks=False)
        and low[:length] <= before + entry.name <= high[:length]
    ]


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except FileNotFoundError:
        return []


def _no_file(path: Path) -> Finding:
    return Finding(
        code="blob-altered",
        where=str(path),
        what=f"Where the preserved file {path.name} should be stands something that is no plain file.",
        next="Look at what it is and who put it there, then restore the file from a copy of this case.",
    )
