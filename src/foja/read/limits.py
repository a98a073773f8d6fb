"""Limits: how much one original may cost. One frozen record, shown in reports, raisable for a single file.

Defaults come from a corpus of hostile files (nested archives, zip bombs, page-tree cycles, header
bombs): each stops every known attack well before the memory of a laptop does, and leaves the
largest ordinary files of public document collections untouched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from foja.model.errors import Gap, UsageError
from foja.model.record import Record
from foja.model.vocabulary import OutcomeState

MB = 1 << 20
_DIVIDE = "Divide the file into smaller ones, if you trust where it comes from, and add those."
UNLOCK = (
    "Give its password: foja read-again CASE SOURCE --password-file FILE. Or open it in its own program, save a copy "
    "without a password, and add the copy."
)
"""The next step for what foja opens with a password. It is used for that reading and kept nowhere."""
_UNITS = {"": 1, "KB": 1 << 10, "MB": MB, "GB": 1 << 30}
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(KB|MB|GB)?", re.IGNORECASE)


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
    mime_parts: int = 2_000
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


def raised(limits: Limits, changes: Mapping[str, float]) -> Limits:
    """``limits`` with some of them changed; names as in ``Limits``."""
    return replace(limits, **{name: _typed(name, value) for name, value in changes.items()})


def parse_limit(text: str) -> tuple[str, float]:
    """``pages=20000`` or ``memory_bytes=3GB`` as name and value. Raises UsageError ``limit-form``."""
    name, _, amount = text.partition("=")
    found = _AMOUNT.fullmatch(amount.strip())
    if name not in Limits.__struct_fields__ or not found or (found[2] and not name.endswith("_bytes")):
        raise UsageError(
            "limit-form",
            f"{text!r} is not a limit; expected a name, an equals sign and a number, such as pages=20000.",
            next=f"The names are: {', '.join(Limits.__struct_fields__)}. Bytes may be written as 512MB or 2GB.",
        )
    value = float(found[1]) * _UNITS[(found[2] or "").upper()]
    if value <= 0:
        raise UsageError("limit-form", f"A limit is more than zero; {text!r} is not.", next="Name a larger number.")
    return name, _typed(name, value)


def _typed(name: str, value: float) -> float:
    return float(value) if isinstance(getattr(DEFAULT, name), float) else int(value)


def again(limit: str, need: float = 0) -> str:
    """The command that reads a source with a larger limit; ``need``: what it takes at least, where that is known."""
    value = _typed(limit, max(need, 4 * getattr(DEFAULT, limit)))
    shown = f"{-(-int(value) // MB)}MB" if limit.endswith("_bytes") and value >= MB else f"{value:g}"
    shown = str(value) if isinstance(value, int) and not limit.endswith("_bytes") else shown
    return (
        "If you trust where it comes from, read it again with a larger limit: "
        f"foja read-again CASE SOURCE --limit {limit}={shown}"
    )


def over(what: str, *, limit: str = "", need: float = 0, where: str = "", next: str = "") -> Gap:
    """The gap for an exceeded limit; ``what`` names the limit and what was found. ``limit``: its name, for the
    command that raises it; ``need``: what the file takes, where that is known."""
    advice = next or (again(limit, need) if limit else _DIVIDE)
    return Gap(OutcomeState.LIMIT.value, what, where=where, next=advice)


def check_size(size: int, limits: Limits, *, where: str = "") -> None:
    """Raises ``Gap("limit")`` when a file of ``size`` bytes must not be loaded.

    For the caller, who knows the size from the file system, *before* it reads the bytes.
    """
    if size > limits.original_bytes:
        found, allowed = size / MB, limits.original_bytes / MB
        raise over(
            f"The file has {found:,.0f} MB; files above {allowed:,.0f} MB are not loaded.",
            where=where,
            limit="original_bytes",
            need=size,
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
            raise over(f"More than {self.limits.members:,} files are packed in it.", limit="members")

    def take(self, size: int) -> None:
        """Counts unpacked bytes; raises ``Gap("limit")`` when the sum is too large."""
        self.bytes_used += size
        if self.bytes_used > self.limits.expanded_bytes:
            raise over(f"Unpacked, it holds more than {self.limits.expanded_bytes // MB:,} MB.", limit="expanded_bytes")

    @property
    def left(self) -> int:
        """Bytes that may still be unpacked."""
        return max(0, self.limits.expanded_bytes - self.bytes_used)

    def check_ratio(self, packed: int, unpacked: int, name: str, times: int = 1) -> None:
        """Raises ``Gap("limit")`` for a member that grows more than ``ratio`` times; ``times`` that for what is
        known to compress better, such as the rows of a table.

        Below 1 MB unpacked the ratio says nothing: a page of blanks compresses as well.
        """
        if unpacked > MB and unpacked > self.limits.ratio * times * max(packed, 1):
            raise over(
                f"{name[:80]!r} grows from {packed:,} to {unpacked:,} bytes, more than {self.limits.ratio * times} "
                "times: the shape of a decompression bomb.",
                limit="ratio",
                need=unpacked // max(packed, 1) + 1,
            )
