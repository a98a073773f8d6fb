"""Words of Arabic, Persian and Hebrew texts, and what their lexicons say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from foja.extract.gazetteer import known_names
from foja.extract.lexicon import load
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold

LANGUAGES = frozenset({"ar", "fa", "he"})

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u0640\u0591-\u05c7"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|[\u200c\"'’׳״](?=[^\W\d_])){{0,60}}['’׳]?|\d+|[^\s\u200c]")
_WITHIN = frozenset({" ", "\u00a0", "-", "\u05be"})
"""What parts the words of one name."""
_ROOT = 3
"""Letters of a word that is too short to be told by its beginning or end."""
_OFTEN = 2
_SAMPLE = 20_000
_PERSIAN = 25
"""One letter in so many, or more, is Persian in a Persian text."""


class Word(NamedTuple):
    """A word or mark of a sentence. ``key``: folded. ``joined``: nothing but a space or a hyphen parts it from the word
    before. ``head``: of a word in parts (a Persian verb with its prefix) the first part, folded."""

    key: str
    start: int
    end: int
    joined: bool
    head: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the names of one language are found by, folded (``lexicon/names_<language>.toml`` says what each list is).

    ``elides``: the letter of a prefix before which the article loses its first one; ``nisba``: the ending of family
    names that have the article. ``kinds``: names of places and bodies as their words, the first without the article.
    ``given_too``: given names that are as often ordinary words. ``alone``: family names that say who is meant.
    ``endings``: of family names; ``no_endings``, ``no_beginnings``: of what is no name. ``alike``: as in the file.
    ``that``: words behind which a speech begins. ``doubtful``: names that only what looks like a family name makes
    one."""

    prefixes: tuple[str, ...]
    article: str
    elides: str
    nisba: str
    suffixes: tuple[str, ...]
    kinds: dict[tuple[str, ...], MentionKind]
    posts: frozenset[tuple[str, ...]]
    given: frozenset[str]
    given_too: frozenset[str]
    family: frozenset[str]
    alone: frozenset[str]
    endings: tuple[str, ...]
    no_endings: tuple[str, ...]
    no_beginnings: tuple[str, ...]
    alike: tuple[str, str] | None
    joins: frozenset[str]
    roles: frozenset[str]
    honorifics: frozenset[str]
    beside: frozenset[str]
    bodies: frozenset[str]
    of_bodies: frozenset[str]
    demonyms: frozenset[str]
    speech: frozenset[str]
    that: frozenset[str]
    stops: frozenset[str]
    doubtful: frozenset[str] = frozenset()

    def is_given(self, key: str) -> bool:
        """Whether a word is a given name, or can be one."""
        return key in self.given or key in self.given_too

    def stops_at(self, word: Word) -> bool:
        """Whether a word is no part of a personal name."""
        key = word.key
        if not key[0].isalpha() or len(key) < 2:
            return True
        if key in self.given or key in self.family:
            return False
        if self._says(key) or (word.head != key and self._says(word.head)):
            return True
        if len(key) > _ROOT and (key.startswith(self.no_beginnings) or key.endswith(self.no_endings)):
            return True
        rests = [key.removeprefix(prefix) for prefix in self.prefixes if key.startswith(prefix)]
        rests += [key.removesuffix(suffix) for suffix in self.suffixes if key.endswith(suffix)]
        return any(len(rest) > 1 and self._says(rest) for rest in rests)

    def _says(self, key: str) -> bool:
        bare = key.removeprefix(self.article)
        return (
            key in self.stops or bare in self.stops or key in self.roles or key in self.honorifics
            or bare in self.demonyms or bare in self.bodies or (key,) in self.kinds or (bare,) in self.kinds
        )  # fmt: skip

    def family_like(self, word: Word) -> bool:
        """Whether a word looks like a family name: known as one, or built like one."""
        key = word.key
        if key in self.given or key in self.family:
            return True
        if self.stops_at(word):
            return False
        nisba = bool(self.nisba) and key.startswith(self.article) and key.endswith(self.nisba)
        return nisba or (len(key) > 3 and key.endswith(self.endings))

    def of_text(self, text: str) -> Lexicon:
        """The lexicon for a text: a given name that it may write for an everyday word is doubtful there."""
        if self.alike is None or self.alike[1] in text or text.count(self.alike[0]) < _OFTEN:
            return self
        name = frozenset({key_of(self.alike[0])})
        return replace(self, given=self.given - name, given_too=self.given_too | name, doubtful=name)

    def openings(self, key: str) -> Iterator[tuple[str, int]]:
        """The readings of a word whose first letters may be words of their own: the rest, and the letters before."""
        yield key, 0
        if key in self.stops:
            return
        for prefix in self.prefixes:
            rest = key.removeprefix(prefix)
            if rest != key and len(rest) > 1:
                yield rest, len(prefix)
                if self.elides and prefix.endswith(self.elides) and rest.startswith(self.elides):
                    yield rest[1:], len(prefix) + 1  # the article without its first letter


