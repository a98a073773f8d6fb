"""The parts of a name that are compared: its words, and words run together.

"Abd al-Rahman" and "Abdulrahman", "Jong-un" and "Jongun" are one name, so neighbours are joined where one of them
is a particle or both are short. Names written without spaces in Han letters or Hangul are cut into syllables, whose
neighbours are joined again. Titles before a name are no part of it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.resolve.match.fold import LONGEST_WORD, Word, script, split
from foja.resolve.match.han import han_readings
from foja.resolve.match.organisations import initials, plain, stem

MOST_WORDS = 10
"""Words of a name that are looked at; what follows is left out."""
_LONGEST_JOIN = 18
_SHORT, _SYLLABLE = 2, 4
_COMPOUND = (3, 8)
_LONGEST_UNSPACED = 5
_MOST_LISTED = 12
NON_JOINER = "\u200c"
_BRACKETS = re.compile(r"\([^()]*\)")
_CUT_IN_SYLLABLES = re.compile("[\u1100-\u1112][^\u1100-\u1112]*")


class Lexicon(NamedTuple):
    """Folded words of ``data/words.toml``; ``nobody``: folded phrases, by a space between words; ``compounds``: first
    and second halves of given names that stand in one word as often as in two; ``letters``: by their names, in
    Latin."""

    titles: frozenset[str]
    particles: frozenset[str]
    links: frozenset[str]
    common: tuple[str, ...]
    nobody: frozenset[str]
    compounds: tuple[frozenset[str], frozenset[str]]
    letters: dict[str, str]


class Name(NamedTuple):
    """A name ready to be compared.

    ``words``: without titles. ``units``: folded words, then joined neighbours; ``masks``: for each unit the words
    it covers, one bit each. ``titles``: what was taken off. ``cut``: the name had more words than are looked at.
    ``read``: the language in which Chinese letters were read, "" where nothing was.
    """

    written: str
    words: tuple[Word, ...]
    units: tuple[str, ...]
    masks: tuple[int, ...]
    titles: tuple[str, ...] = ()
    cut: bool = False
    read: str = ""


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words shipped with foja, read once."""
    path = files("foja.resolve.match").joinpath("data").joinpath("words.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    titles, particles, links, common = (
        [word.folded for phrase in data[kind] for word in split(phrase)]
        for kind in ("titles", "particles", "links", "common")
    )
    nobody = frozenset(" ".join(word.folded for word in split(phrase)) for phrase in data["nobody"])
    halves = [frozenset(word.folded for text in data["compounds"][half] for word in split(text)) for half in (0, 1)]
    letters = {word.folded: letter for text, letter in data["letters"].items() for word in split(text)}
    return Lexicon(
        frozenset(titles), frozenset(particles), frozenset(links), tuple(dict.fromkeys(common)), nobody,
        (halves[0], halves[1]), letters,
    )  # fmt: skip


def names_nobody(words: Sequence[Word]) -> bool:
    """Whether words stand where a name should and are none: "unknown", "N/A"."""
    folded = [word.folded for word in words]
    known = lexicon().nobody
    return " ".join(folded) in known or all(word in known for word in folded)


def _only_numbers(words: Sequence[Word]) -> bool:
    """Whether no word has a letter: a body may be called by a number, a person is not."""
    return not any(char.isalpha() for word in words for char in word.folded)


def name_of(written: str, *, organisation: bool = False) -> Name:
    """The parts of ``written``; of an ``organisation`` its initials too.

    Without words if nothing in it names anybody: nothing but signs, or only titles."""
    known = lexicon()
    bare, unspaced = _bare(written, organisation)
    kept = bare.words
    units = [word.folded for word in kept]
    masks = [1 << at for at in range(len(kept))]
    for text, mask in _joined(units, [word.tied for word in kept], known):
        units.append(text)
        masks.append(mask)
    if unspaced and len(kept) > 2:
        units.append("".join(word.folded for word in kept))
        masks.append((1 << len(kept)) - 1)
    if organisation:
        for at, word in enumerate(kept):
            if short := stem(word.folded):
                units.append(short)
                masks.append(1 << at)
        for text in initials(kept, known.particles | known.links):
            units.append(text)
            masks.append((1 << len(kept)) - 1)
    return bare._replace(units=tuple(units), masks=tuple(masks))


def _bare(written: str, organisation: bool) -> tuple[Name, bool]:
    """The name without units, and whether its words are pieces of one that was written without spaces."""
    words, titles = split(written, MOST_WORDS + 8), lexicon().titles
    if organisation:
        words = plain(words)
    first = 0
    while first < len(words) and words[first].folded in titles:
        first += 1
    rest = [] if names_nobody(words[first:]) or (not organisation and _only_numbers(words[first:])) else words[first:]
    rest = rest[:1] + [_spelled(word, written) for word in rest[1:]]
    pieces = _unspaced(rest[0]) if len(rest) == 1 else []
    kept = tuple((pieces or rest)[:MOST_WORDS])
    name = Name(
        " ".join(written.split()), kept, (), (), tuple(word.written for word in words[:first]), len(rest) > len(kept)
    )
    return name, bool(pieces)


def _spelled(word: Word, written: str) -> Word:
    """An initial that is written by the name of its letter, as Persian does with Latin ones (``سی.`` for C.), as the
    letter."""
    letter = lexicon().letters.get(word.folded, "")
    return word._replace(folded=letter) if letter and word.written + "." in written else word


