"""Measuring the rule of opposite words on ECB+: what it calls a conflict among drafts, and what it keeps apart.

ECB+ does not say when a report was published: all reports of one happening are taken as of one day, which asks more of
the rule than a case does. The set marks no contradictions, so the pairs are given for reading, not a precision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product

from foja.evaluate.happenings import TEST, Report
from foja.evaluate.one_text import extraction
from foja.model.record import Record
from foja.weigh.likeness import alike_without
from foja.weigh.opposites import opposites, opposites_between, side_words
from foja.weigh.oppositions import opposed_on, opposition_keys
from foja.weigh.said import Said, said

DAY = "2000-01-01"
"""The day of every report; happenings are never compared with one another."""
SHOWN = 160


class OppositeScores(Record, frozen=True):
    """``sides``: drafts with a word of an opposite pair. ``near``: pairs of them on two sides that name one party in
    one happening; ``conflicts``: those that the rule calls one. ``apart``: pairs in two documents of one topic that say
    the same but for words of opposite sense. ``pairs``: conflicts, then what is kept apart, for reading."""

    half: str
    drafts: int
    sides: int
    near: int
    conflicts: int
    apart: int
    pairs: tuple[str, ...] = ()


def score_opposites(reports: Sequence[Report], half: str) -> OppositeScores:
    """Drafts every report of one half and compares the drafts of each happening, and of each topic."""
    happenings: dict[str, dict[str, list[Said]]] = {}
    for one in reports:
        if (int(one.name.split("_")[0]) in TEST) == (half == "test"):
            drafts = [said(draft, published=DAY) for draft in extraction(one.text, "en").statements]
            happenings.setdefault(one.happening, {})[one.name] = drafts
    every = [draft for documents in happenings.values() for drafts in documents.values() for draft in drafts]
    near = [pair for documents in happenings.values() for pair in _near(documents)]
    found = [(one, other) for one, other in near if opposed_on(one, other)]
    topics: dict[str, dict[str, list[Said]]] = {}
    for happening, documents in happenings.items():
        topics.setdefault(happening.removesuffix("plus"), {}).update(documents)
    apart = [pair for documents in topics.values() for pair in _apart(documents)]
    return OppositeScores(
        half=half, drafts=len(every), sides=sum(map(_taking, every)), near=len(near), conflicts=len(found),
        apart=len(apart), pairs=tuple(map(_shown, [*found, *apart])),
    )  # fmt: skip


def _near(documents: dict[str, list[Said]]) -> list[tuple[Said, Said]]:
    places: dict[int, tuple[list[Said], list[Said]]] = {}
    for drafts in documents.values():
        for draft in drafts:
            for key, side in opposition_keys(draft):
                places.setdefault(key, ([], []))[side].append(draft)
    pairs = {
        (one.id, other.id): (one, other) for first, second in places.values() for one, other in product(first, second)
    }
    return [pairs[key] for key in sorted(pairs)]


def _apart(documents: dict[str, list[Said]]) -> Iterator[tuple[Said, Said]]:
    taking = [[draft for draft in documents[name] if _taking(draft)] for name in sorted(documents)]
    for first, second in combinations(taking, 2):
        for one, other in product(first, second):
            between = opposites_between(one.statement.content, other.statement.content)
            words = frozenset(word for pair in between for word in pair.first | pair.second)
            if between and alike_without(one.statement, other.statement, words):
                yield one, other


def _taking(draft: Said) -> bool:
    words = side_words(draft.statement.content)
    return any(pair.side(words) is not None for pair in opposites())


def _shown(pair: tuple[Said, Said]) -> str:
    return " | ".join(" ".join(one.statement.content.split())[:SHOWN] for one in pair)


def lines(scores: Sequence[OppositeScores], errors: bool) -> Iterator[str]:
    """The scores for people."""
    yield "Words of opposite sense (ECB+, all reports of one happening taken as of one day):"
    for row in scores:
        yield (
            f"{row.half:5} {row.drafts} drafts, {row.sides} with such a word; {row.near} pairs on two sides name one"
            f" party: {row.conflicts} called conflicts; {row.apart} pairs kept apart by such words alone"
        )
        yield from (f"      {pair}" for pair in row.pairs if errors)
