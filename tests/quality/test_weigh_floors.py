"""Copied passages are found as well as before."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from foja.evaluate.planted import RATES, invented, score_reuse

FLOORS = tomllib.loads((Path(__file__).parent / "weigh_floors.toml").read_text("utf-8"))


@pytest.mark.parametrize("rework", RATES)
def test_planted_passages_stay_above_their_floors(rework: str) -> None:
    row = score_reuse(invented(120, 17), rework, "test", (1,))

    assert row.precision >= FLOORS["precision"][rework]
    assert row.recall >= FLOORS["recall"][rework]
    assert 0 == row.stranger_links
