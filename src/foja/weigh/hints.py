"""Words around a figure that say why it may differ from another one. Knowledge: ``reasons.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from foja.model.vocabulary import ConflictReason
from foja.text.fold import fold, folded_text

NEAR = 5
"""Words that may stand between a verb of counting and the word for the perpetrator."""


def hints_of(folded: str) -> tuple[ConflictReason, ...]:
    """The reasons that folded words speak of: ``inclusion`` (whether the perpetrator is counted), ``definition``."""
    words = folded.split()
    verbs, nouns, phrases = _lexicon()
    found = []
    at = [place for place, word in enumerate(words) if word in nouns]
    if any(word in verbs for place in at for word in words[max(0, place - NEAR - 1) : place]):
        found.append(ConflictReason.INCLUSION)
    if any(f" {phrase} " in f" {folded} " for phrase in phrases):
        found.append(ConflictReason.DEFINITION)
    return tuple(found)


@lru_cache(maxsize=1)
def parts() -> tuple[tuple[str, ...], ...]:
    """Words before a figure that is part of another, folded."""
    return tuple(tuple(folded_text(phrase).split()) for phrase in _data()["part"]["phrases"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    return tomllib.loads(files("foja.weigh").joinpath("reasons.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _lexicon() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    data = _data()
    verbs, nouns = (frozenset(fold(word) for word in data["inclusion"][name]) for name in ("verbs", "nouns"))
    return verbs, nouns, tuple(folded_text(phrase) for phrase in data["definition"]["phrases"])
