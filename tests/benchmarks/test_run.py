"""The benchmarks run: every part of their page is there for a handful of documents. Nothing is timed here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Work, quantiles  # noqa: E402

from benchmarks import ask, run, verify  # noqa: E402


@pytest.mark.slow
def test_a_page_for_ten_documents() -> None:
    page = run.dry()
    for heading in ("## Building a case", "## Adding one source to a case", "## Accepting", "## Asking"):
        assert heading in page
    assert "| 0 | 10 |" in page
    assert "| GET /statements |" in page


@pytest.mark.slow
def test_a_page_about_verification_for_a_tiny_case() -> None:
    page = verify.report(4, 40_000, 60, 300, 1, 10, 1_100)
    assert "4 sources, 0.00 GB, 8 files, 60 events." in page
    for row in (
        "SHA-256 of the same files",
        "`bagit --validate`",
        "`foja verify`",
        "`verify.py`",
        "the newest of 1,100 checkpoints, found and read |",
        "made |",
        "checked |",
    ):
        assert row in page


def test_quantiles_of_one_to_a_hundred() -> None:
    assert quantiles([float(n) for n in range(100, 0, -1)]) == (51.0, 96.0, 100.0)


def test_a_slow_answer_is_marked() -> None:
    fast, slow = (ask.Answer(name, 1, cpu, cpu, cpu, cpu, Work()) for name, cpu in (("a", 49.9), ("b", 50.1)))
    assert [line.endswith("above 50 |") for line in ask.table([fast, slow]).splitlines()[2:]] == [False, True]
