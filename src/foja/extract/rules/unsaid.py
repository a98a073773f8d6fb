"""Whether somebody is said to hold something at all, or only asked, denied, supposed or silent. Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.postposed import can_speak
from foja.extract.rules.spans import QUOTES, impersonal
from foja.model.vocabulary import Modality


def asked(s: Sentence, v: int) -> bool:
    """Whether the sentence, or the quotation in it, asks if somebody says it: "¿Dijo el fiscal que ...?"; not why."""
    beside = [tok for tok in s.toks if tok.quote == s.toks[v].quote and tok.text not in QUOTES]
    if beside[-1].text != "?":
        return False
    first = next((tok for tok in beside if tok.text[0].isalnum()), beside[0])
    return first.low not in s.lex.groups["clause.ask"]


def holds(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None) -> bool:
    """Whether somebody is said to hold something: the subject can speak, and the clause is no condition ("even if he
    did order the arrest")."""
    if source is not None and (not can_speak(s, source) or _denied_subject(s, source)):
        return False
    opening = source[0] if source is not None else g
    if opening and s.toks[opening - 1].low in s.lex.groups["clause.conditions"]:
        return False
    if opening == 1 and s.toks[0].tag in "XO" and not s.lex.romance:
        return False  # "Had X said that": a condition
    return source is not None or not s.lex.romance or "C" in cue.frames or not impersonal(s, g, v)


def unsaid(s: Sentence, kind: str, first: int) -> bool:
    """Whether somebody only keeps silent: "refused to say whether", "declined to confirm that"."""
    at = first + 1 if s.toks[first].low == "to" else first
    word = s.toks[at] if at < len(s.toks) else None
    if kind != "to" or word is None or word.tag not in "IN" or word.low in s.lex.groups["clause.having"]:
        return False
    lemmas = {lemma for lemma, _ in s.lex.forms.get(word.low, ())} - s.lex.groups["saying.mind"]
    return any("C" in s.lex.verbs[lemma].frames for lemma in lemmas if lemma in s.lex.verbs)


def _denied_subject(s: Sentence, source: Span) -> bool:
    """Whether nobody is the subject: "Neither the ministry nor the court has said", "ni el juez ni el fiscal"."""
    negations = s.lex.groups["voice.negations"]
    return any(tok.low in negations and tok.tag in "DJNZRA" for tok in s.toks[max(0, source[0] - 1) : source[0] + 1])


def supposed(s: Sentence, group: Span, plain: Modality) -> Modality:
    """The force of what somebody may, should or would say: conditional."""
    supposed = s.lex.groups["voice.conditional"]
    if any(tok.tag == "O" and tok.low in supposed for tok in s.toks[group[0] : group[1]]):
        return Modality.CONDITIONAL
    return plain
