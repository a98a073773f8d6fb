"""Screening lists from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_acts import Run
from foja.case import Case
from foja.cli.lists import plain
from foja.model.event import Actor
from resolve.list_samples import OFAC_XML, SDN_CSV, UN_XML


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "un.xml").write_text(UN_XML, "utf-8")
    (folder / "ofac.xml").write_text(OFAC_XML.replace("<uid>12</uid>", "<uid>11</uid>"), "utf-8")
    (folder / "sdn.csv").write_text(SDN_CSV, "utf-8")
    Case.create(folder / "case", title="Lists", actor=Actor(name="Clerk")).close()
    return folder / "case"


def test_a_list_is_added_listed_and_looked_into(case: Path, run: Run) -> None:
    empty = run("lists", case)
    assert (empty.returncode, "holds no list" in empty.stdout) == (0, True)
    added = run("lists", "add", case, case.parent / "un.xml", "--list", "UN", "--why", "Fetched", "--json")
    assert (added.returncode, added.stderr) == (0, "")
    made = json.loads(added.stdout)
    assert (made["date"], made["count"]) == ("2001-04-10", 2)
    again = ("lists", "add", case, case.parent / "ofac.xml", "--list", "OFAC", "--date", "2001-04-12", "--why", "x")
    said = run(*again).stdout
    assert "the file itself states the day 2001-04-10" in said
    assert "no screening covers that" in said and "kept under 11~2" in said
    shown = run("lists", case).stdout
    assert shown.index("OFAC, 2001-04-12: 3 entries") < shown.index("UN, 2001-04-10: 2 entries")
    assert "Fetched" in shown
    assert [row["snapshot"]["list"] for row in json.loads(run("lists", case, "--json").stdout)] == ["OFAC", "UN"]
    found = run("lists", "find", case, made["id"], "rey")
    assert found.stdout.startswith("21  Tomás Rey; LIi.001; Lira; born [1953..1955] or 1955~; es; listed 2001-03-03")
    assert "None found in this list under this spelling" in run("lists", "find", case, made["id"], "nobody").stdout
    entry = run("lists", "entry", case, made["id"], "21").stdout
    assert "El Capitán  weak alias; Low" in entry
    assert "not put into fields: country “Atlantis”" in entry
    assert "un.xml, line 3, bytes" in entry and "<DATAID>21</DATAID>" in entry
    assert json.loads(run("lists", "entry", case, made["id"], "21", "--json").stdout)["entry"]["gender"] == "male"


def test_refusals_say_what_to_do(case: Path, run: Run) -> None:
    undated = run("lists", "add", case, case.parent / "sdn.csv", "--list", "OFAC", "--why", "x")
    assert undated.returncode == 2 and "--date" in undated.stderr
    unknown = run("lists", "find", case, "ls-zz", "x")
    assert unknown.returncode == 2 and "foja lists CASE" in unknown.stderr


def test_a_list_cannot_write_to_the_terminal(case: Path, run: Run) -> None:
    line = '{"id":"e-1","schema":"Person","properties":{"name":["Ana Rey"],"notes":["a \u202eb"]}}\n'
    (case.parent / "e.json").write_text(line, "utf-8")
    told = ("--list", "E", "--date", "2001-05-01", "--why", "x", "--json")
    added = run("lists", "add", case, case.parent / "e.json", *told)
    shown = run("lists", "entry", case, json.loads(added.stdout)["id"], "e-1").stdout
    assert "a \\u202eb" in shown and "\u202e" not in shown
    assert plain("a\x1b[2J\n\tb") == "a\\u001b[2J\n\tb"
