"""A sequence learner: a chain of labels over tokens, its best path, and an averaged perceptron in plain Python. Pure.

The score of a sequence is the sum of the weights of the signs of each token with its label, and of the steps from label
to label. The best one is found exactly (Viterbi); labels that cannot follow each other never do. Signs are numbers. The
order of the sentences comes from a fixed seed: the same material gives the same weights on every machine. It measures
how hard a set is; nothing that it learns is shipped.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from operator import add

_FORBIDDEN = -1_000_000.0


def allowed(labels: Sequence[str], before: int, label: int) -> bool:
    """Whether ``label`` may follow ``before`` (-1: the start): a part goes on only where it has begun."""
    name = labels[label]
    return not name.startswith("I-") or (before >= 0 and labels[before][2:] == name[2:])


class Model:
    """Weights by sign, and steps between labels (the last row: from the start)."""

    def __init__(
        self,
        weights: Mapping[int, Sequence[float]],
        steps: list[list[float]],
        labels: tuple[str, ...],
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


Lesson = tuple[list[list[int]], list[int]]
"""The signs of each token of a sentence, and its labels."""


def learn(material: list[Lesson], epochs: int, least: int, labels: tuple[str, ...]) -> Model:
    """The averaged weights, as whole numbers from -127 to 127. ``least``: how often a sign must occur to be kept."""
    size = len(labels)
    seen = Counter(sign for sentence, _ in material for token in sentence for sign in token)
    material = [([[s for s in token if seen[s] >= least] for token in sentence], want) for sentence, want in material]
    weights: dict[int, list[float]] = defaultdict(lambda: [0.0] * size)
    total: dict[int, list[float]] = defaultdict(lambda: [0.0] * size)
    steps_total = [[0.0] * size for _ in range(size + 1)]
    steps = [[0.0] * size for _ in range(size + 1)]
    model = Model(weights, [row[:] for row in steps], labels=labels)
    clock, order = 1, random.Random(1994)  # noqa: S311
    for _ in range(epochs):
        order.shuffle(material)
        for sentence, want in material:
            have = model.best(sentence)
            before_want = before_have = size
            for token, right, guess in zip(sentence, want, have, strict=True) if have != want else ():
                if right != guess:
                    for sign in token:
                        weights[sign][right] += 1
                        weights[sign][guess] -= 1
                        total[sign][right] += clock
                        total[sign][guess] -= clock
                if (before_want, right) != (before_have, guess):
                    for before, label, change in ((before_want, right, 1), (before_have, guess, -1)):
                        model.step(before, label, change)
                        steps[before][label] += change
                        steps_total[before][label] += change * clock
                before_want, before_have = right, guess
            clock += 1
    mean = {s: [w - t / clock for w, t in zip(row, total[s], strict=True)] for s, row in weights.items()}
    scale = 127 / max((abs(value) for row in mean.values() for value in row), default=1.0)
    whole = {s: tuple(round(value * scale) for value in row) for s, row in mean.items()}
    mean_steps = [
        [round((w - t / clock) * scale, 2) for w, t in zip(a, b, strict=True)]
        for a, b in zip(steps, steps_total, strict=True)
    ]
    return Model({s: row for s, row in whole.items() if any(row)}, mean_steps, labels=labels)
