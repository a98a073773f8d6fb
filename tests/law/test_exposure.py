"""The exposure table: recorded factors, bands by told rules, precedents before the day alone, unknowns shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.law.exposure import exposure
from foja.law.fold import Dated
from foja.law.interval import as_last_said
from foja.law.particulars import particular_of
from foja.law.scene import Fact, Given, Question
from foja.law.standing import Known
from foja.model.act import PartyName
from foja.model.exposure import CountryRow, ExposureView, Factor
from foja.model.particular import Circumstance, Post, Resolution
from foja.model.vocabulary import Band, Direction
from law.argument_cases import ArgumentCase, every_case

WHO, OTHER = PartyName(name="X", key="x"), PartyName(name="Y", key="y")
WARRANT = Known("m", "warrant", "", Dated("ac-w", "ordered", "2006-11-09", "2006-11-09"), "2006-11-10")
DAY = "2010-06-01"


def fact(kind: str, known: str = "2000-01-01", **fields: Any) -> Fact:
    record = particular_of("circumstance", {"kind": kind, "since": "1999", **fields}, ["st-1"])
    assert isinstance(record, Circumstance)
    return Fact(record, known)


def post(rank: str, **fields: Any) -> Fact:
    given = {"person": WHO, "title": "Post", "rank": rank, "since": "2005", "until": "2012", **fields}
    record = particular_of("post", given, ["st-1"])
    assert isinstance(record, Post)
    return Fact(record, "2005-01-01")


def treaty(**fields: Any) -> Fact:
    return fact("treaty", countries=["AR", "UY"], until="..", **fields)


def table(*facts: Fact, acts: tuple[Known, ...] = (WARRANT,), day: str = DAY, **asked: Any) -> dict[str, CountryRow]:
    before = [
        f.record for f in facts if isinstance(f.record, Circumstance) and f.record.kind in ("visit", "refusal_ground")
    ]
    _, rows, _ = exposure(Given(acts, facts), before, Question(day, asked.get("known_by", "")), ["x"], ["AR"])
    return {row.code: row for row in rows}


def directions(row: CountryRow) -> dict[str, Direction]:
    return {factor.name: factor.direction for factor in row.factors}


def test_every_country_has_a_row_and_nothing_on_file_is_unknown() -> None:
    rows = table(acts=())
    assert len(rows) == 249
    assert {row.band for row in rows.values()} == {Band.NOTHING}
    assert all(row.hatched for row in rows.values())
    assert {factor.direction for factor in rows["UY"].factors} == {Direction.UNKNOWN}


def test_bands_follow_from_what_is_recorded() -> None:
    assert table()["UY"].band is Band.REQUEST
    found = table(treaty())
    assert (found["UY"].band, found["BR"].band) == (Band.OBLIGATION, Band.REQUEST)
    assert table(treaty(), acts=())["UY"].band is Band.NOTHING  # a treaty without a warrant obliges to nothing
    assert table(treaty(denied=True))["UY"].band is Band.REQUEST
    head = post("head_of_state")
    assert table(treaty(), head)["UY"].band is Band.BOTH
    assert table(head)["UY"].band is Band.BAR
    disputed = post("head_of_state", rank_disputed=True)
    assert table(treaty(), disputed)["UY"].band is Band.OBLIGATION  # contested, and so told
    dead = fact("death", persons=[WHO], since="2009")
    assert table(dead)["UY"].band is Band.BAR
    assert table(dead, day="2008-01-01")["UY"].band is Band.REQUEST


def test_an_own_national_is_a_bar_only_where_the_law_of_the_state_is_on_file() -> None:
    national = fact("nationality", persons=[WHO], countries=["UY"], until="..")
    row = table(national)["UY"]
    assert (row.band, directions(row)["Own national"]) == (Band.REQUEST, Direction.CONTESTED)
    rule = fact("nationals_not_surrendered", countries=["UY"], until="..")
    assert table(national, rule)["UY"].band is Band.BAR
    assert "Own national" not in directions(table(national, rule)["BR"])


def test_a_convention_binds_only_where_both_are_bound_and_the_offence_is_so_classed() -> None:
    bound = [fact("party_to", value="bombings_1997", countries=[code], until="..") for code in ("AR", "UY")]
    offence = fact("offence", value="terrorism")
    assert table(*bound, offence)["UY"].band is Band.OBLIGATION
    for some in ([bound[0], offence], [bound[1], offence], bound):
        assert table(*some)["UY"].band is Band.REQUEST
    assert table(*bound, offence)["BR"].band is Band.REQUEST


def test_precedents_are_strictly_before_the_day_and_say_whose_they_are() -> None:
    visits = [
        fact("visit", persons=[WHO], countries=["BO"], value="left_without_arrest", since="2009-05-31"),
        fact("visit", persons=[OTHER], countries=["BO"], value="arrested_and_released", since="2008"),
        fact("visit", persons=[WHO], countries=["BO"], value="left_without_arrest", since=DAY),
        fact("visit", persons=[WHO], countries=["BO"], value="left_without_arrest", since="2010"),  # may be later
    ]
    row = table(*visits)["BO"]
    before = [factor for factor in row.factors if factor.name == "Before that day"]
    assert [(factor.direction, factor.words.split(":")[0]) for factor in before] == [
        (Direction.AGAINST, "X"), (Direction.CONTEXT, "Y"),
    ]  # fmt: skip


def test_a_warrant_that_is_only_requested_obliges_to_nothing() -> None:
    requested = WARRANT._replace(act=Dated("ac-w", "requested", "2006-11-09", "2006-11-09"))
    row = table(treaty(), acts=(requested,))["UY"]
    assert row.band is Band.REQUEST


def test_no_number_is_a_score() -> None:
    for record in (CountryRow, ExposureView, Factor):
        for name in record.__struct_fields__:
            assert not any(word in name for word in ("score", "risk", "probab", "weight", "rating")), name
    assert {str(band) for band in Band} == {
        "obligation_recorded", "obligation_and_bar_recorded", "bar_recorded", "request_recorded",
        "no_request_recorded",
    }  # fmt: skip


DAYS = [f"{year}-{day}" for year in range(1994, 2027) for day in ("01-01", "07-18")]


@pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)
@settings(max_examples=25, deadline=None)
@given(day=st.sampled_from(DAYS), known_by=st.sampled_from(["", *DAYS]))
def test_nothing_later_leaks_into_a_table(path: Path, day: str, known_by: str) -> None:
    case = ArgumentCase(path)
    begins = {one.act.id: (one.act.earliest, one.known_on) for one in case.acts}
    for fact_ in case.facts:
        begins[fact_.record.id] = ((fact_.record.since.earliest if fact_.record.since else "") or "", fact_.known_on)
    for person in case.persons():
        general, rows, _ = exposure(case.given(person), [], Question(day, known_by), [person], ["AR"])
        for factor in (*general, *(factor for row in rows for factor in row.factors)):
            for identifier in factor.ids:
                assert begins[identifier][0] <= day
                assert not known_by or begins[identifier][1] <= known_by


def test_swapping_two_states_swaps_their_rows() -> None:
    facts = [treaty(), fact("notice_practice", countries=["UY"], value="does_not_arrest_on_a_notice", until="..")]
    swapped = [
        fact("treaty", countries=["AR", "BR"], until=".."),
        fact("notice_practice", countries=["BR"], value="does_not_arrest_on_a_notice", until=".."),
    ]

    def shape(row: CountryRow) -> object:
        return row.band, row.unknown, [(factor.name, factor.direction) for factor in row.factors]

    one, two = table(*facts), table(*swapped)
    assert shape(one["UY"]) == shape(two["BR"])
    assert shape(one["BR"]) == shape(two["UY"])
    assert isinstance(facts[0].record, Circumstance | Post | Resolution)


def test_a_treaty_that_a_source_says_goes_on_is_not_sure_after_that_source() -> None:
    open_ended = Fact(as_last_said(treaty().record, "2009-01-01"), "2004-01-01")
    before, after = table(open_ended, day="2009-01-01")["UY"], table(open_ended, day="2009-01-02")["UY"]
    assert (before.band, after.band) == (Band.OBLIGATION, Band.REQUEST)
    (duty,) = [one for one in after.factors if one.name == "Extradition treaty with Argentina"]
    assert (duty.direction, duty.binds) == (Direction.CONTESTED, False)
    assert "last on 2009-01-01" in duty.words and "Extradition treaty with Argentina" in after.why
