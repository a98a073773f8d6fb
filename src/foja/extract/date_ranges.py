"""Spans of days and months ("from 3 to 5 May 2014", "enero de 2004 a diciembre de 2006"), and centuries. Pure.

What the second end says holds for the first too where that says nothing: the month, the year. An end that cannot be
read gives no span at all; then the parts are read by themselves.
"""

from __future__ import annotations

import re
from itertools import pairwise

_TO = r"\s*(?:to|through|until|till|al|a|au|à|hasta|até|[-–—])\s*"
_FROM = r"(?:\b(?:from|del?|desde|du|entre|de)\s+(?:el\s+|o\s+|le\s+)?)?"


def patterns(month: str, link: str, year: str) -> list[tuple[str, str]]:
    """The patterns of one language, the longest first. ``month``, ``link``: its words as an alternative; ``year``: a
    pattern of years. Groups: see ``edtf``."""
    of = rf"\s+(?:(?:{link})\s+)?"
    day = r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?"
    last = rf"(?:,?{of}({year})\b)?"
    return [
        ("days.dm", rf"{_FROM}\b{day}(?:{of}({month})\b)?(?:{of}({year})\b)?{_TO}\b{day}{of}({month})\b{last}"),
        ("days.md", rf"{_FROM}\b({month})\.?\s+{day}(?:,\s+({year}))?{_TO}(?:\b({month})\.?\s+)?\b{day}\b(?!:){last}"),
        ("months", rf"{_FROM}\b({month})(?:{of}({year}))?{_TO}\b({month}){of}({year})\b"),
    ]


def edtf(kind: str, groups: list[str], months: dict[str, int]) -> str:
    """The interval, or the empty string where it cannot be read. ``groups``: in lower case, empty where absent."""
    if kind == "months":
        month, year, last_month, last_year = groups
        return _interval(f"{year or last_year}-{months[month]:02d}", f"{last_year}-{months[last_month]:02d}")
    if kind == "days.dm":
        day, month, year, last_day, last_month, last_year = groups
    else:
        month, day, year, last_month, last_day, last_year = groups
    month, last_month = month or last_month, last_month or month
    if not last_year:
        return ""  # an interval between days without a year is none that EDTF can hold
    return _interval(
        f"{year or last_year}-{months[month]:02d}-{int(day):02d}",
        f"{last_year}-{months[last_month]:02d}-{int(last_day):02d}",
    )


def _interval(first: str, last: str) -> str:
    return f"{first}/{last}" if first <= last else ""


_CENTURY = re.compile(r"[ivx]+")
_ROMAN = {"i": 1, "v": 5, "x": 10}


def century(number: str) -> str:
    """A century by its number ("19", "xix"): ``18XX``; the empty string for none that news can mean."""
    if _CENTURY.fullmatch(number):
        values = [_ROMAN[char] for char in number] + [0]
        count = sum(-one if one < after else one for one, after in pairwise(values))
    else:
        count = int(number)
    return f"{count - 1}XX" if 10 < count < 22 else ""
