"""Statements in the page's own voice: main clauses, relative clauses, participles, acts taken as given."""

from __future__ import annotations

from dataclasses import dataclass, replace

from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.parts import carried, parts
from foja.extract.rules.spans import DASHES, finite_ahead, noun_phrase_left, trim, verb_group
from foja.extract.rules.voice import main_verb
from foja.model.vocabulary import Modality

_SHORTEST = 3
_NOT_GIVEN = frozenset({Modality.REQUESTED, Modality.ORDERED, Modality.PREDICTED})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the page. ``rule``: main, relative, participle or act. ``subject``: that of an earlier clause, where
    it has none of its own."""

    span: Span
    rule: str
    presupposed: bool = False
    subject: Span | None = None


@dataclass(frozen=True, slots=True)
class _Segment:
    span: Span
    kind: str  # main, relative, participle, dash


def clauses(s: Sentence, frames: list[Frame]) -> list[Clause]:
    """The clauses of a sentence that no attribution covers, in order."""
    out: list[Clause] = []
    segments = _segments(s)
    spoken = [f for f in frames if f.rule not in ("hedge", "nominal")]
    for seg in segments:
        if seg.kind == "relative" and any(f.marker == seg.span[0] and f.rule == "that" for f in spoken):
            continue  # "sostuvo, ante el juez, que": it opens what was said
        if seg.kind == "relative":
            out += _relative(s, seg.span, spoken)
        elif seg.kind == "reduced":
            first = _antecedent(s, seg.span[0] - 1)
            out += _given(s, (first, seg.span[1]), spoken, "relative") if first is not None else []
        elif seg.kind == "participle":
            out += _participle(s, seg.span, spoken)
        elif finite_ahead(s.toks, *seg.span) and (seg.kind != "dash" or s.toks[seg.span[0]].tag in "DKNRM"):
            inserted = [other.span for other in segments if other is not seg and other.kind in ("relative", "dash")]
            for part in parts(s, seg.span):
                if not _introduces(s, part, spoken):
                    found = _main(s, part, spoken, [f for f in frames if f.rule == "nominal"], inserted)
                    out += [replace(one, subject=carried(s, seg.span, part)) for one in found]
        if seg.kind == "dash":
            out += _in_dashes(s, seg.span, spoken)
    if not s.heading:
        out += _restrictive(s, spoken)
        out += _acts(s, spoken)
    return _distinct(s, out)


def _introduces(s: Sentence, span: Span, frames: list[Frame]) -> bool:
    """Whether a clause is the one in which somebody is quoted: "Asked whether ..., the delegate answered"."""
    for f in frames:
        speech = f.rule in ("quote", "that", "bare", "ask") and span[0] < f.cue[0] < span[1]
        if speech and not any(tok.tag == "W" for tok in s.toks[span[0] : f.cue[0]]):
            return True
    return False


def _segments(s: Sentence) -> list[_Segment]:
    toks, n = s.toks, len(s.toks)
    found: list[_Segment] = []
    a, i = _after_opening(s, found), 0
    i = a
    while i < n:
        tok = toks[i]
        nxt = toks[i + 1] if i + 1 < n else None
        if tok.text == "(":
            while i < n and toks[i].text != ")":
                i += 1
        elif tok.text == ";" and i > a:
            found.append(_Segment((a, i), "main"))
            a = i + 1
        elif nxt is not None and (tok.text == "," or tok.text in DASHES):
            kind = _kind(tok.text, nxt.tag, nxt.low, s, i + 1)
            if kind == "split":
                found.append(_Segment((a, i), "main"))
                a = i + 1
            elif kind:
                end = _insertion_end(s, i, tok.text)
                found.append(_Segment((i + 1, end), kind))
                if end >= n - 1:
                    found.append(_Segment((a, i), "main"))
                    a = n
                i = end if tok.text in DASHES else end - 1  # the mark that closes one opens no other
        i += 1
    if a < n:
        found.append(_Segment((a, n), "main"))
    return sorted(found, key=lambda seg: seg.span)


def _after_opening(s: Sentence, found: list[_Segment]) -> int:
    """Sets an opening clause ("While ..., ", "In a step that ..., ") apart; the start of the main clause."""
    toks, n = s.toks, len(s.toks)
    if n < 6 or toks[0].tag not in "SPGB":
        return 0
    for k in range(2, min(n - 2, 45)):
        if toks[k].text != ",":
            continue
        if toks[k + 1].tag in "DKNRM" and main_verb(s, (k + 1, n)) is not None and finite_ahead(toks, k + 1, n):
            if any(t.tag in "VXO" for t in toks[:k]):
                if toks[0].tag == "S" and toks[0].low not in s.lex.groups["clause.conditions"]:
                    found.append(_Segment((1, k), "main"))
                return k + 1
            return k + 1 if toks[0].tag in "GB" else 0
    return 0


def _kind(mark: str, tag: str, low: str, s: Sentence, at: int) -> str:
    if mark in DASHES:
        return "dash"
    if low in s.lex.groups["clause.breakers"] and finite_ahead(s.toks, at + 1, len(s.toks)):
        return "split"
    if tag == "J" and _own_clause(s, at + 1):
        return "split"
    if tag == "W":
        return "relative"
    if tag == "B" and at + 1 < len(s.toks) and s.toks[at + 1].tag in "PT" and s.toks[at - 2].tag in "NKM":
        return "reduced"  # "Law 9, promulgated on 7 March"
    if tag == "G" or (tag == "A" and at + 1 < len(s.toks) and s.toks[at + 1].tag == "G"):
        return "participle"
    return ""


def _own_clause(s: Sentence, at: int) -> bool:
    """Whether a subject and a finite verb follow "and" before the next mark."""
    toks = s.toks
    if at >= len(toks) or toks[at].tag not in "DKNRM":
        return False
    for k in range(at, min(len(toks), at + 15)):
        if toks[k].tag in "VXO":
            return k > at
        if toks[k].tag in ",SW":
            return False
    return False


def _insertion_end(s: Sentence, i: int, mark: str) -> int:
    """The token of the mark that closes an insertion opened at ``i``, or the end of the sentence."""
    toks, n = s.toks, len(s.toks)
    for k in range(i + 2, n):
        if toks[k].text == ";" or (toks[k].text in DASHES and (mark in DASHES or toks[k].text != mark)):
            return k
        if toks[k].text == mark == ",":
            nxt = toks[k + 1] if k + 1 < n else None
            if nxt is None or nxt.tag in "VXO" or (nxt.tag in "AZ" and k + 2 < n and toks[k + 2].tag in "VXO"):
                return k
            if nxt.tag in "GW" or nxt.low in s.lex.groups["clause.breakers"] or nxt.quote > toks[i + 1].quote:
                return k
    return n


def _covered(span: Span, frames: list[Frame], inserted: list[Span] | None = None) -> bool:
    """Whether attributions hold more than half of a clause, insertions aside."""
    own = set(range(*span))
    for a, b in inserted or ():
        if span[0] < a and b < span[1]:
            own.difference_update(range(a, b))
    taken: set[int] = set()
    for f in frames:
        for part in (*f.contents, f.cue, f.source):
            if part is not None:
                taken.update(range(*part))
    return len(own & taken) * 2 > len(own)


def _telling(s: Sentence, span: Span) -> bool:
    """Whether a clause names a party, place, date or figure, or holds a word of law."""
    a, b = s.chars(span)
    legal = s.lex.groups["legal.words"]
    return any(tok.name >= 0 or tok.date or tok.low in legal for tok in s.toks[span[0] : span[1]]) or any(
        a <= f.start < b for f in s.figures
    )


def _in_dashes(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    """Relative clauses of an insertion: "— campaigns by two groups, which remain armed"."""
    out: list[Clause] = []
    for k in range(span[0] + 1, span[1] - 1):
        if s.toks[k].text == "," and s.toks[k + 1].tag == "W":
            out += _relative(s, (k + 1, span[1]), frames)
    return out


def _main(s: Sentence, span: Span, frames: list[Frame], named: list[Frame], inserted: list[Span]) -> list[Clause]:
    trimmed = trim(s, *span)
    if trimmed is None or trimmed[1] - trimmed[0] < _SHORTEST:
        return []
    while (trimmed[0] < trimmed[1] - 1 and _joins(s, trimmed[0])) or s.toks[trimmed[0]].text == ",":
        trimmed = (trimmed[0] + 1, trimmed[1])
    verb = main_verb(s, trimmed)
    if verb is None or not _telling(s, trimmed) or s.toks[-1].text == "?":
        return []
    if _in_words_of_others(s, trimmed[0], verb):
        return []
    group = (verb_group(s, verb), verb + 1)
    for f in frames:
        if f.rule == "reported by":
            continue
        if f.cue[0] < group[1] and group[0] < f.cue[1]:
            return []
        if any(a <= verb < b for a, b in f.contents):
            return []
    spoken = [f for f in frames if f.rule not in ("reported by", "what as", "participle")]
    if _covered(trimmed, [*named, *spoken], inserted):
        return []
    if all(tok.quote >= 0 for tok in s.toks[trimmed[0] : trimmed[1]]):
        return []
    return [Clause(trimmed, "main")]


def _in_words_of_others(s: Sentence, first: int, verb: int) -> bool:
    """Whether the verb of a clause stands in a quotation with which the clause begins, or behind a colon: "“The file
    is closed”, ...", "X: “The file is closed”"."""
    toks, quote = s.toks, s.toks[verb].quote
    if quote < 0:
        return False
    opened = next(k for k, tok in enumerate(toks) if tok.quote == quote)
    return opened <= first or toks[opened - 1].text == ":"


