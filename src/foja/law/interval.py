"""Whether something that lasts was so on a day: yes, possible, no."""

from __future__ import annotations

from calendar import monthrange
from functools import lru_cache
from typing import TypeVar

from msgspec.structs import replace

from foja.law.circumstances import circumstances
from foja.law.fold import FIRST, LAST
from foja.model.dates import When, by
from foja.model.particular import OPEN, Circumstance, Filing, Particular, Post
from foja.model.vocabulary import Holds

Said = TypeVar("Said", bound=Particular)


def holds_on(since: When | None, until: When | None, day: str) -> Holds:
    """Whether it was so on ``day`` (ISO; empty: at some time).

    Yes where every reading of the dates has it so. An end that nobody knows leaves it possible from its beginning on;
    an end that is open (``..``) does not end it, or, with an earliest day, leaves it possible after that day. A
    beginning that nobody knows leaves it possible up to its end.
    """
    first, sure = (since.earliest, since.latest) if since else (None, None)
    ends, last = (until.earliest, until.latest) if until else (None, None)
    going_on = until is not None and until.edtf == OPEN
    if not day:
        return Holds.YES
    if (first and day < first) or (last and day > last):
        return Holds.NO
    begun = sure is not None and sure <= day
    lasts = day <= ends if ends is not None else going_on
    return Holds.YES if begun and lasts else Holds.POSSIBLE


def as_last_said(one: Said, said_on: str) -> Said:
    """What a source says goes on, a post, a treaty, is so for sure up to the day on which something last said so: no
    source tells of a day after its own. ``said_on``: that day (ISO)."""
    if not isinstance(one, Post | Circumstance) or one.until is None or one.until.edtf != OPEN or not said_on:
        return one
    return replace(one, until=replace(one.until, earliest=said_on))


def last_said(one: Particular) -> str:
    """The day of the last source that says that it goes on, where one does: set by :func:`as_last_said`."""
    if not isinstance(one, Post | Circumstance) or one.until is None or one.until.edtf != OPEN:
        return ""
    return one.until.earliest or ""


def how_sure(one: Particular, so: Holds) -> str:
    """What goes with the words of something that is so on a day, or may be: how sure that is, and up to when a source
    says it."""
    last = last_said(one)
    said = [f"said to go on, last on {last}"] if last else []
    said += ["possibly on that day"] if so is not Holds.YES else []
    return f" ({'; '.join(said)})" if said else ""


def so_on(one: Particular, day: str) -> Holds:
    """Whether a particular was so on a day: what lasts, by its interval; what happened on a day, from then on. Without
    a date it may have been."""
    if isinstance(one, Circumstance):
        kind = circumstances().get(one.kind)
        if kind is not None and kind.lasts:
            return holds_on(one.since, one.until, day)
    elif isinstance(one, Post):
        return holds_on(one.since, one.until, day)
    elif isinstance(one, Filing):
        return Holds.YES
    return had_happened(one.since.earliest, one.since.latest, day) if one.since else Holds.POSSIBLE


def had_happened(earliest: str | None, latest: str | None, day: str) -> Holds:
    """Whether what is on file had happened by the day: with no bounds at all it may have."""
    found = by(earliest, latest, day)
    return Holds.POSSIBLE if found is Holds.UNKNOWN else found


@lru_cache(maxsize=4096)
def later(day: str, months: int) -> str:
    """The ISO day so many months later; the last of the month where it has no such day."""
    if day in (FIRST, LAST):
        return day
    year, month, number = int(day[:4]), int(day[5:7]), int(day[8:])
    total = year * 12 + month - 1 + months
    year, month = total // 12, total % 12 + 1
    if year > 9998:
        return LAST
    return f"{year:04d}-{month:02d}-{min(number, monthrange(year, month)[1]):02d}"
