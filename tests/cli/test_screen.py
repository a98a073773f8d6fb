"""Screening and proposed merges from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_acts import Run
from foja.case import Case
from foja.model.event import Actor
from resolve.list_samples import OFAC_XML

WHO = Actor(name="Clerk")
TEXT = "Tomás Rey said on 9 April 2001 that the pier was closed. Tomás Rei said that Ana Beltrán was there.\n"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screen")
    (folder / "note.txt").write_text(TEXT, "utf-8")
    (folder / "ofac.xml").write_text(OFAC_XML, "utf-8")
    with Case.create(folder / "case", title="Screen", actor=WHO) as opened:
        opened.add([folder / "note.txt"], actor=WHO)
        opened.build(jobs=0)
        opened.add_list([folder / "ofac.xml"], name="OFAC", actor=WHO, why="x")
    return folder / "case"


def test_a_screening_prints_a_receipt_and_a_lead_waits_for_a_person(case: Path, run: Run) -> None:
    empty = run("screen", case)
    assert "Nothing was screened yet" in empty.stdout
    out = run(
        "screen", case, "Tomás Rey", "--born", "1954-10-07", "--country", "Spain", "--as", "Desk", "--why", "Asked"
    )
    assert (out.returncode, out.stderr) == (0, "")
    for words in (
        "Tomás Rey, as of 20", "known besides: born 1954-10-07; es", "against OFAC of 2001-04-10: 2 entries; 1 vessels",
        "lead: ", "Tomás Rey – Tomás REY", "for: both born 1954-10-07", "not decided; decide with", "leaf sha256:",
        "by Desk: Asked",
    ):  # fmt: skip
        assert words in out.stdout, words
    view = json.loads(run("screen", case, "Tomás Rey", "--json").stdout)
    (row,) = view["leads"]
    snapshot = row["lead"]["snapshot"]
    said = run("screen", case, "Tomás Rey", "--not-same", snapshot, "11", "--why", "Born later", "--as", "Desk")
    assert (said.returncode, "Recorded as event" in said.stdout) == (0, True)
    shown = run("screen", case, "--show", str(view["seq"])).stdout
    assert "said to mean somebody else by Desk" in shown and "Born later" in shown
    run("screen", case, "Tomás Rey", "--undo", snapshot, "11", "--why", "A mistake")
    assert "not decided" in run("screen", case, "--show", str(view["seq"])).stdout
    assert "screened, 2 with leads" in run("screen", case, "--all").stdout
    assert "Tomás Rey" in run("screen", case).stdout


def test_names_in_a_file_are_screened_without_a_case(case: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("Rey, Tomas\n\nAna Beltrán\n", "utf-8")
    out = run("screen", tmp_path / "names.txt", "--against", case.parent / "ofac.xml")
    assert (out.returncode, "Nothing was recorded" in out.stderr) == (0, True)
    assert "lead: " in out.stdout and "No lead: none found in these lists under these names." in out.stdout
    assert (
        len(json.loads(run("screen", tmp_path / "names.txt", "--against", case.parent / "ofac.xml", "--json").stdout))
        == 2
    )


def test_screening_refuses_with_what_to_do(case: Path, run: Run, tmp_path: Path) -> None:
    for arguments, code in (
        (("Nobody",), "No party in this case"), (("Tomás Rey", "--list", "EU"), "holds no list named"),
        (("Tomás Rey", "--as-of", "1990-01-01"), "is as old as"), (("Tomás Rey", "--born", "soon"), "not a date"),
        (("--same", "ls-1", "11", "--why", "x"), "Say one thing"), (("--show", "2"), "is no screening"),
    ):  # fmt: skip
        refused = run("screen", case, *arguments)
        assert refused.returncode == 2 and code in refused.stderr, (arguments, refused.stderr)


def test_proposed_merges_are_listed_decided_and_taken_back(case: Path, run: Run) -> None:
    out = run("names", case)
    assert "Tomás Rei  –  Tomás Rey" in out.stdout and "If they are joined, " in out.stdout
    rows = json.loads(run("names", case, "--json").stdout)["items"]
    assert rows[0]["state"] == "open" and rows[0]["comparison"]["pairs"]
    assert run("names", "not-same", case, "Tomás Rey", "Tomás Rei", "--why", "Two clerks").returncode == 0
    assert "None waits." in run("names", case).stdout
    apart = run("names", case, "--state", "apart").stdout
    assert "held apart by" in apart and "Two clerks" in apart
    assert run("names", "undo", case, "Tomás Rey", "Tomás Rei", "--why", "One clerk").returncode == 0
    assert run("names", "later", case, "Tomás Rey", "Tomás Rei", "--why", "Wait").returncode == 0
    assert "put off by" in run("names", case, "--state", "later").stdout
    run("names", "undo", case, "Tomás Rey", "Tomás Rei", "--why", "It came")
    assert run("names", "same", case, "Tomás Rey", "Tomás Rei", "--why", "One desk").returncode == 0
    assert "joined by" in run("names", case, "--state", "same").stdout
    run("names", "undo", case, "Tomás Rey", "Tomás Rei", "--why", "Two after all")
    assert "Tomás Rei  –  Tomás Rey" in run("names", case, "--party", "Tomás Rey").stdout


def test_two_names_compare_with_an_alignment_or_a_why_not(case: Path, run: Run) -> None:
    near = run("names", "compare", "Mohsen Rabbani", "محسن ربانی").stdout
    assert "Rabbani = ربانی" in near and "an order for reading, and no finding" in near
    far = run("names", "compare", "Mohsen Rabbani", "Mohsen Rezai").stdout
    assert "Not proposed" in far and "Rabbani and Rezai only" in far
    assert "pairs" in json.loads(run("names", "compare", "Tomás Rey", "Tomas Rei", "--case", case, "--json").stdout)


def test_a_name_that_was_used_is_recorded_and_withdrawn(case: Path, run: Run) -> None:
    common = ("names", "used", case, "--person", "Tomás Rey")
    made = run(
        *common, "--name", "Otto Rauch", "--assumed", "--from", "1999", "--without-statement", "--why", "Told us"
    )
    assert "Tomás Rey: used the name “Otto Rauch”, not the person's own, as said, from 1999" in made.stdout
    (row,) = json.loads(run(*common, "--json").stdout)
    identifier = row["particular"]["id"]
    assert identifier.startswith("na-") and "Otto Rauch" in run("show", case, identifier).stdout
    assert "asked: Tomás Rey · Otto Rauch" in run("screen", case, "Tomás Rey").stdout
    gone = run("names", "used", case, "--withdraw", identifier, "--why", "Somebody else")
    assert "is withdrawn" in gone.stdout
    assert "None recorded." in run(*common).stdout
    refused = run(*common, "--name", "Otto Rauch", "--why", "x")
    assert refused.returncode == 2 and "rests on accepted statements" in refused.stderr


def test_what_names_nobody_is_said_not_to_be_compared(case: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_text("unknown\nMr.\n🙂\nAna Beltrán\n", "utf-8")
    out = run("screen", tmp_path / "names.txt", "--against", case.parent / "ofac.xml").stdout
    for line in (
        'not compared: "unknown" names nobody',
        'not compared: "Mr" is only a title',
        "a name without a letter",
    ):
        assert line in out
    assert out.count("No lead: none found in these lists under these names.") == 1


def test_bytes_that_are_no_text_are_refused_in_words(case: Path, run: Run) -> None:
    out = run("screen", case, "Ali \udcff")
    assert out.returncode == 2
    assert "no text in UTF-8" in out.stderr
    assert "Traceback" not in out.stderr
