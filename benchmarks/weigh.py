"""Finding copies: foja's keys beside datasketch and rensa, and what one more document costs as a case grows.

    python -m benchmarks.weigh --sizes 1000,10000 --engines foja,datasketch,rensa

Documents of 144 invented words, drawn by Zipf's law; one in twenty repeats an earlier one with one word in ten changed.
Every engine gets the same documents in the same order, as text, in a process of its own: it sketches each, looks it up,
and adds it. Seconds are of CPU time. An engine that is not installed is left out.

- ``foja``: keys of ``foja.weigh.fingerprint`` and the index of a case (``foja.store.sketches``) on disk. The index is
  filled with sorted rows (``--drawn``: most of them under keys drawn at random), without asking what a document moves over a limit; then 128 more are added as a build adds
  them, 32 in a transaction, and these are measured.
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
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

WORDS, COPIED, CHANGED, TRIES = 144, 0.05, 0.1, 128
TOLD = 50_000
"""After so many documents a long run says how far it has come."""
PARTS, ROW = 64, struct.Struct("<qqqq")
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


def foja(size: int, drawn: int = 0) -> dict[str, Any]:
    from foja.evaluate.planted import as_document
    from foja.flow.build import BATCH
    from foja.model.support import Sketch
    from foja.store import sketches
    from foja.weigh.fingerprint import fingerprints
    from foja.weigh.reuse import compare

    def sketch(text: str) -> Sketch:
        found = fingerprints(as_document(text))
        return Sketch(
            source=found.text, text=found.text, version="1", bands=found.bands, sentences=found.sentences,
            grams=found.grams,
        )  # fmt: skip

    scratch = Path(tempfile.mkdtemp(prefix="foja-weigh-"))
    size -= drawn
    heap = Heap(scratch / "texts")
    try:
        pile, rest, gold = Pile(scratch), [], []
        sketching = time.process_time()
        for number, (text, source) in enumerate(documents(size + TRIES)):
            one = sketch(text)
            if number and number % TOLD == 0:
                tell(f"{number:,} sketched", time.process_time() - sketching)
            heap.add(one.text, text)
            if number >= size:
                rest.append((text, one))
                continue
            pile.add(one.text, [(*key, sketches.number_of(one.text)) for key in sketches.keys_of(one)])
            if source >= 0 and number >= size - 2000:
                gold.append((number, source))
        sketching = time.process_time() - sketching
        start = time.process_time()
        connection = pile.index(scratch / "case.db", drawn)
        filling = time.process_time() - start
        size += drawn
        met = sum(
            heap.names[source] in sketches.meetings(connection, sketch(heap.text(number)), "")
            for number, source in gold
        )
        spent, found, moved = {"add": 0.0, "look up": 0.0, "compare": 0.0}, 0, Moved()
        for begin in range(0, TRIES, BATCH):
            with moved, _Timed(spent, "add"):
                connection.execute("BEGIN IMMEDIATE")
                for _, one in rest[begin : begin + BATCH]:
                    Pile.source(connection, one.text)
                    sketches.replace(connection, one, lambda digest: b"")
                connection.execute("COMMIT")
        for text, one in rest:
            with _Timed(spent, "look up"):
                others = sketches.meetings(connection, one, "")
            document, met_texts = as_document(text), [as_document(heap.named(other)) for other in others]
            with _Timed(spent, "compare"):
                found += sum(compare(document, other) is not None for other in met_texts)
        return {
            "sketch, docs/s": (size - drawn + TRIES) / sketching, "fill the index, docs/s": size / filling,
            "index rows/doc": pile.rows / len(pile.texts), "index, MB": (scratch / "case.db").stat().st_size / 1e6,
            "one more: sketch, ms": 1000 * sketching / (size - drawn + TRIES),
            **{f"one more: {what}, ms": 1000 * seconds / TRIES for what, seconds in spent.items()},
            "one more: links": found / TRIES, "one more: KB written": moved.written / TRIES / 1000,
            "one more: KB read from disk": moved.read / TRIES / 1000, "recall of copies": met / len(gold) if gold else None,
        }  # fmt: skip
    finally:
        heap.file.close()
        shutil.rmtree(scratch)


def tell(what: str, seconds: float) -> None:
    """How far a long run has come, to those who wait for it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.strftime('%H:%M:%S')} {what}, {seconds:.0f} s of CPU time, {peak:,.0f} MB at most", file=sys.stderr)


class Heap:
    """Texts in a file, so that a million of them do not stand in memory."""

    def __init__(self, path: Path) -> None:
        self.file, self.ends = path.open("w+b"), array("Q", [0])
        self.names: list[str] = []
        self.numbers: dict[str, int] = {}

    def add(self, name: str, text: str) -> None:
        self.numbers[name] = len(self.names)
        self.names.append(name)
        self.ends.append(self.ends[-1] + self.file.write(text.encode()))

    def text(self, number: int) -> str:
        self.file.seek(self.ends[number])
        return self.file.read(self.ends[number + 1] - self.ends[number]).decode()

    def named(self, name: str) -> str:
        return self.text(self.numbers[name])


