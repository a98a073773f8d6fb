"""Frames of cue verbs: say, accuse, link, describe as, request, order, find, deny, acknowledge."""

from __future__ import annotations

from foja.extract.gazetteer import is_role
from foja.extract.rules.content import after_verb, content_end, content_left
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.spans import (
    DASHES,
    QUOTES,
    finite_ahead,
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
    toks = s.toks
    g = verb_group(s, v)
    group = toks[g:v]
    negated = any(
        tok.tag == "Z" or tok.low.endswith("n't") or tok.low in s.lex.groups["voice.negations"] for tok in group
    )
    if negated and cue.modality not in _NEGATABLE:
        return None
    if passive(s, g, v):
        return _passive(s, g, v, cue, stops)
    if any(tok.tag == "O" for tok in group) and "C" not in cue.frames:
        return None
    span = (g, last + 1)
    if (noted := _as_noted(s, g, v, cue)) is not None:
        return noted
    inverted = _inverted(s, g, last, cue)
    if inverted is not None:
        content = content_left(s, g)
        # What is said is a clause or a quotation: "The clerk, a friend, asked the court" has neither before its verb.
        said = content is not None and (finite_ahead(toks, *content) or toks[content[0]].quote >= 0)
        if content is not None and said and content[1] - content[0] >= 2:
            return Frame("postposed", span, content, cue.modality, source=inverted, marker=content[0], negated=negated)
    found = subject_left(s, g)
    source, relative = found if found is not None else (None, False)
    if source is not None and not _can_speak(s, source):
        return None
    opening = source[0] if source is not None else g
    if opening and toks[opening - 1].low in s.lex.groups["clause.conditions"]:
        return None  # "even if he did order the arrest": nobody is said to have ordered it
    if cue.modality is Modality.DENIED and source is not None and (end := _denied_it(s, g, last)) is not None:
        return Frame("pronoun", span, (source[0], end), cue.modality, source=source, marker=source[0])
    if source is None and s.lex.romance and "C" not in cue.frames and _impersonal(s, g, v):
        return None
    shape = after_verb(s, last, cue.frames, cue.lemma)
    if shape is not None:
        kind, marker, first = shape
        if source is None and not s.lex.romance and kind != "quote" and not s.heading:
            return None
        end = content_end(s, first, kind, v, relative, stops)
        content = trim(s, first, end, quotes=True)
        if kind == "bare" and toks[first].tag == "P" and content is not None and not finite_ahead(toks, *content):
            return _after_content(s, g, last, cue, source, negated)  # "..., X said in Paris, noting that"
        if content is None:
            return None
        if kind == "noun" and cue.modality in _SAYING and _is_document(s, content):
            return None  # "cites a report": a document that is pointed to, no proposition
        cue_span = (g, marker) if marker == last + 2 and kind in ("request", "as") and marker == first else span
        if kind == "to" and s.toks[first].low == "to":
            marker = first
        brief = _brief(s, cue, kind, content)
        modality = Modality.ALLEGED if kind == "as" and cue.modality is Modality.REQUESTED else cue.modality
        if kind == "request" and cue.modality is Modality.ASSERTED:
            modality = Modality.REQUESTED  # "told them to leave"
        shown = (g if relative or source is None else source[0], content[1]) if brief else None
        return Frame(
            kind, cue_span, content, modality, source=source, marker=marker, negated=negated, implicit=source is None,
            shown=shown,
        )  # fmt: skip
    if not _takes_clause(cue):
        return None
    return _in_relative(s, g, last, cue, source) or _after_content(s, g, last, cue, source, negated)


def _in_relative(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None) -> Frame | None:
    """ "changes which officials said will take effect", "what she said is a growing demand": shown with what the
    relative clause stands beside."""
    toks = s.toks
    if source is None or not source[0] or v + 1 >= len(toks) or toks[v + 1].tag not in "VXO":
        return None
    at = source[0] - 1
    opens = toks[at].tag == "W" or toks[at].low in s.lex.groups["phrase.that"]
    if not opens or s.lex.romance or "C" not in cue.frames:
        return None
    content = trim(s, v + 1, content_end(s, v + 1, "bare", v, False, frozenset()), quotes=True)
    if content is None or content[1] - content[0] < 2:
        return None
    beside = noun_phrase_left(s, at - 1 if at and toks[at - 1].text == "," else at)
    shown = (beside[0], content[1]) if beside is not None else (at, content[1])
    return Frame("relative", (g, v + 1), content, cue.modality, source=source, marker=content[0], shown=shown)


def _impersonal(s: Sentence, g: int, v: int) -> bool:
    """Whether nobody is said to do it: "se le imputaría el delito"."""
    return any(tok.low in s.lex.groups["voice.impersonal"] for tok in s.toks[g:v])


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


def _takes_clause(cue: VerbCue) -> bool:
    """Whether a clause or quotation before the verb can be its content."""
    return "C" in cue.frames or "Q" in cue.frames


def _as_noted(s: Sentence, g: int, v: int, cue: VerbCue) -> Frame | None:
    """ "As the bureau noted, ..." / "..., como señaló el fiscal": the clause beside it is the content."""
    toks, n = s.toks, len(s.toks)
    if not _takes_clause(cue):
        return None
    after = noun_phrase_right(s, v + 1) if g and toks[g - 1].low in s.lex.groups["phrase.as"] else None
    if after is not None:  # the verb comes first
        opening, source, end = g - 1, after, after[1]
    else:
        found = subject_left(s, g)
        if found is None or found[1] or not found[0][0] or toks[found[0][0] - 1].low not in s.lex.groups["phrase.as"]:
            return None
        opening, source, end = found[0][0] - 1, found[0], v + 1
    while end < n and toks[end].tag in "TPN" and toks[end].text != "," and end - v < 6:
        end += 1
    if not _can_speak(s, source) or (end < n and toks[end].tag != ","):
        return None
    if opening == 0:
        content = trim(s, end, n, quotes=True)
    elif toks[opening - 1].text == ",":
        content = content_left(s, opening)
    else:
        return None
    if content is None or not finite_ahead(toks, *content):
        return None
    return Frame("according", (g, v + 1), content, cue.modality, source=source, marker=content[0])


def _can_speak(s: Sentence, source: Span) -> bool:
    """Whether the subject can be a source: not "it", not the first person of a quotation, not a number of pages."""
    first, last = s.toks[source[0]].low, s.toks[source[1] - 1].low
    if last in s.lex.groups["source.measures"] and source[1] - source[0] > 1:
        return False  # alone it is a name: "Day said"
    return source[1] - source[0] > 1 or first.split("'")[0] not in s.lex.groups["source.speechless"]


def _after_content(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None, negated: bool) -> Frame | None:
    """ "..., X said." and "A, X said, B": the content stands before, or around."""
    if source is None:
        return None
    toks = s.toks
    follows = toks[v + 1] if v + 1 < len(toks) else None
    if follows is not None and follows.tag not in ",TPAJ" and "D" not in cue.frames:
        return None
    before = source[0] - 1
    while before > 0 and toks[before].tag in "A":
        before -= 1
    if before < 1 or not (
        toks[before].text in (",", "?", "!", ".") or toks[before].text in QUOTES or toks[before].text in DASHES
    ):
        return None
    left = content_left(s, before + 1)
    right: Span | None = None
    after = v + 1
    if after < len(toks) and toks[after].text == "," and finite_ahead(toks, after, len(toks)):
        right = trim(s, after + 1, len(toks), quotes=True)
    content, shown = left, None
    if left is not None and right is not None and not finite_ahead(toks, *left) and toks[left[0]].quote < 0:
        shown = (left[0], right[1])  # the subject stands before the attribution
    if right is not None and (left is None or right[1] - right[0] > left[1] - left[0]):
        content = right
    if content is None or content[1] - content[0] < 2:
        return None
    if shown is None and not finite_ahead(toks, *content) and toks[content[0]].quote < 0:
        return None  # "According to X, he had ruled": neither a clause nor a quotation stands before
    return Frame(
        "postposed", (g, v + 1), content, cue.modality, source=source, marker=content[0], negated=negated, shown=shown
    )


def _inverted(s: Sentence, g: int, v: int, cue: VerbCue) -> Span | None:
    """The subject after the verb: "..., said the lawyer"; "..., sostuvo el fiscal"."""
    toks = s.toks
    if not _takes_clause(cue) or g < 1 or (g < v and not s.lex.romance):
        return None
    before = toks[g - 1]
    quoted = before.text in QUOTES or (g > 1 and toks[g - 2].text in QUOTES and before.text == ",")
    if quoted and toks[g].quote >= 0:
        return None  # the mark opens a quotation in which the verb stands
    if not (quoted or before.text == "," or before.text in DASHES or before.text in "?!"):
        return None
    if (
        v + 1 >= len(toks)
        or toks[v + 1].tag not in "DNKR"
        or toks[v + 1].low in s.lex.groups["phrase.that"]
        or (toks[v + 1].tag == "R" and toks[v + 1].low in s.lex.groups["tag.clitics"])
    ):
        return None
    if not quoted and not finite_ahead(toks, 0, g - 1):
        return None
    if not quoted and before.text not in DASHES and "N" in cue.frames and not s.lex.romance:
        return None
    phrase = noun_phrase_right(s, v + 1)
    if phrase is None:
        return None
    after = toks[phrase[1]] if phrase[1] < len(toks) else None
    if after is not None and (after.tag in "VXO" or after.low in ("that",)):
        return None
    return _with_apposition(s, phrase)


def _with_apposition(s: Sentence, phrase: Span) -> Span:
    """The speaker with what is said of him up to the end: "said Ortega, who led the inquiry." With a name behind a
    role: "afirmó su abogado, Raúl Prats, en diálogo ..."."""
    toks, a = s.toks, phrase[1]
    if a + 1 < len(toks) and toks[a].text == "," and any(is_role(tok.low) for tok in toks[phrase[0] : a]):
        b = a + 1
        while b < len(toks) and (toks[b].tag == "K" or is_role(toks[b].low)):
            b += 1
        if b > a + 1 and toks[b - 1].tag == "K" and (b == len(toks) or toks[b].tag == ","):
            return phrase[0], b
    if a + 1 >= len(toks) or toks[a].text != "," or toks[a + 1].tag not in "WDNKM":
        return phrase
    if any(tok.text in QUOTES or tok.text in DASHES or tok.tag == "G" for tok in toks[a:]):
        return phrase
    if toks[a + 1].tag != "W" and any(tok.tag in "VXO" for tok in toks[a:]):
        return phrase
    return trim(s, phrase[0], len(toks)) or phrase


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
    if source is None or not _can_speak(s, source):
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
