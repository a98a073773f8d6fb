"""Many names set against one: which part goes with which.

Everything is done for all candidates at once, in numpy. The best pair of parts is taken, whatever overlaps it is
struck out, and so on, so that every word is used at most once.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from foja.resolve.match.edit import READING, read_alike, similarity
from foja.resolve.match.encoder import Floats
from foja.resolve.match.given import given_names
from foja.resolve.match.letters import Longs
from foja.resolve.match.traits import ABBREVIATION, INITIAL, Bools, Traits, script_number
from foja.resolve.match.units import MOST_WORDS, Name

FLOOR = 0.42
"""Likeness under which two parts are not set against each other."""
INITIAL_LIKENESS = 0.5
"""Likeness of an initial and a word that begins with it: it does not contradict, and says little."""
MEANING, ABBREVIATED, SHORT_FORM_LIKENESS, HEARD_LIKENESS = 0.95, 0.9, 0.85, 0.9
"""Likeness of two words of one meaning, of two names with the same initials, of two forms of one given name, and of a
form and a word that was heard as it."""
_FAR, _CLOSE, _REMOTE = 0.15, 0.4, 0.3
_LATIN = script_number("LATIN")


class How(IntEnum):
    """Why two parts are alike."""

    SOUND = 0
    SAME = 1
    SPELLING = 2
    READING = 3
    INITIAL = 4
    MEANING = 5
    INITIALS = 6
    SHORT_FORM = 7


class Side(NamedTuple):
    """One name. ``traits`` and ``vectors`` (Q, 64) of its units; ``scarce`` (W): how much each word tells, 0 to 1."""

    name: Name
    traits: Traits
    vectors: Floats
    scarce: Floats


class Block(NamedTuple):
    """C names. ``traits``: of their distinct units; ``vectors`` (U, 64); ``ids`` (C, T): units of each name, its words
    first; ``masks`` (C, T): words a unit covers, 0 where there is no unit; ``sizes`` (C): words of each name;
    ``scarce`` (C, W): how much each word tells, 0 beyond its words; ``read`` (C): whether the name is a reading of
    Chinese letters."""

    traits: Traits
    vectors: Floats
    ids: Longs
    masks: Longs
    sizes: Longs
    scarce: Floats
    read: Bools


class Aligned(NamedTuple):
    """K steps of pairs for C names. ``ours``, ``theirs`` (C, K): units, -1 for none; ``likeness`` (C, K);
    ``hows`` (C, K): numbers of ``How``; ``edits`` (C, K): edit similarity, -1 across scripts; ``sounds`` (C, K):
    likeness by the encoder alone; ``our_free`` (C, W) and ``their_free`` (C, W): words without a partner;
    ``best_free`` (C): highest likeness of two free words."""

    ours: Longs
    theirs: Longs
    likeness: Floats
    hows: Longs
    edits: Floats
    sounds: Floats
    our_free: Bools
    their_free: Bools
    best_free: Floats


def likeness(
    ours: Traits, our_vectors: Floats, theirs: Traits, vectors: Floats
) -> tuple[Floats, Longs, Floats, Floats]:
    """(U, Q) likeness of every unit of theirs with every one of ours, ``How``, edit similarity (-1 where not
    measured), and likeness by sound alone."""
    sound: Floats = np.clip(vectors @ our_vectors.T, 0, 1).astype(np.float32)
    # Numbers have no sound: they are the same or they are not.
    worded = theirs.kinds > 0
    sound *= worded[:, None] & (ours.kinds > 0)
    alike, hows = sound.copy(), np.full(sound.shape, int(How.SOUND), np.int64)
    edits = np.full(sound.shape, -1, np.float32)
    rows, columns = np.nonzero(((sound > _FAR) | ~worded[:, None]) & (theirs.kinds[:, None] == ours.kinds))
    near, heard = similarity(ours.words, theirs.words, columns, rows), sound[rows, columns]
    edits[rows, columns] = near
    same = near == 1
    shorter = np.minimum(theirs.words.sizes[rows], ours.words.sizes[columns])
    spelled = np.where(worded[rows], near * np.where(shorter > 4, 0.98, 0.85), 0).astype(np.float32)
    latin = (ours.kinds == _LATIN)[columns]
    doubtful = np.nonzero(latin & ~same & (near > _CLOSE) & (shorter > 3) & (heard < READING))[0]
    read = np.zeros(len(rows), np.float32)
    read[doubtful] = read_alike(ours.words, theirs.words, columns[doubtful], rows[doubtful])
    # Spelling alone does not outweigh the ear: Reza and Rezai, Hassan and Hussein differ by one letter.
    best = np.minimum(np.maximum(spelled, read), heard + _REMOTE)
    how = np.where(best > heard, np.where(read > spelled, int(How.READING), int(How.SPELLING)), int(How.SOUND))
    alike[rows, columns] = np.where(same, 1, np.maximum(best, heard))
    hows[rows, columns] = np.where(same, int(How.SAME), how)
    _initials(ours, theirs, alike, hows, edits)
    _other_languages(ours, theirs, alike, hows)
    _short_forms(ours, theirs, alike, hows, edits)
    return alike, hows, edits, sound


def _initials(ours: Traits, theirs: Traits, alike: Floats, hows: Longs, edits: Floats) -> None:
    """A single letter fits the words that begin with it, and is the same as itself."""
    single, our_single = theirs.has(INITIAL), ours.has(INITIAL)
    if not single.any() and not our_single.any():
        return
    either = single[:, None] | our_single
    fits = theirs.words.letters[:, 0][:, None] == ours.words.letters[:, 0]
    same = fits & (theirs.words.sizes[:, None] == ours.words.sizes)
    alike[either] = np.where(fits, np.where(same, 1, INITIAL_LIKENESS), 0)[either]
    hows[either] = np.where(same, int(How.SAME), int(How.INITIAL))[either]
    edits[either] = -1


def _short_forms(ours: Traits, theirs: Traits, alike: Floats, hows: Longs, edits: Floats) -> None:
    """Forms of one given name are alike: Jim and James, Pepe and José. Their letters are not held against them."""
    if ours.forms.max(initial=-1) < 0:
        return
    same = given_names().shared[theirs.forms[:, None], ours.forms] & (alike < SHORT_FORM_LIKENESS)
    alike[same], hows[same], edits[same] = SHORT_FORM_LIKENESS, How.SHORT_FORM, -1
    # The form itself, heard in another script, goes before the other forms: Τζον is John before he is Juan.
    itself = same & (theirs.forms[:, None] == ours.forms)
    alike[itself], hows[itself] = HEARD_LIKENESS, How.SOUND


def _other_languages(ours: Traits, theirs: Traits, alike: Floats, hows: Longs) -> None:
    """Words of one meaning are alike; initials meet the same initials, and nothing else."""
    same = (theirs.groups[:, None] == ours.groups) & (theirs.groups >= 0)[:, None] & (alike < MEANING)
    alike[same], hows[same] = MEANING, How.MEANING
    either = theirs.has(ABBREVIATION)[:, None] | ours.has(ABBREVIATION)
    if not either.any():
        return
    both = either & (hows == How.SAME) & (alike == 1)
    alike[either] = 0
    alike[both], hows[both] = ABBREVIATED, How.INITIALS


def align(side: Side, block: Block) -> Aligned:
    """The parts of ``side`` against those of every name of ``block``."""
    alike, hows, edits, sound = likeness(side.traits, side.vectors, block.traits, block.vectors)
    grid = alike[block.ids] * (block.masks > 0)[:, :, None]
    our_masks = np.array(side.name.masks, np.int64)
    words, value = len(side.scarce), _values(side, block, grid, our_masks)
    clash = (our_masks[:, None] & our_masks[None, :]) > 0
    number, rows = len(block.ids), np.arange(len(block.ids))
    steps = min(words, int(block.sizes.max(initial=0)))
    shape = (number, max(steps, 1))
    ours, theirs = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    got, how_of, edit_of = np.zeros(shape, np.float32), np.zeros(shape, np.int64), np.full(shape, -1, np.float32)
    heard = np.zeros(shape, np.float32)
    our_used, their_used = np.zeros(number, np.int64), np.zeros(number, np.int64)
    for step in range(steps):
        flat = value.reshape(number, -1)
        at = flat.argmax(1)
        found = flat[rows, at] > 0
        if not found.any():
            break
        their, our = at // len(our_masks), at % len(our_masks)
        unit = block.ids[rows, their]
        ours[:, step], theirs[:, step] = np.where(found, our, -1), np.where(found, their, -1)
        got[:, step] = np.where(found, grid[rows, their, our], 0)
        how_of[:, step], edit_of[:, step] = hows[unit, our], np.where(found, edits[unit, our], -1)
        heard[:, step] = np.where(found, sound[unit, our], 0)
        our_used |= np.where(found, our_masks[our], 0)
        their_used |= np.where(found, block.masks[rows, their], 0)
        struck = (block.masks & block.masks[rows, their][:, None]) > 0
        value = np.where(struck[:, :, None] | clash[our][:, None, :], 0, value)
    our_free = ~bits(our_used)[:, :words].astype(bool)
    their_free = ~bits(their_used).astype(bool) & (np.arange(MOST_WORDS)[None, :] < block.sizes[:, None])
    width = min(grid.shape[1], MOST_WORDS)
    left = grid[:, :width, :words] * their_free[:, :width, None] * our_free[:, None, :]
    return Aligned(ours, theirs, got, how_of, edit_of, heard, our_free, their_free, left.max((1, 2), initial=0))


def _values(side: Side, block: Block, grid: Floats, our_masks: Longs) -> Floats:
    """(C, T, Q) what it is worth to set each part of theirs against each of ours, 0 where they do not go together."""
    our_bits, their_bits = bits(our_masks), bits(block.masks)
    words = len(side.scarce)
    our_told = our_bits[:, :words] @ side.scarce
    their_told = np.einsum("ctw,cw->ct", their_bits, block.scarce)
    told = np.minimum(our_told[None, None, :], their_told[:, :, None]) + np.float32(0.05)
    # A likeness counts by what it exceeds the floor, so that one good join does not lose to two poor pairs, and a
    # part by the side on which it tells less, so that it does not swallow a neighbour.
    value = np.where(grid > FLOOR, (grid - FLOOR) ** 2 * told, 0)
    # Two joins are only set against each other where their words do not go together one by one.
    joins = (_COUNTS[block.masks] > 1)[:, :, None] & (_COUNTS[our_masks] > 1)[None, None, :]
    value = np.where(joins, value * np.float32(0.45), value)
    # Where a word could go to two places, the nearer one: repeated words keep their order.
    places = np.abs(_places(our_masks)[None, None, :] - _places(block.masks)[:, :, None])
    values: Floats = np.where(value > 0, value - 1e-4 * places, 0)
    return values


def bits(masks: Longs) -> Floats:
    """The bits of each mask as a last axis of ``MOST_WORDS`` zeros and ones."""
    return _BITS[masks]


def _places(masks: Longs) -> Floats:
    """The middle of the words that a mask covers, from 0."""
    return _MIDDLES[masks]


# Of every mask that there can be, so that asking is one look into a table.
_BITS: Floats = ((np.arange(1 << MOST_WORDS)[:, None] >> np.arange(MOST_WORDS)) & 1).astype(np.float32)
_COUNTS: Floats = _BITS.sum(1)
_MIDDLES: Floats = (_BITS @ np.arange(MOST_WORDS) / np.maximum(_COUNTS, 1)).astype(np.float32)
