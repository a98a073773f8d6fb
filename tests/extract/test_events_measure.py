"""Role fillers: the scorer against counts done by hand, and a learner that finds what it was shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from foja.evaluate.events import ROLES, aligned, measure, score
from foja.model.errors import UsageError


def row(text: str, **roles: list[list[str]]) -> str:
    extracts = {role: [[[m, text.find(m)] for m in e] for e in roles.get(role, [])] for role in ROLES}
    return json.dumps({"docid": "d", "doctext": text, "extracts": extracts})


def test_entities_are_aligned_one_to_one_and_articles_do_not_count() -> None:
    gold = [["the guerrillas", "rebels"], ["army patrol"]]
    assert aligned(gold, [["rebels"], ["guerrillas"]]) == 1
    assert aligned(gold, [["Army patrol"], ["rebels"]]) == 2
    assert aligned(gold, [["rebels", "somebody else"]]) == 0
    assert aligned([["a"], ["a", "bomb"]], [["bomb"], ["bomb"]]) == 1
    # the first choice has to give way for the second to find its place
    assert aligned([["car", "bomb"], ["bomb"]], [["bomb"], ["car"]]) == 2


def test_rates_are_counted_over_documents_and_roles() -> None:
    empty = {role: [] for role in ROLES}
    rates = score(
        [empty | {"Weapon": [["bomb"], []]}, empty], [empty | {"Weapon": [["bomb"]]}, empty | {"Victim": [["x"]]}]
    )
    found = {rate.task: (rate.gold, rate.found, rate.right) for rate in rates}
    assert (found["Weapon"], found["Victim"], found["all"]) == ((1, 1, 1), (0, 1, 0), (1, 2, 1))


def test_what_is_shown_often_is_found_again(tmp_path: Path) -> None:
    train, dev = tmp_path / "train.json", tmp_path / "dev.json"
    lines = [
        row(
            f"guerrillas attacked the mill in town {n}. a peasant was killed.",
            PerpInd=[["guerrillas"]],
            Victim=[["peasant"]],
        )
        for n in range(12)
    ]
    train.write_text("\n".join(lines), "utf-8")
    dev.write_text(
        row("guerrillas attacked the mill. a peasant was killed.", PerpInd=[["guerrillas"]], Victim=[["peasant"]])
    )
    number, rates = measure(dev, train, epochs=6)
    assert number == 1
    assert {rate.task: rate.f1 for rate in rates}["all"] == 1.0
    dev.write_text("[]", "utf-8")
    with pytest.raises(UsageError, match="not a file of role fillers"):
        measure(dev, train)
