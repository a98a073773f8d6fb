"""What a source claims about itself: title, author, outlet, dates, address. Claims, not facts.

Every claim names where it was found. For each field the claims stand in the order in which they are
to be believed; the first is the one shown. ``published`` and ``modified`` are ISO 8601 days;
``published_time`` keeps the moment where the source gives one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from foja.model.text import Claimed
from foja.model.vocabulary import ZoneRole
from foja.read.cues import cues
from foja.read.lines import Line
from foja.read.textdates import date_in, iso_of, span_of_date, spans_of_dates
from foja.read.zones import Mark

_LONGEST = 500
_EARLIEST, _LATEST = "1450-01-01", "2999-12-31"
_NAME = re.compile(r"^(?!.*(?:https?\b|www\.|@))[^\d(]*[^\W\d_]{2}")
_TAIL = re.compile(r"(?:\s+(?:am|on|el|le|em|il|den))?\W*$")


def claim(
    field: str, value: str, origin: str, confidence: float, start: int | None = None, end: int | None = None
) -> list[Claimed]:
    """One claim, or none where the value is blank. White space is squeezed, length capped at 500."""
    value = " ".join(value.split())[:_LONGEST]
    if not value:
        return []
    return [Claimed(field=field, value=value, origin=origin, confidence=confidence, start=start, end=end)]


def date_claims(field: str, value: str, origin: str, confidence: float) -> list[Claimed]:
    """Claims of a machine-written date: the day, and the moment where one is given. Days at either end of what
    a program can write (0001-01-01, 9999-12-31) stand for "no date"."""
    day, moment = iso_of(value)
    if not _EARLIEST <= day <= _LATEST:
        return []
    return claim(field, day, origin, confidence) + claim(
        f"{field}_time" if moment else field, moment, origin, confidence
    )


def claims_of_lines(lines: Sequence[Line], marks: Sequence[Mark], *, day_first: bool = False) -> list[Claimed]:
    """Claims of the lines marked as title, byline and date line, with their place in the text."""
    found: list[Claimed] = []
    for line, mark in zip(lines, marks, strict=True):
        if mark.role == ZoneRole.TITLE:
            found += claim("title", line.text, "text", mark.probability, line.start, line.end)
        elif mark.role == ZoneRole.BYLINE:
            name = person_in(line.text)
            at = line.text.find(name)
            if name and at >= 0:
                found += claim("author", name, "text", 0.6, line.start + at, line.start + at + len(name))
        if mark.role in (ZoneRole.DATELINE, ZoneRole.BYLINE):
            sure = 0.6 if mark.probability >= 0.8 else 0.45
            for day, field, start, end in dates_of(line, day_first=day_first)[:2]:
                written = line.text[start - line.start : end - line.start]
                doubt = 0.0 if date_in(written) == day else 0.1  # read by the habit of its language
                found += claim(field, day, "text", sure - doubt, start, end)
    return found


def dates_of(line: Line, *, day_first: bool = False) -> list[tuple[str, str, int, int]]:
    """The dates of a line as (day, ``published`` or ``modified``, start, end). What a date is, the words before it say;
    one that nothing is said of is the day of publication, if it is the first."""
    found, place = list[tuple[str, str, int, int]](), 0
    for day, start, end in spans_of_dates(line.text, day_first=day_first):
        field = cues().of_date(line.text[place:start]) or ("" if found else "published")
        if field and field not in [known for _, known, _, _ in found]:
            found.append((day, field, line.start + start, line.start + end))
        place = end
    return found


def person_in(text: str) -> str:
    """Who a byline names: "By Name | 9 April 2025" -> "Name"; the empty string where it names nobody.

    A part of the line is taken as it stands. Words of the byline itself, dates, addresses and whole
    sentences are nobody.
    """
    for part in re.split(r"\s*[|·•]\s*|\s[-–—/]\s|\n", text):
        name = part.strip(" ,;:")
        for _ in range(3):
            name = cues().byline(name) or name
        date = span_of_date(name)
        if date:
            name = name[: date[1]].strip(" ,;:.") or ""
        name = _TAIL.sub("", name)
        if name and len(name.split()) <= 8 and _NAME.search(name) and not cues().is_byline(name):
            return name
    return ""


def claims_of_text(lines: Sequence[Line], marks: Sequence[Mark]) -> list[Claimed]:
    """Claims of a plain text: what its marked lines say; without a title, its first line as a guess."""
    found = claims_of_lines(lines, marks)
    if any(claimed.field == "title" for claimed in found):
        return found
    for line, mark in zip(lines[:20], marks, strict=False):
        if mark.role == ZoneRole.BODY and line.words >= 3:
            text = line.text.strip().lstrip("#").strip()
            short = text if len(text) <= 150 else text[:150].rsplit(" ", 1)[0] + " …"
            return [*found, *claim("title", short, "guess", 0.4 if line.words <= 30 else 0.2, line.start, line.end)]
    return found


def url_date(url: str) -> str:
    """The day in an address such as ``/2025/04/10/``, or the empty string."""
    match = re.search(r"/((?:19|20)\d\d)(?:[/-](\d\d)[/-](\d\d)|(\d\d)(\d\d))(?:[/_.-]|$)", url)
    return iso_of("-".join(part for part in match.groups() if part))[0] if match else ""


def in_order(claims: Iterable[Claimed]) -> list[Claimed]:
    """The claims without repetitions, the surest of each field first; equals keep their order."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for claimed in sorted(claims, key=lambda claimed: -claimed.confidence):
        name = (claimed.field, claimed.value, claimed.origin)
        if name not in seen:
            seen.add(name)
            kept.append(claimed)
    return kept