def shown(written: str, *, organisation: bool = False) -> list[Name]:
    """As ``names_of``, for names that are only to be shown: units may be missing."""
    if "(" in written or NON_JOINER in written or (not organisation and _listed(written)):
        return names_of(written, organisation=organisation)
    bare, _ = _bare(written, organisation)
    return [bare, *_read(bare)] if bare.words else []


def names_of(written: str, *, organisation: bool = False) -> list[Name]:
    """The parts of ``written``; where some stand in brackets, also those without them: brackets hold what sets
    namesakes apart ("politician") or another spelling, which may be missing on the other side; of Chinese letters
    also how they read; of Persian words that a sign holds apart within one (``NON_JOINER``), which others write in two,
    also in two; of several names in a row each. None without words."""
    whole = name_of(written, organisation=organisation)
    found = [whole, *_read(whole)] if whole.words else []
    if "(" in written and (outside := _BRACKETS.sub(" ", written[:4000])) != written:
        shorter = name_of(outside, organisation=organisation)
        if shorter.words and shorter.units != whole.units:
            found.append(shorter._replace(written=whole.written))
    if NON_JOINER in written:
        apart = name_of(written[:4000].replace(NON_JOINER, " "), organisation=organisation)
        if apart.words and apart.units != whole.units:
            found.append(apart._replace(written=whole.written))
    # Of bodies commas part what belongs together: Ministry of Defence, Main Directorate, Special Centre.
    for piece in [] if organisation else _listed(written):
        one = name_of(piece)
        if one.words:
            found.append(one._replace(written=whole.written))
    return found


def _listed(written: str) -> list[str]:
    """The names of a row: parted by semicolons, or by two commas or more, and each of two words at least. One comma
    stands between the two halves of one name."""
    for sign, fewest in ((";", 2), (",", 3)):
        if written.count(sign) < fewest - 1:
            continue
        pieces = [piece for piece in written[:4000].split(sign) if piece.strip()]
        if fewest <= len(pieces) and all(len(split(piece, 2)) == 2 for piece in pieces):
            return pieces[:_MOST_LISTED]
    return []


def _read(name: Name) -> list[Name]:
    """A name of Chinese letters that stands without spaces, read in each language."""
    letters = [word.folded for word in name.words]
    if len(letters) < 2 or not all(len(letter) == 1 and _han(letter) for letter in letters):
        return []
    found = []
    for language, syllables in han_readings("".join(letters)):
        words = tuple(word._replace(folded=text) for word, text in zip(name.words, syllables, strict=True))
        units, masks = list(syllables), [1 << at for at in range(len(words))]
        # Chong-hoon, Chong Hoon or Chonghoon: what follows the family name stands together or apart.
        for size in range(2, len(words) + 1):
            for at in range(len(words) - size + 1):
                if len(joined := "".join(syllables[at : at + size])) <= LONGEST_WORD:
                    units.append(joined)
                    masks.append(((1 << size) - 1) << at)
        found.append(name._replace(words=words, units=tuple(units), masks=tuple(masks), read=language))
    return found


def is_initial(unit: str) -> bool:
    """Whether a unit is a single letter of an alphabet ("j", "м"), not a syllable of Han letters or Hangul."""
    return len(unit) == 1 and not _han(unit) and script(unit) != "HANGUL"


def _joined(words: list[str], tied: list[bool], known: Lexicon) -> list[tuple[str, int]]:
    found = []
    for at in range(len(words) - 1):
        one, other = words[at], words[at + 1]
        if (is_initial(one) and is_initial(other)) or {one, other} & known.links:
            continue
        # Four letters of a script without vowels are a whole name, in Latin letters they may be a syllable.
        syllables = len(one) <= _SYLLABLE and len(other) <= _SYLLABLE and one.isascii() and other.isascii()
        short = min(len(one), len(other)) <= _SHORT or syllables or (not one.isascii() and _is_syllable(one, other))
        short = short or tied[at + 1] or _compound(one, other)
        short = short or (one in known.compounds[0] and other in known.compounds[1])
        if (short or one in known.particles or other in known.particles) and len(one + other) <= _LONGEST_JOIN:
            found.append((one + other, 3 << at))
        three = other in known.particles or all(tied[at + 1 : at + 3])
        if at + 2 < len(words) and three and len(one + other + words[at + 2]) <= _LONGEST_JOIN:
            found.append((one + other + words[at + 2], 7 << at))
    return found


def _is_syllable(one: str, other: str) -> bool:
    return all(_han(word[0]) or script(word) == "HANGUL" for word in (one, other))


def _compound(one: str, other: str) -> bool:
    """Whether two words may be a given name that Persian writes in one as often as in two: احمد رضا, احمدرضا."""
    arabic = "\u0600" <= one[0] <= "\u06ff" and "\u0600" <= other[0] <= "\u06ff"
    return arabic and min(len(one), len(other)) <= _COMPOUND[0] and len(one + other) <= _COMPOUND[1]


def _unspaced(word: Word) -> list[Word]:
    text = word.folded
    if all(_han(char) for char in text):
        pieces = list(text)
    elif all("\u1100" <= char <= "\u11ff" for char in text):
        pieces = _CUT_IN_SYLLABLES.findall(text)
    else:
        return []
    if not 2 <= len(pieces) <= _LONGEST_UNSPACED or "".join(pieces) != text or len(pieces) != len(word.written):
        return []
    return [Word(piece, char, False) for piece, char in zip(pieces, word.written, strict=True)]


def _han(char: str) -> bool:
    return 0x3400 <= ord(char) <= 0x9FFF or 0xF900 <= ord(char) <= 0xFAFF
