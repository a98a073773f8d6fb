"""An index of names in which a name in any script finds those that sound, are spelled or are cut alike.

A search takes three steps: the words nearest to each word of the name (``nearest``); the names that hold them,
weighed by how rare the words are; the best of those aligned word by word and scored. Cost grows with the words that
are near, hardly with the list.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.model.errors import Damage
from foja.model.matching import NameHit, Subject
from foja.model.record import decode, encode
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import Block, Longs, Side
from foja.resolve.match.compare import MOST_NAMES, Scored, judged, score
from foja.resolve.match.encoder import DIMENSIONS, Floats, encoder
from foja.resolve.match.evidence import weigh
from foja.resolve.match.nearest import Nearest
from foja.resolve.match.scarcity import scarcity
from foja.resolve.match.texts import Texts
from foja.resolve.match.units import MOST_WORDS, Name, name_of

MOST_UNITS = 30

_NEAR_WORDS, _ALIKE = 192, 0.5
_BESIDE = 15
"""Subjects beyond the limit that are weighed, because what is known beside the names may change the order."""
_CANDIDATES = 100
_COMMON_POSTINGS = 20_000
_ENCODED_AT_ONCE = 20_000
_FORMAT = 1


class Arrays(NamedTuple):
    """What the index knows of N names with V distinct units.

    ``owner`` (N): number of the subject; ``sizes`` (N): words; ``starts`` (N + 1), ``units``, ``masks``: units of
    each name; ``post_starts`` (V + 1), ``posts``: names that hold each unit, in order.
    """

    owner: NDArray[np.int32]
    sizes: NDArray[np.int8]
    starts: NDArray[np.int64]
    units: NDArray[np.int32]
    masks: NDArray[np.uint16]
    post_starts: NDArray[np.int64]
    posts: NDArray[np.int32]


class Index:
    """Subjects to be found by name. Made by ``build`` or ``load``; ``extend`` gives a larger one."""

    def __init__(self, subjects: Texts, texts: Texts, arrays: Arrays, nearest: Nearest) -> None:
        self._subjects, self._texts, self._arrays, self._nearest = subjects, texts, arrays, nearest
        names = len(arrays.owner)
        self._sum, self._best, self._seen = (np.zeros(names, np.float32) for _ in range(3))
        self._held = np.diff(arrays.post_starts)

    def __len__(self) -> int:
        return len(self._subjects)

    @classmethod
    def build(cls, subjects: Iterable[Subject]) -> Index:
        """An index of ``subjects``. Those without a name that can be compared are kept, and never found."""
        empty = Arrays(*(np.zeros(1 if at in (2, 5) else 0, kind) for at, kind in enumerate(_KINDS)))
        return cls(Texts.of([]), Texts.of([]), empty, Nearest.of(np.zeros((0, DIMENSIONS), np.int8))).extend(subjects)

    def extend(self, subjects: Iterable[Subject]) -> Index:
        """An index that holds ``subjects`` too; only words that are new are encoded."""
        old = self._arrays
        known = {text: number for number, text in enumerate(self._texts)}
        new_texts: list[str] = []
        records: list[bytes] = []
        owner, sizes, units, masks, counts = array("i"), array("b"), array("i"), array("H"), array("q")
        for number, subject in enumerate(subjects, len(self._subjects)):
            records.append(encode(subject))
            for written in subject.names[:MOST_NAMES]:
                name = name_of(written, organisation=subject.kind is MentionKind.ORGANISATION)
                if not name.words:
                    continue
                owner.append(number)
                sizes.append(len(name.words))
                counts.append(min(len(name.units), MOST_UNITS))
                for unit, mask in zip(name.units[:MOST_UNITS], name.masks[:MOST_UNITS], strict=True):
                    at = known.get(unit)
                    if at is None:
                        at = known[unit] = len(known)
                        new_texts.append(unit)
                    units.append(at)
                    masks.append(mask)
        vectors = np.zeros((len(new_texts), DIMENSIONS), np.int8)
        for at in range(0, len(new_texts), _ENCODED_AT_ONCE):
            part = encoder()(new_texts[at : at + _ENCODED_AT_ONCE])
            vectors[at : at + len(part)] = np.rint(part * 127)
        all_units = np.concatenate([old.units, np.frombuffer(units, np.int32) if units else np.zeros(0, np.int32)])
        starts = np.concatenate([old.starts, old.starts[-1] + np.cumsum(np.array(counts, np.int64))])
        names = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        posts = names[np.argsort(all_units, kind="stable")]
        post_starts = np.concatenate([[0], np.cumsum(np.bincount(all_units, minlength=len(known)))]).astype(np.int64)
        arrays = Arrays(
            np.concatenate([old.owner, np.array(owner, np.int32)]),
            np.concatenate([old.sizes, np.array(sizes, np.int8)]),
            starts, all_units, np.concatenate([old.masks, np.array(masks, np.uint16)]), post_starts, posts,
        )  # fmt: skip
        nearest = Nearest.of(np.concatenate([self._nearest.vectors(), vectors]))
        return Index(self._subjects.and_bytes(records), self._texts.and_texts(new_texts), arrays, nearest)

    def subject(self, number: int) -> Subject:
        """The subject with this number, in the order of building."""
        return decode(self._subjects.raw(number), Subject)

    def search(self, subject: Subject, limit: int = 20) -> list[NameHit]:
        """At most ``limit`` subjects whose names are most probably names of ``subject``, the most probable first;
        between equals by id. ``subject`` itself, if it is in the index, is found too."""
        best = self._best_of(subject, limit)
        others = {owner: self.subject(owner) for owner in best}
        odds = {owner: best[owner][0] + weigh(subject, other).log_odds for owner, other in others.items()}
        hits = []
        for owner in sorted(best, key=lambda owner: (-odds[owner], others[owner].id))[:limit]:
            _, scored, row, number = best[owner]
            name = self._name(owner, number, others[owner])
            hits.append(NameHit(id=others[owner].id, comparison=judged(subject, others[owner], scored, row, name)))
        return hits

    def alike(self, subject: Subject, limit: int = 20) -> list[Subject]:
        """The subjects that ``search`` finds, as they were given, ``subject`` itself among them."""
        return [self.subject(owner) for owner in self._best_of(subject, limit)]

    def _best_of(self, subject: Subject, limit: int) -> dict[int, tuple[float, Scored, int, int]]:
        """By number of the subject, the best of its names: log odds, scored names, row there, number of the name.
        More than ``limit``, because what is known beside the names may change the order."""
        best: dict[int, tuple[float, Scored, int, int]] = {}
        for written in dict.fromkeys(subject.names[:MOST_NAMES]):
            name = name_of(written, organisation=subject.kind is MentionKind.ORGANISATION)
            if not name.words:
                continue
            names, scored = self._scored(name)
            for row, (number, odds) in enumerate(zip(names.tolist(), scored.odds.tolist(), strict=True)):
                owner = int(self._arrays.owner[number])
                if owner not in best or odds > best[owner][0]:
                    best[owner] = (odds, scored, row, number)
        order = sorted(best, key=lambda owner: (-best[owner][0], owner))[: limit + _BESIDE]
        return {owner: best[owner] for owner in order}

    def candidates(self, written: str, limit: int = _CANDIDATES) -> list[int]:
        """Numbers of subjects in the order of the second step, before they are aligned."""
        name = name_of(written)
        if not name.words:
            return []
        names, _ = self._retrieve(name, encoder()(name.units), limit)
        return list(dict.fromkeys(self._arrays.owner[names].tolist()))

    def _scored(self, name: Name) -> tuple[Longs, Scored]:
        vectors = encoder()(name.units)
        names, held = self._retrieve(name, vectors, _CANDIDATES)
        words = len(name.words)
        scarce = scarcity(name.units[:words], vectors[:words], held[:words], len(self._arrays.owner))
        return names, score(Side(name, vectors, scarce), self._block(names))

    def _name(self, owner: int, number: int, subject: Subject) -> Name:
        """The name with this number; only names with words have one."""
        first = int(np.searchsorted(self._arrays.owner, np.int32(owner)))
        named = (name for written in subject.names[:MOST_NAMES] if (name := name_of(written)).words)
        return next(islice(named, number - first, None))

    def _retrieve(self, name: Name, vectors: Floats, limit: int) -> tuple[Longs, Floats]:
        """The names that share rare words with ``name``, best first, and for each unit of ``name`` how many names
        hold it or a word like it."""
        a, total = self._arrays, len(self._arrays.owner)
        like = np.zeros(len(name.units), np.float32)
        found = []
        for at, (near, alike) in enumerate(self._nearest.search(vectors, _NEAR_WORDS, _ALIKE)):
            if not len(near):
                continue
            grade = np.clip((alike - 0.5) / 0.45, 0, 1) ** 1.5
            like[at] = float((self._held[near] * grade**2).sum())
            told = max(0.3, float(np.log((total + 1) / (like[at] + 1))))
            order = np.argsort(grade, kind="stable")
            whole = at < len(name.words)
            found.append((-told, at, near[order], grade[order] * told * (1.0 if whole else 0.8)))
        seen: list[NDArray[np.int32]] = []
        for _, _, near, weight in sorted(found, key=lambda part: part[:2]):
            begin, size = a.post_starts[near], self._held[near]
            places = np.repeat(begin - np.concatenate([[0], np.cumsum(size)[:-1]]), size) + np.arange(int(size.sum()))
            posts, weights = a.posts[places], np.repeat(weight, size)
            if seen and len(posts) > _COMMON_POSTINGS:
                kept = self._seen[posts] > 0
                posts, weights = posts[kept], weights[kept]
            # The weights rise, and of several assignments to one place numpy keeps the last: the best one.
            self._best[posts] = weights
            fresh = posts[self._seen[posts] == 0]
            if len(fresh):
                fresh = np.unique(fresh)
                self._seen[fresh] = 1
                seen.append(fresh)
            touched = np.unique(posts)
            self._sum[touched] += self._best[touched]
        names = np.concatenate(seen) if seen else np.zeros(0, np.int32)
        extra = np.maximum(0, a.sizes[names].astype(np.float32) - len(name.words))
        value = self._sum[names] / np.sqrt(1 + 0.15 * extra)
        self._sum[names], self._seen[names] = 0, 0
        if len(names) > limit:
            part = np.argpartition(-value, limit - 1)[:limit]
            names, value = names[part], value[part]
        return names[np.lexsort((names, -value))].astype(np.int64), like

    def _block(self, names: Longs) -> Block:
        a = self._arrays
        begin, size = a.starts[names], a.starts[names + 1] - a.starts[names]
        width = int(size.max(initial=1))
        places = np.minimum(begin[:, None] + np.arange(width)[None, :], len(a.units) - 1)
        real = np.arange(width)[None, :] < size[:, None]
        units, ids = np.unique(np.where(real, a.units[places], a.units[begin][:, None]), return_inverse=True)
        texts = self._texts.some(units)
        vectors = self._nearest.some(units)
        told = scarcity(texts, vectors, self._held[units].astype(np.float32), len(a.owner))
        ids = ids.reshape(real.shape)
        sizes = a.sizes[names].astype(np.int64)
        scarce = np.zeros((len(names), MOST_WORDS), np.float32)
        words = min(width, MOST_WORDS)
        scarce[:, :words] = np.where(np.arange(words)[None, :] < sizes[:, None], told[ids[:, :words]], 0)
        return Block(texts, vectors, ids, np.where(real, a.masks[places], 0).astype(np.int64), sizes, scarce)

    def save(self) -> bytes:
        """The index as bytes; the same index gives the same bytes."""
        out = BytesIO()
        parts = self._subjects.parts("subjects") | self._texts.parts("texts") | self._nearest.parts()
        arrays: dict[str, Any] = parts | self._arrays._asdict()
        np.savez(out, format=np.array([_FORMAT]), **arrays)
        return out.getvalue()

    @classmethod
    def load(cls, data: bytes) -> Index:
        """The index in ``data``. Raises ``Damage`` where the bytes are not an index of this version."""
        try:
            with np.load(BytesIO(data)) as held:
                if held["format"].tolist() != [_FORMAT]:
                    raise ValueError("another version")
                arrays = Arrays(*(held[name] for name in Arrays._fields))
                return cls(
                    Texts.from_parts("subjects", held),
                    Texts.from_parts("texts", held),
                    arrays,
                    Nearest.from_parts(held),
                )
        except (ValueError, KeyError, OSError, EOFError) as error:
            raise Damage(
                "name-index",
                f"The index of names cannot be read ({error}).",
                next="Build it again from its list.",
            ) from None


_KINDS: Sequence[type] = (np.int32, np.int8, np.int64, np.int32, np.uint16, np.int64, np.int32)
