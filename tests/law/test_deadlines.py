"""Deadlines: terms that acts name, days that rules count; the last act in a matter counts; nothing later leaks."""

from __future__ import annotations

import pytest

from foja.law.deadlines import deadline_rules, deadlines
from foja.law.fold import Dated
from foja.law.interval import later
from foja.law.machine import machines
from foja.law.standing import Known
from foja.model.vocabulary import Holds


def act(kind: str, day: str, machine: str = "red_notice", until: str = "", last: str = "", known: str = "") -> Known:
    made = Dated(f"ac-{kind}-{day}", kind, day, last or day, (until, until))
    return Known("mt", machine, "x", made, known or (last or day))


def told(*acts: Known, as_of: str, known_by: str = "") -> list[tuple[str, str, Holds, bool]]:
    return [(due.earliest, due.latest, due.passed, due.rule is None) for due in deadlines(acts, as_of, known_by)]


def test_a_term_that_an_act_names_goes_before_a_rule() -> None:
    published = act("published", "2007-11-07", until="2012-11-07")
    assert told(published, as_of="2010-01-01") == [("2012-11-07", "2012-11-07", Holds.NO, True)]
    assert told(act("published", "2007-11-07"), as_of="2010-01-01") == [("2012-11-07", "2012-11-07", Holds.NO, False)]


def test_the_day_itself_has_not_passed() -> None:
    published = act("published", "2007-11-07", until="2012-11-07")
    assert told(published, as_of="2012-11-07")[0][2] is Holds.NO
    assert told(published, as_of="2012-11-08")[0][2] is Holds.YES


def test_a_renewal_takes_the_place_and_an_ending_leaves_none() -> None:
    published = act("published", "2007-11-07", until="2012-11-07")
    renewed = act("renewed", "2017-11-01", until="2022-11-07")
    assert told(published, renewed, as_of="2018-01-01") == [("2022-11-07", "2022-11-07", Holds.NO, True)]
    assert told(published, renewed, as_of="2016-01-01") == [("2012-11-07", "2012-11-07", Holds.YES, True)]
    cancelled = act("cancelled", "2009-01-01")
    assert told(published, cancelled, as_of="2010-01-01") == []
    assert told(published, cancelled, as_of="2008-01-01") == [("2012-11-07", "2012-11-07", Holds.NO, True)]


def test_an_uncertain_act_gives_an_uncertain_day() -> None:
    published = act("published", "2007-11-01", last="2007-11-30")
    assert told(published, as_of="2010-01-01") == [("2012-11-01", "2012-11-30", Holds.NO, False)]
    assert told(published, as_of="2012-11-15")[0][2] is Holds.POSSIBLE


def test_what_was_not_known_by_then_moves_nothing() -> None:
    published = act("published", "2007-11-07", until="2012-11-07")
    renewed = act("renewed", "2012-10-01", until="2017-11-07", known="2013-05-01")
    assert told(published, renewed, as_of="2012-12-01", known_by="2012-12-01") == [
        ("2012-11-07", "2012-11-07", Holds.YES, True)
    ]
    assert told(published, renewed, as_of="2012-12-01") == [("2017-11-07", "2017-11-07", Holds.NO, True)]


def test_days_and_months_are_counted_by_the_calendar() -> None:
    (due,) = deadlines([act("arrested", "2003-08-21", "extradition")], "2003-09-01")
    assert (due.earliest, due.rule.days if due.rule else 0) == ("2003-09-30", 40)
    assert later("2004-02-29", 60) == "2009-02-28"
    assert later("2004-12-31", 2) == "2005-02-28"
    assert later("9999-01-01", 60) == "9999-99-99"


def test_the_next_comes_first_and_what_passed_after_it() -> None:
    acts = [
        Known(
            f"mt-{n}", "red_notice", "x", Dated(f"ac-{n}", "published", "2000-01-01", "2000-01-01", (day, day)), "2000"
        )
        for n, day in enumerate(("2009-01-01", "2004-01-01", "2006-01-01"))
    ]
    assert [due.earliest for due in deadlines(acts, "2005-01-01")] == ["2006-01-01", "2009-01-01", "2004-01-01"]


@pytest.mark.parametrize("machine", sorted(deadline_rules()))
def test_rules_name_acts_that_there_are_and_their_text(machine: str) -> None:
    kinds = {move.kind for move in machines()[machine].act}
    for rule in deadline_rules()[machine]:
        assert set(rule.kinds) <= kinds
        assert rule.cite
        assert rule.words
        assert (rule.months > 0) != (rule.days > 0)
