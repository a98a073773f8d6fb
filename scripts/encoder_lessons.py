"""What the encoder learns from: sentences of our own with variations, and trees of Universal Dependencies.

A lesson has pieces of words, the first piece of each token, and labels in two layers; -100 where nothing is known. Our
sentences speak of roles and offices, the press of names: so in copies sources become names made up of common given
names and surnames, quotation marks change their style, and letters their case. Trees give labels where they or the
rules show an attribution, or no cue; the other sentences are labelled by the teachers alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ud_lessons

from foja.extract.annotated import Annotated
from foja.extract.encoder.gold import lessons
from foja.extract.encoder.pieces import Cutter
from foja.extract.gazetteer import gazetteer
from foja.extract.rules.frame import Sentence
from foja.extract.rules.lexicon import lexicon

COPIES = 6
LONGEST = 250  # pieces
UNKNOWN = -100
_SURNAME_LIST = """
Adams Allen Baker Clark Cohen Costa Cruz Davis Diaz Duarte Edwards Evans Fernandes Fernández Ferreira Fischer
Flores García Gomes Gómez González Green Hall Harris Hernández Hill Jackson Johnson Jones Kelly Khan Kim King
Lee Lewis Lopes López Martin Martínez Miller Mitchell Moore Morales Moreau Morris Murphy Nelson Nguyen Novak
Oliveira Ortiz Parker Patel Peña Pereira Pérez Phillips Ramírez Reed Reyes Ribeiro Rivera Roberts Robinson
Rodríguez Rojas Rossi Ruiz Sánchez Santos Schmidt Scott Silva Smith Souza Stewart Suárez Sullivan Taylor
Thomas Thompson Torres Turner Vargas Walker Ward White Williams Wilson Wright Young
"""
_SURNAMES = _SURNAME_LIST.split()
_TITLES = {
    "en": ["Mr.", "Mrs.", "Ms.", "Sen.", "Gov.", "Dr.", "Rep.", "Judge", "President", "Secretary", "Prosecutor"],
    "es": ["El señor", "La señora", "El juez", "La jueza", "El fiscal", "El presidente", "La ministra", "El senador"],
    "pt": ["O senhor", "O juiz", "A juíza", "O procurador", "O presidente", "A ministra"],
    "fr": ["M.", "Mme", "Le juge", "Le procureur", "Le président", "La ministre"],
}
_PRONOUN_LIST = """
he she they it i we you who él ella ellos ellas quien que yo nosotros ele ela eles elas quem eu nós il elle
ils elles qui je nous on
"""
_PRONOUNS = frozenset(_PRONOUN_LIST.split())
_QUOTES = (("“", "”"), ('"', '"'), ("«", "»"), ("“", "”"))
_NO_SPACE = ".,;:!?"


@dataclass(slots=True)
class Word:
    """A token: whether a space stands before it, and its label in either layer."""

    text: str
    spaced: bool
    outer: int = 0
    inner: int = 0


@dataclass(slots=True)
class Lesson:
    """One sentence. ``own``: one of ours, whose labels are certain. ``weak``: nobody could tell, so its labels do not
    count. The last three: see ``ud_lessons.syntax``; empty for our own."""

    pieces: list[int]
    first: list[int]
    outer: list[int]
    inner: list[int]
    own: bool
    language: str
    weak: bool = False
    pos: list[int] = field(default_factory=list)
    relation: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)


def own(rows: Sequence[Annotated], cutter: Cutter, copies: int = COPIES) -> Iterator[Lesson]:
    """Each sentence of our own, and as many varied copies of it; the same ones each time."""
    draw = random.Random(1994)  # noqa: S311
    for row in rows:
        for s, outer, inner in lessons(row):
            words = [Word(*pair, a, b) for pair, a, b in zip(written(s), outer, inner, strict=True)]
            yield lesson(words, cutter, row.language)
            for _ in range(copies):
                yield lesson(restyled(named(words, row.language, draw), draw), cutter, row.language)


def trees(files: Sequence[Path], cutter: Cutter) -> Iterator[Lesson]:
    """Each sentence of the files (xx_*.conllu.xz) that foja reads as one; the inner layer is not known."""
    seen: set[str] = set()
    for file in files:
        language = file.name[:2]
        lex = lexicon(language)
        for text, tree in ud_lessons.trees(file):
            s = ud_lessons.sentence(text, language)
            if text in seen or s is None or any(word.start < 0 for word in tree):
                continue
            seen.add(text)
            have = ud_lessons.marked(s, tree, lex)
            words = [Word(*pair, label) for pair, label in zip(written(s), have or [0] * len(s.toks), strict=True)]
            made = lesson(words, cutter, language)
            count = len(made.first)
            made.own, made.weak, made.inner = False, have is None, [UNKNOWN] * count
            made.pos, made.relation, made.head = (column[:count] for column in ud_lessons.syntax(s, tree))
            made.head = [above if above < count else UNKNOWN for above in made.head]
            yield made


def written(s: Sentence) -> list[tuple[str, bool]]:
    """The tokens of a sentence with what stands before them."""
    return [(tok.text, not at or s.text[tok.start - 1].isspace()) for at, tok in enumerate(s.toks)]


def lesson(words: Sequence[Word], cutter: Cutter, language: str) -> Lesson:
    """The words as pieces, as far as they are read at once."""
    made = Lesson([], [], [], [], True, language)
    for word in words:
        pieces = cutter.cut(word.text, word.spaced)
        if len(made.pieces) + len(pieces) > LONGEST:
            break
        made.first.append(len(made.pieces))
        made.pieces += pieces
        made.outer.append(word.outer)
        made.inner.append(word.inner)
    return made


def named(words: Sequence[Word], language: str, draw: random.Random) -> list[Word]:
    """Six sources in ten as names: alone, behind the role, or with the role as an aside, which is no part of them."""
    out: list[Word] = []
    at = 0
    while at < len(words):
        layer = next((name for name in ("outer", "inner") if getattr(words[at], name) == 1), "")
        end = at + 1
        if layer:
            while end < len(words) and getattr(words[end], layer) == 2:
                end += 1
        if not layer or (end - at == 1 and words[at].text.lower() in _PRONOUNS) or draw.random() >= 0.6:
            out.append(words[at])
            at += 1
            continue
        role, name, chance = [word.text for word in words[at:end]], _name(language, draw), draw.random()
        inside = name
        aside: list[str] = []
        if chance < 0.2 and len(role) > 1:
            inside = role + name
        elif chance < 0.45 and len(role) > 1:
            closed = end < len(words) and words[end].text in _NO_SPACE
            aside = [",", role[0].lower() if len(role[0]) < 4 else role[0], *role[1:], *([] if closed else [","])]
        other = "inner" if layer == "outer" else "outer"
        around = getattr(words[at], other)
        for number, text in enumerate(inside + aside):
            label = 0 if number >= len(inside) else 2 if number else 1
            beside = around + (around % 2 if number else 0)  # what begins outside of the name goes on in it
            spaced = text not in _NO_SPACE if number else words[at].spaced
            made = Word(text, spaced)
            setattr(made, layer, label)
            setattr(made, other, beside)
            out.append(made)
        at = end
    return out


def _name(language: str, draw: random.Random) -> list[str]:
    given, outlets = _names()
    kind = draw.random()
    surname = draw.choice(_SURNAMES)
    if kind < 0.3:
        return [surname]
    if kind < 0.6:
        return [draw.choice(given), surname]
    if kind < 0.85:
        return [*draw.choice(_TITLES[language]).split(), *([draw.choice(given)] if kind >= 0.75 else []), surname]
    if kind < 0.92:
        return ["".join(draw.choice("ABCDEFGHILMNOPRSTUV") for _ in range(draw.randint(3, 4)))]
    return draw.choice(outlets).split()


def _names() -> tuple[list[str], list[str]]:
    gaz = gazetteer()
    given = sorted(name.title() for name in gaz.given if name.isascii() and name.isalpha() and len(name) > 3)
    return given, sorted(name.title() for name in gaz.outlets)


def restyled(words: Sequence[Word], draw: random.Random) -> list[Word]:
    """The same with other quotation marks and, now and then, in capitals or without any."""
    out = [Word(word.text, word.spaced, word.outer, word.inner) for word in words]
    plain = draw.random() < 0.5
    left, right = draw.choice(_QUOTES)
    opened = False
    for word in out:
        if word.text in ("“", "”", '"', "«", "»"):
            opening = word.text in "“«" or (word.text == '"' and not opened)
            word.text, opened = (left if opening else right), opening
        if plain:
            word.text = word.text.replace("’", "'")
    case = draw.random()
    for word in out if case < 0.1 else ():
        if case < 0.04:
            word.text = word.text.upper()
        elif case < 0.08:
            word.text = word.text[:1].upper() + word.text[1:] if len(word.text) > 3 else word.text
        else:
            word.text = word.text.lower()
    return out
