"""The names of an index that share rare words, or words that sound like them, with a name."""

from __future__ import annotations

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.given import NONE, Forms, given_names
from foja.resolve.match.letters import Longs
from foja.resolve.match.nearest import Nearest
from foja.resolve.match.units import Name

_NEAR_WORDS, _ALIKE = 192, 0.5
_COMMON_POSTINGS = 20_000
_FORM_GRADE = 0.6
"""What another form of a given name is worth, beside 1 for the word itself."""


class Arrays(NamedTuple):
    """What an index knows of N names with V distinct units.

    ``owner`` (N): number of the subject; ``sizes`` (N): words; ``read`` (N): whether it is a reading of Chinese
    letters; ``starts`` (N + 1), ``units``, ``masks``: units of each name; ``post_starts`` (V + 1), ``posts``: names
    that hold each unit, in order; ``shares`` (V): share of names that are expected to hold it; ``lengths`` (V): how
    much its length lets it tell; ``kinds``, ``groups``, ``flags``, ``forms`` (V): as in ``traits``.
    """

    owner: NDArray[np.int32]
    sizes: NDArray[np.int8]
    read: NDArray[np.bool_]
    starts: NDArray[np.int64]
    units: NDArray[np.int32]
    masks: NDArray[np.uint16]
    post_starts: NDArray[np.int64]
    posts: NDArray[np.int32]
    shares: NDArray[np.float32]
    lengths: NDArray[np.float32]
    kinds: NDArray[np.uint32]
    groups: NDArray[np.int16]
    flags: NDArray[np.uint8]
    forms: Forms


class Candidates:
    """Finds candidates. Searching writes into buffers as long as the list, so that one search at a time does; others
    wait."""

    def __init__(self, arrays: Arrays, nearest: Nearest) -> None:
        self._arrays, self._nearest = arrays, nearest
        self._held = np.diff(arrays.post_starts)
        self._sum = np.zeros(len(arrays.owner), np.float32)
        self._seen = np.zeros(len(arrays.owner), np.bool_)
        self._searching = Lock()
        self._formed = np.flatnonzero(arrays.forms > NONE)

    def find(self, name: Name, vectors: Floats, forms: Forms, limit: int) -> tuple[Longs, Floats]:
        """At most ``limit`` names, best first, and for each unit of ``name`` how many names hold it or a word like
        it. ``forms``: of each unit, of a given name."""
        told, like = self._told(name, vectors, forms)
        with self._searching:
            names, value = self._added(told, len(name.words))
        if len(names) > limit:
            part = np.argpartition(-value, limit - 1)[:limit]
            names, value = names[part], value[part]
        return names[np.lexsort((names, -value))], like

    def _told(self, name: Name, vectors: Floats, forms: Forms) -> tuple[list[tuple[Longs, Floats]], Floats]:
        """For each unit of ``name``, the rarest first, the words near to it and what each would tell; and ``like``."""
        total = len(self._arrays.owner)
        like = np.zeros(len(name.units), np.float32)
        found = []
        for at, (near, alike) in enumerate(self._nearest.search(vectors, _NEAR_WORDS, _ALIKE)):
            if not len(near):
                continue
            grade = np.clip((alike - 0.5) / 0.45, 0, 1) ** 1.5
            like[at] = float((self._held[near] * grade**2).sum())
            near, grade = self._with_forms(near, grade, int(forms[at]))
            told = max(0.3, float(np.log((total + 1) / (like[at] + 1))))
            order = np.argsort(grade, kind="stable")
            whole = at < len(name.words)
            found.append((-told, at, near[order], grade[order] * told * (1.0 if whole else 0.8)))
        return [(near, weight) for _, _, near, weight in sorted(found, key=lambda part: part[:2])], like

    def _with_forms(self, near: Longs, grade: Floats, form: int) -> tuple[Longs, Floats]:
        """``near`` and what it is worth, and beside it the units that are forms of the same given name."""
        if form == NONE:
            return near, grade
        others = self._formed[given_names().shared[form][self._arrays.forms[self._formed]]]
        kept = (grade >= _FORM_GRADE) | ~np.isin(near, others)
        others = others[~np.isin(others, near[kept])]
        worth = np.full(len(others), _FORM_GRADE, np.float32)
        beside: Floats = np.concatenate([grade[kept], worth]).astype(np.float32)
        return np.concatenate([near[kept], others]), beside

    def _added(self, told: list[tuple[Longs, Floats]], words: int) -> tuple[Longs, Floats]:
        """The names that hold what is ``told``, and how much of it, less where they have more words."""
        begun = False
        for near, weight in told:
            posts, weights = self._posts(near, weight)
            if begun and len(posts) > _COMMON_POSTINGS:
                kept = self._seen[posts]
                posts, weights = posts[kept], weights[kept]
            # The weights rise, and of several assignments to one place numpy keeps the last: the best one is added.
            self._sum[posts] += weights
            self._seen[posts] = begun = True
        names = np.flatnonzero(self._seen).astype(np.int64)
        extra = np.maximum(0, self._arrays.sizes[names].astype(np.float32) - words)
        value: Floats = (self._sum[names] / np.sqrt(1 + 0.15 * extra)).astype(np.float32)
        self._sum[names], self._seen[names] = 0, False
        return names, value

    def _posts(self, near: Longs, weight: Floats) -> tuple[NDArray[np.int32], Floats]:
        """The names that hold each of ``near``, and the weight of each."""
        begin, size = self._arrays.post_starts[near], self._held[near]
        places = np.repeat(begin - np.concatenate([[0], np.cumsum(size)[:-1]]), size) + np.arange(int(size.sum()))
        weights: Floats = np.repeat(weight, size).astype(np.float32)
        return self._arrays.posts[places], weights
