"""What is measured of two aligned names. Every number is the same whichever name comes first."""

from __future__ import annotations

import numpy as np

from foja.resolve.match.alignment import Aligned, Block, Bools, How, Longs, Side, bits
from foja.resolve.match.encoder import Floats
from foja.resolve.match.fold import script

FEATURES = (
    "covered_least", "covered_most", "told", "told_least", "free_least", "free_most", "lowest", "mean", "weighted",
    "words_least", "words_most", "pairs", "initials", "edit_lowest", "edit_mean", "order", "best_free", "exact",
    "across", "abjad", "syllabic", "top_pair", "matched", "conflict", "conflict_most", "sound_lowest", "sound_weighted",
    "edit_weighted", "first",
)  # fmt: skip
"""In the order of the columns. Shares 0 to 1; "told" and "free" in words that tell all there is to tell."""

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
    }
)
FALLING = frozenset({"free_least", "free_most", "conflict", "conflict_most"})


def features(side: Side, block: Block, aligned: Aligned) -> Floats:
    """(C, F) numbers, a row a name of ``block``."""
    held = aligned.ours >= 0
    rows = np.arange(len(block.ids))[:, None]
    our_masks = np.array([*side.name.masks, 0], np.int64)
    words = len(side.scarce)
    our_bits = bits(our_masks[aligned.ours]) * held[:, :, None]
    their_bits = bits(block.masks[rows, np.maximum(aligned.theirs, 0)]) * held[:, :, None]
    our_told = our_bits[:, :, :words] @ side.scarce
    their_told = np.einsum("ckw,cw->ck", their_bits, block.scarce)
    our_sum = max(float(side.scarce.sum()), 1e-6)
    their_sum = np.maximum(block.scarce.sum(1), 1e-6)
    got = aligned.likeness
    covered = np.stack([(our_told * got).sum(1) / our_sum, (their_told * got).sum(1) / their_sum], 1)
    told = np.minimum(our_told, their_told)
    our_free = (aligned.our_free * side.scarce[None, :]).sum(1)
    their_free = (aligned.their_free * block.scarce).sum(1)
    number = held.sum(1)
    initial = held & (aligned.hows == How.INITIAL)
    whole = held & ~initial
    edits = np.where(aligned.edits >= 0, aligned.edits, got)
    # What is alike for another reason than sound is not held against it.
    heard = np.where(aligned.hows >= How.MEANING, got, aligned.sounds)
    # What both names say and say differently: parts that are poorly alike, and words free on both sides.
    apart = np.where(whole, told * (1 - got), 0)
    both_free = np.minimum(our_free, their_free)
    tell_all = told.sum(1) + 1e-6
    kind = script("".join(side.name.units[:1])) if side.name.units else ""
    kinds = [script(block.units[unit]) for unit in block.ids[:, 0].tolist()] if len(block.ids) else []
    abjad, syllabic = ("ARABIC", "HEBREW"), ("CJK", "HANGUL", "KANA")
    columns = [
        covered.min(1), covered.max(1), (told * got).sum(1), np.where(whole, told * got**4, 0).sum(1),
        np.minimum(our_free, their_free), np.maximum(our_free, their_free),
        np.where(whole, got, 1).min(1) * (number > 0), np.where(held, got, 0).sum(1) / np.maximum(number, 1),
        (told * got).sum(1) / tell_all, np.minimum(words, block.sizes), np.maximum(words, block.sizes), number,
        initial.sum(1), np.where(whole, edits, 1).min(1) * (number > 0),
        np.where(held, edits, 0).sum(1) / np.maximum(number, 1),
        _order(our_masks[aligned.ours], block.masks[rows, aligned.theirs], held), aligned.best_free,
        (held & (aligned.hows == How.SAME)).sum(1) / np.maximum(np.maximum(words, block.sizes), 1),
        [other != kind for other in kinds], [kind in abjad or other in abjad for other in kinds],
        [kind in syllabic or other in syllabic for other in kinds],
        np.where(whole, told * got, 0).max(1),
        np.where(whole, np.minimum(our_bits.sum(-1), their_bits.sum(-1)), 0).sum(1),
        apart.sum(1) + both_free, np.maximum(apart.max(1), both_free),
        np.where(whole, heard, 1).min(1) * (number > 0), np.where(held, told * heard, 0).sum(1) / tell_all,
        np.where(held, told * edits, 0).sum(1) / tell_all, _first(side, block, aligned, whole, told),
    ]  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], 1).reshape(-1, len(FEATURES))


def _first(side: Side, block: Block, aligned: Aligned, whole: Bools, told: Floats) -> Floats:
    """The share, by what they tell, of the matched parts of one script that begin with the same letter; 1 without."""
    counted = whole & (aligned.edits >= 0) & (aligned.hows < How.MEANING)
    letters = np.array([ord(unit[0]) for unit in block.units] + [0], np.int64)
    ours = np.array([ord(unit[0]) for unit in side.name.units] + [0], np.int64)
    rows = np.arange(len(block.ids))[:, None]
    same = counted & (ours[aligned.ours] == letters[block.ids[rows, np.maximum(aligned.theirs, 0)]])
    total = (told * counted).sum(1)
    return np.where(total > 0, (told * same).sum(1) / np.maximum(total, 1e-6), 1).astype(np.float32)


def _order(ours: Longs, theirs: Longs, held: Bools) -> Floats:
    """The share of pairs of matched parts that stand in the same order in both names; 1 with fewer than two."""
    later = np.triu(np.ones((ours.shape[1],) * 2, bool), 1)[None]
    both = held[:, :, None] & held[:, None, :] & later
    same = ((ours[:, :, None] < ours[:, None, :]) == (theirs[:, :, None] < theirs[:, None, :])) & both
    total = both.sum((1, 2))
    return np.where(total > 0, same.sum((1, 2)) / np.maximum(total, 1), 1).astype(np.float32)
