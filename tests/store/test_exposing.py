"""Exposure, deadlines and elements through the facade, from statements to tables."""

from __future__ import annotations

from typing import Any

import pytest

from foja.case import Case
from foja.facade.watched import Watched
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.vocabulary import Band, Direction, Holds, Mode
from store.sealed_sample import memo
from store.test_acts import built_lira, lira, order, press  # noqa: F401

WHO = Actor(name="Clerk")


def said(case: Case, statement: str, kind: str, **fields: Any) -> Any:
    return case.record_particular("circumstance", {"kind": kind, **fields}, [statement], actor=WHO, why="Read")


def test_exposure_from_statements(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = order(lira, row.id)
    treaty = said(lira, row.id, "treaty", countries=["AR", "UY"], since="1996", until="..")
    said(lira, row.id, "requesting", countries=["AR"], since="2001-03-03", until="..")
    last = lira.particular(treaty.id).row.known_on
    view = lira.exposure("Tomás Rey", as_of=last)
    assert view.requesting == ("AR",)
    (uruguay,) = [one for one in view.rows if one.code == "UY"]
    assert uruguay.band is Band.OBLIGATION
    assert {one for factor in uruguay.factors for one in factor.ids} == {treaty.id}
    assert view.general[0].ids == (made.id,)
    assert [one.act.id for one in view.acts] == [made.id]
    assert treaty.id in {one.particular.id for one in view.particulars}
    (later,) = lira.exposure("Tomás Rey", as_of="2001-06-01", country="UY").rows
    (duty,) = [one for one in later.factors if one.ids == (treaty.id,)]
    assert (later.band, duty.direction) == (Band.REQUEST, Direction.CONTESTED)  # nothing says so any more that late
    assert duty.words.endswith(f"(said to go on, last on {last}; possibly on that day)")
    assert later.why.endswith(f"not sure on that day: {duty.name}")
    early = lira.exposure("Tomás Rey", as_of="2001-06-01", known_by="2001-05-09", country="UY", requesting=["AR"])
    assert [one.band for one in early.rows] == [Band.NOTHING]
    assert (early.acts, early.particulars) == ((), ())
    with pytest.raises(UsageError):
        lira.exposure("Tomás Rey", as_of="2001-06-01", country="Nowhere")


def test_precedents_of_others_are_context(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    order(lira, row.id)
    said(lira, row.id, "visit", persons=["Ana Beltrán"], countries=["UY"], value="left_without_arrest", since="2001-04")
    (uruguay,) = lira.exposure("Tomás Rey", as_of="2001-06-01", country="UY").rows
    (before,) = [one for one in uruguay.factors if one.name == "Before that day"]
    assert before.direction is Direction.CONTEXT


def test_what_a_state_made_of_an_act_counts_after_its_day_and_who_asks_is_on_file(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = order(lira, row.id)
    fields = {
        "holder": "Government of Uruguay",
        "stance": "refuses",
        "date": "2001-05-02",
        "on": made.id,
        "shown": [row.id],
    }
    position = lira.record_item("position", fields, actor=WHO, why="Read")
    lira.record_act(
        {
            "machine": "criminal_ar", "title": "Main case", "kind": "opened", "authority": "Court Six",
            "date": "2001-04-01", "persons": ["Tomás Rey"],
        },
        [row.id], actor=WHO, why="Read",
    )  # fmt: skip

    def uruguay(**days: str) -> Any:
        view = lira.exposure("Tomás Rey", country="UY", **days)
        return view.requesting, [one for one in view.rows[0].factors if one.name == "Position"]

    asking, (factor,) = uruguay(as_of="2001-06-01")
    assert (asking, factor.direction, factor.ids) == (("AR",), Direction.AGAINST, (position.id,))
    for days in ({"as_of": "2001-05-02"}, {"as_of": "2001-06-01", "known_by": "2001-05-09"}):
        _, (factor,) = uruguay(**days)
        assert (factor.direction, factor.ids) == (Direction.UNKNOWN, ())
    others = lira.exposure("Tomás Rey", as_of="2001-06-01", country="BR").rows[0].factors
    assert not [one for one in others if position.id in one.ids]


def test_deadlines_from_acts(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = lira.record_act(
        {
            "machine": "red_notice", "title": "Notice of 2001", "kind": "published", "authority": "Interpol",
            "date": "2001-05-10", "persons": ["Tomás Rey", "Ana Beltrán"],
        },
        [row.id], actor=WHO, why="Read",
    )  # fmt: skip
    (due,) = lira.deadlines(as_of="2002-01-01").rows
    assert (due.earliest, due.passed, due.act.act.id) == ("2006-05-10", Holds.NO, made.id)
    assert {one.name for one in due.subjects} == {"Tomás Rey", "Ana Beltrán"}
    assert due.cite
    assert lira.deadlines(as_of="2007-01-01").rows[0].passed is Holds.YES
    assert lira.deadlines(as_of="2002-01-01", known_by="2001-05-09").rows == ()
    (mine,) = lira.deadlines(as_of="2002-01-01", party="Tomás Rey").rows
    assert [one.name for one in mine.subjects] == ["Tomás Rey"]


def filing(case: Case, statement: str, **fields: Any) -> Any:
    given = {"person": "Tomás Rey", "charge": "homicide_ar", "element": "participation", "side": "for", **fields}
    return case.record_particular("filing", given, [statement], actor=WHO, why="Read")


def test_elements_are_filed_for_and_against_and_the_rest_is_missing(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = filing(lira, row.id, mode="planning")
    filing(lira, row.id, element="death", side="against")
    view = lira.elements("Tomás Rey")
    (charge,) = view.charges
    cells = {(cell.element, cell.mode): cell for cell in charge.cells}
    assert [one.particular.id for one in cells["participation", Mode.PLANNING].supporting] == [made.id]
    assert cells["participation", Mode.DECIDING].missing
    assert len(cells["death", None].opposing) == 1
    assert cells["intent", None].missing
    assert charge.filled == 2
    filing(lira, row.id, side="against")  # for every way of taking part
    (charge,) = lira.elements("Tomás Rey").charges
    assert charge.filled == 5
    lira.reject([row.id], actor=WHO, why="No")
    (charge,) = lira.elements("Tomás Rey").charges
    assert charge.filled == 0
    assert lira.elements("Tomás Rey", charge="bombing_1997").charges[0].filled == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"charge": "treason"}, {"element": "motive"}, {"side": "maybe"}, {"side": ""}, {"mode": "watching"},
        {"element": "death", "mode": "planning"},
    ],
)  # fmt: skip
def test_what_cannot_be_filed(lira: Case, fields: dict[str, str]) -> None:  # noqa: F811
    row = press(lira)
    before = lira.desk().events
    with pytest.raises(UsageError):
        filing(lira, row.id, **fields)
    with pytest.raises(UsageError):
        lira.record_particular(
            "filing", {"person": "X", "charge": "homicide_ar", "element": "death", "side": "for"}, entered=True,
            actor=WHO, why="I think so",
        )  # fmt: skip
    assert lira.desk().events == before


def test_tables_from_a_protected_source_are_logged_first(case: Case) -> None:
    sha = memo(case)
    statement = case.reader(sha).statements[0].id
    filing(case, statement, person="Zuleika Quispe", element="death")
    order(case, statement, persons=["Zuleika Quispe"], until="2030")
    shown: Any = Watched(case, Actor(name="Rosa Reader"), "test", at_once=True)
    for ask in (
        lambda: shown.exposure("Zuleika Quispe", as_of="2020-01-01"), lambda: shown.deadlines(as_of="2020-01-01"),
        lambda: shown.elements("Zuleika Quispe"),
    ):  # fmt: skip
        before = len(case.accesses())
        ask()
        assert [sha] in [entry.body["sources"] for entry in case.accesses()[before:]]
