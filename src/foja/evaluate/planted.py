"""Measuring reuse: passages of one text are planted in another, reworked by rule, and looked for.

After the plagiarism corpora of PAN (Potthast et al. 2010): a passage of 25, 50 or 100 words of a source is copied into
a host, with words dropped, replaced and added at a rate: none, light (5 %), medium (12 %), heavy (25 %, and the two
halves swapped). All texts lie in one heap; what is found is found by the look-up keys, as in a case, not by being told
the pair. Precision and recall are those of characters of the hosts.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from foja.model.record import Record, digest
from foja.model.text import Document, Reading
from foja.weigh.body import body
from foja.weigh.fingerprint import fingerprints
from foja.weigh.meeting import CAP, LEAST_GRAMS, LEAST_SHARED
from foja.weigh.reuse import compare, matched

RATES = {"none": 0.0, "light": 0.05, "medium": 0.12, "heavy": 0.25}
LENGTHS = (25, 50, 100)
CASES = 80
SEEDS = (1, 2, 3)
FOUND = 0.3
"""A planted passage counts as found when so much of it was."""


class ReuseScores(Record, frozen=True):
    """``precision``, ``recall``: of characters. ``found``: share of the planted passages found at all, by their length
    in words. ``links``: share of the planted pairs that became a link that a person sees. ``strangers``: pairs of texts
    with nothing planted between them in which a match was found, and how many of these became a link."""

    rework: str
    half: str
    cases: int
    precision: float
    recall: float
    found: dict[str, float]
    links: float
    strangers: int
    stranger_links: int
    missed: tuple[str, ...] = ()


class Planted(NamedTuple):
    """A host with a passage from ``start`` to ``end``, and the source it was taken from: numbers in the heap."""

    host: int
    source: int
    start: int
    end: int
    length: int


def invented(count: int, seed: int, words: tuple[int, int] = (150, 600)) -> list[str]:
    """Texts of invented words, drawn by Zipf's law with phrases that recur, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    syllables = ["ba", "re", "mi", "to", "lan", "ser", "qui", "no", "dal", "ves", "tu", "ri", "com", "pa", "el", "os"]
    vocabulary = sorted({"".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(9000)})
    chance.shuffle(vocabulary)
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    phrases = [" ".join(chance.choices(vocabulary, weights, k=chance.randint(3, 6))) for _ in range(400)]
    texts = []
    for _ in range(count):
        left, sentences = chance.randint(*words), []
        while left > 0:
            sentence = chance.choices(vocabulary, weights, k=chance.randint(8, 28))
            if chance.random() < 0.4:
                at = chance.randrange(len(sentence))
                sentence[at:at] = chance.choice(phrases).split()
            left -= len(sentence)
            sentences.append(" ".join(sentence).capitalize() + ".")
        texts.append(" ".join(sentences))
    return texts


