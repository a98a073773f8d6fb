"""How well names are found on a list of a million, and what that costs: the sets of ``foja eval names``, and around
their names a fill of names that nobody has.

    python -m benchmarks.names_large FOLDER --size 1000000 --most 50

Half of the fill is put together from the words of the list itself, a first part of one name and the rest of another,
so that every word of a name is met again and again; the other half from syllables (``benchmarks.names``). Who of the
fill bears the very words of an entity counts as a stranger, though no name tells the two apart.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.names import memory, names
from foja.evaluate.name_sets import load
from foja.evaluate.names import bearers, sample, words
from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.index import Index

ALONE = 200
"""Queries that are asked once more, one at a time."""


def fill(entities: Sequence[Subject], number: int, seed: int = 5) -> Iterator[Subject]:
    """``number`` persons with one name each, by turns from the words of ``entities`` and from syllables."""
    rng = random.Random(seed)
    parts = [one.names[0].split() for one in entities if one.kind is MentionKind.PERSON and " " in one.names[0]]
    made = names(number - number // 2, seed)
    for at in range(number):
        name = " ".join([rng.choice(parts)[0], *rng.choice(parts)[1:]]) if at % 2 else next(made)
        yield Subject(id=f"fill-{at}", kind=MentionKind.PERSON, names=(name,))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", type=int, default=1_000_000, help="entities of the list, the fill among them")
    parser.add_argument("--most", type=int, default=50, help="names of a group that are asked for")
    given = parser.parse_args()
    gold = load(given.folder)
    added = list(fill(gold.entities, given.size - len(gold.entities)))
    before, began = memory(), time.process_time()
    index = Index.build((*gold.entities, *added))
    build, peak = time.process_time() - began, memory()
    print(json.dumps({"entities": len(index), "build_s": round(build, 1), "peak_mb": round(peak - before),
                      "own_mb": round(before)}), flush=True)  # fmt: skip
    by_id = {one.id: one for one in gold.entities}
    known = bearers(gold.entities)
    ranks: dict[str, list[int]] = {}
    asked = sample(gold.queries, given.most)
    subjects = [Subject(id="", kind=by_id[min(query.ids)].kind, names=(query.name,)) for query in asked]
    began = time.process_time()
    found = list(index.searches(subjects, limit=20))
    spent, began = time.process_time() - began, time.process_time()
    for subject in subjects[:ALONE]:
        index.search(subject, limit=20)
    alone = (time.process_time() - began) / ALONE
    for query, hits in zip(asked, found, strict=True):
        same = query.ids.union(*(known[words(name)] for key in query.ids for name in by_id[key].names))
        rank = next((at for at, hit in enumerate(hits) if hit.id in same), 10**6)
        ranks.setdefault(query.group, []).append(rank)
    print(json.dumps({"queries": len(asked), "ms_a_query": round(1000 * spent / len(asked), 1),
                      "ms_alone": round(1000 * alone, 1)}))  # fmt: skip
    print(f"{'names':28} {'count':>5} {'first':>6} {'in ten':>7}")
    for group, held in sorted(ranks.items()):
        first, ten = (sum(rank < within for rank in held) / len(held) for within in (1, 10))
        print(f"{group:28} {len(held):5} {first:6.3f} {ten:7.3f}", flush=True)


if __name__ == "__main__":
    main()
