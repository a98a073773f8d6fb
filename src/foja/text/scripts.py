"""In which script a name is written, by the names that Unicode gives its letters. Codes as in ISO 15924."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

_CODES = {
    "LATIN": "Latn", "FULLWIDTH": "Latn", "ARABIC": "Arab", "HEBREW": "Hebr", "CYRILLIC": "Cyrl", "GREEK": "Grek",
    "ARMENIAN": "Armn", "GEORGIAN": "Geor", "CJK": "Hani", "HANGUL": "Hang", "HIRAGANA": "Kana", "KATAKANA": "Kana",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "TAMIL": "Taml", "TELUGU": "Telu", "GUJARATI": "Gujr", "GURMUKHI": "Guru",
    "MALAYALAM": "Mlym", "KANNADA": "Knda", "SINHALA": "Sinh", "THAI": "Thai", "LAO": "Laoo", "MYANMAR": "Mymr",
    "KHMER": "Khmr", "ETHIOPIC": "Ethi", "TIBETAN": "Tibt", "MONGOLIAN": "Mong", "THAANA": "Thaa", "SYRIAC": "Syrc",
}  # fmt: skip
"""The first word of the Unicode names of letters to the code of their script."""

SCRIPTS = {
    "Latn": "Latin", "Arab": "Arabic", "Hebr": "Hebrew", "Cyrl": "Cyrillic", "Grek": "Greek", "Armn": "Armenian",
    "Geor": "Georgian", "Hani": "Chinese characters", "Hang": "Hangul", "Kana": "Kana", "Deva": "Devanagari",
    "Beng": "Bengali", "Taml": "Tamil", "Telu": "Telugu", "Gujr": "Gujarati", "Guru": "Gurmukhi", "Mlym": "Malayalam",
    "Knda": "Kannada", "Sinh": "Sinhala", "Thai": "Thai", "Laoo": "Lao", "Mymr": "Burmese", "Khmr": "Khmer",
    "Ethi": "Ethiopic", "Tibt": "Tibetan", "Mong": "Mongolian", "Thaa": "Thaana", "Syrc": "Syriac",
}  # fmt: skip
"""Codes to English names."""


@lru_cache(maxsize=65536)
def _code(char: str) -> str:
    return _CODES.get(unicodedata.name(char, "").partition(" ")[0], "") if char.isalpha() else ""


def script_of(name: str) -> str:
    """The script of most letters of ``name``; between equals the one that comes first. Empty without letters, or
    where the letters are of a script that is not in ``SCRIPTS``."""
    found = Counter(code for char in name if (code := _code(char)))
    return max(found, key=lambda code: found[code], default="")
