"""An index of names in which a name in any script finds those that sound, are spelled or are cut alike.

A search takes four steps: the words nearest to each word of the name (``nearest``); the names that hold them,
weighed by how rare the words are (``candidates``); a first look at a hundred of those (``estimate``); the best aligned
word by word and scored, until they become unlikely. Cost grows with the words that are near, hardly with the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from foja.model.errors import Damage
from foja.model.matching import NameHit, Subject
from foja.model.record import decode
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import Block, Side
from foja.resolve.match.candidates import Arrays, Candidates
from foja.resolve.match.compare import MOST_NAMES, TOGETHER, Scored, encoded, judged, score, scores, side
from foja.resolve.match.encoder import DIMENSIONS, encoder
from foja.resolve.match.estimate import Rough, estimate
from foja.resolve.match.evidence import weigh
from foja.resolve.match.given import forms
from foja.resolve.match.grow import MOST_HELD, grow
from foja.resolve.match.letters import Longs
from foja.resolve.match.nearest import Nearest
from foja.resolve.match.saved import DAMAGED, KINDS, check
from foja.resolve.match.scarcity import told
from foja.resolve.match.texts import Texts, Vocabulary
from foja.resolve.match.traits import Marks, Traits
from foja.resolve.match.units import MOST_WORDS, Name, name_of, names_of, shown

_BESIDE = 15
"""Subjects beyond the limit that are weighed, because what is known beside the names may change the order."""
_CANDIDATES = 100
_AT_ONCE, _REACH = 50, -3.0
"""Candidates that are aligned at once, and the log odds (a probability of 0.05) under which those that follow are
not looked at: the last third of those aligned had none better."""
_FORMAT = 8


class Best(NamedTuple):
    """The best of the names of a subject: its log odds, where it was scored, and its number in the index."""

    odds: float
    scored: Scored
    row: int
    number: int


def _first(best: dict[int, Best], most: int) -> dict[int, Best]:
    order = sorted(best, key=lambda owner: (-best[owner].odds, owner))
    return {owner: best[owner] for owner in order[:most]}


def _name(place: int, subject: Subject) -> Name:
    """The name of ``subject`` in this place; only names with words have one."""
    bodies = subject.kind is MentionKind.ORGANISATION
    named = (name for written in subject.names[:MOST_HELD] for name in shown(written, organisation=bodies))
    return next(islice(named, place, None))


class Index:
    """Subjects to be found by name. Made by ``build`` or ``load``; ``extend`` gives a larger one."""

    def __init__(self, subjects: Texts, texts: Vocabulary, arrays: Arrays, nearest: Nearest) -> None:
        self._subjects, self._texts, self._arrays, self._nearest = subjects, texts, arrays, nearest
        self._marks = Marks(arrays.kinds, arrays.groups, arrays.flags, arrays.forms)
        self._candidates = Candidates(arrays, nearest)
        held = np.diff(arrays.post_starts).astype(np.float32)
        self._told = told(arrays.shares, arrays.lengths, held, len(arrays.owner))

    def __len__(self) -> int:
        return len(self._subjects)

    @classmethod
    def build(cls, subjects: Iterable[Subject]) -> Index:
        """An index of ``subjects``. Those without a name that can be compared are kept, and never found."""
        empty = Arrays(*(np.zeros(1 if at in _STARTS else 0, kind) for at, kind in enumerate(KINDS)))
        return cls(Texts.of([]), Vocabulary.of([]), empty, Nearest.of(np.zeros((0, DIMENSIONS), np.int8))).extend(
            subjects
        )

    def extend(self, subjects: Iterable[Subject]) -> Index:
        """An index that holds ``subjects`` too; only words that are new are encoded."""
        grown = grow(self._arrays, self._texts, len(self), subjects)
        nearest = Nearest.of(np.concatenate([self._nearest.vectors(), grown.vectors]))
        return Index(
            self._subjects.and_bytes(grown.records), self._texts.and_words(grown.words), grown.arrays, nearest
        )  # fmt: skip

    def subject(self, number: int) -> Subject:
        """The subject with this number, in the order of building."""
        return decode(self._subjects.raw(number), Subject)

    def search(self, subject: Subject, limit: int = 20, least: float = 0.0) -> list[NameHit]:
        """At most ``limit`` subjects whose names are most probably names of ``subject``, the most probable first;
        between equals by id. ``subject`` itself, if it is in the index, is found too. Those whose names alone give
        less than the probability ``least`` are left out, which saves writing them out."""
        return next(self.searches([subject], limit, least))

    def searches(self, subjects: Sequence[Subject], limit: int = 20, least: float = 0.0) -> Iterator[list[NameHit]]:
        """``search`` for each of ``subjects``, in order; several at once cost a fraction of what each costs alone."""
        parts = (subjects[at : at + TOGETHER] for at in range(0, len(subjects), TOGETHER))
        found = (
            (one, best) for part in parts for one, best in zip(part, self._best_of(part, limit, least), strict=True)
        )
        for subject, best in found:
            others = {owner: self.subject(owner) for owner in best}
            known = {owner: weigh(subject, other) for owner, other in others.items()}
            odds = {owner: best[owner].odds + known[owner].log_odds for owner in others}
            firsts = dict(
                zip(best, np.searchsorted(self._arrays.owner, np.array([*best], np.int32)).tolist(), strict=True)
            )
            hits = []
            for owner in sorted(best, key=lambda owner: (-odds[owner], others[owner].id))[:limit]:
                _, scored, row, number = best[owner]
                name = _name(number - firsts[owner], others[owner])
                comparison = judged(subject, others[owner], scored, row, name, known[owner])
                hits.append(NameHit(id=others[owner].id, comparison=comparison))
            yield hits

    def alike(self, subjects: Sequence[Subject], limit: int = 20) -> list[list[int]]:
        """The numbers of the subjects that ``search`` finds for each of ``subjects``, itself among them."""
        return [list(best) for best in self._best_of(subjects, limit)]

    def _best_of(self, subjects: Sequence[Subject], limit: int, least: float = 0.0) -> list[dict[int, Best]]:
        """Of each of ``subjects``, by number of the subject found, the best of its names. More than ``limit``, because
        what is known beside the names may change the order."""
        found: list[dict[int, Best]] = [{} for _ in subjects]
        floor = np.log(least / (1 - least)) if 0 < least < 1 else -np.inf
        for organisation in (False, True):
            asked = [
                (number, name)
                for number, subject in enumerate(subjects)
                if (subject.kind is MentionKind.ORGANISATION) is organisation
                for text in dict.fromkeys(subject.names[:MOST_NAMES])
                for name in names_of(text, organisation=organisation)
            ]
            asked.sort(key=lambda one: len(one[1].units))
            for at in range(0, len(asked), TOGETHER):
                part = asked[at : at + TOGETHER]
                for names, scored in self._aligned([name for _, name in part], _AT_ONCE, organisation):
                    owners, sets = self._arrays.owner[names].tolist(), scored.block.asked.tolist()
                    for row, (owner, odds, one) in enumerate(zip(owners, scored.odds.tolist(), sets, strict=True)):
                        best = found[part[one][0]]
                        if odds >= floor and (owner not in best or odds > best[owner].odds):
                            best[owner] = Best(odds, scored, row, int(names[row]))
        return [_first(best, limit + _BESIDE) for best in found]

    def aligned(
        self, name: Name, at_once: int = _AT_ONCE, *, organisation: bool = False
    ) -> Iterator[tuple[Longs, Scored]]:
        """Numbers of names, about ``at_once`` of them at a time, scored against ``name``: those first that a first look
        holds likely, and no more where they become unlikely."""
        return self._aligned([name], at_once, organisation)

    def _aligned(self, names: Sequence[Name], at_once: int, organisation: bool) -> Iterator[tuple[Longs, Scored]]:
        """The same for several names, together."""
        found, side, rough = self._looked_at(names)
        running = np.ones(len(names), np.bool_)
        # The place of each candidate among those of its name.
        place = np.arange(len(found)) - np.searchsorted(rough.asked, rough.asked)
        for at in range(0, _CANDIDATES, at_once):
            rows = np.flatnonzero((place >= at) & (place < at + at_once) & running[rough.asked])
            if not len(rows):
                return
            last = np.full(len(names), -np.inf, np.float32)
            parts = (
                [(np.arange(len(rows)), score(side, self._block(rough, rows), organisation=organisation))]
                if len(names) == 1
                else scores(side, self._block(rough, rows), organisation=organisation)
            )
            for some, scored in parts:
                yield found[rows[some]], scored
                end = place[rows[some]] - at >= 2 * at_once // 3
                np.maximum.at(last, scored.block.asked[end], scored.odds[end])
            running &= last >= _REACH

    def looked_at(self, name: Name) -> tuple[Longs, Side, Block]:
        """The candidates ready to be aligned with ``name``, in the order of a first look."""
        found, side, rough = self._looked_at([name])
        return found, side, self._block(rough, np.arange(len(found)))

    def _looked_at(self, names: Sequence[Name]) -> tuple[Longs, Side, Rough]:
        """The candidates for each of ``names``, one after the other, each in the order of a first look."""
        vectors, seen = encoded([unit for name in names for unit in name.units])
        found, held, first = [], np.zeros(len(vectors), np.float32), 0
        for name in names:
            units = slice(first, first + len(name.units))
            one, held[units] = self._candidates.find(name, vectors[units], seen.forms[units], _CANDIDATES)
            found.append(one)
            first += len(name.units)
        ours = side(names, vectors, seen, held, len(self._arrays.owner))
        every = np.concatenate(found)
        asked = np.repeat(np.arange(len(names)), [len(one) for one in found])
        rough = self._rough(every, asked)
        order = np.lexsort((-estimate(ours, rough), asked)) if len(every) else np.arange(0)
        return every[order], ours, rough.some(order)

    def candidates(self, written: str, limit: int = _CANDIDATES) -> list[Subject]:
        """The subjects that share rare words, or words that sound like them, before anything is aligned."""
        if not (name := name_of(written)).words:
            return []
        vectors = encoder()(name.units)
        names, _ = self._candidates.find(name, vectors, forms(name.units, vectors), limit)
        return [self.subject(owner) for owner in dict.fromkeys(self.owners(names))]

    def owners(self, names: Longs) -> list[int]:
        """The numbers of the subjects that have the names with these numbers."""
        found: list[int] = self._arrays.owner[names].tolist()
        return found

    def _rough(self, names: Longs, asked: Longs) -> Rough:
        """The names with these numbers, each set against the name that was ``asked`` for."""
        a, words = self._arrays, len(self._arrays.shares)
        begin, size = a.starts[names], a.starts[names + 1] - a.starts[names]
        width = int(size.max(initial=1))
        real = np.arange(width)[None, :] < size[:, None]
        places = begin[:, None] + np.where(real, np.arange(width)[None, :], 0)
        # Units of their own for each name that was asked for.
        keys, ids = np.unique(a.units[places] + asked[:, None] * words, return_inverse=True)
        of, units = np.divmod(keys, max(words, 1))
        ids = ids.reshape(real.shape)
        sizes = a.sizes[names].astype(np.int64)
        scarce = np.zeros((len(names), MOST_WORDS), np.float32)
        most = min(width, MOST_WORDS)
        scarce[:, :most] = np.where(np.arange(most)[None, :] < sizes[:, None], self._told[units][ids[:, :most]], 0)
        masks = np.where(real, a.masks[places], 0).astype(np.int64)
        return Rough(
            units, self._nearest.some(units), of, asked, a.groups[units], a.forms[units], ids, masks, sizes, scarce,
            a.read[names],
        )  # fmt: skip

    def _block(self, rough: Rough, rows: Longs) -> Block:
        width = int((rough.masks[rows] > 0).sum(1).max(initial=1))
        units, ids = np.unique(rough.ids[rows, :width], return_inverse=True)
        held = Traits(self._texts.letters(rough.units[units]), *self._marks.some(rough.units[units]))
        return Block(
            held, rough.vectors[units], rough.of[units], rough.asked[rows], ids.reshape(len(rows), width),
            rough.masks[rows, :width], rough.sizes[rows], rough.scarce[rows], rough.read[rows],
        )  # fmt: skip

    def save(self) -> bytes:
        """The index as bytes; the same index gives the same bytes."""
        out = BytesIO()
        parts = self._subjects.parts("subjects") | self._texts.parts() | self._nearest.parts()
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
                parts = {name: held[name] for name in held.files}
            check(parts)
            arrays = Arrays(*(parts[name] for name in Arrays._fields))
            return cls(
                Texts.from_parts("subjects", parts), Vocabulary.from_parts(parts), arrays, Nearest.from_parts(parts)
            )
        except DAMAGED as error:
            raise Damage(
                "name-index",
                f"The index of names cannot be read ({error}).",
                next="Build it again from its list.",
            ) from None


_STARTS = tuple(at for at, name in enumerate(Arrays._fields) if name in ("starts", "post_starts"))
