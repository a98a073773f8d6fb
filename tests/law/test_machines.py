"""Machines are data: what is wrong in one is told with file, line and what was expected; no person is in one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from foja.law.machine import machine_named, machines, read_machine
from foja.model.errors import UsageError

GOOD = """name = "permit"
title = "Permit"
sort = "measure"
order = "Lira"
asks = "in force"
says = "A permit."
sources = ["Statute of Lira, art. 1"]

[[state]]
name = "given"
words = "given"
noun = "grant"
holds = true

[[state]]
name = "ended"
words = "ended"
noun = "end"

[[act]]
kind = "given"
words = "grant"
family = "order"
to = "given"
after = [""]
by = "the harbour"

[[act]]
kind = "ended"
words = "end"
family = "ending"
to = "ended"
after = ["given"]
by = "the harbour"
"""


def test_a_machine_is_read() -> None:
    assert [move.kind for move in read_machine(GOOD, "permit.toml").act] == ["given", "ended"]


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('sort = "measure"', 'sort = "thing"', 3, "expected measure or proceeding"),
        ('sources = ["Statute of Lira, art. 1"]', "sources = []", 7, "no source is named"),
        ('noun = "end"', "", 15, "noun"),
        ('family = "ending"', 'family = "sentence"', 31, "sentence"),
        ('to = "ended"', 'to = "over"', 32, "expected one of given, ended"),
        ('after = ["given"]', 'after = ["granted"]', 33, "expected one of given, ended"),
        ('after = ["given"]', "after = []", 33, "expected a state"),
        ('kind = "ended"', 'kind = "given"', 28, "no name of its own"),
        ('to = "ended"', 'to = "given"', 15, "no act leads to the state 'ended'"),
        ('asks = "in force"', "asks = in force", 5, "it is not TOML"),
        ('asks = "in force"', "asks = 7", 5, "Expected `str`"),
        ('name = "permit"', 'name = "licence"', 1, "the file is named permit.toml"),
        ('words = "grant"\n', 'words = "grant"\nverdict = true\n', 23, "verdict"),
    ],
)
def test_a_malformed_machine_is_refused_with_its_line(before: str, after: str, line: int, words: str) -> None:
    assert before in GOOD
    with pytest.raises(UsageError) as caught:
        read_machine(GOOD.replace(before, after, 1), "permit.toml")
    assert caught.value.code == "machine-malformed"
    assert caught.value.where == f"permit.toml, line {line}"
    assert words in caught.value.what


@pytest.mark.parametrize("name", sorted(machines()))
def test_every_machine_names_its_sources_and_can_begin(name: str) -> None:
    machine = machine_named(name)
    assert machine.sources
    assert any("" in move.after for move in machine.act)
    assert any(state.holds for state in machine.state)
    assert all(move.by for move in machine.act)


def test_machines_know_no_persons_and_no_verdicts() -> None:
    """Name-blind: no person or state of a case in a rule; no word of guilt; a notice is called a request."""
    from law.cases import GoldenCase, every_case

    names = {
        party.name.lower()
        for path in every_case()
        for made, _ in GoldenCase(path).named.values()
        for party in made.persons
    } - {"argentina"}  # the legal order of its courts
    for file in (files("foja.law") / "machines").iterdir():
        text = file.read_text(encoding="utf-8").lower()
        assert [name for name in names if name in text] == [], file.name
        assert [w for w in ("guilt", "terrorist", "mastermind", "proven", "wanted") if w in text] == [], file.name
    assert "not a warrant" in machine_named("red_notice").says


def test_an_unknown_machine_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="red_notice") as caught:
        machine_named("verdict")
    assert caught.value.code == "machine-unknown"


def test_no_record_of_the_law_side_has_a_field_for_a_conclusion() -> None:
    import msgspec

    from foja.model import act, proceedings

    fields = {
        field.name
        for module in (act, proceedings)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, msgspec.Struct)
        for field in msgspec.structs.fields(one)
    }
    assert not fields & {"verdict", "guilt", "guilty", "conclusion", "score", "probability", "truth"}
    assert "quality" not in {field.name for field in msgspec.structs.fields(act.OfficialAct)}
