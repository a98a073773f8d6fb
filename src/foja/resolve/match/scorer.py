"""The chance that two aligned names are names of one party, by trees learned on pairs like these.

The trees never fall where more of a name is matched, and never rise where more is left over. Made by
``python -m benchmarks.train_names``; figures and limits stand in ``data/CARD.md``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.features import FEATURES


class Trees(NamedTuple):
    """T trees of at most N nodes. ``feature`` (T, N), -1 at a leaf; ``bound``: at most goes ``left``, else
    ``right`` (numbers of nodes); ``value``: of a leaf, log odds. ``base``: log odds to begin with."""

    feature: NDArray[np.int16]
    bound: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: Floats
    base: float
    depth: int

    def log_odds(self, rows: Floats) -> Floats:
        """(C) log odds for (C, F) features."""
        tree = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(rows), len(self.feature)), np.int64)
        row = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            feature = self.feature[tree, node]
            down = np.where(rows[row, feature] <= self.bound[tree, node], self.left[tree, node], self.right[tree, node])
            node = np.where(feature < 0, node, down)
        odds: Floats = (self.base + self.value[tree, node].sum(1)).astype(np.float32)
        return odds


@lru_cache(maxsize=1)
def trees() -> Trees:
    """The trees shipped with foja, read once."""
    data = files("foja.resolve.match").joinpath("data").joinpath("scorer.npz").read_bytes()
    with np.load(BytesIO(data)) as held:
        return Trees(
            held["feature"], held["bound"], held["left"], held["right"], held["value"],
            float(held["base"]), int(held["depth"]),
        )  # fmt: skip


def ceiling(rows: Floats) -> Floats:
    """(C) the highest log odds that names alone can give. Words that many people bear leave many strangers, one
    word leaves more than two, and initials tell nothing, however well they fit."""
    told, pairs = rows[:, FEATURES.index("told")], rows[:, FEATURES.index("pairs")]
    whole = pairs - rows[:, FEATURES.index("initials")]
    highest: Floats = (_NOTHING_TOLD + _WORD_TOLD * told - np.where(whole < 2, _ONE_WORD, 0)).astype(np.float32)
    return np.where(whole < 1, np.minimum(highest, _ONLY_INITIALS), highest)


_NOTHING_TOLD, _WORD_TOLD, _ONE_WORD, _ONLY_INITIALS = -1.0, 3.5, 1.5, -4.0
"""Log odds. A rare word tells about 1, a common one about a half: Mohammad Ali stays below .93, a rare pair is free."""


def probability(log_odds: float) -> float:
    """Log odds as a number from 0 to 1, to four places."""
    return round(float(1 / (1 + np.exp(-log_odds))), 4)
