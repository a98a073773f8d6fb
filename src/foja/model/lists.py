"""Screening lists as published: snapshots of a day, their entries, and what was asked of them.

A list says whom a body named in an act of its own. It is never evidence of what that body says they did.
"""

from __future__ import annotations

from enum import StrEnum

from foja.model.event import Event
from foja.model.matching import NameComparison, Subject
from foja.model.record import Record
from foja.model.vocabulary import MentionKind


class ListFormat(StrEnum):
    """In what form a body publishes its list."""

    OFAC_XML = "ofac-xml"
    OFAC_CSV = "ofac-csv"
    UN_XML = "un-xml"
    EU_XML = "eu-xml"
    EU_CSV = "eu-csv"
    FTM_JSON = "ftm-json"


class NameRank(StrEnum):
    """How firmly a list itself gives a name. ``WEAK``: the list marks it as too broad or vague to go by alone."""

    PRIMARY = "primary"
    STRONG = "strong"
    WEAK = "weak"


class ListName(Record, frozen=True):
    """A name of an entry, as written. ``script``: as in ISO 15924 (Latn, Arab, Hebr …), empty for none.
    ``note``: how the list calls it ("f.k.a.", "Low", "original script")."""

    name: str
    rank: NameRank
    script: str = ""
    language: str = ""
    note: str = ""


class EntryPlace(Record, frozen=True):
    """Where an entry stands in its file. ``file``: which of the files of the snapshot, from 0. ``line``: from 1.
    ``start`` and ``end``: bytes, end exclusive; the entry as it stands is what lies between."""

    line: int
    start: int
    end: int
    file: int = 0


class ListEntry(Record, frozen=True):
    """An entry of a list, as the list gives it.

    ``id``: by which the list knows it; made unique with ``~2`` where a list gives one twice. ``reference``: the number
    that is printed ("EU.27.28", "QDi.001"). ``born``: EDTF. ``birthplaces`` and ``posts``: as written.
    ``nationalities`` and ``countries``: ISO 3166-1 alpha-2 in lower case; ``countries`` are those of its addresses.
    ``listed_on`` and ``ended_on``: EDTF days; an empty ``ended_on`` says only that this file gives no end.
    ``thing``: what is listed where it is neither a person nor a body ("vessel", "aircraft"); such entries are kept and
    not compared with names of persons and bodies. ``unread``: what the entry says that could not be put into these
    fields, as written.
    """

    id: str
    kind: MentionKind
    names: tuple[ListName, ...]
    place: EntryPlace
    reference: str = ""
    born: tuple[str, ...] = ()
    birthplaces: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str = ""
    thing: str = ""
    posts: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    listed_on: str = ""
    ended_on: str = ""
    remarks: str = ""
    unread: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name that the list puts first."""
        return self.names[0].name

    def subject(self) -> Subject:
        """The entry as names are compared by."""
        return Subject(
            id=self.id, kind=self.kind, names=tuple(one.name for one in self.names), born=self.born,
            countries=tuple(dict.fromkeys((*self.nationalities, *self.countries))), gender=self.gender,
            posts=self.posts,
        )  # fmt: skip


class Unlisted(Record, frozen=True):
    """What stands in a file of a list and was not taken as it stands: no screening against the snapshot covers it, or
    only in part. ``what``: in words. ``line``: from 1."""

    line: int
    what: str
    file: int = 0


class ListFile(Record, frozen=True):
    """A file of a snapshot, as it was received. ``size`` in bytes."""

    name: str
    sha256: str
    size: int


class Snapshot(Record, frozen=True):
    """A list as it was published on a day. ``id``: of list, day and files. ``list``: how the case calls the list.
    ``date``: ISO day since when it is what was published, as a person recorded it. ``stated``: the day that the file
    itself gives, empty where it gives none. ``reader``: what read it, with version. ``entries``: digest
    of the entries, one JSON record a line. ``count``: of entries. ``passed_over``: what could not be read."""

    id: str
    list: str
    date: str
    format: ListFormat
    files: tuple[ListFile, ...]
    reader: str
    entries: str
    count: int
    stated: str = ""
    passed_over: tuple[Unlisted, ...] = ()


class SnapshotRow(Record, frozen=True):
    """A snapshot in a list, with who added it (``by``), when (``at``, UTC), why, and by which event (``seq``)."""

    snapshot: Snapshot
    by: str
    at: str
    why: str
    seq: int


class EntryView(Record, frozen=True):
    """An entry whole. ``raw``: as it stands in the file; ``cut``: whether only the beginning of that is given."""

    snapshot: Snapshot
    entry: ListEntry
    raw: str
    cut: bool = False


class SnapshotRef(Record, frozen=True):
    """The snapshot that something was screened against. ``files``: their digests. ``compared``: entries with a name of
    a person or body; ``things``: vessels and the like, which were not; ``passed_over``: what could not be read."""

    id: str
    list: str
    date: str
    files: tuple[str, ...]
    compared: int
    things: int = 0
    passed_over: int = 0


class Lead(Record, frozen=True):
    """An entry that a name led to, with how the names compare: to be read by a person, never a match. ``rank``: of the
    name of the entry that compares best. ``list`` and ``snapshot``: where the entry stands."""

    list: str
    snapshot: str
    entry: ListEntry
    rank: NameRank
    comparison: NameComparison


class Screening(Record, frozen=True):
    """What was asked of lists on a day, and what came of it. It says nothing about whom the entries mean.

    ``party`` and ``keys``: of whom was asked, as they were then; empty for names that are in no case. ``as_of``: the
    day that chose the snapshots. ``matcher``: what compared the names, with its version. ``recorded``: names among
    those asked that a person recorded as used (dated aliases). ``idle``: of names among those asked that cannot be
    compared, why not. ``leads``: at or above ``likely``; ``near``: the next ones below it, told so that it can be seen
    why not. ``cut``: lists of which only the likeliest leads are told, because there were more.
    """

    asked: Subject
    as_of: str
    against: tuple[SnapshotRef, ...]
    matcher: str
    likely: float
    party: str = ""
    keys: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    leads: tuple[Lead, ...] = ()
    near: tuple[Lead, ...] = ()
    cut: tuple[str, ...] = ()


class LeadState(StrEnum):
    """What persons said of a lead."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class LeadDecision(Record, frozen=True):
    """What a person said of a lead. ``key``: of the party; ``seq``: the event; ``name``: the entry's name then. It
    holds for the entry as long as that still bears the name: ids are given anew, and twice."""

    key: str
    list: str
    entry: str
    state: LeadState
    seq: int
    by: str = ""
    at: str = ""
    why: str = ""
    name: str = ""


class LeadRow(Record, frozen=True):
    """A lead with what was said of it, and whether a later snapshot of the list that the case holds still has the
    entry. ``gone``: day of the first snapshot that has it no more; empty where none says so."""

    lead: Lead
    decision: LeadDecision | None = None
    gone: str = ""

    @property
    def state(self) -> LeadState:
        return self.decision.state if self.decision else LeadState.OPEN


class ScreeningView(Record, frozen=True):
    """A screening with who made it (``by``), when (``at``, UTC), why, by which event (``seq``), and what was said of
    its leads since. ``name``: of the party; ``leaf``: leaf hash of the event in the ledger (hex), by which a receipt
    of the screening can be checked."""

    screening: Screening
    name: str
    seq: int
    at: str
    by: str
    why: str
    leaf: str = ""
    leads: tuple[LeadRow, ...] = ()
    history: tuple[Event, ...] = ()
