"""Dates of our own sentences: the notation, the counting, and floors."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from foja.cli.evaluate import eval_command
from foja.evaluate.dates import load, measure, measured
from foja.model.errors import UsageError

FOLDER = Path(__file__).parents[2] / "examples" / "sentences" / "dates"
GOLD = "d9945076a7925d8878d071be994eef8da919ddf9ed85b299b57e06aaee968094"


def written(folder: Path, line: str) -> Path:
    (folder / "en.txt").write_text(line + "\n", "utf-8")
    return folder


def test_a_line_is_read_with_its_spans(tmp_path: Path) -> None:
    (row,) = load(written(tmp_path, "2016-03-15 | On {2016-03-14:Monday} and in {1994:1994}."))
    assert ("On Monday and in 1994.", "2016-03-15") == (row.text, row.published.isoformat())
    assert [("Monday", "2016-03-14"), ("1994", "1994")] == [(row.text[a:b], edtf) for a, b, edtf in row.dates]


@pytest.mark.parametrize(
    "line", ["2016-03-15 On {2016:2016}", "2016-13-15 | no such day", "2016-03-15 | an {open mark", "| nothing"]
)
def test_a_line_of_another_form_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UsageError, match=r"en\.txt:1"):
        load(written(tmp_path, line))


def test_relaxed_strict_and_value_are_told_apart(tmp_path: Path) -> None:
    folder = written(tmp_path, "2016-03-15 | It fell on {2016-03-14:Monday night}, in {1995:1994}, said {2000:he}.")
    rates, faults = measure(load(folder))
    found = {one.task: (one.gold, one.found, one.right) for one in rates if one.language == "all"}
    assert {"relaxed": (3, 2, 2), "strict": (3, 2, 1), "value": (3, 2, 1)} == found
    assert ["strict", "value", "relaxed"] == [fault.task for fault in faults]


def test_the_dates_stay_above_their_floors() -> None:
    found = measured(FOLDER, "test")
    assert found.gold == GOLD, "the sentences changed: measure again and pin new floors with their digest"
    assert not found.faults
    f1 = {one.task: one.f1 for one in found.rates if one.language == "all"}
    assert f1["relaxed"] >= 0.97
    assert f1["strict"] >= 0.96
    assert f1["value"] >= 0.95
    assert len(load(FOLDER)) >= 150


def test_the_command_shows_them() -> None:
    result = CliRunner().invoke(eval_command, ["extract", str(FOLDER), "--part", "dev"])
    assert result.exit_code == 0
    assert "all  value" in result.output
    refused = CliRunner().invoke(eval_command, ["extract", str(FOLDER), "--part", "train"])
    assert isinstance(refused.exception, UsageError)
