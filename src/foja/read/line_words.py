"""What the words of a line say about who speaks to whom, from closed lists (``line_words.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from foja.text.fold import folded_line, folded_text

LISTS = ("credit", "biography", "first_person", "second_person", "said")
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|„[^“”]*[“”]|\"[^\"]*\"")
_ADDRESS = re.compile(r"\s*(?:https?://|www\.)\S+\s*")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_HANDLE = re.compile(r"(?<!\w)@\w{2,}")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b")
_BRACKET = re.compile(r"\(([^()]{3,80})\)\s*\.?\s*$")
_GLUED = re.compile(r"[^\W\d_A-Z]{3}[A-ZÀ-Þ][^\W\d_A-Z]*\s")
"""A small letter before a capital one inside a word: a title and a teaser of one link, written without a gap."""
_FULL = 4
"""Words of one list in a line from which more say nothing more."""


@lru_cache(maxsize=8192)
def word_signs(text: str) -> Mapping[str, float]:
    """Signs of a line by its words, each between 0 and 1. What stands between quotation marks is somebody's speech in a
    report: it says nothing of who wrote the line."""
    counts = _counts(text)
    found = {name.replace("_", " "): min(1.0, count / _FULL) for name, count in counts.items()}
    found |= {f"has {name.replace('_', ' ')}": float(count > 0) for name, count in counts.items()}
    bracket = _BRACKET.search(text)
    found["credit in brackets"] = float(bool(bracket and _in(folded_text(bracket[1]).split(), "credit")))
    found["only an address"] = float(is_address(text))
    found["words run together"] = min(1.0, len(_GLUED.findall(text)) / 2)
    mail = "@" in text and bool(_MAIL.search(text))
    found["mail address"] = float(mail)
    found["handle"] = float("@" in text and not mail and bool(_HANDLE.search(text)))
    return found


def opens_a_comment(text: str) -> bool:
    """Whether a short line looks like the head of a reader's comment: a date, a clock time or "2 days ago"."""
    if len(text) > 120:
        return False
    told = bool(_counts(text)["said"])
    return bool(_DATE.search(text) and (told or _CLOCK.search(text))) or (told and any(map(str.isdigit, text)))


def is_address(text: str) -> bool:
    """Whether a line is nothing but a web address."""
    return bool(_ADDRESS.fullmatch(text))


def answers(text: str) -> bool:
    """Whether a short line says that somebody wrote at a time: "Ana on 3 May at 10:15 said:", "2 hours ago, 14:05". A
    time alone heads the entries of a running report."""
    return opens_a_comment(text) and bool(_counts(text)["said"] and _CLOCK.search(text))


@lru_cache(maxsize=8192)
def _counts(text: str) -> dict[str, int]:
    words = folded_line(_QUOTED.sub(" ", text)).split()
    return {name: _in(words, name) for name in LISTS}


def _in(words: Sequence[str], name: str) -> int:
    """How many of the folded ``words`` are in a list, and how many of its phrases are among them."""
    single, several = _lists()[name]
    count = sum(word in single for word in words)
    for first in several.keys() & set(words):
        padded = f" {' '.join(words)} "
        count += sum(f" {phrase} " in padded for phrase in several[first])
    return count


@lru_cache(maxsize=1)
def _lists() -> dict[str, tuple[frozenset[str], dict[str, list[str]]]]:
    """Of each list the single words, and the phrases by their first word."""
    data = tomllib.loads(resources.files("foja.read").joinpath("line_words.toml").read_text(encoding="utf-8"))
    made = {}
    for name in LISTS:
        folded = {folded_text(word) for words in data[name].values() for word in words}
        several: dict[str, list[str]] = {}
        for phrase in sorted(word for word in folded if " " in word):
            several.setdefault(phrase.split(" ", 1)[0], []).append(phrase)
        made[name] = (frozenset(word for word in folded if " " not in word), several)
    return made
