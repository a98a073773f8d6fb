"""Drafts of acts: what an accepted statement may report, for a person to complete. They are never recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from foja.law.act_patterns import acts_reported, spoken_of
from foja.law.ceiling import is_court
from foja.law.machine import machines
from foja.model.record import Record
from foja.model.rows import StatementRow
from foja.model.statement import Statement
from foja.model.vocabulary import AllegerKind, MentionKind, Modality, Status
from foja.text.fold import fold

_STATUS = {
    Modality.REQUESTED: Status.REQUESTED, Modality.ORDERED: Status.ORDERED, Modality.FOUND: Status.FOUND,
    Modality.DENIED: Status.DENIED, Modality.ACKNOWLEDGED: Status.ACKNOWLEDGED,
}  # fmt: skip
"""Where a passage states no status in law, the force with which it is put says what it may report."""


class ActDraft(Record, frozen=True):
    """A suggestion. ``cue``: the words of the statement that led to it; ``said``: they say that it was done, else it is
    what the status of the statement may stand for."""

    machine: str
    kind: str
    authority: str
    date: str
    persons: tuple[str, ...]
    native: str = ""
    cue: str = ""
    said: bool = False


class ActProposal(Record, frozen=True):
    """A statement with the acts that it may report, for a person to read. None of them is an act of the file."""

    row: StatementRow
    drafts: tuple[ActDraft, ...]


def drafts(
    statement: Statement, names: Sequence[str], kinds: Mapping[str, MentionKind] | None = None
) -> tuple[ActDraft, ...]:
    """Acts that the statement may report, those first of which it has the native term or more cues. Of a measure or
    proceeding whose native terms it does not use, only the plainest act of its status: an order is not also suggested
    as a suspension.

    ``names``: persons and bodies that it names; ``kinds``: what these are, as far as known. What its words say was
    done comes before what its status in law may stand for. Where it reports a status that no act has, or names no kind
    of measure or proceeding, there are none.
    """
    return tuple(_concerning(one, kinds or {}) for one in _drafts(statement, names))


def _concerning(draft: ActDraft, kinds: Mapping[str, MentionKind]) -> ActDraft:
    """The draft without bodies and places that its measure or proceeding cannot concern, such as those that a request
    is sent to, and without the body or register whose name is what tells of it."""
    machine = machines()[draft.machine]
    fits = {*machine.concerns, MentionKind.ROLE, MentionKind.UNKNOWN}
    cues = [fold(cue) for cue in machine.cues]

    def meant(name: str) -> bool:
        kind = kinds.get(name, MentionKind.UNKNOWN)
        return kind in fits and not (kind is MentionKind.ORGANISATION and any(cue in fold(name) for cue in cues))

    return replace(draft, persons=tuple(filter(meant, draft.persons)))


def _drafts(statement: Statement, names: Sequence[str]) -> tuple[ActDraft, ...]:
    date = next((found.edtf for found in statement.dates if found.edtf), "")
    said = [
        ActDraft(
            machine=one.machine,
            kind=one.kind,
            authority=one.authority,
            date=date,
            persons=one.persons,
            cue=one.cue,
            said=True,
        )
        for one in acts_reported(statement)
    ]
    if not said and spoken_of(statement):
        return ()
    known, held = {one.machine for one in said}, {(one.machine, one.kind) for one in said}
    more = (
        one
        for one in _by_status(statement, names, date)
        if (one.machine, one.kind) not in held and (one.native or one.machine not in known)
    )
    return (*said, *more)


def _by_status(statement: Statement, names: Sequence[str], date: str) -> tuple[ActDraft, ...]:
    status = statement.status
    if status in (Status.NONE, Status.REPORTED):
        status = _STATUS.get(statement.modality, status)
    words = fold(f"{statement.content} {statement.passage.quote}")
    speaker = statement.speaker.name if statement.speaker.kind is not AllegerKind.PAGE else ""
    found = []
    for machine in machines().values():
        cues = [cue for cue in machine.cues if fold(cue) in words]
        for place, move in enumerate(machine.act):
            native = next((term for term in move.native if fold(term) in words), "")
            if status not in move.drafts or not (native or cues):
                continue
            if statement.modality is Modality.DENIED and speaker and is_court(move.by) and not is_court(speaker):
                continue  # who denies an accusation refuses nothing; a court that rejects a request does
            draft = ActDraft(
                machine=machine.name, kind=move.kind, authority=speaker, date=date,
                persons=tuple(name for name in names if name != speaker), native=native, cue=native or cues[0],
            )  # fmt: skip
            found.append(((not native, -max(map(len, cues), default=0), machine.name, place), draft))
    kept: list[ActDraft] = []
    for _, draft in sorted(found, key=lambda pair: pair[0]):
        if draft.native or draft.machine not in {other.machine for other in kept}:
            kept.append(draft)
    return tuple(kept)
