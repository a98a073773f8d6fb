"""The cue lexicon (``cues.toml``): which phrases and element names say what a line is on its page."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from foja.text.fold import folded_line, folded_text

KINDS = ("related", "closing", "sharing", "navigation", "cookie", "comment", "legal")
_MAX_WORDS, _EXTRA_WORDS, _MAX_PAIRED = 10, 8, 6
_NOT_IN_HEADINGS = frozenset(".!?؟;,،…0123456789")
_WITH_ENDING = 5
"""Letters from which a word of the tables ``more`` and ``news`` counts with an ending too."""
_NAME_OF_ARTICLE = ("before", "of", "between", "as")
NAME_PARTS = re.compile(r"[A-Z]?[a-z\u00e0-\u024f]+|[A-Z]+(?![a-z])")
"""The words of a class name or id: "entry-content", "entryContent"."""


@dataclass(frozen=True)
class Words:
    """Words that count as they are, and those that count with an ending too."""

    whole: frozenset[str]
    begins: tuple[str, ...]

    @classmethod
    def of(cls, known: Iterable[str]) -> Words:
        phrases = tuple(map(_phrase, known))
        return cls(frozenset(phrases), tuple(one for one in phrases if len(one) >= _WITH_ENDING))

    def among(self, words: Sequence[str]) -> bool:
        """Whether one of ``words`` is among them."""
        return any(word in self.whole or word.startswith(self.begins) for word in words)


@dataclass(frozen=True)
class Cues:
    """``whole``: folded line -> kind. ``begins``: folded first words -> kind, for "* " phrases.
    ``before_colon``: folded words before a colon -> kind. ``names``: word of an element name -> role.
    ``dated``: folded words before a date -> ``published`` or ``modified``.
    ``lettered``: labels of the date of a letter.
    ``pairs``: for each language the words for "more" and for "news" that head related items together.
    ``element_words``, ``plain_names``: words of element names that the line model knows, and names that say content by
    themselves. ``holds_article``, ``holds_content``: patterns of names that say so together, without their hyphens."""

    whole: dict[str, str]
    begins: dict[str, str]
    before_colon: dict[str, str]
    bylines: frozenset[str]
    lettered: frozenset[str]
    dated: dict[str, str]
    names: dict[str, str]
    pairs: tuple[tuple[Words, Words], ...]
    element_words: frozenset[str]
    plain_names: frozenset[str]
    holds_article: re.Pattern[str]
    holds_content: re.Pattern[str]

    def kind(self, text: str, *, written: bool = False) -> str:
        """The kind of cue the line ``text`` is, or the empty string. One of ``KINDS``. ``written``: only phrases
        that the lexicon holds, no headings put together from its words."""
        return _kind(text, written)

    def _kind(self, text: str, written: bool) -> str:
        stripped = text.strip()
        if not stripped or len(stripped) > 400:
            return ""
        if stripped[0] == "©" and len(stripped.split()) <= 30:
            return "legal"
        head, colon, rest = stripped.partition(":")
        if colon and rest.strip() and len(head) <= 40:
            found = self.before_colon.get(_phrase(head), "")
            if found:
                return found
        if len(stripped.split()) > 40:
            return ""
        phrase = _phrase(stripped)
        words = phrase.split()
        if not words:
            return ""
        if phrase in self.whole and len(words) <= _MAX_WORDS:
            return self.whole[phrase]
        for count in range(min(len(words) - 1, 9), 0, -1):
            found = self.begins.get(" ".join(words[:count]), "")
            # a cookie notice is a sentence; every other cue is a label
            if found and (found in ("cookie", "comment") or len(words) - count <= _EXTRA_WORDS):
                return found
        return "related" if not written and self._heads_a_list(stripped, words) else ""

    def _heads_a_list(self, text: str, words: list[str]) -> bool:
        """Whether a short line says "more" and "news" in one language, in whatever words."""
        if not 2 <= len(words) <= _MAX_PAIRED or not _NOT_IN_HEADINGS.isdisjoint(text):
            return False
        return any(more.among(words) and news.among(words) for more, news in self.pairs)

    def byline(self, text: str) -> str:
        """The name after a byline word ("By Name"), or the empty string. Looks only at short lines."""
        stripped = text.strip()
        if len(stripped) > 120 or len(stripped.split()) > 14:
            return ""
        for length in (2, 1):
            parts = re.split(r"[:\s]+", stripped, maxsplit=length)
            if len(parts) > length and folded_text(" ".join(parts[:length])) in self.bylines:
                return parts[length].strip(" ,;|·•-–—")
        return ""

    def of_date(self, before: str) -> str:
        """What the words before a date say that it is: ``published``, ``modified`` or the empty string. The label that
        stands nearest counts, with at most three words between it and the date ("on", "am", a weekday)."""
        words = _phrase(before[-80:]).split()
        for end in range(len(words), max(-1, len(words) - 4), -1):
            for length in (3, 2, 1):
                found = self.dated.get(" ".join(words[max(0, end - length) : end])) if end >= length else None
                if found:
                    return found
        return ""

    def is_lettered(self, text: str) -> bool:
        """Whether ``text`` is the label of the date of a letter ("Date:", "Fecha:")."""
        return _phrase(text) in self.lettered

    def is_byline(self, text: str) -> bool:
        """Whether ``text`` is only the word that opens a byline ("By", "Autor")."""
        return _phrase(text) in self.bylines

    def role_of(self, name: str) -> tuple[str, str]:
        """``(role, word)`` of the first known word in a class name or id; empty strings for none."""
        return _role_of(name)

    def _role_of(self, name: str) -> tuple[str, str]:
        parts = [part.lower() for part in NAME_PARTS.findall(name)]
        joined = "".join(parts)
        if joined in self.names:
            return self.names[joined], name
        for part in parts:
            if part in self.names:
                return self.names[part], name
        return "", ""


# Pages of one site repeat their menus and class names: what was looked up once is not looked up again.
@lru_cache(maxsize=8192)
def _kind(text: str, written: bool) -> str:
    return cues()._kind(text, written)


@lru_cache(maxsize=8192)
def _role_of(name: str) -> tuple[str, str]:
    return cues()._role_of(name)


def _phrase(text: str) -> str:
    return " ".join(word for word in folded_line(text).split(" ") if word and not word.isdecimal())


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The lexicon, read once from the file beside this module."""
    data: dict[str, dict[str, Any]] = tomllib.loads(
        resources.files("foja.read").joinpath("cues.toml").read_text(encoding="utf-8")
    )
    whole: dict[str, str] = {}
    begins: dict[str, str] = {}
    before_colon: dict[str, str] = {}
    for kind in KINDS:
        for phrases in data[kind].values():
            for phrase in phrases:
                if phrase.endswith("*"):
                    begins.setdefault(_phrase(phrase), kind)
                elif phrase.endswith(":"):
                    before_colon.setdefault(_phrase(phrase), kind)
                else:
                    whole.setdefault(_phrase(phrase), kind)
    return Cues(
        whole=whole,
        begins=begins,
        before_colon=before_colon,
        bylines=frozenset(_phrase(word) for words in data["byline"].values() for word in words),
        lettered=frozenset(_phrase(word) for words in data["lettered"].values() for word in words),
        dated={
            _phrase(word): field
            for table, field in (("published", "published"), ("changed", "modified"))
            for words in data[table].values()
            for word in words
        },
        names={word: role for role, words in data["dom"].items() for word in words},
        element_words=frozenset(data["elements"]["words"]),
        plain_names=frozenset(data["elements"]["plain"]),
        holds_article=re.compile(
            "(?:{})?(?:{})(?:{})?(?:{})".format(*("|".join(data["elements"][key]) for key in _NAME_OF_ARTICLE))
        ),
        holds_content=re.compile("|".join(data["elements"]["content"])),
        pairs=tuple((Words.of(data["more"][language]), Words.of(data["news"][language])) for language in data["more"]),
    )
