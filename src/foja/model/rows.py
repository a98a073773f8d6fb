"""What questions to a case answer with: frozen rows for pages, the command line and exports."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from foja.model.correction import Corrected
from foja.model.custody import FixityState, StampLine
from foja.model.dates import When
from foja.model.event import Event
from foja.model.item import Flag
from foja.model.place import Place
from foja.model.proceedings import MatterView
from foja.model.record import Record
from foja.model.statement import Alleger, Statement, StatusReach
from foja.model.support import Conflict, Link, Support
from foja.model.text import Reading
from foja.model.vocabulary import (
    Holds,
    LinkState,
    MentionKind,
    Modality,
    OutcomeState,
    Polarity,
    Review,
    Sensitivity,
    Status,
)

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """A page of rows. ``total`` counts all rows that match, up to ``TOTAL_CAP`` (then ``capped``).
    ``after``: pass it back to get the next page; empty on the last one."""

    items: tuple[T, ...]
    total: int
    after: str = ""
    capped: bool = False


class SourceRow(Record, frozen=True):
    """A source in a list. ``state``: what became of it at reading; ``waiting`` when not read yet.
    ``drafts`` and ``accepted`` count statements. ``recorded_at``: when the case received it (UTC). ``issuer``: the
    bodies whose own text it is, as a person recorded. ``guessed``: fields whose value the source does not declare; the
    reader guessed it."""

    sha256: str
    name: str
    title: str = ""
    outlet: str = ""
    author: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    media_type: str = ""
    size: int = 0
    parent: str = ""
    via: str = "file"
    state: OutcomeState | None = None
    detail: str = ""
    next: str = ""
    text: str = ""
    characters: int = 0
    pages: int = 0
    drafts: int = 0
    accepted: int = 0
    recorded_at: str = ""
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    issuer: str = ""
    guessed: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Title where the source has one, otherwise its name."""
        return self.title or self.name


class StatementRow(Record, frozen=True):
    """A statement in a list. ``recognised`` and ``corrected`` as in ``Place``: asked for in the Reader, on the page of
    the statement and in exports, and empty elsewhere."""

    id: str
    source: str
    source_label: str
    outlet: str
    published: str
    text: str
    start: int
    end: int
    quote: str
    content: str
    chain: tuple[Alleger, ...]
    speaker: str
    modality: Modality
    polarity: Polarity
    status: Status
    presupposed: bool
    review: Review
    proposition: str
    language: str = ""
    dates: tuple[When, ...] = ()
    cue: str = ""
    explanation: str = ""
    support: Support | None = None
    conflicted: bool = False
    decided_by: str = ""
    decided_at: str = ""
    recorded_at: str = ""
    holds: Holds | None = None
    recognised: int | None = None
    flags: tuple[Flag, ...] = ()
    corrected: tuple[Corrected, ...] = ()


class PartyRef(Record, frozen=True):
    """A party by name: enough to link to it."""

    id: str
    name: str
    kind: MentionKind = MentionKind.UNKNOWN


class StatementView(Record, frozen=True):
    """Everything the file holds about one statement. ``reach``: how far its status reaches; None where it has none."""

    row: StatementRow
    statement: Statement
    source: SourceRow
    place: Place
    before: str
    after: str
    history: tuple[Event, ...]
    same: tuple[StatementRow, ...]
    conflicts: tuple[Conflict, ...]
    links: tuple[LinkRow, ...] = ()
    subjects: tuple[PartyRef, ...] = ()
    speaker: PartyRef | None = None
    superseded_by: str = ""
    quote_matches: bool = True
    roots: tuple[str, ...] = ()
    reach: StatusReach | None = None


class LinkRow(Record, frozen=True):
    """A link between documents with its state and the labels of both ends. ``state``: None for a citation that nobody
    decided on: it was read with its statement. ``sways``: how many counts a decision would change. ``order``: which can
    rest on the other by their dates, in words."""

    id: str
    link: Link
    state: LinkState | None
    first_label: str
    second_label: str
    first_source: str = ""
    second_source: str = ""
    sways: int = 0
    order: str = ""


class PartyRow(Record, frozen=True):
    id: str
    key: str
    name: str
    kind: MentionKind
    forms: tuple[str, ...]
    mentions: int
    documents: int
    by: int = 0
    about: int = 0


class NameLine(Record, frozen=True):
    """One way a party is named: the form as written, where, how often, and why it is grouped here. ``start`` and
    ``end``: of the first mention in the text of the source (code points, end exclusive)."""

    form: str
    key: str
    source: str
    source_label: str
    mentions: int
    reason: str = ""
    start: int = 0
    end: int = 0


class NameForm(Record, frozen=True):
    """A form of a party's name as written, with how often and in how many documents it stands."""

    form: str
    mentions: int
    documents: int


class PartyView(Record, frozen=True):
    """One party. ``names``: in the sources that name it most, each with the reason for the grouping. ``by`` and
    ``about``: the first accepted statements; ``row`` counts all of them, ``drafts_by`` and ``drafts_about`` the drafts.
    """

    row: PartyRow
    names: tuple[NameLine, ...]
    joins: tuple[str, ...]
    keys: tuple[str, ...]
    by: tuple[StatementRow, ...]
    about: tuple[StatementRow, ...]
    drafts_by: int = 0
    drafts_about: int = 0
    forms: tuple[NameForm, ...] = ()
    together: tuple[tuple[PartyRef, int], ...] = ()
    history: tuple[Event, ...] = ()


class Snippet(Record, frozen=True, array_like=True):
    """A piece of text in a search hit; ``hit`` pieces matched."""

    text: str
    hit: bool = False


