"""Limits: how much one original may cost. One frozen record, shown in reports, raisable for a single file.

Defaults come from a corpus of hostile files (nested archives, zip bombs, page-tree cycles, header
bombs): each stops every known attack well before the memory of a laptop does, and leaves the
largest ordinary files of public document collections untouched.
"""

from __future__ import annotations

from dataclasses import dataclass

from foja.model.errors import Gap
from foja.model.record import Record
from foja.model.vocabulary import OutcomeState

MB = 1 << 20
_RAISE = "Divide the file into smaller ones, if you trust where it comes from, and add those."


class Limits(Record, frozen=True):
    """Sizes in bytes, times in seconds.

    ``original_bytes``: the largest file that is loaded at all. ``expanded_bytes``: sum of everything
    unpacked from one original. ``part_bytes``: one XML part of an office document. ``members``: files
    in one archive or message. ``ratio``: unpacked over packed size, above which a file is a bomb.
    ``depth``: archives inside archives; counted by the caller, who passes members back as sources.
    ``pages`` of a PDF, ``characters`` of a canonical text, ``cells`` of a table. ``header_bytes``: one
    header block of a message; ``mime_parts``: parts of a message. ``vote_bytes``: pages above this are
    marked without the extractor's vote. ``wall_seconds`` plus ``wall_seconds_per_mb``: time for one
    original. ``memory_bytes``: address space of a worker. ``written_bytes``: largest file a worker may write.
    """

    original_bytes: int = 512 * MB
    expanded_bytes: int = 512 * MB
    part_bytes: int = 64 * MB
    members: int = 10_000
    ratio: int = 200
    depth: int = 4
    pages: int = 5_000
    characters: int = 50_000_000
    cells: int = 2_000_000
    header_bytes: int = 256 * 1024
    mime_parts: int = 1_000
    vote_bytes: int = 2 * MB
    wall_seconds: float = 60.0
    wall_seconds_per_mb: float = 2.0
    memory_bytes: int = 1536 * MB
    written_bytes: int = 16 * MB

    def wall(self, size: int) -> float:
        """Seconds allowed for an original of ``size`` bytes."""
        return self.wall_seconds + self.wall_seconds_per_mb * size / MB


DEFAULT = Limits()
"""The limits that hold unless a person raises them."""


def over(what: str, *, where: str = "", next: str = _RAISE) -> Gap:
    """The gap for an exceeded limit; ``what`` names the limit and what was found."""
    return Gap(OutcomeState.LIMIT.value, what, where=where, next=next)


def check_size(size: int, limits: Limits, *, where: str = "") -> None:
    """Raises ``Gap("limit")`` when a file of ``size`` bytes must not be loaded.

    For the caller, who knows the size from the file system, *before* it reads the bytes.
    """
    if size > limits.original_bytes:
        found, allowed = size / MB, limits.original_bytes / MB
        raise over(
            f"The file has {found:,.0f} MB; files above {allowed:,.0f} MB are not loaded.",
            where=where,
            next="Split the file, or raise the limit original_bytes for it. The original is preserved either way.",
        )


@dataclass
class Budget:
    """What is left of the limits while one original is unpacked."""

    limits: Limits
    bytes_used: int = 0
    members_seen: int = 0

    def member(self) -> None:
        """Counts one member; raises ``Gap("limit")`` when there are too many."""
        self.members_seen += 1
        if self.members_seen > self.limits.members:
            raise over(f"More than {self.limits.members:,} files are packed in it.")

    def take(self, size: int) -> None:
        """Counts unpacked bytes; raises ``Gap("limit")`` when the sum is too large."""
        self.bytes_used += size
        if self.bytes_used > self.limits.expanded_bytes:
            raise over(f"Unpacked, it holds more than {self.limits.expanded_bytes // MB:,} MB.")

    @property
    def left(self) -> int:
        """Bytes that may still be unpacked."""
        return max(0, self.limits.expanded_bytes - self.bytes_used)

    def check_ratio(self, packed: int, unpacked: int, name: str) -> None:
        """Raises ``Gap("limit")`` for a member that grows more than ``ratio`` times.

        Below 1 MB unpacked the ratio says nothing: a page of blanks compresses as well.
        """
        if unpacked > MB and unpacked > self.limits.ratio * max(packed, 1):
            raise over(
                f"{name[:80]!r} grows from {packed:,} to {unpacked:,} bytes, more than {self.limits.ratio} times: "
                "the shape of a decompression bomb."
            )
