"""Names in German texts, where every noun begins with a capital.

A run of capitals is a name only where something says so: a known place or body, a given name, an office or title before
it, two nouns side by side without an article that no list knows, the last word of a person that the text named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from foja.extract.gazetteer import gazetteer, known_names
from foja.extract.lexicon import load, words
from foja.extract.runs import Run
from foja.extract.survey import Survey
from foja.extract.tokens import Token
from foja.model.vocabulary import MentionKind
from foja.text.fold import fold

LANGUAGES = frozenset({"de"})

_NOUN = re.compile(
    ".{2,}(?:ung|ungen|heit|heiten|keit|keiten|schaft|schaften|tion|tionen|ität|itäten|ismus|nis|nisse|tum|chen)"
)
_ACRONYM = re.compile(r"[A-ZÄÖÜ]{2,8}")


@dataclass(frozen=True, slots=True)
class Nouns:
    """Words of ``lexicon/names_de.toml``; names and given names folded."""

    kinds: dict[str, MentionKind]
    given: frozenset[str]
    roles: frozenset[str]
    stops: frozenset[str]


@cache
def nouns() -> Nouns:
    """The words that tell names from other nouns."""
    data = load("names_de")
    kinds: dict[str, MentionKind] = {}
    for name, kind in known_names(data):
        kinds.setdefault(" ".join(map(fold, name.split())), kind)
    return Nouns(
        kinds=kinds,
        given=frozenset(map(fold, words(data["persons"]["given"]))) | gazetteer().given,
        roles=words(data["roles"]["words"]),
        stops=words(data["stops"]["words"]),
    )


def evident(toks: list[Token], found: list[Run], survey: Survey) -> list[Run]:
    """Those of the runs of a sentence, or parts of them, that something says are names."""
    return [kept for run in found for kept in _evident(toks, run, survey)]


def _evident(toks: list[Token], run: Run, survey: Survey) -> list[Run]:
    out: list[Run] = []
    at, role = run.first, run.first > 0 and toks[run.first - 1].low in nouns().roles
    while at < run.last:
        last = _known(toks, at, run.last)
        if last:
            out.append(Run(at, last, False))
            at, role = last, False
            continue
        low = toks[at].low
        if low in nouns().roles:
            at, role = at + 1, True
            continue
        last = _personal(toks, at, run.last, role, survey)
        if last:
            out.append(Run(at, last, role or fold(low) in nouns().given))
            at = last
        else:
            at += 1
        role = False
    return out


def _known(toks: list[Token], at: int, end: int) -> int:
    """Where a known name that begins here ends; 0 without one."""
    for last in range(min(end, at + 6), at, -1):
        key = " ".join(fold(tok.low.replace(".", "")) for tok in toks[at:last])
        if key in nouns().kinds or key in gazetteer().kinds:
            return last
    return 0


def _personal(toks: list[Token], at: int, end: int, role: bool, survey: Survey) -> int:
    """Where a name that begins here ends, by what stands in it or before it; 0 without one."""
    last = at
    while last < end and not _common(toks[last]):
        last += 1
    while last > at and not toks[last - 1].text[0].isupper():
        last -= 1  # a small word at the end
    size = last - at
    first = fold(toks[at].low)
    acronym = _ACRONYM.fullmatch(toks[at].text) is not None and toks[at].low not in gazetteer().acronyms
    if size > 1:
        named = first in nouns().given or role or not _determined(toks, at)
    else:
        named = size == 1 and (role or first in survey.persons or acronym)
    return last if named else 0


def _common(tok: Token) -> bool:
    """Whether a word is a noun or small word that stands in no name."""
    return tok.low in nouns().stops or tok.low in nouns().roles or _NOUN.fullmatch(tok.low) is not None


def _determined(toks: list[Token], at: int) -> bool:
    """Whether an article or an adjective stands before a noun: it is one of many."""
    before = toks[at - 1].low if at else ""
    return before in nouns().stops or before.endswith(("er", "es", "em"))
