"""Edit distance of many pairs of words at once, and how a word in Latin letters reads by the habits of a language.

Distances need no training: where the encoder has seen too little, they still tell Rafsanyani from Rabbani.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats

Held = NDArray[np.int32]
Sizes = NDArray[np.int64]

READING = 0.96
"""Likeness of two words that are the same only after each is read by the habit of some language."""

_ALL = (
    ("ck", "k"),
    ("q", "k"),
    ("ph", "f"),
    ("w", "v"),
    ("aa", "a"),
    ("ee", "i"),
    ("oo", "u"),
    ("y", "i"),
    ("ii", "i"),
)
_HABITS = (
    # English and scholarly
    (("kh", "x"), ("sh", "š"), ("ch", "č"), ("zh", "ž"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("c", "k")),
    # Spanish
    (("kh", "x"), ("nj", "ñ"), ("ny", "ñ"), ("ni", "ñ"), ("ch", "č"), ("sh", "š"), ("ll", "l"), ("j", "x"),
     ("z", "s"), ("gh", "g"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("v", "b"), ("w", "b")),
    # French
    (("tch", "č"), ("dj", "j"), ("ch", "š"), ("kh", "x"), ("gu", "g"), ("ou", "u"), ("ei", "e"), ("ç", "s"),
     ("c", "k")),
    # German and Polish
    (("tsch", "č"), ("dsch", "j"), ("sch", "š"), ("sz", "š"), ("cz", "č"), ("ch", "x"), ("kh", "x"), ("j", "i"),
     ("ts", "z"), ("tz", "z"), ("ei", "ai"), ("ie", "i"), ("ss", "s"), ("c", "k")),
    # Turkish and Portuguese
    (("ş", "š"), ("ç", "č"), ("c", "j"), ("x", "š"), ("nh", "ñ"), ("kh", "h"), ("sh", "š"), ("ch", "č"), ("gh", "g")),
)  # fmt: skip


@lru_cache(maxsize=65536)
def readings(word: str) -> tuple[str, ...]:
    """How a folded word in Latin letters may be meant, one reading a habit, the same readings once."""
    found = []
    for habit in _HABITS:
        text = word
        for old, new in (*habit, *_ALL):
            text = text.replace(old, new)
        found.append("".join(char for at, char in enumerate(text) if not at or char != text[at - 1]))
    return tuple(dict.fromkeys(found))


def similarity(ours: Sequence[str], theirs: Sequence[str]) -> Floats:
    """Of each pair: 1 - (edit distance / length of the longer word), 0 to 1. Insertions, deletions, changes and
    swaps of neighbours cost 1."""
    number = len(ours)
    if not number:
        return np.zeros(0, np.float32)
    first, sizes = _letters(ours, 0)
    second, widths = _letters(theirs, 1)
    columns = second.shape[1]
    steps = np.arange(columns + 1, dtype=np.int16)
    last = np.broadcast_to(steps, (number, columns + 1)).astype(np.int16)
    before = last
    distance = last[np.arange(number), widths].copy()
    for row in range(first.shape[1]):
        letter = first[:, row : row + 1]
        new = np.empty_like(last)
        new[:, 0] = row + 1
        same = second == letter
        np.minimum(last[:, :-1] + (~same), last[:, 1:] + 1, out=new[:, 1:])
        if row:
            swapped = (second[:, 1:] == first[:, row - 1 : row]) & same[:, :-1]
            new[:, 2:] = np.where(swapped, np.minimum(new[:, 2:], before[:, :-2] + 1), new[:, 2:])
        new = np.minimum.accumulate(new - steps, axis=1) + steps
        before, last = last, new
        ends = sizes == row + 1
        distance[ends] = last[ends, widths[ends]]
    return (1 - distance / np.maximum(np.maximum(sizes, widths), 1)).astype(np.float32)


def read_alike(ours: Sequence[str], theirs: Sequence[str]) -> Floats:
    """Of each pair: the best edit similarity over the readings of both words, 0 to 1, at most ``READING``."""
    if not len(ours):
        return np.zeros(0, np.float32)
    found = [[(a, b) for a in readings(one) for b in readings(other)] for one, other in zip(ours, theirs, strict=True)]
    starts = np.cumsum([0, *(len(pairs) for pairs in found[:-1])])
    every = [pair for pairs in found for pair in pairs]
    near = similarity([a for a, _ in every], [b for _, b in every])
    best: Floats = np.maximum.reduceat(near, starts) * np.float32(READING)
    return best


def _letters(words: Sequence[str], empty: int) -> tuple[Held, Sizes]:
    """Code points of the words, a row a word, filled up with a code point that is no letter."""
    sizes = np.array([len(word) for word in words], np.int64)
    width = max(int(sizes.max()), 1)
    text = "".join([word.ljust(width, chr(empty)) for word in words])
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32).reshape(len(words), width), sizes
