"""Names and drafts on held-out sentences of other fields do not get worse unnoticed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from extract.documents import extract
from foja.extract.measure import Sentence, measure
from foja.model.record import digest

FILE = Path(__file__).parents[2] / "examples" / "sentences" / "heldout.toml"
FLOORS = tomllib.loads((Path(__file__).parent / "sentence_floors.toml").read_text("utf-8"))


def test_held_out_sentences_stay_above_their_floors() -> None:
    data = FILE.read_bytes()
    assert digest(data) == FLOORS["gold"], "the sentences changed: measure again and pin new floors with their digest"
    rows = [msgspec.convert(row, Sentence) for row in tomllib.loads(data.decode())["text"]]
    for row in rows:
        assert all(content in row.text for _, content, _ in row.statements)
        assert all(name in row.text for name in row.names)
    rates, _ = measure(rows, lambda text, lang: extract(text, lang))
    measured = {f"{rate.language} {rate.task}": rate.f1 for rate in rates}
    assert {name: measured[name] for name, floor in FLOORS["f1"].items() if measured[name] < floor} == {}
