"""Force and polarity of a clause in the voice of whoever holds it, from its verb group and words."""

from __future__ import annotations

from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.spans import passive, verb_group
from foja.model.vocabulary import Modality, Polarity


def main_verb(s: Sentence, span: Span) -> int | None:
    """The token of the first finite verb of a clause that is not in a relative clause."""
    toks = s.toks
    skip = False
    for k in range(*span):
        tag = toks[k].tag
        if tag == "W" and k > span[0]:
            skip = True
        elif tag in "VXO":
            if k + 1 < span[1] and tag in "XO" and toks[k + 1].tag in "XVOZA" and _verb_later(s, k, span[1]):
                continue
            if not skip:
                return k
            skip = False
        elif toks[k].text == ",":
            skip = False
    return None


def _verb_later(s: Sentence, k: int, end: int) -> bool:
    for j in range(k + 1, min(end, k + 5)):
        if s.toks[j].tag in "VX":
            return True
        if s.toks[j].tag not in "AZO":
            return False
    return False


def polarity(s: Sentence, span: Span) -> Polarity:
    """Negative when the verb group of the clause, or the subject before it, carries a negation."""
    verb = main_verb(s, span)
    negations = s.lex.groups["voice.negations"]
    if verb is None:
        negated = s.toks[span[0]].low in negations or any(tok.tag == "Z" for tok in s.toks[slice(*span)])
        return Polarity.NEGATIVE if negated else Polarity.POSITIVE
    group = verb_group(s, verb)
    words = s.toks[max(span[0], group) : verb + 1]
    if (
        any(tok.tag == "Z" or tok.low in negations for tok in words)
        or s.toks[span[0]].low in s.lex.groups["voice.nobody"]
    ):
        return Polarity.NEGATIVE
    if (
        not s.lex.romance
        and verb + 1 < span[1]
        and (s.toks[verb + 1].tag == "Z" or s.toks[verb + 1].low in ("never", "unlikely", "no"))
    ):
        return Polarity.NEGATIVE
    return Polarity.POSITIVE


def force(s: Sentence, span: Span) -> tuple[Modality, str]:
    """The modality of a clause in the page's own voice, and the word that shows it."""
    toks = s.toks[span[0] : span[1]]
    groups = s.lex.groups
    hedge = next((t for t in toks if t.low in groups["hedge.adverbs"]), None)
    if hedge is not None:
        return Modality.ALLEGED, hedge.low
    verb = main_verb(s, span)
    if verb is not None:
        g = max(span[0], verb_group(s, verb))
        group = s.toks[g : verb + 1]
        rumour = groups.get("voice.rumour", frozenset())
        heard = next((t for t in group if t.low in rumour), None)
        if heard is not None and s.toks[verb].tag in "VBX" and verb > g:
            return Modality.ALLEGED, f"{heard.low} + participle"
        modal = next((t for t in group if t.low in groups["voice.conditional"]), None)
        if modal is not None:
            return Modality.CONDITIONAL, modal.low
        ahead = next((t for t in group if t.low in groups["voice.predicted"]), None)
        forms = {form for _, form in s.lex.forms.get(s.toks[verb].low, ())}
        if ahead is not None or forms == {"fut"}:
            return Modality.PREDICTED, (ahead or s.toks[verb]).low
        if forms == {"cond"}:
            return Modality.CONDITIONAL, s.toks[verb].low
        if verb + 1 < span[1] and s.toks[verb + 1].low in ("unlikely", "likely", "improbable"):
            return Modality.PREDICTED, s.toks[verb + 1].low
        cue = s.lex.verbs.get(s.toks[verb].lemma)
        if cue is not None and passive(s, g, verb):
            # "It was found": by nobody who is named, so it is no finding of a court.
            modality = Modality.ASSERTED if cue.modality is Modality.FOUND else cue.modality
            return modality, s.toks[verb].low
    possible = next((t for t in toks if t.low in groups["voice.conditional"] and t.tag == "A"), None)
    if possible is not None:
        return Modality.CONDITIONAL, possible.low
    judged = next((t for t in toks if t.low in groups["voice.evaluated"] and t.name < 0), None)
    if judged is not None:
        return Modality.EVALUATED, judged.low
    return Modality.ASSERTED, ""
