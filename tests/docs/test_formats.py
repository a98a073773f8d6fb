"""The page on formats names what the reader table has, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from foja.read.limits import Limits
from foja.read.sniff import MEDIA_TYPES
from foja.read.stage import _READERS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "formats.md").read_text("utf-8")


def _first_cells(heading: str) -> set[str]:
    """The code words in the first column of the table under a heading."""
    part = PAGE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"(?m)^\| (`[^|]+) \|", part)
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def test_every_kind_that_is_read_stands_in_the_table() -> None:
    assert set(_READERS) == _first_cells("Read")


def test_every_other_kind_stands_among_those_that_are_not() -> None:
    assert set(MEDIA_TYPES) - set(_READERS) - {"locked"} == _first_cells("Preserved, not read")


def test_every_limit_stands_in_the_table() -> None:
    assert set(Limits.__struct_fields__) == _first_cells("Limits")
