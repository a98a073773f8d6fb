"""Annotated sentences: a notation that a person reads and writes, to frames with places. Pure.

``{s:The court} {q.found:ruled} that {c:the search was lawful}.`` One text a line. ``s`` is the source, ``q`` the cue,
``c`` the content, ``v`` a statement in the voice of the page, ``p`` an event that is taken as given. Behind the letter
may stand a number, where a text has more than one attribution (marks with the same number belong together; without one
they belong to the first), ``+`` for a further piece of a content that is interrupted, ``.force`` (on ``q``, ``v``,
``p``), and ``-`` for negation. Marks may lie inside others. ``docs``: ``examples/sentences/guideline.md``.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter

from foja.model.record import Record
from foja.model.vocabulary import Modality, Polarity

_OPEN = re.compile(r"\{([sqcvp])(\d?)(\+?)((?:\.[a-z]+)?)(-?):")
_FORCES = {force.value: force for force in Modality}
PARTS = ("train", "dev", "test")


class Place(Record, frozen=True):
    """A span of code points, end exclusive."""

    start: int
    end: int


class Content(Record, frozen=True):
    """What is claimed: one piece, or several where the attribution stands inside it."""

    pieces: tuple[Place, ...]
    negative: bool = False

    @property
    def hull(self) -> tuple[int, int]:
        """From the first piece to the last, with what stands between."""
        return self.pieces[0].start, self.pieces[-1].end


class Attribution(Record, frozen=True):
    """One attribution. ``source`` and ``cue`` may be missing: a clause may leave its subject out."""

    contents: tuple[Content, ...]
    modality: Modality
    source: Place | None = None
    cue: Place | None = None
    negated: bool = False


class Own(Record, frozen=True):
    """A statement in the page's voice, or an event that is taken as given (``presupposed``)."""

    start: int
    end: int
    modality: Modality
    polarity: Polarity
    presupposed: bool = False


class Annotated(Record, frozen=True):
    """A text with all that is marked in it, in the order of the text. ``where``: file and line, for messages."""

    language: str
    text: str
    attributions: tuple[Attribution, ...] = ()
    own: tuple[Own, ...] = ()
    where: str = ""

    @property
    def part(self) -> str:
        """The part that the text belongs to, by its own words and nothing else: 70 of 100 train, 10 dev, 20 test."""
        number = zlib.crc32(self.text.encode()) % 10
        return PARTS[0] if number < 7 else PARTS[1] if number == 7 else PARTS[2]


class NotationError(ValueError):
    """A line that does not follow the notation; says which and why."""


def read_line(line: str, language: str, where: str = "") -> Annotated:
    """One annotated text; raises ``NotationError`` with ``where`` and the reason."""
    text, marks = _marks(line, where)
    groups: dict[str, list[tuple[str, str, str, str, int, int]]] = {}
    own: list[Own] = []
    for kind, number, more, force, sign, start, end in marks:
        if start == end or text[start:end] != text[start:end].strip():
            raise NotationError(f"{where}: a mark is empty or has a space at its edge: {text[start:end]!r}")
        if kind in "vp":
            if number or more:
                raise NotationError(f"{where}: {kind!r} takes neither a number nor '+'")
            polarity = Polarity.NEGATIVE if sign else Polarity.POSITIVE
            own.append(Own(start, end, _force(force, where), polarity, kind == "p"))
        else:
            groups.setdefault(number or "1", []).append((kind, more, force, sign, start, end))
    found = tuple(_attribution(groups[number], where, text) for number in sorted(groups))
    found = tuple(sorted(found, key=lambda one: one.contents[0].hull))
    return Annotated(language, text, found, tuple(sorted(own, key=lambda one: (one.start, -one.end))), where)


def read_lines(lines: str, language: str, name: str) -> list[Annotated]:
    """The texts of a file: lines that are empty or begin with ``#`` say nothing. Raises ``NotationError``, also where a
    text stands twice."""
    out = [
        read_line(line.strip(), language, f"{name}:{number}")
        for number, line in enumerate(lines.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]
    twice = [text for text, count in Counter(one.text for one in out).items() if count > 1]
    if twice:
        raise NotationError(f"{name}: a text stands twice: {twice[0]!r}")
    return out


def _marks(line: str, where: str) -> tuple[str, list[tuple[str, str, str, str, str, int, int]]]:
    """The bare text, and the marks as (kind, number, more, force, sign, start, end)."""
    out: list[str] = []
    marks: list[tuple[str, str, str, str, str, int, int]] = []
    stack: list[tuple[tuple[str, ...], int, int]] = []
    at = length = 0
    while at < len(line):
        if line[at] == "{":
            match = _OPEN.match(line, at)
            if match is None:
                raise NotationError(f"{where}: no mark begins with {line[at : at + 12]!r}")
            stack.append((match.groups(), length, len(marks)))
            marks.append(("", "", "", "", "", 0, 0))  # outer marks come before inner ones
            at = match.end()
        elif line[at] == "}":
            if not stack:
                raise NotationError(f"{where}: a brace is closed that was not opened")
            (kind, number, more, force, sign), start, place = stack.pop()
            marks[place] = (kind, number, more, force, sign, start, length)
            at += 1
        else:
            out.append(line[at])
            at, length = at + 1, length + 1
    if stack:
        raise NotationError(f"{where}: a brace is not closed")
    return "".join(out), marks


def _force(written: str, where: str) -> Modality:
    if written and written[1:] not in _FORCES:
        raise NotationError(f"{where}: {written[1:]!r} is no force")
    return _FORCES[written[1:]] if written else Modality.ASSERTED


def _attribution(marks: list[tuple[str, str, str, str, int, int]], where: str, text: str) -> Attribution:
    sources = [Place(start, end) for kind, _, _, _, start, end in marks if kind == "s"]
    cues = [mark for mark in marks if mark[0] == "q"]
    if len(sources) > 1 or len(cues) > 1:
        raise NotationError(f"{where}: one attribution has two sources or two cues; give them numbers")
    contents: list[Content] = []
    for kind, more, force, sign, start, end in marks:
        if kind != "q" and force:
            raise NotationError(f"{where}: the force stands on the cue")
        if kind == "s" and (sign or more):
            raise NotationError(f"{where}: a source takes neither '+' nor '-'")
        if kind != "c":
            continue
        if more and contents:
            last = contents.pop()
            contents.append(Content((*last.pieces, Place(start, end)), last.negative or bool(sign)))
        else:
            contents.append(Content((Place(start, end),), bool(sign)))
    if not contents or not (sources or cues):
        raise NotationError(f"{where}: an attribution needs a content, and a source or a cue: {text!r}")
    cue = cues[0] if cues else None
    return Attribution(
        contents=tuple(contents),
        modality=_force(cue[2] if cue else "", where),
        source=sources[0] if sources else None,
        cue=Place(cue[4], cue[5]) if cue else None,
        negated=bool(cue and cue[3]),
    )