def _joins(s: Sentence, k: int) -> bool:
    """Whether a word only joins a clause to what stands before it; "neither" and "ni" deny it."""
    return s.toks[k].tag in "JS" and s.toks[k].low not in s.lex.groups["voice.nobody"]


def _antecedent(s: Sentence, end: int) -> int | None:
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


def _relative(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    first = _antecedent(s, span[0] - 1)
    if first is None or not any(tok.tag in "VXO" for tok in s.toks[span[0] : span[1]]):
        return []
    return _given(s, (first, span[1]), frames, "relative")


def _given(s: Sentence, span: Span, frames: list[Frame], rule: str) -> list[Clause]:
    trimmed = trim(s, *span)
    if trimmed is None or trimmed[1] - trimmed[0] < 4 or not _telling(s, trimmed):
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


def _participle(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    spoken = (f.more[0] for f in frames if f.more is not None and span[0] < f.more[0] < span[1])
    trimmed = trim(s, span[0], min(spoken, default=span[1]))  # ", pointing at the map, “...”": up to the quotation
    if trimmed is None or trimmed[1] - trimmed[0] < 5 or not _telling(s, trimmed) or _covered(trimmed, frames):
        return []
    if any(f.content[0] <= trimmed[0] < f.content[1] for f in frames if f.rule != "reported by"):
        return []
    return [Clause(trimmed, "participle")]


def _restrictive(s: Sentence, frames: list[Frame]) -> list[Clause]:
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
        first = _antecedent(s, k)
        if first is not None:
            out += _given(s, (first, end), frames, "relative")
    return out


def _but_also(s: Sentence, a: int, comma: int) -> bool:
    """Whether "not only" before the comma is answered by "but" after it."""
    groups, toks = s.lex.groups, s.toks
    answered = comma + 1 < len(toks) and toks[comma + 1].low in groups["clause.but"]
    return answered and any(tok.low in groups["clause.only"] for tok in toks[a:comma])


def _acts(s: Sentence, frames: list[Frame]) -> list[Clause]:
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
            out += _given(s, (a, end), frames, "act")
    return [c for c in out if c.span[1] - c.span[0] >= _SHORTEST] if n else out


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


def _distinct(s: Sentence, found: list[Clause]) -> list[Clause]:
    """Without clauses that nearly repeat another one; main clauses win."""
    order = {"main": 0, "relative": 1, "participle": 2, "act": 3}
    kept: list[Clause] = []
    for clause in sorted(found, key=lambda c: (order[c.rule], c.span)):
        a, b = clause.span
        if clause.rule == "act" and any(c.rule == "relative" and c.span[0] <= a and b <= c.span[1] for c in found):
            continue  # the relative clause says more of the same act
        if all(_share(clause.span, other.span) < 0.7 for other in kept) and b - a >= _SHORTEST:
            kept.append(clause)
    return sorted(kept, key=lambda c: (c.span, c.rule))


def _share(x: Span, y: Span) -> float:
    both = min(x[1], y[1]) - max(x[0], y[0])
    return both / (max(x[1], y[1]) - min(x[0], y[0])) if both > 0 else 0.0
