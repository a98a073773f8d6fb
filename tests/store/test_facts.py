"""Facts files: all of it or nothing, each entry as a person would have recorded it; and what they make of the case."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.model.errors import FojaError, Refusal, UsageError
from foja.model.item import Evidence, Incident
from foja.model.rows import Question
from foja.model.vocabulary import Holds, Mark, Quality, Sensitivity
from store.facts_sample import FACTS, WHO, lira


@pytest.fixture(scope="session")
def built_port(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    return lira(tmp_path_factory.mktemp("port"))


@pytest.fixture
def port(built_port: Path, tmp_path: Path) -> Iterator[Case]:
    shutil.copytree(built_port, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        yield case


def taken(case: Case, text: str = FACTS) -> dict[str, str]:
    return case.import_facts(text, "facts.toml", actor=WHO, why="Read").ids


def refused(case: Case, text: str) -> UsageError:
    before = len(case.events(limit=10_000))
    with pytest.raises(UsageError) as caught:
        taken(case, text)
    assert len(case.events(limit=10_000)) == before, "something was recorded"
    return caught.value


def test_what_the_file_says_is_in_the_case(port: Case) -> None:
    ids = taken(port)
    (state,) = port.status("Tomás Rey", as_of="2001-04-01").states
    assert (state.answer, state.quality) == (Holds.YES, (Quality.DOCUMENTED,))
    assert port.status("Tomás Rey", as_of="2001-04-01", known_by="2001-05-30").states == ()  # May 2001: its last day
    assert port.status("Tomás Rey", as_of="2001-04-01", known_by="2001-05-31").states[0].quality == (Quality.REPORTED,)
    view = port.statement(ids["order-told"])
    assert view.row.quote.startswith("The Federal Court of Lira ordered the arrest of Tomás Rey,\nthe newspaper")
    assert [(flag.kind, flag.note) for flag in view.row.flags] == [("contested", "The register has another day")]
    assert {event.actor.name for event in view.history} == {"Clerk"}
    assert view.quote_matches
    assert port.import_facts(FACTS, "facts.toml", actor=WHO, why="Again").recorded == {}
    before = port.table_digests()
    port.rebuild()
    assert port.table_digests() == before
    assert not port.verify().findings


def test_incidents_have_figures_with_their_speakers(port: Case) -> None:
    ids = taken(port)
    (row,) = port.incidents().items
    assert isinstance(row.item, Incident)
    figures = [one for one in row.basis if one.part == "figure"]
    assert [(one.figures, one.row.speaker) for one in figures] == [(("killed: 12",), "El Faro")]
    assert port.incidents(as_of="2001-03-01").items == ()
    assert port.incidents(known_by="2001-05-30").items == ()
    assert [one.row.item.id for one in [port.item(ids["fire"])]] == [ids["fire"]]


def test_what_rests_on_intelligence_says_so_everywhere(port: Case) -> None:
    ids = taken(port)
    (row,) = [row for row in port.statements(Question()).items if row.id == ids["met"]]
    assert [(flag.kind, flag.item, flag.note) for flag in row.flags] == [
        ("intelligence", ids["report"], "not to be quoted in court")
    ]
    (found,) = port.evidence().items
    assert isinstance(found.item, Evidence)
    port.correct_item(ids["report"], {"kind": "testimony", "origin": "Ana Beltrán"}, actor=WHO, why="It was hers")
    (row,) = [row for row in port.statements(Question()).items if row.id == ids["met"]]
    assert [(flag.kind, flag.words) for flag in row.flags] == [("one_witness", "rests on one witness (Ana Beltrán)")]
    other = {"title": "Log of the harbour", "kind": "physical", "carries": [ids["met"]]}
    port.record_item("evidence", other, actor=WHO, why="Found")
    (row,) = [row for row in port.statements(Question()).items if row.id == ids["met"]]
    assert row.flags == ()


def test_a_position_is_on_something_and_found_by_it(port: Case) -> None:
    ids = taken(port)
    (row,) = port.positions(on=ids["a1"]).items
    assert row.on_words == "order to arrest (2001-03-03), Warrant of 2001"
    assert port.positions(party="Hamun").items == (row,)
    assert port.positions(party="Uruguay").items == ()  # a state that nothing names has none found, and is no mistake
    with pytest.raises(UsageError):
        port.positions(party="Nobody Known")
    assert port.positions(stance="welcomes").items == ()
    with pytest.raises(UsageError, match="no act, matter or incident"):
        fields = {"holder": "Hamun", "stance": "denies", "date": "2001", "on": "ac-00"}
        port.record_item("position", fields, entered=True, actor=WHO, why="Heard")
    silence = {"holder": "Hamun", "stance": "no_answer", "date": "2001-06", "on": ids["fire"]}
    with pytest.raises(UsageError, match="rests on no statement"):
        port.record_item("position", silence, actor=WHO, why="Searched the file")
    made = port.record_item("position", silence, entered=True, actor=WHO, why="Searched the file")
    assert port.item(ids["fire"]).positions[0].entered
    port.withdraw_item(made.id, actor=WHO, why="An answer came")
    assert port.item(ids["fire"]).positions == ()
    with pytest.raises(Refusal, match="withdrawn"):
        port.correct_item(made.id, {"words": "None"}, actor=WHO, why="Again")
    again = port.record_item("position", silence, entered=True, actor=WHO, why="It was of another file")
    assert again.corrects == made.id


def test_an_act_that_only_inferred_statements_show_is_inferred(port: Case) -> None:
    ids = taken(port)
    port.mark([ids["order"], ids["order-told"]], Mark.INFERRED, actor=WHO, why="From the date of its expiry")
    row = port.act(ids["a1"]).row
    assert row.quality is Quality.INFERRED
    assert [[flag.kind for flag in one.flags] for one in row.basis] == [["contested", "inferred"], ["inferred"]]
    port.mark([ids["order"]], Mark.INFERRED, off=True, actor=WHO, why="The register says it")
    assert port.act(ids["a1"]).row.quality is Quality.DOCUMENTED


def test_a_correction_takes_marks_and_items_along(port: Case) -> None:
    ids = taken(port)
    port.mark([ids["met"]], Mark.CONTESTED, actor=WHO, why="He denies it")
    made = port.correct(ids["met"], {"content": "Tomás Rey met the crew of the ship"}, actor=WHO, why="Clearer")
    assert {flag.kind for flag in port.statement(made.id).row.flags} == {"contested", "intelligence"}
    assert {one.row.id for row in port.evidence().items for one in row.basis} == {made.id}


def test_what_rests_on_a_protected_source_is_withheld(port: Case, tmp_path: Path) -> None:
    taken(port)
    (sha,) = [row.sha256 for row in port.sources().items if row.name.endswith("wire.txt")]
    port.classify([sha], Sensitivity.CONFIDENTIAL, actor=WHO, why="A source spoke")
    port.export("bundle", tmp_path / "out.zip", audience=Sensitivity.INTERNAL, actor=WHO)
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        handed = b"".join(bundle.read(name) for name in bundle.namelist())
    for secret in (b"Coast Service", b"left 12 dead", b"not to be quoted"):
        assert secret not in handed, secret


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('format = "foja-facts-1"', 'format = "else"', "the format is"),
        ('id = "order"\nfile = "court.txt"', 'id = "order"\nfile = "none.txt"', "no source is named 'none.txt'"),
        ("the court ordered the arrest of Tomás Rey", "the court ordered the release", "only its beginning does"),
        ('modality = "ordered"\nstatus = "ordered"\ndates', 'modality = "sworn"\ndates', "sworn"),
        ('dates = ["2001-03-03"]', 'dates = ["3 March 2001"]', "not a date"),
        ('note = "The register has another day"', "", "no note"),
        ("occurrence = 1\n", "", "stands 2 times"),
        ('published = "2001-06-01"', 'published = "June 2001"', "not a date"),
        ('kind = "ordered"\nby', 'kind = "order"\nby', "has no act 'order'"),
        ('rests_on = ["order", "order-told"]', 'rests_on = ["ordr"]', "'ordr', which is no statement"),
        ('rests_on = ["order", "order-told"]', "", "rests on no statement"),
        ('date = "2001-03-03"\npersons', 'date = "2001-13"\npersons', "no date"),
        ('machine = "warrant"', "machine = 3", "expected `str`"),
        ('kind = "intelligence"', 'kind = "rumour"', "rumour"),
        ('on = "a1"', 'on = "a2"', "no act or incident"),
        ('id = "fire"', 'id = "order"', "taken by a statement"),
        ('title = "Fire of 2 March 2001"', 'titel = "Fire"', "titel"),
        ('["Tomás Rey", "T. Rey Olmos"]', '["Tomás Rey"]', "fewer than two names"),
        ('\n[[source]]\nfile = "court.txt"', '\n[[source\nfile = "court.txt"', "not TOML"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(port: Case, old: str, new: str, says: str) -> None:
    text = FACTS.replace(old, new, 1)
    assert text != FACTS
    error = refused(port, text)
    assert error.code == "facts-malformed"
    assert says in error.what, error.what
    assert error.where.startswith("facts.toml, line "), error.where
    told = int(error.where.rpartition(" ")[2])
    place = FACTS.index(old)
    changed = FACTS.count("\n", 0, place) + 1
    head = max(n for n, line in enumerate(FACTS.splitlines(), 1) if n <= changed and (line.startswith("[[") or n == 1))
    assert head <= told <= changed + old.count("\n"), (head, told, changed, error.what)


def test_all_faults_are_told_by_their_lines(port: Case) -> None:
    """And what rests on something faulty is no fault of its own."""
    text = FACTS.replace('2001 left 12 dead"', '2001 left 13 dead"').replace('kind = "ordered"\nby', 'kind = "x"\nby')
    error = refused(port, text)
    act = FACTS.splitlines().index("[[act]]") + 1
    assert f"1 more: line {act}." in error.what


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_file_ends_in_anything_but_a_word_of_foja(port: Case, data: st.DataObject) -> None:
    """Files with lines cut, doubled or replaced are imported whole or refused with a line, and nothing else happens."""
    lines = FACTS.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(lines) - 1))
        new = data.draw(st.one_of(st.just(""), st.sampled_from(lines), st.text(max_size=30)))
        lines[place] = new
    try:
        port.import_facts("\n".join(lines), "facts.toml", check=True, actor=WHO, why="Read")
    except FojaError as error:
        assert error.code == "facts-malformed"
        assert error.where.startswith("facts.toml, line ")
