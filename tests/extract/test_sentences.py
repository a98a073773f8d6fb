"""What is drafted from single sentences: the tables in sentences.toml and its likes, one for each language."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extract.documents import extract
from foja.extract.rules.lexicon import LANGUAGES
from foja.model.statement import Statement
from foja.model.vocabulary import AllegerKind

FILES = sorted(Path(__file__).parent.glob("sentences*.toml"))
CASES = [case for file in FILES for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]]


def _speaker(statement: Statement) -> str:
    return "" if statement.speaker.kind is AllegerKind.PAGE else statement.speaker.name


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_sentence(case: dict[str, Any]) -> None:
    found = extract(case["text"], case["lang"]).statements
    if case.get("only"):
        assert [want["content"] for want in case["want"]] == [s.passage.quote for s in found]
    for want in case["want"]:
        same = [s for s in found if s.passage.quote == want["content"]]
        assert len(same) == 1, [s.passage.quote for s in found]
        statement = same[0]
        if "speaker" in want:
            assert want["speaker"] == _speaker(statement)
        if "kind" in want:
            assert want["kind"] == statement.speaker.kind
        for name in ("modality", "polarity", "status"):
            if name in want:
                assert want[name] == getattr(statement, name)
        assert want.get("presupposed", False) == statement.presupposed
        assert want.get("chain", []) == [link.name for link in statement.chain[1:-1]]
        if "dates" in want:
            assert want["dates"] == [d.edtf for d in statement.dates]


def test_every_language_has_its_sentences() -> None:
    number = Counter(case["lang"] for case in CASES)
    assert set(number) == set(LANGUAGES)
    assert min(number.values()) >= 24
