"""foja stamp, and what foja desk, foja log and foja verify say of time stamps. The authority is on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from preserve.authority import LocalAuthority, configure, needs_openssl, serving

FOJA = [sys.executable, "-c", "from foja.cli import main; main()"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*FOJA, *map(str, arguments)], capture_output=True, text=True, timeout=120)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "case", "--title", "Papers").returncode == 0
    return tmp_path / "case"


def test_a_case_without_authorities(case: Path) -> None:
    done = run("stamp", case)
    assert done.returncode == 2
    assert "names no time-stamping authority" in done.stderr
    assert "[[stamp]]" in done.stderr and "Traceback" not in done.stderr
    assert "unanchored since 2" in run("desk", case).stdout
    (case.parent / "note.txt").write_text("The court ordered it.\n", "utf-8")
    assert run("add", case, case.parent / "note.txt").returncode == 0
    checked = run("verify", case)
    assert (checked.returncode, "Unanchored since" in checked.stdout) == (0, True)


@needs_openssl
def test_the_whole_path(case: Path, tmp_path: Path) -> None:
    authority = LocalAuthority(tmp_path / "tsa", "First Authority")
    roots = authority.folder / "root.pem"
    with serving(authority.reply) as (url, _):
        configure(case, (authority.name, url, roots))
        done = run("stamp", case, "--as", "Ana")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("First Authority: the first 1 events existed at 2")
        asked = run("stamp", case, "--json")
    report = json.loads(asked.stdout)
    assert (asked.returncode, report["size"], report["results"][0]["authority"]) == (0, 2, "First Authority")
    assert "stamped by First Authority at 2" in run("desk", case).stdout
    events = json.loads(run("log", case, "--json").stdout)
    assert "Ana" in {event["actor"]["name"] for event in events if event["kind"] == "stamped"}

    plain, trusted = run("verify", case), run("verify", case, "--stamp-roots", roots)
    assert (plain.returncode, trusted.returncode) == (1, 0)
    assert plain.stdout.count("confirmed only with the roots that the case itself brings.") == 1
    assert "confirmed by the roots that you gave (and 1 earlier)." in trusted.stdout

    out = tmp_path / "out.zip"
    assert run("export", case, out).returncode == 0
    plain, trusted = run("verify", out), run("verify", out, "--stamp-roots", roots)
    assert (plain.returncode, trusted.returncode) == (1, 0)
    assert "confirmed by the roots that you gave (and 1 earlier)." in trusted.stdout
    stamps = json.loads(run("verify", out, "--stamp-roots", roots, "--json").stdout)["stamps"]
    assert [stamp["state"] for stamp in stamps] == ["confirmed", "confirmed"]


@needs_openssl
def test_one_authority_that_fails_gives_exit_code_1(case: Path, tmp_path: Path) -> None:
    authority = LocalAuthority(tmp_path / "tsa", "First Authority")
    roots = authority.folder / "root.pem"
    with serving(authority.reply) as (url, _), serving(lambda query: b"", 503) as (broken, _):
        configure(case, ("Second Authority", broken, roots), (authority.name, url, roots))
        done = run("stamp", case)
    assert done.returncode == 1
    assert "First Authority: the first 1 events existed at" in done.stdout
    assert "Second Authority: no stamp: its server answered with HTTP status 503." in done.stdout


def test_roots_that_cannot_be_read(case: Path, tmp_path: Path) -> None:
    configure(case, ("A", "http://127.0.0.1:9/", tmp_path / "nothing.pem"))
    done = run("stamp", case)
    assert (done.returncode, "trusted roots" in done.stderr) == (2, True)
