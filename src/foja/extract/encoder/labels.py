"""Scores of labels to spans: the best sequence in which every part begins before it goes on, and how sure. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
_NEVER = float("-inf")
_BEFORE = [
    [at for at, before in enumerate(LABELS) if not label.startswith("I-") or before[2:] == label[2:]]
    for label in LABELS
]
_START = [0.0 if not label.startswith("I-") else _NEVER for label in LABELS]

Part = tuple[str, int, int, float]
"""What it is, its first token, the token after its last, and how sure it is (0 to 1)."""


def best(rows: Sequence[Sequence[float]]) -> list[int]:
    """The best labels (Viterbi) for logarithmic probabilities by token; equal scores go to the earlier label."""
    reached: list[float] = []
    ways: list[list[int]] = []
    for row in rows:
        if not ways:
            ways.append([])
            reached = [start + score for start, score in zip(_START, row, strict=True)]
            continue
        way = [max(before, key=reached.__getitem__) for before in _BEFORE]
        reached = [reached[before] + score for before, score in zip(way, row, strict=True)]
        ways.append(way)
    if not ways:
        return []
    label = max(range(len(LABELS)), key=reached.__getitem__)
    out = [label]
    for way in reversed(ways[1:]):
        label = way[label]
        out.append(label)
    return out[::-1]


def parts(rows: Sequence[Sequence[float]]) -> list[Part]:
    """The parts of a sentence in order. A part is as sure as its least sure edge: that it begins where it does, that it
    ends there."""
    found: list[list[int]] = []
    labels = best(rows)
    for at, label in enumerate(labels):
        if LABELS[label].startswith("B-"):
            found.append([label, at, at + 1])
        elif label:
            found[-1][2] = at + 1
    return [(LABELS[label][2:], a, b, _sure(rows, label, a, b)) for label, a, b in found]


def _sure(rows: Sequence[Sequence[float]], begin: int, start: int, end: int) -> float:
    last = math.exp(rows[end - 1][begin]) + math.exp(rows[end - 1][begin + 1])
    after = 1 - math.exp(rows[end][begin + 1]) if end < len(rows) else 1.0
    return min(math.exp(rows[start][begin]), last, after)
