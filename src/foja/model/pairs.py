"""Proposed merges: two names of a case that may be names of one party, and what a decision on them would change."""

from __future__ import annotations

from enum import StrEnum

from foja.model.event import Event
from foja.model.matching import NameComparison, Proposal
from foja.model.particular import ParticularRow
from foja.model.record import Record
from foja.model.vocabulary import MentionKind


class Proposals(Record, frozen=True):
    """What a comparison of names gave. ``keys``: those that were compared with all others of the case; ``version``: of
    the matcher. The subjects of ``proposals`` are name keys."""

    version: str
    keys: tuple[str, ...]
    proposals: tuple[Proposal, ...]


class PairState(StrEnum):
    """What persons said of two names. ``OPEN``: nothing; ``LATER``: put off."""

    OPEN = "open"
    LATER = "later"
    SAME = "same"
    APART = "apart"


class Weight(Record, frozen=True):
    """What hangs on a party: statements by it or about it, acts that name it, sources."""

    accepted: int = 0
    drafts: int = 0
    acts: int = 0
    documents: int = 0

    @property
    def order(self) -> tuple[int, int, int]:
        """What counts comes first: accepted statements and acts, then drafts, then sources."""
        return self.accepted + self.acts, self.drafts, self.documents


class PairSide(Record, frozen=True):
    """One of two parties. ``key``: of the name that was compared. ``names``: as written, those used most first."""

    id: str
    key: str
    name: str
    kind: MentionKind
    names: tuple[str, ...] = ()
    weight: Weight = Weight()


class PairRow(Record, frozen=True):
    """Two parties that may be one. Those of one party stand together, in the order of what a decision would change.
    ``keys``: the pairs of name keys that lead to it, the likeliest first. ``moves``: what would be counted with the
    other. ``used``: records that one used the name of the other for a time. ``decision``: what was said last, with who
    and why."""

    id: str
    first: PairSide
    second: PairSide
    comparison: NameComparison | None
    state: PairState
    moves: Weight
    keys: tuple[tuple[str, str], ...] = ()
    used: tuple[ParticularRow, ...] = ()
    decision: Event | None = None

    @property
    def main(self) -> PairSide:
        """The side on which more hangs: the one that several others may be the same as."""
        return max(self.first, self.second, key=lambda side: (side.weight.order, side.id))

    @property
    def other(self) -> PairSide:
        return self.second if self.main is self.first else self.first
