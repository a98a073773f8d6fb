"""``foja correct-text`` as a person uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.test_commands import run
from store.scanned_sample import LINES, scanned

RIGHT = LINES[0].replace("captnre", "capture")


@pytest.fixture
def scan(tmp_path: Path) -> tuple[Path, str]:
    with scanned(tmp_path / "case") as case:
        return case.path, case.sources().items[0].sha256[:12]


def test_a_page_is_listed_corrected_and_taken_back(scan: tuple[Path, str]) -> None:
    case, sha = scan
    listed = run("correct-text", case, sha, "--page", 1).stdout
    assert f"   1   91  {LINES[0]}   [doubtful: captnre]" in listed or "[doubtful: captnre]" in listed.splitlines()[0]
    done = run("correct-text", case, sha, "--page", 1, "--number", 1, RIGHT, "--why", "Compared", "--as", "Rosa Reader")
    assert done.returncode == 0, done.stderr
    assert f"  - {LINES[0]}\n  + {RIGHT}" in done.stdout and f"foja build {case}" in done.stdout
    texts = json.loads(run("correct-text", case, sha, "--json").stdout)
    assert [False, True] == [text.get("in_use", False) for text in texts]
    assert "Rosa Reader: Compared" in run("correct-text", case, sha).stdout
    assert LINES[0] in run("correct-text", case, sha, "--show", texts[0]["text"][:12]).stdout
    assert RIGHT in run("show", case, sha).stdout
    back = json.loads(
        run("correct-text", case, sha, "--use", texts[0]["text"], "--why", "It was right", "--json").stdout
    )
    assert texts[0]["text"] == back["text"]
    assert run("verify", case).returncode == 0
    assert "text.corrected" in run("log", case).stdout


def test_several_lines_come_from_a_file(scan: tuple[Path, str], tmp_path: Path) -> None:
    case, sha = scan
    file = tmp_path / "lines.tsv"
    file.write_bytes(f"\ufeff1\t1\t{RIGHT}\r\n\r\n1\t4\t\n".encode())
    done = json.loads(run("correct-text", case, sha, "--lines", file, "--why", "Compared", "--json").stdout)
    assert [(RIGHT, 1), ("", 4)] == [(line["now"], line["line"]) for line in done["lines"]]


@pytest.mark.parametrize(
    "words",
    [
        ("--page", "1", "--number", "1"), ("--number", "1", "x"), ("--page", "1", "--number", "9", "x", "--why", "y"),
        ("--page", "1", "--number", "1", "x"), ("--page", "1", "--number", "1", "x", "--remove", "--why", "y"),
        ("--use", "zz", "--why", "y"), ("--show", ""), ("x",),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_refused_with_what_to_do(scan: tuple[Path, str], words: tuple[str, ...]) -> None:
    case, sha = scan
    refused = run("correct-text", case, sha, *words)
    assert refused.returncode == 2 and "what to do" in refused.stderr and "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe1", b"1\t1", b"one\ttwo\tthree", b"1 1 words", b"1\t99999999999\tx"]
)
def test_a_file_that_holds_something_else_is_refused(scan: tuple[Path, str], tmp_path: Path, content: bytes) -> None:
    case, sha = scan
    file = tmp_path / "lines"
    file.write_bytes(content)
    refused = run("correct-text", case, sha, "--lines", file, "--why", "y")
    assert refused.returncode == 2 and "file with lines" in refused.stderr
