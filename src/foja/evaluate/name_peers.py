"""Other programs on the same pairs of names, where they are installed beside foja. None is a dependency."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from importlib import import_module
from typing import Any

from foja.evaluate.name_pairs import Scorer
from foja.evaluate.name_sets import Pair
from foja.model.vocabulary import MentionKind


def peers() -> dict[str, Scorer]:
    """The scorers that can be run here, by name."""
    found = {}
    for name, maker in (
        ("nomenklatura logic-v2", _logic),
        ("rapidfuzz token_set", _token_set),
        ("anyascii, 2-4 letters", partial(_letters, _anyascii)),
        ("ICU, 2-4 letters", partial(_letters, _icu)),
    ):
        try:
            found[name] = maker()
        except ImportError:
            continue
    return found


def _logic() -> Scorer:
    matcher: Any = import_module("nomenklatura.matching").get_algorithm("logic-v2")
    model: Any = import_module("followthemoney").model
    setting = matcher.default_config()

    def score(pair: Pair) -> float:
        schema = "Organization" if pair.kind is MentionKind.ORGANISATION else "Person"
        # What it makes of a name is remembered by the id: two with one id would be compared by the names of the first.
        ours, theirs = (
            model.get_proxy({"id": "\n".join(names), "schema": schema, "properties": {"name": list(names)}})
            for names in ((pair.ours,), pair.theirs)
        )
        return float(matcher.compare(ours, theirs, setting).score)

    return score


def _token_set() -> Scorer:
    ratio: Any = import_module("rapidfuzz.fuzz").token_set_ratio
    ascii_of: Any = import_module("anyascii").anyascii

    def score(pair: Pair) -> float:
        ours = ascii_of(pair.ours).casefold()
        return max(float(ratio(ours, ascii_of(name).casefold())) for name in pair.theirs) / 100

    return score


def _anyascii() -> Callable[[str], str]:
    ascii_of: Callable[[str], str] = import_module("anyascii").anyascii
    return ascii_of


def _icu() -> Callable[[str], str]:
    icu: Any = import_module("icu")
    ascii_of: Callable[[str], str] = icu.Transliterator.createInstance("Any-Latin; Latin-ASCII").transliterate
    return ascii_of


def _letters(transcription: Callable[[], Callable[[str], str]]) -> Scorer:
    """Letters in twos to fours that two names share, of all they have, in a transcription to Latin letters."""
    ascii_of = transcription()

    @lru_cache(maxsize=65536)
    def parts(name: str) -> set[str]:
        text = f" {ascii_of(name).casefold()} "
        return {text[at : at + size] for size in (2, 3, 4) for at in range(len(text) - size + 1)}

    def score(pair: Pair) -> float:
        ours = parts(pair.ours)
        return max(2 * len(ours & other) / max(len(ours) + len(other), 1) for other in map(parts, pair.theirs))

    return score
