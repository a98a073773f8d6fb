"""Who is certain, convinced, adamant that something is so: a form of "be", an adjective, a clause. Pure."""

from __future__ import annotations

from foja.extract.rules.content import content_end
from foja.extract.rules.frame import Frame, Sentence
from foja.extract.rules.postposed import can_speak
from foja.extract.rules.spans import finite_ahead, trim, verb_group
from foja.extract.rules.subjects import subject_left
from foja.extract.rules.unsaid import asked
from foja.model.vocabulary import Modality

_FORCES = (Modality.ASSERTED, Modality.PREDICTED, Modality.ALLEGED)
_PHRASE = 6  # tokens between the adjective and its clause: "satisfied beyond reasonable doubt that"


def held(s: Sentence) -> list[Frame]:
    """ "The widow is certain that the letter was opened": what she holds. Nothing where it is denied or asked."""
    adjectives = [(force, s.lex.groups[f"held.{force.value}"]) for force in _FORCES]
    found = (
        _frame(s, k, force)
        for k, tok in enumerate(s.toks)
        if tok.tag in "NBAV"
        for force, words in adjectives
        if tok.low in words
    )
    return [one for one in found if one is not None]


def _frame(s: Sentence, k: int, force: Modality) -> Frame | None:
    toks, groups = s.toks, s.lex.groups
    g = verb_group(s, k)
    group = toks[g:k]
    if not any(tok.low in groups["tag.be"] for tok in group) or asked(s, k):
        return None
    if any(tok.tag in "ZO" or tok.low in groups["voice.negations"] for tok in group):
        return None
    subject = subject_left(s, g)
    that = next(
        (j for j in range(k + 1, min(len(toks), k + 1 + _PHRASE)) if toks[j].low in groups["phrase.that"]), None
    )
    first = that + 1 if that is not None else k + 1
    if that is None and (s.lex.romance or not finite_ahead(toks, first, len(toks)) or toks[first].tag not in "DKR"):
        return None
    content = trim(
        s, first, content_end(s, first, "that", k, subject is not None and subject[1], frozenset()), quotes=True
    )
    if subject is None or not can_speak(s, subject[0]) or content is None or not finite_ahead(toks, *content):
        return None
    if subject[0][1] - subject[0][0] == 1 and toks[subject[0][0]].low in groups["clause.them"]:
        return None
    return Frame("that", (g, k + 1), content, force, source=subject[0], marker=first - 1 if that is not None else first)
