"""Places in the text on hostile input: whatever a page is made of, units, zones and claims point at what they say."""

from __future__ import annotations

import codecs
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.text import Reading
from read.samples import read

_WORDS = [
    "The court heard the parties on that day, and the letter was read aloud before all of them in the hall.",
    "شلوم السلام علیکم ", "שלום לכולם, ", "\u202eabc\u202c ", "e\u0301 a\u030a\u0323 ", "ﬁle ﬀ ", "so\u00adft ",
    "\ufeff", "\u1112\u1161\u11ab ", "&shy;x", "&#xD800;", "&#0;", "\x00", "\r\n", "\r", "\u2028", "İı ß ",
    "𝕏 \U0001f469\u200d\U0001f4bb ",
]  # fmt: skip
_MARKUP = [
    "<p>", "</p>", "<div dir='rtl'>", "</div>", "<table><tr><td>", "<td>", "<tr>", "</table>", "<br>", "<pre>",
    "</pre>",
    "<ul><li>", "</ul>", "<a href='/x'>", "</a>", "<bdo dir='rtl'>", "</bdo>", "<h1>", "</h1>", "<b>",
    "<!-- x -->",
]  # fmt: skip
_PAGES = st.lists(st.sampled_from([*_WORDS, *_MARKUP]), min_size=1, max_size=40).map("".join)
_LIES = st.sampled_from(["utf-8", "utf-16", "windows-1256", "windows-1255", "iso-8859-1", "x-none", "utf-8-sig"])
_REAL = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1256", "cp1255"])


def _holds_together(text: str, reading: Reading) -> None:
    assert unicodedata.is_normalized("NFC", text)
    assert not re.search("[\x00\r\ud800-\udfff]", text)
    last = 0
    for unit in reading.units:
        assert last <= unit.start < unit.end <= len(text)
        assert not text[last : unit.start].strip("\n\t")  # between units stand separators alone
        last = unit.end
    assert "" == text[last:]
    ends = [0, *(zone.end for zone in reading.zones)]
    assert ends[:-1] == [zone.start for zone in reading.zones]
    assert ends[-1] == len(text)
    for claimed in reading.claims:
        if claimed.start is not None and claimed.end is not None:
            assert 0 <= claimed.start < claimed.end <= len(text)


@settings(deadline=None, max_examples=80)
@given(_PAGES, _REAL, _LIES)
def test_places_of_a_page_hold_whatever_it_says_of_its_encoding(page: str, real: str, said: str) -> None:
    whole = f"<html><head><meta charset='{said}'></head><body>{page}</body></html>"
    content = whole.encode(real, "replace")
    try:
        text, reading, _ = read(content, "page.html")
    except Gap:
        return
    _holds_together(text, reading)


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.sampled_from([*_WORDS, "\n", "\n\n", "\t", "Share", "Related articles"]), min_size=1).map("".join),
    _REAL,
)
@pytest.mark.parametrize("name", ["note.txt", "note.md", "table.csv"])
def test_places_of_a_text_hold(name: str, note: str, real: str) -> None:
    try:
        text, reading, _ = read(note.encode(real, "replace"), name)
    except Gap:
        return
    _holds_together(text, reading)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8 + "año\r\nﬁn".encode(), "año\r\nﬁn".encode("utf-16")])
def test_a_mark_of_byte_order_is_no_character_and_line_ends_are_one(mark: bytes) -> None:
    text, reading, _ = read(mark, "note.txt")
    assert "año\nﬁn" == text
    assert ["año", "ﬁn"] == [text[unit.start : unit.end] for unit in reading.units]
    assert [1, 2] == [unit.line for unit in reading.units]
