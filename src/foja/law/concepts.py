"""Families of words that reports take for one another and the law does not. They are data, with their sources."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from foja.model.record import Record, convert
from foja.text.fold import fold


class Member(Record, frozen=True):
    """One of the family. ``words``: how it is written, folded, from the beginning of a word."""

    name: str
    words: tuple[str, ...]


class Family(Record, frozen=True):
    """``says``: what tells the members apart. ``mixed``: one statement that has words of two of them takes one for the
    other. ``cues``: words without which the members' own mean nothing here."""

    name: str
    title: str
    says: str
    sources: tuple[str, ...]
    member: tuple[Member, ...]
    unchecked: str = ""
    mixed: bool = False
    cues: tuple[str, ...] = ()

    def members_in(self, text: str) -> frozenset[str]:
        """The members of which a text has words; none where it has no cue of the family."""
        words = fold(text)
        if self.cues and not any(_stands(cue, words) for cue in self.cues):
            return frozenset()
        return frozenset(one.name for one in self.member if any(_stands(word, words) for word in one.words))

    def touched_by(self, text: str) -> bool:
        """Whether a text speaks of what the family is about."""
        if self.cues:
            return any(_stands(cue, fold(text)) for cue in self.cues)
        return bool(self.members_in(text))


def _stands(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(word))}", text) is not None


class Families(Record, frozen=True):
    family: tuple[Family, ...]


@cache
def families() -> tuple[Family, ...]:
    """The families that foja ships."""
    text = (files("foja.law") / "concepts.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), Families).family
