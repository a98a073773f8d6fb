"""Respellings of names in Latin letters, and typing errors, for training.

The rules are our own: how one sound is written after English, Spanish, French, German, Turkish, Portuguese and
Polish habits.
"""

from __future__ import annotations

import random

from foja.resolve.match.fold import script

LATIN = "abcdefghijklmnopqrstuvwxyz"
RULES = (
    ("kh", "j"), ("kh", "ch"), ("kh", "h"), ("kh", "x"), ("kh", "k"), ("kh", "jh"), ("sh", "ch"), ("sh", "sch"),
    ("sh", "s"), ("sh", "sz"), ("sh", "x"), ("ch", "tch"), ("ch", "tsch"), ("ch", "ç"), ("ch", "cz"), ("zh", "j"),
    ("zh", "z"), ("j", "dj"), ("j", "y"), ("j", "dsch"), ("j", "c"), ("j", "g"), ("j", "kh"), ("nj", "ny"),
    ("nj", "nch"), ("ny", "ñ"), ("ñ", "ny"), ("nh", "ny"), ("w", "v"), ("w", "ou"), ("w", "u"), ("v", "w"), ("v", "b"), ("ou", "u"), ("oo", "u"),
    ("u", "ou"), ("u", "oo"), ("u", "o"), ("o", "u"), ("ee", "i"), ("i", "ee"), ("i", "y"), ("y", "i"), ("ey", "ei"), ("ay", "ai"),
    ("ai", "ei"), ("ei", "ai"), ("q", "k"), ("q", "gh"), ("k", "q"), ("gh", "g"), ("gh", "q"), ("dh", "d"), ("th", "t"), ("z", "s"), ("s", "z"), ("s", "ss"), ("ss", "s"),
    ("c", "k"), ("k", "c"), ("ts", "z"), ("ts", "tz"), ("ts", "c"), ("ph", "f"), ("f", "ph"), ("iy", "i"),
    ("iya", "ia"), ("ian", "yan"), ("ah", "a"), ("a", "ah"), ("eh", "e"), ("e", "a"), ("a", "e"), ("e", "i"), ("i", "e"), ("aa", "a"), ("a", "aa"), ("mm", "m"), ("m", "mm"), ("ll", "l"), ("l", "ll"), ("tt", "t"),
    ("iev", "iew"), ("ov", "off"), ("ev", "eff"), ("sky", "ski"), ("skiy", "sky"), ("ye", "e"), ("yo", "io"), ("yu", "iou"), ("ya", "ia"), ("h", ""),
)  # fmt: skip


def with_typo(word: str, rng: random.Random, chance: float = 0.15) -> str:
    """The word, sometimes with one letter dropped, swapped, changed or doubled."""
    if len(word) < 4 or rng.random() > chance:
        return word
    at, kind = rng.randrange(len(word)), rng.random()
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.5 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind < 0.75:
        return word[:at] + rng.choice(LATIN if script(word) == "LATIN" else word) + word[at + 1 :]
    return word[:at] + word[at] + word[at:]


def respelled(word: str, rng: random.Random, chance: float = 0.4) -> str:
    """The word in Latin letters, sometimes by one or two rules of another language."""
    if not word.isascii() or len(word) < 4 or rng.random() > chance:
        return word
    for _ in range(rng.choice((1, 1, 2))):
        fitting = [rule for rule in RULES if rule[0] in word]
        if not fitting:
            return word
        long = [rule for rule in fitting if len(rule[0]) > 1]
        old, new = rng.choice(long if long and rng.random() < 0.6 else fitting)
        places = [at for at in range(len(word)) if word.startswith(old, at)]
        at = rng.choice(places)
        word = word[:at] + new + word[at + len(old) :]
    return word or old
