"""Acts through the facade: recorded by persons from accepted statements, corrected, withdrawn; and what follows."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.facade.watched import Watched
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor
from foja.model.rows import Question, StatementRow
from foja.model.vocabulary import Holds, Quality, Review, Sensitivity
from foja.publish.offline.verify import examine, verdict

WHO = Actor(name="Clerk")

COURT = """The register of the Federal Court of Lira

By order of 3 March 2001 the court ordered the arrest of Tomás Rey.
"""
WIRE = """Harbour chief sought

LIRA, 10 May 2001. The Federal Court of Lira ordered the arrest of Tomás Rey, the newspaper El Faro reported.

Tomás Rey said that the court withdrew the order.
"""


def entered(case: Case, name: str, quote: str, **fields: Any) -> StatementRow:
    """A person's statement on a passage of the source."""
    (source,) = [row for row in case.sources().items if row.name == name]
    start = case.reader(source.sha256).text.index(quote)
    given = {"modality": "ordered", "status": "ordered", **fields}
    made = case.enter(source.sha256, start, start + len(quote), given, actor=WHO, why="Read")
    return case.statement(made.id).row


@pytest.fixture(scope="session")
def built_lira(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("lira")
    (folder / "court.txt").write_text(COURT, "utf-8")
    (folder / "wire.txt").write_text(WIRE, "utf-8")
    with Case.create(folder / "case", title="Lira", actor=WHO) as case:
        case.add([folder / "court.txt", folder / "wire.txt"], actor=WHO)
        case.build(jobs=0)
        for name, day in (("court.txt", "2001-06-01"), ("wire.txt", "2001-05-10")):
            (source,) = [row for row in case.sources().items if row.name == name]
            case.describe(source.sha256, "published", day, actor=WHO, why="As printed")
    return folder / "case"


@pytest.fixture
def lira(built_lira: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_lira, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


def order(case: Case, *statements: str, **fields: Any) -> Any:
    given = {
        "machine": "warrant", "title": "Warrant of 2001", "kind": "ordered", "authority": "Federal Court of Lira",
        "date": "2001-03-03", "persons": ["Tomás Rey"], **fields,
    }  # fmt: skip
    accept = given.pop("accept", False)
    return case.record_act(given, statements, accept=accept, actor=WHO, why="The register says so")


def press(case: Case) -> StatementRow:
    return entered(case, "wire.txt", "ordered the arrest of Tomás Rey", speaker="El Faro")


def register(case: Case) -> StatementRow:
    return entered(case, "court.txt", "the court ordered the arrest of Tomás Rey")


def says_court(case: Case, issuer: str = "Federal Court of Lira") -> None:
    (source,) = [row for row in case.sources().items if row.name == "court.txt"]
    case.describe(source.sha256, "issuer", issuer, actor=WHO, why="Its own register")


def test_an_act_moves_a_state_and_rests_on_its_passage(lira: Case) -> None:
    row = press(lira)
    made = order(lira, row.id)
    view = lira.status("Tomás Rey", as_of="2001-04-01")
    (state,) = view.states
    assert (state.answer, [one.words for one in state.states]) == (Holds.YES, ["ordered"])
    assert state.states[0].acts == (made.id,)
    assert [one.quote for one in view.acts[0].basis] == ["ordered the arrest of Tomás Rey"]
    assert [one.act.id for one in lira.acts_on_statement(row.id)] == [made.id]
    assert lira.status("Tomás Rey", as_of="2001-03-02").states == ()
    assert lira.status("Tomás Rey", as_of="2001-04-01", known_by="2001-05-09").states == ()
    assert lira.status("Tomás Rey", as_of="2001-04-01", known_by="2001-05-10").states == (state,)


def test_the_press_reports_and_only_the_acting_body_documents(lira: Case) -> None:
    wire, own = press(lira), register(lira)
    made = order(lira, wire.id)
    assert lira.act(made.id).row.quality is Quality.REPORTED
    made = lira.correct_act(made.id, {}, [wire.id, own.id], actor=WHO, why="The register too")
    assert lira.act(made.id).row.quality is Quality.REPORTED  # nobody said yet whose text it is
    says_court(lira, "Gazette of Hamun")
    assert lira.act(made.id).row.quality is Quality.REPORTED
    says_court(lira, "Gazette of Hamun; Federal Court of Lira")
    assert lira.act(made.id).row.quality is Quality.DOCUMENTED
    early = lira.status("Tomás Rey", known_by="2001-05-20")
    assert [row.quality for row in early.acts] == [Quality.REPORTED]  # the register came out in June


def test_a_partys_own_account_is_claimed(lira: Case) -> None:
    said = entered(lira, "wire.txt", "the court withdrew the order", speaker="Tomás Rey", status="denied")
    made = order(lira, said.id, kind="withdrawn", date="2001-04")
    assert lira.act(made.id).row.quality is Quality.CLAIMED


def test_an_accepted_statement_in_conflict_contests_an_act(sample_case: Case) -> None:
    drafts = list(sample_case.every_statement(Question(review=(Review.DRAFT,), order="text")))
    sample_case.accept([row.id for row in drafts], actor=WHO, why="Read")
    conflict = next(one for one in sample_case.conflicts().items if one.reason == "denial")
    (_, claims), (_, (denial,)) = conflict.sides
    made = order(sample_case, claims[0])
    found = sample_case.act(made.id).row
    assert found.contested
    assert denial in found.basis[0].conflicts
    day = sample_case.statement(denial).row.published
    (early,) = [row for row in sample_case.acts(known_by=found.known_on).items if row.act.id == made.id]
    assert early.contested == (day <= found.known_on)
    sample_case.reject([denial], actor=WHO, why="Not a denial")
    assert not sample_case.act(made.id).row.contested


@pytest.mark.parametrize("end", ["draft", "rejected", "superseded"])
def test_nothing_rests_on_what_is_not_accepted(lira: Case, end: str) -> None:
    row = press(lira)
    if end == "draft":
        lira.reopen([row.id], actor=WHO, why="Once more")
    elif end == "rejected":
        lira.reject([row.id], actor=WHO, why="No")
    else:
        lira.correct(row.id, {"content": "Put clearly"}, actor=WHO, why="Clearer")
    before = lira.desk().events
    with pytest.raises(Refusal) as caught:
        order(lira, row.id)
    assert caught.value.code == "act-basis-not-accepted"
    assert lira.desk().events == before


def test_an_act_whose_ground_falls_moves_nothing_until_it_is_back(lira: Case) -> None:
    row = press(lira)
    made = order(lira, row.id)
    lira.reopen([row.id], actor=WHO, why="Doubtful")
    assert lira.status("Tomás Rey").states == ()
    assert lira.act(made.id).row.quality is Quality.UNSUPPORTED
    lira.accept([row.id], actor=WHO, why="Not doubtful")
    assert len(lira.status("Tomás Rey").states) == 1
    new = lira.correct(row.id, {"content": "In clearer words"}, actor=WHO, why="Clearer")
    assert [one.statement for one in lira.act(made.id).row.basis] == [new.id]
    assert len(lira.status("Tomás Rey").states) == 1


def test_a_person_can_enter_an_act_with_who_and_why(lira: Case) -> None:
    with pytest.raises(UsageError) as caught:
        order(lira)
    assert caught.value.code == "act-basis-missing"
    fields = {
        "machine": "warrant", "title": "Warrant of 2001", "kind": "ordered", "authority": "Federal Court of Lira",
        "date": "2001-03-03", "persons": ["Tomás Rey"],
    }  # fmt: skip
    made = lira.record_act(fields, (), entered=True, actor=WHO, why="Seen at the registry")
    view = lira.act(made.id)
    assert (view.row.quality, view.row.by, view.history[0].why) == (Quality.ENTERED, "Clerk", "Seen at the registry")
    assert lira.status("Tomás Rey", known_by="2001-12-31").states == ()  # known since it was entered


def test_nothing_is_overwritten(lira: Case) -> None:
    row = press(lira)
    made = order(lira, row.id)
    with pytest.raises(UsageError) as caught:
        lira.correct_act(made.id, {"date": "2001-03-03"}, actor=WHO, why="The same")
    assert caught.value.code == "nothing-changed"
    new = lira.correct_act(made.id, {"date": "2001-03-04", "native": "orden de captura"}, actor=WHO, why="Misread")
    assert new.corrects == made.id
    old = lira.act(made.id)
    assert (old.row.state, old.row.superseded_by, len(old.history)) == ("superseded", new.id, 2)
    assert [one.act.id for one in lira.acts().items] == [new.id]
    lira.withdraw_act(new.id, actor=WHO, why="It was another court")
    assert lira.acts().total == 0
    for ended in (made.id, new.id):
        with pytest.raises(Refusal) as caught_:
            lira.withdraw_act(ended, actor=WHO, why="Again")
        assert caught_.value.code == "act-ended"
    again = order(lira, row.id)  # it was done after all
    assert (again.id != made.id, again.corrects) == (True, made.id)
    with pytest.raises(UsageError) as caught:
        order(lira, row.id)
    assert caught.value.code == "act-exists"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"machine": "verdict"}, "machine-unknown"),
        ({"kind": "guilty"}, "act-kind-unknown"),
        ({"title": " "}, "act-incomplete"),
        ({"authority": ""}, "act-incomplete"),
        ({"persons": []}, "act-incomplete"),
        ({"persons": ["!!!"]}, "act-incomplete"),
        ({"date": ""}, "act-incomplete"),
        ({"date": "next year"}, "act-date"),
        ({"until": "2001-13"}, "act-date"),
        ({"quality": "documented"}, "field-unknown"),
        ({"state": "published"}, "field-unknown"),
        ({"annuls": ["ac-0"]}, "act-unknown"),
        ({"persons": ["pa-0"]}, "party-unknown"),
        ({"matter": "mt-0"}, "matter-unknown"),
    ],
)
def test_a_form_that_cannot_be_used_changes_nothing(lira: Case, fields: dict[str, Any], code: str) -> None:
    row = press(lira)
    before = lira.table_digests()
    with pytest.raises(UsageError) as caught:
        order(lira, row.id, **fields)
    assert caught.value.code == code
    assert lira.table_digests() == before


