"""Support from the command line: a count, the matrix, gaps, what falls, grades."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from foja.case import Case
from foja.cli import cli
from foja.model.errors import FojaError
from store.counted_sample import build, killed, source


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    return build(tmp_path_factory.mktemp("weighing"))


@pytest.fixture
def names(path: Path) -> dict[str, str]:
    with Case(path) as case:
        return {"proposition": killed(case), "source": source(case, "faro.txt"), "link": case.links().items[0].id}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments], catch_exceptions=True)


def test_a_count_is_printed_with_each_link_and_what_it_does(path: Path, names: dict[str, str]) -> None:
    done = run("count", path, names["proposition"])
    assert done.exit_code == 0
    assert "4 documents, 3 text families, 2 origins" in done.output
    assert "Lira Wire cites El Faro (read with its statement)" in done.output
    data = json.loads(run("count", path, names["proposition"], "--json").output)
    assert data["account"]["support"]["origins"] == 2
    assert {edge["link"] for edge in data["account"]["edges"]} > {names["link"]}


def test_matrix_gaps_and_what_falls(path: Path, names: dict[str, str]) -> None:
    assert "El Faro: attests" in run("matrix", path).output
    assert json.loads(run("matrix", path, "--party", "Ana Beltrán", "--json").output)["total"] == 0
    gaps = run("gaps", path)
    assert "Port Herald" in gaps.output
    assert "Cited, not in the file" in gaps.output
    found = json.loads(run("gaps", path, "--kind", "unquoted", "--json").output)
    assert {"Lira Harbour Office"} <= {gap["name"] for gap in found["unquoted"]["items"]}
    without = run("without", path, names["source"][:12])
    assert "nothing is left" in without.output
    assert json.loads(run("without", path, names["source"], "--json").output)["falls"]


def test_a_grade_is_shown_set_and_refused(path: Path, names: dict[str, str]) -> None:
    assert "No person has graded it yet." in run("grade", path, names["source"]).output
    assert run("grade", path, names["source"], "B", "--why", "Corrects its errors in print").exit_code == 0
    shown = json.loads(run("grade", path, names["source"], "--json").output)
    assert ["B"] == [grade["value"] for grade in shown["grades"]]
    for arguments, code in (
        ((names["source"], "7", "--why", "x"), "grade-unknown"),
        ((names["source"], "A", "--why", "They are probably guilty"), "likelihood-of-guilt"),
        ((names["source"], "A"), "why-missing"),
        (("st-0", "1", "--why", "x"), "statement-unknown"),
    ):
        refused = run("grade", path, *arguments).exception
        assert isinstance(refused, FojaError)
        assert refused.code == code


def test_a_citation_is_decided_on_by_its_id(path: Path, names: dict[str, str]) -> None:
    data = json.loads(run("count", path, names["proposition"], "--json").output)
    cites = next(e["link"] for e in data["account"]["edges"] if e["kind"] == "cites" and e["second"] == "el faro")
    assert run("link", path, cites, "--confirm", "--why", "Read").exit_code == 0
    assert cites in run("link", path, "--state", "confirmed").output
    assert "changes" in run("link", path).output
    assert run("rebuild", path, "--check").exit_code == 0
