"""Attributions at second hand and by a mark: "Reuters quoted X as saying that", "Prats: «...»". Pure."""

from __future__ import annotations

from foja.extract.gazetteer import is_role
from foja.extract.rules.content import after_verb, content_end
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import QUOTES, close_quote, noun_phrase_right, passive, trim, verb_group
from foja.extract.rules.subjects import subject_left
from foja.model.vocabulary import MentionKind, Modality

_REACH = 14  # tokens between "quoted" and "saying"
_LABEL = 8  # tokens before the colon


def quoted_as(s: Sentence) -> list[Frame]:
    """ "Reuters quoted X as saying that", "X was quoted by Reuters as saying that", "fue citado por X diciendo que":
    who speaks, and who is cited for it. The citation has no content of its own."""
    out: list[Frame] = []
    quoters = s.lex.groups["phrase.quoters"]
    for k, tok in enumerate(s.toks):
        if tok.tag in "VB" and any(lemma in quoters for lemma, _ in s.lex.forms.get(tok.low, ())):
            out += _quoted(s, k)
    return out


def _quoted(s: Sentence, k: int) -> list[Frame]:
    """The frames of "quoted" at ``k``."""
    toks, g = s.toks, verb_group(s, k)
    v = next((j for j in range(k + 1, min(len(toks), k + _REACH)) if toks[j].tag == "G"), None)
    cue = s.lex.verbs.get(toks[v].lemma) if v is not None else None
    shape = after_verb(s, v, cue.frames, cue.lemma) if v is not None and cue is not None else None
    if v is None or cue is None or shape is None or shape[0] not in ("that", "bare", "quote"):
        return []
    first = v - 1 if toks[v - 1].low in s.lex.groups["phrase.as"] else v
    before = subject_left(s, g)
    if passive(s, g, k):
        speaker = before[0] if before is not None else None
        by = next((j for j in range(k + 1, min(len(toks), shape[1])) if toks[j].low in s.lex.groups["phrase.by"]), None)
        outlet = noun_phrase_right(s, by + 1) if by is not None else None
    else:
        speaker, outlet = noun_phrase_right(s, k + 1), before[0] if before is not None else None
        if speaker is None or speaker[1] != first:
            return []
    kind, marker, start = shape
    content = trim(s, start, content_end(s, start, kind, v, False, frozenset()), quotes=True)
    if speaker is None or content is None:
        return []
    made = [Frame(kind, (first, v + 1), content, cue.modality, source=speaker, marker=marker)]
    if outlet is not None:
        made.append(Frame("reported by", (k, k + 1), (k, k + 1), Modality.ASSERTED, source=outlet, outlet=True))
    return made


def blunt(s: Sentence) -> list[Frame]:
    """ "The minister was blunt: “...”", "El fiscal fue tajante: «...»", "she scolded him: “...”": who is said to be or
    do so says the quotation behind the colon, where nothing else stands before it that could hold words."""
    toks, n = s.toks, len(s.toks)
    colon = next((k for k in range(2, n - 2) if toks[k].text == ":"), 0)
    if not colon or toks[colon + 1].text not in QUOTES or close_quote(s, colon + 1) < n - 1:
        return []
    v = next((k for k in range(colon - 1, 0, -1) if toks[k].tag in "VX" and toks[k].quote < 0), 0)
    cue = s.lex.verbs.get(toks[v].lemma)
    if not v or (cue is not None and any(frame in cue.frames for frame in "CQD")):
        return []
    behind = toks[v + 1 : colon]
    judged = len(behind) == 1 and behind[0].tag in "NBA" and toks[v].low in s.lex.groups["tag.be"]
    heard = len(behind) == 1 and behind[0].tag == "R"
    g = verb_group(s, v)
    found = subject_left(s, g) if judged or heard or (not behind and s.lex.romance and toks[g].tag == "R") else None
    if found is None or found[1] or not _speaks(s, found[0]):
        return []
    content = trim(s, colon + 1, n, quotes=True)
    return [] if content is None else [
        Frame("quote", (g, colon), content, Modality.ASSERTED, source=found[0], marker=colon + 1)
    ]  # fmt: skip


def headed(s: Sentence) -> list[Frame]:
    """ "Prats: «El expediente fue destruido»": whoever stands before the colon says the quotation behind it, where that
    is all of the sentence."""
    toks, n = s.toks, len(s.toks)
    colon = next((k for k in range(1, min(n, _LABEL)) if toks[k].text == ":"), 0)
    if not colon or colon + 2 >= n or noun_phrase_right(s, 0) != (0, colon) or not _speaks(s, (0, colon)):
        return []
    opened = colon + 1
    quoted = toks[opened].text in QUOTES and close_quote(s, opened) >= n - 1
    single = toks[opened].text in "'‘" and toks[n - 1].text in "'’"
    content = trim(s, opened, n, quotes=quoted) if quoted or single else None
    if content is None:
        return []
    return [Frame("quote", (colon, opened), content, Modality.ASSERTED, source=(0, colon), marker=opened)]


def _speaks(s: Sentence, span: Span) -> bool:
    """Whether a label is somebody: a person, a body, an office; the name of a place is mostly a place."""
    part = s.toks[slice(*span)]
    if len(part) == 1 and part[0].low in s.lex.groups["source.persons"]:
        return True
    kinds = {s.mentions[tok.name].kind for tok in part if tok.name >= 0}
    return bool(kinds - {MentionKind.PLACE}) or any(
        is_role(tok.low) or tok.low in s.lex.groups["source.courts"] for tok in part
    )
