"""Whether something that lasts was so on a day, with dates that leave room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.law.interval import as_last_said, holds_on, so_on
from foja.law.particulars import particular_of
from foja.model.act import PartyName
from foja.model.dates import When, when
from foja.model.particular import OPEN
from foja.model.vocabulary import Holds

GOES_ON = When(verbatim=OPEN, edtf=OPEN)


def dated(edtf: str) -> When | None:
    return None if not edtf else GOES_ON if edtf == OPEN else when(edtf, edtf)


@pytest.mark.parametrize(
    ("since", "until", "day", "answer"),
    [
        ("1989", "1997", "1994-07-18", Holds.YES),
        ("1989", "1997", "1997-03-01", Holds.POSSIBLE),  # he may have left in January
        ("1989", "1997", "1989-12-31", Holds.YES),
        ("1989", "1997", "1998-01-01", Holds.NO),
        ("1989", "1997", "1988-12-31", Holds.NO),
        ("1988~", "[1997,1998]", "1998-06-01", Holds.POSSIBLE),
        ("2021-08", "", "2030-01-01", Holds.POSSIBLE),  # nobody knows when it ended
        ("2021-08", OPEN, "2030-01-01", Holds.YES),  # a source says that it goes on
        ("", "1997", "1990-01-01", Holds.POSSIBLE),
        ("", "1997", "1998-01-01", Holds.NO),
        ("", "", "1998-01-01", Holds.POSSIBLE),
        ("[..1994-07-18]", "2003-12", "1994-07-18", Holds.YES),
        ("[..1994-07-18]", "2003-12", "1990-01-01", Holds.POSSIBLE),
        ("1989", "1997", "", Holds.YES),
    ],
)
def test_each_case(since: str, until: str, day: str, answer: Holds) -> None:
    assert holds_on(dated(since), dated(until), day) is answer


days = st.dates(date(1980, 1, 1), date(2030, 1, 1))


@given(days, st.integers(0, 400), days, st.integers(0, 400), days)
def test_the_answer_is_what_all_or_some_readings_of_the_dates_give(
    first: date, room: int, last: date, slack: int, asked: date
) -> None:
    """Against every reading: yes where all have it so, no where none has, possible in between."""
    starts = (first, first + timedelta(days=room))
    ends = (last, last + timedelta(days=slack))
    since = When(verbatim="x", edtf="x", earliest=starts[0].isoformat(), latest=starts[1].isoformat())
    until = When(verbatim="y", edtf="y", earliest=ends[0].isoformat(), latest=ends[1].isoformat())
    readings = {begin <= asked <= end for begin in starts for end in ends}
    found = holds_on(since, until, asked.isoformat())
    assert found is (Holds.POSSIBLE if len(readings) == 2 else Holds.YES if readings == {True} else Holds.NO)


def test_what_a_source_says_goes_on_is_sure_up_to_its_own_day() -> None:
    """A page of 2022 tells nothing of 2026: from then on it is possible, neither sure nor no."""
    held = particular_of(
        "post",
        {"person": PartyName(name="A", key="a"), "title": "Post", "since": "2021-08", "until": ".."},
        ["st-1"],
    )
    said = as_last_said(held, "2022-07-18")
    assert so_on(held, "2999-01-01") is Holds.YES  # by the record alone
    assert so_on(said, "2021-07-01") is Holds.NO
    assert so_on(said, "2022-07-18") is Holds.YES
    assert so_on(said, "2022-07-19") is Holds.POSSIBLE
    assert so_on(said, "2999-01-01") is Holds.POSSIBLE
    ended = particular_of(
        "post", {"person": PartyName(name="A", key="a"), "title": "Post", "since": "2021", "until": "2024"}, ["st-1"]
    )
    assert as_last_said(ended, "2022-01-01") == ended
