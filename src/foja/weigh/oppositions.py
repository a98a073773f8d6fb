"""Oppositions: two statements that differ by words of opposite sense and by nothing else, of one day.

"The chamber upheld the warrants" and "the chamber annulled the warrants". Precision comes first: the words have to be
of a pair that no course of events brings together on one day (``conflict`` in ``opposites.toml``: who was arrested may
be released by the evening), both put forward as facts without a negation, with a party in common, of the same day, and
without their opposite words they have to agree in everything by which statements are taken for the same (``likeness``).

The day: one that both name; where neither names a date, that on which both were published. One language alone.

A store keeps these conflicts up to date without looking at the whole case: two opposed statements share a key on two
sides, and a conflict is what such pairs connect under one pair of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foja.model.record import derived_id
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, ConflictReason, Polarity
from foja.text.fold import key
from foja.weigh.content import FACTUAL, bounded, negations
from foja.weigh.keys import lookup_key
from foja.weigh.likeness import alike_without
from foja.weigh.opposites import opposites, opposites_between, side_words
from foja.weigh.quotes import quoted, statements_words
from foja.weigh.reasons import updated
from foja.weigh.said import Said, written

WORDS: dict[ConflictReason, str] = {
    ConflictReason.INTERNAL: "Both stand in one source: they may speak of two things, or one is a slip.",
    ConflictReason.SUPERSEDED: "One outlet put it the one way and later the other: the later may replace the earlier.",
    ConflictReason.HARD: "Nothing in the passages says why they differ.",
}


class OppositionKey(NamedTuple):
    """Where a statement is looked up: a pair of lists with a party and a day; and on which side it stands."""

    key: int
    side: int


def opposition_keys(said: Said) -> tuple[OppositionKey, ...]:
    """Look-up keys of a statement that takes a side; empty for others."""
    found = {
        OppositionKey(lookup_key("opposites", about, party, day), side)
        for about, side in _sides(said)
        for party in said.parties
        for day in _days(said)
    }
    return tuple(sorted(found))


def opposed_on(one: Said, other: Said) -> frozenset[str]:
    """The pairs of lists by which two statements cannot both stand; empty where they can."""
    ours, theirs = one.statement, other.statement
    between = opposites_between(ours.content, theirs.content)
    if not between or not all(pair.conflict for pair in between):
        return frozenset()
    abouts = frozenset(pair.about for pair in between)
    if not abouts <= dict(_sides(one)).keys() & dict(_sides(other)).keys():
        return frozenset()
    if not one.parties & other.parties or not _days(one) & _days(other):
        return frozenset()
    here, there = ours.passage, theirs.passage
    if here.text == there.text and here.start < there.end and there.start < here.end:
        return frozenset()
    meant: dict[str, str] = {}
    for party, name in (*one.names, *other.names):
        if meant.setdefault(key(name), party) != party:
            return frozenset()  # a short form that stands for two
    words = frozenset(word for pair in between for word in pair.first | pair.second)
    alike = alike_without(ours, theirs, words, lambda name_key: meant.get(name_key, name_key))
    return abouts if alike else frozenset()


def opposition_conflicts(parts: Iterable[Said]) -> list[Conflict]:
    """The conflicts of opposite words among accepted statements: what opposed pairs connect, ordered by id."""
    said = {part.id: part for part in parts}
    places: dict[int, tuple[list[str], list[str]]] = {}
    for part in sorted(said):
        for found, side in opposition_keys(said[part]):
            places.setdefault(found, ([], []))[side].append(part)
    near = {(a, b) for first, second in places.values() for a in first for b in second}
    joined: dict[str, dict[str, str]] = {}
    for one, other in sorted(near):
        for about in opposed_on(said[one], said[other]):
            above = joined.setdefault(about, {})
            first, second = sorted((_head(above, one), _head(above, other)))
            above[second] = first
    made = []
    for about, above in joined.items():
        together: dict[str, list[Said]] = {}
        for one in sorted(above):
            together.setdefault(_head(above, one), []).append(said[one])
        made += [_conflict(about, ours) for ours in together.values()]
    return sorted(made, key=lambda conflict: conflict.id)


def _head(above: dict[str, str], one: str) -> str:
    above.setdefault(one, one)
    while above[one] != one:
        above[one] = above[above[one]]
        one = above[one]
    return one


def _sides(said: Said) -> Iterator[tuple[str, int]]:
    """The pairs of lists of which a statement takes a side, with that side."""
    statement = said.statement
    if statement.modality not in FACTUAL or statement.polarity is not Polarity.POSITIVE:
        return
    words = side_words(statement.content)
    sides = [(pair.about, side) for pair in opposites() if pair.conflict and (side := pair.side(words)) is not None]
    if sides and not negations(statement.content):
        yield from sides


def _days(said: Said) -> frozenset[str]:
    dates = bounded(said.statement.dates)
    if dates:
        return frozenset(f"on {date.earliest}" for date in dates if date.earliest and date.earliest == date.latest)
    return frozenset([f"published {said.published[:10]}"] if len(said.published) >= len("2003-05-05") else [])


def _conflict(about: str, parts: Sequence[Said]) -> Conflict:
    pair = next(pair for pair in opposites() if pair.about == about)
    sides: tuple[list[Said], list[Said]] = ([], [])
    for part in parts:
        sides[dict(_sides(part))[about]].append(part)
    labels = [_label(side, words) for side, words in zip(sides, (pair.first, pair.second), strict=True)]
    reason = ConflictReason.HARD
    if updated((number, part) for number, side in enumerate(sides) for part in side):
        reason = ConflictReason.SUPERSEDED
    elif len({part.statement.source for part in parts}) == 1:
        reason = ConflictReason.INTERNAL
    names = written(parts)
    shared = frozenset.intersection(*(part.parties for part in parts)) or parts[0].parties
    subject = ", ".join(sorted(names[party] for party in shared))
    put = " and ".join(f"“{label}” ({statements_words(len(side))})" for label, side in zip(labels, sides, strict=True))
    return Conflict(
        id=derived_id("co", "opposite", about, min(part.id for part in parts)),
        subject=f"{about}: {subject}",
        kind=ConflictKind.OPPOSITE,
        reason=reason,
        sides=tuple(
            (label, tuple(sorted(part.id for part in side))) for label, side in zip(labels, sides, strict=True)
        ),
        explanation=f"Put as {put}, of one day and in words that are otherwise nearly the same. {WORDS[reason]}",
        quotes=tuple(quoted(min(side, key=lambda part: part.id).statement) for side in sides),
    )  # fmt: skip


def _label(side: Sequence[Said], words: frozenset[str]) -> str:
    return ", ".join(sorted({word for part in side for word in side_words(part.statement.content)} & words))
