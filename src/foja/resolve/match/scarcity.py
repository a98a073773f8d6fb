"""How much a word of a name tells: rare words tell much, "Mohammad", "Ali" or "al" little.

Where names of a list are at hand, their frequency there decides; otherwise, and beside it, a short list of names
that very many people bear, which are recognised in every script through the encoder.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from foja.resolve.match.encoder import Floats, encoder
from foja.resolve.match.organisations import meaning, meanings
from foja.resolve.match.units import is_initial, lexicon

_PRIOR = 1000.0
"""Names that the background counts for, beside those of a list."""
_RARE, _COMMON, _MEANING, _TYPE, _PARTICLE = 0.0003, 0.02, 0.01, 0.05, 0.3
_NEAR = 0.7


@lru_cache(maxsize=1)
def _known() -> Floats:
    return encoder()(lexicon().common)


def background(words: Sequence[str], vectors: Floats) -> Floats:
    """(W) share of names that are expected to hold each word."""
    if not len(words):
        return np.zeros(0, np.float32)
    near = np.clip(((vectors @ _known().T).max(1) - _NEAR) / (1 - _NEAR), 0, 1)
    share = _RARE * (_COMMON / _RARE) ** near
    return np.array([max(part, _least(word)) for word, part in zip(words, share.tolist(), strict=True)], np.float32)


def lengths(words: Sequence[str]) -> Floats:
    """(W) a single letter tells next to nothing; one of two letters less than the long words around it."""
    return np.array(
        [0.12 if is_initial(word) else 0.5 if len(word) == 2 and word.isascii() else 1.0 for word in words], np.float32
    )


def told(shares: Floats, sizes: Floats, held: Floats, names: int) -> Floats:
    """(W) what words tell, 0 to 1, by ``background``, ``lengths``, and how many of ``names`` names hold each."""
    count = shares * _PRIOR + np.maximum(held, 0.5)
    value = np.log((_PRIOR + names) / count) / np.log((_PRIOR + names) / (_RARE * _PRIOR + 0.5))
    found: Floats = (np.clip(value, 0.05, 1) * sizes).astype(np.float32)
    return found


def scarcity(words: Sequence[str], vectors: Floats, held: Floats | None = None, names: int = 0) -> Floats:
    """(W) what each word tells, 0 to 1. ``held``: names of a list of ``names`` that hold it, or a word like it."""
    count = np.zeros(len(words), np.float32) if held is None else held
    return told(background(words, vectors), lengths(words), count, names)


def _least(word: str) -> float:
    """The share that a word has at least by what it means: kinds of bodies, particles, legal forms."""
    if word in _small():
        return _PARTICLE
    group = meaning(word)
    return 0.0 if group < 0 else _TYPE if group in meanings().types else _MEANING


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    return lexicon().particles | lexicon().links | meanings().forms
