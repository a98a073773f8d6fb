"""What questions about acts, measures and proceedings answer with."""

from __future__ import annotations

from foja.model.act import Matter, OfficialAct
from foja.model.event import Event
from foja.model.item import Flag
from foja.model.record import Record
from foja.model.vocabulary import ActFamily, ActState, Holds, Quality


class ActBasis(Record, frozen=True):
    """A statement that an act rests on. ``quality``: what it can show at most. ``counts``: it is accepted, and was
    known by the day that was asked. ``conflicts``: accepted statements that cannot stand beside it.
    ``flags``: what a reader should know beside it."""

    statement: str
    content: str
    quote: str
    source: str
    source_label: str
    outlet: str = ""
    published: str = ""
    issuer: str = ""
    start: int = 0
    known_on: str = ""
    quality: Quality = Quality.REPORTED
    counts: bool = True
    conflicts: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()


class ActRow(Record, frozen=True):
    """An act in a list. ``words``: what was done, in the words of the machine. ``flag``: what is missing before it,
    where nothing on file leads to it. ``holds``: whether it was done by the day that was asked. ``known_on``: since
    when the record shows it; empty where nothing that it rests on counts. ``by`` and ``at``: who recorded it."""

    act: OfficialAct
    words: str
    family: ActFamily
    state: ActState
    quality: Quality
    contested: bool
    known_on: str
    basis: tuple[ActBasis, ...]
    flag: str = ""
    holds: Holds | None = None
    superseded_by: str = ""
    by: str = ""
    at: str = ""


class Reached(Record, frozen=True):
    """A state that a matter is in, or may be in. ``acts``: those that may have led there last."""

    state: str
    words: str
    holds: Holds
    acts: tuple[str, ...]


class Subject(Record, frozen=True):
    """Whom a state is about: ``id`` is a party, or empty where no source names one by this name."""

    id: str
    name: str
    key: str


class SubjectState(Record, frozen=True):
    """Where a matter stands for one subject. ``states`` is empty where nothing was found in this file. ``asks`` and
    ``answer``: what the machine asks ("in force"), and the answer. ``until``: the days on which its effect ends by its
    own terms, earliest and latest, where that counts. ``quality`` and ``contested``: of the acts that led there last.
    """

    subject: Subject
    matter: Matter
    title: str
    sort: str
    asks: str
    states: tuple[Reached, ...]
    answer: Holds
    none_yet: bool = False
    until: tuple[tuple[str, str], ...] = ()
    quality: tuple[Quality, ...] = ()
    contested: bool = False
    flags: tuple[tuple[str, str], ...] = ()


class MatterView(Record, frozen=True):
    """One measure or proceeding: whom it concerns, where it stands for each, and its acts in the order of their
    dates: those that may have been done and were known by the days that were asked. ``partial``: the receivers are not
    given all acts that those who work on the case have; where it stands is not told then."""

    matter: Matter
    title: str
    sort: str
    order: str
    asks: str
    says: str
    sources: tuple[str, ...]
    subjects: tuple[SubjectState, ...]
    acts: tuple[ActRow, ...]
    unchecked: str = ""
    partial: bool = False


class Death(Record, frozen=True):
    """A death on file of somebody whom states are about. ``id``: the particular that records it; ``words``: it in one
    line. It ends nothing by itself: an authority has to."""

    subject: Subject
    id: str
    words: str


class StatusView(Record, frozen=True):
    """Where every measure and proceeding stands, of one party (``subject``) or of all, as of and as known by a day.
    ``warrants``: of a question about notices, where the warrants stand for the same persons."""

    as_of: str
    known_by: str
    states: tuple[SubjectState, ...]
    acts: tuple[ActRow, ...]
    subject: Subject | None = None
    warrants: tuple[SubjectState, ...] = ()
    deaths: tuple[Death, ...] = ()


class ActView(Record, frozen=True):
    """One act whole, with what persons did to its record."""

    row: ActRow
    history: tuple[Event, ...]