class Hit(Record, frozen=True):
    """A search hit. ``kind``: ``passage`` (a paragraph of a source), ``statement`` or ``party``."""

    kind: str
    id: str
    source: str
    label: str
    snippet: tuple[Snippet, ...]
    start: int = 0
    end: int = 0
    review: Review | None = None
    language: str = ""


class Counts(Record, frozen=True):
    sources: int = 0
    readable: int = 0
    gaps: int = 0
    waiting: int = 0
    closed: int = 0  # sealed or erased
    drafts: int = 0
    accepted: int = 0
    rejected: int = 0
    superseded: int = 0
    parties: int = 0
    conflicts: int = 0
    links: int = 0  # suggested ones, which wait for a person
    in_part: int = 0  # of the readable ones: read in part, or with a doubt


class ReviewEffort(Record, frozen=True):
    """What became of the drafts of a machine that persons have decided on: ``accepted`` as they were, ``corrected``
    (another statement stands in their place), ``rejected``. What persons entered themselves is not in it."""

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        """All of them."""
        return self.accepted + self.corrected + self.rejected

    @property
    def said(self) -> str:
        """The same as a sentence for people; the empty string as long as nothing was decided."""
        if not self.decided:
            return ""
        share = f"{100 * self.accepted / self.decided:.0f} of 100"
        return (
            f"Of {self.decided} drafts decided so far, {self.accepted} were accepted as they are ({share}), "
            f"{self.corrected} corrected and {self.rejected} rejected."
        )


class ConflictView(Record, frozen=True):
    """A conflict with the first statements of each side, in the order of ``conflict.sides``."""

    conflict: Conflict
    statements: tuple[tuple[StatementRow, ...], ...]


class Desk(Record, frozen=True):
    """The first page: what changed, what waits, what failed. ``in_part``: sources of which a part is missing, or
    doubtful. ``unanchored``: time of the first event that no time stamp covers."""

    title: str
    counts: Counts
    recent: tuple[Event, ...]
    gaps: tuple[SourceRow, ...]
    conflicts: tuple[Conflict, ...]
    review_next: tuple[StatementRow, ...]
    checkpoint: str = ""
    events: int = 0
    fixity: FixityState = FixityState()
    stamps: tuple[StampLine, ...] = ()
    unanchored: str = ""
    in_part: tuple[SourceRow, ...] = ()


class ReaderView(Record, frozen=True):
    """A source opened for reading: its canonical text, the map, and its statements in text order. ``earlier``: those
    that were accepted on an earlier text of it. ``drafting`` and ``weighing``: what a person should know of how drafts
    were made, and of how the text was compared with others. ``texts``: how many it had. ``correctable``: pages whose
    recognised lines a person can correct. ``corrected``: who corrected the text in use."""

    source: SourceRow
    text: str
    reading: Reading | None
    statements: tuple[StatementRow, ...]
    members: tuple[SourceRow, ...] = ()
    parent: SourceRow | None = None
    links: tuple[LinkRow, ...] = ()
    earlier: tuple[StatementRow, ...] = ()
    drafting: str = ""
    weighing: str = ""
    texts: int = 1
    correctable: tuple[int, ...] = ()
    corrected: tuple[Corrected, ...] = ()


class Offered(Record, frozen=True):
    """What was read at a passage, for whoever enters a statement on it: the names of the text, those nearest to the
    passage first, and the dates within it."""

    source: str
    names: tuple[str, ...] = ()
    dates: tuple[When, ...] = ()


class Moment(Record, frozen=True):
    """An entry of the chronology: a statement at one of its dates."""

    when: When
    statement: StatementRow


class Question(Record, frozen=True):
    """A query on statements. All given conditions must hold.

    ``text``: words, any script. ``review``: states to include; ``("accepted",)`` is the file, drafts are
    only in the queue. ``speaker`` and ``subject``: party ids or names. ``origins``: at most this many
    origins (1: single origin). ``as_of``: ISO day, keeps what is dated on or before it, or may be.
    ``known_by``: ISO day, keeps what was published or recorded on or before it. ``order``: ``text``
    (as in the source), ``date``, ``recent``, ``weight``. ``audience``: leaves out what comes from sources with a
    label above it.
    """

    text: str = ""
    review: tuple[Review, ...] = (Review.ACCEPTED,)
    status: Status | None = None
    modality: Modality | None = None
    speaker: str = ""
    subject: str = ""
    source: str = ""
    outlet: str = ""
    language: str = ""
    origins: int | None = None
    conflicted: bool = False
    presupposed: bool | None = None
    as_of: str = ""
    known_by: str = ""
    order: str = "date"
    after: str = ""
    limit: int = 50
    audience: Sensitivity | None = None


class Brief(Record, frozen=True):
    """A view of the case for a report, as of a date: accepted statements with their sources, and the matters with their
    acts."""

    title: str
    origin: str
    as_of: str
    known_by: str
    statements: tuple[StatementRow, ...]
    places: tuple[str, ...]
    sources: tuple[SourceRow, ...]
    conflicts: tuple[Conflict, ...]
    checkpoint: str = ""
    drafts: int = 0
    matters: tuple[MatterView, ...] = ()


class ReceiptSheet(Record, frozen=True):
    """What a receipt says of a checkpoint. ``at``: time of its last event, by the clock of the machine; ``root``: hex;
    ``key``: verifier of the case; ``text``: what was signed; ``lines``: the signature lines under it."""

    title: str
    origin: str
    events: int
    at: str
    root: str
    key: str
    text: str
    lines: tuple[str, ...]
