"""Names screened against a list: an index of its entries, and the leads that a subject gives. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from foja.model.lists import Lead, ListEntry, NameRank, Snapshot, SnapshotRef
from foja.model.matching import NameComparison, Subject
from foja.resolve.match.index import Index
from foja.resolve.match.proposals import LIKELY

MOST_LEADS = 20
MOST_NEAR = 3
NEAR = 0.1
"""Probability from which an entry that is no lead is told as one that came near."""

WRITTEN = 0.02
"""Probability by the names alone under which an entry is not even written out: it is neither a lead nor near."""

SAME_PART = 0.8
"""Likeness from which two parts count as one, for what came near: words that only sound somewhat alike lie below."""


class Told(NamedTuple):
    """``leads`` and what came ``near``, the likeliest first. ``cut``: there were more leads than are told."""

    leads: list[Lead]
    near: list[Lead]
    cut: bool


class Screen:
    """The entries of one snapshot, ready to be asked. ``index``: of those that name a person or a body."""

    def __init__(self, snapshot: Snapshot, index: Index, entry: Callable[[str], ListEntry]) -> None:
        self.snapshot, self._index, self._entry = snapshot, index, entry

    def told(self, subjects: Sequence[Subject]) -> Iterator[Told]:
        """Of each of ``subjects``, entries whose names are more likely than not names of it, and some that came near.
        Several at once cost less than one by one."""
        for hits in self._index.searches(subjects, MOST_LEADS + MOST_NEAR, WRITTEN):
            likely = [hit for hit in hits if hit.comparison.probability >= LIKELY]
            near = [hit for hit in hits if hit.comparison.probability < LIKELY and is_near(hit.comparison)][:MOST_NEAR]
            leads, close = (
                [self._lead(hit.id, hit.comparison) for hit in part] for part in (likely[:MOST_LEADS], near)
            )
            yield Told(leads, close, len(likely) > MOST_LEADS)

    def _lead(self, identifier: str, comparison: NameComparison) -> Lead:
        entry = self._entry(identifier)
        rank = next((one.rank for one in entry.names if one.name == comparison.theirs), NameRank.PRIMARY)
        return Lead(list=self.snapshot.list, snapshot=self.snapshot.id, entry=entry, rank=rank, comparison=comparison)

    @property
    def ref(self) -> SnapshotRef:
        """What a screening says of the snapshot."""
        one, compared = self.snapshot, len(self._index)
        return SnapshotRef(
            id=one.id, list=one.list, date=one.date, files=tuple(file.sha256 for file in one.files), compared=compared,
            things=one.count - compared, passed_over=len(one.passed_over),
        )  # fmt: skip


def is_near(one: NameComparison) -> bool:
    """Whether an entry that is no lead is worth telling: the names are not far from each other, or they are the same
    part for part and something else speaks against it, such as another birth."""
    whole = bool(one.pairs) and not one.alone_ours and not one.alone_theirs
    whole = whole and all(pair.likeness >= SAME_PART for pair in one.pairs)
    return one.probability >= NEAR or (whole and bool(one.against))


def index_of(entries: Iterable[ListEntry]) -> Index:
    """An index of the entries that name a person or a body."""
    return Index.build(entry.subject() for entry in entries if not entry.thing)
