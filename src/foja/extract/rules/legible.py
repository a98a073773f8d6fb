"""Whether a sentence is words at all: recognised text of a bad scan is letters, digits and marks in any order. Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Sentence
from foja.extract.tokens import Token

MOST = 5
"""One token in so many may be broken. On pages of news it is less than one in fifty, and hours and lines of marks are
most of those; where every fourth letter is wrong, it is one in three."""
_MARKS = frozenset(".,;:!?'\"“”‘’«»„()[]-–—/%$€£&…¿¡§#@+*=<>°º·•")


def legible(s: Sentence) -> bool:
    """Whether few enough of its tokens are broken that who says what can be told."""
    return sum(map(_broken, s.toks)) * MOST <= len(s.toks)


def _broken(tok: Token) -> bool:
    """A mark that no prose has, a letter by itself that is no word, or digits between letters ("th1s")."""
    text = tok.text
    if len(text) == 1:
        if not text.isalnum():
            return text not in _MARKS
        return text.isalpha() and tok.tag in "NK" and text.islower()
    digits = sum(char.isdigit() for char in text)
    return bool(digits) and text[0].isalpha() and text[-1].isalpha() and digits < len(text) - 1
