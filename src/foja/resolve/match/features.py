"""What is measured of two aligned names. Every number is the same whichever name comes first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.alignment import Aligned, Block, How, Side, bits
from foja.resolve.match.encoder import Floats
from foja.resolve.match.letters import Longs
from foja.resolve.match.traits import ABBREVIATION, LINK, Bools, script_number

FEATURES = (
    "covered_least", "covered_most", "told", "told_least", "free_least", "free_most", "lowest", "mean", "weighted",
    "words_least", "words_most", "pairs", "initials", "edit_lowest", "edit_mean", "order", "best_free", "exact",
    "across", "abjad", "syllabic", "top_pair", "matched", "conflict", "conflict_most", "sound_lowest", "sound_weighted",
    "edit_weighted", "first", "last", "spelled_apart", "spelled_apart_most", "letters",
)  # fmt: skip
"""In the order of the columns. Shares 0 to 1; "told" and "free" in words that tell all there is to tell."""
BODIES = (*FEATURES, "proper", "proper_free_least", "proper_free_most", "proper_apart", "meant", "short", "numbers")
"""Of organisations: beside those above what their proper words give, those without a meaning in the lexicon."""

_ABJAD, _SYLLABIC = (
    tuple(script_number(name) for name in names) for names in (("ARABIC", "HEBREW"), ("CJK", "HANGUL", "KANA"))
)

RISING = frozenset(
    {
        "covered_least",
        "covered_most",
        "told",
        "told_least",
        "lowest",
        "mean",
        "weighted",
        "edit_lowest",
        "edit_mean",
        "exact",
        "top_pair",
        "order",
        "matched",
        "sound_lowest",
        "sound_weighted",
        "edit_weighted",
        "first",
        "last",
        "proper",
        "meant",
        "short",
    }
)
FALLING = frozenset(
    {
        "free_least",
        "free_most",
        "conflict",
        "conflict_most",
        "spelled_apart",
        "spelled_apart_most",
        "letters",
        "proper_free_least",
        "proper_free_most",
        "proper_apart",
        "numbers",
    }
)


class _Parts(NamedTuple):
    """What is measured of the K pairs of each of C names. ``held``, ``whole``, ``counted`` (C, K): there is a pair, of
    more than an initial, of letters of one script; ``told``, ``ours``, ``theirs`` (C, K): what it tells, at least and
    on either side; ``got``, ``edits``, ``heard`` (C, K): likeness, and of spelling and sound; ``words`` (C, K): words
    of it; ``our_units``, ``units`` (C, K): numbers of units; ``our_masks``, ``masks`` (C, K): words they cover;
    ``free``, ``other_free`` (C): what words without a partner tell."""

    held: Bools
    whole: Bools
    counted: Bools
    told: Floats
    ours: Floats
    theirs: Floats
    got: Floats
    edits: Floats
    heard: Floats
    words: Floats
    our_units: Longs
    units: Longs
    our_masks: Longs
    masks: Longs
    free: Floats
    other_free: Floats


def features(side: Side, block: Block, aligned: Aligned, *, organisation: bool = False) -> Floats:
    """(C, F) numbers, a row a name of ``block``: ``FEATURES``, of an ``organisation`` ``BODIES``."""
    p, words, asked = _parts(side, block, aligned), side.sizes[block.asked], block.asked
    number, both_free = p.held.sum(1), np.minimum(p.free, p.other_free)
    # What both names say and say differently: parts that are poorly alike, and words free on both sides.
    apart = np.where(p.whole, p.told * (1 - p.got), 0)
    # The same of the letters alone, where both are of one script: Bingham and Burnham are poorly alike to the eye.
    spelled_apart = np.where(p.counted, p.told * (1 - p.edits), 0)
    size, other_size = side.traits.words.sizes, block.traits.words.sizes
    letters = np.where(p.counted, (1 - p.edits) * np.maximum(size[p.our_units], other_size[p.units]), 0)
    ends = [_letter(side, block, p, place) for place in (0, -1)]
    matched = p.told * p.got
    # One sum, one minimum and one maximum over many arrays cost little more than over one.
    ours, theirs, all_told, strong, likeness, edited, apart_sum, sound, spelling, spelled_sum, tell = np.stack([
        p.ours * p.got, p.theirs * p.got, matched, np.where(p.whole, p.told * p.got**4, 0), np.where(p.held, p.got, 0),
        np.where(p.held, p.edits, 0), apart, np.where(p.held, p.told * p.heard, 0),
        np.where(p.held, p.told * p.edits, 0), spelled_apart, p.told,
    ]).sum(2)  # fmt: skip
    lowest, edit_lowest, sound_lowest = np.where(p.whole, np.stack([p.got, p.edits, p.heard]), 1).min(2) * (number > 0)
    top, apart_most, spelled_most, letters_most = np.stack([
        np.where(p.whole, matched, 0), apart, spelled_apart, letters
    ]).max(2)  # fmt: skip
    initials, same = (np.stack([aligned.hows == How.INITIAL, aligned.hows == How.SAME]) & p.held).sum(2)
    all_ours, all_theirs = np.maximum(side.scarce.sum(1), 1e-6)[asked], np.maximum(block.scarce.sum(1), 1e-6)
    covered = np.stack([ours / all_ours, theirs / all_theirs])
    tell_all = tell + 1e-6
    kind, kinds = side.traits.kinds[side.firsts[asked]], block.traits.kinds[block.ids[:, 0]]
    columns = [
        covered.min(0), covered.max(0), all_told, strong, both_free, np.maximum(p.free, p.other_free), lowest,
        likeness / np.maximum(number, 1), all_told / tell_all,
        np.minimum(words, block.sizes), np.maximum(words, block.sizes), number,
        initials, edit_lowest, edited / np.maximum(number, 1), _order(p), aligned.best_free,
        same / np.maximum(np.maximum(words, block.sizes), 1),
        kinds != kind, _is(kinds, _ABJAD) | _is(kind, _ABJAD), _is(kinds, _SYLLABIC) | _is(kind, _SYLLABIC),
        top, np.where(p.whole, p.words, 0).sum(1), apart_sum + both_free, np.maximum(apart_most, both_free),
        sound_lowest, sound / tell_all, spelling / tell_all, *ends,
        spelled_sum, spelled_most, letters_most,
    ]  # fmt: skip
    if organisation:
        columns += _bodies(side, block, aligned, p)
    return np.stack([np.asarray(column, np.float32) for column in columns], 1).reshape(-1, len(columns))


def _parts(side: Side, block: Block, aligned: Aligned) -> _Parts:
    held, got, asked = aligned.ours >= 0, aligned.likeness, block.asked
    rows, words = np.arange(len(block.ids))[:, None], side.scarce.shape[1]
    our, their = np.maximum(aligned.ours, 0), np.maximum(aligned.theirs, 0)
    our_masks = np.where(held, side.masks[asked[:, None], our], 0)
    their_masks = np.where(held, block.masks[rows, their], 0)
    our_bits, their_bits, scarce = bits(our_masks), bits(their_masks), side.scarce[asked]
    ours = np.einsum("ckw,cw->ck", our_bits[:, :, :words], scarce)
    theirs = np.einsum("ckw,cw->ck", their_bits, block.scarce)
    whole, spelled = held & ~(held & (aligned.hows == How.INITIAL)), aligned.edits >= 0
    return _Parts(
        held=held, whole=whole, counted=whole & spelled & (aligned.hows < How.MEANING), told=np.minimum(ours, theirs),
        ours=ours, theirs=theirs, got=got, edits=np.where(spelled, aligned.edits, got),
        # What is alike for another reason than sound is not held against it.
        heard=np.where(aligned.hows >= How.MEANING, got, aligned.sounds),
        words=np.minimum(our_bits.sum(-1), their_bits.sum(-1)), our_units=side.firsts[asked][:, None] + our,
        units=block.ids[rows, their], our_masks=our_masks, masks=their_masks,
        free=(aligned.our_free * scarce).sum(1), other_free=(aligned.their_free * block.scarce).sum(1),
    )  # fmt: skip


def _is(kinds: NDArray[np.uint32], scripts: tuple[int, ...]) -> Bools:
    found: Bools = np.logical_or.reduce([kinds == script for script in scripts])
    return found


def _bodies(side: Side, block: Block, aligned: Aligned, parts: _Parts) -> list[Floats]:
    """What ``BODIES`` has beside ``FEATURES``."""
    held, units, asked, words = parts.held, parts.units, block.asked, side.scarce.shape[1]
    ours, theirs = ((part.groups < 0) & ~part.has(LINK | ABBREVIATION) for part in (side.traits, block.traits))
    letters = block.traits.words.sizes
    proper = held & ours[parts.our_units] & theirs[units] & (aligned.hows < How.MEANING)
    width = min(block.ids.shape[1], aligned.their_free.shape[1])
    # Of a name with fewer words those beyond it are not free, whatever stands there.
    our_words = np.minimum(side.firsts[asked][:, None] + np.arange(words), len(ours) - 1)
    our_free = (aligned.our_free * side.scarce[asked] * ours[our_words]).sum(1)
    their_free = (aligned.their_free[:, :width] * block.scarce[:, :width] * theirs[block.ids[:, :width]]).sum(1)
    numbered, their_numbered = (part.kinds == 0 for part in (side.traits, block.traits))
    ours_alone = (aligned.our_free & numbered[our_words]).any(1)
    theirs_alone = (aligned.their_free[:, :width] & their_numbered[block.ids[:, :width]]).any(1)
    return [
        np.where(proper, parts.told * aligned.likeness**4, 0).sum(1),
        np.minimum(our_free, their_free),
        np.maximum(our_free, their_free),
        np.where(proper, parts.told * (1 - aligned.likeness), 0).max(1),
        (held & (aligned.hows == How.MEANING)).sum(1),
        # Three letters are the initials of many, five of few.
        np.where(held & (aligned.hows == How.INITIALS), letters[units] - 1, 0).max(1),
        ours_alone.astype(np.float32) + theirs_alone,
    ]


def _letter(side: Side, block: Block, parts: _Parts, place: int) -> Floats:
    """The share, by what they tell, of the matched parts that have the same letter in a place (first or last); 1 where
    nothing is told."""
    first, second = (
        held.letters[np.arange(len(held.sizes)), place % held.sizes] for held in (side.traits.words, block.traits.words)
    )
    told = parts.told * parts.counted
    same, total = first[parts.our_units] == second[parts.units], told.sum(1)
    return np.where(total > 0, (told * same).sum(1) / np.maximum(total, 1e-6), 1).astype(np.float32)


def _order(parts: _Parts) -> Floats:
    """The share of pairs of matched parts that stand in the same order in both names; 1 with fewer than two."""
    held, ours, theirs = parts.held, parts.our_masks, parts.masks
    later = np.triu(np.ones((ours.shape[1],) * 2, bool), 1)[None]
    both = held[:, :, None] & held[:, None, :] & later
    same = ((ours[:, :, None] < ours[:, None, :]) == (theirs[:, :, None] < theirs[:, None, :])) & both
    total = both.sum((1, 2))
    return np.where(total > 0, same.sum((1, 2)) / np.maximum(total, 1), 1).astype(np.float32)
