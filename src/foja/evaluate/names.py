"""How well names are found and told apart, on sets that others publish.

Three measures: whether the entity of a name is found on a list (recall at 1 and at 10), whether two names are
rightly said to be one (F1 over pairs, ``name_pairs``), and how many of the listed are found when one stranger in a
hundred raises an alert.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from foja.evaluate.name_pairs import MOST_STRANGERS, Judged, PairRow, Scorer, alone, digest, judged, pair_rows
from foja.evaluate.name_pools import Pools
from foja.evaluate.name_sets import Query, load
from foja.model.matching import Subject
from foja.model.record import Record
from foja.model.vocabulary import MentionKind
from foja.resolve.match.edit import similarity
from foja.resolve.match.fold import split
from foja.resolve.match.index import Index
from foja.resolve.match.letters import words as lettered
from foja.resolve.match.units import is_initial

AT_MOST = 100
"""Queries of a group, drawn by digest, unless asked otherwise."""
STRANGERS = 1000
ALIAS = ", alias"
_FEWEST = 8
_LETTERS, _ALIKE = 3, 0.6


class FoundRow(Record, frozen=True):
    """Of ``count`` names of a group, the share whose entity is the first hit, and is among the first ten."""

    group: str
    count: int
    first: float
    ten: float


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


def measure(folder: Path, most: int = AT_MOST, scorers: dict[str, Scorer] | None = None) -> NameReport:
    """Measures foja, and ``scorers`` beside it on the same pairs. Raises ``UsageError`` without a known set."""
    gold = load(folder)
    queries = sample(gold.queries, most)
    index = Index.build(gold.entities)
    by_id = {entity.id: entity for entity in gold.entities}
    ranks: dict[str, list[int]] = {}
    best: dict[str, list[float]] = {}
    pairs: list[Judged] = []
    pools = Pools(index, gold.entities)
    known = bearers(gold.entities)
    asked = [Subject(id="", kind=by_id[min(query.ids)].kind, names=(query.name,)) for query in queries]
    for query, hits in zip(queries, index.searches(asked, limit=20), strict=True):
        # Who has the very same name, but for initials, cannot be told apart by a name.
        truth = by_id[min(query.ids)]
        names = [words(name) for key in query.ids for name in by_id[key].names]
        same = query.ids.union(*(known[name] for name in names))
        rank = next((at for at, hit in enumerate(hits) if hit.id in same), 10**6)
        groups = [query.group]
        if query.group.endswith(ALIAS) and spelled_alike(
            query.name, [one for key in query.ids for one in by_id[key].names]
        ):
            groups.append(f"{query.group}, a word alike")
        for group in groups:
            ranks.setdefault(group, []).append(rank)
        best.setdefault(query.group, []).append(hits[rank].comparison.probability if rank < len(hits) else 0.0)
        listed = {hit.id: hit.comparison.probability for hit in hits}
        nearest = [key for key in listed if key not in same]
        for drawn, others in (
            ("nearest", nearest[:MOST_STRANGERS]),
            ("pooled", pools.strangers(query.name, truth.kind, nearest, same)),
        ):
            pairs.extend(judged(query.name, [truth, *(by_id[key] for key in others)], drawn, listed))
    strangers = sorted(gold.strangers, key=digest)[:STRANGERS]
    alerts = [
        hits[0].comparison.probability if hits else 0.0
        for hits in index.searches([_stranger(name) for name in strangers], limit=1)
    ]
    benched = [Judged(pair, "name bench", "", digest(pair.ours + pair.theirs[0])[0] % 2, None) for pair in gold.pairs]
    scored = {"foja": alone} | (scorers or {})
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
        pairs=tuple(pair_rows(scored, [*pairs, *benched])),
    )


def spelled_alike(name: str, others: Sequence[str]) -> bool:
    """Whether some word of ``name`` is spelled like some word of ``others``: of three letters or more, and at most two
    in five of them otherwise. An alias without any is a pseudonym, a translation or a title to whoever knows nothing
    but the names; this does not ask foja's own measure of sound."""
    ours, theirs = ([word.folded for text in texts for word in split(text)] for texts in ([name], others))
    ours, theirs = ([word for word in part if len(word) >= _LETTERS] for part in (ours, theirs))
    pairs = [(at, place) for at in range(len(ours)) for place in range(len(theirs))]
    our, their = (np.array([pair[side] for pair in pairs], np.int64) for side in (0, 1))
    return bool((similarity(lettered(ours), lettered(theirs), our, their) >= _ALIKE).any())


def lines(report: NameReport) -> Iterator[str]:
    """The report in words."""
    if report.found:
        yield f"Found on a list of {report.entities} entities (share of names):"
        yield f"  {'names':38} {'count':>6} {'first':>6} {'in ten':>7}"
        for row in report.found:
            yield f"  {row.group:38} {row.count:6} {row.first:6.3f} {row.ten:7.3f}"
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
            kind = f"{pair.pairs}, {pair.strangers}" if pair.strangers else pair.pairs
            yield f"  {pair.scorer:24} {kind:30} {pair.count:6} ({pair.same} the same) {pair.f1:.3f}"


def _screen(best: dict[str, list[float]], alerts: Sequence[float]) -> Iterator[ScreenRow]:
    persons = {group: held for group, held in best.items() if "organisations" not in group and len(held) >= _FEWEST}
    falling = sorted(alerts, reverse=True)
    for share in (0.01, 0.02, 0.05, 0.1):
        bound = falling[min(int(share * len(falling)), len(falling) - 1)]
        recalls = [sum(value > bound for value in held) / len(held) for held in persons.values()]
        yield ScreenRow(alerts=share, threshold=bound, recall=round(sum(recalls) / max(len(recalls), 1), 4))


def bearers(entities: Sequence[Subject]) -> dict[frozenset[str], set[str]]:
    """By the words of a name: the ids of the entities that bear them."""
    found: dict[frozenset[str], set[str]] = {}
    for entity in entities:
        for name in entity.names:
            found.setdefault(words(name), set()).add(entity.id)
    return found


def words(name: str) -> frozenset[str]:
    """The folded words, without initials where there are others."""
    words = frozenset(word.folded for word in split(name))
    return frozenset(word for word in words if not is_initial(word)) or words


def _stranger(name: str) -> Subject:
    return Subject(id="", kind=MentionKind.PERSON, names=(name,))


def _share(ranks: Sequence[int], within: int) -> float:
    return round(sum(rank < within for rank in ranks) / len(ranks), 4)


def sample(queries: Sequence[Query], most: int) -> list[Query]:
    """At most ``most`` queries of each group, drawn by digest."""
    groups: dict[str, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.group, []).append(query)
    return [query for held in groups.values() for query in sorted(held, key=lambda one: digest(one.name))[:most]]