def test_names_lead_to_one_person_however_an_act_has_them(lira: Case) -> None:
    row = press(lira)
    order(lira, row.id, persons=["Rey"])  # a short form of the document
    order(lira, row.id, persons=[lira.party("Tomás Rey").row.id], kind="suspended", date="2001-04-01")
    for asked in ("Tomás Rey", lira.party("Tomás Rey").row.id):
        (state,) = lira.status(asked).states
        assert [one.state for one in state.states] == ["suspended"]
    order(lira, row.id, persons=["One whom no source names"])
    assert len(lira.status("one whom no source names").states) == 1
    with pytest.raises(UsageError) as caught:
        lira.status("Nobody at all")
    assert caught.value.code == "party-unknown"


def test_a_name_with_a_word_left_out_leads_to_the_one_who_bears_it(lira: Case) -> None:
    row = press(lira)
    order(lira, row.id, persons=["Ana Rita Sosa", "Luis Rey Prado"])
    view = lira.status("Ana Sosa")
    assert (view.subject.name if view.subject else "", len(view.states)) == ("Ana Rita Sosa", 1)
    for other in ("Sosa Ana", "Ana Rita Prado", "Ana", "!!"):
        with pytest.raises(UsageError):
            lira.status(other)
    order(lira, row.id, title="Another", persons=["Ana Lucía Sosa"])
    with pytest.raises(UsageError):
        lira.status("Ana Sosa")  # two bear it


