"""Finding copies: foja's keys beside datasketch and rensa, and what one more document costs as a case grows.

    python -m benchmarks.weigh --sizes 1000,10000 --engines foja,datasketch,rensa

Documents of 144 invented words, drawn by Zipf's law; one in twenty repeats an earlier one with one word in ten changed.
Every engine gets the same documents in the same order, as text, in a process of its own: it sketches each, looks it up,
and adds it. Seconds are of CPU time. An engine that is not installed is left out.

- ``foja``: keys of ``foja.weigh.fingerprint`` and the index of a case (``foja.store.sketches``) in SQLite in memory. The
  case is filled without asking what a document moves over a limit; then twenty more are added as a build adds them, and
  these are measured.
- ``foja bands``: the MinHash bands of foja alone, in a dict: what the other two do.
- ``datasketch``, ``rensa``: 128 permutations, threshold .5, over three-word shingles.
- ``gaoya``: the same in 32 bands of 4. It takes texts and sketches them once to look up and once to add, so that its
  figure of look-ups holds both. Its package names no licence: it is measured here and not used.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

WORDS, COPIED, CHANGED, TRIES = 144, 0.05, 0.1, 20
ENGINES = ("foja", "foja bands", "datasketch", "rensa", "gaoya")


def documents(count: int, seed: int = 3) -> Iterator[tuple[str, int]]:
    """(text, number of the document that it repeats, or -1)."""
    chance = random.Random(seed)
    vocabulary = [
        f"{a}{b}{c}"
        for a in "bdfgklmnprst"
        for b in ("a", "ei", "o", "u", "ia")
        for c in ("", "n", "r", "lis", "to", "mek", "su", "vam")
    ]
    vocabulary = [
        one + other for one in vocabulary for other in ("", "da", "ke", "lo", "mi", "nu", "re", "so", "ta", "vi")
    ]
    chance.shuffle(vocabulary)
    totals, sum_ = [], 0.0
    for rank in range(len(vocabulary)):
        sum_ += 1 / (rank + 5)
        totals.append(sum_)
    recent: list[list[str]] = []
    first = 0
    for _ in range(count):
        if recent and chance.random() < COPIED:
            place = chance.randrange(len(recent))
            words = [chance.choice(vocabulary) if chance.random() < CHANGED else word for word in recent[place]]
            source = first + place
        else:
            words, source = chance.choices(vocabulary, cum_weights=totals, k=WORDS), -1
        yield " ".join(words), source
        recent.append(words)
        if len(recent) > 400:
            recent.pop(0)
            first += 1


def shingles(text: str) -> list[str]:
    words = text.split()
    return [f"{a} {b} {c}" for (a, b), (_, c) in pairwise(pairwise(words))]


def foja(size: int) -> dict[str, Any]:
    import sqlite3

    from foja.evaluate.planted import as_document
    from foja.model.support import Sketch
    from foja.store import sketches
    from foja.store.database import _migrate
    from foja.weigh.fingerprint import fingerprints
    from foja.weigh.reuse import compare

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.row_factory = sqlite3.Row
    _migrate(connection)

    def sketch(text: str) -> Sketch:
        document = as_document(text)
        found = fingerprints(document)
        name = document.reading.text
        connection.execute(
            "INSERT OR IGNORE INTO source (sha256, sha512, size, name, via, recorded_at, text) VALUES (?, ?, 1, ?, '', '', ?)",
            (name, name, name, name),
        )
        return Sketch(
            source=name, text=name, version="1", bands=found.bands, sentences=found.sentences, grams=found.grams
        )

    texts: dict[str, str] = {}
    names: list[str] = []
    sketching = adding = looking = comparing = 0.0
    gold = met = found = compared = rows = 0
    for number, (text, source) in enumerate(documents(size + TRIES)):
        start = time.process_time()
        one = sketch(text)
        sketching += time.process_time() - start
        texts[one.text] = text
        names.append(one.text)
        if number < size:
            keys = list(sketches.keys_of(one))
            rows += len(keys)
            connection.execute("INSERT OR IGNORE INTO sketched VALUES (?, ?)", (sketches.number_of(one.text), one.text))
            place = sketches.number_of(one.text)
            connection.execute("BEGIN")  # as a build does: a row that is a transaction of its own costs many times more
            connection.executemany("INSERT OR IGNORE INTO sketch VALUES (?, ?, ?, ?)", [(*key, place) for key in keys])
            connection.execute("COMMIT")
            if source >= 0 and number >= size - 2000:
                gold += 1
                met += names[source] in sketches.meetings(connection, one, "")
            continue
        start = time.process_time()
        connection.execute("BEGIN")
        sketches.replace(connection, one, lambda digest: b"")
        connection.execute("COMMIT")
        adding += time.process_time() - start
        start = time.process_time()
        others = sketches.meetings(connection, one, "")
        looking += time.process_time() - start
        compared += len(others)
        start = time.process_time()
        found += sum(compare(as_document(text), as_document(texts[other])) is not None for other in others)
        comparing += time.process_time() - start
    return {
        "sketch, docs/s": (size + TRIES) / sketching, "index rows/doc": rows / size,
        "one more: sketch, ms": 1000 * sketching / (size + TRIES), "one more: add, ms": 1000 * adding / TRIES,
        "one more: look up, ms": 1000 * looking / TRIES, "one more: compared with": compared / TRIES,
        "one more: compare, ms": 1000 * comparing / TRIES, "recall of copies": met / gold if gold else None,
    }  # fmt: skip


def _loop(
    size: int, sketch: Callable[[str], Any], ask: Callable[[int, Any], list[int]], add: Callable[[int, Any], None]
) -> dict[str, Any]:
    sketching = indexing = 0.0
    gold = met = candidates = 0
    for number, (text, source) in enumerate(documents(size)):
        start = time.process_time()
        one = sketch(text)
        middle = time.process_time()
        others = ask(number, one)
        add(number, one)
        sketching, indexing = sketching + middle - start, indexing + time.process_time() - middle
        candidates += len(others)
        if source >= 0:
            gold += 1
            met += source in others
    return {
        "sketch, docs/s": size / sketching, "look up and add, docs/s": size / indexing,
        "one more: compared with": candidates / size, "recall of copies": met / gold if gold else None,
    }  # fmt: skip


def foja_bands(size: int) -> dict[str, Any]:
    from foja.evaluate.planted import as_document
    from foja.weigh.body import body
    from foja.weigh.fingerprint import _minhash, _shingles, _word_hash

    index: dict[int, list[int]] = {}

    def sketch(text: str) -> list[int]:
        found: set[int] = set()
        for stretch in body(as_document(text)).stretches:
            found.update(_shingles([_word_hash(word) for word, _, _ in stretch]))
        return list(_minhash(found))

    def ask(number: int, keys: list[int]) -> list[int]:
        counts: dict[int, int] = {}
        for key in keys:
            for other in index.get(key, ()):
                counts[other] = counts.get(other, 0) + 1
        return [other for other, count in counts.items() if count >= 2]

    def add(number: int, keys: list[int]) -> None:
        for key in keys:
            index.setdefault(key, []).append(number)

    return _loop(size, sketch, ask, add)


def datasketch(size: int) -> dict[str, Any]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)

    def sketch(text: str) -> Any:
        one = MinHash(num_perm=128)
        one.update_batch([shingle.encode() for shingle in shingles(text)])
        return one

    return _loop(size, sketch, lambda number, one: index.query(one), lambda number, one: index.insert(number, one))


def rensa(size: int) -> dict[str, Any]:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)

    def sketch(text: str) -> Any:
        one = RMinHash(num_perm=128, seed=42)
        one.update(shingles(text))
        return one

    return _loop(size, sketch, lambda number, one: index.query(one), lambda number, one: index.insert(number, one))


def gaoya(size: int) -> dict[str, Any]:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=0.5, num_bands=32, band_size=4, analyzer="word", ngram_range=(3, 3)
    )

    return _loop(
        size,
        lambda text: text,
        lambda number, text: index.query(text),
        lambda number, text: index.insert_document(number, text),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--engines", default=",".join(ENGINES))
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "SIZE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        run = {"foja": foja, "foja bands": foja_bands, "datasketch": datasketch, "rensa": rensa, "gaoya": gaoya}[
            asked.one[0]
        ]
        try:
            found = run(int(asked.one[1]))
        except ImportError as error:
            print(json.dumps({"left out": str(error)}))
            return
        found["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return
    for size in asked.sizes.split(","):
        for engine in asked.engines.split(","):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.weigh", "--one", engine, size],
                capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent,
            )  # fmt: skip
            figures = json.loads(done.stdout)
            shown = ", ".join(
                f"{name} {value:,.2f}" if isinstance(value, float) else f"{name} {value}"
                for name, value in figures.items()
            )
            print(f"{engine}, {int(size):,} documents: {shown}", flush=True)


if __name__ == "__main__":
    main()