class Pile:
    """Rows of the index, sorted before they are put into it: key by key, a page of the index is written once and not
    once for each row that falls into it."""

    def __init__(self, folder: Path) -> None:
        self.files = [(folder / f"rows-{part}").open("w+b") for part in range(PARTS)]
        self.texts: list[str] = []
        self.rows = 0

    def add(self, text: str, rows: list[tuple[int, int, int, int]]) -> None:
        self.texts.append(text)
        self.rows += len(rows)
        for row in rows:
            self.files[row[0] * PARTS >> 63].write(ROW.pack(*row))

    @staticmethod
    def source(connection: sqlite3.Connection, text: str) -> None:
        connection.execute(
            "INSERT OR IGNORE INTO source (sha256, sha512, size, name, via, recorded_at, text) VALUES (?1, ?1, 1, ?1, '', '', ?1)",
            (text,),
        )

    def index(self, path: Path, drawn: int) -> sqlite3.Connection:
        """The index of a case, as a case has it on disk, with the rows in it, and those of ``drawn`` documents more:
        as many for each, under keys drawn at random."""
        from foja.store import sketches
        from foja.store.database import Database

        connection = Database(path).connection
        connection.execute("BEGIN")
        for text in sorted(self.texts):
            self.source(connection, text)
            connection.execute("INSERT OR IGNORE INTO sketched VALUES (?, ?)", (sketches.number_of(text), text))
        connection.execute("COMMIT")
        chance = np.random.default_rng(3)
        for part, file in enumerate(self.files):
            file.seek(0)
            connection.execute("BEGIN")  # as a build does: a row that is a transaction of its own costs many times more
            rows = sorted([*ROW.iter_unpack(file.read()), *_drawn(chance, part, drawn * self.rows // len(self.texts))])
            connection.executemany("INSERT OR IGNORE INTO sketch VALUES (?, ?, ?, ?)", rows)
            connection.execute("COMMIT")
            file.close()
            if self.rows > TOLD * 100:
                tell(f"part {part + 1} of {PARTS} in the index", time.process_time())
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return connection


def _drawn(chance: np.random.Generator, part: int, rows: int) -> Iterator[tuple[int, int, int, int]]:
    """The share of one part of the keys in ``rows`` rows; near half of them are runs of four words, as in real ones."""
    keys = np.sort(chance.integers(part * (1 << 63) // PARTS, (part + 1) * (1 << 63) // PARTS, rows // PARTS))
    kinds, texts = chance.integers(0, 2, len(keys)), chance.integers(0, 1 << 60, len(keys))
    return zip(keys.tolist(), kinds.tolist(), [0] * len(keys), texts.tolist(), strict=True)


class Moved:
    """Bytes that this process wrote, and that came from the disk and not from the memory of the system."""

    read = written = 0

    def _now(self) -> dict[str, int]:
        lines = Path("/proc/self/io").read_text().split() if Path("/proc/self/io").exists() else []
        return {name.rstrip(":"): int(value) for name, value in zip(lines[::2], lines[1::2], strict=True)}

    def __enter__(self) -> None:
        self._before = self._now()

    def __exit__(self, *_: object) -> None:
        now = self._now()
        self.read += now.get("read_bytes", 0) - self._before.get("read_bytes", 0)
        self.written += now.get("wchar", 0) - self._before.get("wchar", 0)


class _Timed:
    def __init__(self, spent: dict[str, float], what: str) -> None:
        self.spent, self.what = spent, what

    def __enter__(self) -> None:
        self.start = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.spent[self.what] += time.process_time() - self.start


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
    from foja.weigh.fingerprint import minhash

    index: dict[int, list[int]] = {}

    def sketch(text: str) -> list[int]:
        return list(minhash(body(as_document(text)).stretches))

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
    parser.add_argument("--drawn", type=int, default=0, help="documents of foja's index with keys drawn at random")
    parser.add_argument("--memory", type=int, default=0, help="GB that one engine may take; 0: all there is")
    asked = parser.parse_args()
    if asked.one:
        if asked.memory:
            resource.setrlimit(resource.RLIMIT_AS, (asked.memory << 30, asked.memory << 30))
        run = {"foja": foja, "foja bands": foja_bands, "datasketch": datasketch, "rensa": rensa, "gaoya": gaoya}[
            asked.one[0]
        ]
        try:
            found = foja(int(asked.one[1]), asked.drawn) if asked.one[0] == "foja" else run(int(asked.one[1]))
        except ImportError as error:
            print(json.dumps({"left out": str(error)}))
            return
        found["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(found))
        return
    for size in asked.sizes.split(","):
        for engine in asked.engines.split(","):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.weigh", "--one", engine, size,
                 "--memory", str(asked.memory), "--drawn", str(asked.drawn)],
                capture_output=True, text=True, check=False, cwd=Path(__file__).parent.parent,
            )  # fmt: skip
            figures = (
                json.loads(done.stdout) if not done.returncode else {"ended": done.stderr.strip()[-200:] or "killed"}
            )
            shown = ", ".join(
                f"{name} {value:,.2f}" if isinstance(value, float) else f"{name} {value}"
                for name, value in figures.items()
            )
            print(f"{engine}, {int(size):,} documents: {shown}", flush=True)


if __name__ == "__main__":
    main()
