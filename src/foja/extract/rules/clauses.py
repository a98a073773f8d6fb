"""Statements in the page's own voice: main clauses, relative clauses, participles, acts taken as given."""

from __future__ import annotations

from dataclasses import dataclass, replace

from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.given import SHORTEST, Clause, acts, antecedent, given, relative, restrictive, telling
from foja.extract.rules.parts import carried, parts
from foja.extract.rules.spans import DASHES, finite_ahead, trim, verb_group
from foja.extract.rules.voice import main_verb


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
            a, b = seg.span  # "According to the report, which rests on X, ...": up to what it says
            b = min(
                (f.content[0] for f in spoken if f.rule in ("according", "citing") and a < f.content[0] < b), default=b
            )
            out += relative(s, (a, b), spoken)
        elif seg.kind == "reduced":
            first = antecedent(s, seg.span[0] - 1)
            out += given(s, (first, seg.span[1]), spoken, "relative") if first is not None else []
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
        out += restrictive(s, spoken)
        out += acts(s, spoken)
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
            if nxt.tag == "J" and k + 2 < n and toks[k + 2].tag in "VX" and any(t.tag in "VXO" for t in toks[i:k]):
                return k  # "rejected the appeal by X, who was convicted in May, and upheld his sentence"
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


def _in_dashes(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    """Relative clauses of an insertion: "— campaigns by two groups, which remain armed"."""
    out: list[Clause] = []
    for k in range(span[0] + 1, span[1] - 1):
        if s.toks[k].text == "," and s.toks[k + 1].tag == "W":
            out += relative(s, (k + 1, span[1]), frames)
    return out


def _main(s: Sentence, span: Span, frames: list[Frame], named: list[Frame], inserted: list[Span]) -> list[Clause]:
    trimmed = trim(s, *span)
    if trimmed is None or trimmed[1] - trimmed[0] < SHORTEST:
        return []
    while (trimmed[0] < trimmed[1] - 1 and _joins(s, trimmed[0])) or s.toks[trimmed[0]].text == ",":
        trimmed = (trimmed[0] + 1, trimmed[1])
    verb = main_verb(s, trimmed)
    if verb is None or not telling(s, trimmed) or s.toks[-1].text == "?":
        return []
    if _in_words_of_others(s, trimmed[0], verb):
        return []
    group = (verb_group(s, verb), verb + 1)
    for f in frames:
        if f.rule == "reported by":
            continue
        if f.cue[0] < group[1] and group[0] < f.cue[1]:
            return []
        if any(a <= verb < b for a, b in f.contents) or (f.shown is not None and f.shown[0] <= verb < f.shown[1]):
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


def _participle(s: Sentence, span: Span, frames: list[Frame]) -> list[Clause]:
    spoken = (f.more[0] for f in frames if f.more is not None and span[0] < f.more[0] < span[1])
    trimmed = trim(s, span[0], min(spoken, default=span[1]))  # ", pointing at the map, “...”": up to the quotation
    if trimmed is None or trimmed[1] - trimmed[0] < 5 or not telling(s, trimmed) or _covered(trimmed, frames):
        return []
    if any(f.content[0] <= trimmed[0] < f.content[1] for f in frames if f.rule != "reported by"):
        return []
    return [Clause(trimmed, "participle")]


def _distinct(s: Sentence, found: list[Clause]) -> list[Clause]:
    """Without clauses that nearly repeat another one; main clauses win."""
    order = {"main": 0, "relative": 1, "participle": 2, "act": 3}
    kept: list[Clause] = []
    for clause in sorted(found, key=lambda c: (order[c.rule], c.span)):
        a, b = clause.span
        if clause.rule == "act" and any(c.rule == "relative" and c.span[0] <= a and b <= c.span[1] for c in found):
            continue  # the relative clause says more of the same act
        if all(_share(clause.span, other.span) < 0.7 for other in kept) and b - a >= SHORTEST:
            kept.append(clause)
    return sorted(kept, key=lambda c: (c.span, c.rule))


def _share(x: Span, y: Span) -> float:
    both = min(x[1], y[1]) - max(x[0], y[0])
    return both / (max(x[1], y[1]) - min(x[0], y[0])) if both > 0 else 0.0
