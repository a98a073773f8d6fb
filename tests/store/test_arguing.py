"""Arguments through the facade: from sources and accepted statements to both sides, by both clocks."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.facade.watched import Watched
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.model.vocabulary import Quality
from law.argument_cases import every_case
from store.sealed_sample import memo
from store.test_acts import built_lira, lira, press  # noqa: F401

WHO = Actor(name="Clerk")


def recorded(folder: Path, data: dict[str, Any]) -> Case:
    """A real case from a golden file: one note of our own a day on which something became known."""
    entries = [*data["act"], *data["particular"]]
    known = sorted({entry["known"] for entry in entries})
    (folder / "in").mkdir()
    for day in known:
        (folder / "in" / f"{day}.txt").write_text(f"A note of our own, on what became known on {day}.\n", "utf-8")
    case = Case.create(folder / "case", title="Golden", actor=WHO)
    case.add([folder / "in"], actor=WHO)
    case.build(jobs=0)
    statements = {}
    for row in case.sources(limit=100).items:
        day = row.name.removesuffix(".txt")
        case.describe(row.sha256, "published", day, actor=WHO, why="As printed")
        fields = {"modality": "asserted", "status": "reported"}
        statements[day] = case.enter(row.sha256, 0, 6, fields, actor=WHO, why="Read").id
    for entry in data["act"]:
        fields = {
            "machine": entry["machine"], "title": entry["matter"], "kind": entry["kind"], "authority": "A body",
            "date": entry["date"], "persons": entry["persons"],
        }  # fmt: skip
        case.record_act(fields, [statements[entry["known"]]], actor=WHO, why="Read")
    for entry in data["particular"]:
        case.record_particular(entry["sort"], entry["fields"], [statements[entry["known"]]], actor=WHO, why="Read")
    return case


@pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)
def test_a_real_case_gives_the_arguments_of_the_file(path: Path, tmp_path: Path) -> None:
    data = tomllib.loads(path.read_text("utf-8"))
    with recorded(tmp_path, data) as case:
        for question in data["question"]:
            given = {name: question[name] for name in ("as_of", "known_by", "forum", "requesting") if name in question}
            view = case.argue(question["issue"], question["person"], **given)
            assert {one.rule: str(one.stands) for one in view.arguments} == question["stands"], question["says"]
            assert {one.rule for one in view.arguments if one.open} == set(question["open"]), question["says"]
            shown = {row.act.id for row in view.acts} | {row.particular.id for row in view.particulars}
            assert {one for a in view.arguments for p in a.premises for one in p.ids} <= shown
            for row in (*view.acts, *view.particulars):
                assert row.quality in (Quality.REPORTED, Quality.CLAIMED)
                assert row.basis
        before = case.table_digests()
        case.rebuild()
        assert case.table_digests() == before


def offence(case: Case, *statements: str, **fields: Any) -> Any:
    given = {"kind": "offence", "value": "terrorism", "since": "2001-05-10", "persons": ["Tomás Rey"], **fields}
    return case.record_particular("circumstance", given, statements, actor=WHO, why="Read")


def test_a_premise_follows_its_statement(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    made = offence(lira, row.id)
    view = lira.argue("red_notice", "Tomás Rey", as_of="2001-06-01")
    assert [one.rule for one in view.arguments] == ["RN-TERROR"]
    assert [row.particular.id for row in view.particulars] == [made.id]
    assert "RN-WARRANT" in {one.rule for one in view.waiting}
    assert lira.argue("red_notice", "Tomás Rey", as_of="2001-06-01", known_by="2001-05-09").arguments == ()
    lira.reject([row.id], actor=WHO, why="No")
    assert lira.argue("red_notice", "Tomás Rey", as_of="2001-06-01").arguments == ()


def test_what_is_said_not_to_be_so_rules_out_and_does_not_count_as_unknown(lira: Case) -> None:  # noqa: F811
    offence(lira, press(lira).id, denied=True)
    view = lira.argue("red_notice", "Tomás Rey", as_of="2001-06-01")
    assert "RN-TERROR" in {one.rule for one in view.ruled_out}


def test_a_contested_premise_is_flagged(sample_case: Case) -> None:
    from foja.model.rows import Question
    from foja.model.vocabulary import Review

    drafts = list(sample_case.every_statement(Question(review=(Review.DRAFT,), order="text")))
    sample_case.accept([row.id for row in drafts], actor=WHO, why="Read")
    conflict = next(one for one in sample_case.conflicts().items if one.reason == "denial")
    (_, claims), _ = conflict.sides
    offence(sample_case, claims[0])
    (one,) = sample_case.argue("red_notice", "Tomás Rey", as_of="2026-01-01").arguments
    assert (one.rule, one.contested) == ("RN-TERROR", True)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "mood"}, "circumstance-unknown"),
        ({"value": "evil"}, "particular-value"),
        ({"kind": "treaty", "value": "", "countries": ["AR"], "persons": []}, "particular-value"),
        ({"kind": "treaty", "value": "", "countries": ["AR", "UY"]}, "particular-value"),
        ({"kind": "nationality", "value": "", "countries": ["IR"], "persons": []}, "particular-incomplete"),
        ({"kind": "max_penalty_months", "value": "many"}, "particular-value"),
        ({"until": "2005"}, "particular-value"),
        ({"countries": ["Nowhere"]}, "country-unknown"),
    ],
)
def test_what_a_kind_does_not_allow_is_refused(lira: Case, fields: dict[str, Any], code: str) -> None:  # noqa: F811
    row = press(lira)
    before = lira.desk().events
    with pytest.raises(UsageError) as caught:
        offence(lira, row.id, **fields)
    assert caught.value.code == code
    assert lira.desk().events == before


def test_a_visit_needs_a_published_source(lira: Case) -> None:  # noqa: F811
    given = {"kind": "visit", "value": "left_without_arrest", "countries": ["AR"], "persons": ["X"], "since": "2001"}
    with pytest.raises(UsageError) as caught:
        lira.record_particular("circumstance", given, entered=True, actor=WHO, why="I was told")
    assert caught.value.code == "particular-incomplete"


def test_a_decision_needs_an_authority_a_day_and_rules_of_its_book(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    good = {
        "issue": "red_notice", "prefers": "RN-TERROR", "over": "RN-ART3-RANK-THEN", "authority": "A body",
        "since": "2001-05-10",
    }  # fmt: skip
    for wrong in ({"authority": ""}, {"since": ""}, {"over": "IM-WAIVED"}, {"over": "RN-TERROR"}, {"issue": "guilt"}):
        with pytest.raises(UsageError):
            lira.record_particular("resolution", {**good, **wrong}, [row.id], actor=WHO, why="Read")
    made = lira.record_particular("resolution", good, [row.id], actor=WHO, why="Read")
    assert [one.particular.id for one in lira.resolutions(issue="red_notice").items] == [made.id]
    assert lira.resolutions(as_of="2001-05-09").items == ()


def test_questions_that_cannot_be_asked(lira: Case) -> None:  # noqa: F811
    press(lira)
    for issue, given, code in (
        ("guilt", {"as_of": "2001-01-01"}, "issue-unknown"),
        ("immunity", {"as_of": "2001-01-01"}, "country-missing"),
        ("immunity", {"as_of": "2001-01-01", "forum": "Nowhere"}, "country-unknown"),
        ("red_notice", {"as_of": ""}, "day-missing"),
    ):
        with pytest.raises(UsageError) as caught:
            lira.argue(issue, "Tomás Rey", **given)
        assert caught.value.code == code


def test_arguments_from_a_protected_source_are_logged_first(case: Case) -> None:
    sha = memo(case)
    statement = case.reader(sha).statements[0].id
    given = {"kind": "offence", "value": "terrorism", "since": "2001", "persons": ["Zuleika Quispe"]}
    case.record_particular("circumstance", given, [statement], actor=WHO, why="Read")
    shown: Any = Watched(case, Actor(name="Rosa Reader"), "test", at_once=True)
    for ask in (lambda: shown.argue("red_notice", "Zuleika Quispe", as_of="2020-01-01"), shown.circumstances):
        before = len(case.accesses())
        ask()
        assert [sha] in [entry.body["sources"] for entry in case.accesses()[before:]]


def test_nothing_rests_on_a_draft(lira: Case) -> None:  # noqa: F811
    row = press(lira)
    lira.reopen([row.id], actor=WHO, why="Once more")
    with pytest.raises(Refusal):
        offence(lira, row.id)
