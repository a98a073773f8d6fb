"""What a sentence takes as given: relative clauses, acts named as facts ("the murder of X"). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from foja.extract.gazetteer import gazetteer, is_role
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import DASHES, noun_phrase_left, trim
from foja.model.vocabulary import Modality

SHORTEST = 3
"""Tokens of a clause."""
_NOT_GIVEN = frozenset({Modality.REQUESTED, Modality.ORDERED, Modality.PREDICTED})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the page. ``rule``: main, relative, participle or act. ``subject``: that of an earlier clause, where
    it has none of its own."""

    span: Span
    rule: str
    presupposed: bool = False
    subject: Span | None = None


def telling(s: Sentence, span: Span) -> bool:
    """Whether a clause names a party, place, date or figure, holds a word of law or of doubt, or is about an office, a
    body or a court."""
    a, b = s.chars(span)
    legal = s.lex.groups["legal.words"]
    return (
        any(tok.name >= 0 or tok.date or tok.low in legal for tok in s.toks[span[0] : span[1]])
        or any(a <= f.start < b for f in s.figures)
        or _of_office(s, span)
    )


def _of_office(s: Sentence, span: Span) -> bool:
    """Whether the words before the verb of a clause name an office, a body or a court, or a word of doubt is in it."""
    groups, known = s.lex.groups, gazetteer()
    for tok in s.toks[slice(*span)]:
        if tok.tag in "VXO":
            break
        if is_role(tok.low) or tok.low in known.organisation or tok.low in groups["source.courts"]:
            return True
    doubt = groups["hedge.adverbs"] | groups["hedge.adjectives"]
    return any(tok.low in doubt for tok in s.toks[slice(*span)])


def antecedent(s: Sentence, end: int) -> int | None:
    """The start of the noun phrase that a relative clause after token ``end`` describes."""
    phrase = noun_phrase_left(s, end)
    if (
        phrase is not None
        and not any(tok.tag in "NK" for tok in s.toks[slice(*phrase)])
        and s.toks[phrase[0] - 1].tag == ","
    ):
        phrase = noun_phrase_left(s, phrase[0] - 1)  # a date in between: "Law 9, promulgated on 7 March, which"
    if phrase is None:
        return None
    a, b = phrase
    act = next((k for k in range(b - 1, a - 1, -1) if s.toks[k].low in s.lex.groups["nominal.acts"]), None)
    if act is not None:  # "the attack on X, which killed": the act, not X
        while act > a and s.toks[act].tag != "D":
            act -= 1
        return act
    for k in range(b - 1, a - 1, -1):
        if s.toks[k].tag == "D":
            return k
        if s.toks[k].tag == "P" and k < b - 1:
            before = s.toks[k + 1].tag
            return k + 1 if before in "NKMD" else a
    return a