def test_a_notice_is_told_with_the_warrants_and_deaths_of_whom_it_concerns(lira: Case) -> None:
    row = press(lira)
    order(lira, row.id)
    fields = {"machine": "red_notice", "title": "Notice", "kind": "published", "date": "2001-05-01"}
    order(lira, row.id, **fields)
    died = lira.record_particular(
        "circumstance", {"kind": "death", "persons": ["Tomás Rey"], "since": "2002-01-01"}, [row.id], actor=WHO, why="R"
    )
    view = lira.notices(as_of="2003-01-01")
    assert [(one.matter.title, one.answer) for one in view.warrants] == [("Warrant of 2001", Holds.YES)]
    assert [one.id for one in view.deaths] == [died.id] == [one.id for one in lira.status("Tomás Rey").deaths]
    assert view.states[0].answer is Holds.YES  # no authority has ended it
    assert lira.notices(as_of="2001-12-31").deaths == () == lira.status("Tomás Rey", known_by="2001-01-01").deaths


def test_joined_names_are_one_subject(lira: Case) -> None:
    row = press(lira)
    order(lira, row.id, persons=["El Faro"], kind="requested", date="2001-02-01")
    order(lira, row.id)
    assert len(lira.status("Tomás Rey").states[0].states) == 1
    ids = [lira.party(name).row.id for name in ("El Faro", "Tomás Rey")]
    lira.join_parties(ids, actor=WHO, why="A test of joining")
    (state,) = lira.status("El Faro").states
    assert ([one.state for one in state.states], len(lira.matter(state.matter.id).subjects)) == (["ordered"], 1)


