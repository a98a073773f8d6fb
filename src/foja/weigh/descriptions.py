"""One matter under words that say different things: found dead, suicide, killed by others.

Which words stand for a matter changes with date and authority. A conflict of descriptions lists who put it how and
when. Only matters of which two terms exclude each other are looked at ("excludes" in ``labels.toml``); of the others,
words that label are marked where they stand, and make no conflict.

A description is looked up under its group and its party: of the parties that the content names, the one nearest to
the term. A content with two terms of a group ("whether it was suicide or homicide") takes no side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from foja.model.record import derived_id
from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, ConflictReason, Modality, Polarity
from foja.text.fold import folded_text, key
from foja.weigh.content import FACTUAL, negations
from foja.weigh.keys import lookup_key
from foja.weigh.labels import groups, terms
from foja.weigh.quotes import quoted, statements_words
from foja.weigh.said import Said, written

_PLACED = FACTUAL | {Modality.EVALUATED}


def description(said: Said) -> tuple[str, str, str] | None:
    """Group, party and term of what a statement describes; None where it takes no side."""
    statement = said.statement
    if statement.modality not in _PLACED or statement.polarity is not Polarity.POSITIVE or not said.names:
        return None
    if negations(statement.content):
        return None
    excluding = {name for name, group in groups().items() if group.excludes}
    found = [one for one in terms(statement.content) if one.group in excluding]
    if len({(one.group, one.term) for one in found}) != 1:
        return None
    return found[0].group, _nearest(said, found[0].start), found[0].term


def _nearest(said: Said, start: int) -> str:
    words = f" {folded_text(said.statement.content)} "
    placed = []
    for party, name in said.names:
        at = words.find(f" {key(name)} ")
        placed.append((abs(words.count(" ", 0, at + 1) - 1 - start) if at >= 0 else len(words), party))
    return min(placed)[1]


class Described(NamedTuple):
    """What a store keeps of a description: where it is looked up, its term, and the first day it speaks of."""

    key: int
    term: str
    day: str


def described(said: Said) -> Described | None:
    """What to keep of a statement; None where it takes no side."""
    found = description(said)
    return Described(lookup_key("description", *found[:2]), found[2], _day(said.statement)) if found else None


def description_conflicts(parts: Iterable[Said]) -> list[Conflict]:
    """The conflicts of descriptions among accepted statements, ordered by id."""
    matters: dict[tuple[str, str], dict[str, list[Said]]] = {}
    for part in sorted(parts, key=lambda one: one.id):
        if found := description(part):
            matters.setdefault(found[:2], {}).setdefault(found[2], []).append(part)
    made = []
    for sides in matters.values():
        firsts = [min(side, key=lambda part: (_day(part.statement), part.id)) for side in sides.values()]
        made += description_conflict({term: [part.id for part in side] for term, side in sides.items()}, firsts)
    return sorted(made, key=lambda conflict: conflict.id)


def description_conflict(sides: Mapping[str, Sequence[str]], firsts: Sequence[Said]) -> list[Conflict]:
    """The conflict of one matter, if its descriptions differ. ``sides``: ids of the statements under each term.
    ``firsts``: for each term the statement with the first day, by id where several have it."""
    found = {placed[2]: (placed, part) for part in firsts if (placed := description(part))}
    if len(sides) < 2:
        return []
    (group, party, _), _ = min(found.values(), key=lambda pair: pair[0])
    known = groups()[group]
    subject = written(firsts).get(party, party)
    labels = sorted(sides)
    listed = ", ".join(f"“{label}” ({statements_words(len(sides[label]))})" for label in labels)
    excluding = [" and ".join(f"“{one}”" for one in sorted(pair)) for pair in known.excludes if pair <= set(labels)]
    notes = [f"“{label}” leaves open what the others say." for label in labels if label in known.open]
    notes += [f"{pair} exclude each other." for pair in excluding]
    return [
        Conflict(
            id=derived_id("co", "description", group, party),
            subject=f"{known.title}: {subject}",
            kind=ConflictKind.DESCRIPTION,
            reason=ConflictReason.STATUS,
            sides=tuple((label, tuple(sorted(sides[label]))) for label in labels),
            explanation=" ".join([f"Put as {listed}: it depends on who says it, and when.", *notes]),
            quotes=tuple(quoted(found[label][1].statement) for label in labels),
        )
    ]


def _day(statement: Statement) -> str:
    return min((date.earliest for date in statement.dates if date.earliest), default="9999")
