"""Frames of cue verbs: say, accuse, link, describe as, request, order, find, deny, acknowledge."""

from __future__ import annotations

from foja.extract.rules.allegers import holds_office
from foja.extract.rules.antecedents import able
from foja.extract.rules.content import after_verb, content_end
from foja.extract.rules.enclitics import bound_subject, past_objects
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.passives import by_agent
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
from foja.extract.rules.shapes_english import judges
from foja.extract.rules.spans import (
    DASHES,
    QUOTES,
    finite_ahead,
    impersonal,
    noun_phrase_left,
    noun_phrase_right,
    passive,
    subject_and_cue,
    trim,
    verb_group,
)
from foja.extract.rules.subjects import subject_left
from foja.extract.rules.unsaid import asked, holds, supposed, unsaid
from foja.model.vocabulary import Modality

_NEGATABLE = frozenset({Modality.FOUND})
"""Cues whose negation is still a statement: "the court did not find that ..."."""
_OF_ACTS = frozenset({Modality.ORDERED, Modality.FOUND, Modality.REQUESTED, Modality.ACKNOWLEDGED, Modality.PREDICTED})
_SAYING = frozenset({Modality.ASSERTED, Modality.ALLEGED})


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
    if cue.modality in _OF_ACTS and v > g and any(tok.low in s.lex.groups["voice.rumour"] for tok in group):
        return None  # "habría ordenado el ataque": whoever says so alleges it, nobody ordered
    if passive(s, g, v):
        return by_agent(s, g, v, cue, stops)
    if any(tok.tag == "O" for tok in group) and "C" not in cue.frames:
        return None
    if (noted := as_noted(s, g, v, cue)) is not None:
        return noted
    if (inverted := said_before(s, g, last, cue, negated)) is not None:
        return inverted
    if bound_subject(s, g, last) is not None:
        return None  # a question, or behind "peut-être"
    if asked(s, v):
        return None
    found = subject_left(s, g)
    source, relative = found if found is not None else (None, False)
    if source is None and (verb_first := _verb_first(s, g, last, cue, negated, stops)) is not None:
        return verb_first
    if not holds(s, g, v, cue, source):
        return None
    if cue.modality is Modality.DENIED and source is not None and (end := _denied_it(s, g, last)) is not None:
        return Frame("pronoun", (g, last + 1), (source[0], end), cue.modality, source=source, marker=source[0])
    shape = after_verb(s, last, cue.frames, cue.lemma)
    if shape is not None and shape[0] != "quote" and source is not None and _behind_quote(s, source):
        return after_content(s, g, last, cue, source, negated)  # "“A,” X told a reporter who"
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


def _behind_quote(s: Sentence, source: Span) -> bool:
    """Whether a quotation that a comma closes stands straight before the subject."""
    toks, a = s.toks, source[0]
    return a > 1 and toks[a - 1].text in QUOTES and toks[a - 2].text in (",", "?", "!") and toks[a].quote < 0


def _verb_first(s: Sentence, g: int, last: int, cue: VerbCue, negated: bool, stops: frozenset[int]) -> Frame | None:
    """ "Dijo el fiscal que ...": the verb, whoever speaks, what is said."""
    toks = s.toks
    if not s.lex.romance or "C" not in cue.frames or (g and toks[g - 1].tag not in ",J"):
        return None
    if last + 1 < len(toks) and toks[last + 1].low in s.lex.groups["tag.contractions"]:
        return None
    source = noun_phrase_right(s, last + 1)
    if source is None or source[1] + 1 >= len(toks):
        return None
    quoted = toks[source[1]].text == ":" and toks[source[1] + 1].text in QUOTES  # "Lo dijo Ortega: «...»"
    if not quoted and toks[source[1]].low not in s.lex.groups["phrase.that"]:
        return None
    if not able(s, source) or impersonal(s, g, last):
        return None
    first = source[1] + 1
    kind = "quote" if quoted else "that"
    content = trim(s, first, content_end(s, first, kind, last, False, stops), quotes=True)
    if content is None:
        return None
    return Frame(kind, (g, last + 1), content, cue.modality, source=source, marker=source[1], negated=negated)


def _is_filing(s: Sentence, span: Span, filed: str = "act.requested") -> bool:
    """Whether a noun phrase is something filed with an authority: "the defender's appeal", "el recurso"."""
    filings = s.lex.groups[filed]
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
    end = content_end(s, first, kind, last, relative or _set_apart(s, source), stops)
    content = trim(s, first, min(end, _main_clause(s, source, first, end)), quotes=True)
    if content is None or (cue.modality is Modality.DENIED and unsaid(s, kind, first)):
        return None
    if kind == "bare" and s.toks[first].tag == "P" and source is not None and s.toks[source[0] - 1].text == ",":
        between = after_content(s, g, last, cue, source, negated)  # "The clerk, X said in an interview, never read it"
        if between is not None and between.shown is not None:
            return between
    if kind == "bare" and s.toks[first].tag == "P" and not finite_ahead(s.toks, *content):
        return after_content(s, g, last, cue, source, negated)  # "..., X said in Paris, noting that"
    if kind == "noun" and cue.modality in _SAYING and _is_document(s, content):
        return None  # "cites a report": a document that is pointed to, no proposition
    if kind in ("noun", "bare") and _decides(s, cue, content, source):
        return None
    if kind == "noun" and any(tok.tag == "R" and tok.low in s.lex.groups["clause.them"] for tok in s.toks[g:last]):
        return None  # "se lo comunicó al ministro": to whom, not what
    hearer = marker == last + 2 and kind in ("request", "as") and marker == first
    force = _modality(s, cue, kind)
    brief = _brief(s, cue, kind, content) or (kind in ("that", "bare") and _alone(s, content))
    return Frame(
        kind,
        (g, marker) if hearer else (g, last + 1),
        content,
        force if source is None else supposed(s, (g, last), force),
        source=source,
        marker=first if kind == "to" and s.toks[first].low == "to" else marker,
        negated=negated,
        implicit=source is None and not impersonal(s, g, last),
        shown=(g if relative or source is None else source[0], content[1]) if brief else None,
    )


