"""Words as arrays of code points, so that many are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Points = NDArray[np.uint32]


class Words(NamedTuple):
    """N words. ``letters`` (N, L): code points, 0, which is no letter, beyond the end; ``sizes`` (N): letters of
    each."""

    letters: Points
    sizes: Longs

    def text(self, at: int) -> str:
        """A word as it was."""
        return self.letters[at, : self.sizes[at]].tobytes().decode("utf-32-le", "surrogatepass")


def words(texts: Sequence[str]) -> Words:
    """The words as arrays."""
    sizes = np.array([len(text) for text in texts], np.int64)
    points = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    return cut(points, np.cumsum(sizes) - sizes, sizes)


def cut(points: Points, starts: Longs, sizes: Longs) -> Words:
    """The words that begin at ``starts`` of letters laid end to end."""
    width = np.arange(max(int(sizes.max(initial=0)), 1))
    real = width[None, :] < sizes[:, None]
    if not len(points):
        return Words(np.zeros(real.shape, np.uint32), sizes)
    places = np.minimum(starts[:, None] + width[None, :], len(points) - 1)
    return Words(np.where(real, points[places], np.uint32(0)), sizes)
