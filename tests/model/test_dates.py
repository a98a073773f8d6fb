"""Dates: bounds, and what they answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.dates import bounds, by, when
from foja.model.vocabulary import Holds


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("1994", ("1994-01-01", "1994-12-31")),
        ("1994-07", ("1994-07-01", "1994-07-31")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("1994-07-18", ("1994-07-18", "1994-07-18")),
        ("199X", ("1990-01-01", "1999-12-31")),
        ("XXXX-10-07", (None, None)),
        ("1996?", ("1996-01-01", "1996-12-31")),
        ("2009-08~", ("2009-08-01", "2009-08-31")),
        ("1994/1996", ("1994-01-01", "1996-12-31")),
        ("1994/..", ("1994-01-01", None)),
        ("../1994", (None, "1994-12-31")),
    ],
)
def test_bounds(edtf: str, expected: tuple[str | None, str | None]) -> None:
    assert bounds(edtf) == expected


@pytest.mark.parametrize("edtf", ["", "soon", "1994-13", "1994-02-30", "1996/1994", "94", "1994-7-1", "0000"])
def test_what_is_no_date_is_refused(edtf: str) -> None:
    with pytest.raises(ValueError):
        bounds(edtf)


@given(st.dates(), st.dates())
def test_a_day_has_happened_by_itself_and_later(one, other) -> None:  # type: ignore[no-untyped-def]
    day = when("x", one.isoformat())
    expected = Holds.YES if one <= other else Holds.NO
    assert by(day.earliest, day.latest, other.isoformat()) is expected


def test_between_the_bounds_it_is_possible_and_without_bounds_unknown() -> None:
    assert by("1994-01-01", "1994-12-31", "1994-06-01") is Holds.POSSIBLE
    assert by(None, None, "1994-06-01") is Holds.UNKNOWN
    assert by("1994-01-01", None, "1993-06-01") is Holds.NO
