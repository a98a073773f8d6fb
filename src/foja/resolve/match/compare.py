"""Two subjects compared: their names word by word, and what else is known of them.

The result is a lead with its reasons. Nothing here joins anybody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from foja.model.matching import NameComparison, Subject, TokenPair
from foja.model.vocabulary import MentionKind
from foja.resolve.match.alignment import Aligned, Alike, Block, How, Side, align, likeness
from foja.resolve.match.encoder import Floats, encoder
from foja.resolve.match.evidence import Evidence, weigh
from foja.resolve.match.features import features
from foja.resolve.match.fold import script, split, visible
from foja.resolve.match.letters import Longs
from foja.resolve.match.places import PROBABILITY, same_place
from foja.resolve.match.scarcity import scarcity
from foja.resolve.match.scorer import CERTAIN, held_down, probability, trees
from foja.resolve.match.traits import Bools, Traits, script_number, traits
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
    """The names of a block against those they are set against. ``odds`` (C): log odds before anything but names is
    looked at."""

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
    organisation = _bodies(ours, theirs)
    our_names, names = _all_names(first, organisation), _all_names(second, organisation)
    if our_names and names:
        scored = score(side_of(*our_names), block([names] * len(our_names)), organisation=organisation)
        row = int(scored.odds.argmax())
        result = judged(first, second, scored, row, names[row % len(names)])
    else:
        result = unnamed(first, second)
    if result.probability < PROBABILITY and (place := same_place(first, second)):
        result = place
    return _other_way(result) if swapped else result


def chances(ours: Subject, others: Sequence[Subject]) -> list[float]:
    """The probabilities that ``compare`` gives for ``ours`` and each of ``others``, up to rounding, all at once and
    without the reasons: a fraction of the work."""
    return chances_of([(ours, others)])[0]


def chances_of(asked: Sequence[tuple[Subject, Sequence[Subject]]]) -> list[list[float]]:
    """``chances`` of several subjects, each with its own others: those of as many as ``TOGETHER`` at once."""
    best: list[dict[tuple[bool, str], float]] = [{} for _ in asked]
    for organisation in (False, True):
        known: dict[str, list[Name]] = {}
        sets: list[tuple[int, Name, list[Name]]] = []
        for number, (ours, others) in enumerate(asked):
            texts = dict.fromkeys(
                text for other in others if _bodies(ours, other) is organisation for text in other.names[:MOST_NAMES]
            )
            for text in (*texts, *ours.names[:MOST_NAMES]):
                if texts and text not in known:
                    known[text] = names_of(text, organisation=organisation)
            names = [name for text in texts for name in known[text]]
            mine = dict.fromkeys(ours.names[:MOST_NAMES]) if names else ()
            sets.extend((number, name, names) for text in mine for name in known[text])
        # Those of like width beside each other: what is shorter is filled up to the longest.
        sets.sort(key=lambda one: len(one[1].units))
        for at in range(0, len(sets), TOGETHER):
            part = sets[at : at + TOGETHER]
            held = block([names for _, _, names in part])
            written = [(number, name.written) for number, _, names in part for name in names]
            for rows, scored in scores(side_of(*(name for _, name, _ in part)), held, organisation=organisation):
                for row, odds in zip(rows.tolist(), scored.odds.tolist(), strict=True):
                    number, text = written[row]
                    if odds > best[number].get((organisation, text), -np.inf):
                        best[number][organisation, text] = odds
    return [
        [_chance(ours, other, found) for other in others] for (ours, others), found in zip(asked, best, strict=True)
    ]


TOGETHER = 32
"""Names that are set against others at once."""


def _chance(ours: Subject, other: Subject, best: dict[tuple[bool, str], float]) -> float:
    kind = _bodies(ours, other)
    odds = [best[key] for text in other.names[:MOST_NAMES] if (key := (kind, " ".join(text.split()))) in best]
    chance = probability(max(odds) + weigh(ours, other).log_odds) if odds else 0.0
    return max(chance, PROBABILITY if same_place(ours, other) else 0.0)


def _bodies(ours: Subject, other: Subject) -> bool:
    return MentionKind.ORGANISATION in (ours.kind, other.kind)


def _all_names(subject: Subject, organisation: bool) -> list[Name]:
    texts = dict.fromkeys(subject.names[:MOST_NAMES])
    return [name for text in texts for name in names_of(text, organisation=organisation)]


def side_of(*names: Name) -> Side:
    """``names``, each of which has words, ready to be aligned."""
    vectors, seen = encoded([unit for name in names for unit in name.units])
    return side(names, vectors, seen)


def encoded(units: Sequence[str]) -> tuple[Floats, Traits]:
    """How units sound, each of them once, and their traits."""
    distinct = list(dict.fromkeys(units))
    vectors = encoder()(distinct)
    if len(distinct) == len(units):
        return vectors, traits(distinct, vectors)
    number = {unit: at for at, unit in enumerate(distinct)}
    vectors = vectors[[number[unit] for unit in units]]
    return vectors, traits(units, vectors)


def side(names: Sequence[Name], vectors: Floats, seen: Traits, held: Floats | None = None, listed: int = 0) -> Side:
    """``names`` whose units, one after the other, sound like ``vectors``. ``held``: how many names of a list of
    ``listed`` hold each of the units, or one like it."""
    sizes = np.array([len(name.words) for name in names], np.int64)
    firsts = np.concatenate([[0], np.cumsum([len(name.units) for name in names])]).astype(np.int64)
    masks = np.zeros((len(names), max(len(name.units) for name in names)), np.int64)
    for row, name in enumerate(names):
        masks[row, : len(name.masks)] = name.masks
    words = np.arange(int(sizes.max())) < sizes[:, None]
    places = (firsts[:-1, None] + np.arange(words.shape[1]))[words]
    texts = [word for name in names for word in name.units[: len(name.words)]]
    scarce = np.zeros(words.shape, np.float32)
    scarce[words] = scarcity(texts, vectors[places], None if held is None else held[places], listed)
    return Side(tuple(names), seen, vectors, firsts, masks, sizes, scarce)


def block_of(written: Sequence[str], *, organisation: bool = False) -> tuple[Block, list[Name]]:
    """The names ready to be aligned with one, and what they are; those without words are left out."""
    names = [name for text in dict.fromkeys(written) for name in names_of(text, organisation=organisation)]
    return block([names]), names


def block(sets: Sequence[Sequence[Name]]) -> Block:
    """The names of ``sets`` ready to be aligned, those of each with one name of a side."""
    names = [name for held in sets for name in held]
    numbers: list[dict[str, int]] = []
    first = 0
    for held in sets:
        distinct = dict.fromkeys(unit for name in held for unit in name.units)
        numbers.append({unit: at for at, unit in enumerate(distinct, first)})
        first += len(distinct)
    vectors, seen = encoded([unit for known in numbers for unit in known])
    told = scarcity([unit for known in numbers for unit in known], vectors)
    width = max((len(name.units) for name in names), default=1)
    ids, masks = np.zeros((len(names), width), np.int64), np.zeros((len(names), width), np.int64)
    asked = np.repeat(np.arange(len(sets)), [len(held) for held in sets])
    for row, (name, at) in enumerate(zip(names, asked.tolist(), strict=True)):
        known = numbers[at]
        ids[row, :] = known[name.units[0]]
        ids[row, : len(name.units)] = [known[unit] for unit in name.units]
        masks[row, : len(name.masks)] = name.masks
    sizes = np.array([len(name.words) for name in names], np.int64)
    scarce = np.zeros((len(names), MOST_WORDS), np.float32)
    words = min(width, MOST_WORDS)
    scarce[:, :words] = np.where(np.arange(words) < sizes[:, None], told[ids[:, :words]], 0)
    read = np.array([bool(name.read) for name in names], np.bool_)
    of = np.repeat(np.arange(len(sets)), [len(known) for known in numbers])
    return Block(seen, vectors, of, asked, ids, masks, sizes, scarce, read)


def score(side: Side, block: Block, alike: Alike | None = None, *, organisation: bool = False) -> Scored:
    """Every name of ``block`` against that which it is set against, by what is known of names of persons or of an
    ``organisation``. ``alike``: where it is known."""
    aligned = align(side, block, alike)
    table = features(side, block, aligned, organisation=organisation)
    odds = trees("bodies" if organisation else "persons").log_odds(table)
    odds = odds if organisation else held_down(odds, table)
    return Scored(side, block, aligned, np.where(_only_read_alike(side, block), np.float32(-CERTAIN), odds))


def scores(side: Side, block: Block, *, organisation: bool = False) -> list[tuple[Longs, Scored]]:
    """As ``score`` for many names, those of like width together: rows of ``block``, and what is scored of them."""
    alike = likeness(side, block)
    widths = np.searchsorted(_WIDTHS, (block.masks > 0).sum(1))
    parts = [np.flatnonzero(widths == width) for width in range(len(_WIDTHS) + 1)]
    return [(rows, score(side, block.some(rows), alike, organisation=organisation)) for rows in parts if len(rows)]


_WIDTHS = (3, 5, 8, 14)


def _only_read_alike(side: Side, block: Block) -> Bools:
    """(C) whether both names are in Chinese letters and one of them was read: two that read alike are not one for it,
    their letters are compared as they stand."""
    our_read = np.array([bool(name.read) for name in side.names])[block.asked]
    ours = our_read | (side.traits.kinds[side.firsts[block.asked]] == _CHINESE)
    theirs = block.read | (block.traits.kinds[block.ids[:, 0]] == _CHINESE)
    found: Bools = (block.read | our_read) & theirs & ours
    return found


_CHINESE = script_number("CJK")


def judged(
    ours: Subject, theirs: Subject, scored: Scored, row: int, their_name: Name, known: Evidence | None = None
) -> NameComparison:
    """The comparison in ``row``, with all that is known beside the names (``known``, where it was weighed before)."""
    aligned, block = scored.aligned, scored.block
    at = int(block.asked[row])
    name, scarce = scored.side.names[at], scored.side.scarce[at].tolist()
    their_scarce, their_masks = block.scarce[row].tolist(), block.masks[row].tolist()
    total = max(sum(scarce) + sum(their_scarce), 1e-6)
    steps = (part[row].tolist() for part in (aligned.ours, aligned.theirs, aligned.likeness, aligned.hows))
    language = name.read or their_name.read
    read = f", read in {language}" if language else ""
    pairs = []
    for our, their, alike, how in zip(*steps, strict=True):
        if our < 0:
            continue
        places, their_places = _places(name.masks[our]), _places(their_masks[their])
        told = sum(scarce[place] for place in places) + sum(their_scarce[place] for place in their_places)
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
    missing = [*known.missing, *_thin(name, their_name), *_hardly_learned(name, their_name)]
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


def _hardly_learned(ours: Name, theirs: Name) -> list[str]:
    """Of two names in different scripts, that the encoder has heard little of one of them."""
    if ours.written.isascii() and theirs.written.isascii():
        return []
    first, second = ({script(word.folded) for word in name.words} - {""} for name in (ours, theirs))
    found = []
    for one in sorted(first ^ second):
        if (words := _learned().get(one, 0)) < _MUCH:
            told = f"only {words} words" if words else "no names"
            found.append(f"{one.capitalize()} letters: {told} in them were learned, so likeness by sound is unsure")
    return found


_MUCH = 1000
"""Words of a script from which it counts as learned."""


@cache
def _learned() -> dict[str, int]:
    """Words by script in what the encoder learned from."""
    path = files("foja.resolve.match").joinpath("data").joinpath("scripts.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _disguised(name: Name) -> list[str]:
    found = [f'"{word.written}" mixes letters of two scripts that look alike' for word in name.words if word.mixed]
    if not name.written.isprintable() and _TURNING & set(name.written):
        found.append(f'"{_short(visible(name.written))}" holds signs that turn letters round: it may look like another')
    return found


_TURNING = frozenset("\u202d\u202e")
"""Signs by which letters are shown in another order than they are written."""


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
