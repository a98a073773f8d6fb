"""seal, receipt, rotate-key and witness as a person uses them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

FOJA = [sys.executable, "-c", "from foja.cli import main; main()"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*FOJA, *map(str, arguments)], capture_output=True, text=True, timeout=120)


def verifier(case: Path) -> str:
    found = re.search(r'^verifier = "(.*)"$', (case / "foja.toml").read_text(), re.MULTILINE)
    assert found
    return found[1]


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """A witness in a process of its own: its address and what it said when it started."""
    port = 20_000 + os.getpid() % 20_000
    process = subprocess.Popen(
        [*FOJA, "witness", str(folder), "--port", str(port)], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = ""
        while "Listening at" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        yield f"http://127.0.0.1:{port}", said
    finally:
        process.terminate()
        process.communicate()


def test_from_the_first_seal_to_a_bundle_that_a_stranger_checks(tmp_path: Path) -> None:
    case, folder = tmp_path / "case", tmp_path / "witness"
    assert 0 == run("init", case, "--title", "Pier", "--origin", "example.org/pier").returncode
    made = run("witness", folder, "--init", "witness.example/w")
    key = made.stdout.splitlines()[-1]
    assert key.startswith("witness.example/w+")
    alone = run("seal", case)
    assert (0, True) == (alone.returncode, "No witness is named" in alone.stdout)
    with running(folder) as (url, said):
        assert "sees no source" in said and key in said and "cosigns for no case yet" in said
        with (case / "foja.toml").open("a") as file:
            file.write(f'\n[[witness]]\nname = "An NGO"\nurl = "{url}"\nkey = "{key}"\n')
        refused = run("seal", case)
        assert (1, True) == (refused.returncode, "An NGO: does not know this case" in refused.stdout)
        assert 0 == run("witness", folder, "--trust", verifier(case)).returncode
        sealed = run("seal", case, "--json")
        assert (0, ["cosigned"]) == (sealed.returncode, [a["state"] for a in json.loads(sealed.stdout)["answers"]])
        first = verifier(case)
        rotated = run("rotate-key", case, "--why", "The laptop was lost")
        assert (0, True) == (rotated.returncode, verifier(case) in rotated.stdout and verifier(case) != first)
        assert 0 == run("witness", folder, "--trust", verifier(case)).returncode
        assert "An NGO: cosigned 2 events" in run("seal", case).stdout
    gone = run("seal", case)
    assert (0, True) == (gone.returncode, "already" in gone.stdout), "nobody is asked twice"
    assert 0 == run("export", case, tmp_path / "out.zip").returncode
    assert 0 == run("verify", tmp_path / "out.zip", "--witness", key, "--key", first).returncode
    checked = run("verify", case, "--witness", key)  # the export is an event after what was cosigned
    assert (1, True) == (checked.returncode, "did not cosign the state of 3 events" in checked.stdout)
    later = run("seal", case)
    assert (1, True) == (later.returncode, "was not reached" in later.stdout)
    assert "keys.rotated" in run("log", case).stdout and "The laptop was lost" in run("log", case).stdout


def test_a_receipt_of_each_form(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("init", case, "--title", "Pier")
    assert 2 == run("receipt", case).returncode  # nothing was signed yet
    run("seal", case)
    shown = run("receipt", case)
    assert (0, True) == (shown.returncode, "RECEIPT FOR A CASE FILE" in shown.stdout)
    for name in ("r.pdf", "r.txt"):
        assert 0 == run("receipt", case, "--out", tmp_path / name).returncode
    assert (tmp_path / "r.txt").read_text() == run("receipt", case, "--events", "1").stdout.removesuffix("\n")
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    note = shown.stdout.partition("-----8<-----\n")[2].partition("----->8-----")[0]
    (tmp_path / "kept.note").write_text(note)
    assert 0 == run("verify", case, "--receipts", tmp_path / "kept.note").returncode


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["witness", "NOWHERE"], 2, "--init"),
        (["witness", "NOWHERE", "--init", "two words"], 2, "cannot name"),
        (["witness", "WITNESS", "--init", "example.org/w"], 2, "never replaced"),
        (["witness", "WITNESS", "--trust", "x"], 2, "not a verifier key"),
        (["verify", "CASE", "--witness", "x"], 2, "not the key of a witness"),
        (["receipt", "CASE", "--out", "CASE/foja.toml"], 4, "nothing is overwritten"),
        (["receipt", "CASE", "--out", "NOWHERE.docx"], 2, ".pdf or a .txt"),
        (["rotate-key", "CASE"], 2, "--why"),
        (["rotate-key", "CASE", "--why", " "], 2, "reason"),
        (["seal", "NOWHERE"], 2, "foja init"),
    ],
)
def test_errors_say_what_to_do(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    case, folder = tmp_path / "case", tmp_path / "witness"
    run("init", case)
    run("seal", case)
    run("witness", folder, "--init", "example.org/w")
    names = {"CASE": str(case), "WITNESS": str(folder), "NOWHERE": str(tmp_path / "nowhere")}
    result = run(*[re.sub("CASE|WITNESS|NOWHERE", lambda match: names[match[0]], a) for a in arguments])
    assert (code, True) == (result.returncode, said in result.stderr), result.stderr
    assert "Traceback" not in result.stderr


def test_without_the_key_nothing_is_sealed(tmp_path: Path) -> None:
    case = tmp_path / "case"
    run("init", case)
    for path in (tmp_path / "home" / "keys").iterdir():
        path.unlink()
    result = run("seal", case)
    assert (2, True) == (result.returncode, "no key for" in result.stderr)
    assert not (case / "checkpoint").exists()
