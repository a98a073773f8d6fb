"""Compound contents in parts: one proposition each.

"The bomb killed 85 people and injured at least 151", "that A was planned, and that B paid for it". A part is a passage
of its own; the subject that it shares with the first one is carried over into what is stated, in square brackets, as
one quotes: "[The bomb] injured at least 151".
"""

from __future__ import annotations

from foja.extract.figures import HARMS
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import finite_ahead, trim, verb_group
from foja.extract.rules.subjects import subject_left
from foja.extract.tokens import Token
from foja.model.vocabulary import Modality

_SHORTEST = 3  # words of a part
_REACH = 15  # tokens from a subject to its verb
_CARRIED = 12  # tokens of a subject that is carried over


def parts(s: Sentence, span: Span) -> list[Span]:
    """The parts of a content, in order; the content itself where it is one proposition."""
    cuts = _cuts(s, span)
    if not cuts:
        return [span]
    out: list[Span] = []
    start = span[0]
    for end, following in [*cuts, (span[1], span[1])]:
        part = trim(s, start, end)
        if part is None or sum(tok.text[0].isalnum() for tok in s.toks[part[0] : part[1]]) < _SHORTEST:
            return [span]
        out.append(part)
        start = following
    return out


def own_parts(s: Sentence, f: Frame, content: Span) -> list[Span]:
    """The parts of what somebody holds. In "pidió que se cite a X y el juez hizo lugar" the second clause is no
    request: it has a subject of its own and no "que"."""
    found = parts(s, content)
    if not s.lex.romance or f.rule != "that" or f.modality not in (Modality.REQUESTED, Modality.ORDERED):
        return found
    that = s.lex.groups["phrase.that"]
    return [p for p in found if p[0] == found[0][0] or not _own_subject(s, p[0]) or s.toks[p[0] - 1].low in that]


def carried(s: Sentence, whole: Span, part: Span) -> Span | None:
    """The subject that a part without one shares with the first part of the whole; None where it has its own, or where
    the first part names none."""
    if part[0] <= whole[0] or s.toks[part[0]].tag == "S" or _own_subject(s, part[0]):
        return None
    verb = next((k for k in range(whole[0], part[0]) if s.toks[k].tag in "VX"), None)
    found = subject_left(s, verb_group(s, verb)) if verb is not None else None
    if found is None or found[1] or found[0][0] < whole[0] or found[0][1] - found[0][0] > _CARRIED:
        return None
    return found[0]


def _cuts(s: Sentence, span: Span) -> list[tuple[int, int]]:
    """Where to cut: (end of a part, start of the next one)."""
    toks = s.toks
    found: list[tuple[int, int]] = []
    start, depth, quote = span[0], 0, toks[span[0]].quote
    for k in range(span[0] + 1, span[1] - 1):
        depth += {"(": 1, ")": -1}.get(toks[k].text, 0)
        if toks[k].tag != "J" or depth or toks[k].quote != quote or toks[k].low not in s.lex.groups["clause.joins"]:
            continue
        left = toks[start:k]
        if _other_harm(s, toks[start].start, toks[k].start, toks[k + 1].start):
            found.append((k, k + 1))
            start = k + 1
            continue
        # After "who", "if" or "because" the second verb may belong to that clause: such a whole stays whole.
        if any(tok.tag in "WS" for tok in left[1:]) and not _that_again(s, k + 1):
            continue
        if not finite_ahead(toks, start, k):
            continue
        following = _next_clause(s, k + 1, span[1])
        if following is not None and not (_lends_doubt(s, left) and not _own_subject(s, following)):
            found.append((k, following))
            start = following
    return found


def _lends_doubt(s: Sentence, left: list[Token]) -> bool:
    """Whether the first part is hedged, conditional or of the future. A second verb of the same subject is as much in
    doubt ("allegedly entered the country and killed two guards"): cut off, it would stand as a fact."""
    groups = s.lex.groups
    doubt = groups["hedge.adverbs"] | groups["voice.rumour"] | groups["voice.conditional"] | groups["voice.predicted"]
    return any(
        tok.low in doubt
        or tok.tag == "O"
        or (tok.tag == "V" and {form for _, form in s.lex.forms.get(tok.low, ())} & {"cond", "fut"})
        for tok in left
    )


def _own_subject(s: Sentence, start: int) -> bool:
    """Whether a part begins with a subject of its own rather than with its verb."""
    tok = s.toks[start]
    return tok.tag in "DKNM" or (tok.tag == "R" and tok.low not in s.lex.groups["tag.clitics"])


def _other_harm(s: Sentence, start: int, joint: int, after: int) -> bool:
    """Whether a count of another harm begins after "and": "85 muertes y al menos 151 heridos" are two figures."""
    second = next((f for f in s.figures if f.start == after and f.what in HARMS), None)
    first = [f.what for f in s.figures if start <= f.start and f.end <= joint and f.what in HARMS]
    return second is not None and bool(first) and second.what not in first


def _that_again(s: Sentence, k: int) -> bool:
    """Whether "that" is said again: "that A was planned and that B paid"."""
    return s.toks[k].low in s.lex.groups["phrase.that"] and s.toks[k].tag in "SW"


def _next_clause(s: Sentence, k: int, end: int) -> int | None:
    """The start of the clause that begins at ``k`` with a verb, with "that", or with a subject of its own."""
    toks = s.toks
    if _that_again(s, k):
        return k + 1 if any(tok.tag in "VXO" for tok in toks[k + 1 : end]) else None
    at = k
    while at < end and (toks[at].tag in "AZ" or (toks[at].tag == "R" and s.lex.romance)):
        at += 1
    if at < end and toks[at].tag in "VXO" and not _shared_auxiliary(s, k, at):
        return k
    if toks[k].tag not in "DKR":
        return None
    for j in range(k + 1, min(end, k + _REACH)):
        if toks[j].tag in "VXO":
            return k if toks[j].low not in s.lex.groups["tag.noun_verbs"] else None
        if toks[j].tag in ",SWJ":
            return None
    return None


def _shared_auxiliary(s: Sentence, k: int, at: int) -> bool:
    """Whether what follows is a bare participle that shares the auxiliary: "was planned and financed by"."""
    toks = s.toks
    return at == k and toks[at].tag == "V" and at + 1 < len(toks) and toks[at + 1].low in s.lex.groups["clause.ends"]
