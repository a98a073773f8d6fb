"""Places by what they are called in several languages: London, Londres, Лондон, لندن.

Most names of a place sound alike, and are compared as any others; those that do not are in ``data/places.toml``. Two
places may bear one name (Córdoba), so that this too is a lead for a person to decide.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from foja.model.matching import NameComparison, Subject, TokenPair
from foja.model.vocabulary import MentionKind
from foja.resolve.match.fold import split

PROBABILITY = 0.95
"""Of two that are called by names of one place. Set, not measured: there is no set of places of cases to count on."""
LIKENESS = 0.95
_LONGEST = 6
_KINDS = frozenset({MentionKind.PLACE, MentionKind.UNKNOWN})


@lru_cache(maxsize=1)
def _places() -> dict[str, frozenset[int]]:
    """By folded name, the numbers of the places that are called so."""
    path = files("foja.resolve.match").joinpath("data").joinpath("places.toml")
    found: dict[str, set[int]] = {}
    for number, names in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["places"]):
        for name in names:
            found.setdefault(_folded(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


def places_of(subject: Subject) -> frozenset[int]:
    """The numbers of the places that ``subject`` may be by one of its names; none for a person or a body."""
    if subject.kind not in _KINDS:
        return frozenset()
    return frozenset().union(*(_places().get(_folded(name), ()) for name in subject.names))


def same_place(ours: Subject, theirs: Subject) -> NameComparison | None:
    """The comparison of two that are called by names of one place; None where they are not."""
    if not (shared := places_of(ours) & places_of(theirs)):
        return None
    first, second = (
        next(name for name in one.names if _places().get(_folded(name), frozenset()) & shared) for one in (ours, theirs)
    )
    pair = TokenPair(ours=first, theirs=second, likeness=LIKENESS, weight=1.0, how="one place in two languages")
    return NameComparison(
        probability=PROBABILITY, ours=first, theirs=second, pairs=(pair,), missing=("two places may bear one name",)
    )


def by_place(subjects: Iterable[Subject]) -> dict[int, list[Subject]]:
    """By number of a place, those of ``subjects`` that may be it."""
    found: dict[int, list[Subject]] = {}
    for subject in subjects:
        for number in places_of(subject):
            found.setdefault(number, []).append(subject)
    return found


def _folded(name: str) -> str:
    return " ".join(word.folded for word in split(name, _LONGEST + 1))
