"""Dates in a sentence: absolute, partial, and relative to the day of publication.

Readings are EDTF (ISO 8601-2), see ``foja.model.dates``. What cannot be placed keeps its words and no
reading. Durations ("three decades") are no dates. Words come from ``lexicon/dates_<language>.toml``. Digits of other
scripts are read as those of ASCII; days of the Solar Hijri calendar give the Gregorian day.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from foja.extract import date_ranges, solar
from foja.extract.lexicon import load, with_dates
from foja.model.dates import When, when
from foja.model.statement import DateMention

_YEAR = r"(?:1[5-9]|20)\d\d"
_SOLAR_YEAR = r"1[234]\d\d"
_NO_YEAR = "the text gives no year"
_FIRST = ("dwm",)  # patterns of the lexicon that hold more than those of figures find in the same words
LANGUAGES = frozenset(with_dates())
_PLAIN = {ord(digit): str(at % 10) for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")} | {0x654: " "}
"""Digits of other scripts, and the small hamza that Persian writes behind a word, as the patterns have them."""


@dataclass(frozen=True, slots=True)
class DateGrammar:
    """The patterns of one language, most specific first, and the words that can start a date."""

    language: str
    words: dict[str, Any]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    triggers: frozenset[str]


def published_day(value: str) -> dt.date | None:
    """The day of publication from a claimed value ("2025-04-09T10:00:00Z"), or None when it names no day on which
    something can have been printed."""
    try:
        day = dt.date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
    return day if 1450 <= day.year <= 2200 else None


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
    mark = "|" + data["ordinal_mark"] if "ordinal_mark" in data else ""
    number = r"(\d{1,3}|" + _any(data["numbers"]) + ")"
    slots = {"unit": unit, "month": month, "weekday": day, "number": number, "year": _YEAR}
    slots |= {"ordinal": _any(data["ordinals"]), "decade": _any(data["decades"]), "link": link}
    slots |= {"solar": _any(data.get("solar", ())), "solar_year": _SOLAR_YEAR}
    table: list[tuple[str, str]] = [
        ("iso", rf"\b({_YEAR})-(\d\d)-(\d\d)(?:T[\d:.+Z-]{{2,30}})?"),
        (
            "years",
            rf"\b(?:between|from|entre|desde|depuis|de)\s+(?:el\s+año\s+|o\s+ano\s+)?({_YEAR})\s+(?:and|to|y|e|et|hasta|até|a|à)\s+({_YEAR})\b",
        ),
        ("years", rf"(?<![\w/-])({_YEAR})\s?[-–]\s?({_YEAR})(?![\w/-])"),
        *date_ranges.patterns(month, link, _YEAR),
        *((kind, _filled(pattern, slots)) for kind, pattern in data["patterns"] if kind in _FIRST),
        ("mdy", rf"\b({month})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:,?\s+({_YEAR})\b)?"),
        (
            "dmy",
            rf"(?<![\d.,])\b(\d{{1,2}})(?:st|nd|rd|th|er|º|°{mark})?\s+(?:(?:{link})\s+)?({month})\b(?:\.(?=\s\d))?(?:,?\s+(?:(?:{link})\s+)?({_YEAR})\b)?",
        ),
        ("slash", r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\d/])"),
        ("my", rf"\b({month})\b\.?,?\s+(?:(?:{link})\s+)?({_YEAR})\b"),
    ]
    table += [(kind, _filled(pattern, slots)) for kind, pattern in data["patterns"] if kind not in _FIRST]
    table += [
        ("day", rf"\b({_any(data['days'])})\b"),
        ("weekday", rf"\b({day})\b"),
        ("month", rf"\b({month})\b"),
        ("year", rf"(?<![\w.,$€£/-])({_YEAR})(?![\w%/]|[.,]\d|-\d)"),
    ]
    triggers = {
        *data["months"],
        *data.get("solar", ()),
        *data["weekdays"],
        *(word.split()[-1] for word in (*data["days"], *data["apart"])),
        *data["decades"],
        *data["triggers"],
        *data["previous"],
        *data["current"],
        *data["following"],
        *data["ago"],
        *data["since"],
    }
    return DateGrammar(language, data, tuple((k, re.compile(p, re.IGNORECASE)) for k, p in table), frozenset(triggers))


def _filled(pattern: str, slots: dict[str, str]) -> str:
    """A pattern of the lexicon with its slots: ``<unit>``, ``<month>``, ``<weekday>``, ``<number>``, ``<year>``,
    ``<ordinal>``, ``<decade>``, ``<link>``, and ``<solar>``, ``<solar_year>`` of the Solar Hijri calendar."""
    for name, value in slots.items():
        pattern = pattern.replace(f"<{name}>", value)
    return pattern


def _any(words: Any) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


def dates(text: str, start: int, end: int, language: str, published: dt.date | None = None) -> list[DateMention]:
    """The dates in ``text[start:end]``, in order, without overlap. Offsets are those of ``text``."""
    rules = grammar(language)
    part = text[start:end].translate(_PLAIN)
    taken: list[tuple[int, int]] = []
    found: list[tuple[str, DateMention]] = []
    for kind, pattern in rules.patterns:
        for match in pattern.finditer(part):
            a, b = match.span()
            if any(a < y and x < b for x, y in taken):
                continue
            reading = _read(kind, match, rules, published)
            if reading is None:
                continue
            taken.append((a, b))
            reading = msgspec.structs.replace(reading, verbatim=text[start + a : start + b])
            found.append((kind, DateMention(start=start + a, end=start + b, when=reading)))
    found.sort(key=lambda one: one[1].start)
    return _joined(text, found, rules, published)


def _joined(
    text: str, found: list[tuple[str, DateMention]], rules: DateGrammar, published: dt.date | None
) -> list[DateMention]:
    """A weekday and the day that it names are one date: "Monday, July 18, 1994", "Tuesday of last week"."""
    out: list[DateMention] = []
    before = ""
    for kind, one in found:
        last = out[-1] if out else None
        if last is not None and before == "weekday":
            gap = text[last.end : one.start].lower().replace(",", "").split()
            if len(gap) < 2 and not {*gap} - {"el", "le", "a", "o", *rules.words["link"]}:
                words = text[last.start : one.end]
                name = last.when.verbatim.lower().removeprefix("the ")
                reading = _named(words, rules.words["weekdays"].get(name), kind, one.when, published)
                if reading is not None:
                    out[-1], before = DateMention(start=last.start, end=one.end, when=reading), kind
                    continue
        out.append(one)
        before = kind
    return out


def _named(words: str, weekday: int | None, kind: str, day: When, published: dt.date | None) -> When | None:
    """The reading of a day with its weekday; None when the two are no one date."""
    if weekday is None:
        return None
    if kind in ("shift", "tfihs") and published is not None and "/" in day.edtf and len(day.edtf) == 21:
        first = dt.date.fromisoformat(day.edtf[:10])
        if dt.date.fromisoformat(day.edtf[11:]) - first == dt.timedelta(days=6):
            return when(words, (first + dt.timedelta(days=weekday)).isoformat(), day.reason)
    if kind not in ("mdy", "dmy", "iso", "slash", "dwm", "solar.day"):
        return None
    if day.edtf.startswith("XXXX-") and published is not None:
        month, number = int(day.edtf[5:7]), int(day.edtf[8:10])
        for year in (published.year, published.year - 1, published.year + 1):
            try:
                fits = dt.date(year, month, number).weekday() == weekday
            except ValueError:
                continue
            if fits:
                return when(
                    words, f"{year}{day.edtf[4:]}", f"the year nearest to {published.isoformat()} whose day it is"
                )
    return when(words, day.edtf, day.reason)


def _read(kind: str, match: re.Match[str], rules: DateGrammar, published: dt.date | None) -> When | None:
    """The reading of one match; None when the words are no date after all."""
    words = match.group()
    groups = [g.lower() if g else "" for g in match.groups()]
    months = rules.words.get("months", {})
    if kind in ("months", "days.dm", "days.md"):
        names = [match.group(at + 1) for at, g in enumerate(groups) if g in months]
        if rules.words["capitals"] and any(name[0].islower() for name in names):
            return None
        try:
            edtf = date_ranges.edtf(kind, groups, months)
            return when(words, edtf) if edtf else None
        except ValueError:
            return None
    if kind in ("month", "in", "mdy", "dmy", "dwm", "my"):
        name = next(g for g in groups if g in months)
        written = match.group(groups.index(name) + 1)
        if rules.words["capitals"] and not written[0].isupper():
            return None
        if kind == "in":
            return when(words, f"XXXX-{months[name]:02d}", _NO_YEAR)
        if kind == "month":
            if name in rules.words["ambiguous"] or len(name) <= 3:
                return None
            return when(words, f"XXXX-{months[name]:02d}", _NO_YEAR)
        if kind == "my":
            if len(groups[1]) == 2:
                year = ("19" if int(groups[1]) > 30 else "20") + groups[1]
                return when(words, f"{year}-{months[name]:02d}", "the text gives the year without its century")
            return when(words, f"{groups[1]}-{months[name]:02d}")
        day = groups[1] if kind == "mdy" else groups[0]
        return _day(words, groups[2], months[name], rules.words["ordinals"][day] if kind == "dwm" else int(day))
    if kind.startswith("solar."):
        return _solar(kind, words, groups, rules.words["solar"])
    if kind == "iso":
        return _day(words, groups[0], int(groups[1]), int(groups[2]))
    if kind == "slash":
        return _slash(words, groups, rules.language)
    if kind == "years":
        return when(words, f"{groups[0]}/{groups[1]}") if groups[0] <= groups[1] else when(words)
    if kind == "year":
        return when(words, groups[0]) if not _counted(match) else None
    if kind == "about":
        return when(words, f"{groups[0]}~") if not _counted(match) else None
    if kind == "century":
        century = date_ranges.century(groups[0])
        return when(words, century) if century else None
    if kind == "quarter":
        first = 3 * rules.words["ordinals"][groups[0]] - 2
        return when(words, f"{groups[1]}-{first:02d}/{groups[1]}-{first + 2:02d}") if first < 12 else None
    if kind == "season":
        return when(words, groups[0], "the season is not placed: it depends on the hemisphere")
    if kind == "decade":
        written = str(rules.words["decades"].get(groups[0], groups[0]))
        year = written if len(written) == 4 else "19" + written
        return when(words, year[:3] + "X", "" if len(written) == 4 else "century taken to be the 20th")
    return _relative(kind, words, groups, rules, published)


_NOT_A_YEAR = re.compile(
    r"(?:\bthan|\bleast|\bm[áa]is de|\bm[áa]s de|\bmenos de|\bplus de|\bmoins de|\bunos|\bunas|\bcerca de"
    r"|\b(?:law|ley|resoluci[óo]n|resolution|art[íi]culo|article|n[°º.o]{0,2}))\s*$",
    re.IGNORECASE,
)
_COUNT_AFTER = re.compile(
    r"\s+(?:people|persons|victims|dollars|soldiers|votes|copies|tonnes|tons|euros|personas|v[íi]ctimas|d[óo]lares|pesos|million|millones|kilos|toneladas|votos|ejemplares|pessoas|personnes|victimes|voix|exemplaires)\b",
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


def _solar(kind: str, words: str, groups: list[str], months: dict[str, int]) -> When:
    """A day, month or year of the Solar Hijri calendar."""
    calendar = "of the Solar Hijri calendar"
    try:
        if kind == "solar.day":
            day = solar.gregorian(int(groups[2]), months[groups[1]], int(groups[0]))
            return when(words, day.isoformat(), calendar)
        first, last = solar.span(int(groups[-1]), months[groups[0]] if kind == "solar.month" else 0)
        return when(words, f"{first.isoformat()}/{last.isoformat()}", calendar)
    except ValueError:
        return when(words, reason="this calendar has no such day")


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
        return (published + dt.timedelta(days={**data["days"], **data["apart"]}[groups[0]])).isoformat()
    if kind == "weekend":
        saturday = published - dt.timedelta(days=(published.weekday() + 2) % 7)
        saturday += dt.timedelta(days=7 * (groups[0] in data["following"]))
        return f"{saturday.isoformat()}/{(saturday + dt.timedelta(days=1)).isoformat()}"
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
        elif step == 0 and gap > 3:
            gap -= 7  # "this Tuesday" in the news of Wednesday was yesterday
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
