"""What names cost: building an index, its memory, queries per CPU-second, on names put together at random.

    python -m benchmarks.names 70000 1000000

Each size runs in a process of its own, so that memory is its own. Where nomenklatura is installed, its blocker runs on
the same list. Names come from the words of ``foja.resolve.match.units`` and syllables: no person has them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.screen import WRITTEN
from foja.resolve.match.index import Index
from foja.resolve.match.units import lexicon

QUERIES = 100
_ONSETS = ("b", "d", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "p", "r", "s", "sh", "t", "v", "z", "gh", "ch", "")
_VOWELS = ("a", "e", "i", "o", "u", "aa", "ei", "ou")
_ENDINGS = ("i", "ian", "zadeh", "ov", "ova", "ez", "son", "er", "a", "o", "ani", "pour", "n", "r", "s", "l")


def names(number: int, seed: int = 3) -> Iterator[str]:
    """``number`` names of two to four words; some words are common, most are rare, as in registers."""
    rng = random.Random(seed)
    common = lexicon().common
    family = [_word(rng) for _ in range(max(1000, number // 3))]
    for _ in range(number):
        first = rng.choice(common) if rng.random() < 0.6 else family[int(len(family) ** rng.random()) - 1]
        middle = [rng.choice(common) for _ in range(rng.choice((0, 0, 0, 1, 1, 2)))]
        last = family[int(len(family) ** rng.random()) - 1] if rng.random() < 0.4 else rng.choice(family)
        yield " ".join([first, *middle, last]).title()


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))) + rng.choice(
        _ENDINGS
    )


def foja_row(number: int) -> dict[str, object]:
    """Build, memory and queries of foja's index."""
    before, began = memory(), time.process_time()
    index = Index.build(
        Subject(id=str(at), kind=MentionKind.PERSON, names=(name,)) for at, name in enumerate(names(number))
    )
    build, peak = time.process_time() - began, memory()
    asked = list(names(QUERIES, seed=4))
    index.search(Subject(id="", kind=MentionKind.PERSON, names=(asked[0],)))
    each = _each(index, asked, 0.0, QUERIES)
    return {
        "program": "foja", "names": number, "build_s": round(build, 1), "peak_mb": round(peak - before),
        "saved_mb": round(len(index.save()) / 1e6), "ms_a_query": round(1000 * each, 1),
        "ms_a_query_alone": round(1000 * _each(index, asked, 0.0, 1), 1),
        "ms_a_screening": round(1000 * _each(index, asked, WRITTEN, QUERIES), 1),
        "queries_a_cpu_second": round(1 / each), "ms_a_million_additions": round(1000 * _adding()),
    }  # fmt: skip


def _each(index: Index, asked: list[str], least: float, at_once: int) -> float:
    """CPU seconds a name, ``at_once`` of them at a time: the best of three rounds, because other work on the machine
    slows the others down."""
    rounds = []
    subjects = [Subject(id="", kind=MentionKind.PERSON, names=(name,)) for name in asked]
    for _ in range(3):
        began = time.process_time()
        for at in range(0, len(subjects), at_once):
            list(index.searches(subjects[at : at + at_once], least=least))
        rounds.append((time.process_time() - began) / len(asked))
    return min(rounds)


def _adding() -> float:
    """CPU seconds for a million additions in a loop: how fast this machine is at this hour."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - began


def peer_row(number: int) -> dict[str, object] | None:
    """The same of nomenklatura's blocker, asked one name at a time; None where it is not installed."""
    try:
        from tempfile import TemporaryDirectory

        from followthemoney import Dataset, StatementEntity
        from nomenklatura.blocker import Index as Blocker
        from nomenklatura.resolver import Linker
        from nomenklatura.store import MemoryStore
    except ImportError:
        return None
    from pathlib import Path

    dataset = Dataset({"name": "synthetic", "title": "synthetic"})
    store = MemoryStore(dataset, Linker({}))

    def person(identifier: str, name: str) -> StatementEntity:
        data = {"id": identifier, "schema": "Person", "properties": {"name": [name]}}
        return StatementEntity.from_data(dataset, data)

    began = time.process_time()
    with store.writer() as writer:
        for at, name in enumerate(names(number)):
            writer.add_entity(person(str(at), name))
    with TemporaryDirectory() as folder:
        before = time.process_time()
        blocker = Blocker(store.default_view(), Path(folder), {})
        blocker.build()
        build, loaded = time.process_time() - before, before - began
        asked = [person(f"q{at}", name) for at, name in enumerate(names(10, seed=4))]
        began = time.process_time()
        for entity in asked:
            list(blocker.match_entities([entity]))
        each = (time.process_time() - began) / len(asked)
    return {
        "program": "nomenklatura", "names": number, "build_s": round(build, 1), "peak_mb": round(memory()),
        "load_s": round(loaded, 1), "ms_a_query": round(1000 * each, 1),
    }  # fmt: skip


def memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _run(work: str, number: int, queue: multiprocessing.Queue[dict[str, object] | None]) -> None:
    queue.put({"foja": foja_row, "peer": peer_row}[work](number))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[70_000])
    parser.add_argument("--peer", action="store_true", help="run nomenklatura's blocker too")
    given = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for size in given.sizes:
        for work in ("foja", "peer") if given.peer else ("foja",):
            queue = context.Queue()
            process = context.Process(target=_run, args=(work, size, queue))
            process.start()
            print(json.dumps(queue.get()), flush=True)
            process.join()


if __name__ == "__main__":
    main()
