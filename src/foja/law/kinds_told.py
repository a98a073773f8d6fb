"""Which acts the plain words of a report tell of: "was published", "acquitted".

Looser than the patterns from which acts are drafted (``foja.law.act_patterns``): it fills no roles, and the measure may
be named anywhere in the text. It serves to find what on file a page may be about; what is found is shown beside the
passage with its reason, and recorded nowhere.
"""

from __future__ import annotations

import re
from functools import cache

from foja.law.fold import rules_of
from foja.law.machine import START, machines
from foja.model.vocabulary import ActFamily
from foja.text.fold import fold

OUTCOMES = frozenset({ActFamily.DECISION, ActFamily.ENDING, ActFamily.REFUSAL, ActFamily.CIRCULATION})
"""Acts that settle something."""


def told_kinds(text: str) -> dict[str, frozenset[str]]:
    """Kinds of acts that a text tells of, by machine: it names the measure or proceeding by a cue, and what was done by
    words of the kind."""
    folded = fold(text)
    found = {}
    for name, machine in machines().items():
        if any(fold(cue) in folded for cue in machine.cues):
            kinds = frozenset(
                move.kind for move in machine.act if any(_pattern(one).search(folded) for one in move.tells)
            )
            if kinds:
                found[name] = kinds
    return found


@cache
def _pattern(tell: str) -> re.Pattern[str]:
    """Words that begin so, in this order, with no more than three words between them."""
    return re.compile(r"\w*(?:\W+\w+){0,3}\W+".join(rf"\b{re.escape(word)}" for word in tell.split()))


@cache
def alternatives(machine: str, kind: str) -> frozenset[str]:
    """Kinds that come from where this one comes from and lead elsewhere, with no way from the one to the other: a
    report that tells of the one where the record has the other is told so. Steps on a way are none."""
    rules = rules_of(machine)
    mine = rules.moves[kind]
    if mine.family not in OUTCOMES:
        return frozenset()

    def leads(one: str, other: str) -> bool:
        return (one, other) in rules.pairs or rules.moves[one].to in rules.moves[other].after

    return frozenset(
        other
        for other, move in rules.moves.items()
        if move.to != mine.to
        and move.family in OUTCOMES
        and (set(move.after) & set(mine.after)) - {START}
        and not leads(kind, other)
        and not leads(other, kind)
    )
