"""What the names of ``lexicon/names.toml`` tell: known names with their kind, and the words beside names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from foja.extract.lexicon import load, words
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names and word lists of ``names.toml``; keys are folded."""

    kinds: dict[str, MentionKind]
    outlets: frozenset[str]
    given: frozenset[str]
    women: frozenset[str]  # given names
    men: frozenset[str]
    roles: frozenset[str]
    modifiers: frozenset[str]
    organisation: frozenset[str]
    demonyms: frozenset[str]
    no_names: frozenset[str]
    particles: frozenset[str]
    articles: frozenset[str]
    common: frozenset[str]  # words that name nobody alone: documents, columns, things
    acronyms: frozenset[str]  # acronyms of things and measures
    states: frozenset[str]  # "Republic", "Kingdom": before the name of a country
    number_marks: frozenset[str]
    behind_number: frozenset[str]
    longest: int


def known_names(data: dict[str, Any]) -> Iterator[tuple[str, MentionKind]]:
    """The places, bodies and outlets of a ``names.toml`` or ``names_<language>.toml``, as written, with their kind."""
    for part, kind in (
        ("places", MentionKind.PLACE),
        ("organisations", MentionKind.ORGANISATION),
        ("outlets", MentionKind.ORGANISATION),
    ):
        for block in data[part].values():
            yield from ((name, kind) for name in block.replace("\n", " ").split(";") if name.strip())


@cache
def gazetteer() -> Gazetteer:
    """The names that foja ships."""
    data = load("names")
    kinds: dict[str, MentionKind] = {}
    for name, kind in known_names(data):
        kinds.setdefault(_key(name), kind)
    outlets = frozenset(_key(name) for name in data["outlets"]["names"].replace("\n", " ").split(";"))
    given, women, either = (
        frozenset(fold(w) for w in words(data["persons"][name])) for name in ("given", "women", "either")
    )
    return Gazetteer(
        kinds=kinds,
        outlets=outlets - {""},
        given=given,
        women=women - either,
        men=given - women - either,
        roles=words(data["roles"]["words"]),
        modifiers=words(data["roles"]["modifiers"]),
        organisation=words(data["organisation_words"]["words"]),
        demonyms=words(data["demonyms"]["words"]),
        no_names=words(data["not_names"]["words"]),
        particles=words(data["not_names"]["particles"]),
        articles=words(data["not_names"]["articles"]),
        common=words(data["not_names"]["common"]),
        acronyms=words(data["not_names"]["acronyms"]),
        states=words(data["organisation_words"]["states"]),
        number_marks=words(data["numbered"]["marks"]),
        behind_number=words(data["numbered"]["behind"]),
        longest=max(len(name.split()) for name in kinds),
    )


def _key(name: str) -> str:
    return " ".join(fold(part) for part in name.replace(".", "").split())


def is_demonym(low: str) -> bool:
    """Whether a lower-case word is a demonym or begins with one ("iranian-backed")."""
    known = gazetteer().demonyms
    return low in known or ("-" in low and low.split("-", 1)[0] in known)


def is_role(low: str) -> bool:
    """Whether a lower-case word is one of role, "ex" before it or not."""
    known = gazetteer().roles
    return low in known or (low.startswith("ex") and low.removeprefix("ex").lstrip("-") in known)


def is_outlet(name: str) -> bool:
    """Whether ``name`` is an outlet that foja knows by name."""
    key = _key(name)
    return key in gazetteer().outlets or key.removeprefix("the ") in gazetteer().outlets
