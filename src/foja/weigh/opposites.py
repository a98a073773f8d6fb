"""Words of opposite sense. Knowledge: ``opposites.toml``.

A content takes a side of a pair of lists where it has a word of one list and none of the other: who has both, "whether
the warrants were upheld or annulled", takes neither.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.text.fold import fold
from foja.weigh.content import content_words


class Opposites(NamedTuple):
    """A pair of lists of folded words. ``conflict``: no course of events brings both to one thing on one day."""

    about: str
    first: frozenset[str]
    second: frozenset[str]
    conflict: bool

    def side(self, words: frozenset[str]) -> int | None:
        """0 or 1 for the list that words are of; None where they are of neither or of both."""
        one, other = not self.first.isdisjoint(words), not self.second.isdisjoint(words)
        return None if one == other else int(other)


def opposed(first: str, second: str) -> bool:
    """Whether two contents say the opposite by a word ("upheld", "annulled")."""
    return bool(opposites_between(first, second))


def opposites_between(first: str, second: str) -> tuple[Opposites, ...]:
    """The pairs of lists of which two contents take the two sides."""
    ours, theirs = frozenset(content_words(first)), frozenset(content_words(second))
    return tuple(pair for pair in opposites() if {pair.side(ours), pair.side(theirs)} == {0, 1})


@lru_cache(maxsize=1)
def opposites() -> tuple[Opposites, ...]:
    """All pairs of lists."""
    data = tomllib.loads(files("foja.weigh").joinpath("opposites.toml").read_text(encoding="utf-8"))
    return tuple(
        Opposites(
            pair["about"], frozenset(map(fold, pair["first"])), frozenset(map(fold, pair["second"])),
            pair.get("conflict", False),
        )
        for pair in data["pair"]
    )  # fmt: skip
