"""Folding: one form for all spellings of a word that a reader would call the same.

NFKD, marks dropped, yeh / kaf / alef / heh variants unified, digits to ASCII, case folded, zero-width
joiners as breaks. The analyser decides the quality of search in Arabic, Persian and Hebrew, not the
engine behind it: the same folded tokens serve any index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_UNIFY = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ۀ": "ه",
        "ؤ": "و", "ء": None, "ـ": None, "’": None, "'": None, "׳": None, "״": None, "ʼ": None, "ʾ": None, "ʿ": None,
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:['’׳״ʼʾʿ][^\W_]+)*(?:[\u064b-\u065f\u0670\u0591-\u05c7\u0300-\u036f\u0640][^\W_]*)*")


_POSSESSIVE = ("'s", "’s")
_PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""What the letters of a text in ASCII without apostrophes become; what is between its words becomes a space."""


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The folded form of a word or name. Idempotent."""
    text = unicodedata.normalize("NFKD", word.translate(_UNIFY)).casefold().translate(_UNIFY)
    kept = []
    for char in text:
        if unicodedata.combining(char):
            continue
        if char.isdecimal() and not char.isascii():
            char = str(unicodedata.decimal(char))
        kept.append(char)
    folded = unicodedata.normalize("NFKD", "".join(kept).translate(_UNIFY)).casefold()
    return "".join(char for char in folded.translate(_UNIFY) if not unicodedata.combining(char))


def words(text: str, begin: int = 0, stop: int | None = None) -> Iterator[tuple[str, int, int]]:
    """Folded words of ``text[begin:stop]`` with their start and end in ``text`` (code points, end exclusive)."""
    for match in _WORD.finditer(text, begin, len(text) if stop is None else stop):
        start, end = match.span()
        word = match.group()
        if word[-2:] in _POSSESSIVE:  # the English possessive is not part of a name
            word, end = word[:-2], end - 2
        folded = fold(word)
        if folded:
            yield folded, start, end


def folded_text(text: str) -> str:
    """The folded words of ``text`` joined by single spaces: what the search index stores."""
    if text.isascii():  # the same, without looking for marks that no such text has
        if "'" not in text:
            return " ".join(text.translate(_PLAIN).split())
        found = (word[:-2] if word.endswith("'s") else word for word in _WORD.findall(text))
        return " ".join(word.lower().replace("'", "") for word in found)
    found = (word[:-2] if word[-2:] in _POSSESSIVE else word for word in _WORD.findall(text))
    return " ".join(filter(None, map(fold, found)))


@lru_cache(maxsize=1024)
def folded_line(text: str) -> str:
    """``folded_text`` of a line that is looked at several times in a row."""
    return folded_text(text)


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """The key of a name: folded words in their order, so that spellings with and without marks meet."""
    return folded_text(name)
