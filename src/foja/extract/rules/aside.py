"""Sentences that only say who speaks: "Ortega said.", "He told reporters on Monday:". Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from foja.extract.gazetteer import is_role
from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.spans import QUOTES, noun_phrase_right, verb_group
from foja.extract.rules.subjects import subject_left
from foja.extract.tokens import Token
from foja.model.statement import Alleger
from foja.model.vocabulary import Modality
from foja.text.fold import fold

_LONGEST = 16
_LABEL = 6  # tokens before the colon of a transcript


@dataclass(frozen=True, slots=True)
class Aside:
    """Who speaks, by which words and with what force. ``ahead``: what is said comes after the sentence."""

    source: Span
    cue: Span
    modality: Modality
    ahead: bool


@dataclass(frozen=True, slots=True)
class Speech:
    """A speaker of quotations in a paragraph. ``position``: of the sentence that names him. ``quotes``: the quotations
    known to be his. ``aside``: the sentence and what it says, where it says no more than who speaks."""

    position: int
    quotes: tuple[tuple[int, int], ...]
    speaker: Alleger
    aside: tuple[Sentence, Aside] | None = None


def label(s: Sentence, persons: Collection[str]) -> Span | None:
    """The speaker before a colon with which a paragraph of a transcript begins: "ORTEGA: ...", "THE COURT: ...".
    ``persons``: folded last names that the text knows. A heading in capitals ("UPDATE: ...") names nobody."""
    toks = s.toks
    colon = next((k for k, tok in enumerate(toks[:_LABEL]) if tok.text == ":"), 0)
    first = 1 if toks[0].text in QUOTES else 0
    named = toks[first:colon]
    if not named or colon + 2 >= len(toks) or not all(_capitals(tok) for tok in named):
        return None
    known = any(
        fold(tok.text) in persons or is_role(tok.low) or tok.low in s.lex.groups["source.courts"] or tok.text[-1] == "."
        for tok in named
    )
    return (first, colon) if known else None


def turn(s: Sentence) -> bool:
    """Whether a paragraph is a turn of an interview by somebody who is not named: "Q: ...", "R.: ..."."""
    toks = s.toks
    letter = bool(toks) and toks[0].low.rstrip(".") in s.lex.groups["source.turns"] and toks[0].text[0].isupper()
    return letter and any(tok.text in (":", ".") for tok in toks[1:3])


def _capitals(tok: Token) -> bool:
    return tok.text.isupper() or tok.text[-1] == "."


def aside(s: Sentence) -> Aside | None:
    """What the sentence says of who speaks; None where it says anything else."""
    toks = s.toks
    if len(toks) > _LONGEST or any(tok.quote >= 0 or tok.text in QUOTES for tok in toks):
        return None
    v = next((k for k, tok in enumerate(toks) if tok.tag == "V"), None)
    cue = s.lex.verbs.get(toks[v].lemma) if v is not None else None
    if v is None or cue is None or cue.factive or not {"C", "Q"} & set(cue.frames):
        return None
    if "N" in cue.frames and v + 1 < len(toks) and toks[v + 1].text not in ".:":
        return None  # "Ortega demanded." after a question, not "Ortega demanded the file."
    g = verb_group(s, v)
    if any(tok.tag in "XZO" for tok in toks[g:v]) or any(tok.tag in "VXOSW" for tok in toks[v + 1 :]):
        return None
    found = subject_left(s, g)
    if found is None or found[1] or any(tok.tag not in "JA," for tok in toks[: found[0][0]]):
        return None
    after = v + 1
    if "D" in cue.frames and after < len(toks) and toks[after].tag in "DNKR":
        heard = noun_phrase_right(s, after)
        after = heard[1] if heard is not None else after
    if after < len(toks) and toks[after].tag not in "PTA,":
        return None
    return Aside(found[0], (g, v + 1), cue.modality, toks[-1].text == ":")
