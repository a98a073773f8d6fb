"""Finding: one thing that a check found, put so that a person can act on it; and what it means for the exit code.

``verify.py`` of a bundle has the same two tables, because it may import nothing; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from foja.model.errors import FojaError
from foja.model.record import Record

UNCONFIRMED = frozenset(
    {
        "anchor-own-block",
        "anchor-unconfirmed",
        "blob-unnamed",
        "checkpoint-missing",
        "checkpoint-unsigned",
        "companion-missing",
        "draft-left",
        "erased-alone",
        "events-unsigned",
        "fields-withheld",
        "key-unknown",
        "label-lowered-alone",
        "receipt-none",
        "receipt-unsigned",
        "removal-unfinished",
        "stamp-own-roots",
        "stamp-unconfirmed",
        "time-backwards",
        "witness-missing",
    }
)
"""Codes that say "could not be confirmed"; every other code says "does not verify"."""

KINDS: dict[int, tuple[str, frozenset[str]]] = {
    15: ("forked", frozenset({"history-forked"})),
    14: ("rewritten", frozenset({"history-rewritten"})),
    13: ("rolled back", frozenset({"history-truncated"})),
    16: ("back-dated", frozenset({"time-backwards", "time-impossible"})),
    18: ("another key", frozenset({"key-chain-broken", "key-differs"})),
    11: ("missing", frozenset({"blob-missing", "event-missing", "field-missing", "file-missing", "ledger-missing"})),
    10: ("altered", frozenset()),
    12: (
        "extra",
        frozenset(
            {"blob-extra", "blob-unnamed", "case-extra", "draft-left", "field-extra", "file-extra", "ledger-extra"}
        ),
    ),
    30: ("not checked", frozenset({"bundle-unreadable", "key-unknown", "ledger-newer"})),
    17: ("stripped", frozenset({"checkpoint-missing", "checkpoint-unsigned", "companion-missing"})),
    1: ("not confirmed", frozenset()),
}
"""Exit code of a verification to its word and the codes of findings; the worst stands first and decides.

A code that stands nowhere here is ``not confirmed`` when it is in ``UNCONFIRMED``, else ``altered``: a kind of
finding that nobody sorted yet can never pass. 2 (wrong use) is left out: it is said before anything is checked.
"""

NOTES = frozenset(
    {
        "access-log",
        "companion-signed",
        "companion-unchecked",
        "key-replaced",
        "key-rotated",
        "key-unpinned",
        "receipts-here",
        "unanchored",
        "witness-cosigned",
        "witness-named",
    }
)
"""Codes of what a reader of the verdict should know and what changes no verdict."""


class Finding(Record, frozen=True):
    """``code`` is stable. ``where``: file or event. ``what``: found and expected. ``next``: what to do."""

    code: str
    where: str
    what: str
    next: str = ""

    @property
    def damage(self) -> bool:
        """Whether bytes or the chain do not verify (as against: evidence is missing)."""
        return self.code not in UNCONFIRMED | NOTES


def exit_of(code: str) -> int:
    """The exit code of a finding; that of a note is 0."""
    for number, (_, codes) in KINDS.items():
        if code in codes:
            return number
    return 0 if code in NOTES else 1 if code in UNCONFIRMED else 10


def exit_code(codes: Iterable[str]) -> int:
    """The exit code of a verification with findings of these codes: that of the worst, 0 when there are none."""
    found = {exit_of(code) for code in codes}
    return next((number for number in KINDS if number in found), 0)


def of_error(error: FojaError, where: str = "") -> Finding:
    """What an error found, as a finding. ``where`` is told when the error does not."""
    return Finding(code=error.code, where=error.where or where, what=error.what, next=error.next)


def draft_left(path: Path) -> Finding:
    """A file that a write leaves when it is stopped; the next write of its kind removes it."""
    return Finding(
        code="draft-left",
        where=str(path),
        what="A write is under way, or was stopped and left this. It is no part of the case.",
        next="If no foja is at work here, repeat what was stopped; it is removed then.",
    )
