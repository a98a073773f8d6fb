"""The chance that two aligned names are names of one party, by trees learned on pairs like these.

The trees never fall where more of a name is matched, and never rise where more is left over. Made by
``python -m benchmarks.train_name_scorer``; figures and limits stand in ``data/CARD.md``.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import exp
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.features import FEATURES
from foja.resolve.match.letters import Longs


class Trees(NamedTuple):
    """T trees of at most 16 leaves. A comparison that fails rules out the leaves to its left, one bit each; of those
    left the first is where a row ends (Lucchese et al. 2015, QuickScorer).

    ``features`` (F): the numbers of those that are asked; ``bounds``: of each, ascending; ``masks`` (B + F, T): the
    leaves that remain when so many bounds of a feature are passed; ``begins`` (F): the row of each with none passed;
    ``value`` (T, 16): log odds of the leaves; ``base``: log odds to begin with."""

    features: Longs
    bounds: tuple[Floats, ...]
    begins: Longs
    masks: NDArray[np.uint16]
    value: Floats
    base: float

    def log_odds(self, rows: Floats) -> Floats:
        """(C) log odds for (C, F) features."""
        passed = [np.searchsorted(bound, rows[:, at]) for at, bound in zip(self.features, self.bounds, strict=True)]
        left = np.bitwise_and.reduce(self.masks[np.stack(passed) + self.begins[:, None]], axis=0)
        first = np.bitwise_count((left & (~left + np.uint16(1))) - np.uint16(1))
        values = self.value.ravel().take(first + np.arange(0, self.value.size, _LEAVES))
        odds: Floats = (self.base + values.sum(1)).astype(np.float32)
        return odds


_LEAVES = 16


@lru_cache(maxsize=2)
def trees(kind: str) -> Trees:
    """The trees shipped with foja for "persons" or "bodies", read once."""
    data = files("foja.resolve.match").joinpath("data").joinpath(f"{kind}.npz").read_bytes()
    with np.load(BytesIO(data)) as held:
        nodes = [held[name] for name in ("feature", "bound", "left", "right", "value")]
        return planted(*nodes, base=float(held["base"]))


def planted(
    feature: NDArray[Any], bound: NDArray[Any], left: NDArray[Any], right: NDArray[Any], value: NDArray[Any],
    *, base: float,
) -> Trees:  # fmt: skip
    """Trees of (T, N) nodes, the first of each its root. ``left``: the node after a value of at most ``bound``,
    ``right``: after another; a leaf leads to itself."""
    values = np.zeros((len(feature), _LEAVES), np.float32)
    asked: list[tuple[int, float, int, int]] = []

    def walk(tree: int, node: int, first: int) -> int:
        """Numbers the leaves from ``first`` on; the first that is free then."""
        if left[tree, node] == node:
            values[tree, first] = value[tree, node]
            return first + 1
        middle = walk(tree, int(left[tree, node]), first)
        lost = (1 << middle) - (1 << first)
        asked.append((int(feature[tree, node]), float(bound[tree, node]), tree, 0xFFFF & ~lost))
        return walk(tree, int(right[tree, node]), middle)

    for tree in range(len(feature)):
        walk(tree, 0, 0)
    rows, bounds, begins = [], [], [0]
    used = sorted({one[0] for one in asked})
    for number in used:
        mask = np.full(len(feature), 0xFFFF, np.uint16)
        rows.append(mask.copy())
        ordered = sorted(one[1:] for one in asked if one[0] == number)
        for _, tree, kept in ordered:
            mask[tree] &= kept
            rows.append(mask.copy())
        bounds.append(np.array([one[0] for one in ordered], np.float32))
        begins.append(len(rows))
    return Trees(np.array(used, np.int64), tuple(bounds), np.array(begins[:-1], np.int64), np.stack(rows), values, base)


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
    return round(1 / (1 + exp(-min(max(log_odds, -CERTAIN), CERTAIN))), 4)


CERTAIN = 60.0
"""Log odds beyond which nothing is told apart."""
