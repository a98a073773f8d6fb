"""The reference pages come from the code, links lead somewhere, and commands in the docs exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from foja.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PROSE = re.compile(r"```.*?```", re.DOTALL)
FENCED = re.compile(r"```(?:sh|console|text)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`foja ([^`]+)`")


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def test_reference_pages_say_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def anchors(page: Path) -> set[str]:
    """The anchors that headings get: lower case, words joined by dashes."""
    headings = re.findall(r"(?m)^#+ (.+)$", PROSE.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_to_something(page: Path) -> None:
    for target in LINK.findall(PROSE.sub("", page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor and there.suffix == ".md":
            assert anchor in anchors(there), target


def command_lines(page: Path) -> Iterator[str]:
    """The command lines of foja in the fenced blocks of a page, and those in the middle of a sentence."""
    text = page.read_text("utf-8")
    for block in FENCED.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            line = re.sub(r"^\$ ", "", line.strip())
            if re.match(r"foja [a-z]", line) and not re.search(r"\s{2,}\S", line):
                yield line
    for line in INLINE.findall(PROSE.sub("", text)):
        if re.match(r"[a-z]", line):
            yield f"foja {line}"


def problem(line: str) -> str:
    """What is wrong with a command line: an unknown command, option or word, or too many arguments."""
    words = shlex.split(line.replace("…", ""))[1:]
    if words[0] not in COMMANDS:
        return f"no command {words[0]}"
    command = cli.get_command(click.Context(cli), words[0])
    assert command is not None
    ctx = click.Context(command, info_name=words[0])
    try:
        given, _, _ = command.make_parser(ctx).parse_args(words[1:])
    except click.UsageError as error:
        return error.message
    for parameter in command.params:
        value = given.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and isinstance(parameter, click.Option):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one not in parameter.type.choices:
                    return f"{parameter.opts[0]} has no word {one}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_in_the_docs_exist(page: Path) -> None:
    wrong = {line: what for line in command_lines(page) if (what := problem(line))}
    assert wrong == {}


def test_every_dependency_is_named_with_its_reason() -> None:
    """Also a new one: its reason and licence belong into the decision before it is used."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    optional = [one for extra in project["project"]["optional-dependencies"].values() for one in extra]
    groups = [one for group in project["dependency-groups"].values() for one in group]
    page = (ROOT / "docs" / "decisions" / "0006-dependencies.md").read_text("utf-8")
    asked = [*project["project"]["dependencies"], *optional, *groups, *project["build-system"]["requires"]]
    names = [re.split(r"[<>=!~\[; ]", requirement)[0] for requirement in asked]
    assert [one for one in names if not re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", page)] == []


def test_the_check_of_commands_finds_what_is_wrong() -> None:
    assert problem("foja review CASE st-1 --accept --why x") == ""
    assert "no command" in problem("foja revue CASE")
    assert "--acept" in problem("foja review CASE st-1 --acept")
    assert "no word" in problem("foja statements CASE --review accpted")
