"""The words and small sums of the pages."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.dates import When, when
from foja.model.event import Actor, Event
from foja.model.rows import Moment
from foja.model.statement import Alleger
from foja.model.vocabulary import (
    ActFamily,
    ActState,
    AllegerKind,
    Holds,
    Modality,
    OutcomeState,
    Quality,
    Review,
    Status,
    ZoneRole,
)
from foja.preserve import stamp_check
from foja.web import event_words, words
from foja.web.render import lead_in, lead_out
from foja.web.timeline import WIDTH, by_year, drawn
from web.browsing import row


def test_every_term_of_the_vocabularies_has_words():
    for kind, table in (
        (Modality, words.BY),
        (Status, words.STATUS),
        (Status, words.FAMILY),
        (Review, words.REVIEW),
        (OutcomeState, words.STATE),
        (ZoneRole, words.ROLE),
        (Holds, words.ANSWER),
        (Quality, words.QUALITY),
        (ActFamily, words.ACT_FAMILY),
        (ActState, words.ACT_STATE),
    ):
        assert set(kind) == set(table)
    assert set(words.FAMILY.values()) == {family for family, _ in words.LEGEND}
    assert set(words.ACT_FAMILY.values()) <= set(words.FAMILY.values())


@pytest.mark.parametrize(
    ("links", "expected"),
    [
        ([("page", "")], "alleged by the page itself"),
        ([("page", "Wire")], "alleged by Wire"),
        ([("page", "Wire"), ("speaker", "Ana")], "alleged by Ana, on the page of Wire"),
        ([("page", ""), ("outlet", "Faro"), ("speaker", "Ana")], "alleged by Ana, reported by Faro, on this page"),
        ([("document", "Order"), ("speaker", "The court")], "alleged by The court, in Order"),
        ([], "alleged by a speaker the page does not name"),
    ],
)
def test_the_chain_is_a_readable_line(links, expected):
    chain = [Alleger(kind=AllegerKind(kind), name=name) for kind, name in links]
    assert words.chain_line(chain, Modality.ALLEGED) == expected


@pytest.mark.parametrize(
    ("given_when", "expected"),
    [
        (when("18 July 1994", "1994-07-18"), "1994-07-18"),
        (when("1994", "1994"), "1994, day not known"),
        (when("July 1994", "1994-07"), "1994-07, day not known"),
        (when("x", "1994-07-01/1994-07-03"), "1994-07-01/1994-07-03: between 1994-07-01 and 1994-07-03"),
        (when("since 1994", "1994/.."), "on or after 1994-01-01"),
        (when("x", "[1994-07-01..1994-07-03]"), "between 1994-07-01 and 1994-07-03"),
        (when("x", "[1994-07-01,1994-07-03]"), "one of 1994-07-01, 1994-07-03"),
        (when("7 October", "XXXX-10-07"), "“7 October”, no year"),
    ],
)
def test_dates_say_how_sure_they_are(given_when, expected):
    assert words.date_words(given_when) == expected


def event(kind: str, body: dict, why: str = "") -> Event:
    return Event(seq=1, at="2026-01-01T00:00:00Z", kind=kind, body=body, actor=Actor(name="A"), why=why)


@pytest.mark.parametrize(
    ("kind", "body", "target"),
    [
        ("statement.accepted", {"statement": "st-1"}, "/statements/st-1"),
        ("statement.accepted", {"statement": {"id": "st-1"}}, "/statements/st-1"),
        ("statement.corrected", {"statement": "st-1", "replacement": {"id": "st-2"}}, "/statements/st-2"),
        ("source.added", {"source": {"sha256": "ab"}}, "/sources/ab"),
        ("source.described", {"source": "ab", "field": "title", "value": "x"}, "/sources/ab"),
        ("statement.accepted", {}, ""),
        ("case.created", {"title": "x"}, ""),
        ("something.new", {"statement": 7}, ""),
    ],
)
def test_events_lead_to_what_they_were_about(kind, body, target):
    assert event_words.event_target(event(kind, body)) == target
    assert event_words.event_phrase(event(kind, body))


def test_the_same_act_in_a_row_is_said_once():
    events = [
        event("statement.accepted", {}, "x"),
        event("statement.accepted", {}, "x"),
        event("statement.accepted", {}, "y"),
    ]
    assert [times for _, times in event_words.in_a_row(events)] == [2, 1]


@given(st.text(alphabet="ab \n", max_size=600))
def test_context_is_cut_at_words_and_stays_in_place(text):
    assert text.endswith(lead_in(text))
    assert text.startswith(lead_out(text))
    assert "\n\n" not in lead_in(text)[1:] and "\n\n" not in lead_out(text)


def moment(edtf: str) -> Moment:
    return Moment(when=when(edtf, edtf), statement=row(f"st-{edtf}", 0, 1))


@given(
    st.lists(
        st.sampled_from(
            [
                "1994",
                "1994-07",
                "1994-07-18",
                "199X",
                "1985/2003",
                "2006-10-25",
                "../1994",
                "1994/..",
                "XXXX-10-07",
                "0001",
                "9999",
            ]
        ),
        max_size=40,
    )
)
def test_bars_lie_inside_the_drawing_and_none_is_lost(dates):
    moments = [moment(date) for date in dates]
    drawing = drawn(moments)
    assert len(drawing.bars) + drawing.undrawn + drawing.unplaced == len(moments)
    for bar in drawing.bars:
        assert bar.x >= 0 and bar.x + bar.width <= WIDTH + 1
        assert bar.exact == (bar.moment.when.earliest == bar.moment.when.latest)
    lanes: dict[float, float] = {}
    for bar in sorted(drawing.bars, key=lambda b: b.x):
        assert bar.x > lanes.get(bar.y, -1)
        lanes[bar.y] = bar.x + bar.width - 0.01
    assert sum(len(found) for _, found in by_year(moments)) == len(moments)


def test_a_month_is_wider_than_a_day():
    day, month = drawn([moment("1994-07-18"), moment("1998-07")]).bars
    assert day.exact and not month.exact
    assert month.width > day.width


def test_a_date_without_bounds_has_no_year():
    assert by_year([Moment(when=When(verbatim="7 October"), statement=row("a", 0, 1))])[0][0] == ""


def test_time_stamps_in_words() -> None:
    states = {stamp_check.CONFIRMED, stamp_check.OWN_ROOTS, stamp_check.UNCONFIRMED, stamp_check.WRONG}
    assert states == set(words.STAMP)
    actor = Actor(name="Ana")
    got = Event(seq=1, at="", kind="stamped", body={"authority": "A", "size": 7}, actor=actor)
    none = Event(seq=1, at="", kind="stamp.failed", body={"authority": "A", "size": 7, "reason": "busy"}, actor=actor)
    assert "had the first 7 events stamped by A" == event_words.event_phrase(got)
    assert "got no stamp from A: busy" == event_words.event_phrase(none)


def test_what_a_tool_did_names_the_source() -> None:
    body = {"stage": "read", "state": "scan", "source": "a1"}
    event = Event(seq=1, at="2026-01-01T00:00:00Z", actor=Actor(name="foja", kind="tool"), kind="derived", body=body)
    assert event_words.event_phrase(event, {"a1": "memo.pdf"}) == "read “memo.pdf”: scan"
    assert event_words.event_phrase(event) == "read a source: scan"
    assert event_words.event_target(event) == "/sources/a1"
    other = msgspec.structs.replace(event, body={"stage": "plugin.maps", "source": "a1", "state": "done"})
    assert event_words.event_phrase(other) == "ran plugin.maps on a source"
