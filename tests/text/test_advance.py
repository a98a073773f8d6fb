"""Where on its line a passage stands, from the left, by the widths of letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.text.advance import runs_left, stretch


def test_wide_letters_take_more_of_a_line_than_narrow_ones() -> None:
    assert stretch("WWWWiiii", 0, 4)[1] > 0.7
    assert (0.0, 1.0) == stretch("any line", 0, 8)
    assert stretch("nnnn", 0, 2) == stretch("ñnnn", 0, 2) == (0.0, 0.5)
    assert stretch("nñn", 0, 2)[1] == pytest.approx(stretch("nn\u0303n", 0, 3)[1])


def test_a_line_that_runs_left_begins_at_the_right() -> None:
    line = "קרא הפקיד את השורה"
    first, last = stretch(line, 0, 3)
    assert first > 0.7 and 1.0 == last
    assert 0.0 == stretch(line, 14, len(line))[0]
    assert stretch("قرأ الكاتب 1994", 11, 15)[1] < 0.4


def test_the_letters_decide_which_way_a_line_runs() -> None:
    assert not runs_left("9 November 2006 (קרא)")
    assert runs_left("قرأ الكاتب foja 1994")
    assert not runs_left("1994 - 2006")


@given(st.text(max_size=60), st.integers(-5, 70), st.integers(0, 70))
def test_a_passage_stays_on_its_line(line: str, start: int, length: int) -> None:
    first, last = stretch(line, start, start + length)
    assert 0 <= first <= last <= 1


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_parts_of_a_line_meet(line: str, one: int, other: int) -> None:
    low, high = sorted((min(one, len(line)), min(other, len(line))))
    parts = sorted(stretch(line, a, b) for a, b in ((0, low), (low, high), (high, len(line))))
    assert parts[0][1] == pytest.approx(parts[1][0]) and parts[1][1] == pytest.approx(parts[2][0])
