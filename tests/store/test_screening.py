"""Screening parties against lists: leads with reasons, recorded as asked, decided on by persons."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from foja.case import Case
from foja.facade import screening
from foja.facade.screening import Asked, screen_of_files, screened
from foja.facade.watched import Watched
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.lists import LeadState, NameRank
from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind, Sensitivity
from foja.publish.offline.verify import examine, verdict
from resolve.list_samples import OFAC_XML, UN_XML

WHO = Actor(name="Clerk")
WIRE = "LIRA, 10 May 2001. Tomás Rey said that the pier was closed. Ana Beltrán said that Tomás Rey had left it.\n"
MEMO = "MEMO. Zuleika Quispe said that the pier was open in March 2001.\n"
QUISPE = UN_XML.replace("<FIRST_NAME>Tomás<", "<FIRST_NAME>Zuleika<").replace(">Rey<", ">Quispe<")
OLD = UN_XML.replace(">Tomás<", ">Otto<").replace("Tomas Rei", "Otto Rei").replace("توماس ري", "أوتو ري")
"""A list of before with another person of the same surname."""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="session")
def built_lists(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("screened")
    with Case.create(folder / "case", title="Lira", actor=WHO) as case:
        case.add([put(folder, "wire.txt", WIRE), put(folder, "memo.txt", MEMO)], actor=WHO)
        case.build(jobs=0)
        case.add_list([put(folder, "old.xml", OLD)], name="UN", date="2000-01-01", actor=WHO, why="x")
        case.add_list([put(folder, "un.xml", UN_XML)], name="UN", actor=WHO, why="x")
        case.add_list([put(folder, "ofac.xml", OFAC_XML)], name="OFAC", actor=WHO, why="x")
    return folder / "case"


@pytest.fixture
def case(built_lists: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_lists, tmp_path / "case")
    with Case(tmp_path / "case") as opened:
        yield opened


def test_a_lead_comes_with_its_reasons_and_is_no_decision(case: Case) -> None:
    view = case.screen("Tomás Rey", actor=WHO)
    found = view.screening
    assert {(one.list, one.date) for one in found.against} == {("UN", "2001-04-10"), ("OFAC", "2001-04-10")}
    assert {(lead.list, lead.entry.id) for lead in found.leads} == {("UN", "21"), ("OFAC", "11")}
    (lead,) = [lead for lead in found.leads if lead.list == "OFAC"]
    assert (lead.comparison.ours, lead.comparison.theirs) == ("Tomás Rey", "Tomás REY")
    assert " ".join(pair.theirs for pair in lead.comparison.pairs) in ("Tomás REY", "REY Tomás")
    assert any("birth" in line for line in lead.comparison.missing)
    assert [row.state for row in view.leads] == [LeadState.OPEN] * 2
    (ref,) = [one for one in found.against if one.list == "OFAC"]
    assert (ref.compared, ref.things) == (2, 1)  # the vessel is kept, and is nobody's name
    assert not [lead for lead in (*found.leads, *found.near) if lead.entry.thing]


def test_a_screening_is_a_receipt_that_the_ledger_bears_out(case: Case) -> None:
    view = case.screen("Tomás Rey", as_of="2001-12-31", actor=WHO, why="Asked by the desk")
    event = case._folder.ledger.event(view.seq)
    assert (event.kind, event.why, event.body["keys"]) == ("screened", "Asked by the desk", ["tomas rey"])
    again = case.screening(view.seq)
    assert again == view
    assert again.leaf == case._folder.ledger.entry(view.seq).leaf.hex()
    assert again.screening.matcher.startswith("foja ")
    assert all(len(digest) == 64 for ref in again.screening.against for digest in ref.files)
    assert [one.seq for one in case.screenings("Tomás Rey")] == [view.seq]
    assert case.verify().verdict == "intact"


def test_a_day_chooses_the_list_that_was_in_force(case: Case) -> None:
    then = case.screen("Tomás Rey", lists=["UN"], as_of="2000-06", actor=WHO).screening
    assert [one.date for one in then.against] == ["2000-01-01"]
    assert "21" not in {lead.entry.id for lead in then.leads}
    now = case.screen("Tomás Rey", lists=["UN"], actor=WHO).screening
    assert [lead.entry.id for lead in now.leads] == ["21"]
    with pytest.raises(UsageError) as refused:
        case.screen("Tomás Rey", as_of="1999-01-01", actor=WHO)
    assert refused.value.code == "list-not-in-force"


def test_what_is_known_besides_names_is_recorded_and_weighs(case: Case) -> None:
    plain = case.screen("Tomás Rey", lists=["OFAC"], actor=WHO).screening
    said = {"born": ["1954-10-07"], "countries": ["Spain"], "gender": ["male"]}
    fuller = case.screen("Tomás Rey", lists=["OFAC"], said=said, actor=WHO).screening
    other = case.screen("Tomás Rey", lists=["OFAC"], said={"born": ["1981"], "gender": ["female"]}, actor=WHO).screening
    chance = [max(lead.comparison.probability for lead in (*s.leads, *s.near)) for s in (fuller, plain, other)]
    assert chance[0] > chance[1] > chance[2]
    assert (fuller.asked.born, fuller.asked.countries, fuller.asked.gender) == (("1954-10-07",), ("es",), "male")
    assert any("born" in line for lead in (*other.leads, *other.near) for line in lead.comparison.against)
    for wrong in ({"born": ["soon"]}, {"countries": ["Atlantis"]}, {"gender": ["x"]}):
        with pytest.raises(UsageError) as refused:
            case.screen("Tomás Rey", said=wrong, actor=WHO)
        assert refused.value.code == "screen-value"


def test_a_person_decides_on_a_lead_and_may_take_it_back(case: Case) -> None:
    view = case.screen("Tomás Rey", actor=WHO)
    (row,) = [row for row in view.leads if row.lead.list == "UN"]
    where = ("Tomás Rey", row.lead.snapshot, row.lead.entry.id)
    with pytest.raises(UsageError) as refused:
        case.say_of_lead(*where, LeadState.REJECTED, actor=WHO, why=" ")
    assert refused.value.code == "why-missing"
    case.say_of_lead(*where, LeadState.REJECTED, actor=WHO, why="Born thirty years later")
    (said,) = [one for one in case.screening(view.seq).leads if one.lead.list == "UN"]
    assert said.state is LeadState.REJECTED
    assert said.decision and (said.decision.by, said.decision.why) == ("Clerk", "Born thirty years later")
    # a later screening shows it, so that nobody decides it twice without knowing
    later = case.screen("Tomás Rey", actor=WHO)
    assert [one.state for one in later.leads if one.lead.list == "UN"] == [LeadState.REJECTED]
    case.say_of_lead(*where, LeadState.CONFIRMED, actor=WHO, why="The passport")
    assert [one.state for one in case.screening(later.seq).leads if one.lead.list == "UN"] == [LeadState.CONFIRMED]
    case.say_of_lead(*where, LeadState.OPEN, actor=WHO, why="The passport was another's")
    assert [one.state for one in case.screening(later.seq).leads if one.lead.list == "UN"] == [LeadState.OPEN]
    kinds = [event.kind for event in case.party("Tomás Rey").history]
    assert kinds == ["hit.rejected", "hit.confirmed", "hit.reopened"]
    before = case.table_digests()
    case.rebuild()
    assert case.table_digests() == before
    for wrong in (("Nobody", *where[1:]), (where[0], "ls-zz", where[2]), (*where[:2], "99")):
        with pytest.raises(UsageError):
            case.say_of_lead(*wrong, LeadState.CONFIRMED, actor=WHO, why="x")


def test_an_entry_that_a_later_list_has_no_more_is_shown_as_gone(case: Case, tmp_path: Path) -> None:
    view = case.screen("Tomás Rey", lists=["UN"], actor=WHO)
    assert [row.gone for row in view.leads] == [""]
    gone = UN_XML.replace("<DATAID>21<", "<DATAID>77<")
    case.add_list([put(tmp_path, "gone.xml", gone)], name="UN", date="2003-05-06", actor=WHO, why="x")
    assert [row.gone for row in case.screening(view.seq).leads] == ["2003-05-06"]


def test_everybody_is_screened_and_decisions_follow_joined_names(case: Case) -> None:
    found = list(case.screen_all(actor=WHO))
    assert {view.name for view in found} >= {"Tomás Rey", "Ana Beltrán", "Zuleika Quispe"}
    assert {view.name for view in found if view.leads} == {"Tomás Rey"}
    (row,) = next(one for one in found if one.name == "Tomás Rey").leads[:1]
    case.say_of_lead("Tomás Rey", row.lead.snapshot, row.lead.entry.id, LeadState.CONFIRMED, actor=WHO, why="x")
    case.join_parties(["Tomás Rey", "Ana Beltrán"], actor=WHO, why="A try")
    view = case.screenings("Ana Beltrán")[0]
    assert LeadState.CONFIRMED in {one.state for one in view.leads} | {
        one.state for one in case.screen("Ana Beltrán", actor=WHO).leads
    }


def test_a_recorded_name_is_asked_too_and_said_to_be_one(case: Case) -> None:
    case.record_particular(
        "name", {"person": "Ana Beltrán", "name": "Tomas Rei", "assumed": "yes", "since": "1999", "until": "2000"},
        entered=True, actor=WHO, why="She told us",
    )  # fmt: skip
    found = case.screen("Ana Beltrán", lists=["OFAC"], actor=WHO).screening
    assert found.recorded == ("Tomas Rei",)
    assert [lead.comparison.ours for lead in found.leads] == ["Tomas Rei"]


def test_a_weak_alias_is_marked(case: Case, tmp_path: Path) -> None:
    screen = screen_of_files([put(tmp_path, "o.xml", OFAC_XML)], "OFAC")
    asked = Asked(Subject(id="1", kind=MentionKind.PERSON, names=("El Capitán",)))
    (found,) = screened([asked], [screen], "2001-05-01")
    assert {lead.rank for lead in (*found.leads, *found.near)} <= {NameRank.WEAK}


@pytest.mark.parametrize("name", ["", " ", "X", "A. B.", "Mr", "\u202e", "9", "a" * 10_000, "Тоmás", "ر", "Captain"])
def test_names_that_name_nobody_find_nobody_by_accident(name: str, tmp_path: Path) -> None:
    screen = screen_of_files([put(tmp_path, "o.xml", OFAC_XML)], "OFAC")
    (found,) = screened([Asked(Subject(id="1", kind=MentionKind.UNKNOWN, names=(name,)))], [screen], "2001-05-01")
    assert found.leads == ()


def test_who_was_screened_of_a_protected_source_stays_inside(case: Case, tmp_path: Path) -> None:
    (memo,) = [row for row in case.sources().items if row.name == "memo.txt"]
    case.classify([memo.sha256], Sensitivity.SEALED, actor=WHO, why="Ordered")
    case.add_list([put(tmp_path, "q.xml", QUISPE)], name="Q", actor=WHO, why="x")
    shown = Watched(case, WHO, "test", at_once=True)
    shown.screen("Zuleika Quispe", lists=["Q"], actor=WHO, why="HIDDEN-1")
    assert [event.body["sources"] for event in case.accesses()][-1] == [memo.sha256]
    before = len(case.accesses())
    shown.screenings("Zuleika Quispe")
    assert len(case.accesses()) == before + 1
    shown.screen("Tomás Rey", actor=WHO, why="SHOWN-1")
    assert len(case.accesses()) == before + 1
    case.export("bundle", tmp_path / "out.zip", actor=WHO)
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        whole = b"".join(bundle.read(name) for name in bundle.namelist() if not name.endswith(".xml"))
    assert b"SHOWN-1" in whole and b"HIDDEN-1" not in whole
    findings, _, _ = examine(str(tmp_path / "out.zip"))
    assert (findings, verdict(findings)) == ([], 0)


def test_unknown_screenings_are_refused(case: Case) -> None:
    for seq in (-1, 0, 10_000):
        with pytest.raises(UsageError) as refused:
            case.screening(seq)
        assert refused.value.code == "screening-unknown"
    assert case.screenings() == ()


def test_what_was_said_of_an_entry_does_not_pass_to_another_with_its_id(case: Case, tmp_path: Path) -> None:
    lead = next(one for one in case.screen("Tomás Rey", actor=WHO).screening.leads if one.list == "OFAC")
    case.say_of_lead("Tomás Rey", lead.snapshot, lead.entry.id, LeadState.REJECTED, actor=WHO, why="Another man")
    other = OFAC_XML.replace("Tomás", "Tomas").replace("REY", "REI").replace("<lastName>REI</lastName><first", "<first")
    case.add_list([put(tmp_path, "next.xml", other)], name="OFAC", date="2001-05-01", actor=WHO, why="x")
    rows = [row for row in case.screen("Tomás Rey", actor=WHO).leads if row.lead.list == "OFAC"]
    assert [(row.lead.entry.id, row.lead.entry.name, row.state) for row in rows] == [
        ("11", "Tomas REI", LeadState.OPEN)
    ]


def test_more_leads_than_are_told_are_said_to_be_more(case: Case, tmp_path: Path) -> None:
    entry = "<INDIVIDUAL><DATAID>{}</DATAID><FIRST_NAME>Tomás</FIRST_NAME><SECOND_NAME>Rey</SECOND_NAME></INDIVIDUAL>"
    many = "".join(entry.format(number) for number in range(30))
    text = f'<CONSOLIDATED_LIST dateGenerated="2001-04-10">{many}</CONSOLIDATED_LIST>'
    case.add_list([put(tmp_path, "many.xml", text)], name="Many", actor=WHO, why="x")
    found = case.screen("Tomás Rey", actor=WHO).screening
    assert found.cut == ("Many",)
    assert sum(lead.list == "Many" for lead in found.leads) == 20


def test_a_receipt_names_the_rules_and_the_weights_that_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Path(str(screening.resources.files("foja.resolve.match")))
    shutil.copytree(rules, tmp_path / "match", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(screening.resources, "files", lambda _: tmp_path / "match")
    told = set()
    for changed in ("", "index.py", "data/words.toml", "data/persons.npz"):
        if changed:
            with (tmp_path / "match" / changed).open("ab") as file:
                file.write(b"#")
        told.add(screening.matcher.__wrapped__())
    assert len(told) == 4 and screening.matcher() in told
