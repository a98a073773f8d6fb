"""Facts files: what a person read out of sources that a case holds, written down to be imported in one go.

A facts file is TOML with ``format = "foja-facts-1"`` and tables, each as often as needed: ``[[source]]`` (what a person
says about a source), ``[[statement]]`` (a passage quoted exactly, with who says it), ``[[same]]`` (names of one party),
``[[act]]``, ``[[post]]`` and the other particulars, ``[[incident]]``, ``[[evidence]]``, ``[[position]]``. Entries name
one another by their own ``id``; what nothing shows is marked ``entered = true``. The form of each stands in
docs/how-to/import-facts.md.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.vocabulary import EvidenceKind, Mark, Modality, Polarity, Stance, Status

FORMAT = "foja-facts-1"
PARTICULARS = ("post", "circumstance", "resolution", "filing")
"""Sorts whose fields are those of ``law.particulars``."""
MOST_TOLD = 8
"""Lines of further faults that an error names."""


class SourceFacts(Record, frozen=True):
    """What a person says about a source. ``file``: its name, or the beginning of its digest."""

    file: str
    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    issuer: tuple[str, ...] = ()
    owner: str = ""
    why: str = ""


class StatementFacts(Record, frozen=True):
    """A passage and what it states. ``quote``: exactly as in the text of the source, but for spaces and line breaks.
    ``occurrence``: which one, from 1, where it stands there more than once. ``about``: names in ``content`` that the
    passage writes otherwise, in another script or language. ``note``: why it is marked."""

    id: str
    file: str
    quote: str
    occurrence: int = 0
    content: str = ""
    speaker: str = ""
    modality: Modality = Modality.ASSERTED
    polarity: Polarity = Polarity.POSITIVE
    status: Status = Status.NONE
    presupposed: bool = False
    dates: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    note: str = ""
    why: str = ""


class SameFacts(Record, frozen=True):
    """Names that mean one party."""

    names: tuple[str, ...]
    why: str = ""


class ActFacts(Record, frozen=True):
    """An act, with the fields of ``foja act``. ``rests_on``: statements; ``supersedes``, ``annuls``: acts."""

    id: str
    machine: str
    title: str
    kind: str
    by: str
    date: str
    persons: tuple[str, ...]
    until: str = ""
    native: str = ""
    number: str = ""
    basis: str = ""
    supersedes: tuple[str, ...] = ()
    annuls: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()
    entered: bool = False
    why: str = ""


class IncidentFacts(Record, frozen=True):
    id: str
    title: str
    place: str
    date: str
    parties: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    entered: bool = False
    why: str = ""


class EvidenceFacts(Record, frozen=True):
    id: str
    title: str
    kind: EvidenceKind
    origin: str = ""
    date: str = ""
    conditions: str = ""
    number: str = ""
    witnesses: int = 1
    shown: tuple[str, ...] = ()
    carries: tuple[str, ...] = ()
    entered: bool = False
    why: str = ""


class PositionFacts(Record, frozen=True):
    """``on``: an act or incident of this file by its ``id``, or one of the case (ac-…, mt-…, in-…)."""

    id: str
    holder: str
    stance: Stance
    date: str
    on: str
    words: str = ""
    shown: tuple[str, ...] = ()
    entered: bool = False
    why: str = ""


class Facts(Record, frozen=True):
    """A facts file as it is written."""

    format: str
    title: str = ""
    note: str = ""
    source: tuple[SourceFacts, ...] = ()
    statement: tuple[StatementFacts, ...] = ()
    same: tuple[SameFacts, ...] = ()
    act: tuple[ActFacts, ...] = ()
    post: tuple[dict[str, Any], ...] = ()
    circumstance: tuple[dict[str, Any], ...] = ()
    resolution: tuple[dict[str, Any], ...] = ()
    filing: tuple[dict[str, Any], ...] = ()
    incident: tuple[IncidentFacts, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()
    position: tuple[PositionFacts, ...] = ()


class Fault(NamedTuple):
    """What is wrong, on which line. ``expected``: what a person can do."""

    line: int
    what: str
    expected: str = ""


class FactsFile(NamedTuple):
    """A facts file with the line on which each of its entries begins, by sort."""

    name: str
    facts: Facts
    lines: dict[str, list[int]]

    def line(self, sort: str, place: int) -> int:
        return self.lines[sort][place] if place < len(self.lines.get(sort, ())) else 1


def read_facts(text: str, name: str) -> FactsFile:
    """The facts file in ``text``. Raises UsageError ``facts-malformed`` with file, line and what was expected."""
    lines = _heads(text)
    try:
        facts = convert(tomllib.loads(text), Facts)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        number = int(found[1]) if found else text.count("\n") + 1
        raise refused([Fault(number, f"this is not TOML: {error}")], name) from error
    except msgspec.ValidationError as error:
        raise refused([_misplaced(text, lines, str(error))], name) from error
    file = FactsFile(name, facts, lines)
    faults = list(_faults(file))
    if faults:
        raise refused(faults, name)
    return file


def refused(faults: Iterable[Fault], name: str) -> UsageError:
    """The error that tells the first of the faults, and on which lines others are."""
    ordered = sorted(faults)
    first, others = ordered[0], sorted({fault.line for fault in ordered[1:]})
    told = ", ".join(map(str, others[:MOST_TOLD])) + (" …" if len(others) > MOST_TOLD else "")
    more = f" {len(ordered) - 1} more: line{'s' if len(others) > 1 else ''} {told}." if others else ""
    return UsageError(
        "facts-malformed",
        f"Nothing was imported: {first.what}.{more}",
        where=f"{name}, line {first.line}",
        next=first.expected or "Correct it and import the file again; docs/how-to/import-facts.md has the form.",
    )


def _heads(text: str) -> dict[str, list[int]]:
    """The lines on which the tables of each sort begin. What stands in a text of several lines is none."""
    found: dict[str, list[int]] = {}
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not inside and (head := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line)):
            found.setdefault(head[1], []).append(number)
        for mark in re.findall(r'"""|\'\'\'', line):
            inside = "" if inside == mark else inside or mark
    return found


