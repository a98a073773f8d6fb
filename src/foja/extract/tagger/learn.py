"""Learning the weights of a chain: an averaged perceptron in plain Python. Pure.

The order of the sentences comes from a fixed seed: the same material gives the same weights on every machine.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable

from foja.extract.tagger.model import LABELS, Model

Lesson = tuple[list[list[int]], list[int]]
"""The signs of each token of a sentence, and its labels."""


def learn(
    material: list[Lesson],
    epochs: int,
    least: int,
    labels: tuple[str, ...] = LABELS,
    tell: Callable[[int, int], None] = lambda epoch, wrong: None,
) -> Model:
    """The averaged weights, as whole numbers from -127 to 127. ``least``: how often a sign must occur to be kept.
    ``tell`` receives the number of the epoch and how many labels were wrong in it."""
    size = len(labels)
    seen = Counter(sign for sentence, _ in material for token in sentence for sign in token)
    material = [([[s for s in token if seen[s] >= least] for token in sentence], want) for sentence, want in material]
    weights: dict[int, list[float]] = defaultdict(lambda: [0.0] * size)
    total: dict[int, list[float]] = defaultdict(lambda: [0.0] * size)
    steps_total = [[0.0] * size for _ in range(size + 1)]
    steps = [[0.0] * size for _ in range(size + 1)]
    model = Model(weights, [row[:] for row in steps], labels=labels)
    clock, order = 1, random.Random(1994)  # noqa: S311
    for epoch in range(epochs):
        order.shuffle(material)
        wrong = 0
        for sentence, want in material:
            have = model.best(sentence)
            before_want = before_have = size
            for token, right, guess in zip(sentence, want, have, strict=True) if have != want else ():
                if right != guess:
                    wrong += 1
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
        tell(epoch + 1, wrong)
    mean = {s: [w - t / clock for w, t in zip(row, total[s], strict=True)] for s, row in weights.items()}
    scale = 127 / max((abs(value) for row in mean.values() for value in row), default=1.0)
    whole = {s: tuple(round(value * scale) for value in row) for s, row in mean.items()}
    mean_steps = [
        [round((w - t / clock) * scale, 2) for w, t in zip(a, b, strict=True)]
        for a, b in zip(steps, steps_total, strict=True)
    ]
    return Model({s: row for s, row in whole.items() if any(row)}, mean_steps, labels=labels)
