"""The signs of a token that the tagger weighs: words, shapes, tags, and what the cue lexicon says nearby. Pure.

Signs are strings; the model knows them by their CRC-32. Those that name a word help with words that were seen; those
that name a tag, a class of cue or a distance carry over to other words and to other languages.

They come in families, each of which hangs on little: one word, two neighbours, three tags, the cues around. Learning
sees them all (``signs``); reading adds up a family once for everything that it hangs on (``foja.extract.tagger.rows``).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from functools import cache

from foja.extract.rules.lexicon import Lexicon, lexicon
from foja.extract.tokens import Token

_FAR = (1, 2, 3, 5, 8, 13, 21)
_DISTANCE = tuple(next(str(far) for far in _FAR if at <= far) for at in range(_FAR[-1] + 1))
_CLASSES = (
    ("source.groups", "grp"),
    ("source.courts", "crt"),
    ("source.media", "med"),
    ("source.pronouns", "pro"),
    ("act.documents", "doc"),
    ("hedge.adverbs", "hdg"),
    ("hedge.adjectives", "hda"),
    ("voice.negations", "neg"),
    ("phrase.that", "tht"),
    ("phrase.by", "by"),
    ("phrase.as", "as"),
    ("clause.of", "of"),
    ("clause.to", "to"),
    ("tag.be", "be"),
)
NEAR = (-2, -1, 1, 2)
"""The neighbours whose words are looked at."""
EDGE = "^"
"""What stands where there is no token."""

Quotes = tuple[bool, tuple[bool | None, ...]]
"""Whether a token is quoted, and which of its neighbours lie in the same quotation (None: there is none)."""


def classes(toks: list[Token], lex: Lexicon) -> list[str]:
    """What each token is to the cue lexicon: ``v.alleged.CN`` (verb), ``n.found`` (noun), ``a`` (according to) ..., or
    the empty string."""
    out = []
    phrases = _phrases(lex.language)
    for at, tok in enumerate(toks):
        verb = lex.verbs.get(tok.lemma) if tok.lemma and tok.tag in "VGBI" else None
        if verb is not None:
            out.append(f"v.{verb.modality}.{verb.frames}")
        elif tok.low in lex.nouns and tok.tag in "NVK":
            out.append(f"n.{lex.nouns[tok.low]}")
        elif tok.low in phrases:
            out.append(
                next(
                    (
                        f"p.{kind}"
                        for kind, phrase in phrases[tok.low]
                        if tuple(other.low for other in toks[at : at + len(phrase)]) == phrase
                    ),
                    "",
                )
            )
        else:
            out.append("")
    return out


@cache
def _phrases(language: str) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The cues of several words by their first one."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for kind in ("according", "citing"):
        for phrase in lexicon(language).phrases[kind]:
            found.setdefault(phrase[0], []).append((kind, phrase))
    return found


def kinds(tok: Token, lex: Lexicon) -> list[str]:
    """The word lists of the lexicon that a token is in, by their short names."""
    return [short for name, short in _CLASSES if tok.low in lex.groups[name]]


def number(sign: str) -> int:
    """By what the model knows a sign."""
    return zlib.crc32(sign.encode())


def signs(toks: list[Token], lex: Lexicon, heading: bool) -> list[list[int]]:
    """The signs of each token of a sentence or of a part of one, as CRC-32 numbers."""
    cues = classes(toks, lex)
    some = any(cues)
    groups = [kinds(tok, lex) for tok in toks]
    padded = padded_tags(toks)
    around = [EDGE, EDGE, *cues, EDGE, EDGE]
    left, right = nearest(toks, cues)
    quoted = quotes(toks)
    out = []
    for at, tok in enumerate(toks):
        found = [
            *word_signs(tok, groups[at]),
            *trio_signs(padded[at + 2 : at + 5]),
            *far_signs(-3, padded[at : at + 2]),
            *far_signs(2, padded[at + 5 : at + 7]),
            *cue_signs(tok.tag, around[at : at + 5]),
            *way_signs("L", tok.tag, left[at]),
            *way_signs("R", tok.tag, right[at]),
            *between_signs(left[at], right[at]),
            *place_signs(tok.name >= 0, tok.date, some, at == 0, heading, quoted[at]),
            *pair_signs(toks, at),
        ]
        for step in NEAR:
            inside = 0 <= at + step < len(toks)
            found += near_signs(step, toks[at + step] if inside else None, groups[at + step] if inside else [])
        out.append([number(sign) for sign in found])
    return out


def word_signs(tok: Token, groups: list[str]) -> Iterator[str]:
    """What a token says by itself."""
    yield "b"
    yield f"w:{word_of(tok)}"
    yield f"s:{_shape(tok)}"
    yield f"x3:{tok.low[-3:]}"
    yield f"x2:{tok.low[-2:]}"
    for group in groups:
        yield f"g0:{group}"


def near_signs(step: int, other: Token | None, groups: list[str]) -> Iterator[str]:
    """What the word of a neighbour says."""
    yield f"w{step}:{word_of(other) if other else EDGE}"
    for group in groups:
        yield f"g{step}:{group}"


def pair_signs(toks: list[Token], at: int) -> tuple[str, str]:
    """What a word says with the one before it, and with the one after it. The second word comes last, so that the
    checksum of the first goes before it."""
    here = word_of(toks[at])
    before = word_of(toks[at - 1]) if at else EDGE
    after = word_of(toks[at + 1]) if at + 1 < len(toks) else "$"
    return f"ww:{before} {here}", f"ww+:{here} {after}"


def padded_tags(toks: list[Token]) -> str:
    """The tags of a sentence, a letter each, with three edges before and behind."""
    return EDGE * 3 + "".join(tok.tag for tok in toks) + EDGE * 3


def trio_signs(tags: str) -> Iterator[str]:
    """What the tags of a token and its neighbours say."""
    before, here, after = tags[0], tags[1], tags[2]
    yield f"t:{here}"
    yield f"t-1:{before}"
    yield f"t1:{after}"
    end = "$" if after == EDGE else after
    yield f"tt:{before}{here}"
    yield f"tt+:{here}{end}"
    yield f"ttt:{before}{here}{end}"


def far_signs(step: int, tags: str) -> tuple[str, str]:
    """What the tags of two tokens say that begin ``step`` tokens away."""
    return f"t{step}:{tags[0]}", f"t{step + 1}:{tags[1]}"


def cue_signs(tag: str, cues: Sequence[str]) -> Iterator[str]:
    """What the cue lexicon says of a token and of two on either side."""
    for step, cue in zip(range(-2, 3), cues, strict=True):
        yield f"c{step or ''}:{cue}"
    yield f"tc:{tag}{cues[2]}"


def way_signs(side: str, tag: str, way: str) -> tuple[str, str]:
    """What the way to the nearest cue on the left (``L``) or on the right (``R``) says."""
    return f"{side}:{way}", f"t{side}:{tag}{way}"


def between_signs(left: str, right: str) -> tuple[str]:
    """What standing between two cues says."""
    return (f"LR:{left}|{right}",)


def place_signs(name: bool, date: bool, some: bool, first: bool, heading: bool, quoted: Quotes) -> Iterator[str]:
    """What the place says in which a token stands. ``some``: the sentence has a cue of the lexicon."""
    yield f"n:{name}{date}"
    yield f"any:{'some' if some else 'none'}{first}{heading}"
    inside, same = quoted
    yield f"q:{inside}"
    for step, one in zip(NEAR, same, strict=True):
        if one is not None:
            yield f"q{step}:{one}"


def quotes(toks: list[Token]) -> list[Quotes]:
    """How each token and its neighbours are quoted."""
    own = [tok.quote for tok in toks]
    wide = [None, None, *own, None, None]
    return [
        (
            here >= 0,
            (
                None if a is None else a == here,
                None if b is None else b == here,
                None if c is None else c == here,
                None if d is None else d == here,
            ),
        )
        for a, b, here, c, d in zip(wide, wide[1:], own, wide[3:], wide[4:], strict=False)
    ]


def nearest(toks: list[Token], cues: list[str]) -> tuple[list[str], list[str]]:
    """For each token the class of the last cue before it, how far it is, and what stands between: marks, "that", a
    finite verb; and the same of the first cue after it."""
    return _nearest(toks, cues), _nearest(toks[::-1], cues[::-1])[::-1]


def _nearest(toks: list[Token], cues: list[str]) -> list[str]:
    out, cue, distance, between = [], "", 0, ""
    for tok, here in zip(toks, cues, strict=True):
        if cue:
            out.append(f"{cue}{_DISTANCE[distance] if distance <= _FAR[-1] else 'far'}{between}")
        else:
            out.append(f"0{between}")
        distance += 1
        if here:
            cue, distance, between = here, 0, ""
        elif tok.text in ",;" and "," not in between:
            between += ","
        elif tok.text in '“”«»"' and "q" not in between:
            between += "q"
        elif tok.low in ("that", "que", "qu'") and "t" not in between:
            between += "t"
        elif tok.tag in "VX" and "v" not in between:
            between += "v"
    return out


def word_of(tok: Token) -> str:
    """A word as signs write it: digits all alike."""
    return "0" * len(tok.low) if tok.low.isdigit() else tok.low


def _shape(tok: Token) -> str:
    text = tok.text
    if text[0].isdigit():
        return "d"
    if not text[0].isalnum():
        return text[0]
    return "X" if text.isupper() and len(text) > 1 else "Xx" if text[0].isupper() else "x"
