"""The day of publication of a web page: which elements declare it, which words say it, and which of several is shown.

Every day is a claim with its origin and how far it is believed; nothing is thrown away. Where a page declares no
day and says none, what is left are guesses, and they are marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from foja.model.text import Claimed
from foja.model.vocabulary import ZoneRole
from foja.read.cues import cues
from foja.read.lines import Line
from foja.read.metadata import claim, date_claims
from foja.read.page_metadata import of_the_page
from foja.read.textdates import span_of_date, spans_of_dates
from foja.read.zones import Mark

_MARKED = "[itemprop~=datePublished], [itemprop~=dateModified], .published[title], .updated[title], .dtstart[title]"
_DECLARED = ("json-ld", "meta")
_NOT_THE_PAGE = (ZoneRole.COMMENT, ZoneRole.TEASER, ZoneRole.COOKIE)
_DATELINE = re.compile(r"\s*(?:\([^)]{1,40}\)\s*)?[-–—|:•)]|\s*\.\s*[-–—]")
"""What parts a dateline from the text behind it."""
_OPENING = 40
"""Characters at the head of a text in which a dateline stands ("LONDON, 21 April 2020 -")."""
_BESIDE = 8
"""Lines below the title in which a date is taken for that of the page, whatever else their element says."""


def marked_days(tree: Any) -> list[Claimed]:
    """Days in elements: microdata and microformats first, then the first three ``time`` elements with a machine date.
    Those of comments and of other articles date something else: they are believed less."""
    found: list[Claimed] = []
    for element in tree.document.query_selector_all(_MARKED)[:6]:
        names = f"{element.getattr('itemprop') or ''} {element.getattr('class') or ''}".split()
        field = "modified" if "dateModified" in names or "updated" in names else "published"
        values = (element.getattr(key) or "" for key in ("datetime", "content", "title"))
        sure = 0.65 if of_the_page(element) else 0.3
        found += date_claims(field, next(filter(None, values), element.text or ""), "time", sure)
    for element in tree.document.query_selector_all("time[datetime]")[:3]:
        names = f"{element.getattr('itemprop') or ''} {element.getattr('class') or ''}".lower().split()
        changed = "datemodified" in names or ("updated" in names and "published" not in names)
        sure = 0.6 if of_the_page(element) else 0.3
        found += date_claims("modified" if changed else "published", element.getattr("datetime") or "", "time", sure)
    return found


def labelled_days(lines: Sequence[Line], marks: Sequence[Mark], *, day_first: bool = False) -> list[Claimed]:
    """The day of publication where a line says it in so many words ("Published: ..."), wherever it stands but in
    comments. Among teasers it counts where no other line says another day."""
    said: list[tuple[bool, Claimed]] = []
    before = ""
    for line, mark in zip(lines, marks, strict=True):
        label, before = before, line.text if line.words <= 4 else ""
        if mark.role in (ZoneRole.COMMENT, ZoneRole.COOKIE) or line.words > 30:
            continue
        place = 0
        for day, start, end in spans_of_dates(line.text, day_first=day_first):
            words = line.text[place:start] if line.text[place:start].strip(" :–—-|") or place else label
            if cues().of_date(words) == "published":
                apart = mark.role in (ZoneRole.TEASER, ZoneRole.NAVIGATION)
                sure, at = (0.4 if apart else 0.55), line.start
                said += [(apart, one) for one in claim("published", day, "text", sure, at + start, at + end)]
            place = end
    days = {claimed.value for _, claimed in said}
    return [claimed for apart, claimed in said if not apart or len(days) == 1][:2]


def guessed_days(lines: Sequence[Line], marks: Sequence[Mark], *, day_first: bool = False) -> list[Claimed]:
    """Days where the page dates itself without saying so, as guesses with their place: the dateline at the head of its
    text, then a short line beside its title, then the one day that its short lines name."""
    body = [index for index, mark in enumerate(marks) if mark.role == ZoneRole.BODY and lines[index].long]
    title = next((index for index, mark in enumerate(marks) if mark.role == ZoneRole.TITLE), None)
    below = [] if title is None else [i for i in range(title + 1, min(title + 6, len(lines))) if lines[i].long]
    for index in (*body[:3], *(i for i in below if marks[i].role != ZoneRole.COMMENT)):
        found = span_of_date(lines[index].text[: _OPENING + 20], day_first=day_first)
        if found and found[1] <= _OPENING and _DATELINE.match(lines[index].text[found[2] :]):
            return _guess(lines[index], found, 0.4)
    short = [
        (index, found)
        for index, (line, mark) in enumerate(zip(lines, marks, strict=True))
        if line.words <= (8 if line.sentence else 12) and mark.role != ZoneRole.COMMENT
        and (found := span_of_date(line.text, day_first=day_first))
        and cues().of_date(line.text[: found[1]]) != "modified"
    ]  # fmt: skip
    last = body[-1] if body else len(lines)
    near = [(i, f) for i, f in short if title is not None and title - 2 <= i <= min(title + _BESIDE, last)]
    if near:
        return _guess(lines[near[0][0]], near[0][1], 0.35)
    of_page = [(i, f) for i, f in short if marks[i].role not in _NOT_THE_PAGE]
    if len({found[0] for _, found in of_page}) == 1:
        return _guess(lines[of_page[0][0]], of_page[0][1], 0.3)
    return []


def _guess(line: Line, found: tuple[str, int, int], sure: float) -> list[Claimed]:
    return claim("published", found[0], "guess", sure, line.start + found[1], line.start + found[2])


def day_shown(claims: list[Claimed]) -> list[Claimed]:
    """The claims, with the day of publication that is to be shown believed most."""
    return _agreed(_written_there(claims))


def _shown(claims: Sequence[Claimed]) -> Claimed | None:
    return max((c for c in claims if c.field == "published"), key=lambda c: c.confidence, default=None)


def _written_there(claims: list[Claimed]) -> list[Claimed]:
    """A moment in universal time can fall on the day before or after the one that the page was written on. Where the
    page names that neighbouring day itself, that day is the one to show: by the same minute in another zone, else in
    its text or its address, else in its first ``time`` element. Where it names neither day, but gives another moment
    in the zone of the place, the day follows from that zone: an inference, and marked as a guess."""
    shown = _shown(claims)
    if shown is None:
        return claims
    moments = [c.value for c in claims if c.field == "published_time"]
    universal = [value for value in moments if value.endswith("Z") and value.startswith(shown.value)]
    if not universal:
        return claims
    day = date.fromisoformat(shown.value)
    near = {(day + timedelta(days=step)).isoformat() for step in (-1, 1)}
    minutes = {value[14:19] for value in universal if value[11:19] != "00:00:00"}
    same = next((v[:10] for v in moments if v[:10] in near and not v.endswith("Z") and v[14:19] in minutes), "")
    days = [c for c in claims if c.field == "published" and c is not shown]
    local = next((c for c in days if same and c.value == same), None)
    if local is None:
        timed = [c for c in days if c.origin == "time"][:1]
        said = [c for c in days if c.origin in ("text", "guess")]
        if any(c.value == shown.value for c in (*said, *timed)):
            return claims
        local = next((c for c in said or timed if c.value in near), None)
    if local is not None:
        return [msgspec.structs.replace(local, confidence=shown.confidence), *(c for c in claims if c is not local)]
    inferred = _in_zone(universal[0], [c.value for c in claims if c.field in ("published_time", "modified_time")])
    if inferred in near:
        return claim("published", inferred, "guess", shown.confidence) + claims
    return claims


def _in_zone(moment: str, others: Sequence[str]) -> str:
    """The day of a moment in universal time, in the one zone that other moments of the page are given in; the empty
    string where they are given in none, or in several. Midnight stands for a day without a time."""
    if moment[11:19] == "00:00:00":
        return ""
    zones = {when.tzinfo for value in others if (when := datetime.fromisoformat(value)).utcoffset()}
    return datetime.fromisoformat(moment).astimezone(zones.pop()).date().isoformat() if len(zones) == 1 else ""


def _agreed(claims: list[Claimed]) -> list[Claimed]:
    """Where one declaration stands alone, and another day is declared elsewhere and printed on the page as well, the
    page is dated by the day that a reader sees."""
    shown = _shown(claims)
    if shown is None or shown.origin not in _DECLARED:
        return claims
    days = [c for c in claims if c.field == "published"]
    backed: dict[str, set[str]] = {}
    for one in days:
        backed.setdefault(one.value, set()).add(one.origin)
    if len(backed[shown.value]) > 1:
        return claims
    others = (c for c in days if "text" in backed[c.value] and backed[c.value] & set(_DECLARED) and c is not shown)
    other = next(others, None)
    if other is None or other.value == shown.value:
        return claims
    return [msgspec.structs.replace(other, confidence=shown.confidence), *(c for c in claims if c is not other)]
