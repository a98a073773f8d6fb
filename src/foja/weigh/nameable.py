"""What can be looked for: a name and not a common noun; and whom an allegation names without being about their deeds.

"Obtain what *agency* published" leads nowhere, and so does "the notice". Where a script has no capitals, a single word
that is no word of the press is taken for a name, and a document needs two words or a number.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.text.fold import fold, folded_text

TITLE = 2
"""Words of a title that may stand before the name of who asks or charges ("The prosecutor Lara")."""


ASIDE = 3
"""Words of a statement after which a conjunction of time tells what happened besides."""


class _Lexicon(NamedTuple):
    of: frozenset[str]
    norms: frozenset[str]
    times: frozenset[str]
    articles: frozenset[str]
    press: frozenset[str]
    struck: tuple[tuple[str, ...], ...]
    passive: frozenset[str]


def outlet_named(name: str) -> bool:
    """Whether a citation names an outlet: "Diario", "the local press" and what has no capital do not."""
    words = _words(name)
    if not words or all(fold(word) in _lexicon().press for word in words):
        return False
    return "." in name.strip(".") or any(_marked(word) for word in words)


def document_named(name: str) -> bool:
    """Whether words for a document say which: "Law 27.784", "Convención de Viena", and not "the resolution"."""
    words = _words(name)
    if any(char.isdigit() for char in name) or any(word.isupper() and len(word) > 1 for word in words):
        return True
    return len(words) > 1 and any(_marked(word) for word in words)


def named_besides(content: str, names: Iterable[str], asked: bool) -> bool:
    """Whether a statement names a party only as what was struck ("the attack on the Society"), as whose rules it speaks
    of ("Interpol's constitution"), or for what happened at the same time ("in 2019, when a court sentenced Lara"); or,
    where something is asked or charged, as who asks ("Judge Lara indicts"). ``names``: folded names of the party."""
    folded = f" {folded_text(content)} "
    words = folded.split()
    places = [(at, at + name.count(" ") + 1) for name in names if name for at in _places(folded, name)]
    if asked and any(begin <= TITLE and not _passive(words[end:]) for begin, end in places):
        return True
    return bool(places) and all(
        _struck(words[:begin]) or _norm(words[:begin], words[end:]) or _aside(words[:begin]) for begin, end in places
    )


def _places(folded: str, name: str) -> Iterator[int]:
    """The numbers of the words at which a name begins, in words with a space before and behind each."""
    at = folded.find(f" {name} ")
    while at >= 0:
        yield folded.count(" ", 0, at)
        at = folded.find(f" {name} ", at + 1)


def _passive(after: list[str]) -> bool:
    return bool(after) and (after[0] in _lexicon().passive or " ".join(after[:2]) in _lexicon().passive)


def _struck(before: list[str]) -> bool:
    while before and before[-1] in _lexicon().articles and not _led(before):
        before = before[:-1]
    return _led(before)


def _norm(before: list[str], after: list[str]) -> bool:
    """Whether a name says whose rules are meant, before them ("Interpol's charter") or behind ("statutes of X")."""
    while before and before[-1] in _lexicon().articles:
        before = before[:-1]
    behind = len(before) > 1 and before[-1] in _lexicon().of and before[-2] in _lexicon().norms
    return behind or (bool(after) and after[0] in _lexicon().norms)


def _aside(before: list[str]) -> bool:
    """Whether a name stands behind a conjunction of time that does not begin the statement."""
    return any(word in _lexicon().times for word in before[ASIDE:])


def _led(before: list[str]) -> bool:
    return any(tuple(before[-len(cue) :]) == cue for cue in _lexicon().struck)


def _words(name: str) -> list[str]:
    words = name.replace("’", "'").replace("'", " ").split()
    while words and fold(words[0]) in _lexicon().articles:
        words = words[1:]
    return words


def _marked(word: str) -> bool:
    """Whether a word is written as names are: with a capital or a digit, or in a script that has no capitals."""
    return word != word.lower() or any(char.isdigit() for char in word) or word == word.upper()


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = tomllib.loads(files("foja.weigh").joinpath("nameable.toml").read_text(encoding="utf-8"))
    return _Lexicon(
        of=frozenset(map(fold, data["of"])),
        norms=frozenset(map(fold, data["norms"])),
        times=frozenset(map(fold, data["times"])),
        articles=frozenset(map(fold, data["articles"])),
        press=frozenset(map(fold, data["press"])),
        struck=tuple(tuple(folded_text(cue).split()) for cue in data["struck"]),
        passive=frozenset(map(folded_text, data["passive"])),
    )
