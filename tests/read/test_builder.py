"""The canonical text and its zones hold by construction."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.model.vocabulary import ZoneRole
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder, clean
from foja.read.limits import Limits
from foja.read.zones import Mark, cover
from read.samples import read

_TEXTS = st.lists(st.tuples(st.text(min_size=1, max_size=40), st.sampled_from([LINE, PARAGRAPH, CELL])), max_size=30)


@given(_TEXTS)
def test_every_unit_is_its_slice_of_the_text(pieces: list[tuple[str, str]]) -> None:
    builder = Builder(Limits())
    for piece, join in pieces:
        builder.add(piece, "line", join=join)
    text = builder.text
    assert [clean(piece) for piece, _ in pieces] == [text[unit.start : unit.end] for unit in builder.units]
    assert len(text) == builder.length
    assert unicodedata.normalize("NFC", text) == text
    assert clean(text) == text
    text.encode("utf-8")  # nothing in it that no file can hold


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_cleaning_keeps_everything_but_line_ends_composition_and_noncharacters() -> None:
    assert "  a\n\nb\tc\u200cd\u00e9\ufffd  " == clean("  a\r\n\rb\tc\u200cde\u0301\0  ")


def test_an_empty_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="needs text"):
        Builder(Limits()).add("", "line")


def test_the_length_of_a_text_has_a_limit() -> None:
    builder = Builder(Limits(characters=10))
    builder.add("0123456789", "line")
    with pytest.raises(Gap) as caught:
        builder.add("x", "line")
    assert "limit" == caught.value.code


@given(st.lists(st.tuples(st.integers(1, 20), st.sampled_from(list(ZoneRole)), st.sampled_from("ab")), max_size=20))
def test_zones_cover_the_text_in_order(parts: list[tuple[int, ZoneRole, str]]) -> None:
    start, marks = 0, []
    for length, role, reason in parts:
        marks.append((start, Mark(role, 0.5, reason)))
        start += length
    zones = cover(start, marks)
    assert start == sum(zone.end - zone.start for zone in zones)
    for before, after in pairwise(zones):
        assert before.end == after.start
        assert (before.role, before.reason) != (after.role, after.reason)
    for at, mark in marks:
        assert [mark.role] == [zone.role for zone in zones if zone.start <= at < zone.end]


@given(st.text(alphabet=st.sampled_from("ab Z.\n\r\u0301\u00e9\u0645\u05d0<>&:©"), max_size=300))
def test_any_plain_text_is_covered(text: str) -> None:
    try:
        read("x" + text)
    except Gap as gap:  # looks like something else than text
        assert gap.code in ("no_text", "empty", "corrupt")
