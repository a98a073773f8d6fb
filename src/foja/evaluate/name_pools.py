"""Strangers for pairs of names, drawn as four ways of searching find them.

Whoever measures with the strangers that one program ranks highest measures where that program is weakest, and
nothing of the others. So each name gets up to four strangers, the nearest one of each way: foja's search; its
candidates before they are aligned; words in common, weighed by how rare they are; letters in twos to fours of a
transcription.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.fold import split
from foja.resolve.match.index import Index

Parts = Callable[[str], Iterable[str]]
_LOOKED_AT = 40


class Finder:
    """Finds the entities whose names share rare parts with a name (cosine of counts weighed by rarity)."""

    def __init__(self, entities: Sequence[Subject], parts: Parts) -> None:
        self._parts = parts
        names = [(at, Counter(parts(name))) for at, entity in enumerate(entities) for name in entity.names]
        self._owner = np.array([at for at, _ in names], np.int64)
        known: dict[str, list[tuple[int, int]]] = {}
        for number, (_, held) in enumerate(names):
            for part, count in held.items():
                known.setdefault(part, []).append((number, count))
        self._rare = {part: math.log(1 + len(names) / len(held)) for part, held in known.items()}
        self._held = {part: np.array([number for number, _ in held], np.int32) for part, held in known.items()}
        self._count = {part: np.array([count for _, count in held], np.float32) for part, held in known.items()}
        norm = np.zeros(len(names), np.float32)
        for part, rare in self._rare.items():
            norm[self._held[part]] += (rare * self._count[part]) ** 2
        self._norm = np.sqrt(norm) + 1e-6
        self._sum: NDArray[np.float32] = np.zeros(len(names), np.float32)

    def nearest(self, name: str) -> list[int]:
        """Places of entities, the nearest first; those that share nothing are left out."""
        self._sum[:] = 0
        for part, count in Counter(self._parts(name)).items():
            if part in self._rare:
                self._sum[self._held[part]] += self._rare[part] ** 2 * count * self._count[part]
        value = self._sum / self._norm
        best = np.argsort(-value, kind="stable")[:_LOOKED_AT]
        return list(dict.fromkeys(self._owner[best[value[best] > 0]].tolist()))


class Pools:
    """The four ways of searching a list."""

    def __init__(self, index: Index, entities: Sequence[Subject]) -> None:
        self._index, self._entities = index, entities
        self._finders = [Finder(entities, words), Finder(entities, letters())]

    def strangers(self, name: str, kind: MentionKind, ranked: Sequence[str], same: Collection[str]) -> list[str]:
        """Ids of up to four entities of one ``kind`` that are not ``same``. ``ranked``: what a search gave."""
        near = [subject.id for subject in self._index.candidates(name, _LOOKED_AT) if subject.kind is kind]
        others = (
            [one.id for at in finder.nearest(name) if (one := self._entities[at]).kind is kind]
            for finder in self._finders
        )
        return pooled([ranked, near, *others], same)


def pooled(ways: Sequence[Sequence[str]], same: Collection[str]) -> list[str]:
    """Of each way's ids, the first that is not of ``same`` and no other way gave yet."""
    found: list[str] = []
    for ids in ways:
        if one := next((key for key in ids if key not in same and key not in found), ""):
            found.append(one)
    return found


def words(name: str) -> list[str]:
    """The folded words of a name."""
    return [word.folded for word in split(name)]


def letters() -> Parts:
    """Two to four letters of a name in Latin letters: by anyascii where that is installed, else folded only."""
    try:
        ascii_of: Callable[[str], str] = import_module("anyascii").anyascii
    except ImportError:
        ascii_of = str

    def parts(name: str) -> list[str]:
        text = f" {' '.join(words(ascii_of(name)))} "
        return [text[at : at + size] for size in (2, 3, 4) for at in range(len(text) - size + 1)]

    return parts
