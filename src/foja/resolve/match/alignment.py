"""Names set against names: which part goes with which.

Everything is done for all pairs of names at once, in numpy: one name and those that an index found for it, or many
names, each with its own. The best pair of parts is taken, whatever overlaps it is struck out, and so on, so that every
word is used at most once.
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
    """Q names that others are set against. ``traits`` and ``vectors`` (S, 64) of their units, those of one name
    together; ``firsts`` (Q + 1): where those of each name begin; ``masks`` (Q, T): words a unit covers, 0 where there
    is no unit; ``sizes`` (Q): words of each name; ``scarce`` (Q, W): how much each word tells, 0 to 1."""

    names: tuple[Name, ...]
    traits: Traits
    vectors: Floats
    firsts: Longs
    masks: Longs
    sizes: Longs
    scarce: Floats


class Block(NamedTuple):
    """C names, each to be set against one of a side. ``traits``: of units; ``vectors`` (U, 64); ``of`` (U): the name
    of the side that each unit is set against, rising; ``asked`` (C): the same of each name; ``ids`` (C, T): units of
    each name, its words first; ``masks`` (C, T): words a unit covers, 0 where there is no unit; ``sizes`` (C): words of
    each name; ``scarce`` (C, W): how much each word tells, 0 beyond its words; ``read`` (C): whether the name is a
    reading of Chinese letters."""

    traits: Traits
    vectors: Floats
    of: Longs
    asked: Longs
    ids: Longs
    masks: Longs
    sizes: Longs
    scarce: Floats
    read: Bools

    def some(self, rows: Longs) -> Block:
        """Those of the names in these rows, with the same units."""
        width = int((self.masks[rows] > 0).sum(1).max(initial=1))
        return self._replace(
            asked=self.asked[rows], ids=self.ids[rows, :width], masks=self.masks[rows, :width],
            sizes=self.sizes[rows], scarce=self.scarce[rows], read=self.read[rows],
        )  # fmt: skip


class Alike(NamedTuple):
    """P pairs of a unit of a block and one of the name that it is set against; those of one unit together, from
    ``starts`` (U) on. ``likeness``; ``hows``: numbers of ``How``; ``edits``: edit similarity, -1 where not measured;
    ``sounds``: likeness by the encoder alone."""

    starts: Longs
    likeness: Floats
    hows: Longs
    edits: Floats
    sounds: Floats


class Aligned(NamedTuple):
    """K steps of pairs for C names. ``ours``, ``theirs`` (C, K): units by their place in the name, -1 for none;
    ``likeness`` (C, K); ``hows`` (C, K): numbers of ``How``; ``edits`` (C, K): edit similarity, -1 across scripts;
    ``sounds`` (C, K): likeness by the encoder alone; ``our_free`` (C, W) and ``their_free`` (C, W): words without a
    partner; ``best_free`` (C): highest likeness of two free words."""

    ours: Longs
    theirs: Longs
    likeness: Floats
    hows: Longs
    edits: Floats
    sounds: Floats
    our_free: Bools
    their_free: Bools
    best_free: Floats


def paired(side: Side, of: Longs) -> tuple[Longs, Longs, Longs]:
    """The pairs of each unit of theirs and every unit of the name it is set against (``of``): (U) the first pair of
    each; (P) the numbers of theirs and of ours."""
    many = np.diff(side.firsts)[of]
    starts = np.cumsum(many) - many
    theirs = np.repeat(np.arange(len(of)), many)
    return starts, theirs, np.arange(len(theirs)) - starts[theirs] + side.firsts[of][theirs]


def heard(side: Side, vectors: Floats, of: Longs) -> Floats:
    """(P) the cosines of the pairs of ``paired``. ``vectors`` (U, 64): of theirs."""
    ends = np.searchsorted(of, np.arange(len(side.names) + 1)).tolist()
    firsts = side.firsts.tolist()
    parts = [
        (vectors[begin:end] @ side.vectors[first:last].T).ravel()
        for begin, end, first, last in zip(ends, ends[1:], firsts, firsts[1:], strict=False)
        if end > begin
    ]
    found: Floats = parts[0] if len(parts) == 1 else np.concatenate([np.zeros(0, np.float32), *parts])
    return found


def likeness(side: Side, block: Block) -> Alike:
    """How alike each unit of ``block`` is to every unit of the name it is set against."""
    ours, theirs = side.traits, block.traits
    starts, rows, columns = paired(side, block.of)
    kinds, our_kinds = theirs.kinds[rows], ours.kinds[columns]
    # Numbers have no sound: they are the same or they are not.
    worded = kinds > 0
    sound = np.clip(heard(side, block.vectors, block.of), 0, 1)
    sound *= worded & (our_kinds > 0)
    alike, hows = sound.copy(), np.full(sound.shape, int(How.SOUND), np.int64)
    edits = np.full(sound.shape, -1, np.float32)
    places = np.flatnonzero(((sound > _FAR) | ~worded) & (kinds == our_kinds))
    our, their, by_ear = columns[places], rows[places], sound[places]
    near = similarity(ours.words, theirs.words, our, their)
    edits[places] = near
    same = near == 1
    shorter = np.minimum(theirs.words.sizes[their], ours.words.sizes[our])
    spelled = np.where(worded[places], near * np.where(shorter > 4, 0.98, 0.85), 0).astype(np.float32)
    latin = our_kinds[places] == _LATIN
    doubtful = np.flatnonzero(latin & ~same & (near > _CLOSE) & (shorter > 3) & (by_ear < READING))
    read = np.zeros(len(places), np.float32)
    read[doubtful] = read_alike(ours.words, theirs.words, our[doubtful], their[doubtful])
    # Spelling alone does not outweigh the ear: Reza and Rezai, Hassan and Hussein differ by one letter.
    best = np.minimum(np.maximum(spelled, read), by_ear + _REMOTE)
    how = np.where(best > by_ear, np.where(read > spelled, int(How.READING), int(How.SPELLING)), int(How.SOUND))
    alike[places] = np.where(same, 1, np.maximum(best, by_ear))
    hows[places] = np.where(same, int(How.SAME), how)
    found = Alike(starts, alike, hows, edits, sound)
    _initials(ours, theirs, columns, rows, found)
    _other_languages(ours, theirs, columns, rows, found)
    _short_forms(ours, theirs, columns, rows, found)
    return found


def _initials(ours: Traits, theirs: Traits, our: Longs, their: Longs, alike: Alike) -> None:
    """A single letter fits the words that begin with it, and is the same as itself."""
    single, our_single = theirs.has(INITIAL), ours.has(INITIAL)
    if not single.any() and not our_single.any():
        return
    either = np.flatnonzero(single[their] | our_single[our])
    our, their = our[either], their[either]
    fits = theirs.words.letters[their, 0] == ours.words.letters[our, 0]
    same = fits & (theirs.words.sizes[their] == ours.words.sizes[our])
    alike.likeness[either] = np.where(fits, np.where(same, 1, INITIAL_LIKENESS), 0)
    alike.hows[either] = np.where(same, int(How.SAME), int(How.INITIAL))
    alike.edits[either] = -1


def _short_forms(ours: Traits, theirs: Traits, our: Longs, their: Longs, alike: Alike) -> None:
    """Forms of one given name are alike: Jim and James, Pepe and José. Their letters are not held against them."""
    if ours.forms.max(initial=-1) < 0:
        return
    forms, our_forms = theirs.forms[their], ours.forms[our]
    same = given_names().shared[forms, our_forms] & (alike.likeness < SHORT_FORM_LIKENESS)
    alike.likeness[same], alike.hows[same], alike.edits[same] = SHORT_FORM_LIKENESS, How.SHORT_FORM, -1
    # The form itself, heard in another script, goes before the other forms: Τζον is John before he is Juan.
    itself = same & (forms == our_forms)
    alike.likeness[itself], alike.hows[itself] = HEARD_LIKENESS, How.SOUND


def _other_languages(ours: Traits, theirs: Traits, our: Longs, their: Longs, alike: Alike) -> None:
    """Words of one meaning are alike; initials meet the same initials, and nothing else."""
    groups = theirs.groups[their]
    same = (groups == ours.groups[our]) & (groups >= 0) & (alike.likeness < MEANING)
    alike.likeness[same], alike.hows[same] = MEANING, How.MEANING
    short, our_short = theirs.has(ABBREVIATION), ours.has(ABBREVIATION)
    if not short.any() and not our_short.any():
        return
    either = short[their] | our_short[our]
    both = either & (alike.hows == How.SAME) & (alike.likeness == 1)
    alike.likeness[either] = 0
    alike.likeness[both], alike.hows[both] = ABBREVIATED, How.INITIALS


def grid_of(side: Side, starts: Longs, ids: Longs, asked: Longs) -> Longs:
    """(C, T, Q) the numbers of pairs: each unit of C names (``ids``) with each unit of the names they are set against;
    of units that are not there those of another pair."""
    places: Longs = starts[ids][:, :, None] + np.arange(side.masks.shape[1])
    if len(side.names) > 1:
        many = np.diff(side.firsts)[asked][:, None, None]
        return np.minimum(places, starts[ids][:, :, None] + many - 1)
    return places


def align(side: Side, block: Block, alike: Alike | None = None) -> Aligned:
    """The parts of every name of ``block`` against those of the name it is set against. ``alike``: where known."""
    alike = alike or likeness(side, block)
    our_masks, scarce = side.masks[block.asked], side.scarce[block.asked]
    where = grid_of(side, alike.starts, block.ids, block.asked)
    real = (block.masks > 0)[:, :, None] & (our_masks > 0)[:, None, :]
    grid = alike.likeness[where] * real
    words, value = side.scarce.shape[1], _values(our_masks, scarce, block, grid)
    number, rows = len(block.ids), np.arange(len(block.ids))
    steps = min(int(side.sizes.max(initial=0)), int(block.sizes.max(initial=0)))
    shape = (number, max(steps, 1))
    ours, theirs = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    got, how_of, edit_of = np.zeros(shape, np.float32), np.zeros(shape, np.int64), np.full(shape, -1, np.float32)
    sounds = np.zeros(shape, np.float32)
    our_used, their_used = np.zeros(number, np.int64), np.zeros(number, np.int64)
    for step in range(steps):
        flat = value.reshape(number, -1)
        at = flat.argmax(1)
        found = flat[rows, at] > 0
        if not found.any():
            break
        their, our = np.divmod(at, our_masks.shape[1])
        pair = where.reshape(number, -1)[rows, at]
        our_mask, their_mask = our_masks[rows, our], block.masks[rows, their]
        ours[:, step], theirs[:, step] = np.where(found, our, -1), np.where(found, their, -1)
        got[:, step] = np.where(found, alike.likeness[pair], 0)
        how_of[:, step], edit_of[:, step] = alike.hows[pair], np.where(found, alike.edits[pair], -1)
        sounds[:, step] = np.where(found, alike.sounds[pair], 0)
        our_used |= np.where(found, our_mask, 0)
        their_used |= np.where(found, their_mask, 0)
        if step + 1 < steps:
            struck = ((block.masks & their_mask[:, None]) > 0)[:, :, None]
            value = np.where(struck | ((our_masks & our_mask[:, None]) > 0)[:, None, :], 0, value)
    our_free = ~bits(our_used)[:, :words].astype(bool) & (np.arange(words) < side.sizes[block.asked][:, None])
    their_free = ~bits(their_used).astype(bool) & (np.arange(MOST_WORDS) < block.sizes[:, None])
    width = min(grid.shape[1], MOST_WORDS)
    left = grid[:, :width, :words] * their_free[:, :width, None] * our_free[:, None, :]
    return Aligned(ours, theirs, got, how_of, edit_of, sounds, our_free, their_free, left.max((1, 2), initial=0))


def _values(our_masks: Longs, scarce: Floats, block: Block, grid: Floats) -> Floats:
    """(C, T, Q) what it is worth to set each part of theirs against each of ours, 0 where they do not go together."""
    our_bits, their_bits = bits(our_masks), bits(block.masks)
    our_told = np.einsum("cqw,cw->cq", our_bits[:, :, : scarce.shape[1]], scarce)
    their_told = np.einsum("ctw,cw->ct", their_bits, block.scarce)
    told = np.minimum(our_told[:, None, :], their_told[:, :, None]) + np.float32(0.05)
    # A likeness counts by what it exceeds the floor, so that one good join does not lose to two poor pairs, and a
    # part by the side on which it tells less, so that it does not swallow a neighbour.
    value = np.where(grid > FLOOR, (grid - FLOOR) ** 2 * told, 0)
    # Two joins are only set against each other where their words do not go together one by one.
    joins = (_COUNTS[block.masks] > 1)[:, :, None] & (_COUNTS[our_masks] > 1)[:, None, :]
    value = np.where(joins, value * np.float32(0.45), value)
    # Where a word could go to two places, the nearer one: repeated words keep their order.
    places = np.abs(_places(our_masks)[:, None, :] - _places(block.masks)[:, :, None])
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
