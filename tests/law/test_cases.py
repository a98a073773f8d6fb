"""The golden cases are answered as they say, in whatever order acts arrive and whatever the persons are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from law.cases import GoldenCase, every_case

CASES = pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)


@CASES
def test_the_answers_are_those_of_the_file(path: Path) -> None:
    assert list(GoldenCase(path).failures()) == []


@CASES
@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_arrival_changes_nothing(path: Path, seed: int) -> None:
    assert list(GoldenCase(path, shuffle=seed).failures()) == []


@CASES
def test_swapping_names_swaps_the_answers_and_nothing_else(path: Path) -> None:
    """Persons, states and bodies change their names with one another: the answers are the same, for the other names."""
    named = GoldenCase(path)
    everybody = sorted({party.name for made, _ in named.named.values() for party in (*made.persons, made.authority)})
    turned = dict(zip(everybody, everybody[1:] + everybody[:1], strict=True))
    assert list(GoldenCase(path, rename=lambda name: turned.get(name, name)).failures()) == []


def test_a_wrong_answer_would_show() -> None:
    case = GoldenCase(next(path for path in every_case() if path.stem == "notices-of-2006"))
    case.questions[2]["in_force"] = case.questions[2]["in_force"][:-1]
    assert len(list(case.failures())) == 1
