"""The page of promises names tests that are there, for each promise."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "promises.md"


def promises() -> dict[str, list[str]]:
    """Number of a promise to the tests that its line names."""
    rows = re.findall(r"^\| (P\d+) \|(.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {number: re.findall(r"`(tests/[^`]+)`", rest) for number, rest in rows}


def test_each_promise_names_tests() -> None:
    assert [f"P{number}" for number in range(1, 19)] == list(promises())
    assert [] == [number for number, tests in promises().items() if not tests]


def test_the_tests_are_there() -> None:
    for name in {name for tests in promises().values() for name in tests}:
        path, _, function = name.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name
