"""Chats that WhatsApp wrote into a text file: each message with its number, its time and who wrote it.

A line begins a message where it begins with a date and a time, as phones write them in many countries
("12/03/24, 10:15 - Ana: …", "[12.03.24, 10:15:30] Ana: …"); what follows up to the next such line is the message.
Lines without a writer are the program's own, and what stands for a picture or a recording that is not in the file is
marked as such. Whether the day or the month comes first is told from the whole chat; where it cannot be told, the place
of a message names the date as written, and a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from foja.model.source import Original
from foja.model.text import Claimed
from foja.model.vocabulary import ZoneRole
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder, clean
from foja.read.draft import Draft
from foja.read.encoding import decode
from foja.read.limits import Limits
from foja.read.metadata import claim
from foja.read.zones import Mark, cover

_GAP = "[ \u00a0\u202f]"
HEAD = re.compile(
    r"[\ufeff\u200e\u200f\u202a]*(?P<open>\[?)(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})\.?(?P<comma>[,\u060c]?)"
    rf"{_GAP}(?P<time>\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?:{_GAP}?[APap]\.?{_GAP}?[Mm]\.?|{_GAP}?[صم])?)"
    rf"(?P<close>\]|{_GAP}[-\u2013]){_GAP}(?P<rest>.*)"
)
"""The first line of a message."""
_LONGEST_NAME = 80
_PLACEHOLDER = re.compile(
    r"[\u200e\u200f]*(?:<[^<>\n]{3,120}>|[^\n]{1,120}\((?:file attached|archivo adjunto|fichier joint|Datei angehängt|"
    r"arquivo anexado|file allegato)\)|(?:image|video|audio|sticker|document|GIF|Contact card) omitted)\s*"
)
_MOST_NAMED = 200
_WROTE = Mark(ZoneRole.BYLINE, 0.9, "who wrote the message, and when")
_MESSAGE = Mark(ZoneRole.BODY, 0.9, "message")
_PROGRAM = Mark(ZoneRole.OTHER, 0.85, "written by the program, not by a person")
_AWAY = Mark(ZoneRole.OTHER, 0.85, "stands for a picture, recording or file that is not in the text")


class _Message(NamedTuple):
    """``line``: of its head. ``name``: empty for what the program wrote."""

    line: int
    date: str
    time: str
    head: str
    name: str
    text: str


def is_chat(text: str) -> bool:
    """Whether a text begins with a message and has another among its first lines."""
    lines = text.split("\n")[:200]
    found = [_head(line) for line in lines]
    return bool(found[0]) and sum(map(bool, found)) >= 2


def read(original: Original, limits: Limits) -> Draft:
    """The messages in the order of the file."""
    decoded = decode(original.content, "")
    messages = list(_messages(clean(decoded.text).split("\n")))
    day_first = _day_first([message.date for message in messages])
    builder = Builder(limits)
    marks: list[tuple[int, Mark]] = []
    claims: list[Claimed] = []
    names: set[str] = set()
    for number, one in enumerate(messages, 1):
        day = _day(one.date, day_first)
        when = f"{day.isoformat()} {one.time}" if day else f"{one.date}, {one.time}"
        path = ", ".join(part for part in (f"message {number}", when, one.name) if part)
        head = builder.add(one.head, "label", join=PARAGRAPH if number > 1 else LINE, line=one.line, path=path)
        marks.append((head.start, _WROTE if one.name else _PROGRAM))
        if one.name and one.name not in names and len(names) < _MOST_NAMED:
            names.add(one.name)
            place = head.start + one.head.rfind(one.name)
            claims += claim("participant", one.name, "text", 0.8, place, place + len(one.name))
        if one.text.strip():
            unit = builder.add(one.text, "message", join=CELL, line=one.line, path=path)
            away = _PLACEHOLDER.fullmatch(one.text)
            marks.append((unit.start, _PROGRAM if not one.name else _AWAY if away else _MESSAGE))
    days = [day for one in messages if (day := _day(one.date, day_first))]
    if days:
        claims += claim("first message", min(days).isoformat(), "text", 0.7)
        claims += claim("last message", max(days).isoformat(), "text", 0.7)
    if shown := sorted(name for name in names if not name.lstrip("\u202a").startswith("+")):  # a number is no title
        claims += claim("title", f"Chat: {', '.join(shown)[:120]}", "guess", 0.4)
    notes = list(decoded.notes)
    if day_first is None:
        notes.append("its dates can be read with the day first or with the month first: they are given as written")
    return Draft(
        media_type="text/plain", text=builder.text, units=builder.units, zones=cover(builder.length, marks),
        claims=claims, notes=notes,
    )  # fmt: skip


def _head(line: str) -> re.Match[str] | None:
    """The first line of a message. A bracket without a comma opens a line of a log."""
    found = HEAD.match(line)
    if found is None or (found["open"] == "[") != (found["close"] == "]") or (found["open"] and not found["comma"]):
        return None
    return found


def _messages(lines: Sequence[str]) -> Iterator[_Message]:
    head: re.Match[str] | None = None
    begun, rest = 0, list[str]()
    for number, line in enumerate(lines, 1):
        if found := _head(line):
            if head is not None:
                yield _message(head, begun, rest)
            head, begun, rest = found, number, []
        elif head is not None:
            rest.append(line)
    if head is not None:
        yield _message(head, begun, rest)


def _message(head: re.Match[str], line: int, rest: Sequence[str]) -> _Message:
    said = head["rest"]
    name, colon, text = said.partition(": ")
    if not colon and said.endswith(":"):
        name, colon, text = said[:-1], ":", ""
    if not colon or len(name) > _LONGEST_NAME or not name.strip():
        name, text = "", said
    until = head.start("rest") + len(name) if name else head.start("rest")
    shown = head.string[:until].rstrip(" -\u2013\u00a0\u202f").lstrip("\ufeff")
    return _Message(line, head["date"], head["time"], shown, name.strip(), "\n".join([text, *rest]).rstrip())


def _numbers(written: str) -> tuple[int, int, int]:
    first, second, third = (int(part) for part in re.split(r"[./-]", written))
    return first, second, third


def _day_first(dates: Sequence[str]) -> bool | None:
    """Whether the day stands before the month; None where the chat does not tell. Messages stand in the order of time:
    a reading in which time runs backwards is not it."""
    numbers = [_numbers(one) for one in dates]
    written = [one for one in numbers if one[0] <= 31]
    if not written:
        return True
    possible = [
        day_first
        for day_first in (True, False)
        if all((one[1] if day_first else one[0]) <= 12 for one in written)
        and _in_order([(one[2], *((one[1], one[0]) if day_first else one[:2])) for one in written])
    ]
    return possible[0] if len(possible) == 1 else None


def _in_order(days: Sequence[tuple[int, ...]]) -> bool:
    return all(a <= b for a, b in pairwise(days))


def _day(written: str, day_first: bool | None) -> date | None:
    first, second, third = _numbers(written)
    if first > 31:
        year, month, day = first, second, third
    elif day_first is None and first != second:
        return None
    else:
        year, month, day = third, *((second, first) if day_first is not False else (first, second))
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
