"""Days of the Solar Hijri calendar of Iran and Afghanistan, as Gregorian ones. Pure.

The leap years are those of the 33-year rule, which agrees with the calendar as kept in Iran for the years 1178 to 1633
(Kazimierz M. Borkowski, "The Persian calendar for 3000 years", Earth, Moon, and Planets 74, 1996).
"""

from __future__ import annotations

import datetime as dt

FIRST, LAST = 1178, 1633
"""Years that the rule is right for."""

_LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_EPOCH = dt.date(1799, 3, 21)  # 1 Farvardin 1178


def is_leap(year: int) -> bool:
    """Whether Esfand has thirty days."""
    return year % 33 in _LEAP


def gregorian(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day. Raises ValueError where the calendar has no such day, or the year is outside of the rule."""
    if not FIRST <= year <= LAST:
        raise ValueError(f"the year {year} is not between {FIRST} and {LAST}")
    longest = 31 if month <= 6 else 30 if month < 12 or is_leap(year) else 29
    if not 1 <= month <= 12 or not 1 <= day <= longest:
        raise ValueError(f"there is no day {day} of month {month} in {year}")
    years = sum(366 if is_leap(one) else 365 for one in range(FIRST, year))
    return _EPOCH + dt.timedelta(days=years + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def span(year: int, month: int = 0) -> tuple[dt.date, dt.date]:
    """The first and the last day of a month, or of a year without one. Raises ValueError as ``gregorian`` does."""
    first = gregorian(year, month or 1, 1)
    if 0 < month < 12:
        return first, gregorian(year, month + 1, 1) - dt.timedelta(days=1)
    return first, gregorian(year, 12, 30 if is_leap(year) else 29)
