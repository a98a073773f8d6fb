"""The content words of a statement: folded, without stop words, cut to a common stem.

The stem is what is left of a word without a common ending of English and Spanish (where four letters
remain), cut at six letters. Cutting serves every alphabet and needs no dictionary: "order", "orders" and
"ordered" meet, and "requests" and "requested". Five letters would join strangers ("sentence", "sentiment"),
seven would part Spanish verb forms.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.model.dates import When
from foja.model.statement import Statement
from foja.model.vocabulary import Modality
from foja.text.fold import fold, key, words

STEM = 6
_ENDING = re.compile(r"(?<=[a-z]{4})(?:ing|ed|es|os|as|s|o|a|e)$")

_CLAUSE = re.compile(r"[,;:()،؛–—]|\s-\s")

PartyOf = Callable[[str], str]
"""Leads from a name key to the key that stands for its party: the place where joined names enter."""

FACTUAL = frozenset({Modality.ASSERTED, Modality.ALLEGED, Modality.FOUND, Modality.ACKNOWLEDGED})
"""Modalities that put something forward as a fact, with whatever force."""


def as_named(name_key: str) -> str:
    """The ``PartyOf`` of a file in which no names were joined."""
    return name_key


@lru_cache(maxsize=65536)
def content_words(content: str) -> tuple[str, ...]:
    """The folded words of a content. A statement meets many others, so its words are taken apart once."""
    return tuple(word for word, _, _ in words(content))


@lru_cache(maxsize=65536)
def stems(content: str) -> tuple[str, ...]:
    """The stems of the content words, in order, with repeats. Words of negation are left out: they are
    compared by themselves. Digits are kept whole."""
    stop, negative = _lexicon().stop, _lexicon().negative
    return tuple(_stem(word) for word in content_words(content) if word not in stop and word not in negative)


def negations(content: str) -> int:
    """How many words of negation the content has."""
    negative = _lexicon().negative
    return sum(word in negative for word in content_words(content))


def is_denial(stem: str) -> bool:
    """Whether a stem belongs to a verb of denial."""
    return stem in _lexicon().denial


@lru_cache(maxsize=65536)
def negated(content: str) -> tuple[frozenset[str], frozenset[str]]:
    """Stems of a content that a word of negation touches: those that stand behind one in its clause (before it, where
    nothing does), and all of such a clause: "gives no count" negates the giving too. Clauses end at punctuation."""
    behind: set[str] = set()
    whole: set[str] = set()
    for clause in _CLAUSE.split(content):
        found = content_words(clause)
        at = next((at for at, word in enumerate(found) if word in _lexicon().negative - _lexicon().apart), None)
        if at is not None:
            whole |= {*stems(clause)}
            behind |= {*stems(" ".join(found[at:]))} or {*stems(clause)}
    return frozenset(behind), frozenset(whole)


def names_of(statement: Statement, party_of: PartyOf) -> frozenset[str]:
    """The keys of the parties that a statement's content names."""
    return frozenset(party_of(found) for name in statement.names if (found := key(name)))


def name_stems(statement: Statement) -> frozenset[str]:
    """The stems that belong to names in the content."""
    return frozenset(_stem(word) for name in statement.names for word, _, _ in words(name))


def apart(first: tuple[When, ...], second: tuple[When, ...]) -> bool:
    """Whether both are dated and no date of one can be a date of the other."""
    ours, theirs = bounded(first), bounded(second)
    return bool(ours and theirs) and not any(meet(one, other) for one in ours for other in theirs)


def meet(first: When, second: When) -> bool:
    """Whether two bounded dates can be the same day."""
    return (first.earliest or "") <= (second.latest or "9999-12-31") and (second.earliest or "") <= (
        first.latest or "9999-12-31"
    )


def bounded(dates: tuple[When, ...]) -> list[When]:
    """The dates of which at least one bound is known."""
    return [date for date in dates if date.earliest is not None or date.latest is not None]


def _stem(word: str) -> str:
    return word if word.isdigit() else _ENDING.sub("", word)[:STEM]


class _Lexicon(NamedTuple):
    stop: frozenset[str]
    negative: frozenset[str]
    apart: frozenset[str]
    denial: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("foja.weigh").joinpath("words.toml").read_text(encoding="utf-8"))
    stop, negative, apart = (frozenset(fold(word) for word in data[name]) for name in ("stop", "negations", "apart"))
    denial = frozenset(_stem(fold(word)) for word in data["denials"])
    return _Lexicon(stop - negative, negative, apart, denial)