def test_a_rebuild_gives_the_same_tables(lira: Case) -> None:
    wire, own = press(lira), register(lira)
    says_court(lira)
    first = order(lira, wire.id, own.id)
    order(lira, wire.id, kind="requested", date="2001-02", until="2002-02", annuls=[first.id])
    lira.correct_act(first.id, {"number": "7/2001"}, actor=WHO, why="Numbered")
    lira.correct(wire.id, {"content": "In clearer words"}, actor=WHO, why="Clearer")
    lira.reopen([own.id], actor=WHO, why="Doubtful")
    lira.withdraw_act(order(lira, lira.statements(Question()).items[0].id, kind="executed").id, actor=WHO, why="No")
    before, told = lira.table_digests(), lira.matters()
    assert {"official_act", "act_party", "act_basis"} <= set(before)
    lira.rebuild()
    assert lira.table_digests() == before
    assert lira.matters() == told


def test_acts_are_listed_by_date_a_page_at_a_time(lira: Case) -> None:
    row = press(lira)
    days = ["2001-03", "2001-03-01", "2001-02", "[2001-03-01..2001-03-09]", "2001-03-01"]
    for number, date in enumerate(days):
        order(lira, row.id, title=f"Warrant {number}", date=date)
    paged: list[str] = []
    after = ""
    while True:
        page = lira.acts(after=after, limit=2)
        paged += [one.act.date.edtf for one in page.items]
        after = page.after
        if not after:
            break
    assert paged == ["2001-02", "2001-03-01", "2001-03-01", "[2001-03-01..2001-03-09]", "2001-03"]
    assert page.total == len(days)
    titles = [view.matter.title for view in lira.matters(limit=2).items]
    rest = lira.matters(limit=200, after=lira.matters(limit=2).after).items
    assert [*titles, *(view.matter.title for view in rest)] == [f"Warrant {number}" for number in range(5)]


def test_the_days_of_a_question_are_days(lira: Case) -> None:
    with pytest.raises(UsageError) as caught:
        lira.notices(as_of="yesterday")
    assert caught.value.code == "date-unknown"


def test_drafts_of_acts_are_for_accepted_statements_and_record_nothing(lira: Case) -> None:
    row = press(lira)
    before = lira.desk().events
    (draft, *_) = lira.draft_acts(row.id)
    assert (draft.machine, draft.kind, "Tomás Rey" in draft.persons) == ("warrant", "ordered", True)
    machines = [one.machine for one in lira.draft_acts(row.id) if not one.native]
    assert len(machines) == len(set(machines))  # an order to arrest is not suggested as a suspension too
    assert (lira.desk().events, lira.acts().total) == (before, 0)
    waiting = lira.statements(Question(review=(Review.DRAFT,))).items
    assert waiting
    assert all(lira.draft_acts(one.id) == () for one in waiting)


