"""Dates in a sentence: absolute, partial, and relative to the day of publication.

Readings are EDTF (ISO 8601-2), see ``foja.model.dates``. What cannot be placed keeps its words and no
reading. Durations ("three decades") are no dates. Words come from ``lexicon/dates_<language>.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from foja.extract.lexicon import languages, load
from foja.model.dates import When, when
from foja.model.statement import DateMention

_YEAR = r"(?:1[5-9]|20)\d\d"
_NO_YEAR = "the text gives no year"
LANGUAGES = frozenset(languages())


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """The patterns of one language, most specific first, and the words that can start a date."""

    language: str
    words: dict[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    triggers: frozenset[str]


def published_day(value: str) -> dt.date | None:
    """The day of publication from a claimed value ("2025-04-09T10:00:00Z"), or None when it names no day."""
    try:
        return dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None


@cache
def grammar(language: str) -> DateGrammar:
    """The grammar of ``language``; languages without a lexicon read digits only."""
    if language not in LANGUAGES:
        digits = (
            ("iso", re.compile(rf"\b({_YEAR})-(\d\d)-(\d\d)\b")),
            ("year", re.compile(rf"(?<![\w.,$€£/-])({_YEAR})(?![\w%/-]|[.,]\d)")),
        )
        return DateGrammar(language, {}, digits, frozenset())
    data = load(f"dates_{language}")
    month, day = _any(data["months"]), _any(data["weekdays"])
    unit, link = _any(data["units"]), _any(data["link"])
    number = r"(\d{1,3}|" + _any(data["numbers"]) + ")"
    table: list[tuple[str, str]] = [
        ("iso", rf"\b({_YEAR})-(\d\d)-(\d\d)(?:T[\d:.+Z-]{{2,30}})?"),
        (
            "years",
            rf"\b(?:between|from|entre|desde|depuis|de)\s+(?:el\s+año\s+|o\s+ano\s+)?({_YEAR})\s+(?:and|to|y|e|et|hasta|até|a|à)\s+({_YEAR})\b",
        ),
        ("years", rf"(?<![\w/-])({_YEAR})\s?[-–]\s?({_YEAR})(?![\w/-])"),
        ("mdy", rf"\b({month})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+({_YEAR})\b)?"),
        (
            "dmy",
            rf"(?<![\d.,])\b(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\s+(?:(?:{link})\s+)?({month})\b(?:\.(?=\s\d))?(?:,?\s+(?:(?:{link})\s+)?({_YEAR})\b)?",
        ),
        ("slash", r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])"),
        ("my", rf"\b({month})\b\.?,?\s+(?:(?:{link})\s+)?({_YEAR})\b"),
    ]
    slots = {"unit": unit, "month": month, "weekday": day, "number": number, "year": _YEAR}
    table += [(kind, _filled(pattern, slots)) for kind, pattern in data["patterns"]]
    table += [
        ("day", rf"\b({_any(data['days'])})\b"),
        ("weekday", rf"\b({day})\b"),
        ("month", rf"\b({month})\b"),
        ("year", rf"(?<![\w.,$€£/-])({_YEAR})(?![\w%/]|[.,]\d|-\d)"),
    ]
    triggers = {
        *data["months"],
        *data["weekdays"],
        *data["days"],
        *data["previous"],
        *data["current"],
        *data["following"],
        *data["ago"],
        *data["since"],
    }
    return DateGrammar(language, data, tuple((k, re.compile(p, re.IGNORECASE)) for k, p in table), frozenset(triggers))


def _filled(pattern: str, slots: dict[str, str]) -> str:
    """A pattern of the lexicon with its slots: ``<unit>``, ``<month>``, ``<weekday>``, ``<number>``, ``<year>``."""
    for name, value in slots.items():
        pattern = pattern.replace(f"<{name}>", value)
    return pattern


def _any(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def dates(text: str, start: int, end: int, language: str, published: dt.date | None = None) -> list[DateMention]:
    """The dates in ``text[start:end]``, in order, without overlap. Offsets are those of ``text``."""
    rules = grammar(language)
    part = text[start:end]
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for kind, pattern in rules.patterns:
        for match in pattern.finditer(part):
            a, b = match.span()
            if any(a < y and x < b for x, y in taken):
                continue
            reading = _read(kind, match, rules, published)
            if reading is None:
                continue
            taken.append((a, b))
            found.append(DateMention(start=start + a, end=start + b, when=reading))
    return sorted(found, key=lambda d: d.start)


def _read(kind: str, match: re.Match[str], rules: DateGrammar, published: dt.date | None) -> When | None:
    """The reading of one match; None when the words are no date after all."""
    words = match.group()
    groups = [g.lower() if g else "" for g in match.groups()]
    months = rules.words.get("months", {})
    if kind in ("month", "mdy", "dmy", "my"):
        name = next(g for g in groups if g in months)
        written = match.group(groups.index(name) + 1)
        if rules.words["capitals"] and not written[0].isupper():
            return None
        if kind == "month":
            if name in rules.words["ambiguous"] or len(name) <= 3:
                return None
            return when(words, f"XXXX-{months[name]:02d}", _NO_YEAR)
        if kind == "my":
            return when(words, f"{groups[1]}-{months[name]:02d}")
        day = int(groups[1] if kind == "mdy" else groups[0])
        return _day(words, groups[2], months[name], day)
    if kind == "iso":
        return _day(words, groups[0], int(groups[1]), int(groups[2]))
    if kind == "slash":
        return _slash(words, groups, rules.language)
    if kind == "years":
        return when(words, f"{groups[0]}/{groups[1]}") if groups[0] <= groups[1] else when(words)
    if kind == "year":
        return when(words, groups[0]) if not _counted(match) else None
    if kind == "decade":
        year = groups[0] if len(groups[0]) == 4 else "19" + groups[0]
        return when(words, year[:3] + "X", "" if len(groups[0]) == 4 else "century taken to be the 20th")
    return _relative(kind, words, groups, rules, published)


_NOT_A_YEAR = re.compile(
    r"(?:\bthan|\bleast|\bm[áa]s de|\bmenos de|\bunos|\bunas|\bcerca de"
    r"|\b(?:law|ley|resoluci[óo]n|resolution|art[íi]culo|article|n[°º.o]{0,2}))\s*$",
    re.IGNORECASE,
)
_COUNT_AFTER = re.compile(
    r"\s+(?:people|persons|victims|dollars|soldiers|personas|v[íi]ctimas|d[óo]lares|pesos|million|millones|kilos)\b",
    re.IGNORECASE,
)


def _counted(match: re.Match[str]) -> bool:
    """Whether four digits are a quantity or a number of something rather than a year."""
    before = match.string[max(0, match.start() - 16) : match.start()]
    return bool(_NOT_A_YEAR.search(before) or _COUNT_AFTER.match(match.string, match.end(), match.end() + 24))


def _day(words: str, year: str, month: int, day: int) -> When | None:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    edtf = f"{year or 'XXXX'}-{month:02d}-{day:02d}"
    try:
        return when(words, edtf, "" if year else _NO_YEAR)
    except ValueError:
        return when(words, reason="this month has no such day")


def _slash(words: str, groups: list[str], language: str) -> When | None:
    first, second, year = int(groups[0]), int(groups[1]), groups[2]
    if first > 12 or language != "en":
        return _day(words, year, second, first)
    if second > 12:
        return _day(words, year, first, second)
    return when(words, year, "day and month can be read both ways")


def _relative(kind: str, words: str, groups: list[str], rules: DateGrammar, published: dt.date | None) -> When | None:
    if kind == "weekday" and rules.words["capitals"] and not words[0].isupper():
        return None
    if published is None:
        if (
            kind in ("shift", "tfihs")
            and _target(kind, groups) not in rules.words["weekdays"] | rules.words["months"] | rules.words["units"]
        ):
            return None
        return when(words, reason="relative to a day of publication that is not known")
    edtf = _resolve(kind, groups, rules, published)
    return when(words, edtf, f"relative to publication {published.isoformat()}")


def _target(kind: str, groups: list[str]) -> str:
    return groups[0] if kind == "tfihs" else groups[1]


def _resolve(kind: str, groups: list[str], rules: DateGrammar, published: dt.date) -> str:
    data = rules.words
    if kind == "day":
        return (published + dt.timedelta(days=data["days"][groups[0]])).isoformat()
    if kind == "weekday":
        return (published - dt.timedelta(days=(published.weekday() - data["weekdays"][groups[0]]) % 7)).isoformat()
    if kind == "ago":
        count = int(groups[0]) if groups[0].isdigit() else data["numbers"][groups[0]]
        return _back(published, count, data["units"][groups[1]])
    target = _target(kind, groups)
    word = groups[1] if kind == "tfihs" else groups[0]
    step = -1 if word in data["previous"] else 1 if word in data["following"] else 0
    if target in data["weekdays"]:
        gap = (data["weekdays"][target] - published.weekday()) % 7
        if step < 0:
            gap = gap - 7
        elif step > 0 and gap == 0:
            gap = 7
        return (published + dt.timedelta(days=gap)).isoformat()
    if target in data["months"]:
        month = data["months"][target]
        year = published.year
        if step < 0 and month >= published.month:
            year -= 1
        elif step > 0 and month <= published.month:
            year += 1
        return f"{year:04d}-{month:02d}"
    return _unit(published, step, data["units"][target])


def _unit(published: dt.date, step: int, unit: str) -> str:
    if unit == "day":
        return (published + dt.timedelta(days=step)).isoformat()
    if unit == "week":
        monday = published - dt.timedelta(days=published.weekday()) + dt.timedelta(days=7 * step)
        return f"{monday.isoformat()}/{(monday + dt.timedelta(days=6)).isoformat()}"
    if unit == "month":
        year, month = _month(published, step)
        return f"{year:04d}-{month:02d}"
    if unit == "year":
        return f"{published.year + step:04d}"
    return f"{(published.year + 10 * step) // 10:03d}X"


def _back(published: dt.date, count: int, unit: str) -> str:
    if unit == "day":
        return (published - dt.timedelta(days=count)).isoformat()
    if unit == "week":
        return _unit(published, -count, "week")
    if unit == "month":
        year, month = _month(published, -count)
        return f"{year:04d}-{month:02d}"
    year = published.year - count * (10 if unit == "decade" else 1)
    if year < 1:
        return ""
    return f"{year:04d}~"


def _month(day: dt.date, step: int) -> tuple[int, int]:
    months = day.year * 12 + day.month - 1 + step
    return months // 12, months % 12 + 1
