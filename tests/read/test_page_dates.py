"""The day of publication of a page: what declares it, what says it in words, and what is better left unsaid."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.source import Original
from foja.model.text import Reading
from foja.read.cues import cues
from foja.read.limits import Limits
from foja.read.metadata import url_date
from foja.read.stage import READ
from foja.read.textdates import date_in, span_of_date, spans_of_dates, writes_day_first
from foja.text.fold import fold

ARTICLE = " ".join(f"The clerk of the harbour court read line {n} of the register aloud to the room." for n in range(6))


def read(body: str, head: str = "", language: str = "en") -> Reading:
    page = f"<html lang='{language}'><head><title>Register read aloud</title>{head}</head><body>{body}</body></html>"
    records = READ.run(Original(sha256="s", name="p.html", content=page.encode()), setting=Limits())
    return next(record for record in records if isinstance(record, Reading))


def shown(reading: Reading) -> tuple[str, str]:
    found = next((c for c in reading.claims if c.field == "published"), None)
    return (found.value, found.origin) if found else ("", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 августа 2016, 13:43", "2016-08-15"),
        ("21 kwietnia 2020 r.", "2020-04-21"),
        ("5. května 2021", "2021-05-05"),
        ("15 вересня 2019", "2019-09-15"),
        ("3 Mayıs 2022", "2022-05-03"),
        ("12 februari 2022", "2022-02-12"),
        ("4. huhtikuuta 2020", "2020-04-04"),
        ("2020. április 21.", "2020-04-21"),
        ("9 Απριλίου 2025", "2025-04-09"),
        ("2025年4月9日", "2025-04-09"),
        ("2025년 4월 9일", "2025-04-09"),
        ("26 | 01 | 2022", "2022-01-26"),
        ("2020 Mai", ""),
        ("im Mai 2020", ""),
    ],
)
def test_dates_in_further_languages(text: str, day: str) -> None:
    assert day == date_in(text)


def test_a_name_of_a_month_means_one_month_in_all_languages() -> None:
    months = tomllib.loads(resources.files("foja.read").joinpath("months.toml").read_text("utf-8"))["months"]
    meant = defaultdict(set)
    for names in months.values():
        assert 12 == len(names)
        for number, group in enumerate(names, 1):
            for name in group.split():
                meant[fold(name)].add(number)
    assert {} == {name: numbers for name, numbers in meant.items() if len(numbers) > 1}


@pytest.mark.parametrize(("language", "day"), [("es", "2022-05-03"), ("en-GB", "2022-05-03"), ("en", ""), ("hu", "")])
def test_numbers_are_read_as_the_language_of_the_page_writes_them(language: str, day: str) -> None:
    assert day == date_in("03/05/2022", day_first=writes_day_first(language))
    body = f"<h1>Register read aloud</h1><p class='date'>03/05/2022</p><p>{ARTICLE}</p>"
    assert day == shown(read(body, language=language))[0]


@given(st.text(alphabet="0123456789/.-| 年月日 aprilAugust", max_size=40))
def test_spans_of_dates_lie_in_the_text_in_order(text: str) -> None:
    place = 0
    for day, start, end in spans_of_dates(text):
        assert place <= start < end <= len(text)
        assert day == (span_of_date(text[start:end]) or ("",))[0]
        place = end


@pytest.mark.parametrize(
    ("before", "field"),
    [
        ("Published on ", "published"),
        ("Erschienen am: ", "published"),
        ("Publicado el lunes, ", "published"),
        ("Опубликовано ", "published"),
        ("Last updated: ", "modified"),
        ("Published 3 May, last updated ", "modified"),
        ("The court met on ", ""),
        ("", ""),
    ],
)
def test_words_before_a_date_say_what_it_is(before: str, field: str) -> None:
    assert field == cues().of_date(before)


def test_a_day_that_a_line_says_is_taken_and_a_change_is_not() -> None:
    foot = "<div class='info'>Letzte Änderung: 31.10.2023<br>Erschienen am: 01.11.2023</div>"
    reading = read(f"<h1>Register read aloud</h1><p>{ARTICLE}</p><p>{ARTICLE}</p><p>{ARTICLE}</p>{foot}", language="de")
    assert ("2023-11-01", "text") == shown(reading)
    assert "2023-11-01" not in [c.value for c in reading.claims if c.field == "modified"]
    only = read(f"<h1>Register read aloud</h1><p class='date'>Updated: 3 May 2023</p><p>{ARTICLE}</p>")
    assert ("2023-05-03", "") == (only.claim("modified"), only.claim("published"))


def test_a_dateline_at_the_head_of_the_text_is_a_guess() -> None:
    reading = read(f"<h1>Register read aloud</h1><p>LIRA, 29 November 2022 – {ARTICLE}</p><p>{ARTICLE}</p>")
    assert ("2022-11-29", "guess") == shown(reading)
    assert "published" in reading.guessed()
    inside = read(f"<h1>Register read aloud</h1><p>On 29 November 2022 the court met. {ARTICLE}</p><p>{ARTICLE}</p>")
    assert ("", "") == shown(inside)


def test_comments_and_other_articles_do_not_date_the_page() -> None:
    comments = "".join(
        f"<li>Reader {n}, <time datetime='2023-0{n}-02T10:00:00+02:00'>2 {m} 2023</time> I agree.</li>"
        for n, m in ((1, "January"), (3, "March"))
    )
    body = (
        f"<h1>Register read aloud</h1><p class='date'>5 May 2022</p><p>{ARTICLE}</p><ol id='comments'>{comments}</ol>"
    )
    assert ("2022-05-05", "text") == shown(read(body))


@pytest.mark.parametrize(
    ("moment", "local", "day"),
    [
        ("2022-05-04T00:25:56Z", "<time datetime='2022-05-03'>3 May</time>", "2022-05-03"),
        ("2023-11-09T05:30:59Z", "<time datetime='2023-11-08T23:30:59'>Wednesday</time>", "2023-11-08"),
        ("2023-11-09T05:30:59Z", "<time datetime='2023-11-09T00:21:49'>updated</time>", "2023-11-09"),
        ("2023-11-09T05:30:59Z", "<time datetime='2023-10-08'>last month</time>", "2023-11-09"),
    ],
)
def test_the_day_is_that_of_the_place_where_it_was_written(moment: str, local: str, day: str) -> None:
    head = f"<meta property='article:published_time' content='{moment}'>"
    assert day == shown(read(f"<h1>Register read aloud</h1>{local}<p>{ARTICLE}</p>", head))[0]


def test_a_day_declared_and_printed_stands_against_one_declared_once() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2022-01-04"}</script>'
        "<meta property='article:published_time' content='2022-01-06'>"
    )
    printed = read(f"<h1>Register read aloud</h1><p class='date'>6 January 2022</p><p>{ARTICLE}</p>", head)
    assert "2022-01-06" == shown(printed)[0]
    assert "2022-01-04" == shown(read(f"<h1>Register read aloud</h1><p>{ARTICLE}</p>", head))[0]


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://example.org/2025/04/10/a", "2025-04-10"),
        ("https://example.org/news/20250410-a.html", "2025-04-10"),
        ("https://example.org/a/20251399/", ""),
        ("https://example.org/a-20250410", ""),
        ("https://example.org/2025/04/", ""),
    ],
)
def test_days_in_addresses(address: str, day: str) -> None:
    assert day == url_date(address)


@pytest.mark.parametrize(
    ("mark", "origin", "day"),
    [
        ("<span itemprop='datePublished' content='2022-03-01T09:00:00+01:00'>Tuesday</span>", "time", "2022-03-01"),
        ("<abbr class='published' title='2022-03-01T09:00:00+01:00'>Tuesday</abbr>", "time", "2022-03-01"),
        ("<abbr class='updated' title='2022-03-01T09:00:00+01:00'>Tuesday</abbr>", "", ""),
        ("<time class='entry-date updated' datetime='2022-03-01'>Tuesday</time>", "", ""),
        ("<time class='entry-date published updated' datetime='2022-03-01'>Tuesday</time>", "time", "2022-03-01"),
    ],
)
def test_days_in_elements(mark: str, origin: str, day: str) -> None:
    assert (day, origin) == shown(read(f"<h1>Register read aloud</h1>{mark}<p>{ARTICLE}</p>"))


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('{"@graph": [{"@type": "WebPage", "datePublished": "2018-06-07T10:13:17+00:00"}]}', "2018-06-07"),
        ('{"@type": "Event", "datePublished": "2018-06-07"}', ""),
        ('{"@type": "Article", "headline": "The "register"", "datePublished": "2018-06-07"}', "2018-06-07"),
        ('{"headline": "The "register"", "datePublished": "2018-06-07", "x": {"datePublished": "2018-06-09"}}', ""),
        ('{"@type": "Article", "headline": "The\nregister", "datePublished": "1528366397000"}', "2018-06-07"),
    ],
)
def test_days_in_linked_data(script: str, day: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    assert day == shown(read(f"<h1>Register read aloud</h1><p>{ARTICLE}</p>", head))[0]


@pytest.mark.parametrize(
    ("modified", "day", "origin"),
    [
        ("2022-05-04T08:00:00+02:00", "2022-05-04", "guess"),
        ("2022-05-04T06:00:00Z", "2022-05-03", "meta"),
        ("2022-05-04T08:00:00-03:00", "2022-05-03", "meta"),
    ],
)
def test_the_zone_of_another_moment_tells_the_day_as_a_guess(modified: str, day: str, origin: str) -> None:
    head = (
        "<meta property='article:published_time' content='2022-05-03T23:10:00Z'>"
        f"<meta property='article:modified_time' content='{modified}'>"
    )
    reading = read(f"<h1>Register read aloud</h1><p>{ARTICLE}</p>", head)
    assert (day, origin) == shown(reading)
    assert "2022-05-03" in [c.value for c in reading.claims if c.field == "published"]


def test_a_day_read_by_the_habit_of_a_language_is_believed_less() -> None:
    def sure(written: str) -> float:
        body = f"<h1>Register read aloud</h1><p class='date'>{written}</p><p>{ARTICLE}</p>"
        return next(c.confidence for c in read(body, language="es").claims if c.field == "published")

    assert sure("03/05/2022") < sure("23/05/2022")


@given(st.text(alphabet='{}[]":,@graphdatePublished2018-06T+Z\n', max_size=120), st.text(max_size=40))
def test_no_declaration_breaks_the_reader(script: str, moment: str) -> None:
    head = f'<script type="application/ld+json">{script}</script>'
    reading = read(f"<abbr class='published' title=\"{moment.replace(chr(34), '')}\">x</abbr><p>{ARTICLE}</p>", head)
    assert all(c.value for c in reading.claims)
