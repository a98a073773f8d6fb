"""The board of conflicts: a card for each, the reason, the values on a number line, and the passages."""

from __future__ import annotations

import pytest

from foja.web.number_line import WIDTH, number_line
from web.browsing import tags


def test_the_board_has_the_reason_a_number_line_and_links_to_the_statements(client, case):
    page = client.get("/conflicts").text
    conflict = case.conflict_list[0]
    assert f'href="/conflicts/{conflict.id}"' in page
    assert "no reason in the passages" in page.lower()
    assert "foja does not say which side is right" in page
    for _, ids in conflict.sides:
        for identifier in ids:
            assert f'href="/statements/{identifier}"' in page
    drawing = next(one for name, one in tags(page) if name == "svg" and one.get("class") == "number-line")
    assert drawing["role"] == "img"
    assert "31 in 1 statement" in drawing["aria-label"]


def test_filters_narrow_the_board_and_unknown_ones_speak(client):
    assert "None found among accepted statements with this filter" in client.get("/conflicts?reason=bound").text
    assert "killed" in client.get("/conflicts?kind=figures").text
    wrong = client.get("/conflicts?reason=guilt")
    assert (wrong.status_code, "no kind of conflict" in wrong.text) == (400, True)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (((85, 85), (86, 86)), [(True, False, False), (True, False, False)]),
        (((151, 151), (301, None)), [(True, False, False), (False, False, True)]),
        (((None, 10), (12, 15)), [(False, True, False), (False, False, False)]),
    ],
)
def test_counts_are_points_ranges_bars_and_bounds_are_open(values, expected):
    line = number_line([("a", ("st-1",)), ("b", ("st-2", "st-3"))], values)
    assert line is not None
    assert expected == [(mark.point, mark.down, mark.up) for mark in line.marks]
    assert all(0 <= mark.x <= mark.end <= WIDTH for mark in line.marks)
    assert line.marks[1].size > line.marks[0].size
    assert [x for x, _ in line.ticks] == sorted(x for x, _ in line.ticks)


def test_what_has_no_values_is_not_drawn():
    assert number_line([("put forward", ("st-1",)), ("denied", ("st-2",))], ()) is None
    assert number_line([("a", ())], ((None, None),)) is None
