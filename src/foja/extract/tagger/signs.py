"""The signs of a token that the tagger weighs: words, shapes, tags, and what the cue lexicon says nearby. Pure.

Signs are strings; the model knows them by their CRC-32. Those that name a word help with words that were seen; those
that name a tag, a class of cue or a distance carry over to other words and to other languages.
"""

from __future__ import annotations

import zlib

from foja.extract.rules.lexicon import Lexicon
from foja.extract.tokens import Token

_FAR = (1, 2, 3, 5, 8, 13, 21)
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


def classes(toks: list[Token], lex: Lexicon) -> list[str]:
    """What each token is to the cue lexicon: ``v.alleged.CN`` (verb), ``n.found`` (noun), ``a`` (according to) ..., or
    the empty string."""
    out = []
    lows = [tok.low for tok in toks]
    for at, tok in enumerate(toks):
        verb = lex.verbs.get(tok.lemma) if tok.tag in "VGBI" and tok.lemma else None
        if verb is not None:
            out.append(f"v.{verb.modality}.{verb.frames}")
        elif tok.low in lex.nouns and tok.tag in "NVK":
            out.append(f"n.{lex.nouns[tok.low]}")
        else:
            phrase = next(
                (k for k in ("according", "citing") for p in lex.phrases[k] if tuple(lows[at : at + len(p)]) == p), ""
            )
            out.append(phrase and f"p.{phrase}")
    return out


def signs(toks: list[Token], lex: Lexicon, heading: bool) -> list[list[int]]:
    """The signs of each token of a sentence or of a part of one, as CRC-32 numbers."""
    cues = classes(toks, lex)
    groups = [[short for name, short in _CLASSES if tok.low in lex.groups[name]] for tok in toks]
    left, right = _nearest(toks, cues), _nearest(toks[::-1], cues[::-1])[::-1]
    some = "some" if any(cues) else "none"
    out = []
    for at, tok in enumerate(toks):
        found = [
            "b",
            f"w:{_word(tok)}",
            f"s:{_shape(tok)}",
            f"x3:{tok.low[-3:]}",
            f"x2:{tok.low[-2:]}",
            f"t:{tok.tag}",
            f"c:{cues[at]}",
            f"q:{tok.quote >= 0}",
            f"n:{tok.name >= 0}{tok.date}",
            f"L:{left[at]}",
            f"R:{right[at]}",
            f"LR:{left[at]}|{right[at]}",
            f"tL:{tok.tag}{left[at]}",
            f"tR:{tok.tag}{right[at]}",
            f"any:{some}{at == 0}{heading}",
        ]
        for step in (-3, -2, -1, 1, 2, 3):
            other = toks[at + step] if 0 <= at + step < len(toks) else None
            found.append(f"t{step}:{other.tag if other else '^'}")
            if -3 < step < 3:
                found.append(f"w{step}:{_word(other) if other else '^'}")
                found.append(f"c{step}:{cues[at + step] if other else '^'}")
                found.append(f"q{step}:{other.quote if other is None else other.quote == tok.quote}") if other else None
        before = toks[at - 1] if at else None
        after = toks[at + 1] if at + 1 < len(toks) else None
        found += [
            f"tt:{before.tag if before else '^'}{tok.tag}",
            f"tt+:{tok.tag}{after.tag if after else '$'}",
            f"ttt:{before.tag if before else '^'}{tok.tag}{after.tag if after else '$'}",
            f"ww:{_word(before) if before else '^'} {_word(tok)}",
            f"ww+:{_word(tok)} {_word(after) if after else '$'}",
            f"tc:{tok.tag}{cues[at]}",
        ]
        for step in (-2, -1, 0, 1, 2):
            if 0 <= at + step < len(toks):
                found += [f"g{step}:{group}" for group in groups[at + step]]
        out.append([zlib.crc32(sign.encode()) for sign in found])
    return out


def _nearest(toks: list[Token], cues: list[str]) -> list[str]:
    """For each token the class of the last cue before it, how far it is, and what stands between: marks, "that", a
    finite verb."""
    out, cue, distance, between = [], "", 0, ""
    for tok, here in zip(toks, cues, strict=True):
        if cue:
            out.append(f"{cue}{next((str(f) for f in _FAR if distance <= f), 'far')}{between}")
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


def _word(tok: Token) -> str:
    return "0" * len(tok.low) if tok.low.isdigit() else tok.low


def _shape(tok: Token) -> str:
    text = tok.text
    if text[0].isdigit():
        return "d"
    if not text[0].isalnum():
        return text[0]
    return "X" if text.isupper() and len(text) > 1 else "Xx" if text[0].isupper() else "x"
