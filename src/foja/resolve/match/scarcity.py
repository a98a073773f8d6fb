"""How much a word of a name tells: rare words tell much, "Mohammad", "Ali" or "al" little.

Where names of a list are at hand, their frequency there decides; otherwise, and beside it, a short list of names
that very many people bear, which are recognised in every script through the encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats, encoder
from foja.resolve.match.organisations import meanings
from foja.resolve.match.units import is_initial, lexicon

_PRIOR = 1000.0
"""Names that the background counts for, beside those of a list."""
_RARE, _COMMON, _MEANING, _PARTICLE = 0.0003, 0.02, 0.01, 0.3
_NEAR = 0.8


@lru_cache(maxsize=1)
def _known() -> Floats:
    return encoder()(lexicon().common)


def background(words: Sequence[str], vectors: Floats) -> Floats:
    """(W) share of names that are expected to hold each word."""
    if not len(words):
        return np.zeros(0, np.float32)
    near = np.clip(((vectors @ _known().T).max(1) - _NEAR) / (1 - _NEAR), 0, 1)
    share = _RARE * (_COMMON / _RARE) ** near
    small, known = lexicon().particles | lexicon().links | meanings().forms, meanings().groups
    held = [
        _PARTICLE if word in small else max(part, _MEANING) if word in known else part
        for word, part in zip(words, share.tolist(), strict=True)
    ]
    return np.array(held, np.float32)


def scarcity(words: Sequence[str], vectors: Floats, held: NDArray[np.float32] | None = None, names: int = 0) -> Floats:
    """(W) what each word tells, 0 to 1. ``held``: names of a list of ``names`` that hold it, or a word like it."""
    share = background(words, vectors)
    count = share * _PRIOR + (0.5 if held is None else np.maximum(held, 0.5))
    told = np.log((_PRIOR + names) / count) / np.log((_PRIOR + names) / (_RARE * _PRIOR + 0.5))
    # A single letter tells next to nothing; one or two letters less than the long words around them.
    size = np.array(
        [0.12 if is_initial(word) else 0.5 if len(word) == 2 and word.isascii() else 1.0 for word in words], np.float32
    )
    tells: Floats = (np.clip(told, 0.05, 1) * size).astype(np.float32)
    return tells
