"""The drafts on the sample do not get worse unnoticed."""

from __future__ import annotations

import tomllib
from pathlib import Path

from conftest import SAMPLE
from foja.evaluate.drafts import evaluate

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text("utf-8"))


def test_drafts_stay_above_their_floors() -> None:
    report = evaluate(SAMPLE)
    assert report.gold == FLOORS["gold"], "the gold file changed: measure again and pin new floors with its digest"
    complete, everything = report.complete[0], report.recall[0]
    measured = {
        "precision": complete.precision,
        "recall": complete.recall,
        "speaker": complete.agreement["speaker"],
        "modality": complete.agreement["modality"],
    }
    assert {name for name, floor in FLOORS["complete"].items() if measured[name] < floor} == set()
    assert everything.recall >= FLOORS["all"]["recall"]
