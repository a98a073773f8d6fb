"""Which acts plain words tell of, and which outcomes exclude each other."""

from __future__ import annotations

import pytest

from foja.law.fold import rules_of
from foja.law.kinds_told import OUTCOMES, alternatives, told_kinds
from foja.law.machine import machines
from foja.text.fold import fold


@pytest.mark.parametrize(
    ("text", "machine", "kinds"),
    [
        ("The red notice was published in 2007", "red_notice", {"published"}),
        ("Interpol canceló las alertas rojas", "red_notice", {"cancelled"}),
        ("The notices were withdrawn", "red_notice", {"cancelled", "withdrawn"}),
        ("A judge acquitted him", "criminal_ar", {"acquitted"}),
        ("Fue condenado en primera instancia", "criminal_ar", {"convicted"}),
        ("El juez ordenó su captura", "warrant", {"ordered"}),
        ("The Inter-American Court handed down its judgment", "state_responsibility", {"decided"}),
    ],
)
def test_plain_words_tell_of_acts(text: str, machine: str, kinds: set[str]) -> None:
    assert told_kinds(text).get(machine) == kinds


def test_words_without_a_measure_tell_of_none() -> None:
    assert told_kinds("The book was published in 2007 and later withdrawn") == {}
    assert told_kinds("") == {}


def test_outcomes_that_exclude_each_other_do_so_both_ways() -> None:
    """Neither is told as a contradiction of the other alone; a step on a way contradicts nothing."""
    for name in machines():
        rules = rules_of(name)
        for kind, move in rules.moves.items():
            for other in alternatives(name, kind):
                assert kind in alternatives(name, other), (name, kind, other)
                assert move.family in OUTCOMES
                assert move.to != rules.moves[other].to
    assert "refused" in alternatives("red_notice", "published")
    assert alternatives("criminal_ar", "convicted") == {"acquitted"}
    assert alternatives("warrant", "requested") == frozenset()


def test_tells_are_folded_beginnings() -> None:
    for machine in machines().values():
        for move in machine.act:
            for tell in move.tells:
                assert tell == fold(tell) != "", (machine.name, move.kind, tell)
