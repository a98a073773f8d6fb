"""The date a short line names: numbers and month names in some twenty-five languages (``months.toml``).

Only dates that can be read in one way are read: ``03/04/2025`` is left alone, unless the language of the page writes
the day first. With dots the day comes first wherever such dates are written (Unicode CLDR, short date formats); with
slashes it is read where one of the numbers can be no month.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from importlib import resources

from foja.text.fold import fold, words

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})(?:\.\s?| ?[|·] ?)(\d{1,2})(?:\.\s?| ?[|·] ?)((?:19|20)\d\d)(?!\d)")
_SOME_NUMBER = re.compile(r"\d")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})([/-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_PDF = re.compile(r"^D:(\d{4})(\d\d)?(\d\d)?(?:(\d\d)(\d\d)(\d\d)?)?")
_EAST = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_SECONDS = re.compile(r"^1\d{9}(?:\d{3})?$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    data = tomllib.loads(resources.files("foja.read").joinpath("months.toml").read_text(encoding="utf-8"))
    return {
        fold(name): index
        for names in data["months"].values()
        for index, group in enumerate(names, 1)
        for name in group.split()
    }


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


_DAY_FIRST = frozenset(
    {
        "es", "fr", "pt", "it", "de", "ca", "gl", "ro", "nl", "el", "tr", "ru", "uk", "bg", "pl", "cs", "sk", "da",
        "nb", "no", "fi", "id", "vi", "ar", "he", "en-gb", "en-au", "en-ie", "en-nz", "en-in", "en-za",
    }
)  # fmt: skip
"""Languages that write the day before the month where both are numbers (CLDR, short date formats)."""


def writes_day_first(language: str) -> bool:
    """Whether pages in a language (BCP 47) write 3 April as 03/04."""
    tag = language.lower().replace("_", "-")
    return tag in _DAY_FIRST or tag.split("-")[0] in _DAY_FIRST


def date_in(text: str, *, day_first: bool = False) -> str:
    """The first date in ``text`` as ISO 8601 day, or the empty string."""
    found = span_of_date(text, day_first=day_first)
    return found[0] if found else ""


def spans_of_dates(text: str, *, day_first: bool = False) -> Iterator[tuple[str, int, int]]:
    """The dates in ``text``, at most six, each with its start and end."""
    place = 0
    for _ in range(6):
        found = span_of_date(text[place:], day_first=day_first)
        if found is None:
            return
        yield found[0], place + found[1], place + found[2]
        place += found[2]


def span_of_date(text: str, *, day_first: bool = False) -> tuple[str, int, int] | None:
    """The first date in ``text`` with its start and end; None where there is none. ``day_first``: 03/04/2025 is read
    as 3 April, because the language of the page writes it so."""
    if not _SOME_NUMBER.search(text):
        return None
    plain = text
    if not text.isascii():
        plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    match = _ISO.search(plain) or _EAST.search(plain)
    if match:
        day = _iso(int(match[1]), int(match[2]), int(match[3]))
        if day:
            return day, match.start(), match.end()
    match = _DOTTED.search(plain)
    if match:
        day = _iso(int(match[3]), int(match[2]), int(match[1]))
        if day:
            return day, match.start(), match.end()
    match = _SLASHED.search(plain)
    if match:
        first, second = int(match[1]), int(match[3])
        if first == second or first > 12 or second > 12 or day_first:
            known = first > 12 or (day_first and second <= 12)
            day = _iso(int(match[4]), *((second, first) if known else (first, second)))
            if day:
                return day, match.start(), match.end()
    tokens = list(words(plain))
    for index, (word, start, end) in enumerate(tokens):
        month = _months().get(word)
        if month is None:
            continue
        left, right = tokens[max(0, index - 2) : index], tokens[index + 1 : index + 4]
        year = next((token for token in right if _YEAR.match(token[0])), None)
        if year is None:
            # 2020. április 21.: the year stands before the month, the day behind it
            year = next((token for token in left[-1:] if _YEAR.match(token[0])), None)
            number = next((token for token in right[:1] if re.fullmatch(r"\d{1,2}", token[0])), None)
            if year is None or number is None or start - year[2] > 2 or number[1] - end > 2:
                continue
            written = _iso(int(year[0]), month, int(number[0]))
            if written:
                return written, year[1], number[2]
            continue
        days = [
            token for token in [*reversed(left), *right] if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th|er|º|o)?", token[0])
        ]
        # 9 de abril de 2025, April 9, 2025: the day stands next to the month, a clock time does not
        for token in days:
            near = (token[2] <= start and start - token[2] <= 5) or (token[1] >= end and token[1] - end <= 2)
            day = _iso(int(year[0]), month, int(re.match(r"\d+", token[0])[0])) if near else ""  # type: ignore[index]
            if day:
                return day, min(token[1], start), year[2]
    return None


def iso_of(value: str) -> tuple[str, str]:
    """``(day, moment)`` of a machine-written date: ISO 8601, RFC 5322 or PDF.

    ``day`` is ``YYYY-MM-DD`` in the writer's own time zone. ``moment`` is the full ISO 8601 form where
    a time is given, else empty. Both are empty when the value cannot be read.
    """
    value = value.strip()[:64]
    if _SECONDS.match(value):  # since 1970, in seconds or thousandths
        value = datetime.fromtimestamp(int(value[:10]), UTC).isoformat()
    match = _PDF.match(value)
    if match:
        return _iso(int(match[1]), int(match[2] or 1), int(match[3] or 1)), ""
    try:
        if re.fullmatch(r"\d{4}-?\d\d-?\d\d", value):
            return date.fromisoformat(value).isoformat(), ""
        moment = datetime.fromisoformat(re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", value))
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, IndexError):
            return date_in(value), ""
    if moment.tzinfo == UTC:
        return moment.date().isoformat(), moment.isoformat().replace("+00:00", "Z")
    return moment.date().isoformat(), moment.isoformat()
