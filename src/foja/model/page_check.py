"""What holding a page against a file answers with, and what became known since a day."""

from __future__ import annotations

from foja.model.item_rows import ItemRow
from foja.model.particular import ParticularRow
from foja.model.proceedings import ActRow, SubjectState
from foja.model.record import Record
from foja.model.rows import SourceRow, StatementRow
from foja.model.vocabulary import Modality, Relation, Status


class Bearing(Record, frozen=True):
    """Something on file that bears on a statement of the page, and why. ``rule``: by which means it was found.
    ``says``: a rule in one neutral sentence, with its ``sources``, where a rule is the reason."""

    relation: Relation
    rule: str
    reason: str
    statements: tuple[StatementRow, ...] = ()
    acts: tuple[ActRow, ...] = ()
    items: tuple[ItemRow, ...] = ()
    posts: tuple[ParticularRow, ...] = ()
    says: str = ""
    sources: tuple[str, ...] = ()


class CheckedStatement(Record, frozen=True):
    """A statement of the page, as it was drafted from it, with what bears on it. ``like``: the number (from 1) of an
    earlier statement of the page on which the same bears; then it is not repeated."""

    number: int
    quote: str
    content: str
    start: int
    end: int
    speaker: str
    modality: Modality
    status: Status
    presupposed: bool
    bearings: tuple[Bearing, ...] = ()
    like: tuple[int, ...] = ()


class PageCheck(Record, frozen=True):
    """A page held against a file. ``as_of``: the day of the page, as far as it says, on which states were asked.
    ``gaps``: what of it could not be read, with reasons."""

    name: str
    title: str
    published: str
    as_of: str
    language: str
    statements: tuple[CheckedStatement, ...]
    gaps: tuple[str, ...] = ()


class StateChange(Record, frozen=True):
    """Where a matter stands for somebody, by what was known before a day, and by what is known now."""

    before: SubjectState | None
    after: SubjectState


class Changes(Record, frozen=True):
    """What became known since a day, up to ``known_by`` where one is named, and what that changes. ``recorded``: how
    much was recorded here since that day, though it was known before, by sort."""

    since: str
    as_of: str
    sources: tuple[SourceRow, ...]
    statements: tuple[StatementRow, ...]
    acts: tuple[ActRow, ...]
    posts: tuple[ParticularRow, ...]
    items: tuple[ItemRow, ...]
    states: tuple[StateChange, ...]
    total: int
    recorded: dict[str, int]
    known_by: str = ""
