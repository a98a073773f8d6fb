"""A first look at many names at once: how well their words can go with those of another name, by sound alone.

It costs a tenth of an alignment and serves only to say which names are aligned first. A word may serve twice and
spelling counts for nothing, so nobody is shown the number.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.alignment import FLOOR, MEANING, SHORT_FORM_LIKENESS, Side, bits, grid_of, heard, paired
from foja.resolve.match.encoder import Floats
from foja.resolve.match.given import Forms, given_names
from foja.resolve.match.letters import Longs
from foja.resolve.match.traits import Bools
from foja.resolve.match.units import MOST_WORDS


class Rough(NamedTuple):
    """C names by the numbers of their units alone, each to be set against one of a side. ``units`` (U): numbers in the
    index; ``vectors`` (U, 64); ``of`` (U), ``asked`` (C): the name of the side that each is set against; ``groups``,
    ``forms`` (U): numbers of meanings and of forms of given names, -1 for none; ``ids`` (C, T): places in ``units``,
    the words of a name first; ``masks`` (C, T): words a unit covers, 0 where there is no unit; ``sizes`` (C): words;
    ``scarce`` (C, W): how much each word tells; ``read`` (C): as in ``Block``."""

    units: Longs
    vectors: Floats
    of: Longs
    asked: Longs
    groups: NDArray[Any]
    forms: Forms
    ids: Longs
    masks: Longs
    sizes: Longs
    scarce: Floats
    read: Bools

    def some(self, rows: Longs) -> Rough:
        """Those of the names in these rows, with the same units."""
        return self._replace(
            asked=self.asked[rows], ids=self.ids[rows], masks=self.masks[rows], sizes=self.sizes[rows],
            scarce=self.scarce[rows], read=self.read[rows],
        )  # fmt: skip


def estimate(side: Side, rough: Rough) -> Floats:
    """(C) a number that is the higher, the more of both names can go together."""
    starts, rows, columns = paired(side, rough.of)
    sound = heard(side, rough.vectors, rough.of)
    groups = rough.groups[rows]
    meant = (groups == side.traits.groups[columns]) & (groups >= 0)
    sound[meant] = np.maximum(sound[meant], MEANING)
    if side.traits.forms.max(initial=-1) >= 0:
        formed = given_names().shared[rough.forms[rows], side.traits.forms[columns]]
        sound[formed] = np.maximum(sound[formed], SHORT_FORM_LIKENESS)
    near: Floats = np.clip((sound - FLOOR) / (1 - FLOOR), 0, 1).astype(np.float32)
    our_masks, our_scarce = side.masks[rough.asked], side.scarce[rough.asked]
    real = (rough.masks > 0)[:, :, None] & (our_masks > 0)[:, None, :]
    grid = near[grid_of(side, starts, rough.ids, rough.asked)] * real
    # A join gives its likeness to the words it covers, so that each word has the best that it can get.
    ours, theirs, words = grid.max(1), grid.max(2), our_scarce.shape[1]
    if our_masks.shape[1] > words:
        ours = (ours[:, :, None] * bits(our_masks)[:, :, :words]).max(1)
    width = min(theirs.shape[1], MOST_WORDS)
    if theirs.shape[1] > 1:
        theirs = (theirs[:, :, None] * bits(rough.masks)[:, :, :width]).max(1)
    scarce = rough.scarce[:, :width]
    our_sum, their_sum = our_scarce.sum(1) + 1e-6, scarce.sum(1) + 1e-6
    got, their_got = (ours**2 * our_scarce).sum(1), (theirs**2 * scarce).sum(1)
    shares = np.stack([got / our_sum, their_got / their_sum], 1)
    left = np.minimum(our_sum - got, their_sum - their_got)
    value: Floats = (2 * shares.min(1) + shares.max(1) + np.minimum(got, their_got) - left).astype(np.float32)
    return value