def relative(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    first = antecedent(s, span[0] - 1)
    if first is None or not any(tok.tag in "VXO" for tok in s.toks[span[0] : span[1]]):
        return []
    return given(s, (first, span[1]), frames, "relative")


def given(s: Sentence, span: Span, frames: list[Frame], rule: str) -> list[Clause]:
    trimmed = trim(s, *span)
    if trimmed is None or trimmed[1] - trimmed[0] < 4 or not telling(s, trimmed):
        return []
    for f in frames:
        inside = any(a <= trimmed[0] < b for a, b in f.contents)
        if f.modality in _NOT_GIVEN and inside and (rule == "act" or _names_act(s, trimmed)):
            return []  # "ordered the arrest of X": nobody takes it as given
        if f.rule in ("reported by", "request", "link", "noun", "nominal", "seen as"):
            inside = trimmed[0] < f.cue[0] < trimmed[1]
        else:
            inside = f.content[0] <= trimmed[0] < f.content[1] or trimmed[0] <= f.cue[0] < trimmed[1]
        if inside:
            return []
    return [Clause(trimmed, rule, presupposed=not any(tok.tag == "O" for tok in s.toks[trimmed[0] : trimmed[1]]))]


def _names_act(s: Sentence, span: Span) -> bool:
    """Whether a noun phrase begins with an act: "the arrest of X, accused of planning it"."""
    return any(tok.low in s.lex.groups["nominal.acts"] for tok in s.toks[span[0] : span[0] + 3])


def restrictive(s: Sentence, frames: list[Frame]) -> list[Clause]:
    """ "the apparatus that oversaw the attack", "el grupo que planeó ...": given, not claimed."""
    out: list[Clause] = []
    toks, n = s.toks, len(s.toks)
    for k, tok in enumerate(toks):
        if tok.tag != "W" or k == 0 or k + 2 >= n or toks[k - 1].tag not in "NKM" or tok.low == "what":
            continue
        if any(f.marker == k and toks[f.cue[1]].low in s.lex.groups["clause.to"] for f in frames):
            continue  # "pidió a la Corte que lo autorizara": it opens what was asked for
        opens = toks[-1].text == "?" or any(f.marker == k and f.rule == "that" for f in frames)
        if s.lex.romance and opens and tok.low in s.lex.groups["phrase.that"]:
            continue  # "dijo el fiscal que": it opens what was said
        end, seen = n, False
        for j in range(k + 1, n):
            t = toks[j]
            if any(f.marker == j and f.rule == "that" for f in frames):
                end = j  # "told the man who shot the judge that": what was told begins
                break
            if t.text in (",", ";") or t.text in DASHES:
                if t.text == "," and _but_also(s, k, j):
                    continue
                end = j
                break
            if t.tag in "VXO" and not (t.tag == "V" and toks[j - 1].tag in "XOAZ"):
                if seen and toks[j - 1].tag not in "JSWXOAZR":
                    end = j
                    break
                seen = True
        if not seen:
            continue
        first = antecedent(s, k)
        if first is not None:
            out += given(s, (first, end), frames, "relative")
    return out


def _but_also(s: Sentence, a: int, comma: int) -> bool:
    """Whether "not only" before the comma is answered by "but" after it."""
    groups, toks = s.lex.groups, s.toks
    answered = comma + 1 < len(toks) and toks[comma + 1].low in groups["clause.but"]
    return answered and any(tok.low in groups["clause.only"] for tok in toks[a:comma])


def acts(s: Sentence, frames: list[Frame]) -> list[Clause]:
    """ "the 2015 murder of prosecutor X", "el asesinato del fiscal X": the act is taken as given."""
    out: list[Clause] = []
    toks, n = s.toks, len(s.toks)
    for k, tok in enumerate(toks):
        if tok.low not in s.lex.groups["nominal.acts"] or tok.tag not in "NG":
            continue
        a = k
        while a > 0 and toks[a - 1].tag in "NKTMs":
            a -= 1
        if (
            a > 0
            and toks[a - 1].tag == "D"
            and toks[a - 1].low not in ("a", "an", "un", "una", "no", "any", "ningún", "ninguna")
        ):
            a -= 1
        elif not any(t.tag == "s" for t in toks[a:k]):
            continue
        end = _complement(s, k + 1)
        if end == k + 1:
            continue
        named = any(t.name >= 0 or t.date for t in toks[k + 1 : end]) or toks[k + 1].low == "to"
        if named:
            out += given(s, (a, end), frames, "act")
    return [c for c in out if c.span[1] - c.span[0] >= SHORTEST] if n else out


def _complement(s: Sentence, k: int) -> int:
    """The end of what belongs to a noun of act: "of X", "on <date>", "against X", "to" + verb."""
    toks, n = s.toks, len(s.toks)
    start = k
    while k < n:
        tok = toks[k]
        opens = tok.low in s.lex.groups["nominal.opens"] and k + 1 < n and toks[k + 1].tag in "DNKMTs"
        infinitive = tok.low == "to" and k == start and k + 1 < n and toks[k + 1].tag == "I"
        if not (opens or infinitive):
            if tok.tag == "T":
                k += 1
                continue
            break
        k += 1
        while k < n and (toks[k].tag in "DNKMTsI" or (toks[k].low == "to" and infinitive)):
            k += 1
    return k
