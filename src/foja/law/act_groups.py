"""Proposals for one act from several statements, put together. Nothing is recorded, and no proposal is dropped.

Two drafts are of one act where they have the same machine, kind and persons, the same authority or one that is not
named, and dates that can be the same day, or one that is not given. A draft that fits several such groups stays by
itself: which act it reports is for a person to say. Drafts that a statement gives only for its status stand beside, and
form no groups: they are alternatives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from foja.law.act_drafts import ActDraft, ActProposal
from foja.law.fold import FIRST, LAST
from foja.model.dates import bounds
from foja.model.record import Record
from foja.model.rows import StatementRow

PartyOf = Callable[[StatementRow, str], str]
"""Whom a name in a statement means."""


class ActPart(Record, frozen=True):
    """A statement of a group, with what its words alone would give."""

    row: StatementRow
    draft: ActDraft


class ActGroup(Record, frozen=True):
    """One act that statements may report. ``draft``: what they give together. ``others``: what else the statements may
    report, if it is not this."""

    draft: ActDraft
    parts: tuple[ActPart, ...]
    others: tuple[ActDraft, ...] = ()


class _Open:
    """A group that grows: the days that all its dates leave."""

    def __init__(self, part: ActPart, who: str, whom: frozenset[str], days: tuple[str, str]) -> None:
        self.parts, self.who, self.whom, self.days = [part], who, whom, days

    def fits(self, part: ActPart, who: str, whom: frozenset[str], days: tuple[str, str]) -> bool:
        mine, theirs = self.parts[0].draft, part.draft
        if (mine.machine, mine.kind) != (theirs.machine, theirs.kind) or self.whom != whom:
            return False
        if not whom and not (who and days != (FIRST, LAST)):
            return False  # of nobody named: only who and when together tell one act from others
        return (not self.who or not who or self.who == who) and self._left(days) is not None

    def add(self, part: ActPart, who: str, days: tuple[str, str]) -> None:
        self.parts.append(part)
        self.who, self.days = self.who or who, self._left(days) or self.days

    def _left(self, days: tuple[str, str]) -> tuple[str, str] | None:
        left = max(self.days[0], days[0]), min(self.days[1], days[1])
        return left if left[0] <= left[1] else None


def grouped(proposals: Sequence[ActProposal], party_of: PartyOf) -> tuple[ActGroup, ...]:
    """The proposals, those of one act together, in the order of the first statement of each."""
    order = {one.row.id: place for place, one in enumerate(proposals)}
    parts = [ActPart(row=one.row, draft=draft) for one in proposals for draft in _own(one.drafts)]
    parts.sort(key=lambda part: (not _named(part.draft.authority), _width(part.draft.date), order[part.row.id]))
    found: list[_Open] = []
    for part in parts:
        draft = part.draft
        who = party_of(part.row, draft.authority) if _named(draft.authority) else ""
        whom = frozenset(party_of(part.row, name) for name in draft.persons)
        days = _days(draft.date)
        fitting = [one for one in found if one.fits(part, who, whom, days)]
        if len(fitting) == 1 and all(part.row.id != other.row.id for other in fitting[0].parts):
            fitting[0].add(part, who, days)
        else:
            found.append(_Open(part, who, whom, days))
    alternatives = {one.row.id: one.drafts for one in proposals}
    groups = []
    for one in found:
        together = tuple(sorted(one.parts, key=lambda part: order[part.row.id]))
        kinds = {(part.draft.machine, part.draft.kind) for part in together}
        others = [draft for part in together for draft in alternatives[part.row.id]]
        kept = {(draft.machine, draft.kind): draft for draft in others if (draft.machine, draft.kind) not in kinds}
        groups.append(
            ActGroup(draft=joined([part.draft for part in together]), parts=together, others=tuple(kept.values()))
        )
    return tuple(sorted(groups, key=lambda group: order[group.parts[0].row.id]))


def _own(drafts: Sequence[ActDraft]) -> Sequence[ActDraft]:
    """What the words of a statement say was done; where they say nothing plain, the first that its status may mean."""
    return [draft for draft in drafts if draft.said] or drafts[:1]


def joined(drafts: Iterable[ActDraft]) -> ActDraft:
    """What drafts of one act give together: the first authority that one names, the first native term, the narrowest
    date, the names of persons as the draft has them that has most letters."""
    drafts = list(drafts)
    first = drafts[0]
    return replace(
        first,
        authority=next((one.authority for one in drafts if _named(one.authority)), first.authority),
        date=min((one.date for one in drafts if one.date), key=_width, default=""),
        native=next((one.native for one in drafts if one.native), ""),
        persons=max((one.persons for one in drafts), key=lambda names: (len(names), sum(map(len, names)))),
    )


def _named(authority: str) -> bool:
    """Whether it is a name: "the court" is nobody until a person says which. In a script without capitals it is one."""
    return authority != authority.lower() or authority == authority.upper() != ""


def _days(date: str) -> tuple[str, str]:
    try:
        first, last = bounds(date) if date else (None, None)
    except ValueError:
        first, last = None, None
    return first or FIRST, last or LAST


def _width(date: str) -> tuple[int, str]:
    """How much room a date leaves: years, months, days apart, roughly; open ones last."""
    first, last = _days(date)
    return (int(last[:4]) - int(first[:4])) * 372 + (int(last[5:7]) - int(first[5:7])) * 31 + int(last[8:]) - int(
        first[8:]
    ), date
