"""The scores of the labels at each token of a sentence, as ``Model.scores`` gives them, but quickly. Pure.

A family of signs hangs on little: one word, three tags. What it adds up to is worked out once and kept, so that a token
costs a dozen look-ups where it would cost fifty checksums. The sums of all labels lie in one whole number, sixteen bits
each, and are added at one stroke: a weight takes eight bits, and no token has more than two hundred signs. What is kept
is bounded: a table that is full is emptied. The order in which texts come changes no result.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple, TypeVar

from foja.extract.rules.lexicon import Lexicon
from foja.extract.tagger.model import Model, shipped
from foja.extract.tagger.signs import (
    EDGE,
    NEAR,
    between_signs,
    classes,
    cue_signs,
    far_signs,
    kinds,
    near_signs,
    nearest,
    number,
    padded_tags,
    place_signs,
    quotes,
    trio_signs,
    way_signs,
    word_of,
    word_signs,
)
from foja.extract.tokens import Token

MOST = 20_000
"""Entries of one table. Full tables together take some tens of megabytes."""
_BITS = 16
Row = tuple[int, ...]
_V = TypeVar("_V")


class _Table(dict[Hashable, _V]):
    """What was worked out, by all that it hangs on."""

    def keep(self, key: Hashable, value: _V) -> _V:
        if len(self) >= MOST:
            self.clear()
        self[key] = value
        return value


class _Word(NamedTuple):
    """What a word adds: to its own token, and as a neighbour in each place of ``NEAR``. ``written``: as signs write it;
    ``behind`` and ``before``: the checksums of what signs of two words say up to the second word."""

    own: int
    near: tuple[int, ...]
    written: bytes
    behind: int
    before: int


class Weigher:
    """Scores sentences by a model whose weights are whole numbers from -127 to 127, as those of a shipped file are."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._packed = {sign: _packed(row) for sign, row in model.weights.items()}
        self._words: _Table[_Word] = _Table()
        self._sums: dict[Callable[..., Iterable[str]], _Table[int]] = {
            family: _Table() for family in (trio_signs, far_signs, way_signs, between_signs, cue_signs, place_signs)
        }
        self._edge = tuple(self._total(near_signs(step, None, [])) for step in NEAR)
        self._top = _packed([1 << (_BITS - 1)] * model.size)
        self._fields = struct.Struct(f"<{model.size}h")

    def rows(self, toks: list[Token], lex: Lexicon, heading: bool) -> list[Row]:
        """The scores of the labels at each token."""
        if not toks:
            return []
        cues = classes(toks, lex)
        left, right = nearest(toks, cues)
        padded = padded_tags(toks)
        tags = padded[3:-3]
        around = (EDGE, EDGE, *cues, EDGE, EDGE)
        first = (True, *repeat(False, len(toks) - 1))
        named = [tok.name >= 0 for tok in toks]
        dated = [tok.date for tok in toks]
        places = zip(named, dated, repeat(any(cues)), first, repeat(heading), quotes(toks), strict=False)
        columns = [
            *self._of_words([self._word(tok, lex) for tok in toks]),
            self._of(trio_signs, [(padded[at : at + 3],) for at in range(2, len(toks) + 2)]),
            self._of(far_signs, [(-3, padded[at : at + 2]) for at in range(len(toks))]),
            self._of(far_signs, [(2, padded[at : at + 2]) for at in range(5, len(toks) + 5)]),
            self._of(way_signs, list(zip(repeat("L"), tags, left, strict=False))),
            self._of(way_signs, list(zip(repeat("R"), tags, right, strict=False))),
            self._of(between_signs, list(zip(left, right, strict=True))),
            self._of(cue_signs, list(zip(tags, zip(*(around[at:] for at in range(5)), strict=False), strict=True))),
            self._of(place_signs, list(places)),
        ]
        top, unpack, size = self._top, self._fields.unpack, self._fields.size
        # The top bit of each field is added and flipped again: that takes out what negative fields borrowed.
        return [
            unpack(((total + top) ^ top).to_bytes(size, "little")) for total in map(sum, zip(*columns, strict=True))
        ]

    def _of(self, family: Callable[..., Iterable[str]], keys: list[Any]) -> list[int]:
        """What a family of signs adds at each token, given all that it hangs on there."""
        table = self._sums[family]
        found = list(map(table.get, keys))
        return [
            value if value is not None else table.keep(key, self._total(family(*key)))
            for key, value in zip(keys, found, strict=True)
        ]

    def _of_words(self, words: list[_Word]) -> Iterator[list[int]]:
        """What the words add at each token: its own, those beside it, and each two that stand together."""
        yield [word.own for word in words]
        for place, step in enumerate(NEAR):
            near = [word.near[place] for word in words]
            edge = [self._edge[place]] * min(abs(step), len(words))
            yield (edge + near)[: len(words)] if step < 0 else near[step:] + edge
        weight, crc = self._packed.get, zlib.crc32
        before = (_START, *(word.before for word in words[:-1]))
        after = (*(word.written for word in words[1:]), b"$")
        yield [weight(crc(word.written, sum_), 0) for word, sum_ in zip(words, before, strict=True)]
        yield [weight(crc(text, word.behind), 0) for word, text in zip(words, after, strict=True)]

    def _word(self, tok: Token, lex: Lexicon) -> _Word:
        key = (tok.text, lex.language)
        found = self._words.get(key)
        if found is not None:
            return found
        groups = kinds(tok, lex)
        name = word_of(tok)
        made = _Word(
            own=self._total(word_signs(tok, groups)),
            near=tuple(self._total(near_signs(step, tok, groups)) for step in NEAR),
            written=name.encode(),
            behind=number(f"ww+:{name} "),
            before=number(f"ww:{name} "),
        )
        return self._words.keep(key, made)

    def _total(self, names: Iterable[str]) -> int:
        weights = self._packed
        return sum(weights.get(number(name), 0) for name in names)


_START = number(f"ww:{EDGE} ")


def _packed(row: Iterable[float]) -> int:
    return sum(int(weight) << (_BITS * at) for at, weight in enumerate(row))


@cache
def weigher() -> Weigher:
    """The one of the model that foja ships."""
    return Weigher(shipped())
