"""The tutorial is true: its commands are run, and what they print is what the page shows.

Numbers, digests of keys and times are not compared. ``python tests/docs/test_tutorial.py`` writes the page
anew with what the commands print now; the commands themselves are written by hand.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from foja.cli import cli

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-case.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)


def run(line: str) -> str:
    """What a command line prints; a command of foja runs in this process."""
    words = shlex.split(line)
    if words[0] == "foja":
        result = CliRunner().invoke(cli, words[1:], standalone_mode=False)
        assert result.exception is None, (line, result.exception)
        assert result.return_value in (None, 0, 1), line
        return result.stdout
    words[0] = sys.executable if words[0] == "python3" else words[0]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def played(page: str) -> str:
    """The page with the output of its commands, run in the present folder."""

    def answer(block: re.Match[str]) -> str:
        commands = [line for line in block[0].splitlines() if line.startswith("$ ")]
        return "\n".join(f"{line}\n{run(line[2:])}".rstrip() + "\n" for line in commands)

    return BLOCK.sub(answer, page)


def masked(page: str) -> list[str]:
    """The lines of a page without what is different in every case."""
    page = re.sub(r"foja\.local/\S+", "ORIGIN", page)
    page = re.sub(r"\b\d{4}-\d\d-\d\dT[\d:]+Z", "TIME", page)
    return [re.sub(r"(?<![\w-])\d+(?![\w-])", "N", line).strip() for line in page.splitlines()]


def test_the_tutorial_shows_what_its_commands_print(
    built_sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built_sample, tmp_path / "foja-demo")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FOJA_ACTOR", "Ana Pérez")
    page = PAGE.read_text("utf-8")

    expected, actual = masked(page), masked(played(page))

    assert expected == actual, "\n".join(
        difflib.unified_diff(expected, actual, "the page", "the commands", lineterm="")
    )


def write() -> None:
    """Writes the page with what its commands print now."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"FOJA_HOME": str(Path(folder, "keys")), "FOJA_ACTOR": "Ana Pérez"}
        os.environ["TESSDATA_PREFIX"] = "/nonexistent"  # the page is for those who have not installed models
        os.chdir(folder)
        PAGE.write_text(played(PAGE.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
