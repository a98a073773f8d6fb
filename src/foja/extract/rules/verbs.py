"""Frames of cue verbs: say, accuse, link, describe as, request, order, find, deny, acknowledge."""

from __future__ import annotations

from foja.extract.rules.content import after_verb, content_end
from foja.extract.rules.enclitics import bound_subject, past_objects
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.postposed import (
    after_content,
    as_noted,
    can_speak,
    in_relative,
    of_antecedent,
    said_before,
    takes_clause,
    unnamed,
)
from foja.extract.rules.spans import (
    DASHES,
    QUOTES,
    finite_ahead,
    impersonal,
    noun_phrase_left,
    noun_phrase_right,
    passive,
    subject_left,
    trim,
    verb_group,
)
from foja.model.vocabulary import Modality

_NEGATABLE = frozenset({Modality.FOUND})
_SAYING = frozenset({Modality.ASSERTED, Modality.ALLEGED})
"""Cues whose negation is still a statement: "the court did not find that ..."."""


def verb_frames(s: Sentence, stops: frozenset[int]) -> list[Frame]:
    """The frames of all cue verbs of the sentence, in order."""
    out: list[Frame] = []
    for v, tok in enumerate(s.toks):
        if tok.tag not in "VG":
            continue
        cue, last = _cue(s, v)
        if cue is None:
            continue
        last = past_objects(s, last)
        frame = _gerund(s, v, last, cue, stops) if tok.tag == "G" else _finite(s, v, last, cue, stops)
        if frame is not None:
            out.append(frame)
    return out


def _cue(s: Sentence, v: int) -> tuple[VerbCue | None, int]:
    """The cue verb at ``v`` with the last token of what belongs to it: "point" with "out", "dejar" with "en claro"."""
    lemma = s.toks[v].lemma
    if cue := _proven(s, v):
        return cue, v
    for size in (3, 2, 1):
        following = [tok.low for tok in s.toks[v + 1 : v + 1 + size]]  # fewer at the end of a sentence
        words = " ".join([lemma, *following])
        if words in s.lex.verbs:
            return s.lex.verbs[words], v + len(following)
    return s.lex.verbs.get(lemma), v


def _proven(s: Sentence, v: int) -> VerbCue | None:
    """ "consideró probado que", "dio por acreditado que": a finding in two or three words."""
    toks = s.toks
    if toks[v].lemma not in s.lex.groups["proven.verbs"]:
        return None
    near = [tok.low for tok in toks[v + 1 : v + 3]]
    at = next((k for k, low in enumerate(near) if low in s.lex.groups["proven.words"]), None)
    if at is None or v + at + 2 >= len(toks) or toks[v + at + 2].low not in s.lex.groups["phrase.that"]:
        return None
    return VerbCue(toks[v].lemma, Modality.FOUND, "C")


