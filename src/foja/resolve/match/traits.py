"""What is looked at of a unit besides its sound: letters, script, meaning, and whether it is an initial.

Held in arrays, so that those of an index are computed once, when it is built, and not at every search.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from foja.resolve.match.encoder import Floats
from foja.resolve.match.fold import script
from foja.resolve.match.given import Forms, forms
from foja.resolve.match.letters import Longs, Words, words
from foja.resolve.match.organisations import INITIALS, meaning
from foja.resolve.match.units import is_initial, lexicon

Bools = NDArray[np.bool_]

INITIAL, ABBREVIATION, LINK = 1, 2, 4
"""Bits of ``flags``: a single letter; the initials of a whole name; a word such as "and"."""


class Marks(NamedTuple):
    """Of U units: ``kinds`` (U), the number of the script, 0 for none; ``groups`` (U), the number of the meaning, -1
    for none; ``flags`` (U); ``forms`` (U), the number of the form of a given name, -1 for none."""

    kinds: NDArray[np.uint32]
    groups: NDArray[np.int16]
    flags: NDArray[np.uint8]
    forms: Forms

    def some(self, units: Longs) -> Marks:
        """Those of the units with these numbers."""
        return Marks(self.kinds[units], self.groups[units], self.flags[units], self.forms[units])


class Traits(NamedTuple):
    """U units: their letters, and the rest as in ``Marks``."""

    words: Words
    kinds: NDArray[np.uint32]
    groups: NDArray[np.int16]
    flags: NDArray[np.uint8]
    forms: Forms

    def has(self, flag: int) -> Bools:
        """(U) whether the bit is set."""
        found: Bools = (self.flags & flag) > 0
        return found


def traits(units: Sequence[str], vectors: Floats) -> Traits:
    """The traits of folded units. ``vectors`` (U, 64): how they sound."""
    return Traits(words(units), *marks(units, vectors))


def marks(units: Sequence[str], vectors: Floats) -> Marks:
    """The marks of folded units. ``vectors`` (U, 64): how they sound."""
    rows = [_marks(unit) for unit in units]
    kinds, groups, flags = zip(*rows, strict=True) if rows else ((), (), ())
    return Marks(
        np.array(kinds, np.uint32), np.array(groups, np.int16), np.array(flags, np.uint8), forms(units, vectors)
    )


@lru_cache(maxsize=65536)
def _marks(unit: str) -> tuple[int, int, int]:
    flags = INITIAL * is_initial(unit) | ABBREVIATION * unit.startswith(INITIALS)
    flags |= LINK * (unit in lexicon().links)
    return script_number(script(unit)), meaning(unit), flags


@lru_cache(maxsize=256)
def script_number(name: str) -> int:
    """A number for the script with this name, the same on every machine; 0 for none."""
    return crc32(name.encode())
