"""Names added to the arrays of an index: their units, numbered, and what is known of those that are new."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from foja.model.matching import Subject
from foja.model.record import encode
from foja.model.vocabulary import MentionKind
from foja.resolve.match.candidates import Arrays
from foja.resolve.match.encoder import DIMENSIONS, encoder
from foja.resolve.match.scarcity import background, lengths
from foja.resolve.match.traits import marks
from foja.resolve.match.units import Name, names_of

MOST_UNITS = 30
MOST_HELD = 2000
"""Names of one subject that are kept and found, more than are compared when two subjects are set against each other:
a name that a list gives is one to be screened by. What follows is left out."""
_ENCODED_AT_ONCE = 20_000


class Grown(NamedTuple):
    """``records``: the new subjects; ``words``: units that were not known; ``vectors`` (N, 64): how those sound;
    ``arrays``: of all."""

    records: list[bytes]
    words: list[str]
    vectors: NDArray[np.int8]
    arrays: Arrays


class _Names:
    """Names as they are gathered, one beside the other."""

    def __init__(self, known: Iterable[str]) -> None:
        self.numbers = {text: number for number, text in enumerate(known)}
        self.words: list[str] = []
        self.owner, self.sizes, self.read = array("i"), array("b"), array("b")
        self.units, self.masks, self.counts = array("i"), array("H"), array("q")

    def add(self, owner: int, name: Name) -> None:
        self.owner.append(owner)
        self.sizes.append(len(name.words))
        self.read.append(bool(name.read))
        self.counts.append(min(len(name.units), MOST_UNITS))
        for unit, mask in zip(name.units[:MOST_UNITS], name.masks[:MOST_UNITS], strict=True):
            at = self.numbers.get(unit)
            if at is None:
                at = self.numbers[unit] = len(self.numbers)
                self.words.append(unit)
            self.units.append(at)
            self.masks.append(mask)


def grow(old: Arrays, known: Iterable[str], first: int, subjects: Iterable[Subject]) -> Grown:
    """``old`` with the names of ``subjects``, which are numbered from ``first``; ``known``: the units of ``old``."""
    names, records = _Names(known), []
    for owner, subject in enumerate(map(writable, subjects), first):
        records.append(encode(subject))
        for written in subject.names[:MOST_HELD]:
            for name in names_of(written, organisation=subject.kind is MentionKind.ORGANISATION):
                names.add(owner, name)
    units = np.concatenate([old.units, np.array(names.units, np.int32)])
    starts = np.concatenate([old.starts, old.starts[-1] + np.cumsum(np.array(names.counts, np.int64))])
    holders = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    vectors, told = _looked_up(names.words)
    arrays = Arrays(
        owner=np.concatenate([old.owner, np.array(names.owner, np.int32)]),
        sizes=np.concatenate([old.sizes, np.array(names.sizes, np.int8)]),
        read=np.concatenate([old.read, np.array(names.read, np.bool_)]),
        starts=starts,
        units=units,
        masks=np.concatenate([old.masks, np.array(names.masks, np.uint16)]),
        post_starts=np.concatenate([[0], np.cumsum(np.bincount(units, minlength=len(names.numbers)))]).astype(np.int64),
        posts=holders[np.argsort(units, kind="stable")],
        **{field: np.concatenate([getattr(old, field), part]) for field, part in told.items()},
    )
    return Grown(records, names.words, vectors, arrays)


def _looked_up(words: list[str]) -> tuple[NDArray[np.int8], dict[str, NDArray[np.generic]]]:
    """How new units sound, and the arrays of ``Arrays`` that say what else there is to know of each."""
    parts = [words[at : at + _ENCODED_AT_ONCE] for at in range(0, len(words), _ENCODED_AT_ONCE)] or [[]]
    vectors = np.zeros((len(words), DIMENSIONS), np.int8)
    told: list[dict[str, NDArray[np.generic]]] = []
    for at, part in enumerate(parts):
        sound = encoder()(part)
        vectors[at * _ENCODED_AT_ONCE : at * _ENCODED_AT_ONCE + len(part)] = np.rint(sound * 127)
        told.append({"shares": background(part, sound), "lengths": lengths(part), **marks(part, sound)._asdict()})
    return vectors, {field: np.concatenate([one[field] for one in told]) for field in told[0]}


def writable(subject: Subject) -> Subject:
    """``subject``, where half characters (surrogates, which no text in UTF-8 can hold) are replaced."""
    try:
        encode(subject)
    except UnicodeEncodeError:
        told = {field: getattr(subject, field) for field in ("id", "names", "born", "countries", "gender", "posts")}
        return replace(subject, **{field: _whole(value) for field, value in told.items()})
    return subject


def _whole(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    if isinstance(value, tuple):
        return tuple(one.encode("utf-8", "replace").decode() for one in value)
    return value.encode("utf-8", "replace").decode()
