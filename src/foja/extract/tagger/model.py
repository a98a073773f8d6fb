"""A chain of labels over tokens: its weights, the best sequence under them, and the tagger's shipped file. Pure.

The score of a sequence is the sum of the weights of the signs of each token with its label, and of the steps from label
to label. The best one is found exactly (Viterbi); labels that cannot follow each other never do. The file holds numbers
only: for each sign its CRC-32 and a weight for each label, in small whole numbers.
"""

from __future__ import annotations

import gzip
import json
import struct
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from operator import add, sub

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_FORBIDDEN = -1_000_000.0
_ALIKE = 1e-6  # sums of fractions in another order differ by less


def allowed(labels: Sequence[str], before: int, label: int) -> bool:
    """Whether ``label`` may follow ``before`` (-1: the start): a part goes on only where it has begun."""
    name = labels[label]
    return not name.startswith("I-") or (before >= 0 and labels[before][2:] == name[2:])


class Model:
    """Weights by sign, steps between labels (the last row: from the start), and the force of cues that are in no
    lexicon."""

    def __init__(
        self,
        weights: Mapping[int, Sequence[float]],
        steps: list[list[float]],
        forces: dict[str, str] | None = None,
        labels: tuple[str, ...] = LABELS,
    ) -> None:
        self.labels = labels
        self.size = size = len(labels)
        self.weights = weights
        self.steps = [
            [
                step if allowed(labels, before if before < size else -1, label) else _FORBIDDEN
                for label, step in enumerate(row)
            ]
            for before, row in enumerate(steps)
        ]
        self.columns = [[self.steps[before][label] for before in range(size)] for label in range(size)]
        self.inside = [
            (labels.index(f"B-{name[2:]}"), at) if name.startswith("I-") else None for at, name in enumerate(labels)
        ]  # what alone a part that goes on can follow
        self.forces = forces or {}

    def step(self, before: int, label: int, change: float) -> None:
        """Changes the weight of a step; for learning."""
        self.steps[before][label] += change
        if before < self.size:
            self.columns[label][before] += change

    def scores(self, signs: list[int]) -> list[float]:
        """The score of each label for one token."""
        out = [0.0] * self.size
        for sign in signs:
            weight = self.weights.get(sign)
            if weight is not None:
                for label, value in enumerate(weight):
                    out[label] += value
        return out

    def best(self, sentence: list[list[int]]) -> list[int]:
        """The best labels of a sentence, given the signs of its tokens."""
        return self.path([self.scores(signs) for signs in sentence])[0] if sentence else []

    def path(self, rows: Sequence[Sequence[float]]) -> tuple[list[int], float]:
        """The best labels and their score, given the scores of each token (one or more)."""
        return self.back(self.ahead(rows))

    def ahead(self, rows: Sequence[Sequence[float]]) -> list[list[float]]:
        """For each token the best scores up to it, by its label."""
        reached: list[list[float]] = []
        for row in rows:
            reached.append(self._step(reached[-1] if reached else None, row))
        return reached

    def back(self, reached: list[list[float]]) -> tuple[list[int], float]:
        """The best labels and their score, given what ``ahead`` reached."""
        total = max(reached[-1])
        label = reached[-1].index(total)
        out = [label]
        for best in reversed(reached[:-1]):
            ways = list(map(add, best, self.columns[label]))
            label = ways.index(max(ways))
            out.append(label)
        return out[::-1], total

    def plain(self, rows: Sequence[Sequence[float]]) -> float:
        """The score of the labels that mark nothing at all."""
        return self.steps[self.size][0] + self.steps[0][0] * (len(rows) - 1) + sum(row[0] for row in rows)

    def margin(
        self, rows: Sequence[Sequence[float]], reached: list[list[float]], span: tuple[int, int], part: str
    ) -> float:
        """By how much the best labels score above the best ones with no label of ``part`` at the tokens of a span.

        Behind the span both readings soon go on alike: as soon as every label has lost the same, that is the margin.
        """
        start, end = span
        barred = [label[2:] == part for label in self.labels]
        best = reached[start - 1] if start else None
        for at in range(start, len(rows)):
            row = rows[at]
            if at < end:
                row = [_FORBIDDEN if bar else score for bar, score in zip(barred, row, strict=True)]
            best = self._step(best, row)
            if at >= end:
                lost: list[float] = list(map(sub, reached[at], best))
                if max(lost) - min(lost) < _ALIKE:
                    return lost[0]
        return max(reached[-1]) - max(best or reached[-1])

    def _step(self, best: Sequence[float] | None, row: Sequence[float]) -> list[float]:
        """The best scores of all paths up to the next token, by their last label."""
        if best is None:
            return list(map(add, self.steps[self.size], row))
        scores = []
        for column, inside, score in zip(self.columns, self.inside, row, strict=True):
            if inside is None:
                scores.append(max(map(add, best, column)) + score)
            else:
                begin, on = inside
                one, other = best[begin] + column[begin], best[on] + column[on]
                scores.append((one if one > other else other) + score)
        return scores


def parts(labels: Sequence[str], found: Sequence[int]) -> list[tuple[str, int, int]]:
    """The labelled parts of a sentence: (what, first token, token after the last)."""
    out: list[tuple[str, int, int]] = []
    for at, label in enumerate(found):
        name = labels[label]
        if name.startswith("B-"):
            out.append((name[2:], at, at + 1))
        elif name.startswith("I-"):
            kind, a, _ = out[-1]
            out[-1] = (kind, a, at + 1)
    return out


def pack(model: Model, about: dict[str, object]) -> bytes:
    """The file: a line of JSON (what it is, steps, forces), then the signs in order, then their weights."""
    head = json.dumps(about | {"steps": model.steps, "forces": model.forces}, sort_keys=True).encode()
    signs = sorted(model.weights)
    body = struct.pack(f"<{len(signs)}I", *signs) + b"".join(
        struct.pack(f"<{model.size}b", *model.weights[sign]) for sign in signs
    )
    return gzip.compress(head + b"\n" + body, compresslevel=9, mtime=0)


def unpack(data: bytes) -> Model:
    """The model in a file."""
    head, _, body = gzip.decompress(data).partition(b"\n")
    about = json.loads(head)
    size = len(LABELS)
    count = len(body) // (4 + size)
    signs = struct.unpack(f"<{count}I", body[: 4 * count])
    rows = struct.iter_unpack(f"<{size}b", body[4 * count :])
    return Model(dict(zip(signs, rows, strict=True)), about["steps"], about["forces"])


@cache
def shipped() -> Model:
    """The model that foja ships."""
    return unpack(resources.files("foja.extract.tagger").joinpath("tagger.bin").read_bytes())
