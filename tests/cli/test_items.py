"""Facts files, incidents, evidence, positions, marks, checks and changes from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from store.facts_sample import FACTS, lira

Run = Callable[..., SimpleNamespace]


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lira(tmp_path_factory.mktemp("cli-items"))


def test_a_facts_file_from_beginning_to_end(case: Path, run: Run) -> None:
    file = case.parent / "facts.toml"
    file.write_text(FACTS.replace("left 12 dead", "left 13 dead"), "utf-8")
    wrong = run("import-facts", case, file, "--why", "Read")
    assert wrong.returncode == 2
    assert f"where:      {file}, line " in wrong.stderr
    assert "only its beginning does" in wrong.stderr
    assert "None found" in run("statements", case).stdout
    file.write_text(FACTS, "utf-8")
    looked = run("import-facts", case, file, "--check", "--why", "Read")
    assert "statements could be recorded" in looked.stdout
    assert "None found" in run("statements", case).stdout
    assert "5 statements recorded" in run("import-facts", case, file, "--why", "Read", "--as", "Ana").stdout
    assert "Nothing new." in run("import-facts", case, file, "--why", "Read").stdout
    assert run("import-facts", case, case.parent / "none.toml", "--why", "Read").returncode == 2
    (case.parent / "latin.toml").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in run("import-facts", case, case.parent / "latin.toml", "--why", "Read").stderr

    # lists
    assert "figure: killed: 12  (El Faro, 2001-05" in run("incidents", case).stdout
    (row,) = json.loads(run("evidence", case, "--json").stdout)["items"]
    assert row["item"]["kind"] == "intelligence"
    assert "None found in this file." in run("evidence", case, "--kind", "testimony").stdout
    assert "Hamun refuses" in run("positions", case).stdout
    assert "None found" in run("positions", case, "--known-by", "2001-05-30").stdout
    shown = run("show", case, row["item"]["id"])
    assert "Report of the Coast Service (intelligence, from Coast Service; conditions of use" in shown.stdout

    # record, correct, withdraw
    statement = row["item"]["carries"][0]
    made = run(
        "evidence", case, "--title", "Log", "--kind", "physical", "--carries", statement, "--why", "Found", "--json"
    )
    identifier = json.loads(made.stdout)["id"]
    fixed = run("evidence", case, "--correct", identifier, "--number", "f. 3", "--why", "Read", "--json")
    new = json.loads(fixed.stdout)["id"]
    assert "withdrawn" in run("evidence", case, "--withdraw", new, "--why", "Not of this case").stdout
    again = run("evidence", case, "--correct", new, "--number", "f. 4", "--why", "Read")
    assert (again.returncode, "final" in again.stderr) == (4, True)
    none = run("incidents", case, "--title", "A fire", "--place", "Lira", "--date", "2001", "--why", "Heard")
    assert (none.returncode, "rests on no statement" in none.stderr) == (2, True)

    # marks
    assert "1 noted." in run("mark", case, "inferred", statement, "--why", "From its date").stdout
    assert "inferred, no source says it outright" in run("statements", case).stdout
    assert "1 taken away." in run("mark", case, "inferred", statement, "--off", "--why", "It says so").stdout

    # what became known, and a page
    assert "Stands otherwise" in run("changes", case, "--since", "2001-05").stdout
    assert json.loads(run("changes", case, "--since", "2001-05", "--json").stdout)["since"] == "2001-05-01"
    page = case.parent / "page.txt"
    page.write_text("Port news\n\nThe Federal Court of Lira ordered the arrest of Tomás Rey.\n", "utf-8")
    checked = run("check", case, page)
    assert "confirms: on file for Tomás Rey: order to arrest" in checked.stdout
    assert json.loads(run("check", case, page, "--json").stdout)["statements"]
    assert run("check", case, case.parent / "no.txt").returncode == 2
    assert run("verify", case).returncode == 0
