"""Words of opposite sense. Knowledge: ``opposites.toml``.

A content takes a side of a pair of lists where it has a word of one list and none of the other: who has both, "whether
the warrants were upheld or annulled", takes neither.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

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
    ours, theirs = side_words(first), side_words(second)
    return tuple(pair for pair in opposites() if {pair.side(ours), pair.side(theirs)} == {0, 1})


@lru_cache(maxsize=65536)
def side_words(content: str) -> frozenset[str]:
    """The words of a content that can take a side: those of a phrase that means something else ("opened fire") do
    not, unless they stand once more."""
    words = content_words(content)
    taken = set[int]()
    for at, word in enumerate(words):
        for phrase in _asides().get(word, ()):
            if words[at : at + len(phrase)] == phrase:
                taken.update(range(at, at + len(phrase)))
    return frozenset(word for at, word in enumerate(words) if at not in taken)


@lru_cache(maxsize=1)
def _asides() -> dict[str, list[tuple[str, ...]]]:
    """Phrases that take no side, folded, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _data()["aside"]:
        words = content_words(phrase)
        found.setdefault(words[0], []).append(words)
    return found


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("foja.weigh").joinpath("opposites.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def opposites() -> tuple[Opposites, ...]:
    """All pairs of lists."""
    return tuple(
        Opposites(
            pair["about"], frozenset(map(fold, pair["first"])), frozenset(map(fold, pair["second"])),
            pair.get("conflict", False),
        )
        for pair in _data()["pair"]
    )  # fmt: skip
