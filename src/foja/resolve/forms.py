"""Forms of a name: what is left without roles, what it is folded to, and which longer name it shortens."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from foja.model.vocabulary import MentionKind
from foja.text.fold import fold, folded_text, words
from foja.text.fold import key as folded_key

MAX_ROLE_WORDS = 6

_DOTTED = re.compile(r"^(?:[^\W\d_]\.){2,}[^\W\d_]?\.?$")
_PERSONAL = frozenset({MentionKind.PERSON, MentionKind.UNKNOWN, MentionKind.ROLE})


class Lexicon(NamedTuple):
    """Folded words of ``roles.toml``; ``also``: folded phrases, longest first."""

    roles: frozenset[str]
    qualifiers: frozenset[str]
    particles: frozenset[str]
    also: tuple[str, ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of ``roles.toml``, read once."""
    data = tomllib.loads(files("foja.resolve").joinpath("roles.toml").read_text(encoding="utf-8"))
    roles, qualifiers, particles = (
        frozenset(fold(word) for word in data[name]) for name in ("roles", "qualifiers", "particles")
    )
    also = sorted({folded_text(phrase) for phrase in data["also"]}, key=lambda phrase: (-len(phrase), phrase))
    return Lexicon(roles, qualifiers, particles, tuple(also))


def name_key(name: str) -> str:
    """The key of a name. As ``foja.text.fold.key``, but "A.M.I.A." meets "AMIA"."""
    plain = name.strip()
    return folded_key(plain.replace(".", "") if _DOTTED.match(plain) else plain)


def bare(name: str, kind: MentionKind) -> str:
    """The name without the role before it ("Prosecutor Sebastián Basso" gives "Sebastián Basso") and
    without a possessive. Names of organisations and places keep their first words. A name that is nothing
    but roles stays as it is."""
    parts = list(words(name))
    if not parts:
        return name.strip()
    first = 0
    if kind in _PERSONAL:
        known = lexicon()
        for at, (word, _, _) in enumerate(parts[: min(MAX_ROLE_WORDS, len(parts) - 1)]):
            # After a role an adjective goes with it ("juez federal"); a particle begins the name ("juez De Luca").
            if word in known.roles or (first and word in known.qualifiers and word not in known.particles):
                first = at + 1
            elif word not in known.qualifiers:
                break
    start = parts[first][1] if first else 0
    end = parts[-1][2]
    return name[start : end if name[end : end + 2] in ("'s", "’s") else len(name)].strip()


def shortens(form: str, full: str) -> str:
    """Why the key ``form`` can be a shorter form of the personal name ``full``; empty if it cannot.

    Allowed: one word that is not the first of the full name nor a particle (a surname); two or more words
    that stand in the full name in the same order, initials standing for words. A first name alone never
    shortens a full name: too many people share it.
    """
    short, long = form.split(), full.split()
    if not short or len(short) > len(long) or short == long:
        return ""
    if len(short) == 1:
        particle = short[0] in lexicon().particles or len(short[0]) == 1
        return "surname" if short[0] in long[1:] and not particle else ""
    at = 0
    for word in short:
        while at < len(long) and not (long[at] == word or (len(word) == 1 and long[at].startswith(word))):
            at += 1
        if at == len(long):
            return ""
        at += 1
    if all(word in lexicon().particles or len(word) == 1 for word in short):
        return ""
    return "part"