def _decides(s: Sentence, cue: VerbCue, content: Span, source: Span | None) -> bool:
    """Whether something is done, not said: a court confirms a sentence, rejects an appeal; an appeal is admitted."""
    if cue.modality is Modality.ACKNOWLEDGED:
        return _is_filing(s, content)
    if not holds_office(s, source, "source.courts"):
        return False
    rejected = cue.modality is Modality.DENIED and _is_filing(s, content, "proven.remedies")
    return rejected or cue.lemma in s.lex.groups["proven.acts"]


def _main_clause(s: Sentence, source: Span | None, first: int, end: int) -> int:
    """Where the main clause begins behind an opening one in which somebody speaks: "Although X claimed that ..., Y
    said"; ``end`` where the clause is not an opening one."""
    toks = s.toks
    at = source[0] if source is not None else 0
    if not at or toks[at - 1].tag not in "SP" or any(tok.tag not in "SPJA" for tok in toks[:at]):
        return end
    for k in range(first + 1, end - 2):
        if toks[k].text == "," and toks[k + 1].tag in "DKNR" and finite_ahead(toks, k + 1, end):
            return k
    return end


def _set_apart(s: Sentence, source: Span | None) -> bool:
    """Whether the subject stands in a relative clause between commas: "X, whose lawyer said ..., refused"."""
    toks = s.toks
    if source is None or not source[0] or toks[source[0] - 1].tag != "W":
        return False
    k = source[0] - 2
    while k > 0 and (toks[k].tag in "PD" or toks[k].low in s.lex.groups["tag.contractions"]):
        k -= 1
    return k > 0 and toks[k].text == ","


def _modality(s: Sentence, cue: VerbCue, kind: str) -> Modality:
    """The force of a cue in one of its shapes."""
    if kind == "quote" and cue.lemma in s.lex.groups["saying.naming"]:
        return Modality.EVALUATED  # "which it called “a message”"
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


def _alone(s: Sentence, content: Span) -> bool:
    """Whether a clause is a verb alone, or with one word: "anunció que apelará". The clause around it is quoted."""
    toks = s.toks[slice(*content)]
    return len(toks) < 3 and any(tok.tag in "VX" for tok in toks)


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
    part = s.toks[slice(*span)]
    head = next((tok for tok in part if tok.tag in "NB"), None)
    judged = not s.lex.romance and len(part) > 1 and judges(s, part[-1])  # "declares the application admissible"
    return head is not None and head.low in s.lex.groups["act.documents"] and not judged


def _gerund(s: Sentence, v: int, last: int, cue: VerbCue, stops: frozenset[int]) -> Frame | None:
    """ ", arguing that ..." and "is seeking ...": the subject is the one of the main clause. "A letter saying that":
    it is the document."""
    toks = s.toks
    progressive = (
        v > 0
        and toks[v - 1].text != ","
        and any(tok.low in s.lex.groups["tag.be"] for tok in toks[max(0, v - 3) : v] if tok.tag in "XA")
    )
    written = noun_phrase_left(s, v) if v > 0 and toks[v - 1].tag in "NK" else None
    if written is not None and not _is_document(s, written):
        written = None
    if v == 0:
        return _opening(s, last, cue)
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


def _opening(s: Sentence, last: int, cue: VerbCue) -> Frame | None:
    """ "Calling the arrest a mistake, the police chief said ...": the subject of the main clause says it."""
    toks, n = s.toks, len(s.toks)
    shape = after_verb(s, last, cue.frames, cue.lemma)
    comma = next((k for k in range(last + 1, n - 2) if toks[k].text == "," and subject_and_cue(s, k + 1)), None)
    source = noun_phrase_right(s, comma + 1) if comma is not None else None
    if shape is None or comma is None or source is None or source[1] >= n or toks[source[1]].tag not in "VXOA":
        return None
    kind, marker, first = shape
    content = trim(s, first, min(comma, content_end(s, first, kind, last, False, frozenset())), quotes=True)
    if content is None or (toks[0].low,) in s.lex.phrases["citing"]:
        return None
    return Frame("participle", (0, last + 1), content, _modality(s, cue, kind), source=source, marker=marker)


def _says_clauses(s: Sentence, k: int) -> bool:
    cue = s.lex.verbs.get(s.toks[k].lemma)
    return cue is not None and "C" in cue.frames


def _main_subject(s: Sentence, v: int) -> Span | None:
    beside = [k for k in range(v - 1, -1, -1) if s.toks[k].quote < 0 or s.toks[k].quote == s.toks[v].quote]
    saying = [k for k in beside if s.toks[k].tag == "V" and _says_clauses(s, k)]
    for k in [*saying, *beside]:
        if s.toks[k].tag in "VX":
            g = verb_group(s, k)
            if k in saying and (bound := bound_subject(s, g, k)) is not None:
                return bound, bound + 1  # "a-t-il déclaré, ajoutant que"
            if s.toks[k].tag == "X" and k + 1 < len(s.toks) and s.toks[k + 1].tag in "VXAZ":
                continue
            found = subject_left(s, g)
            if found is not None and not found[1]:
                return found[0]
    return None
