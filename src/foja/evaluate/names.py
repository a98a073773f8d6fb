"""How well names are found and told apart, on sets that others publish.

Three measures: whether the entity of a name is found on a list (recall at 1 and at 10), whether two names are
rightly said to be one (F1 over pairs, the threshold chosen on one half and measured on the other), and how many of
the listed are found when one stranger in a hundred raises an alert.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from foja.evaluate.name_sets import Pair, Query, load, name_script
from foja.model.matching import Subject
from foja.model.record import Record
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import compare
from foja.resolve.match.fold import split
from foja.resolve.match.index import Index

AT_MOST = 100
"""Queries of a group, drawn by digest, unless asked otherwise."""
STRANGERS = 1000
_HARD = 4
_FEWEST = 8


class FoundRow(Record, frozen=True):
    """Of ``count`` names of a group, the share whose entity is the first hit, and is among the first ten."""

    group: str
    count: int
    first: float
    ten: float


class PairRow(Record, frozen=True):
    """F1 of a scorer over pairs of names. ``same``: pairs that are of one entity."""

    scorer: str
    pairs: str
    count: int
    same: int
    f1: float


class ScreenRow(Record, frozen=True):
    """Mean over the groups of the share of names whose entity is a hit, when ``alerts`` (a share) of strangers
    raise one too. ``threshold``: the probability from which a hit counts."""

    alerts: float
    threshold: float
    recall: float


class NameReport(Record, frozen=True):
    """What was measured. ``entities``: on the list that was searched."""

    entities: int
    found: tuple[FoundRow, ...]
    screening: tuple[ScreenRow, ...]
    pairs: tuple[PairRow, ...]


class Judged(NamedTuple):
    """A pair with the truth and the half it belongs to. ``slice``: the scripts in words."""

    pair: Pair
    slice: str
    half: int


Scorer = Callable[[Pair], float]


def measure(folder: Path, most: int = AT_MOST, scorers: dict[str, Scorer] | None = None) -> NameReport:
    """Measures foja, and ``scorers`` beside it on the same pairs. Raises ``UsageError`` without a known set."""
    gold = load(folder)
    queries = _sample(gold.queries, most)
    index = Index.build(gold.entities)
    by_id = {entity.id: entity for entity in gold.entities}
    ranks: dict[str, list[int]] = {}
    best: dict[str, list[float]] = {}
    pairs: list[Judged] = []
    bearers = _bearers(gold.entities)
    for query in queries:
        # Who has the very same name cannot be told apart by a name.
        names = [_words(name) for key in query.ids for name in by_id[key].names]
        query = query._replace(ids=query.ids.union(*(bearers[name] for name in names)))
        hits = index.search(_asked(query.name, by_id, query), limit=20)
        rank = next((at for at, hit in enumerate(hits) if hit.id in query.ids), 10**6)
        ranks.setdefault(query.group, []).append(rank)
        best.setdefault(query.group, []).append(hits[rank].comparison.probability if rank < len(hits) else 0.0)
        pairs.extend(_pairs_of(query, [hit.id for hit in hits if hit.id not in query.ids][:_HARD], by_id))
    strangers = sorted(gold.strangers, key=_digest)[:STRANGERS]
    alerts = [
        hits[0].comparison.probability if (hits := index.search(_stranger(name), limit=1)) else 0.0
        for name in strangers
    ]
    benched = [Judged(pair, "name bench", _digest(pair.ours + pair.theirs[0])[0] % 2) for pair in gold.pairs]
    scored = {"foja": _score} | (scorers or {})
    return NameReport(
        entities=len(gold.entities),
        found=tuple(
            FoundRow(
                group=group,
                count=len(held),
                first=_share(held, 1),
                ten=_share(held, 10),
            )
            for group, held in sorted(ranks.items())
        ),
        screening=tuple(_screen(best, alerts)) if alerts else (),
        pairs=tuple(row for name, scorer in scored.items() for row in _pair_rows(name, scorer, [*pairs, *benched])),
    )


def lines(report: NameReport) -> Iterator[str]:
    """The report in words."""
    if report.found:
        yield f"Found on a list of {report.entities} entities (share of names):"
        yield f"  {'names':30} {'count':>6} {'first':>6} {'in ten':>7}"
        for row in report.found:
            yield f"  {row.group:30} {row.count:6} {row.first:6.3f} {row.ten:7.3f}"
    if report.screening:
        yield "Screening (mean over persons' groups), by the share of strangers that raise an alert:"
        for screened in report.screening:
            yield (
                f"  alerts {screened.alerts:5.1%}: recall {screened.recall:.3f} "
                f"(from a probability of {screened.threshold:.3f})"
            )
    if report.pairs:
        yield "Pairs of names (F1):"
        for pair in report.pairs:
            yield f"  {pair.scorer:24} {pair.pairs:20} {pair.count:6} ({pair.same} the same) {pair.f1:.3f}"


def _pairs_of(query: Query, others: Sequence[str], by_id: dict[str, Subject]) -> Iterator[Judged]:
    truth = min(query.ids)
    half = _digest(truth)[0] % 2
    for key, same in [(truth, True), *((other, False) for other in others)]:
        entity = by_id[key]
        pair = Pair(query.name, entity.names, entity.kind, same)
        yield Judged(pair, _slice(query.name, entity.kind), half)


def _slice(name: str, kind: MentionKind) -> str:
    if kind is not MentionKind.PERSON:
        return "organisations"
    written = name_script(name)
    if written == "Latin":
        return "Latin"
    if written in ("Arabic", "Hebrew"):
        return "Arabic, Hebrew"
    if written in ("Cyrillic", "Greek", "Armenian", "Georgian"):
        return "Cyrillic, Greek"
    return "Hangul, Han, Kana" if written in ("Hangul", "Han", "Kana") else "other"


def _pair_rows(name: str, scorer: Scorer, judged: Sequence[Judged]) -> Iterator[PairRow]:
    values = [scorer(one.pair) for one in judged]
    slices = {one.slice for one in judged}
    groups = {
        "all retrieved": slices - {"name bench"},
        "across scripts": slices - {"name bench", "Latin", "organisations"},
    }
    groups |= {one: {one} for one in sorted(slices)}
    for group, members in groups.items():
        rows = [(value, one) for value, one in zip(values, judged, strict=True) if one.slice in members]
        if sum(one.pair.same for _, one in rows) < _FEWEST:
            continue
        halves = [[(value, one.pair.same) for value, one in rows if one.half == half] for half in (0, 1)]
        f1 = (_f1(halves[1], _threshold(halves[0])) + _f1(halves[0], _threshold(halves[1]))) / 2
        same = sum(one.pair.same for _, one in rows)
        yield PairRow(scorer=name, pairs=group, count=len(rows), same=same, f1=round(f1, 4))


def _threshold(rows: Sequence[tuple[float, bool]]) -> float:
    """The threshold with the best F1."""
    positive = sum(same for _, same in rows)
    right, best, chosen_at = 0, -1.0, 0.5
    for count, (value, same) in enumerate(sorted(rows, reverse=True), 1):
        right += same
        f1 = 2 * right / (count + positive) if positive else 0.0
        if f1 > best:
            best, chosen_at = f1, value
    return chosen_at


def _f1(rows: Sequence[tuple[float, bool]], threshold: float) -> float:
    right = sum(same for value, same in rows if value >= threshold)
    said, positive = sum(value >= threshold for value, _ in rows), sum(same for _, same in rows)
    return 2 * right / (said + positive) if said + positive else 0.0


def _screen(best: dict[str, list[float]], alerts: Sequence[float]) -> Iterator[ScreenRow]:
    persons = {group: held for group, held in best.items() if "organisations" not in group and len(held) >= _FEWEST}
    falling = sorted(alerts, reverse=True)
    for share in (0.01, 0.02, 0.05, 0.1):
        bound = falling[min(int(share * len(falling)), len(falling) - 1)]
        recalls = [sum(value > bound for value in held) / len(held) for held in persons.values()]
        yield ScreenRow(alerts=share, threshold=bound, recall=round(sum(recalls) / max(len(recalls), 1), 4))


def _score(pair: Pair) -> float:
    ours = Subject(id="a", kind=pair.kind, names=(pair.ours,))
    return compare(ours, Subject(id="b", kind=pair.kind, names=pair.theirs)).probability


def _asked(name: str, by_id: dict[str, Subject], query: Query) -> Subject:
    return Subject(id="", kind=by_id[sorted(query.ids)[0]].kind, names=(name,))


def _bearers(entities: Sequence[Subject]) -> dict[frozenset[str], set[str]]:
    found: dict[frozenset[str], set[str]] = {}
    for entity in entities:
        for name in entity.names:
            found.setdefault(_words(name), set()).add(entity.id)
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(word.folded for word in split(name))


def _stranger(name: str) -> Subject:
    return Subject(id="", kind=MentionKind.PERSON, names=(name,))


def _share(ranks: Sequence[int], within: int) -> float:
    return round(sum(rank < within for rank in ranks) / len(ranks), 4)


def _sample(queries: Sequence[Query], most: int) -> list[Query]:
    groups: dict[str, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.group, []).append(query)
    return [query for held in groups.values() for query in sorted(held, key=lambda one: _digest(one.name))[:most]]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