@cache
def lexicon(language: str) -> Lexicon:
    """The words for one of ``LANGUAGES``."""
    data = load(f"names_{language}")
    article = fold(data["article"])

    def keys(value: str) -> frozenset[str]:
        return frozenset(key for word in value.split() if (key := key_of(word)))

    def people(value: str) -> frozenset[str]:
        """Names that end in an alef maqsura are written with a yeh too."""
        return frozenset(key for found in keys(value) for key in (found, found.rstrip("~")))

    def parts(name: str) -> tuple[str, ...]:
        return tuple(word.key for word in words(name, 0, len(name)))

    kinds: dict[tuple[str, ...], MentionKind] = {}
    for name, kind in known_names(data):
        first, *more = parts(name)
        kinds.setdefault((first.removeprefix(article), *more), kind)
    persons, roles, bodies = data["persons"], data["roles"], data["bodies"]
    return Lexicon(
        prefixes=tuple(sorted((fold(p) for p in data["prefixes"].split()), key=lambda p: (-len(p), p))),
        article=article,
        elides=fold(data.get("elides", "")),
        nisba=fold(data.get("nisba", "")),
        suffixes=tuple(fold(suffix) for suffix in data.get("suffixes", "").split()),
        kinds=kinds,
        posts=frozenset(map(parts, roles["of_posts"].split(";"))),
        given=people(persons["given"]) - people(persons["given_too"]),
        given_too=people(persons["given_too"]),
        family=people(persons["family"]) | people(persons["alone"]),
        alone=people(persons["alone"]),
        endings=tuple(sorted(keys(persons.get("endings", "")))),
        no_endings=tuple(sorted(keys(data.get("no_endings", "")))),
        no_beginnings=tuple(sorted(keys(data.get("no_beginnings", "")))),
        alike=tuple(data["alike"].split()) if "alike" in data else None,
        joins=keys(persons["joins"]),
        roles=keys(roles["words"]),
        honorifics=keys(roles["honorifics"]),
        beside=keys(roles["beside"]),
        bodies=frozenset(key.removeprefix(article) for key in keys(bodies["words"])),
        of_bodies=keys(bodies["of"]),
        demonyms=keys(data["demonyms"]["words"]),
        speech=keys(data["speech"]["words"]),
        that=keys(data["speech"]["that"]),
        stops=keys(data["stops"]["words"]),
    )


def key_of(word: str) -> str:
    """Folded; but an alef maqsura at the end stays another letter than yeh: "على" is no "علي"."""
    plain = word.replace("\u200c", "").replace('"', "")
    return fold(plain) + ("~" if plain.endswith("ى") else "")


def words(text: str, start: int, end: int) -> list[Word]:
    """The words and marks of ``text[start:end]``."""
    found: list[Word] = []
    last = start
    for match in _WORD.finditer(text, start, end):
        key = key_of(match.group()) or match.group()
        head = key_of(match.group().partition("\u200c")[0])
        found.append(Word(key, match.start(), match.end(), text[last : match.start()] in _WITHIN, head))
        last = match.end()
    return found


@cache
def _own_letters(language: str) -> frozenset[str]:
    return frozenset(load(f"names_{language}")["letters"])


def language_of(text: str) -> str:
    """Which of ``LANGUAGES`` a text is in that states none, by its letters: Hebrew ones, Arabic ones with those that
    Persian has of its own, Arabic ones alone; the empty string where others prevail."""
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    hebrew = sum("\u05d0" <= char <= "\u05ea" for char in letters)
    arabic = sum("\u0621" <= char <= "\u06d3" for char in letters)
    if max(hebrew, arabic) * 2 <= len(letters):
        return ""
    own = _own_letters("fa")
    persian = sum(char in own for char in letters)
    return "he" if hebrew > arabic else "fa" if persian * _PERSIAN > arabic else "ar"
