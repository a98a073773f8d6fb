"""The house keeps its own rules: sizes, start-up imports, documented names."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from foja.cli import COMMANDS
from foja.cli.lazy import SUMMARIES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "foja"

LONG = {"case.py": "the facade: every question and every act once", "publish/offline/verify.py": "one file by design"}
"""Modules over 400 lines, with the reason why they are one."""

LIGHT = {"foja", "click", "encodings", "importlib_metadata"}
"""What ``foja --help`` may import besides the standard library."""


def test_no_module_is_two() -> None:
    long = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > 400
    }
    assert long <= set(LONG)


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\nbefore = set(sys.modules)\nsys.argv = ['foja', '--help']\nfrom foja.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "new = {m.split('.')[0] for m in set(sys.modules) - before}\n"
        "print('IMPORTED', *sorted(n for n in new if n not in sys.stdlib_module_names))"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    imported = set(out.rsplit("IMPORTED", 1)[1].split())
    assert imported <= LIGHT, imported - LIGHT


def test_opening_a_case_brings_no_numpy() -> None:
    """Only comparing names and sentences needs it; every command would pay for it."""
    script = "import sys, foja.case; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_a_verification_brings_nothing_of_an_open_case() -> None:
    """It costs half a second, and a damaged case is not to be opened as a case."""
    script = "import sys, foja.cli.check, foja.preserve.verify; sys.exit('foja.case' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_no_rooms_without_a_name() -> None:
    forbidden = {"utils", "helpers", "common", "manager", "misc"}
    assert not {path.stem for path in SOURCE.rglob("*.py")} & forbidden


def test_every_command_has_a_summary_and_is_documented() -> None:
    assert set(COMMANDS) == set(SUMMARIES)
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"`foja {name}" not in page] == []


def test_every_error_code_is_documented() -> None:
    pattern = re.compile(r"(?:UsageError|Damage|Refusal|Gap|FojaError)\(\s*\"([a-z][a-z_-]+)\"")
    codes = {code for path in SOURCE.rglob("*.py") for code in pattern.findall(path.read_text("utf-8"))}
    page = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    assert sorted(code for code in codes if f"`{code}`" not in page) == []


@pytest.mark.parametrize("word", ["terrorist", "mastermind", "murdered by", "guilty"])
def test_no_label_words_in_what_foja_itself_prints(word: str) -> None:
    """Label words stand only inside quotations, with their speaker: never in templates or messages of ours."""
    printed = [
        *SOURCE.rglob("*.html"),
        *SOURCE.rglob("*.typ"),
        *(SOURCE / "publish" / "templates").rglob("*.toml"),
        *(SOURCE / "law" / "machines").rglob("*.toml"),
        *(SOURCE / "cli").rglob("*.py"),
        SOURCE / "web" / "words.py",
    ]
    assert [str(p) for p in printed if word in p.read_text("utf-8").lower()] == []


def test_migrations_are_numbered_one_after_the_other() -> None:
    """A migration is applied by its place among the files; two with one number would say another."""
    names = sorted(path.name for path in (SOURCE / "store" / "schema").glob("*.sql"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
