"""The words nearest to a word, among millions, without a graph and without another library.

Vectors are kept as bytes. Beyond ``EXACT`` of them they are sorted into cells around centres (an inverted file),
and a search looks only into the cells whose centres are nearest. The same vectors give the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import DIMENSIONS, Floats

Bytes = NDArray[np.int8]

EXACT = 20_000
"""Up to so many vectors every one is looked at."""
_PROBES = 32
_ROUNDS = 8
_SAMPLE_PER_CELL = 40
_AT_ONCE = 16_384


class Nearest:
    """V vectors of 64 bytes. ``_rows``: in the order of cells; ``_numbers``: which vector each row is;
    ``_starts`` (C + 1): where each cell begins."""

    def __init__(self, rows: Bytes, numbers: NDArray[np.int32], starts: NDArray[np.int64], centres: Floats) -> None:
        self._rows, self._numbers, self._starts, self._centres = rows, numbers, starts, centres
        self._place = np.empty(len(numbers), np.int32)
        self._place[numbers] = np.arange(len(numbers), dtype=np.int32)

    @classmethod
    def of(cls, vectors: Bytes) -> Nearest:
        """Sorted into about 4 √V cells."""
        number = len(vectors)
        if number <= EXACT:
            return cls(
                vectors,
                np.arange(number, dtype=np.int32),
                np.array([0, number], np.int64),
                np.zeros((1, DIMENSIONS), np.float32),
            )
        cells = int(4 * np.sqrt(number))
        centres = _centres(vectors, cells)
        cell = _cells(vectors, centres)
        order = np.argsort(cell, kind="stable").astype(np.int32)
        starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=cells))]).astype(np.int64)
        return cls(vectors[order], order, starts, centres)

    def vectors(self) -> Bytes:
        """All of them, by number."""
        return self._rows[self._place]

    def some(self, numbers: NDArray[Any]) -> Floats:
        """Those with these numbers, of about length one."""
        rows: Floats = self._rows[self._place[numbers]].astype(np.float32) / np.float32(127)
        return rows

    def search(self, wanted: Floats, most: int, least: float) -> list[tuple[NDArray[np.int64], Floats]]:
        """For each of ``wanted`` (Q, 64): numbers of at most ``most`` vectors with a cosine of at least ``least``,
        in no order, and the cosines."""
        cells = len(self._starts) - 1
        probed = np.zeros((len(wanted), 1), np.int64)
        if cells > _PROBES:
            probed = np.argpartition(-(wanted @ self._centres.T), _PROBES, axis=1)[:, :_PROBES]
        found = []
        for vector, begins, ends in zip(wanted, self._starts[probed], self._starts[probed + 1], strict=True):
            # The rows of a cell lie together, so that whole pieces are taken instead of row by row.
            pieces = [self._rows[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
            held = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
            cosine = held.astype(np.float32) @ (vector / np.float32(127))
            kept = np.nonzero(cosine >= least)[0]
            if len(kept) > most:
                kept = kept[np.argpartition(-cosine[kept], most - 1)[:most]]
            before = np.cumsum(ends - begins)
            piece = np.searchsorted(before, kept, side="right")
            rows = kept + (ends - before)[piece]
            found.append((self._numbers[rows].astype(np.int64), cosine[kept]))
        return found

    def parts(self) -> dict[str, NDArray[Any]]:
        """The arrays, to be saved."""
        return {"rows": self._rows, "numbers": self._numbers, "cells": self._starts, "centres": self._centres}

    @classmethod
    def from_parts(cls, held: Mapping[str, NDArray[Any]]) -> Nearest:
        """What ``parts`` gave."""
        return cls(held["rows"], held["numbers"], held["cells"], held["centres"])


def _centres(vectors: Bytes, cells: int) -> Floats:
    """By spherical k-means over a sample."""
    rng = np.random.default_rng(7)
    sample = vectors[np.sort(rng.choice(len(vectors), min(len(vectors), cells * _SAMPLE_PER_CELL), replace=False))]
    centres = sample[np.sort(rng.choice(len(sample), cells, replace=False))].astype(np.float32)
    centres /= np.linalg.norm(centres, axis=1, keepdims=True) + 1e-9
    for _ in range(_ROUNDS):
        cell = _cells(sample, centres)
        order = np.argsort(cell, kind="stable")
        held, begin = np.unique(cell[order], return_index=True)
        sums = np.add.reduceat(sample[order].astype(np.float32), begin)
        centres[held] = sums / (np.linalg.norm(sums, axis=1, keepdims=True) + 1e-9)
    return centres


def _cells(vectors: Bytes, centres: Floats) -> NDArray[np.int64]:
    out = np.empty(len(vectors), np.int64)
    for at in range(0, len(vectors), _AT_ONCE):
        out[at : at + _AT_ONCE] = (vectors[at : at + _AT_ONCE].astype(np.float32) @ centres.T).argmax(1)
    return out
