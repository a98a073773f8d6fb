"""Folding for comparison of names: one form per script for what a reader of that script would call the same.

Stronger than ``foja.text.fold``, which serves search: Hangul is taken apart into letters, Katakana meets Hiragana,
letters of another script that only look right are put back. Cyrillic й and ё stay, because they sound
differently. Nothing here says that two names are the same; it only takes away what cannot tell them apart.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST_WORD = 24
"""Letters of a folded word that are looked at; what follows is cut."""

_ARABIC = str.maketrans(
    {
        **dict.fromkeys("یىېێےۓئ", "ي"), **dict.fromkeys("ۀةھہەۃۂ", "ه"), **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ؤۆۇۈۋ", "و"), **dict.fromkeys("کڪ", "ك"), **dict.fromkeys("ڨ", "گ"), "ڤ": "ف",
        "ء": None, "ـ": None,
    }
)  # fmt: skip
_HEBREW = str.maketrans("ךםןףץ", "כמנפצ")
_LATIN = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h",
        "ŋ": "ng", "ə": "a", **dict.fromkeys("ʻʿʾʼ’‘`´ʹʺ'׳״\"“”«»ˈ", None),
    }
)  # fmt: skip

_LATIN_LIKE = "aceopxyijshkmtbdlqrvw"
_CYRILLIC_LIKE = "асеорхуіјѕһкмтвԁӏԛгѵԝ"
_GREEK_LIKE = {"a": "α", "o": "ο", "p": "ρ", "v": "ν", "i": "ι", "k": "κ", "u": "υ", "x": "χ", "t": "τ", "e": "ε"}
_TO_LATIN = {
    **dict(zip(_CYRILLIC_LIKE, _LATIN_LIKE, strict=True)),
    **{greek: latin for latin, greek in _GREEK_LIKE.items()},
}
_TO_CYRILLIC = dict(zip(_LATIN_LIKE, _CYRILLIC_LIKE, strict=True)) | {"u": "и", "n": "п"}
_CONFUSED = {"LATIN": _TO_LATIN, "CYRILLIC": _TO_CYRILLIC, "GREEK": _GREEK_LIKE}

_PIECE = re.compile(
    r"[^\W_](?:[\w\u0300-\u036f\u0590-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff'’ʼʻʿʾ‘`´׳״]|(?<=[\u0590-\u05ff])[\"”])*"
)


_HYPHENS = frozenset("-\u2010\u2011\u05be")


class Word(NamedTuple):
    """``folded``: for comparison; ``written``: as it stands in the name, without invisible characters;
    ``mixed``: its letters came from two scripts that look alike, and were put into one; ``tied``: nothing but a
    hyphen parts it from the word before."""

    folded: str
    written: str
    mixed: bool
    tied: bool = False


@lru_cache(maxsize=262144)
def script(word: str) -> str:
    """The script of the first letter of ``word`` by its Unicode name ("LATIN", "ARABIC", "CJK"); "" without one."""
    for char in word:
        if char.isalpha():
            name = unicodedata.name(char, "").split(" ")[0]
            return "KANA" if name in ("HIRAGANA", "KATAKANA") else name
    return ""


def visible(name: str) -> str:
    """``name`` without control and format characters (joiners, bidirectional overrides, soft hyphens); breaks of
    lines and tabs become spaces, letters in circles and squares letters."""
    if name.isprintable():
        return name.translate(_ENCLOSED)
    return "".join(
        " " if char.isspace() else char for char in name if char.isspace() or unicodedata.category(char) not in _UNSEEN
    ).translate(_ENCLOSED)


# Letters in circles and squares are signs by their category; flags, which are pairs of such, stay signs.
_ENCLOSED = {
    first + at: chr(letter + at)
    for first, letter in ((0x24B6, 65), (0x24D0, 97), (0x1F130, 65), (0x1F150, 65), (0x1F170, 65))
    for at in range(26)
}


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@lru_cache(maxsize=262144)
def fold(word: str) -> str:
    """The folded form of one word. Idempotent."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible(word)).casefold().translate(_LATIN))
    kept: list[str] = []
    for char in text:
        code = ord(char)
        if code < 0x80 or 0x400 <= code <= 0x52F:
            kept.append(char)
        elif 0xAC00 <= code <= 0xD7A3:
            kept.append(unicodedata.normalize("NFD", char))
        elif 0x30A1 <= code <= 0x30F6:
            kept.append(chr(code - 0x60))
        elif char.isdecimal():
            kept.append(str(unicodedata.decimal(char)))
        else:
            parts = unicodedata.normalize("NFD", char)
            kept.append("".join(part for part in parts if not unicodedata.combining(part)))
    folded = "".join(kept).translate(_ARABIC).translate(_HEBREW).translate(_LATIN)
    return folded.casefold()


@lru_cache(maxsize=262144)
def _word(piece: str) -> Word:
    folded = fold(piece)
    scripts = {kind for kind in map(script, folded) if kind in _CONFUSED} if not folded.isascii() else set()
    mixed = len(scripts) > 1
    if mixed:
        count = {kind: sum(script(char) == kind for char in folded) for kind in sorted(scripts)}
        main = max(count, key=lambda kind: (count[kind], kind == "LATIN"))
        folded = "".join(_CONFUSED[main].get(char, char) for char in folded)
    if folded.startswith("ال") and len(folded) > 4:
        folded = folded[2:]
    return Word(folded[:LONGEST_WORD], piece, mixed)


def split(name: str, most: int = 12) -> list[Word]:
    """The first ``most`` words of a name, in order. Empty for a name without a letter or digit."""
    found: list[Word] = []
    text, last = visible(name[:4000]).replace("_", " "), 0
    for match in _PIECE.finditer(text):
        piece, between, last = match.group().strip("'’ʼʻʿʾ‘`´\""), text[last : match.start()], match.end()
        word = _word(piece)
        if word.folded:
            found.append(word._replace(tied=True) if found and between in _HYPHENS else word)
            if len(found) == most:
                break
    return found
