"""What a passage reports that an authority did, by patterns of words: drafts of acts, with their roles. Pure.

The patterns are data, one file a language in ``report_patterns/``. A pattern is a row of words: ``a|b`` is one of two,
``word*`` any ending, ``...`` up to four words more, never across the end of a sentence. ``active``: who did it is named
before, whom it concerns after. ``passive``: the other way round, with the word ``by``. ``own``: who did it is whom it
concerns. A role is filled with a name that stands right there, or left open for a person to fill.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from foja.law.machine import machines
from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.statement import Statement
from foja.model.vocabulary import AllegerKind, Modality, Polarity

SAID_DONE = frozenset(
    {Modality.ASSERTED, Modality.ALLEGED, Modality.FOUND, Modality.ACKNOWLEDGED, Modality.ORDERED, Modality.EVALUATED}
)
"""Forces with which a passage may say that something was done. What is asked for, denied, foreseen or conditional is
not reported as done."""

_GAP = r"(?:[^\w.;:!?]{1,3}\w{1,40}){0,4}?"
_SPACE = r"[^\w.;:!?]{1,3}"
_MOST = 4_000
"""Characters of a content that are read: more than any sentence that a machine drafts has."""
_NEAR = 60
"""Characters in which the first name of a role must begin."""
_WORD = re.compile(r"[\w.]+")


class Report(Record, frozen=True):
    """Patterns of one act (``machine/kind``). ``needs``: words of which one must stand somewhere in the passage."""

    act: str
    active: tuple[str, ...] = ()
    passive: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


class Patterns(Record, frozen=True):
    """The file of one language. ``by``: words of which one stands before who did it in the passive. ``of``: words
    before what is only a part of who did it ("the court of Lira"). ``not_after``: words right before an ``active``
    pattern that make it another form ("will be arrested"). ``next_verb``: words right before one that go on with the
    subject of an earlier verb ("convicts A and acquits B"). ``joins``: words that may stand between the names of one
    role. ``source``: where the wording is from."""

    source: str
    by: str
    of: str
    not_after: str
    next_verb: str
    joins: str
    report: tuple[Report, ...]


class Found(Record, frozen=True):
    """One reading of a passage: which act, by the words ``cue``; who did it and whom it concerns, where named."""

    machine: str
    kind: str
    cue: str
    authority: str = ""
    persons: tuple[str, ...] = ()


Place = tuple[int, int, str]
"""Where a name stands in the content, and the name."""


@cache
def patterns(language: str) -> Patterns | None:
    """The patterns of a language; None where there are none. Raises UsageError ``patterns-malformed``."""
    file = files("foja.law") / "report_patterns" / f"{language}.toml"
    if not re.fullmatch(r"[a-z]{2,3}", language) or not file.is_file():
        return None
    made = convert(tomllib.loads(file.read_text(encoding="utf-8")), Patterns)
    for one in made.report:
        name, _, kind = one.act.partition("/")
        if name not in machines() or machines()[name].move(kind) is None:
            raise UsageError("patterns-malformed", f"{file.name} names an act that no machine has: {one.act}.")
    return made


@cache
def _compiled(language: str) -> tuple[tuple[re.Pattern[str], str, Report], ...]:
    made = patterns(language)
    return tuple(
        (re.compile(rf"\b{_expression(row)}\b", re.IGNORECASE), voice, one)
        for one in (made.report if made else ())
        for voice in ("active", "passive", "own")
        for row in getattr(one, voice)
    )


def _expression(row: str) -> str:
    """The regular expression of a row of words."""
    out = ""
    for word in row.split():
        if word == "...":
            out += _GAP
            continue
        ways = "|".join(re.escape(way).replace(r"\*", r"\w{0,12}") for way in word.split("|"))
        out += (_SPACE if out else "") + f"(?:{ways})"
    return out


def acts_reported(statement: Statement) -> tuple[Found, ...]:
    """The acts that a statement reports as done, in the order of the words; each act once.

    "The court ordered the arrest of A": the cue is the act, its speaker did it. A pattern that begins in the cue counts
    whatever the force; one inside the content counts where the content is put as done.
    """
    made = patterns(statement.language)
    if made is None or statement.polarity is not Polarity.POSITIVE:
        return ()
    speaker = statement.speaker.name if statement.speaker.kind is not AllegerKind.PAGE else ""
    head = f"{speaker} {statement.cue.words} " if speaker and statement.cue is not None else ""
    text = (head + statement.content)[:_MOST]
    low = text.lower()
    names = (speaker, *statement.names) if head else statement.names
    places = _places(text, names)
    done = statement.modality in SAID_DONE
    found: dict[tuple[str, str], tuple[int, Found]] = {}
    going_on: set[tuple[str, str]] = set()
    for expression, voice, one in _compiled(statement.language):
        match = expression.search(text)
        if match is None or not (done or match.start() < len(head)):
            continue
        if voice == "active" and _last_word(text, match.start()) in made.not_after.split():
            continue
        if one.needs and not any(word in low for word in one.needs):
            continue
        machine, _, kind = one.act.partition("/")
        who, whom = _roles(text, match, voice, places, made)
        next_verb = voice == "active" and _last_word(text, match.start()) in made.next_verb.split()
        if next_verb:
            who = ""  # the name right before is whom the verb before it concerns
        if not who and not whom:
            continue  # nobody is named: a word like any other
        reading = Found(machine, kind, match.group(), who, whom)
        held = found.get((machine, kind))
        if held is None or len(reading.cue) > len(held[1].cue):
            found[machine, kind] = (match.start(), reading)
            (going_on.add if next_verb else going_on.discard)((machine, kind))
    told: list[Found] = []
    for _, reading in sorted(found.values(), key=lambda pair: (pair[0], pair[1].machine)):
        if (reading.machine, reading.kind) in going_on and told:
            reading = replace(reading, authority=told[-1].authority)
        told.append(reading)
    return tuple(told)


def spoken_of(statement: Statement) -> bool:
    """Whether the content speaks of an act as done, whatever its force: one that is denied is no act, and its denial is
    not the refusal of one."""
    return any(expression.search(statement.content[:_MOST]) for expression, _, _ in _compiled(statement.language))


def _last_word(text: str, end: int) -> str:
    words = text[max(end - 20, 0) : end].split()
    return words[-1].lower() if words else ""


def _places(text: str, names: Sequence[str]) -> list[Place]:
    """Where the names stand, in order; a name inside a longer one does not count."""
    found: list[Place] = []
    for name in sorted(set(names), key=lambda one: (-len(one), one)):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(a < match.end() and match.start() < b for a, b, _ in found):
                found.append((match.start(), match.end(), name))
    return sorted(found)


def _roles(
    text: str, match: re.Match[str], voice: str, places: list[Place], made: Patterns
) -> tuple[str, tuple[str, ...]]:
    before = [one for one in places if one[1] <= match.start()]
    after = [one for one in places if one[0] >= match.end()]
    if voice == "own":
        run = tuple(_run(text, match.start(), before[::-1], made, back=True))
        return (run[-1] if run else ""), run
    if voice == "passive":
        by = _any_word(made.by).search(text, match.end(), match.end() + _NEAR)
        joins = set(made.joins.split())
        doer = next((one for one in after if by and 0 <= one[0] - by.end() <= _NEAR // 2), None)
        whole = doer and by and all(word in joins for word in _WORD.findall(text[by.end() : doer[0]].lower()))
        return (doer[2] if doer and whole else ""), tuple(_run(text, match.start(), before[::-1], made, back=True))
    near = before[-1] if before and match.start() - before[-1][1] <= _NEAR else None
    part = near is not None and _last_word(text, near[0]).strip("'’") in made.of.split()
    return (near[2] if near and not part else ""), tuple(_run(text, match.end(), after, made, back=False))


@cache
def _any_word(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words.split()))})\b", re.IGNORECASE)


def _run(text: str, start: int, places: Sequence[Place], made: Patterns, *, back: bool) -> Iterator[str]:
    """The names of one role: the nearest, and those joined to it by marks and small words alone."""
    joins, by = set(made.joins.split()), set(made.by.split())
    at = start
    names: list[str] = []
    for a, b, name in places:
        between = text[b:at] if back else text[at:a]
        words = _WORD.findall(between.lower())
        if names and any(word not in joins for word in words):
            break
        if not names and (len(between) > _NEAR or any(mark in between for mark in ".;:!?") or by & set(words)):
            break
        names.append(name)
        at = a if back else b
    yield from reversed(names) if back else names
