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
    """By folded word: ``forms``, legal forms; ``beside``, words that are one beside another; ``groups``, the number of
    the meaning; ``starts``, that of all words that begin so; ``short``, the words that an abbreviation stands for.
    ``types``: by the number of a meaning that says what kind of body it is, its first word."""

    forms: frozenset[str]
    beside: frozenset[str]
    groups: dict[str, int]
    starts: dict[str, int]
    short: dict[str, tuple[str, ...]]
    types: dict[int, str]


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """The lexicon shipped with foja, read once."""
    path = files("foja.resolve.match").joinpath("data").joinpath("organisations.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    groups: dict[str, int] = {}
    starts: dict[str, int] = {}
    for number, group in enumerate(data["meanings"]):
        for text in group:
            (starts if text.endswith("*") else groups).update((word.folded, number) for word in split(text))
    forms, beside = (
        frozenset(word.folded for text in data[kind] for word in split(text)) for kind in ("forms", "beside")
    )
    short = {
        word.folded: tuple(part.folded for part in split(full))
        for text, full in data["short"].items()
        for word in split(text)
    }
    return Meanings(forms, beside, groups, starts, short, {groups[word]: word for word in data["types"]})


@lru_cache(maxsize=65536)
def meaning(word: str) -> int:
    """The number of the meaning of a folded word, -1 for none."""
    known = meanings()
    if (exact := known.groups.get(word)) is not None:
        return exact
    return next((known.starts[word[:size]] for size in range(len(word), 3, -1) if word[:size] in known.starts), -1)


def plain(words: Sequence[Word]) -> list[Word]:
    """The words of a name without legal forms, unless nothing else is left; abbreviations of several words written
    out, each of which shows as the abbreviation."""
    known = meanings()
    legal = [word.folded in known.forms for word in words]
    for at, word in enumerate(words):
        if word.folded in known.beside:
            legal[at] = any(legal[max(at - 1, 0) : at] + legal[at + 1 : at + 2])
    kept = [word for word, form in zip(words, legal, strict=True) if not form] or list(words)
    return [
        word if full == word.folded else word._replace(folded=full)
        for word in kept
        for full in known.short.get(word.folded, (word.folded,))
    ]


@lru_cache(maxsize=4096)
def types(names: tuple[str, ...]) -> dict[int, str]:
    """What kinds of body ``names`` say, by number of the meaning, with the word as written."""
    known = meanings()
    found: dict[int, str] = {}
    for name in names:
        for word in split(name):
            if (group := meaning(word.folded)) in known.types:
                found.setdefault(group, word.written)
    return found


def kinds_apart(ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """In words, that bodies of these names are called by different kinds of body and by none in common; else ""."""
    first, second = types(ours), types(theirs)
    if not first or not second or first.keys() & second.keys():
        return ""
    named = sorted((", ".join(sorted(first.values())), ", ".join(sorted(second.values()))))
    return f"different kinds of body: {' and '.join(named)}"


def stem(word: str) -> str:
    """What a folded word that says where a body is, as Russian makes it of a place (Муромский), says without its
    ending; "" for another word."""
    if word.endswith(_OF_A_PLACE) and meaning(word) < 0:
        short = word[: -len(next(ending for ending in _OF_A_PLACE if word.endswith(ending)))]
        return short if len(short) >= _STEM else ""
    return ""


_OF_A_PLACE = (
    "ского", "ский", "ская", "ское", "ские", "ской", "skogo", "skaya", "skaia", "skoye", "skoe", "skoje", "skiy",
    "skii", "skij", "skie", "sky", "ski",
)  # fmt: skip
_STEM = 4


def initials(words: Sequence[Word], small: frozenset[str]) -> list[str]:
    """Units for the initials of a name: of one word in capitals itself, of a longer one those of its words, with
    and without small words."""
    if len(words) == 1:
        written = words[0].written.replace(".", "")
        if written.isupper() and _FEWEST <= len(written) <= _MOST:
            return [INITIALS + _sounded(words[0].folded)]
        return []
    full = [word.folded for word in words]
    short = [word for word in full if word not in small]
    found = (_sounded("".join(word[0] for word in part)) for part in (short, full))
    return [INITIALS + text for text in dict.fromkeys(found) if _FEWEST < len(text) <= _MOST]


def _sounded(letters: str) -> str:
    """Initials by one letter a sound, so that they meet across Latin and Cyrillic letters."""
    return letters.translate(_SOUNDS)


_SOUNDS = str.maketrans("абвгдежзийклмнопрстуфхцчшщыэюяcq", "abvgdejziiklmnoprstufhtcsseeuikk")
