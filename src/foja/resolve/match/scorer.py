"""The chance that two aligned names are names of one party, by trees learned on pairs like these.

The trees never fall where more of a name is matched, and never rise where more is left over. Made by
``python -m benchmarks.train_name_scorer``; figures and limits stand in ``data/CARD.md``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.features import FEATURES


class Trees(NamedTuple):
    """T trees of N nodes each, end to end. ``feature``; ``bound``: at most goes the second way, else the first;
    ``ways`` (2 T N): nodes, at a leaf its own number; ``value``: of a leaf, log odds. ``base``: log odds to begin
    with."""

    feature: NDArray[np.int64]
    bound: Floats
    ways: NDArray[np.int64]
    value: Floats
    base: float
    depth: int
    trees: int
    width: int

    def log_odds(self, rows: Floats) -> Floats:
        """(C) log odds for (C, F) features."""
        flat, count = rows.ravel(), rows.shape[1]
        row = np.arange(len(rows), dtype=np.int64)[:, None] * count
        node = np.broadcast_to(np.arange(self.trees, dtype=np.int64) * self.width, (len(rows), self.trees))
        for _ in range(self.depth):
            # A leaf leads to itself: its ways are its own number.
            down = flat.take(row + self.feature.take(node)) <= self.bound.take(node)
            node = self.ways.take(2 * node + down)
        odds: Floats = (self.base + self.value.take(node).sum(1)).astype(np.float32)
        return odds


@lru_cache(maxsize=2)
def trees(kind: str) -> Trees:
    """The trees shipped with foja for "persons" or "bodies", read once."""
    data = files("foja.resolve.match").joinpath("data").joinpath(f"{kind}.npz").read_bytes()
    with np.load(BytesIO(data)) as held:
        trees, width = held["feature"].shape
        root = np.arange(trees, dtype=np.int64)[:, None, None] * width
        ways = root + np.stack([held["right"], held["left"]], -1)
        return Trees(
            held["feature"].ravel().astype(np.int64), held["bound"].ravel(), ways.ravel(), held["value"].ravel(),
            float(held["base"]), int(held["depth"]), trees, width,
        )  # fmt: skip


def held_down(odds: Floats, rows: Floats) -> Floats:
    """(C) log odds, held below what so little of a name can tell: only initials tell next to nothing, one word has
    many bearers. The order stays."""
    whole, told = rows[:, FEATURES.index("matched")], rows[:, FEATURES.index("told")]
    highest = np.where(whole < 1, _ONLY_INITIALS, np.where(whole < 2, _ONE_WORD + _TOLD * told, np.inf))
    held: Floats = -np.logaddexp(-odds, -highest).astype(np.float32)
    return held


_ONLY_INITIALS, _ONE_WORD, _TOLD = -4.0, -2.0, 2.5
"""Log odds: of initials, of one word that tells nothing, and what a word that tells all adds."""


def probability(log_odds: float) -> float:
    """Log odds as a number from 0 to 1, to four places."""
    return round(1 / (1 + exp(-min(max(log_odds, -_CERTAIN), _CERTAIN))), 4)


_CERTAIN = 60.0
