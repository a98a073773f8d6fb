"""Every byte of every form that leaves a case, searched for traces of what its receivers may not have."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from foja.case import FORMS, Case
from foja.model.rows import Question
from foja.model.vocabulary import LADDER, Sensitivity
from foja.publish.offline.verify import examine
from store.leak_sample import CLERK, OPEN, WORDS, make, protect, source, traces

ENDINGS = {"bundle": "zip", "site": "zip", "report": "pdf"}
WRITTEN = (*FORMS, "fre902", "argentina", "sheets")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    folder = tmp_path_factory.mktemp("leaks")
    make(folder).close()
    return folder / "case"


@pytest.fixture(scope="session", params=LADDER[1:])
def labelled(
    request: pytest.FixtureRequest, made: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Sensitivity, dict[str, str]]:
    """The case with its protected sources at a label, all others public; the label; the tokens."""
    path = tmp_path_factory.mktemp("labelled") / "case"
    shutil.copytree(made, path)
    with Case(path) as case:
        return path, request.param, protect(case, request.param, Sensitivity.PUBLIC)


def write(case: Case, form: str, out: Path, audience: Sensitivity) -> Path:
    if form in FORMS:
        return case.export(form, out, audience=audience)
    open_ = [source(case, name).sha256 for name in OPEN]
    if form == "sheets":
        case.write_sheets(open_, out, audience=audience)
    else:
        case.certify(open_, form, out, audience=audience)
    return out


@pytest.mark.parametrize("form", WRITTEN)
def test_no_trace_of_what_is_protected_is_in_anything_that_is_given(
    labelled: tuple[Path, Sensitivity, dict[str, str]], form: str, tmp_path: Path
) -> None:
    path, label, tokens = labelled
    ending = ENDINGS.get(form, "pdf" if form not in FORMS else form)
    with Case(path) as case:
        for audience in LADDER[: LADDER.index(label)]:
            out = write(case, form, tmp_path / f"{audience}.{ending}", audience)
            if form == "bundle":
                assert examine(str(out))[0] == [], audience
            else:  # her name is in a public list too, which a bundle holds
                tokens = {**tokens, "her name": "Quispe"}
            assert traces(out.read_bytes(), tokens) == set(), audience


@pytest.mark.parametrize("form", FORMS)
def test_the_search_finds_what_the_receivers_may_have(made: Path, form: str, tmp_path: Path) -> None:
    """Otherwise the test above would pass on anything."""
    shutil.copytree(made, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        tokens = protect(case, Sensitivity.CONFIDENTIAL, Sensitivity.PUBLIC)
        if form == "site":  # for everybody: only what is public is in it
            return
        out = write(case, form, tmp_path / f"all.{ENDINGS.get(form, form)}", Sensitivity.SOURCE_IDENTITY)
        found = traces(out.read_bytes(), tokens)
    expected = {"acts": {"zaffre"}, "annotations": {"kiln", "ni of zaffre-memo.html"}}
    assert found >= expected.get(form, {"zaffre", "47 dead", "kiln", "sha256 of zaffre-memo.html"})
    if form == "bundle":
        assert found >= set(WORDS) - {"2003-02-03"}


def test_what_is_given_says_no_more_than_a_case_without_what_is_protected(made: Path, tmp_path: Path) -> None:
    """Counts, conflicts, and where a matter stands: the rows that everybody may have name nothing else, and count it
    neither."""
    shutil.copytree(made, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        whole = {row.id: row for row in case.every_statement(Question())}
        protect(case, Sensitivity.CONFIDENTIAL, Sensitivity.PUBLIC)
        asked = Question(audience=Sensitivity.PUBLIC)
        rows = {row.id: row for row in case.every_statement(asked)}
        brief = case.brief(asked)
        (matter,) = case.every_matter(asked)
        drafts = case.desk().counts.drafts
    touched = [row for row in rows.values() if whole[row.id].support != row.support]
    assert {row.support.documents - whole[row.id].support.documents for row in touched if row.support} <= {-1, 0}
    assert touched
    dead = next(row for row in rows.values() if "12 dead" in row.content)
    assert whole[dead.id].conflicted
    assert not dead.conflicted
    assert brief.conflicts == ()
    assert brief.drafts == drafts == 0
    assert [state.subject.name for state in matter.subjects] == ["Tomás Rey"]
    assert {state.subject.key for state in matter.subjects} == {"tomas rey"}
    assert len(matter.acts) == 1
    assert matter.acts[0].basis[0].flags == ()


def test_what_a_person_entered_without_a_source_is_not_for_everybody(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        protect(case, Sensitivity.CONFIDENTIAL, Sensitivity.PUBLIC)
        act = {"machine": "warrant", "kind": "ordered", "authority": "Federal Court of Lira", "date": "2001-03-03"}
        case.record_act(
            {**act, "title": "Quillon", "persons": ["Ana Beltrán"]}, [], entered=True, actor=CLERK, why="Heard"
        )
        post = {"person": "Ana Beltrán", "title": "Quillon post", "organisation": "Lira"}
        case.record_particular("post", post, entered=True, actor=CLERK, why="Heard")
        proof = {"title": "Quillon proof", "kind": "testimony", "witnesses": 1, "conditions": "Quillon terms"}
        dead = next(row for row in case.every_statement(Question(audience=Sensitivity.PUBLIC)) if "12" in row.content)
        case.record_item("evidence", {**proof, "carries": [dead.id]}, actor=CLERK, why="Heard")
        case.join_parties(["Ana Beltrán", "Tomás Rey"], actor=CLERK, why="x")
        assert list(case.screen_all(actor=CLERK))
        bare = {"entered": "Quillon"}
        for form in FORMS:
            end = ENDINGS.get(form, form)
            public = case.export(form, tmp_path / f"public-{form}.{end}", audience=Sensitivity.PUBLIC)
            assert traces(public.read_bytes(), bare) == set(), form
            inside = case.export(form, tmp_path / f"inside-{form}.{end}")
            if form in ("bundle", "report", "acts", "jsonl"):
                assert traces(inside.read_bytes(), bare), form


def test_counts_of_what_is_given_are_in_an_order_that_tells_nothing(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        protect(case, Sensitivity.CONFIDENTIAL, Sensitivity.PUBLIC)
        case.export("bundle", tmp_path / "out.zip", audience=Sensitivity.PUBLIC)
    with zipfile.ZipFile(tmp_path / "out.zip") as bundle:
        lines = bundle.read("foja-bundle/counts.jsonl").decode().splitlines()
    ids = [json.loads(line)["proposition"] for line in lines]
    assert ids == sorted(ids)
    assert all(ids)
