"""Incident, Evidence, Position: what a file says of an event, of means of proof, of what a state made of an act.

Each rests on accepted statements, in named parts, or is marked as entered by a person without one. Nothing in it says
whether something is so: figures, qualifications and positions are those of the statements, with their speakers.
"""

from __future__ import annotations

from foja.model.act import PartyName
from foja.model.dates import When
from foja.model.record import Record
from foja.model.vocabulary import EvidenceKind, Stance

ACCOUNT, FIGURE, QUALIFICATION, SHOWN, CARRIES = "account", "figure", "qualification", "shown", "carries"
"""Parts that statements have in an item. ``account`` and ``shown``: they tell of it. ``carries``: they rest on it."""


class Incident(Record, frozen=True):
    """An event at a place. ``accounts``, ``figures`` and ``qualifications`` are statements: who gives which number, and
    who calls it what, when, stands in them."""

    id: str
    title: str
    place: str
    date: When
    parties: tuple[PartyName, ...] = ()
    accounts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    corrects: str = ""


class Evidence(Record, frozen=True):
    """A means of proof. ``origin``: the service, witness, expert or authority that it comes from. ``conditions``:
    of its use, as its origin or the law sets them. ``number``: where it stands in the file of the proceeding.
    ``witnesses``: of a testimony, how many. ``shown``: statements that tell of it; ``carries``: statements
    that rest on it."""

    id: str
    title: str
    kind: EvidenceKind
    origin: PartyName | None = None
    date: When | None = None
    conditions: str = ""
    number: str = ""
    witnesses: int = 1
    shown: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    corrects: str = ""


class Position(Record, frozen=True):
    """What a state or an organisation made of something, on a day. ``on``: an act, a matter or an incident of the file.
    ``words``: what it said or did, short. Denials and answers have the weight of requests."""

    id: str
    holder: PartyName
    stance: Stance
    date: When
    on: str
    words: str = ""
    shown: tuple[str, ...] = ()
    corrects: str = ""


Item = Incident | Evidence | Position
SORTS: dict[str, type[Item]] = {"incident": Incident, "evidence": Evidence, "position": Position}
PREFIXES = {"incident": "in", "evidence": "ev", "position": "ps"}


def sort_of(item: Item) -> str:
    return next(sort for sort, kind in SORTS.items() if isinstance(item, kind))


def parts_of(item: Item) -> dict[str, tuple[str, ...]]:
    """The statements of an item, by part."""
    if isinstance(item, Incident):
        return {ACCOUNT: item.accounts, FIGURE: item.figures, QUALIFICATION: item.qualifications}
    if isinstance(item, Evidence):
        return {SHOWN: item.shown, CARRIES: item.carries}
    return {SHOWN: item.shown}


def rests_of(item: Item) -> tuple[str, ...]:
    """All statements of an item, each once."""
    return tuple(dict.fromkeys(one for ids in parts_of(item).values() for one in ids))


def parties_of(item: Item) -> tuple[PartyName, ...]:
    """Whom an item names."""
    if isinstance(item, Incident):
        return item.parties
    if isinstance(item, Evidence):
        return (item.origin,) if item.origin else ()
    return (item.holder,)


def date_of(item: Item) -> When | None:
    return item.date


class Flag(Record, frozen=True):
    """What a reader of a statement should know beside it. ``kind``: a mark that a person set, "intelligence" or
    "one_witness", which follow from the evidence it rests on, or "ceiling": its status reaches less far than it says.
    ``note``: why, or on what conditions. ``item``: the evidence."""

    kind: str
    words: str
    note: str = ""
    item: str = ""
