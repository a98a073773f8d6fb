"""Days of the Solar Hijri calendar, and dates in Arabic, Persian and Hebrew texts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.extract.dates import dates
from foja.extract.solar import FIRST, LAST, gregorian, is_leap, span

PUBLISHED = dt.date(2025, 4, 17)  # a Thursday


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1357, 11, 22), "1979-02-11"),  # the day on which the revolution is commemorated
        ((1373, 4, 27), "1994-07-18"),
        ((1399, 12, 30), "2021-03-20"),
        ((1403, 12, 30), "2025-03-20"),
        ((1404, 1, 1), "2025-03-21"),
    ],
)
def test_days_that_both_calendars_are_known_for(solar: tuple[int, int, int], day: str) -> None:
    assert gregorian(*solar).isoformat() == day


@pytest.mark.parametrize("solar", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 1, 0), (900, 1, 1)])
def test_a_day_that_the_calendar_does_not_have_is_refused(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"year|day"):
        gregorian(*solar)


@given(st.integers(FIRST, LAST - 1), st.integers(1, 12))
def test_months_and_years_follow_each_other_without_a_gap(year: int, month: int) -> None:
    last = span(year, month)[1]
    following = gregorian(year, month + 1, 1) if month < 12 else gregorian(year + 1, 1, 1)
    assert last + dt.timedelta(days=1) == following
    assert span(year) == (gregorian(year, 1, 1), gregorian(year + 1, 1, 1) - dt.timedelta(days=1))
    assert (span(year)[1] - span(year)[0]).days == (365 if is_leap(year) else 364)
    assert 19 <= gregorian(year, 1, 1).day <= 22  # the year begins at the equinox


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("fa", "پنجشنبه ۲۸ فروردین ۱۴۰۴ در تهران", [("پنجشنبه ۲۸ فروردین ۱۴۰۴", "2025-04-17")]),
        ("fa", "انفجار ۱۸ ژوئیهٔ ۱۹۹۴ در بوئنوس آیرس", [("۱۸ ژوئیهٔ ۱۹۹۴", "1994-07-18")]),
        ("fa", "در تیر ماه ۱۳۷۳ و در سال ۱۳۸۵", [("تیر ماه ۱۳۷۳", "1994-06-22/1994-07-22"),
         ("سال ۱۳۸۵", "2006-03-21/2007-03-20")]),
        ("fa", "۳۰ اسفند ۱۴۰۴", [("۳۰ اسفند ۱۴۰۴", "")]),
        ("fa", "سه روز پیش", [("سه روز پیش", "2025-04-14")]),
        ("ar", "في 14 أغسطس 1993", [("14 أغسطس 1993", "1993-08-14")]),
        ("ar", "تفجير ١٨ يوليو/تموز ١٩٩٤", [("١٨ يوليو/تموز ١٩٩٤", "1994-07-18")]),
        ("ar", "في كانون الثاني 2026", [("كانون الثاني 2026", "2026-01")]),
        ("ar", "17 من مارس عام 1992", [("17 من مارس عام 1992", "1992-03-17")]),
        ("ar", "الأسبوع الماضي", [("الأسبوع الماضي", "2025-04-07/2025-04-13")]),
        ("he", "ב-18 ביולי 1994", [("18 ביולי 1994", "1994-07-18")]),
        ("he", "לפני שלוש שנים", [("לפני שלוש שנים", "2022~")]),
    ],
)  # fmt: skip
def test_dates_keep_their_words_and_give_their_day(language: str, text: str, wanted: list[tuple[str, str]]) -> None:
    found = dates(text, 0, len(text), language, PUBLISHED)
    assert [(one.when.verbatim, one.when.edtf) for one in found] == wanted
    assert all(text[one.start : one.end] == one.when.verbatim for one in found)
