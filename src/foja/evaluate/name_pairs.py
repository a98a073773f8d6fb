"""F1 over pairs of names, the threshold chosen on one half and measured on the other, both ways.

Each name makes a pair with its entity and one with each of up to four strangers. Those are drawn in two ways, and a
figure means nothing without its way: ``nearest`` takes those that foja ranks highest, where it is weakest;
``pooled`` takes the nearest of each of four ways of searching (``name_pools``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from foja.evaluate.name_sets import Pair, name_script
from foja.model.matching import Subject
from foja.model.record import Record
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import compare

MOST_STRANGERS = 4
_FEWEST = 8


class PairRow(Record, frozen=True):
    """F1 of a scorer over pairs of names. ``same``: pairs that are of one entity. ``strangers``: how the others were
    drawn."""

    scorer: str
    pairs: str
    count: int
    same: int
    f1: float
    strangers: str = ""


class Judged(NamedTuple):
    """A pair with the truth and the half it belongs to. ``slice``: the scripts in words; ``drawn``: how its strangers
    were; ``listed``: the probability that the search of the list gave, 0 for no hit, None without a list."""

    pair: Pair
    slice: str
    drawn: str
    half: int
    listed: float | None


Scorer = Callable[[Pair], float]


def judged(name: str, entities: Sequence[Subject], drawn: str, listed: Mapping[str, float]) -> Iterator[Judged]:
    """``name`` with each of ``entities``, of which the first is its own."""
    half = digest(entities[0].id)[0] % 2
    for at, entity in enumerate(entities):
        pair = Pair(name, entity.names, entity.kind, at == 0)
        yield Judged(pair, _slice(name, entity.kind), drawn, half, listed.get(entity.id, 0.0))


def alone(pair: Pair) -> float:
    """The probability that foja gives for two names without a list."""
    ours = Subject(id="a", kind=pair.kind, names=(pair.ours,))
    return compare(ours, Subject(id="b", kind=pair.kind, names=pair.theirs)).probability


def pair_rows(scorers: Mapping[str, Scorer], pairs: Sequence[Judged]) -> Iterator[PairRow]:
    """F1 by scorer, way of drawing, and scripts; of foja also with the frequency of words on the list at hand."""
    for name, scorer in scorers.items():
        known: dict[Pair, float] = {}
        for one in pairs:
            if one.pair not in known:
                known[one.pair] = scorer(one.pair)
        for drawn in sorted({one.drawn for one in pairs}):
            held = [(known[one.pair], one) for one in pairs if one.drawn == drawn]
            yield from _rows(name, drawn, held)
            if name == "foja" and drawn:
                yield from _rows("foja, list at hand", drawn, [(one.listed or 0.0, one) for _, one in held])


def _rows(name: str, drawn: str, held: Sequence[tuple[float, Judged]]) -> Iterator[PairRow]:
    slices = {one.slice for _, one in held}
    groups = {
        "all retrieved": slices - {"name bench"},
        "across scripts": slices - {"name bench", "Latin", "organisations"},
    }
    groups |= {one: {one} for one in sorted(slices)}
    for group, members in groups.items():
        rows = [(value, one) for value, one in held if one.slice in members]
        same = sum(one.pair.same for _, one in rows)
        if same < _FEWEST:
            continue
        halves = [[(value, one.pair.same) for value, one in rows if one.half == half] for half in (0, 1)]
        f1 = (_f1(halves[1], _threshold(halves[0])) + _f1(halves[0], _threshold(halves[1]))) / 2
        yield PairRow(scorer=name, pairs=group, count=len(rows), same=same, f1=round(f1, 4), strangers=drawn)


def _slice(name: str, kind: MentionKind) -> str:
    if kind is not MentionKind.PERSON:
        return "organisations"
    written = name_script(name)
    if written == "Latin":
        return "Latin"
    if written in ("Arabic", "Hebrew"):
        return "Arabic, Hebrew"
    if written in ("Cyrillic", "Greek", "Armenian", "Georgian"):
        return "Cyrillic, Greek"
    return "Hangul, Han, Kana" if written in ("Hangul", "Han", "Kana") else "other"


def _threshold(rows: Sequence[tuple[float, bool]]) -> float:
    """The threshold with the best F1."""
    positive = sum(same for _, same in rows)
    right, best, chosen_at = 0, -1.0, 0.5
    for count, (value, same) in enumerate(sorted(rows, reverse=True), 1):
        right += same
        f1 = 2 * right / (count + positive) if positive else 0.0
        if f1 > best:
            best, chosen_at = f1, value
    return chosen_at


def _f1(rows: Sequence[tuple[float, bool]], threshold: float) -> float:
    right = sum(same for value, same in rows if value >= threshold)
    said, positive = sum(value >= threshold for value, _ in rows), sum(same for _, same in rows)
    return 2 * right / (said + positive) if said + positive else 0.0


def digest(text: str) -> bytes:
    """SHA-256, by which groups are drawn and halved: the same on every machine."""
    return hashlib.sha256(text.encode()).digest()
