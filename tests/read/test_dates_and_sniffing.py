"""Dates in the words of a page, and what bytes are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.read.cues import cues
from foja.read.language import code_of
from foja.read.sniff import MEDIA_TYPES, sniff
from foja.read.textdates import date_in, iso_of
from read.samples import docx, pdf, zipped


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Buenos Aires, 9 de abril de 2025", "2025-04-09"),
        ("April 9, 2025, 10:30", "2025-04-09"),
        ("Wednesday, 9th April 2025", "2025-04-09"),
        ("le 1er août 2024", "2024-08-01"),
        ("9. März 2025", "2025-03-09"),
        ("9 marzo 2025", "2025-03-09"),
        ("30 يناير 2026", "2026-01-30"),
        ("۹ آوریل ۲۰۲۵", "2025-04-09"),
        ("9 באפריל 2025", "2025-04-09"),
        ("Updated 2025/04/09 at noon", "2025-04-09"),
        ("03/04/2025", ""),
        ("31 April 2025", ""),
        ("May you live in 2025 times", ""),
        ("no date here", ""),
    ],
)
def test_dates_in_words(text: str, day: str) -> None:
    assert day == date_in(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-04-10T09:40:00Z", ("2025-04-10", "2025-04-10T09:40:00Z")),
        ("2025-04-10T09:40:00-0300", ("2025-04-10", "2025-04-10T09:40:00-03:00")),
        ("2025-04-10", ("2025-04-10", "")),
        ("20250410", ("2025-04-10", "")),
        ("Thu, 10 Apr 2025 09:40:00 +0000", ("2025-04-10", "2025-04-10T09:40:00Z")),
        ("D:20250410094000Z", ("2025-04-10", "")),
        ("10 April 2025", ("2025-04-10", "")),
        ("soon", ("", "")),
        ("", ("", "")),
    ],
)
def test_machine_dates(value: str, expected: tuple[str, str]) -> None:
    assert expected == iso_of(value)


@given(st.text(max_size=80))
def test_no_value_breaks_the_readers_of_dates(value: str) -> None:
    date_in(value)
    iso_of(value)


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (pdf([]), "letter.docx", "pdf"),
        (docx(""), "letter.pdf", "docx"),
        (zipped(("a", "b")), "letter.docx", "zip"),
        (b"<!DOCTYPE html><p>x", "page.txt", "html"),
        ("<html><body>x".encode("utf-16"), "page", "html"),
        (b"<p>x</p>", "page.html", "html"),
        (b"<?xml version='1.0'?><akomaNtoso/>", "law.xml", "xml"),
        (b"From: a@b\nTo: c@d\nSubject: x\n\nbody", "mail.txt", "mail"),
        (b"Note: this\n\nbody", "note.txt", "text"),
        (b"Date: today\nTo: the file\nMemo on the matter\n", "memo.txt", "text"),
        (b"a,b\n1,2\n", "t.csv", "table"),
        (b"a,b\n1,2\n", "t.txt", "text"),
        (b"# Title\n", "t.md", "markdown"),
        (b"{\\rtf1 x}", "t.doc", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "t.pdf", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "t.doc", "ole"),
    ],
)
def test_the_content_decides_what_bytes_are(data: bytes, name: str, kind: str) -> None:
    assert kind == sniff(data, name).name


@given(st.binary(min_size=1, max_size=300), st.text(max_size=20))
def test_all_bytes_are_something(data: bytes, name: str) -> None:
    assert sniff(data, name).name in MEDIA_TYPES


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Related Articles", "related"),
        ("RELATED ARTICLES:", "related"),
        ("Artículos relacionados", "related"),
        ("Read also: another page", "related"),
        ("Share the Article", "sharing"),
        ("Sharing: the title of it", "sharing"),
        ("Share on Facebook", "sharing"),
        ("No More Articles", "closing"),
        ("We use cookies to measure visits and for other ends that we list on a page of its own.", "cookie"),
        ("© 2025 Sample Post", "legal"),
        ("Share purchase agreement", ""),
        ("The related articles of the code are listed below.", ""),
        ("Articles 1 to 5", ""),
        ("", ""),
    ],
)
def test_cues_are_whole_lines(line: str, kind: str) -> None:
    assert kind == cues().kind(line)


def test_every_cue_has_nine_languages() -> None:
    import tomllib
    from importlib import resources

    data = tomllib.loads(resources.files("foja.read").joinpath("cues.toml").read_text(encoding="utf-8"))
    for kind, phrases in data.items():
        if kind in ("published", "changed", "lettered"):
            assert {"ar", "de", "en", "es", "fa", "fr", "he", "it", "pt"} <= set(phrases)
        elif kind not in ("dom", "elements"):  # names of elements have no language
            assert ["ar", "de", "en", "es", "fa", "fr", "he", "it", "pt"] == sorted(phrases)


@pytest.mark.parametrize(
    ("tag", "code"), [("es-AR", "es"), ("en_GB", "en"), ("FA", "fa"), ("iw", "he"), ("spa", ""), ("", "")]
)
def test_language_tags(tag: str, code: str) -> None:
    assert code == code_of(tag)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21.01.2019", "2019-01-21"),
        ("Stand: 3. 2. 2022, 10:30", "2022-02-03"),
        ("25/12/2020", "2020-12-25"),
        ("12/25/2020", "2020-12-25"),
        ("05/05/2020", "2020-05-05"),
        ("03/04/2025", ""),
        ("1.2.3.2020", ""),
        ("99.99.2020", ""),
    ],
)
def test_dates_in_numbers_are_read_where_they_can_be_read_in_one_way(text: str, day: str) -> None:
    from foja.read.textdates import date_in

    assert day == date_in(text)
