"""When: a date in EDTF (ISO 8601-2) with its wording and its bounds.

The subset: years, months, days (``1994``, ``1994-07``, ``1994-07-18``), unspecified parts (``XXXX-10-07``,
``199X``), uncertain and approximate marks (``?``, ``~``, ``%``), intervals ``a/b`` with open ends (``..``),
one of a set (``[a,b]``, ``[a..b]``, with open ends too).
A date whose year is unknown has no bounds.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable

from foja.model.record import Record
from foja.model.vocabulary import Holds

_DATE = re.compile(r"^(?P<y>\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<m>\d{2}|XX))?(?:-(?P<d>\d{2}|XX))?(?P<q>[?~%]?)$")


class When(Record, frozen=True):
    """``verbatim``: as written. ``edtf``: the reading, empty where none is possible.
    ``earliest`` and ``latest``: ISO days that bound it, inclusive. ``reason``: how it was resolved,
    where the words alone do not say ("relative to publication 2025-04-09")."""

    verbatim: str
    edtf: str = ""
    earliest: str | None = None
    latest: str | None = None
    reason: str = ""


def when(verbatim: str, edtf: str = "", reason: str = "") -> When:
    """A When with the bounds of ``edtf``. Raises ``ValueError`` when ``edtf`` is not in the subset."""
    earliest, latest = bounds(edtf) if edtf else (None, None)
    return When(verbatim=verbatim, edtf=edtf, earliest=earliest, latest=latest, reason=reason)


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day (ISO, inclusive) that ``edtf`` can mean; None where it is open or has no year."""
    if edtf.count("/") > 1 or edtf.count("[") > 1:
        raise _unread(edtf)
    if edtf.startswith("[") and edtf.endswith("]"):
        inner = edtf[1:-1]
        if "," in inner:
            found = [bounds(one.strip()) for one in inner.split(",")]
            return _outer([a for a, _ in found], min), _outer([z for _, z in found], max)
        return bounds(inner.replace("..", "/", 1))
    if "/" in edtf:
        left, right = edtf.split("/", 1)
        earliest = None if left in ("", "..") else bounds(left)[0]
        latest = None if right in ("", "..") else bounds(right)[1]
        if earliest and latest and earliest > latest:
            raise ValueError(f"the interval {edtf!r} ends before it begins")
        return earliest, latest
    match = _DATE.match(edtf)
    if not match:
        raise _unread(edtf)
    year, month, day = match["y"], match["m"], match["d"]
    if year == "XXXX":
        return None, None
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if first == 0:
        raise ValueError(f"{edtf!r} has no year that foja can place: years run from 0001 to 9999")
    low, high = (1, 12) if month in (None, "XX") else (int(month), int(month))
    if not 1 <= low <= 12:
        raise ValueError(f"{edtf!r} has a month outside 01 to 12")
    if day in (None, "XX"):
        return f"{first:04d}-{low:02d}-01", f"{last:04d}-{high:02d}-{_last_day(last, high):02d}"
    number = int(day)
    if month in (None, "XX"):
        return f"{first:04d}-01-01", f"{last:04d}-12-31"
    if not 1 <= number <= _last_day(last, high):
        raise ValueError(f"{edtf!r} has a day that this month does not have")
    return f"{first:04d}-{low:02d}-{number:02d}", f"{last:04d}-{high:02d}-{number:02d}"


def known_on(published: str, received: str) -> str:
    """The ISO day since which something published then is known: of a month or a year, its last day, so that nothing is
    known before it was. Where no date of publication is known, the day of receipt."""
    day = published[:10] if published else received[:10]
    try:
        return bounds(day)[1] or day
    except ValueError:
        return day


def _unread(edtf: str) -> ValueError:
    return ValueError(
        f"{edtf!r} is not a date that foja reads; expected for example 1994, 1994-07, 1994-07-18 or 1994?/1995"
    )


def _outer(days: list[str | None], choose: Callable[[list[str]], str]) -> str | None:
    """The first or last of the days; None where one of them is open."""
    known = [day for day in days if day is not None]
    return choose(known) if len(known) == len(days) else None


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def by(moment: str | None, latest: str | None, day: str) -> Holds:
    """Whether something dated between ``moment`` (earliest) and ``latest`` had happened by ``day``.

    ``day`` is an ISO day, inclusive. Yes when even the latest bound lies on or before it, no when even
    the earliest lies after it, possible in between, unknown without bounds.
    """
    if moment is None and latest is None:
        return Holds.UNKNOWN
    if latest is not None and latest <= day:
        return Holds.YES
    if moment is not None and moment > day:
        return Holds.NO
    return Holds.POSSIBLE
