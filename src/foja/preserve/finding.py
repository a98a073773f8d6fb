"""Finding: one thing that a check found, put so that a person can act on it."""

from __future__ import annotations

from foja.model.record import Record

UNCONFIRMED = frozenset(
    {
        "checkpoint-missing",
        "checkpoint-unsigned",
        "events-unsigned",
        "key-unknown",
        "label-lowered-alone",
        "receipt-none",
        "receipt-unsigned",
        "stamp-own-roots",
        "stamp-unconfirmed",
        "witness-missing",
    }
)
"""Codes that say "could not be confirmed"; every other code says "does not verify"."""

NOTES = frozenset(
    {"key-replaced", "key-rotated", "key-unpinned", "receipts-here", "unanchored", "witness-cosigned", "witness-named"}
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
