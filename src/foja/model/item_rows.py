"""What questions about incidents, evidence and positions answer with."""

from __future__ import annotations

from foja.model.event import Event
from foja.model.item import Item
from foja.model.record import Record
from foja.model.rows import StatementRow
from foja.model.vocabulary import ActState, Holds


class ItemBasis(Record, frozen=True):
    """A statement of an item, with its part in it. ``figures``: what it counts, in words ("killed: 85"). ``counts``: it
    is accepted, and was known by the day that was asked."""

    part: str
    row: StatementRow
    known_on: str
    counts: bool
    figures: tuple[str, ...] = ()


class ItemRow(Record, frozen=True):
    """An incident, a piece of evidence or a position in a list. ``on_words``: of a position, what it is on.
    ``holds``: whether its date lies by the day that was asked. ``entered``: a person entered it without a statement."""

    sort: str
    item: Item
    state: ActState
    known_on: str
    basis: tuple[ItemBasis, ...]
    entered: bool = False
    on_words: str = ""
    holds: Holds | None = None
    superseded_by: str = ""
    by: str = ""
    at: str = ""


class ItemView(Record, frozen=True):
    """One item whole: with the positions on it, where it is an incident, and what persons did to its record."""

    row: ItemRow
    positions: tuple[ItemRow, ...]
    history: tuple[Event, ...]
