"""Mention, Figure, Statement: what an extractor finds in a text, and what a person decides on."""

from __future__ import annotations

from foja.model.dates import When
from foja.model.passage import Passage
from foja.model.record import Record, derived_id
from foja.model.vocabulary import (
    AllegerKind,
    MentionKind,
    Modality,
    Polarity,
    Quality,
    Status,
)


class Mention(Record, frozen=True):
    """A passage that names something. ``name`` is the text as written, without articles.
    ``refers_to``: start offset of the mention in the same text that this one shortens, if any."""

    start: int
    end: int
    name: str
    kind: MentionKind
    refers_to: int | None = None


class Figure(Record, frozen=True):
    """A quantity as an interval: "more than 300 injured" is low 301, high None.

    ``what``: what is counted (killed, injured, notices, persons ...), an English key or the noun as
    written. ``verbatim``: as written. ``about``: a name in the same sentence that says which event
    is meant, where there is one. ``note``: a scope such as "including the bomber".
    """

    start: int
    end: int
    what: str
    verbatim: str
    low: float | None = None
    high: float | None = None
    about: str = ""
    note: str = ""


class DateMention(Record, frozen=True):
    """A date expression in a text with its reading."""

    start: int
    end: int
    when: When


class Alleger(Record, frozen=True):
    """One link of the chain that leads from the page to the speaker.

    ``name`` as written in the text (for ``page``: the outlet where the page names one). ``start`` and
    ``end`` are None when the link stands for the page itself.
    """

    kind: AllegerKind
    name: str = ""
    start: int | None = None
    end: int | None = None


class Cue(Record, frozen=True):
    """The words that introduce the content ("claims", "según")."""

    start: int
    end: int
    words: str


class Statement(Record, frozen=True):
    """One disputable proposition in one passage.

    ``chain`` runs from the page inward to the speaker. ``content`` is the proposition in words: the
    quote itself, unless a person put it more clearly. ``names``: names inside the content, as written.
    ``explanation``: the rule and cue that produced the draft. ``entered``: a person made it, not a
    machine; who, says the event alone, so that names can be withheld. ``supersedes``: the statement
    that this one corrects.
    """

    id: str
    source: str
    passage: Passage
    chain: tuple[Alleger, ...]
    content: str
    modality: Modality
    polarity: Polarity = Polarity.POSITIVE
    status: Status = Status.NONE
    presupposed: bool = False
    cue: Cue | None = None
    dates: tuple[When, ...] = ()
    figures: tuple[Figure, ...] = ()
    names: tuple[str, ...] = ()
    language: str = ""
    explanation: str = ""
    extractor: str = ""
    entered: bool = False
    supersedes: str = ""

    @property
    def speaker(self) -> Alleger:
        """The innermost link: who is said to say it."""
        return self.chain[-1]


def statement_id(where: Passage, chain: tuple[Alleger, ...], modality: Modality, made_by: str) -> str:
    """The id of a statement: same passage, speaker, force and maker give the same id on every machine."""
    return derived_id("st", where.text, where.start, where.end, chain[-1].name, modality, made_by)


def draft_mark(statement: Statement) -> str:
    """What two drafts of the same have in common, whoever made them: passage, speaker and force."""
    where = statement.passage
    return derived_id("dr", where.text, where.start, where.end, statement.speaker.name, statement.modality)


class Extraction(Record, frozen=True):
    """All that one extractor version found in one text."""

    source: str
    text: str
    extractor: str
    version: str
    mentions: tuple[Mention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()


class StatusReach(Record, frozen=True):
    """How far the status of a statement reaches: ``documented`` by the own text of the body that speaks, else
    ``reported``, or ``claimed`` by a party that it concerns. ``flags``: where words and record do not fit together."""

    quality: Quality
    flags: tuple[str, ...] = ()
