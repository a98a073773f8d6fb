"""The sample of the proceedings, built by its public path: questions with known answers, and nothing that leaks."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.law.fold import dated
from foja.law.machine import machines
from foja.law.standing import standings
from foja.model.dates import bounds
from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Holds, Review
from foja.store.ask_matters import find_subject, known, standings_of
from foja.store.database import query

SAMPLE = Path(__file__).parents[2] / "examples" / "proceedings"
QUESTIONS = Path(__file__).parent / "questions"
MAKER = Actor(name="Maker of the sample")
FIELDS = {
    "notices": {"says", "as_of", "known_by", "in_force", "possible", "unknown"},
    "state": {"says", "person", "matter", "as_of", "known_by", "holds", "states", "quality"},
    "held": {"says", "person", "as_of", "known_by", "yes", "possible"},
    "argued": {"says", "issue", "person", "forum", "as_of", "known_by", "for", "against", "decisions"},
    "kept": {"says", "words", "outlet", "status", "not_before"},
}


@pytest.fixture(scope="session")
def proceedings(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Iterator[Case]:
    """The case, which nobody changes."""
    path = tmp_path_factory.mktemp("proceedings") / "case"
    with Case.create(path, title="AMIA, the proceedings", actor=MAKER) as case:
        case.add([SAMPLE / "sources"], actor=MAKER)
        case.build(jobs=0)
        case.import_facts((SAMPLE / "facts.toml").read_text("utf-8"), "facts.toml", actor=MAKER, why="Read")
        yield case


def asked(sort: str) -> list[Any]:
    found = []
    for path in sorted(QUESTIONS.glob("*.toml")):
        data = tomllib.loads(path.read_text("utf-8"))
        assert set(data) <= {"title", *FIELDS}, path.name
        for number, one in enumerate(data.get(sort, ())):
            assert set(one) <= FIELDS[sort], (path.name, one)
            found.append(pytest.param(one, id=f"{path.stem}-{number}"))
    return found


def days(one: dict[str, Any]) -> dict[str, str]:
    return {"as_of": one["as_of"], "known_by": one.get("known_by", "")}


@pytest.mark.parametrize("one", asked("notices"))
def test_which_notices_were_in_force(proceedings: Case, one: dict[str, Any]) -> None:
    states = proceedings.notices(**days(one)).states
    for word, answer in (("in_force", Holds.YES), ("possible", Holds.POSSIBLE), ("unknown", Holds.UNKNOWN)):
        assert sorted(state.subject.name for state in states if state.answer is answer) == sorted(one.get(word, ()))


@pytest.mark.parametrize("one", asked("state"))
def test_where_it_stood(proceedings: Case, one: dict[str, Any]) -> None:
    found = [s for s in proceedings.status(one["person"], **days(one)).states if s.matter.title == one["matter"]]
    if "holds" not in one:
        assert found == []
        return
    (state,) = found
    assert (state.answer, {s.state: s.holds for s in state.states}) == (one["holds"], one["states"])
    if "quality" in one:
        assert state.quality == (one["quality"],)


@pytest.mark.parametrize("one", asked("held"))
def test_who_held_which_post(proceedings: Case, one: dict[str, Any]) -> None:
    rows = proceedings.posts(party=one["person"], over=False, **days(one)).items
    for word in (Holds.YES, Holds.POSSIBLE):
        titles = {row.particular.title for row in rows if row.holds is word}  # type: ignore[union-attr]
        assert titles == set(one.get(word.value, ())), word


@pytest.mark.parametrize("one", asked("argued"))
def test_which_arguments_have_their_premises(proceedings: Case, one: dict[str, Any]) -> None:
    view = proceedings.argue(one["issue"], one["person"], forum=one.get("forum", ""), **days(one))
    for side in ("for", "against"):
        assert sorted(a.rule for a in view.arguments if a.side == side) == sorted(one[side]), side
    assert len({p.id for a in view.arguments for p in a.decided}) == one["decisions"]


@pytest.mark.parametrize("one", asked("kept"))
def test_reports_that_the_record_contradicts_are_kept(proceedings: Case, one: dict[str, Any]) -> None:
    def found(known_by: str) -> list[Any]:
        question = Question(known_by=known_by, limit=1000)
        return [r for r in proceedings.statements(question).items if one["words"].casefold() in r.content.casefold()]

    (row,) = found("")
    assert (row.outlet, row.status) == (one["outlet"], one["status"])
    assert found(one["not_before"]) == [row]
    year, month, day = one["not_before"].split("-")
    assert found(f"{year}-{month}-{int(day) - 1:02d}") == []


# --- nothing dated after one day, or published after another, leaks


@pytest.fixture(scope="session")
def moments(proceedings: Case) -> list[str]:
    """Every day on which something begins or ends to be so, or to be known, and the day before."""
    import datetime

    found = set()
    for row in proceedings.acts(limit=1000).items:
        for day in (row.act.date.earliest, row.act.date.latest, row.known_on):
            if day:
                found |= {day, str(datetime.date.fromisoformat(day) - datetime.timedelta(days=1))}
    return sorted(found)


@pytest.fixture(scope="session")
def people(proceedings: Case) -> list[str]:
    return sorted({p.name for row in proceedings.acts(limit=1000).items for p in row.act.persons})


def leaks(case: Case, person: str, as_of: str, known_by: str) -> list[str]:
    """What an answer shows that is later than either day."""
    bad: list[str] = []
    try:
        view = case.status(person, as_of=as_of, known_by=known_by)
    except UsageError:
        return bad
    shown = {row.act.id: row for row in view.acts}
    for state in view.states:
        for reached in state.states:
            for identifier in reached.acts:
                row = shown[identifier]
                if dated(row.act).earliest > as_of or not row.known_on or row.known_on > known_by:
                    bad.append(f"{state.matter.title}: {row.words} {row.act.date.edtf}, known {row.known_on}")
    for row in view.acts:
        bad += [f"{basis.quote}" for basis in row.basis if basis.known_on > known_by]
        if dated(row.act).earliest > as_of or row.known_on > known_by:
            bad.append(f"listed: {row.words} {row.act.date.edtf}, known {row.known_on}")
    return bad


def test_nothing_leaks_for_anybody_on_any_day(proceedings: Case, people: list[str], moments: list[str]) -> None:
    """Every person, every day on which anything changes, asked as one who lived on that day would."""
    assert len(people) > 30
    assert len(moments) > 150
    found = [(person, day, leaks(proceedings, person, day, day)) for person in people for day in moments]
    assert [one for one in found if one[2]] == []


def test_everybody_stands_where_all_acts_together_say(proceedings: Case, people: list[str], moments: list[str]) -> None:
    """The look-up for one person, against the fold of all acts of the case: every day on which anything changes, known
    by that day, by another one, and by now."""
    connection = proceedings._connection
    every = known(connection.execute(query("act.subjects_of_machine"), (json.dumps(list(machines())),)).fetchall())
    for person in people:
        subject, keys = find_subject(connection, person)
        mine = [one._replace(subject="") for one in every if one.subject == (subject.id or subject.key)]
        assert mine
        for place, day in enumerate(moments):
            for known_by in (day, moments[-1 - place], ""):
                assert standings_of(connection, keys, day, known_by) == standings(mine, day, known_by)
        assert standings_of(connection, keys) == standings(mine)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_two_clocks_run_apart(
    proceedings: Case, people: list[str], moments: list[str], data: st.DataObject
) -> None:
    person = data.draw(st.sampled_from(people))
    as_of, known_by = data.draw(st.sampled_from(moments)), data.draw(st.sampled_from(moments))
    assert leaks(proceedings, person, as_of, known_by) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_lists_of_everything_else_leak_nothing(proceedings: Case, moments: list[str], data: st.DataObject) -> None:
    as_of, known_by = data.draw(st.sampled_from(moments)), data.draw(st.sampled_from(moments))
    clocks = {"as_of": as_of, "known_by": known_by}
    for page in (proceedings.incidents(**clocks), proceedings.evidence(**clocks), proceedings.positions(**clocks)):
        for row in page.items:
            assert row.known_on <= known_by
            assert (row.item.date is None) or (row.item.date.earliest or "") <= as_of
            assert all(one.known_on <= known_by for one in row.basis)
    held = [proceedings.posts, proceedings.circumstances, proceedings.resolutions]
    for row in [row for question in held for row in question(**clocks, limit=500).items]:
        assert row.known_on <= known_by
        assert all(one.known_on <= known_by for one in row.basis)
    for one in proceedings.statements(Question(**clocks, limit=500)).items:
        assert (bounds(one.published)[1] or "") <= known_by


# --- how it was made


def test_everything_is_entered_by_its_maker_and_verifies(proceedings: Case) -> None:
    decided = [event for event in proceedings.events(limit=100_000) if event.kind.startswith(("statement.", "act."))]
    assert {event.actor.name for event in decided} == {MAKER.name}
    assert not proceedings.verify().findings
    question = Question(review=(Review.ACCEPTED,), limit=1000)
    rows = proceedings.statements(question).items
    assert all(proceedings.statement(row.id).quote_matches for row in rows)
    marked = {flag.kind for row in rows for flag in row.flags}
    assert {"inferred", "general_knowledge", "contested"} <= marked


def test_each_digest_says_what_it_is(proceedings: Case) -> None:
    for row in proceedings.sources(limit=500).items:
        text = proceedings.reader(row.sha256).text
        said = ("This is a digest written for", "Este es un resumen escrito para", "These notes were written for")
        assert any(words in " ".join(text.split()) for words in said), row.name
        assert "CC BY 4.0" in text, row.name


def test_the_sample_is_what_its_script_makes() -> None:
    made = subprocess.run([sys.executable, str(SAMPLE / "make.py"), "--check"], capture_output=True, text=True)
    assert made.returncode == 0, made.stdout