def plant(texts: Sequence[str], rework: str, seed: int, cases: int = CASES) -> tuple[list[str], list[Planted]]:
    """A heap of hosts and sources with what was planted. Texts are used in pairs; with fewer than two for each case,
    there are fewer cases."""
    chance = random.Random(seed)  # noqa: S311
    order = list(texts)
    chance.shuffle(order)
    vocabulary = [word for text in order[:300] for word in text.split()]
    heap: list[str] = []
    planted = []
    for number in range(min(cases, len(order) // 2)):
        source, host = order[2 * number].split(), order[2 * number + 1].split()
        length = chance.choice([length for length in LENGTHS if length < len(source) - 5] or [min(25, len(source) - 6)])
        begin = chance.randrange(len(source) - length)
        passage = " ".join(_reworked(source[begin : begin + length], rework, vocabulary, chance))
        at = chance.randint(0, len(host))
        before = "".join(word + " " for word in host[:at])
        heap += [f"{before}{passage} {' '.join(host[at:])}", " ".join(source)]
        planted.append(Planted(2 * number, 2 * number + 1, len(before), len(before) + len(passage), length))
    return heap, planted


def _reworked(words: list[str], rework: str, vocabulary: Sequence[str], chance: random.Random) -> list[str]:
    rate, out = RATES[rework], []
    for word in words:
        draw = chance.random()
        if draw < rate / 3:
            continue
        out.append(chance.choice(vocabulary) if draw < 2 * rate / 3 else word)
        if draw > 1 - rate / 3:
            out.append(chance.choice(vocabulary))
    if rework == "heavy":
        out = out[len(out) // 2 :] + out[: len(out) // 2]
    return out


def as_document(text: str) -> Document:
    """A document with nothing but a text."""
    held = digest(text.encode("utf-8"))
    reading = Reading(
        source=held, text=held, reader="planted", version="1", media_type="text/plain", characters=len(text)
    )
    return Document(text=text, reading=reading)


def meeting(documents: Sequence[Document]) -> list[tuple[int, int]]:
    """The pairs of documents that the index of a case brings together, sites left out."""
    whole: dict[int, list[int]] = {}
    runs: dict[int, list[int]] = {}
    for number, document in enumerate(documents):
        keys = fingerprints(document)
        for key in {*keys.bands, *keys.sentences}:
            whole.setdefault(key, []).append(number)
        for key in keys.grams:
            runs.setdefault(key, []).append(number)
    met = {pair for pair, count in _together(whole, len(documents)).items() if count >= LEAST_SHARED}
    met |= {pair for pair, count in _together(runs, CAP).items() if count >= LEAST_GRAMS}
    return sorted(met)


def _together(holders: dict[int, list[int]], most: int) -> Counter[tuple[int, int]]:
    return Counter(pair for numbers in holders.values() if len(numbers) <= most for pair in combinations(numbers, 2))


def score_reuse(texts: Sequence[str], rework: str, half: str, seeds: Sequence[int] = SEEDS) -> ReuseScores:
    """Plants, looks, and counts; once for each seed, and all of it together."""
    tally = _Tally()
    for seed in seeds:
        _look(*plant(texts, rework, seed), tally)
    found = tally.right + tally.wrong
    planted = tally.right + tally.lost
    return ReuseScores(
        rework=rework,
        half=half,
        cases=tally.cases,
        precision=round(tally.right / found, 4) if found else 0.0,
        recall=round(tally.right / planted, 4) if planted else 0.0,
        found={str(length): round(sum(hits) / len(hits), 4) for length, hits in sorted(tally.hits.items()) if hits},
        links=round(tally.links / tally.cases, 4) if tally.cases else 0.0,
        strangers=tally.strangers,
        stranger_links=tally.stranger_links,
        missed=tuple(tally.missed),
    )


@dataclass
class _Tally:
    cases: int = 0
    right: int = 0
    wrong: int = 0
    lost: int = 0
    links: int = 0
    strangers: int = 0
    stranger_links: int = 0
    hits: dict[int, list[bool]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)


def _look(heap: Sequence[str], planted: Sequence[Planted], tally: _Tally) -> None:
    documents = [as_document(text) for text in heap]
    bodies = [body(document) for document in documents]
    gold = {(one.host, one.source): one for one in planted}
    found: dict[tuple[int, int], set[int]] = {}
    for one, other in meeting(documents):
        places = {at for start, end, _, _ in matched(bodies[one], bodies[other]) for at in range(start, end)}
        linked = compare(documents[one], documents[other]) is not None
        if (one, other) in gold:
            found[one, other] = places
            tally.links += linked
        else:
            tally.strangers += bool(places)
            tally.stranger_links += linked
    for pair, case in gold.items():
        wanted, places = set(range(case.start, case.end)), found.get(pair, set())
        tally.cases += 1
        tally.right += len(wanted & places)
        tally.wrong += len(places - wanted)
        tally.lost += len(wanted - places)
        hit = len(wanted & places) > FOUND * len(wanted)
        tally.hits.setdefault(case.length, []).append(hit)
        if not hit:
            tally.missed.append(f"{case.length} words: {heap[case.host][case.start : case.end]}")
