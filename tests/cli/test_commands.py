"""The command line as a person uses it: words, exit codes, JSON, errors without tracebacks."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from foja.cli import COMMANDS

FOJA = [sys.executable, "-c", "from foja.cli import main; main()"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*FOJA, *map(str, arguments)], capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def case(built_sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "case"
    shutil.copytree(built_sample, path)
    return path


def test_the_whole_path_from_the_command_line(tmp_path: Path) -> None:
    folder, case = tmp_path / "papers", tmp_path / "case"
    folder.mkdir()
    (folder / "note.txt").write_text(
        "The prosecutor said on 9 April 2025 that the request had been filed with the court.\n", "utf-8"
    )
    (folder / "empty.pdf").write_bytes(b"")
    assert run("init", case, "--title", "Papers").returncode == 0
    assert run("add", case, folder).returncode == 0
    built = run("build", case, "--jobs", "0", "--json")
    assert built.returncode == 1  # one gap
    assert [g["state"] for g in json.loads(built.stdout)["gaps"]] == ["empty"]
    drafts = json.loads(run("statements", case, "--review", "draft", "--json").stdout)["items"]
    assert len(drafts) >= 1
    identifier = drafts[0]["id"]
    assert run("review", case, identifier, "--accept", "--why", "Read").returncode == 0
    shown = json.loads(run("show", case, identifier, "--json").stdout)
    assert shown["row"]["review"] == "accepted"
    for name in ("out.zip", "out.jsonl", "out.csv", "out.pdf"):
        assert run("export", case, tmp_path / name).returncode == 0, name
    assert run("verify", case).returncode == 0
    assert run("verify", tmp_path / "out.zip").returncode == 0
    assert run("rebuild", case, "--check").returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ["desk"],
        ["sources"],
        ["statements", "--all"],
        ["parties"],
        ["search", "Interpol"],
        ["log"],
        ["review"],
        ["show", "Interpol"],
    ],
)
def test_reading_commands_speak_json(case: Path, command: list[str]) -> None:
    arguments = [command[0], case, *command[1:]]
    if command[0] == "show":
        arguments = ["show", case, json.loads(run("parties", case, "--json").stdout)["items"][0]["id"]]
    json.loads(run(*arguments, "--json").stdout)
    plain = run(*arguments)
    assert plain.returncode == 0
    assert plain.stdout.strip()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "NOWHERE"], 2, "foja init"),
        (["add", "CASE", "NOWHERE/paper.pdf"], 2, "no file or folder"),
        (["show", "CASE", "st-unknown"], 2, "no statement"),
        (["show", "CASE", "pa-unknown"], 2, "No party"),
        (["show", "CASE", "ffff"], 2, "No source"),
        (["review", "CASE", "st-unknown", "--accept", "--why", "x"], 2, "no statement"),
        (["review", "CASE", "--accept", "--why", "x"], 2, "No statement was chosen"),
        (["statements", "CASE", "--as-of", "soon"], 2, "not a date"),
        (["export", "CASE", "CASE/foja.toml"], 4, "nothing is overwritten"),
        (["init", "CASE"], 2, "already holds a case"),
        (["nonsense"], 2, "No such command"),
        (["open", "NOWHERE"], 2, "no folder"),
        (["verify", "NOWHERE"], 2, "no case or bundle"),
    ],
)
def test_errors_say_what_to_do_and_show_no_traceback(case: Path, arguments: list[str], code: int, said: str) -> None:
    result = run(*[a.replace("CASE", str(case)).replace("NOWHERE", str(case / "nowhere")) for a in arguments])
    assert result.returncode == code, result.stderr
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_links_are_listed_and_decided_on(case: Path) -> None:
    listed = json.loads(run("link", case, "--json").stdout)["items"]
    assert listed
    identifier = listed[0]["id"]
    assert identifier in run("link", case).stdout
    assert 2 == run("link", case, identifier).returncode
    assert 2 == run("link", case, identifier, "--reject").returncode  # no reason given
    assert 0 == run("link", case, identifier, "--reject", "--why", "Another text").returncode
    assert identifier in run("link", case, "--state", "rejected").stdout


def test_a_hand_over_is_recorded_and_shown(case: Path, tmp_path: Path) -> None:
    one, two = (row["sha256"] for row in json.loads(run("sources", case, "--json").stdout)["items"][:2])
    given = ["--from", "the archive", "--to", "registry", "--how", "by hand", "--at", "2026-03-01", "--why", "Ordered"]
    assert "Recorded as event" in run("custody", case, one[:12], two[:12], *given).stdout
    sheet = json.loads(run("custody", case, one[:12], "--json").stdout)
    assert ("registry", "2026-03-01") == (sheet["transfers"][0]["taken"], sheet["transfers"][0]["on"])
    shown = run("custody", case, two).stdout
    for words in (two, "handed over by the archive to registry: by hand, on 2026-03-01", "SHA-512"):
        assert words in shown
    assert 0 == run("custody", case, one, "--out", tmp_path / "sheet.pdf").returncode
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert 4 == run("custody", case, one, "--out", tmp_path / "sheet.pdf").returncode
    assert 2 == run("custody", case, one, *given[:-2]).returncode  # no reason given
    assert 2 == run("custody", case, one, *given, "--out", tmp_path / "other.pdf").returncode
    assert "a role or an office" in " ".join(run("custody", "--help").stdout.split()).lower()


def test_files_are_read_again_share_by_share_and_damage_ends_with_3(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    first = run("fixity", copy)
    assert (0, True) == (first.returncode, first.stdout.startswith("Part 1 of 90"))
    assert "2% read again" in run("fixity", copy).stdout
    blob = next(p for p in sorted((copy / "vault" / "sha256").rglob("*")) if p.is_file() and p.stat().st_size > 100)
    blob.chmod(0o644)
    blob.write_bytes(blob.read_bytes()[:-1])
    found = run("fixity", copy, "--all")
    assert 3 == found.returncode
    assert blob.name in found.stdout
    assert "from a copy" in found.stdout
    assert "1 DAMAGED OR MISSING" in run("desk", copy).stdout
    assert [blob.name] == json.loads(run("fixity", copy, "--all", "--json").stdout)["report"]["altered"]
    for share in ("90", "2/90", "1/0", "1/99999", "1/x"):
        assert 2 == run("fixity", copy, "--share", share).returncode, share


def test_derivations_are_run_again(case: Path, tmp_path: Path) -> None:
    source = json.loads(run("sources", case, "--json").stdout)["items"][0]["sha256"]
    assert 2 == run("rederive", case, source).returncode
    done = run("rederive", case, source[:12], "--check", "--jobs", "0")
    assert (0, True) == (done.returncode, "5 gave the same output" in done.stdout), done.stdout


def test_certificates_are_drafted(case: Path, tmp_path: Path) -> None:
    for form, words in (("fre902", "penalty of perjury"), ("argentina", "cadena de custodia")):
        assert "a draft" in run("certify", case, "--form", form, "--out", tmp_path / f"{form}.md").stdout
        assert words in (tmp_path / f"{form}.md").read_text("utf-8")
    assert 2 == run("certify", case, "--form", "fre902", "--out", tmp_path / "a.txt").returncode


@pytest.mark.parametrize("damage", ["garbage", "a table lost", "a page overwritten"])
def test_a_damaged_projection_is_made_anew(case: Path, tmp_path: Path, damage: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    before = run("statements", copy, "--all", "--json").stdout
    if damage == "a table lost":
        with sqlite3.connect(copy / "case.db") as connection:
            connection.execute("DROP TABLE statement_party")
            connection.execute("DROP TABLE source")
    else:
        with sqlite3.connect(copy / "case.db") as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        data = bytearray((copy / "case.db").read_bytes())
        low, high = (0, len(data)) if damage == "garbage" else (100, len(data) // 2)
        data[low:high] = b"\xa5" * (high - low)
        (copy / "case.db").write_bytes(data)

    told = run("statements", copy, "--all", "--json")
    assert 3 == told.returncode
    assert "foja rebuild" in told.stderr
    assert "Traceback" not in told.stderr
    assert 0 == run("rebuild", copy).returncode
    assert before == run("statements", copy, "--all", "--json").stdout


def test_a_damaged_case_is_reported_not_opened(case: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(case, broken)
    blob = next(p for p in (broken / "vault" / "sha256").rglob("*") if p.is_file() and p.stat().st_size > 100)
    blob.chmod(0o644)
    data = bytearray(blob.read_bytes())
    data[50] ^= 1
    blob.write_bytes(bytes(data))
    result = run("verify", broken)
    assert result.returncode == 10
    assert blob.name in result.stdout
    assert "damaged (altered): " in result.stdout


def test_a_lost_projection_comes_back(case: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(case, copy)
    for file in copy.glob("case.db*"):
        file.unlink()
    assert run("desk", copy).stdout == run("desk", case).stdout


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")
    assert result.returncode == 0
    assert "Usage:" in result.stdout
