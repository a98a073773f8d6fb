"""A small learned encoder of words: words that sound alike lie close, whatever their script.

Three convolutions over letters, pooled by sum and maximum, one layer more, and 64 numbers of length one. Runs on numpy
alone. The weights, with data, licences, figures and limits, are described in ``data/CARD.md``; they are made by
``python -m benchmarks.train_names``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]

DIMENSIONS = 64
FIRST, LAST, UNSEEN, KNOWN = 1, 2, 3, 4
"""Numbers of the marks for begin, end and an unknown letter; letters begin at ``KNOWN``. 0 parts words."""


class Flat(NamedTuple):
    """Words laid end to end. ``ids`` (P): letters, 0 between words; ``starts`` (N): where each word begins;
    ``sizes`` (N): letters with both marks; ``ends``: where its parting 0 stands."""

    ids: Ints
    starts: NDArray[np.int64]
    sizes: NDArray[np.int64]


def lay(words: Sequence[str], letters: Mapping[str, int], longest: int = 24) -> Flat:
    """The words as one array of letter numbers, each between two marks and after a 0."""
    ids = [0]
    starts: list[int] = []
    for word in words:
        starts.append(len(ids))
        ids.append(FIRST)
        ids.extend([letters.get(char, UNSEEN) for char in word[:longest]])
        ids.append(LAST)
        ids.append(0)
    begin = np.array(starts, np.int64)
    ends = np.append(begin[1:], len(ids)) - 1 if len(begin) else begin
    return Flat(np.array(ids, np.int32), begin, ends - begin)


def neighbours(rows: Floats) -> Floats:
    """Each row beside the one before and the one after it: (P, K) to (P, 3 K)."""
    wide = np.zeros((len(rows), 3 * rows.shape[1]), np.float32)
    size = rows.shape[1]
    wide[1:, :size] = rows[:-1]
    wide[:, size : 2 * size] = rows
    wide[:-1, 2 * size :] = rows[1:]
    return wide


class Encoder:
    """Words to vectors. ``weights``: arrays by name, as the training writes them."""

    def __init__(self, weights: Mapping[str, NDArray[Any]], alphabet: str) -> None:
        self._weights = {name: np.ascontiguousarray(part, np.float32) for name, part in weights.items()}
        self._letters = {char: number for number, char in enumerate(alphabet, KNOWN)}

    def __call__(self, words: Sequence[str], batch: int = 1024) -> Floats:
        """(N, 64) vectors of length one, in the order of ``words``."""
        out = np.zeros((len(words), DIMENSIONS), np.float32)
        for at in range(0, len(words), batch):
            out[at : at + batch] = self._encode(words[at : at + batch])
        return out

    def _encode(self, words: Sequence[str]) -> Floats:
        w, flat = self._weights, lay(words, self._letters)
        mask = (flat.ids > 0).astype(np.float32)[:, None]
        rows = w["letters"][flat.ids] * mask
        hidden = np.maximum(neighbours(rows) @ w["c1"] + w["b1"], 0) * mask
        for layer in "23":
            hidden += np.maximum(neighbours(hidden) @ w["c" + layer] + w["b" + layer], 0) * mask
        # Every word is followed by a row of zeros, so that sums and maxima may run up to the next word.
        total = np.add.reduceat(hidden, flat.starts) / np.sqrt(flat.sizes)[:, None].astype(np.float32)
        top = np.maximum.reduceat(hidden, flat.starts)
        pooled = np.concatenate([total, top], 1)
        bent = np.maximum(pooled @ w["bend"] + w["bend0"], 0)
        vectors: Floats = np.concatenate([pooled, bent], 1) @ w["out"]
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
        unit: Floats = (vectors / lengths).astype(np.float32)
        return unit


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """The encoder shipped with foja, read once."""
    data = files("foja.resolve.match").joinpath("data")
    with np.load(BytesIO(data.joinpath("encoder.npz").read_bytes())) as held:
        weights = {name: held[name] for name in held.files}
    return Encoder(weights, json.loads(data.joinpath("alphabet.json").read_text(encoding="utf-8")))
