"""Exact spans on the test part of the annotated sentences do not get worse unnoticed."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from foja.evaluate.sentences import load, measured
from foja.extract.encoder.base import find
from foja.model.errors import UsageError

FOLDER = Path(__file__).parents[2] / "examples" / "sentences" / "annotated"
FLOORS = tomllib.loads((Path(__file__).parent / "annotated_floors.toml").read_text("utf-8"))


@pytest.mark.parametrize("extractor", ["rules", "rules+encoder"])
def test_the_annotated_sentences_stay_above_their_floors(extractor: str) -> None:
    if "encoder" in extractor:
        try:
            find()
        except UsageError:
            pytest.skip("the base of the encoder (extra across-more) is not installed")
    found = measured(FOLDER, "test", extractor)
    assert found.gold == FLOORS["gold"], "the sentences changed: measure again and pin new floors with their digest"
    assert found.texts == FLOORS["texts"]
    f1 = {f"{rate.language} {rate.task}": rate.f1 for rate in found.rates}
    assert {name: f1[name] for name, floor in FLOORS[extractor].items() if f1[name] < floor} == {}


def test_there_are_enough_sentences_in_each_language_and_part() -> None:
    counts = Counter((row.language, row.part) for row in load(FOLDER))
    languages = Counter(language for (language, _), number in counts.items() for _ in range(number))
    assert languages["en"] + languages["es"] >= 1_500
    assert min(languages["pt"], languages["fr"]) >= 200
    assert all(counts[language, part] >= 15 for language in languages for part in ("train", "dev", "test"))
