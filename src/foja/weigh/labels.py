"""Words that label, as they stand in a content. Knowledge: ``labels.toml``.

They are found and shown with who put them so, never counted for or against a source or a person.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.text.fold import folded_text


class Term(NamedTuple):
    """A term that stands in a text. ``group``: the matter; ``term``: which way it is put; ``words``: as written there,
    folded; ``start``: place of its first word among the folded words; ``label``: it says more than that something
    happened."""

    group: str
    term: str
    words: str
    start: int
    label: bool


class Group(NamedTuple):
    name: str
    title: str
    excludes: tuple[frozenset[str], ...]
    open: tuple[str, ...]


def terms(content: str) -> tuple[Term, ...]:
    """The terms of the lexicon in a text, in any of its languages, by their place."""
    folded = folded_text(content)
    found = []
    for group, term, label, pattern in _lexicon()[1]:
        for match in pattern.finditer(folded):
            start = folded.count(" ", 0, match.start())
            found.append(Term(group, term, match.group(), start, label))
    return tuple(sorted(found, key=lambda one: (one.start, one.group, one.term)))


def groups() -> dict[str, Group]:
    """The matters of the lexicon by name."""
    return _lexicon()[0]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, Group], tuple[tuple[str, str, bool, re.Pattern[str]], ...]]:
    data = tomllib.loads(files("foja.weigh").joinpath("labels.toml").read_text(encoding="utf-8"))
    found, patterns = {}, []
    for name, table in data.items():
        excludes = tuple(frozenset(pair) for pair in table.get("excludes", ()))
        found[name] = Group(name, table["title"], excludes, tuple(table.get("open", ())))
        for term, given in table["terms"].items():
            words = {word for language, listed in given.items() if language != "label" for word in listed}
            forms = sorted({_pattern(word) for word in words}, key=lambda form: (-len(form), form))
            pattern = re.compile(rf"(?<!\S)(?:{'|'.join(forms)})(?!\S)")
            patterns.append((name, term, bool(given.get("label")), pattern))
    return found, tuple(patterns)


def _pattern(word: str) -> str:
    stem = re.escape(folded_text(word.removesuffix("*")))
    return rf"{stem}\S*" if word.endswith("*") else stem
