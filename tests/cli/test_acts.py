"""The law side from the command line: a form that is suggested, an act recorded, and where things stand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from foja.case import Case
from foja.model.event import Actor

TEXT = "The prosecutor said on 9 April 2025 that the court ordered the arrest of Tomás Rey in the port of Lira.\n"


Run = Callable[..., SimpleNamespace]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("acts")
    (folder / "note.txt").write_text(TEXT, "utf-8")
    who = Actor(name="Clerk")
    with Case.create(folder / "case", title="Acts", actor=who) as opened:
        opened.add([folder / "note.txt"], actor=who)
        opened.build(jobs=0)
        start = TEXT.index("the court ordered")
        fields = {"modality": "ordered", "status": "ordered", "dates": ["2025-04-09"], "speaker": "prosecutor"}
        sha = opened.sources().items[0].sha256
        made = opened.enter(sha, start, start + 43, fields, actor=who, why="Read")
    return folder / "case", made.id


def test_from_a_statement_to_where_things_stand(case: tuple[Path, str], run: Run) -> None:
    path, statement = case
    form = run("act", path, statement)
    assert form.returncode == 0
    assert f"foja act CASE {statement} --machine warrant" in form.stdout
    assert "a suggestion, nothing is recorded" in form.stdout
    assert json.loads(run("act", path, statement, "--json").stdout)[0]["kind"] == "ordered"
    common = [
        "act", path, statement, "--machine", "red_notice", "--title", "Notice of 2025", "--by", "Interpol",
        "--person", "Tomás Rey",
    ]  # fmt: skip
    out = run(*common, "--kind", "published", "--date", "2025-05", "--until", "2030-05-01", "--why", "Read")
    assert (out.returncode, out.stderr) == (0, "")
    again = run(*common, "--kind", "published", "--date", "2025-05", "--until", "2030-05-01", "--why", "Read")
    assert (again.returncode, "already been recorded" in again.stderr) == (2, True)

    words = run("status", path, "Tomás Rey", "--as-of", "2025-06-01").stdout
    assert "published (in force: yes; term ends 2030-05-01)" in words
    assert "reported by others than the acting body" in words
    assert "flag: publication of the notice, with no authorisation or appeal on file" in words
    assert "possible" in run("status", path, "Tomás Rey", "--as-of", "2025-05-10").stdout
    assert "None found in this file." in run("status", path, "Tomás Rey", "--as-of", "2025-04-30").stdout
    assert "in force: unknown" in run("status", path, "Tomás Rey", "--as-of", "2031").stdout
    view = json.loads(run("status", path, "Tomás Rey", "--as-of", "2025-06-01", "--json").stdout)
    assert (view["states"][0]["answer"], view["as_of"]) == ("yes", "2025-06-01")

    notices = run("notices", path, "--as-of", "2025-06-01").stdout
    assert "Tomás Rey" in notices
    assert "A notice is a request, not a warrant." in notices
    assert json.loads(run("notices", path, "--json").stdout)["states"][0]["answer"] == "possible"

    acts = json.loads(run("acts", path, "--json").stdout)["items"]
    assert [act["quality"] for act in acts] == ["reported"]
    identifier = acts[0]["act"]["id"]
    assert "Interpol" in run("show", path, identifier).stdout
    matter = acts[0]["act"]["matter"]["id"]
    assert "not a warrant" in run("show", path, matter).stdout
    assert json.loads(run("show", path, matter, "--json").stdout)["subjects"][0]["answer"] == "possible"
    assert "act.recorded" in run("log", path).stdout

    fixed = run("act", path, "--correct", identifier, "--date", "2025-05-02", "--why", "The day is known", "--json")
    new = json.loads(fixed.stdout)["id"]
    gone = run("act", path, "--withdraw", identifier, "--why", "Twice")
    assert (gone.returncode, new in gone.stderr) == (4, True)
    assert run("act", path, "--withdraw", new, "--why", "It was a diffusion").returncode == 0
    assert "None found in this file." in run("acts", path).stdout
    assert run("rebuild", path, "--check").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["act"], 2, "An act rests on accepted statements"),
        (["act", "st-0"], 2, "no statement st-0"),
        (["act", "--kind", "ordered", "--why", "x"], 2, "An act rests on accepted statements"),
        (["act", "--without-statement", "--machine", "wish", "--why", "x"], 2, "expected one of"),
        (["act", "--without-statement", "--machine", "warrant", "--why", "x"], 2, "The act has no title"),
        (["act", "--withdraw", "ac-0", "--why", "x"], 2, "no act ac-0"),
        (["status", "Nobody at all"], 2, "No party"),
        (["status", "Tomás Rey", "--as-of", "soon"], 2, "not a date"),
        (["notices", "--known-by", "soon"], 2, "not a date"),
        (["show", "mt-0"], 2, "no measure or proceeding mt-0"),
    ],
)
def test_errors_speak(case: tuple[Path, str], run: Run, arguments: list[str], code: int, words: str) -> None:
    out = run(arguments[0], case[0], *arguments[1:])
    assert out.returncode == code
    assert words in out.stderr
    assert "Traceback" not in out.stderr


def test_the_machines_are_listed(case: tuple[Path, str], run: Run) -> None:
    out = run("act", case[0], "--machine", "list").stdout
    assert "red_notice" in out
    assert "criminal_ar" in out


def test_what_passages_report_is_listed_and_recorded(tmp_path: Path, run: Run) -> None:
    (tmp_path / "wire.txt").write_text("The Federal Court of Lira ordered the arrest of Tomás Rey in 2001.\n", "utf-8")
    who = Actor(name="Clerk")
    with Case.create(tmp_path / "case", title="Acts", actor=who) as opened:
        opened.add([tmp_path / "wire.txt"], actor=who)
        opened.build(jobs=0)
    path = tmp_path / "case"
    out = run("acts", path, "--proposed").stdout
    assert "warrant/ordered, by Federal Court of Lira, 2001; concerns Tomás Rey" in out and "suggestions" in out
    assert "None found" in run("acts", path).stdout
    found = json.loads(run("acts", path, "--proposed", "--json").stdout)["items"]
    statement = next(one["parts"][0]["row"]["id"] for one in found if one["draft"]["kind"] == "ordered")
    wrong = run("act", path, statement, "--proposed", "warrant/executed", "--title", "W", "--why", "Read")
    assert (wrong.returncode, "they suggest warrant/ordered" in wrong.stderr) == (2, True)
    given = ["act", path, statement, "--proposed", "warrant/ordered", "--title", "W", "--why", "Read"]
    assert run(*given).returncode == 4  # the statement waits
    out = run(*given, "--accept")
    assert (out.returncode, out.stderr) == (0, "")
    assert "order to arrest, by Federal Court of Lira" in run("acts", path).stdout
    assert statement not in run("acts", path, "--proposed").stdout
