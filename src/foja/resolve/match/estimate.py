"""A first look at many names at once: how well their words can go with those of another name, by sound alone.

It costs a tenth of an alignment and serves only to say which names are aligned first. A word may serve twice and
spelling counts for nothing, so nobody is shown the number.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.alignment import FLOOR, MEANING, SHORT_FORM_LIKENESS, Side, bits
from foja.resolve.match.encoder import Floats
from foja.resolve.match.given import Forms, given_names
from foja.resolve.match.letters import Longs
from foja.resolve.match.traits import Bools
from foja.resolve.match.units import MOST_WORDS


class Rough(NamedTuple):
    """C names by the numbers of their units alone. ``units`` (U): numbers in the index; ``vectors`` (U, 64);
    ``groups``, ``forms`` (U): numbers of meanings and of forms of given names, -1 for none; ``ids`` (C, T): places in
    ``units``, the words of a name first; ``masks`` (C, T): words a unit covers, 0 where there is no unit; ``sizes``
    (C): words; ``scarce`` (C, W): how much each word tells; ``read`` (C): as in ``Block``."""

    units: Longs
    vectors: Floats
    groups: NDArray[Any]
    forms: Forms
    ids: Longs
    masks: Longs
    sizes: Longs
    scarce: Floats
    read: Bools


def estimate(side: Side, rough: Rough) -> Floats:
    """(C) a number that is the higher, the more of both names can go together."""
    words, units = len(side.scarce), side.name.units
    sound = rough.vectors @ side.vectors.T
    meant = (rough.groups[:, None] == side.traits.groups) & (side.traits.groups >= 0)
    sound[meant] = np.maximum(sound[meant], MEANING)
    if side.traits.forms.max(initial=-1) >= 0:
        formed = given_names().shared[rough.forms[:, None], side.traits.forms]
        sound[formed] = np.maximum(sound[formed], SHORT_FORM_LIKENESS)
    near: Floats = np.clip((sound - FLOOR) / (1 - FLOOR), 0, 1).astype(np.float32)
    grid = near[rough.ids] * (rough.masks > 0)[:, :, None]
    # A join gives its likeness to the words it covers, so that each word has the best that it can get.
    ours, theirs = grid.max(1), grid.max(2)
    if len(units) > words:
        covers = bits(np.array(side.name.masks, np.int64))[:, :words].T
        ours = (ours[:, None, :] * covers[None]).max(2)
    width = min(theirs.shape[1], MOST_WORDS)
    if theirs.shape[1] > 1:
        theirs = (theirs[:, :, None] * bits(rough.masks)[:, :, :width]).max(1)
    scarce = rough.scarce[:, :width]
    our_sum, their_sum = side.scarce.sum() + 1e-6, scarce.sum(1) + 1e-6
    got, their_got = ours**2 @ side.scarce, (theirs**2 * scarce).sum(1)
    shares = np.stack([got / our_sum, their_got / their_sum], 1)
    left = np.minimum(our_sum - got, their_sum - their_got)
    value: Floats = (2 * shares.min(1) + shares.max(1) + np.minimum(got, their_got) - left).astype(np.float32)
    return value