def members(path: Path) -> bytes:
    with zipfile.ZipFile(path) as bundle:
        return b"\n".join(name.encode() + b"\n" + bundle.read(name) for name in bundle.namelist())


def test_an_act_on_a_withheld_statement_is_withheld(lira: Case, tmp_path: Path) -> None:
    wire, own = press(lira), register(lira)
    kept = order(lira, wire.id, title="Of the press", number="SHOWN-1")
    both = order(lira, wire.id, own.id, title="Of both", number="HIDDEN-1")
    gone = order(lira, own.id, kind="suspended", date="2001-04-01", title="Of the register", number="HIDDEN-2")
    after = order(
        lira, wire.id, kind="annulled", date="2001-08", title="Of the press", annuls=[gone.id], number="HIDDEN-3"
    )
    lira.withdraw_act(gone.id, actor=WHO, why="HIDDEN-4")
    (source,) = [row for row in lira.sources().items if row.name == "court.txt"]
    whole = members(lira.export("bundle", tmp_path / "whole.zip"))
    lira.classify([source.sha256], Sensitivity.CONFIDENTIAL, actor=WHO, why="Protected")
    cut = lira.export("bundle", tmp_path / "cut.zip")
    for form in ("acts", "report"):
        lira.export(form, tmp_path / f"cut.{form}")
    lines = (tmp_path / "cut.acts").read_text("utf-8")
    for hidden in (both.id, gone.id, "HIDDEN-1", "HIDDEN-2", "HIDDEN-3", "HIDDEN-4", own.id):
        assert hidden.encode() in whole, hidden
        assert hidden.encode() not in members(cut), hidden
        assert hidden not in lines, hidden
    assert after.id not in lines
    assert b"SHOWN-1" in members(cut)
    assert [json.loads(line)["act"]["id"] for line in lines.splitlines() if '"act":' in line] == [kept.id]
    states = [json.loads(line) for line in lines.splitlines() if '"states":' in line]
    assert [one["matter"]["title"] for one in states] == ["Of the press"]
    assert [reached["state"] for one in states for s in one["states"] for reached in s["states"]] == ["ordered"]
    findings, _, _ = examine(str(cut))
    assert (findings, verdict(findings)) == ([], 0)


def test_the_report_and_the_export_carry_acts(lira: Case, tmp_path: Path) -> None:
    row = press(lira)
    order(lira, row.id, native="orden de captura")
    brief = [view.matter.title for view in lira.every_matter(Question(subject="Tomás Rey"))]
    assert brief == ["Warrant of 2001"]
    assert lira.every_matter(Question(subject="Nobody at all")) == ()
    assert lira.every_matter(Question(as_of="2000")) == ()
    first = lira.export("report", tmp_path / "a.pdf").read_bytes()
    assert first == lira.export("report", tmp_path / "b.pdf").read_bytes()
    text = lira.export("acts", tmp_path / "named.jsonl", actor=WHO).read_text("utf-8")
    assert "orden de captura" in text
    assert "Clerk" in text
    assert "Clerk" not in lira.export("acts", tmp_path / "unnamed.jsonl", names=False).read_text("utf-8")


@pytest.mark.parametrize("ask", ["acts", "matters", "notices"])
def test_nothing_known_later_leaks(lira: Case, ask: str) -> None:
    wire = press(lira)
    order(lira, wire.id, machine="red_notice", kind="published", title="Notice")
    question: Callable[[], Any] = lambda: getattr(lira, ask)(as_of="2001-12-31", known_by="2001-05-20")  # noqa: E731
    before = question()
    own = register(lira)  # published in June
    order(lira, own.id, machine="red_notice", kind="cancelled", date="2001-05-01", title="Notice")
    order(lira, own.id, machine="red_notice", kind="published", date="2001-05-01", title="Another")
    order(lira, wire.id, machine="red_notice", kind="cancelled", date="2002-01-01", title="Notice")
    assert question() == before