def _finite(s: Sentence, v: int, last: int, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """The frame of a finite cue verb at ``v``, whose words end at ``last``."""
    g = verb_group(s, v)
    group = s.toks[g:v]
    negated = any(
        tok.tag == "Z" or tok.low.endswith("n't") or tok.low in s.lex.groups["voice.negations"] for tok in group
    )
    if negated and cue.modality not in _NEGATABLE:
        return None
    if passive(s, g, v):
        return _passive(s, g, v, cue, stops)
    if any(tok.tag == "O" for tok in group) and "C" not in cue.frames:
        return None
    if (noted := as_noted(s, g, v, cue)) is not None:
        return noted
    if (inverted := said_before(s, g, last, cue, negated)) is not None:
        return inverted
    if bound_subject(s, g, last) is not None:
        return None  # a question, or behind "peut-être"
    found = subject_left(s, g)
    source, relative = found if found is not None else (None, False)
    if not _holds(s, g, v, cue, source):
        return None
    if cue.modality is Modality.DENIED and source is not None and (end := _denied_it(s, g, last)) is not None:
        return Frame("pronoun", (g, last + 1), (source[0], end), cue.modality, source=source, marker=source[0])
    shape = after_verb(s, last, cue.frames, cue.lemma)
    if shape is not None and shape[0] == "quote" and source is not None and s.toks[source[0] - 1].text in QUOTES:
        between = after_content(s, g, last, cue, source, negated)  # "“A,” X said, “B”"
        if between is not None:
            return between
    if shape is not None:
        return _with_content(s, (g, last), cue, shape, source, negated, relative, stops)
    if (named := of_antecedent(s, (g, last), cue, source)) is not None:
        return named
    if not takes_clause(cue):
        return None
    if source is None:
        return unnamed(s, (g, last), cue, negated)
    return in_relative(s, g, last, cue, source) or after_content(s, g, last, cue, source, negated)


def _holds(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None) -> bool:
    """Whether somebody is said to hold something: the subject can speak, and the clause is no condition ("even if he
    did order the arrest")."""
    if source is not None and (not can_speak(s, source) or _denied_subject(s, source)):
        return False
    opening = source[0] if source is not None else g
    if opening and s.toks[opening - 1].low in s.lex.groups["clause.conditions"]:
        return False
    return source is not None or not s.lex.romance or "C" in cue.frames or not impersonal(s, g, v)


def _is_filing(s: Sentence, span: Span) -> bool:
    """Whether a noun phrase is something filed with an authority: "the defender's appeal", "el recurso"."""
    filings = s.lex.groups["act.requested"]
    head = [tok for tok in s.toks[slice(*span)] if tok.tag in "NB"]
    return any(tok.low in filings for tok in (head[:1] if s.lex.romance else head[:3]))


def _with_content(
    s: Sentence,
    group: Span,
    cue: VerbCue,
    shape: tuple[str, int, int],
    source: Span | None,
    negated: bool,
    relative: bool,
    stops: frozenset[int],
) -> Frame | None:
    """The frame of a cue verb whose content follows it in a known shape. ``group``: its first and its last token."""
    g, last = group
    kind, marker, first = shape
    if source is None and not s.lex.romance and kind != "quote" and not s.heading:
        return None
    content = trim(s, first, content_end(s, first, kind, last, relative, stops), quotes=True)
    if content is None:
        return None
    if kind == "bare" and s.toks[first].tag == "P" and source is not None and s.toks[source[0] - 1].text == ",":
        between = after_content(s, g, last, cue, source, negated)  # "The clerk, X said in an interview, never read it"
        if between is not None and between.shown is not None:
            return between
    if kind == "bare" and s.toks[first].tag == "P" and not finite_ahead(s.toks, *content):
        return after_content(s, g, last, cue, source, negated)  # "..., X said in Paris, noting that"
    if kind == "noun" and cue.modality in _SAYING and _is_document(s, content):
        return None  # "cites a report": a document that is pointed to, no proposition
    if kind == "noun" and cue.modality is Modality.ACKNOWLEDGED and _is_filing(s, content):
        return None  # a court that admits an appeal acknowledges nothing
    hearer = marker == last + 2 and kind in ("request", "as") and marker == first
    brief = _brief(s, cue, kind, content)
    return Frame(
        kind,
        (g, marker) if hearer else (g, last + 1),
        content,
        _modality(cue, kind),
        source=source,
        marker=first if kind == "to" and s.toks[first].low == "to" else marker,
        negated=negated,
        implicit=source is None and not impersonal(s, g, last),
        shown=(g if relative or source is None else source[0], content[1]) if brief else None,
    )


def _denied_subject(s: Sentence, source: Span) -> bool:
    """Whether nobody is the subject: "Neither the ministry nor the court has said", "ni el juez ni el fiscal"."""
    negations = s.lex.groups["voice.negations"]
    return any(tok.low in negations and tok.tag in "DJNZRA" for tok in s.toks[max(0, source[0] - 1) : source[0] + 1])


def _modality(cue: VerbCue, kind: str) -> Modality:
    """The force of a cue in one of its shapes."""
    if kind == "as" and cue.modality is Modality.REQUESTED:
        return Modality.ALLEGED
    if kind == "request" and cue.modality is Modality.ASSERTED:
        return Modality.REQUESTED  # "told them to leave"
    return cue.modality


def _brief(s: Sentence, cue: VerbCue, kind: str, content: Span) -> bool:
    """Whether what is denied or admitted is named in words that say nothing by themselves: "rejected that version",
    "denied responsibility". The clause is quoted then."""
    toks = s.toks[slice(*content)]
    points = toks[0].low in s.lex.groups["source.pointers"] and len(toks) < 3
    return (
        kind in ("noun", "bare")
        and cue.modality in (Modality.DENIED, Modality.ACKNOWLEDGED)
        and (points or (len(toks) == 1 and toks[0].tag == "N" and not s.lex.romance))
    )


def _denied_it(s: Sentence, g: int, v: int) -> int | None:
    """The end of a denial whose object is a pronoun: "Iran denies it", "Irán lo niega". The short clause is quoted,
    because a citation must land where the denial stands."""
    toks, groups = s.toks, s.lex.groups
    if any(tok.low in groups["clause.them"] and tok.tag == "R" for tok in toks[g:v]):
        return v + 1
    following = v + 1
    if following < len(toks) and toks[following].low in groups["clause.them"]:
        after = toks[following + 1] if following + 1 < len(toks) else None
        return following + 1 if after is None or after.tag in ",JPTA" else None
    return None


def _is_document(s: Sentence, span: Span) -> bool:
    """Whether a noun phrase is a document by its head: "a report by the newspaper", "the second filing"."""
    head = next((tok for tok in s.toks[span[0] : span[1]] if tok.tag in "NB"), None)
    return head is not None and head.low in s.lex.groups["act.documents"]


def _gerund(s: Sentence, v: int, last: int, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """ ", arguing that ..." and "is seeking ...": the subject is the one of the main clause. "A letter saying that":
    it is the document."""
    toks = s.toks
    progressive = v > 0 and any(tok.low in s.lex.groups["tag.be"] for tok in toks[max(0, v - 3) : v] if tok.tag in "XA")
    written = noun_phrase_left(s, v) if v > 0 and toks[v - 1].tag in "NK" else None
    if written is not None and not _is_document(s, written):
        written = None
    joined = v > 0 and (toks[v - 1].text == "," or toks[v - 1].text in DASHES or toks[v - 1].tag in "AJ")
    means = v > 0 and toks[v - 1].low in s.lex.groups["clause.before_gerund"]
    closes = v > 1 and toks[v - 1].text in QUOTES and toks[v - 2].text == ","
    if not progressive and written is None and not joined and not means and not closes:
        return None
    shape = after_verb(s, last, cue.frames, cue.lemma)
    if shape is None or (s.toks[v].low,) in s.lex.phrases["citing"]:
        return None
    kind, marker, first = shape
    if (written is not None or means) and kind not in ("that", "bare", "quote"):
        return None
    g = verb_group(s, v)
    source: Span | None = None
    if progressive:
        found = subject_left(s, g)
        source = found[0] if found else None
    else:
        source = written or _main_subject(s, v)
    if source is None or not can_speak(s, source):
        return None
    content = trim(s, first, content_end(s, first, kind, v, False, stops), quotes=True)
    if content is None:
        return None
    shown = (g, marker) if marker == last + 2 and kind in ("request", "as") and marker == first else (g, last + 1)
    return Frame("participle" if not progressive else kind, shown, content, cue.modality, source=source, marker=marker)


def _main_subject(s: Sentence, v: int) -> Span | None:
    for k in range(v - 1, -1, -1):
        if s.toks[k].tag in "VX":
            g = verb_group(s, k)
            if s.toks[k].tag == "X" and k + 1 < len(s.toks) and s.toks[k + 1].tag in "VXAZ":
                continue
            found = subject_left(s, g)
            if found is not None and not found[1]:
                return found[0]
    return None


def _passive(s: Sentence, g: int, v: int, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """ "X was accused by Y of Z": only where the agent is named and something is left to say."""
    toks = s.toks
    by = next((k for k in range(v + 1, min(len(toks), v + 4)) if toks[k].low in s.lex.groups["phrase.by"]), None)
    if by is None:
        return None
    if cue.modality is Modality.DENIED:
        return _denied_claim(s, g, v, by, cue)
    if "A" not in cue.frames:
        return None
    agent = noun_phrase_right(s, by + 1)
    if agent is None or agent[1] >= len(toks) or toks[agent[1]].low not in s.lex.groups["clause.of"]:
        return None
    content = trim(s, agent[1], content_end(s, agent[1], "of", v, False, stops), quotes=True)
    if content is None:
        return None
    return Frame("accused by", (g, v + 1), content, cue.modality, source=agent, marker=content[0])


def _denied_claim(s: Sentence, g: int, v: int, by: int, cue: VerbCue) -> Frame | None:
    """ "The accusation that X did it is rejected by Y": what Y denies is the claim, not the accusation."""
    toks = s.toks
    agent = noun_phrase_right(s, by + 1)
    claim = next((k for k in range(g - 1, -1, -1) if toks[k].low in s.lex.nouns and toks[k].tag in "NV"), None)
    if agent is None or claim is None:
        return None
    first = claim + 2 if toks[claim + 1].low in s.lex.groups["clause.of_noun"] else claim + 1
    if first >= g or toks[first].low not in s.lex.groups["phrase.that"]:
        return None
    content = trim(s, first + 1, g, quotes=True)
    if content is None:
        return None
    return Frame("accused by", (g, v + 1), content, cue.modality, source=agent, marker=first)
