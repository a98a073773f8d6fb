"""Organisations: words that mean the same in two languages, legal forms, and the initials of a long name.

What an organisation is called in another language is a translation, which no likeness of sounds finds. A lexicon
finds the frequent words; the rest of the name must sound alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.resolve.match.fold import Word, split

INITIALS = "·"
"""Begins a unit that stands for the initials of a name, so that it meets nothing but the same initials."""
_FEWEST, _MOST = 2, 8


class Meanings(NamedTuple):
    """By folded word: ``forms``, legal forms; ``groups``, the number of the meaning. ``types``: by the number of a
    meaning that says what kind of body it is, its first word."""

    forms: frozenset[str]
    groups: dict[str, int]
    types: dict[int, str]


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """The lexicon shipped with foja, read once."""
    path = files("foja.resolve.match").joinpath("data").joinpath("organisations.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    groups = {
        word.folded: number for number, group in enumerate(data["meanings"]) for text in group for word in split(text)
    }
    forms = frozenset(word.folded for text in data["forms"] for word in split(text))
    return Meanings(forms, groups, {groups[word]: word for word in data["types"]})


def types(names: Sequence[str]) -> dict[int, str]:
    """What kinds of body ``names`` say, by number of the meaning, with the word as written."""
    known = meanings()
    found: dict[int, str] = {}
    for name in names:
        for word in split(name):
            if (group := known.groups.get(word.folded)) in known.types:
                found.setdefault(group, word.written)
    return found


def initials(words: Sequence[Word], small: frozenset[str]) -> list[str]:
    """Units for the initials of a name: of one word in capitals itself, of a longer one those of its words, with
    and without small words."""
    if len(words) == 1:
        written = words[0].written.replace(".", "")
        if written.isupper() and _FEWEST <= len(written) <= _MOST:
            return [INITIALS + words[0].folded]
        return []
    known = meanings().forms
    full = [word.folded for word in words if word.folded not in known]
    short = [word for word in full if word not in small]
    found = ("".join(word[0] for word in part) for part in (short, full))
    return [INITIALS + text for text in dict.fromkeys(found) if _FEWEST < len(text) <= _MOST]