def test_what_passages_report_is_proposed_and_recorded_by_one_decision(lira: Case) -> None:
    page = lira.acts_proposed()
    assert lira.acts().total == 0  # a proposal is no act
    (wire,) = [
        one for one in page.items if one.row.source_label.startswith("Harbour") and one.drafts[0].kind == "ordered"
    ]
    assert wire.row.review is Review.DRAFT
    draft = wire.drafts[0]
    assert (draft.machine, draft.authority, draft.persons) == ("warrant", "Federal Court of Lira", ("Tomás Rey",))
    given = {
        "machine": draft.machine, "title": "Warrant of 2001", "kind": draft.kind, "authority": draft.authority,
        "date": "2001-03-03", "persons": draft.persons,
    }  # fmt: skip
    with pytest.raises(Refusal, match="not accepted"):
        lira.record_act(given, [wire.row.id], actor=WHO, why="Read")
    with pytest.raises(UsageError):  # nothing is accepted for an act that cannot be recorded
        lira.record_act({**given, "date": "soon"}, [wire.row.id], accept=True, actor=WHO, why="Read")
    assert lira.statement(wire.row.id).row.review is Review.DRAFT
    made = lira.record_act(given, [wire.row.id], accept=True, actor=WHO, why="Read")
    assert lira.statement(wire.row.id).row.review is Review.ACCEPTED
    assert [row.act.id for row in lira.acts().items] == [made.id]
    assert wire.row.id not in {one.row.id for one in lira.acts_proposed().items}
    lira.withdraw_act(made.id, actor=WHO, why="Not this one")
    assert wire.row.id in {one.row.id for one in lira.acts_proposed().items}


def test_proposals_of_one_act_are_together_and_recorded_in_one_decision(lira: Case) -> None:
    groups = lira.acts_grouped().items
    assert {part.row.id for one in groups for part in one.parts} == {one.row.id for one in lira.acts_proposed().items}
    (one,) = [one for one in groups if (one.draft.kind, len(one.parts)) == ("ordered", 2)]
    assert len({part.row.source for part in one.parts}) == 2  # the register, and the press
    assert (one.draft.authority, one.draft.date, one.draft.persons) == (
        "Federal Court of Lira", "2001-03-03", ("Tomás Rey",)
    )  # fmt: skip
    ids = [part.row.id for part in one.parts]
    fields = {
        "machine": "warrant", "title": "Warrant of 2001", "kind": "ordered", "authority": one.draft.authority,
        "date": one.draft.date, "persons": one.draft.persons,
    }  # fmt: skip
    before = lira.desk().events
    made = lira.record_act(fields, ids, accept=True, actor=WHO, why="Read both")
    assert sorted(made.rests_on) == sorted(ids)
    assert {lira.statement(each).row.review for each in ids} == {Review.ACCEPTED}
    assert lira.desk().events > before
    assert not {part.row.id for other in lira.acts_grouped().items for part in other.parts} & set(ids)


def test_a_rejected_statement_is_not_accepted_on_the_way(lira: Case) -> None:
    (one, *_) = lira.acts_proposed().items
    lira.reject([one.row.id], actor=WHO, why="No")
    assert one.row.id not in {other.row.id for other in lira.acts_proposed().items}
    assert lira.draft_acts(one.row.id, waiting=True) == ()
    with pytest.raises(Refusal, match="not accepted"):
        order(lira, one.row.id, accept=True)


def test_proposals_from_a_protected_source_are_logged(lira: Case) -> None:
    source = lira.acts_proposed().items[0].row.source
    lira.classify([source], Sensitivity.CONFIDENTIAL, actor=WHO, why="Protected")
    before = len(lira.accesses())
    Watched(lira, WHO, "test", at_once=True).acts_proposed()
    assert [source] in [entry.body["sources"] for entry in lira.accesses()[before:]]


def test_proposals_are_read_a_stretch_at_a_time(lira: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [one.row.id for one in lira.acts_proposed().items]
    monkeypatch.setattr("foja.facade.acts._STRETCH", 1)
    monkeypatch.setattr("foja.facade.acts._STRETCHES", 2)
    found, after = [], ""
    while True:
        page = lira.acts_proposed(after=after, limit=1)
        found += [one.row.id for one in page.items]
        after = page.after
        if not after:
            break
    assert found == whole
