"""Two subjects compared: their names word by word, and what else is known of them.

The result is a lead with its reasons. Nothing here joins anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from foja.model.matching import NameComparison, Subject, TokenPair
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import Aligned, Block, How, Side, align
from foja.resolve.match.encoder import Floats, encoder
from foja.resolve.match.evidence import Evidence, weigh
from foja.resolve.match.features import features
from foja.resolve.match.fold import split
from foja.resolve.match.places import PROBABILITY, same_place
from foja.resolve.match.scarcity import scarcity
from foja.resolve.match.scorer import CERTAIN, held_down, probability, trees
from foja.resolve.match.traits import Bools, script_number, traits
from foja.resolve.match.units import MOST_WORDS, Name, is_initial, name_of, names_nobody, names_of

MOST_NAMES = 60
"""Names of one subject that are compared; what follows is left out."""

_WORDS: dict[int, str] = {
    How.SOUND: "sounds alike",
    How.SAME: "same letters",
    How.SPELLING: "spelled alike",
    How.READING: "same sounds by the spelling of another language",
    How.INITIAL: "initial",
    How.MEANING: "same meaning in another language",
    How.INITIALS: "initials of the name",
    How.SHORT_FORM: "forms of one given name",
}


class Scored(NamedTuple):
    """One name against the names of a block. ``odds`` (C): log odds before anything but names is looked at."""

    side: Side
    block: Block
    aligned: Aligned
    odds: Floats


def compare(ours: Subject, theirs: Subject) -> NameComparison:
    """How two subjects compare; ``compare(b, a)`` is the same with the sides changed.

    Of all their names the two that compare best are shown. Rarity of words is that of the background, not of a list.
    """
    swapped = (theirs.names, theirs.id) < (ours.names, ours.id)
    first, second = (theirs, ours) if swapped else (ours, theirs)
    organisation = MentionKind.ORGANISATION in (ours.kind, theirs.kind)
    block, names = block_of(second.names[:MOST_NAMES], organisation=organisation)
    best: tuple[float, Scored, int] | None = None
    if names:
        for name in _all_names(first, organisation):
            scored = score(side_of(name), block, organisation=organisation)
            row = int(scored.odds.argmax())
            if best is None or scored.odds[row] > best[0]:
                best = (float(scored.odds[row]), scored, row)
    result = unnamed(first, second) if best is None else judged(first, second, best[1], best[2], names[best[2]])
    if result.probability < PROBABILITY and (place := same_place(first, second)):
        result = place
    return _other_way(result) if swapped else result


def chances(ours: Subject, others: Sequence[Subject]) -> list[float]:
    """The probabilities that ``compare`` gives for ``ours`` and each of ``others``, up to rounding, all at once and
    without the reasons: a fraction of the work."""
    kinds = [MentionKind.ORGANISATION in (ours.kind, other.kind) for other in others]
    if len(set(kinds)) > 1:
        parts = (
            iter(chances(ours, [one for one, body in zip(others, kinds, strict=True) if body is kind]))
            for kind in (False, True)
        )
        persons, bodies = parts
        return [next(bodies if body else persons) for body in kinds]
    organisation = kinds[:1] == [True]
    block, rows = block_of([text for other in others for text in other.names[:MOST_NAMES]], organisation=organisation)
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(rows):
        numbers.setdefault(name.written, []).append(number)
    sides = [side_of(name) for name in _all_names(ours, organisation)]
    if not sides or not rows:
        return [0.0] * len(others)
    best = np.maximum.reduce([score(side, block, organisation=organisation).odds for side in sides])
    found = []
    for other in others:
        odds = [
            float(best[number])
            for text in other.names[:MOST_NAMES]
            for number in numbers.get(" ".join(text.split()), ())
        ]
        chance = probability(max(odds) + weigh(ours, other).log_odds) if odds else 0.0
        found.append(max(chance, PROBABILITY if same_place(ours, other) else 0.0))
    return found


def _all_names(subject: Subject, organisation: bool = False) -> list[Name]:
    texts = dict.fromkeys(subject.names[:MOST_NAMES])
    return [name for text in texts for name in names_of(text, organisation=organisation)]


def side_of(name: Name) -> Side:
    """``name``, which has words, ready to be aligned."""
    vectors, words = encoder()(name.units), len(name.words)
    return Side(name, traits(name.units, vectors), vectors, scarcity(name.units[:words], vectors[:words]))


def block_of(written: Sequence[str], *, organisation: bool = False) -> tuple[Block, list[Name]]:
    """The names ready to be aligned, and what they are; those without words are left out."""
    names = [name for text in dict.fromkeys(written) for name in names_of(text, organisation=organisation)]
    numbers: dict[str, int] = {}
    for name in names:
        for unit in name.units:
            numbers.setdefault(unit, len(numbers))
    units = list(numbers)
    vectors = encoder()(units)
    told = scarcity(units, vectors)
    width = max((len(name.units) for name in names), default=1)
    ids, masks = np.zeros((len(names), width), np.int64), np.zeros((len(names), width), np.int64)
    scarce = np.zeros((len(names), MOST_WORDS), np.float32)
    for row, name in enumerate(names):
        ids[row, : len(name.units)] = [numbers[unit] for unit in name.units]
        masks[row, : len(name.masks)] = name.masks
        scarce[row, : len(name.words)] = told[ids[row, : len(name.words)]]
    sizes = np.array([len(name.words) for name in names], np.int64)
    read = np.array([bool(name.read) for name in names], np.bool_)
    return Block(traits(units, vectors), vectors, ids, masks, sizes, scarce, read), names


def score(side: Side, block: Block, *, organisation: bool = False) -> Scored:
    """``side`` against every name of ``block``, by what is known of names of persons or of an ``organisation``."""
    aligned = align(side, block)
    table = features(side, block, aligned, organisation=organisation)
    odds = trees("bodies" if organisation else "persons").log_odds(table)
    odds = odds if organisation else held_down(odds, table)
    return Scored(side, block, aligned, np.where(_only_read_alike(side, block), np.float32(-CERTAIN), odds))


def _only_read_alike(side: Side, block: Block) -> Bools:
    """(C) whether both names are in Chinese letters and one of them was read: two that read alike are not one for it,
    their letters are compared as they stand."""
    ours = bool(side.name.read) or side.traits.kinds[0] == _CHINESE
    theirs = block.read | (block.traits.kinds[block.ids[:, 0]] == _CHINESE)
    found: Bools = (block.read | bool(side.name.read)) & theirs & ours
    return found


_CHINESE = script_number("CJK")


def judged(
    ours: Subject, theirs: Subject, scored: Scored, row: int, their_name: Name, known: Evidence | None = None
) -> NameComparison:
    """The comparison in ``row``, with all that is known beside the names (``known``, where it was weighed before)."""
    aligned, block, name = scored.aligned, scored.block, scored.side.name
    scarce, their_scarce, their_masks = (
        scored.side.scarce.tolist(),
        block.scarce[row].tolist(),
        block.masks[row].tolist(),
    )
    total = max(sum(scarce) + sum(their_scarce), 1e-6)
    steps = (part[row].tolist() for part in (aligned.ours, aligned.theirs, aligned.likeness, aligned.hows))
    language = name.read or their_name.read
    read = f", read in {language}" if language else ""
    pairs = []
    for our, their, alike, how in zip(*steps, strict=True):
        if our < 0:
            continue
        places, their_places = _places(name.masks[our]), _places(their_masks[their])
        told = sum(scarce[at] for at in places) + sum(their_scarce[at] for at in their_places)
        pairs.append(
            TokenPair(
                ours=_written(name, places),
                theirs=_written(their_name, their_places),
                likeness=round(alike, 3),
                weight=round(told / total, 3),
                how=_WORDS[how] + read,
            )
        )
    known = known or weigh(ours, theirs)
    odds = float(scored.odds[row]) + known.log_odds
    missing = [*known.missing, *_thin(name, their_name)]
    return NameComparison(
        probability=probability(odds),
        ours=name.written,
        theirs=their_name.written,
        pairs=tuple(pairs),
        alone_ours=_free(name, aligned.our_free[row].tolist()),
        alone_theirs=_free(their_name, aligned.their_free[row].tolist()),
        supports=known.supports,
        against=known.against + tuple(_disguised(name) + _disguised(their_name)),
        missing=tuple(missing),
    )


def unnamed(ours: Subject, theirs: Subject) -> NameComparison:
    """The comparison of two subjects of which one has no name that can be compared: 0, with the reason."""
    reasons = [reason for subject in (ours, theirs) if (reason := nameless(subject))]
    first, second = (subject.names[0] if subject.names else "" for subject in (ours, theirs))
    return NameComparison(probability=0.0, ours=first, theirs=second, missing=tuple(dict.fromkeys(reasons)))


def nameless(subject: Subject) -> str:
    """Why no name of ``subject`` can be compared; empty if one can."""
    if not subject.names:
        return "one side has no name"
    names = [name_of(written) for written in subject.names[:MOST_NAMES]]
    if any(name.words for name in names):
        return ""
    if placeholder := next((text for text in subject.names if (words := split(text)) and names_nobody(words)), ""):
        return f'"{_short(placeholder)}" names nobody'
    if any(name.titles for name in names):
        titles = next(name.titles for name in names if name.titles)
        return f'"{_short(" ".join(titles))}" is only a title'
    return f'"{_short(subject.names[0])}" is a name without a letter'


def idle_names(subject: Subject) -> tuple[str, ...]:
    """Of each name of ``subject`` that cannot be compared, or is beyond ``MOST_NAMES``, why not."""
    found = [nameless(Subject(id="", kind=subject.kind, names=(name,))) for name in subject.names[:MOST_NAMES]]
    if left := subject.names[MOST_NAMES:]:
        named = ", ".join(f'"{_short(name)}"' for name in left[:10]) + (", ..." if len(left) > 10 else "")
        found.append(f"only the first {MOST_NAMES} names were asked for, not {named}")
    return tuple(dict.fromkeys(filter(None, found)))


def _thin(ours: Name, theirs: Name) -> list[str]:
    found = []
    for name in (ours, theirs):
        if all(is_initial(word.folded) for word in name.words):
            found.append(f'"{_short(name.written)}" is only initials')
        elif len(name.words) == 1:
            found.append(f'"{_short(name.written)}" is one word')
        if name.cut:
            found.append(f'"{_short(name.written)}": only its first {MOST_WORDS} words were compared')
    return sorted(set(found))


def _disguised(name: Name) -> list[str]:
    return [f'"{word.written}" mixes letters of two scripts that look alike' for word in name.words if word.mixed]


def _short(written: str) -> str:
    return written if len(written) <= 60 else written[:57] + "..."


def _free(name: Name, free: Sequence[bool]) -> tuple[str, ...]:
    return tuple(word.written for word, alone in zip(name.words, free, strict=False) if alone)


@cache
def _places(mask: int) -> tuple[int, ...]:
    """The words that a mask covers."""
    return tuple(at for at in range(MOST_WORDS) if mask >> at & 1)


def _written(name: Name, places: Sequence[int]) -> str:
    words = [name.words[at].written for at in places]
    if len(words) == 1:
        return words[0]
    together = "".join(words)
    return together if together in name.written else " ".join(words)


def _other_way(result: NameComparison) -> NameComparison:
    pairs = tuple(
        TokenPair(ours=pair.theirs, theirs=pair.ours, likeness=pair.likeness, weight=pair.weight, how=pair.how)
        for pair in result.pairs
    )
    return NameComparison(
        probability=result.probability,
        ours=result.theirs,
        theirs=result.ours,
        pairs=pairs,
        alone_ours=result.alone_theirs,
        alone_theirs=result.alone_ours,
        supports=result.supports,
        against=result.against,
        missing=result.missing,
    )
