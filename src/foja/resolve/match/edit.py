"""Edit distance of many pairs of words at once, and how a word in Latin letters reads by the habits of a language.

Distances need no training: where the encoder has seen too little, they still tell Rafsanyani from Rabbani.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.letters import Longs, Points, Words, words

LONGEST = 63
"""Letters of a word at most: each has a bit."""
_FEW_BITS = 32

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


def similarity(ours: Words, theirs: Words, our: Longs, their: Longs) -> Floats:
    """Of each pair, the word ``our[n]`` of ``ours`` and ``their[n]`` of ``theirs``, of at most ``LONGEST`` letters:
    1 - (edit distance / length of the longer word), 0 to 1. Insertions, deletions, changes and swaps of neighbours
    cost 1.

    A column of the table of distances is held in the bits of one number, so that a step for all pairs is a few
    operations on one array (Myers 1999; with swaps, Hyyrö 2003).
    """
    if not len(our):
        return np.zeros(0, np.float32)
    kind: Any = np.uint32 if theirs.letters.shape[1] < _FEW_BITS else np.uint64
    alphabet = np.unique(ours.letters)
    places = _places(theirs.letters, alphabet, kind)
    widths = ours.sizes[our]
    # The longest first, so that those that are done are left behind at the end.
    order = np.argsort(-widths, kind="stable")
    row, widths = their[order], widths[order]
    steps = places[row[None, :], np.searchsorted(alphabet, ours.letters)[our[order]].T]
    one = kind(1)
    up, down = np.full(len(row), ~kind(0)), np.zeros(len(row), kind)
    zero, before = down.copy(), down.copy()
    for step, running in zip(steps, _running(widths, int(widths[0])), strict=False):
        here, zeros, ups, downs = step[:running], zero[:running], up[:running], down[:running]
        swapped = ((~zeros & here) << one) & before[:running]
        np.bitwise_or(((here & ups) + ups) ^ ups, here | downs | swapped, out=zeros)
        plus = ((downs | ~(zeros | ups)) << one) | one
        np.bitwise_or((zeros & ups) << one, ~(zeros | plus), out=ups)
        np.bitwise_and(plus, zeros, out=downs)
        before = here
    sizes = theirs.sizes[row]
    bits = (one << sizes.astype(kind)) - one
    # The last number of the last column: as many letters as our word has, and the steps down the column.
    gone = np.bitwise_count(up & bits).astype(np.int64) - np.bitwise_count(down & bits).astype(np.int64)
    near = np.empty(len(row), np.float32)
    near[order] = 1 - (widths + gone) / np.maximum(np.maximum(sizes, widths), 1)
    return near


def _places(letters: Points, alphabet: Points, kind: Any) -> NDArray[Any]:
    """(N, A + 1) the places of each letter of ``alphabet`` in each word, one bit each; the last column is of others."""
    codes = np.searchsorted(alphabet, letters)
    codes[alphabet[np.minimum(codes, len(alphabet) - 1)] != letters] = len(alphabet)
    places: NDArray[Any] = np.zeros((len(letters), len(alphabet) + 1), kind)
    rows = np.arange(len(letters))
    for at in range(letters.shape[1]):
        # Two places of a word are two steps, so that no number is changed twice in one.
        places[rows, codes[:, at]] |= kind(1 << at)
    return places


def _running(widths: Longs, longest: int) -> list[int]:
    """How many words are longer than 0, 1, 2 ... letters."""
    count = np.bincount(widths, minlength=longest + 1)
    found: list[int] = (len(widths) - np.cumsum(count))[:longest].tolist()
    return found


def read_alike(ours: Words, theirs: Words, our: Longs, their: Longs) -> Floats:
    """Of each pair, as in ``similarity``: the best edit similarity over the readings of both words, 0 to 1, at most
    ``READING``."""
    if not len(our):
        return np.zeros(0, np.float32)
    known: dict[str, int] = {}
    first, second = _readings(ours, our, known), _readings(theirs, their, known)
    # Every reading of the one with every reading of the other, in one go.
    left, right = np.broadcast_arrays(first[:, :, None], second[:, None, :])
    real = (left >= 0) & (right >= 0)
    every = words(list(known))
    near = np.zeros(left.shape, np.float32)
    near[real] = similarity(every, every, left[real], right[real])
    best: Floats = near.max((1, 2)) * np.float32(READING)
    return best


def _readings(held: Words, places: Longs, known: dict[str, int]) -> Longs:
    """(N, 5) numbers in ``known`` of the readings of the words in ``places``, -1 for none."""
    numbers = np.full((len(held.sizes), len(_HABITS)), -1, np.int64)
    for at in set(places.tolist()):
        found = [known.setdefault(reading, len(known)) for reading in readings(held.text(at))]
        numbers[at, : len(found)] = found
    return numbers[places]
