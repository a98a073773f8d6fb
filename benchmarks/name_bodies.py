"""Organisations put together at random, for training of the scorer: nobody's name.

A body is a row of meanings out of the lexicon ("ministry", "defence") with proper words (a city, a family name), and
is written once in one language and once in another, with what happens to such names on the way: words dropped, added,
turned round, initials instead of the whole.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

from benchmarks.name_respelling import respelled, with_typo
from foja.resolve.match.fold import script

SCRIPTS = {"LATIN": 0.45, "CYRILLIC": 0.3, "ARABIC": 0.15, "HEBREW": 0.05, "GREEK": 0.05}
_SMALL = {
    "LATIN": ("of", "the", "for", "and", "de", "la", "para"),
    "CYRILLIC": ("по", "и", "на"),
    "ARABIC": ("و", "في"),
}
_ENDINGS = ("ный", "ная", "ное", "ного", "ной", "ых", "ский", "ии", "а", "ов", "е")


class Body(NamedTuple):
    """``meanings``: numbers of groups of the lexicon; ``proper``: numbers of groups of name parts; ``number``: 0 for
    none; ``home``: the script of its second name."""

    meanings: tuple[int, ...]
    proper: tuple[int, ...]
    number: int
    home: str


class BodyMaker:
    """``groups``: of name parts and cities; ``seed``: the same gives the same bodies."""

    def __init__(self, groups: Sequence[Sequence[str]], seed: int) -> None:
        self.random, self.groups = random.Random(seed), groups
        path = files("foja.resolve.match").joinpath("data").joinpath("organisations.toml")
        self.data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.words: list[dict[str, list[str]]] = []
        for group in self.data["meanings"]:
            kinds: dict[str, list[str]] = {}
            for word in group:
                kinds.setdefault(script(word.lower()), []).append(word)
            self.words.append(kinds)
        first = {group[0]: at for at, group in enumerate(self.data["meanings"])}
        self.types = [first[word] for word in self.data["types"]]
        self.pools = {
            kind: [
                at
                for at, group in enumerate(groups)
                if any(script(word) == kind for word in group)
                and any(script(word) == "LATIN" and len(word) > 2 for word in group)
            ]
            for kind in SCRIPTS
        }

    def body(self) -> Body:
        rng = self.random
        home = rng.choices(list(SCRIPTS), list(SCRIPTS.values()))[0]
        # Some kinds of words are far more frequent than others, as in registers.
        count = rng.choices((0, 1, 2, 3, 4, 5), (0.12, 0.25, 0.25, 0.2, 0.12, 0.06))[0]
        meanings = [self._meaning() for _ in range(count)]
        if count and rng.random() < 0.6:
            meanings[0] = self.types[int(len(self.types) * rng.random() ** 1.7)]
        proper = tuple(
            rng.choice(self.pools[home])
            for _ in range(rng.choices((0, 1, 2), (0.25 if count > 1 else 0, 0.55, 0.2))[0])
        )
        return Body(tuple(dict.fromkeys(meanings)), proper, rng.randint(1, 99) if rng.random() < 0.08 else 0, home)

    def _meaning(self) -> int:
        return int(len(self.words) * self.random.random() ** 1.5)

    def relative(self, body: Body) -> Body:
        """Another body that shares words with one: the same kind elsewhere, another kind in the same place."""
        rng, chance = self.random, self.random.random()
        if body.number and chance < 0.3:
            return body._replace(number=body.number % 99 + 1)
        if body.proper and (chance < 0.7 or len(body.meanings) < 2):
            proper = list(body.proper)
            proper[rng.randrange(len(proper))] = rng.choice(self.pools[body.home])
            return body._replace(proper=tuple(proper))
        meanings = list(body.meanings)
        if not meanings:
            return self.body()
        meanings[rng.randrange(len(meanings))] = rng.choice(self.types) if rng.random() < 0.5 else self._meaning()
        return body._replace(meanings=tuple(dict.fromkeys(meanings)))

    def alike(self, one: Body, other: Body) -> bool:
        """Whether nothing that is written of the one speaks against the other."""
        if one.number != other.number and one.number and other.number:
            return False
        forms = [{word for at in body.proper for word in self.groups[at]} for body in (one, other)]
        proper = all(set(self.groups[at]) & forms[1] for at in one.proper) or all(
            set(self.groups[at]) & forms[0] for at in other.proper
        )
        meanings = set(one.meanings) <= set(other.meanings) or set(other.meanings) <= set(one.meanings)
        return proper and meanings

    def written(self, body: Body, kind: str, change: float) -> str:
        """The name in one script. ``change``: how much happens to it, 0 to 1."""
        rng = self.random
        words = [self._word(at, kind, change) for at in body.meanings]
        names = []
        for at in body.proper:
            forms = [word for word in self.groups[at] if script(word) == kind] or [
                word for word in self.groups[at] if script(word) == "LATIN"
            ]
            word = with_typo(rng.choice(forms), rng, 0.08 * change)
            names.append((respelled(word, rng, 0.3 * change) if kind == "LATIN" else word).title())
        if len(words) > 1 and rng.random() < 0.3 * change:
            del words[rng.randrange(len(words))]
        if rng.random() < 0.12 * change:
            words.insert(rng.randint(0, len(words)), self._word(self._meaning(), kind, change))
        if len(words) > 1 and rng.random() < 0.3 * change:
            rng.shuffle(words)
        if len(names) > 1 and rng.random() < 0.2 * change:
            del names[rng.randrange(len(names))]
        whole = [*words, *names] if rng.random() < 0.6 else [*names, *words]
        if kind in _SMALL and len(whole) > 2 and rng.random() < 0.4:
            whole.insert(rng.randint(1, len(whole) - 1), rng.choice(_SMALL[kind]))
        # A long name goes by its initials more often than a short one.
        if len(whole) > 2 and rng.random() < (0.2 if len(whole) < 4 else 0.6) * change:
            whole = ["".join(word[0] for word in whole).upper()]
        elif rng.random() < 0.3:
            forms = [form for form in self.data["forms"] if script(form.lower()) == kind]
            if forms:
                whole.insert(0 if rng.random() < 0.5 else len(whole), rng.choice(forms))
        if body.number and rng.random() > 0.15 * change:
            whole.append(str(body.number))
        return " ".join(whole)

    def _word(self, at: int, kind: str, change: float) -> str:
        kinds = self.words[at]
        words = kinds.get(kind) or kinds.get("LATIN") or next(iter(kinds.values()))
        # English comes first in the lexicon; other languages in the same letters are rarer on lists.
        word = words[0] if kind == "LATIN" and self.random.random() < 0.75 else self.random.choice(words)
        return word.rstrip("*") + self.random.choice(_ENDINGS) if word.endswith("*") else word
