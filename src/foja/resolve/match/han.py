"""How a name in Chinese letters reads in Mandarin, Cantonese and Korean, by the table ``data/han.toml``.

A letter has no sound of its own: 朴 is Pu in Beijing and Park in Seoul. The word encoder knows the letters that are
frequent in its data; the table knows some fifteen thousand. Readings of Japanese names hang on the name and are not
here.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.resolve.match.fold import fold


class Reading(NamedTuple):
    """``language`` in words; folded ``syllables``, one a letter."""

    language: str
    syllables: tuple[str, ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    path = files("foja.resolve.match").joinpath("data").joinpath("han.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        table: {char: fold(reading) for reading, chars in rows.items() for char in chars}
        for table, rows in data.items()
    }


def han_readings(letters: str) -> list[Reading]:
    """The readings of ``letters``: those of a language that has one for each of them, each once."""
    tables = _tables()
    found: list[Reading] = []
    for language in ("Mandarin", "Cantonese", "Korean"):
        table = tables[language.lower()]
        syllables = [table.get(char, "") for char in letters]
        if language == "Korean" and syllables[:1]:
            syllables[0] = tables["korean_first"].get(letters[0], syllables[0])
        if letters and all(syllables) and not any(syllables == list(one.syllables) for one in found):
            found.append(Reading(language, tuple(syllables)))
    return found
