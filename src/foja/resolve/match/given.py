"""Forms of one given name: Jim and James, Ioannes and John, Yauhen and Yevgeny; in other scripts, those that sound so.

No likeness of spelling finds them. ``data/nicknames.toml`` names them in Latin and Cyrillic letters; a word of another
script is taken for the form that it sounds most like, if it is close.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats, encoder
from foja.resolve.match.fold import script, split
from foja.resolve.match.units import lexicon

Forms = NDArray[np.int16]

NONE = -1
_WRITTEN = ("LATIN", "CYRILLIC")
_HEARD, _HEARD_SHORT, _SHORT = 0.75, 0.8, 3
"""Cosine from which a word of another script is taken for a form, one of so many letters only from the second."""


class Given(NamedTuple):
    """F forms. ``numbers``: by folded word; ``vectors`` (F, 64), of those in Latin letters, else zeros; ``others``
    (N, 64): of names that very many people bear and that are no forms; ``shared``
    (F + 1, F + 1): whether two are forms of one name; its last row and column are of no form (``NONE``)."""

    numbers: dict[str, int]
    vectors: Floats
    others: Floats
    shared: NDArray[np.bool_]


@lru_cache(maxsize=1)
def given_names() -> Given:
    """The forms shipped with foja, read once."""
    path = files("foja.resolve.match").joinpath("data").joinpath("nicknames.toml")
    groups = [
        [word.folded for form in group for word in split(form)]
        for group in tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
    ]
    words = sorted({word for group in groups for word in group})
    numbers = {word: number for number, word in enumerate(words)}
    shared = np.zeros((len(words) + 1, len(words) + 1), np.bool_)
    for group in groups:
        held = np.array([numbers[word] for word in group])
        shared[held[:, None], held[None, :]] = True
    latin = np.array([script(word) == "LATIN" for word in words])
    others = encoder()([word for word in lexicon().common if word not in numbers])
    return Given(numbers, encoder()(words) * latin[:, None], others, shared)


def forms(words: Sequence[str], vectors: Floats) -> Forms:
    """(W) the number of the form that each folded word is, or sounds like; ``NONE`` for none. ``vectors`` (W, 64): of
    the words."""
    known = given_names()
    found = np.array([known.numbers.get(word, NONE) for word in words], np.int16)
    heard = [at for at, word in enumerate(words) if found[at] == NONE and len(word) > 1 and _of_other_letters(word)]
    if heard:
        near = vectors[heard] @ known.vectors.T
        least = np.array([_HEARD_SHORT if len(words[at]) <= _SHORT else _HEARD for at in heard])
        # What sounds more like a name that is no form (Ali) is that name.
        least = np.maximum(least, (vectors[heard] @ known.others.T).max(1))
        found[heard] = np.where(near.max(1) >= least, near.argmax(1), NONE)
    return found


def _of_other_letters(word: str) -> bool:
    return not word.isascii() and (kind := script(word)) != "" and kind not in _WRITTEN
