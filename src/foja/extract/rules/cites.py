"""Whom a source cites in its turn: "according to the agency, which cites a report by the newspaper X". Pure."""

from __future__ import annotations

from foja.extract.gazetteer import is_outlet
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import DASHES, noun_phrase_left, noun_phrase_right
from foja.model.vocabulary import Modality

_REACH = 4  # tokens after a relative word in which its verb stands: "que a su vez cita"


def citations(s: Sentence) -> list[Frame]:
    """Relative clauses in which a source cites another. They say nothing of their own; ``content`` is who cites."""
    out: list[Frame] = []
    toks, quoters = s.toks, s.lex.groups["phrase.quoters"]
    for w, tok in enumerate(toks):
        if tok.tag not in "WS" or not w or tok.low == "what":
            continue
        v = next((k for k in range(w + 1, min(len(toks), w + 1 + _REACH)) if toks[k].tag == "V"), None)
        if v is None or toks[v].lemma not in quoters:
            continue
        if any(t.tag in "KM" or (t.tag in "DNR" and w + 1 == k) for k, t in enumerate(toks[w + 1 : v], w + 1)):
            continue  # "the report, which the agency cites": it is cited
        before = w - 1 if toks[w - 1].text == "," or toks[w - 1].text in DASHES else w
        host = noun_phrase_left(s, before)
        cited = cited_after(s, v + 1)
        if host is None or cited is None or _turned(s, host, v + 1):
            continue
        out.append(Frame("cites", (w, v + 1), host, Modality.ASSERTED, source=cited, outlet=True))
    return out


def _turned(s: Sentence, host: Span, k: int) -> bool:
    """Whether what is cited stands before the verb: "el informe, que cita el diario X"; not "que cita al diario X"."""
    groups = s.lex.groups
    written = any(tok.low in groups["act.documents"] for tok in s.toks[slice(*host)])
    return s.lex.romance and written and s.toks[k].low not in groups["clause.to"] | groups["tag.contractions"]


def cited_after(s: Sentence, k: int) -> Span | None:
    """The source that is cited from token ``k`` on: the outlet in "a report by the newspaper X", else all of it."""
    toks, groups = s.toks, s.lex.groups
    whom = k < len(toks) and toks[k].low in groups["clause.to"] | groups["tag.contractions"]
    span = noun_phrase_right(s, k + whom)
    if span is None or not any(tok.low in groups["act.documents"] for tok in toks[slice(*span)]):
        return span
    if (named := _outlet(s, span)) is not None:
        return named
    at = span[1] + (span[1] < len(toks) and toks[span[1]].tag == "B")  # "a report published by the newspaper X"
    maker = noun_phrase_right(s, at + 1) if at < len(toks) and toks[at].tag == "P" else None
    return span if maker is None else _outlet(s, maker) or span


def _outlet(s: Sentence, span: Span) -> Span | None:
    """The outlet that a phrase names: a word for one with a name behind it, or a known name."""
    toks, media = s.toks, s.lex.groups["source.media"]
    for k in range(*span):
        if toks[k].low in media and k + 1 < span[1] and toks[k + 1].tag == "K":
            return k, span[1]
        if toks[k].name >= 0 and is_outlet(s.mentions[toks[k].name].name):
            return k, span[1]
    return None
