"""A statement stands in the chronology at each of its dates, and only while it is accepted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.event import Actor
from foja.model.rows import Moment, Page, Question
from foja.model.vocabulary import Review

WHO = Actor(name="Reader")
RULING = "On 30 May 1995 the Supreme Court upheld the sentences for the 1976 murder of the envoy."
LATER = "The two officers went to prison on 20 October 1995."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "news.txt").write_text(f"{RULING} {LATER}", "utf-8")
    with Case.create(tmp_path / "case", title="Envoy", actor=WHO) as made:
        made.add([tmp_path / "in"], actor=WHO)
        made.build(jobs=0)
        ids = [row.id for row in made.every_statement(Question(review=(Review.DRAFT,)))]
        made.accept(ids, actor=WHO, why="Read")
        yield made


def asked(case: Case, **fields: object) -> Page[Moment]:
    return case.chronology(Question(review=(Review.ACCEPTED,), **fields))  # type: ignore[arg-type]


def told(page: Page[Moment]) -> list[tuple[str, str]]:
    return [(moment.when.earliest or "", moment.statement.content) for moment in page.items]


def test_a_ruling_on_an_old_crime_stands_in_the_year_of_the_ruling_too(case: Case) -> None:
    found = told(asked(case))
    assert found == sorted(found, key=lambda row: row[0])
    days = {day for day, content in found if "the Supreme Court" in content}
    assert days == {"1976-01-01", "1995-05-30"}


def test_pages_of_it_join_without_loss_or_repetition(case: Case) -> None:
    whole = told(asked(case))
    after, parts = "", []
    while True:
        page = asked(case, limit=1, after=after)
        assert page.total == len(whole)
        parts += told(page)
        if not (after := page.after):
            break
    assert parts == whole


def test_dates_after_the_day_asked_for_are_left_out(case: Case) -> None:
    days = [day for day, _ in told(asked(case, as_of="1995-06"))]
    assert "1995-05-30" in days
    assert max(days) <= "1995-06-30"


def test_what_is_rejected_leaves_it(case: Case) -> None:
    (row,) = [row for row in case.every_statement(Question()) if "October" in row.content]
    case.reject([row.id], actor=WHO, why="Another case")
    assert all("October" not in content for _, content in told(asked(case)))
    assert case.chronology(Question(review=(Review.REJECTED,))).total == 1