def _misplaced(text: str, lines: dict[str, list[int]], message: str) -> Fault:
    """The fault that a message of the type check tells, with its line."""
    path = re.search(r"\$\.(\w+)\[(\d+)\](?:\.(\w+))?", message)
    field = re.search(r"field `(\w+)`", message)
    what = re.sub(r" - at `\$.*`$", "", message)
    if path and path[1] in lines and int(path[2]) < len(lines[path[1]]):
        head = lines[path[1]][int(path[2])]
        wanted = path[3] or (field[1] if field else "")
        place = f"in [[{path[1]}]]{f', field {path[3]}' if path[3] else ''}"
        return Fault(_field(text, head, wanted), f"{what[:1].lower()}{what[1:]} ({place})")
    top = re.search(r"\$\.(\w+)", message) or field
    return Fault(_field(text, 0, top[1]) if top else 1, f"{what[:1].lower()}{what[1:]}")


def _field(text: str, head: int, field: str) -> int:
    for number, line in enumerate(text.splitlines()[head:], head + 1):
        if field and re.match(rf"\s*(\[\[)?\s*{re.escape(field)}\s*(=|\])", line):
            return number
        if head and line.lstrip().startswith("[["):
            break
    return max(head, 1)


def _faults(file: FactsFile) -> Iterable[Fault]:
    """What the types alone do not say."""
    facts = file.facts
    if facts.format != FORMAT:
        yield Fault(1, f'the format is {facts.format!r}; expected format = "{FORMAT}"')
    ids: dict[str, str] = {}
    for sort in ("statement", "act", *PARTICULARS, "incident", "evidence", "position"):
        for place, entry in enumerate(getattr(facts, sort)):
            line = file.line(sort, place)
            own = entry.get("id") if isinstance(entry, dict) else entry.id
            if not isinstance(own, str) or not own.strip():
                yield Fault(line, f"the {sort} has no id of its own")
                continue
            if own in ids:
                yield Fault(line, f"the id {own!r} is taken by {_a(ids[own])} above")
            ids.setdefault(own, sort)
    for sort in PARTICULARS:
        for place, entry in enumerate(getattr(facts, sort)):
            yield from _particular(sort, file.line(sort, place), entry, ids)
    for place, one in enumerate(facts.statement):
        if one.marks and not one.note.strip():
            line = file.line("statement", place)
            yield Fault(line, "the statement is marked and has no note; expected why, in words")
    for place, same in enumerate(facts.same):
        if len(set(same.names)) < 2:
            yield Fault(file.line("same", place), "fewer than two names are said to be one party")
    for sort, fields in _NAMED.items():
        for place, entry in enumerate(getattr(facts, sort)):
            line = file.line(sort, place)
            for field, wanted in fields.items():
                for one in getattr(entry, field):
                    if ids.get(one) != wanted and not one.startswith("ac-" if wanted == "act" else "st-"):
                        yield Fault(line, f"{field} names {one!r}, which is no {wanted} of this file")
            rests = [one for field, wanted in fields.items() if wanted == "statement" for one in getattr(entry, field)]
            if not rests and not entry.entered:
                yield Fault(line, f"the {sort} rests on no statement; name some, or say entered = true")
    for place, position in enumerate(facts.position):
        if ids.get(position.on) not in ("act", "incident") and not re.match(r"(ac|mt|in)-", position.on):
            line = file.line("position", place)
            yield Fault(line, f"on names {position.on!r}, which is no act or incident of this file")


def _particular(sort: str, line: int, entry: dict[str, Any], ids: dict[str, str]) -> Iterable[Fault]:
    for name, value in entry.items():
        if not isinstance(value, str | bool) and not (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
        ):
            yield Fault(line, f"{name} of the {sort} is {value!r}; expected text, or a list of texts")
            return
    rests, entered = entry.get("rests_on", []), entry.get("entered", False)
    if not isinstance(rests, list) or not all(isinstance(one, str) for one in rests):
        yield Fault(line, f"rests_on of the {sort} is no list of statements")
        return
    for one in rests:
        if ids.get(one) != "statement" and not one.startswith("st-"):
            yield Fault(line, f"rests_on names {one!r}, which is no statement of this file")
    if not rests and entered is not True:
        yield Fault(line, f"the {sort} rests on no statement; name some, or say entered = true")


_NAMED = {
    "act": {"rests_on": "statement", "supersedes": "act", "annuls": "act"},
    "incident": {"accounts": "statement", "figures": "statement", "qualifications": "statement"},
    "evidence": {"shown": "statement", "carries": "statement"},
    "position": {"shown": "statement"},
}
"""Fields that name other entries, with the sort that they name."""


def _a(sort: str) -> str:
    return f"{'an' if sort[0] in 'aei' else 'a'} {sort}"
