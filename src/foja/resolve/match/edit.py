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
Longs = NDArray[np.int64]

_BITS = 63
_ONE, _ALL_BITS = np.uint64(1), np.uint64(2**64 - 1)

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


def similarity(ours: Sequence[str], theirs: Sequence[str], our: Longs, their: Longs) -> Floats:
    """Of each pair, the word ``ours[our[n]]`` and the word ``theirs[their[n]]``: 1 - (edit distance / length of the
    longer word), 0 to 1. Insertions, deletions, changes and swaps of neighbours cost 1. Of words beyond 63 letters
    only the first 63 are looked at.

    A column of the table of distances is held in the bits of one number, so that a step for all pairs is a few
    operations on one array (Myers 1999; with swaps, Hyyrö 2003).
    """
    if not len(our):
        return np.zeros(0, np.float32)
    held, sizes = _letters(ours)
    alphabet, letter = np.unique(held, return_inverse=True)
    # (word, letter): the places of the letter in the word, one bit each. What fills up is no letter and has none.
    places = np.zeros((len(ours), len(alphabet) + 1), np.uint64)
    word, at = np.nonzero(held)
    np.bitwise_or.at(places, (word, letter.reshape(held.shape)[word, at]), _ONE << at.astype(np.uint64))
    second, widths = _letters(theirs)
    column = np.searchsorted(alphabet, second)
    column[alphabet[np.minimum(column, len(alphabet) - 1)] != second] = len(alphabet)
    widths = widths[their]
    # The longest first, so that those that are done are left behind at the end.
    order = np.argsort(-widths, kind="stable")
    row = our[order]
    steps = places[row[None, :], column[their[order]].T]
    up, down = np.full(len(row), _ALL_BITS), np.zeros(len(row), np.uint64)
    zero, before = down.copy(), down.copy()
    for step, running in zip(steps, _running(widths, len(steps)), strict=True):
        here, zeros, ups, downs = step[:running], zero[:running], up[:running], down[:running]
        swapped = ((~zeros & here) << _ONE) & before[:running]
        np.bitwise_or(((here & ups) + ups) ^ ups, here | downs | swapped, out=zeros)
        plus = ((downs | ~(zeros | ups)) << _ONE) | _ONE
        np.bitwise_or((zeros & ups) << _ONE, ~(zeros | plus), out=ups)
        np.bitwise_and(plus, zeros, out=downs)
        before = here
    size = sizes[row]
    bits = (_ONE << size.astype(np.uint64)) - _ONE
    # The last number of the last column: as many letters as the other word has, and the steps down the column.
    gone = np.bitwise_count(up & bits).astype(np.int64) - np.bitwise_count(down & bits).astype(np.int64)
    width = widths[order]
    near = np.empty(len(row), np.float32)
    near[order] = 1 - (width + gone) / np.maximum(np.maximum(size, width), 1)
    return near


def _running(widths: Longs, longest: int) -> list[int]:
    """How many words are longer than 0, 1, 2 ... letters."""
    count = np.bincount(widths, minlength=longest + 1)
    found: list[int] = (len(widths) - np.cumsum(count))[:longest].tolist()
    return found


def read_alike(ours: Sequence[str], theirs: Sequence[str], our: Longs, their: Longs) -> Floats:
    """Of each pair, as in ``similarity``: the best edit similarity over the readings of both words, 0 to 1, at most
    ``READING``."""
    if not len(our):
        return np.zeros(0, np.float32)
    known: dict[str, int] = {}
    first, second = _readings(ours, our, known), _readings(theirs, their, known)
    # Every reading of the one with every reading of the other, in one go.
    left, right = np.broadcast_arrays(first[:, :, None], second[:, None, :])
    real = (left >= 0) & (right >= 0)
    every = list(known)
    near = np.zeros(left.shape, np.float32)
    near[real] = similarity(every, every, left[real], right[real])
    best: Floats = near.max((1, 2)) * np.float32(READING)
    return best


def _readings(words: Sequence[str], places: Longs, known: dict[str, int]) -> Longs:
    """(N, 5) numbers in ``known`` of the readings of the words in ``places``, -1 for none."""
    numbers = np.full((len(words), len(_HABITS)), -1, np.int64)
    for at in set(places.tolist()):
        found = [known.setdefault(reading, len(known)) for reading in readings(words[at])]
        numbers[at, : len(found)] = found
    return numbers[places]


def _letters(words: Sequence[str]) -> tuple[Held, Longs]:
    """Code points of the words, a row a word, filled up with 0, which is no letter."""
    words = [word[:_BITS] for word in words]
    sizes = np.array([len(word) for word in words], np.int64)
    held = np.zeros((len(words), max(int(sizes.max()), 1)), np.int32)
    points = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), np.int32)
    held[np.arange(held.shape[1])[None, :] < sizes[:, None]] = points
    return held, sizes
