"""Where a line stands in the tree of its page, as signs for the line model (``page_model``).

An element says by its tag and by the words of its names (``id``, ``class``, ``itemprop``; lists in ``cues.toml``) what
it holds, and by the running text in it how much of the page it is. What the first look says of lines tells further
which element holds the article: the smallest one with most of the likely text.

Signs are computed once for each element and shared by its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from foja.read.cues import NAME_PARTS, cues

if TYPE_CHECKING:
    from foja.read.lines import Line

_FURTHER = re.compile("[^a-z]")
_DEEPEST = 60
"""Blocks within each other that are told apart: what lies deeper counts to the last of them."""
_TAGS = frozenset(
    [
        *("ul", "ol", "li", "dl", "table", "td", "section", "header", "footer", "figure", "aside", "form"),
        *("blockquote", "h2", "h3", "h4", "p"),
    ]
)
_OF_ARTICLES = ("named as its text", "named as content", "article", "main", "named plainly")
_SEVERAL = 3
_SHARES = (0.9, 0.7, 0.5)
"""Shares of the likely text that the elements hold which are taken for the place of the article."""
_UP = 5
"""Elements above a line that are looked at."""
Signs = dict[str, float]


class Element:
    """An open block. ``words``: those of its names that the lists know. ``depth``: blocks above it."""

    __slots__ = ("above", "depth", "number", "tag", "words")

    def __init__(self, above: Element | None, number: int, tag: str, words: frozenset[str]) -> None:
        self.above, self.number, self.tag, self.words = above, number, tag, words
        self.depth: int = above.depth + 1 if above else 0

    @classmethod
    def within(cls, above: Element | None, number: int, tag: str, words: frozenset[str]) -> Element:
        """A block within ``above``; that one itself where it lies too deep already."""
        return above if above is not None and above.depth >= _DEEPEST else cls(above, number, tag, words)

    @property
    def chain(self) -> list[Element]:
        """From the root to this element."""
        found: list[Element] = []
        one: Element | None = self
        while one is not None:
            found.append(one)
            one = one.above
        return found[::-1]


@lru_cache(maxsize=8192)
def words_of_name(name: str) -> frozenset[str]:
    """The known words of a class name or id, and what it says of an article as a whole ("entry-content")."""
    known = cues()
    found = {part for part in map(str.lower, NAME_PARTS.findall(name)) if part in known.element_words}
    joined = _FURTHER.sub("", name.lower())
    if known.holds_article.match(joined):
        found.add("named as its text")
    elif known.holds_content.search(joined):
        found.add("named as content")
    elif joined in known.plain_names:
        found.add("named plainly")
    return frozenset(found)


class Tree:
    """The elements that hold lines, and how much text each holds. Keys are numbers of elements."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.chains: dict[int, list[Element]] = {}
        self.words: dict[int, int] = {}
        self.long: dict[int, int] = {}
        for line in lines:
            if line.element is None:
                continue
            number = line.element.number
            if number not in self.chains:
                self.chains[number] = line.element.chain
            for one in self.chains[number]:
                self.words[one.number] = self.words.get(one.number, 0) + line.words
                if line.long:
                    self.long[one.number] = self.long.get(one.number, 0) + line.words
        self.running = sum(line.words for line in lines if line.long) or 1
        every = {one.number: one for chain in self.chains.values() for one in chain}
        self.kinds = {number: _kinds(one) for number, one in every.items()}
        self.count = {kind: sum(kind in kinds for kinds in self.kinds.values()) for kind in _OF_ARTICLES}
        self.heaviest = {
            kind: max(
                (one for number, one in every.items() if kind in self.kinds[number]),
                key=lambda one: (self.long.get(one.number, 0), -one.number),
            )
            for kind in _OF_ARTICLES
            if self.count[kind]
        }

    def signs(self) -> dict[int, Signs]:
        """For each element that holds a line its signs for the first look, each between 0 and 1."""
        return {number: self._signs(chain) for number, chain in self.chains.items()}

    def _signs(self, chain: Sequence[Element]) -> Signs:
        found: Signs = {"depth": min(1.0, len(chain) / 25)}
        within = {kind for one in chain for kind in self.kinds[one.number]}
        for kind in _OF_ARTICLES:
            if kind not in self.heaviest:
                continue
            heaviest = self.heaviest[kind]
            share = self.long.get(heaviest.number, 0) / self.running
            found[f"{kind}: in" if kind in within else f"{kind}: elsewhere"] = 1.0
            if _holds(heaviest, chain):
                found[f"{kind}: in the heaviest"] = 1.0
                found[f"{kind}: share of the heaviest"] = share
                found[f"{kind}: close under the heaviest"] = 1 / (len(chain) - heaviest.depth)
            else:
                found[f"{kind}: out of the heaviest, its share"] = share
            if kind in within and self.count[kind] > _SEVERAL:
                found[f"{kind}: several"] = 1.0
        for up, one in enumerate(chain[-2 : -1 - _UP : -1], 1):
            long = self.long.get(one.number, 0)
            found[f"{up} up: share"] = long / self.running
            found[f"{up} up: running text"] = long / (self.words[one.number] or 1)
        for one in chain:
            if one.tag in _TAGS:
                found[f"within {one.tag}"] = 1.0
            for word in one.words:
                found[f"name {word}"] = 1.0
        return found

    def second_signs(self, likely: Sequence[float]) -> dict[int, Signs]:
        """The same for the second look. ``likely``: for each line what the first look says."""
        mass: dict[int, float] = {}
        total = 0.0
        for line, value in zip(self.lines, likely, strict=True):
            if line.element is not None:
                weight = value * line.words
                total += weight
                for one in self.chains[line.element.number]:
                    mass[one.number] = mass.get(one.number, 0.0) + weight
        total = total or 1.0
        every = {one.number: one for chain in self.chains.values() for one in chain}
        places = {share: max((n for n in mass if mass[n] >= share * total), default=-1) for share in _SHARES}
        holders = {share: every[number] for share, number in places.items() if number in every}
        return {number: self._place(chain, mass, total, holders) for number, chain in self.chains.items()}

    def _place(
        self, chain: Sequence[Element], mass: dict[int, float], total: float, holders: dict[float, Element]
    ) -> Signs:
        found: Signs = {}
        for share, holder in holders.items():
            if not _holds(holder, chain):
                found[f"out of the holder of {share}"] = 1.0
                continue
            found[f"in the holder of {share}"] = 1.0
            found[f"close under the holder of {share}"] = 1 / (len(chain) - holder.depth)
            if holder.depth + 1 < len(chain):
                branch = chain[holder.depth + 1].number
                found[f"branch under {share}: likely"] = mass[branch] / (self.words[branch] or 1)
                found[f"branch under {share}: share"] = mass[branch] / total
            else:
                found[f"itself the holder of {share}"] = 1.0
        for up, one in enumerate(chain[-1 : -1 - _UP : -1]):
            found[f"{up} up: share of the article"] = mass[one.number] / total
            found[f"{up} up: likely"] = mass[one.number] / (self.words[one.number] or 1)
        return found


def _holds(one: Element, chain: Sequence[Element]) -> bool:
    return one.depth < len(chain) and chain[one.depth] is one


def _kinds(one: Element) -> frozenset[str]:
    own = frozenset({one.tag}) if one.tag in ("article", "main") else frozenset()
    return own | (one.words & frozenset(_OF_ARTICLES))
