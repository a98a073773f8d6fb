"""Attributions that stand behind, around or inside what they attribute: "..., said the lawyer", "As X noted". Pure."""

from __future__ import annotations

from dataclasses import dataclass

from foja.extract.gazetteer import is_role
from foja.extract.rules.antecedents import able
from foja.extract.rules.content import content_end, content_left
from foja.extract.rules.enclitics import bound_subject
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.lexicon import VerbCue
from foja.extract.rules.shapes_english import skip_hearer
from foja.extract.rules.spans import (
    DASHES,
    QUOTES,
    close_quote,
    finite_ahead,
    impersonal,
    noun_phrase_left,
    noun_phrase_right,
    trim,
)
from foja.extract.rules.subjects import subject_left
from foja.model.vocabulary import Modality

_OF_THINGS = frozenset({Modality.DENIED, Modality.ACKNOWLEDGED, Modality.REQUESTED})
_LONGEST_PLACE = 12  # tokens of a place, time or gesture of speaking


def as_noted(s: Sentence, g: int, v: int, cue: VerbCue) -> Frame | None:
    """ "As the bureau noted, ..." / "..., como señaló el fiscal": the clause beside it is the content."""
    toks, n = s.toks, len(s.toks)
    if not takes_clause(cue):
        return None
    after = noun_phrase_right(s, v + 1) if g and toks[g - 1].low in s.lex.groups["phrase.as"] else None
    if after is not None:  # the verb comes first
        source = _speaker_alone(s, after)
        opening, end = g - 1, after[1]
    else:
        found = subject_left(s, g)
        if found is None or found[1] or not found[0][0] or toks[found[0][0] - 1].low not in s.lex.groups["phrase.as"]:
            return None
        opening, source, end = found[0][0] - 1, found[0], v + 1
    while end < n and toks[end].tag in "TPN" and toks[end].text != "," and end - v < 6:
        end += 1
    if not can_speak(s, source) or (end < n and toks[end].tag != ","):
        return None
    if opening == 0 or all(tok.tag in "JA," for tok in toks[:opening]):
        content = trim(s, end, n, quotes=True)
    elif toks[opening - 1].text == ",":
        content = content_left(s, opening)
    else:
        return None
    if content is None:
        return None
    if opening and toks[content[1] - 1].tag == "W":  # "un testigo que, como señaló X, había sido": what is said of him
        beside, rest = noun_phrase_left(s, content[1] - 1), trim(s, end, n, quotes=True)
        if beside is None or rest is None:
            return None
        where = (beside[0], rest[1])
        return Frame("according", (g, v + 1), rest, cue.modality, source=source, marker=rest[0], shown=where)
    around = _about(s, content, end) if opening and not finite_ahead(toks, *content) else None
    shown = around.shown if around is not None else None  # "Las notificaciones, como informó X, estuvieron vigentes"
    if shown is None and not finite_ahead(toks, *content):
        return None
    return Frame("according", (g, v + 1), content, cue.modality, source=source, marker=content[0], shown=shown)


def said_before(s: Sentence, g: int, last: int, cue: VerbCue, negated: bool) -> Frame | None:
    """ "..., said the lawyer": what is said is a clause or a quotation. "The clerk, a friend, asked the court" has
    neither before its verb."""
    source = _inverted(s, g, last, cue)
    if source is not None and impersonal(s, source[0], source[0]):
        return _by_nobody(s, (g, source[1]), negated)
    content = content_left(s, g) if source is not None else None
    if source is None or content is None:
        return None
    quoted, clause = s.toks[content[0]].quote >= 0, finite_ahead(s.toks, *content)
    open_end = quoted or not clause or _is_opening(s, content)
    said = _about(s, content, _next_comma(s, max(source[1], last + 1), g)) if open_end else None
    if not (quoted or clause or (said is not None and said.shown is not None)) or content[1] - content[0] < 2:
        return None
    return Frame(
        "postposed", (g, last + 1), content if said is None else said.content, cue.modality, source=source,
        marker=content[0], negated=negated, shown=said.shown if said else None, more=said.more if said else None,
    )  # fmt: skip


def in_relative(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None) -> Frame | None:
    """ "changes which officials said will take effect", "what she said is a growing demand": shown with what the
    relative clause stands beside."""
    toks = s.toks
    if source is None or not source[0] or v + 1 >= len(toks) or toks[v + 1].tag not in "VXOB":
        return None
    if (main := s.lex.verbs.get(toks[v + 1].lemma)) is not None and "C" in main.frames:
        return None  # "the letter that he wrote says"
    at = source[0] - 1
    opens = toks[at].tag == "W" or toks[at].low in s.lex.groups["phrase.that"]
    if not opens or s.lex.romance or "C" not in cue.frames:
        return None
    set_apart = at > 0 and (toks[at - 1].text == "," or toks[at - 1].text in DASHES)
    content = trim(s, v + 1, content_end(s, v + 1, "bare", v, set_apart, frozenset()), quotes=True)
    if content is None or content[1] - content[0] < 2:
        return None
    beside = noun_phrase_left(s, at - 1 if set_apart else at)
    shown = (beside[0], content[1]) if beside is not None else (at, content[1])
    return Frame("relative", (g, v + 1), content, cue.modality, source=source, marker=content[0], shown=shown)


def of_antecedent(s: Sentence, group: Span, cue: VerbCue, source: Span | None) -> Frame | None:
    """ "The charges, which Ortega denies, were brought": what the relative clause stands beside is denied, admitted or
    asked for."""
    toks, (g, v) = s.toks, group
    if source is None or source[0] < 2 or "N" not in cue.frames or cue.modality not in _OF_THINGS:
        return None
    at = source[0] - 1
    if not (toks[at].tag == "W" or (toks[at].low in s.lex.groups["phrase.that"] and toks[at].tag in "SW")):
        return None
    ends = v + 1 >= len(toks) or toks[v + 1].text in (",", ".", ";", ")") or toks[v + 1].text in DASHES
    if not ends and toks[v + 1].low not in s.lex.groups["phrase.as"]:
        return None
    beside = noun_phrase_left(s, at - 1 if toks[at - 1].text == "," else at)
    subject = beside is not None and (not beside[0] or toks[beside[0] - 1].tag in ",J")
    if beside is None or (toks[at - 1].text == "," and not subject):
        return None  # "accused of the attack, which X denies": the accusation as much as the attack
    return Frame("noun", (g, v + 1), beside, cue.modality, source=source, marker=beside[0])


def after_content(s: Sentence, g: int, v: int, cue: VerbCue, source: Span | None, negated: bool) -> Frame | None:
    """ "..., X said." and "A, X said, B": the content stands before, or around."""
    if source is None:
        return None
    toks = s.toks
    follows = toks[v + 1] if v + 1 < len(toks) else None
    before = source[0] - 1
    closed = before > 0 and toks[before].text in QUOTES and toks[before - 1].text in ",?!" and toks[v].quote < 0
    only = closed and follows is not None and follows.tag == "N" and not finite_ahead(toks, v + 1, len(toks))
    if follows is not None and follows.tag not in ",TPAJ" and "D" not in cue.frames and not only:
        return None  # "“...,” X said onstage on Tuesday"
    while before > 0 and toks[before].tag in "A":
        before -= 1
    if before < 1 or not (
        toks[before].text in (",", "?", "!", ".") or toks[before].text in QUOTES or toks[before].text in DASHES
    ):
        return None
    if toks[before].text in DASHES and toks[source[0]].low in s.lex.groups["source.things"]:
        return None  # "— something a caller told the police": of what stands before, not the speaker of it
    left = content_left(s, before + 1)
    if left is not None and toks[source[0]].quote >= 0 and toks[left[0]].quote != toks[source[0]].quote:
        return None  # who stands in a quotation does not speak of what stands before it
    behind = skip_hearer(s, v + 1) if "D" in cue.frames and v + 1 < len(toks) else v + 1
    said = _about(s, left, _next_comma(s, behind))
    if said is None or said.content[1] - said.content[0] < 2:
        return None
    if said.shown is None and not finite_ahead(toks, *said.content) and toks[said.content[0]].quote < 0:
        return None  # "According to X, he had ruled": neither a clause nor a quotation stands before
    return Frame(
        "postposed", (g, v + 1), said.content, cue.modality, source=source, marker=said.content[0], negated=negated,
        shown=said.shown, more=said.more,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said around an attribution. ``shown``: both sides, where they are one clause. ``more``: a second
    quotation that follows."""

    content: Span
    shown: Span | None = None
    more: Span | None = None


def _next_comma(s: Sentence, k: int, opening: int = 0) -> int:
    """The comma that closes an attribution whose words end before ``k``: "X said in an interview, "; a dash where one
    opens it at ``opening``: "—dijo X— "."""
    toks, n = s.toks, len(s.toks)
    dashed = bool(opening) and toks[opening - 1].text in DASHES
    if k < n and toks[k].tag not in ("TPA,D" if s.lex.romance else "TPA,"):
        return n
    end = min(n, k + _LONGEST_PLACE)
    while k < end and toks[k].tag in "TPADNKMs":
        k += 1
    return k if k < n and (toks[k].text in DASHES if dashed else toks[k].text == ",") else n


def _about(s: Sentence, left: Span | None, comma: int) -> _Said | None:
    """What is said where an attribution stands between ``left`` and the ``comma`` that closes it. A clause or quotation
    before it is what is said; of what follows only a further quotation is ("“A,” X said, and the hall was empty")."""
    toks, n = s.toks, len(s.toks)
    right = trim(s, comma + 1, n, quotes=True) if comma < n and finite_ahead(toks, comma, n) else None
    if left is None:
        return _Said(right) if right is not None else None
    quoted = any(tok.quote >= 0 for tok in toks[slice(*left)])
    if right is not None and _is_opening(s, left) and toks[right[0]].tag not in "JSWG":
        return _Said(right, (left[0], right[1]))  # "If the court agrees, X said, the file will be opened"
    if finite_ahead(toks, *left) or (quoted and right is None):
        return _Said(left, more=_goes_on(s, comma))
    if right is None:
        return _Said(left)
    if quoted and toks[right[0]].quote < 0:
        if (going := _goes_on(s, comma)) is None and toks[right[0]].tag in "JS":
            return _Said(left)  # "“...,” X said, and the hall was empty", where its verb is not known as one
        right = going or right
    shown = (left[0], right[1])  # the subject stands before the attribution
    return _Said(right if right[1] - right[0] > left[1] - left[0] else left, shown)


def _is_opening(s: Sentence, span: Span) -> bool:
    """Whether a clause only opens another one: "If the court agrees", "Aunque el juez lo niegue"."""
    toks = s.toks
    if toks[span[0]].tag == "A":
        span = (span[0] + 1, span[1])  # "Even if"
    words = toks[slice(*span)]
    return bool(words) and words[0].tag == "S" and not any(tok.text in (",", ";") for tok in words[:-1])


def _goes_on(s: Sentence, comma: int) -> Span | None:
    """The quotation that goes on behind an attribution, straight or after what the speaker did: "..., X said,
    pointing at the map, “and nobody ...”"."""
    toks, n = s.toks, len(s.toks)
    k = comma + 1
    if k < n and toks[k].tag == "G" and toks[k].quote < 0:
        k = next((j + 1 for j in range(k, min(n, k + _LONGEST_PLACE)) if toks[j].text == ","), n)
    if k >= n or toks[k].text not in QUOTES or toks[k].quote < 0:
        return None
    return trim(s, k, close_quote(s, k), quotes=True)


def _inverted(s: Sentence, g: int, v: int, cue: VerbCue) -> Span | None:
    """The subject after the verb: "..., said the lawyer"; "..., sostuvo el fiscal"."""
    toks = s.toks
    if not takes_clause(cue) or g < 1 or (g < v and not s.lex.romance):
        return None
    before = toks[g - 1]
    quoted = before.text in QUOTES or (g > 1 and toks[g - 2].text in QUOTES and before.text == ",")
    if quoted and toks[g].quote >= 0:
        return None  # the mark opens a quotation in which the verb stands
    if not (quoted or before.text == "," or before.text in DASHES or before.text in "?!"):
        return None
    if (bound := bound_subject(s, g, v)) is not None:
        return bound, bound + 1
    k = _past_circumstances(s, v + 1) if s.lex.romance else v + 1
    if (
        k >= len(toks)
        or toks[k].tag not in "DNKRM"
        or toks[k].low in s.lex.groups["phrase.that"] | s.lex.groups["tag.contractions"]
        or (toks[k].tag == "R" and toks[k].low in s.lex.groups["tag.clitics"])
    ):
        return None
    if not quoted and before.text not in DASHES and "N" in cue.frames and not s.lex.romance:
        return None
    phrase = noun_phrase_right(s, k)
    if phrase is None:
        return None
    phrase = _speaker_alone(s, phrase)
    if not quoted and "N" in cue.frames and not able(s, phrase):
        return None  # "El ministro criticó el fallo, anunció su renuncia": what is announced
    if not s.lex.romance and ("D" in cue.frames or _is_written(s, cue, phrase)):
        return None  # "told a reporter", "X, a lawyer, wrote the ruling"
    if not quoted and not finite_ahead(toks, 0, g - 1) and not _parts_a_clause(s, phrase[1], g):
        return None
    after = toks[phrase[1]] if phrase[1] < len(toks) else None
    if after is not None and (after.tag in "VXO" or after.low in ("that",)):
        return None
    return _with_apposition(s, phrase)


def _past_circumstances(s: Sentence, k: int) -> int:
    """The first token behind when, where and to whom something is said, where the speaker comes after that: "dijo el
    martes a la prensa un portavoz", "a indiqué jeudi un porte-parole"; ``k`` itself where no speaker does."""
    toks = s.toks
    at, end = k, min(len(toks) - 1, k + _LONGEST_PLACE)
    while at < end and (toks[at].tag in "TA" or _leads(s, at)):
        at += 2 if _leads(s, at) and toks[at + 1].tag in "DT" else 1  # at < end: one more token stands there
        while at < end and toks[at - 1].tag != "T" and toks[at].tag in "NKMB":
            at += 1
    return at if at < len(toks) and toks[at].tag in "DK" else k


def _leads(s: Sentence, k: int) -> bool:
    """Whether a token leads to a time, a place or a hearer: "el" martes, "em" nota, "à" la presse."""
    tok, groups = s.toks[k], s.lex.groups
    dated = tok.tag == "D" and k + 1 < len(s.toks) and s.toks[k + 1].tag == "T"
    return dated or tok.tag == "P" or tok.low in groups["tag.contractions"] or tok.low in groups["clause.to"]


def _is_written(s: Sentence, cue: VerbCue, phrase: Span) -> bool:
    """Whether a document behind a verb is what was written, no speaker."""
    written = any(tok.low in s.lex.groups["act.documents"] for tok in s.toks[slice(*phrase)])
    return written and cue.lemma in s.lex.groups["saying.writing"]


def _speaker_alone(s: Sentence, phrase: Span) -> Span:
    """The subject without whom it asks and where: "preguntó Ortega al tribunal", "explicou Ortega na audiência"."""
    toks, groups = s.toks, s.lex.groups
    for k in range(phrase[0] + 1, phrase[1]):
        place = toks[k - 1].tag == "K" and toks[k].tag == "D" and toks[k].low not in groups["source.links"]
        if toks[k].low in groups["clause.to"] or (place and s.lex.romance):
            return phrase[0], k
    return phrase


def _parts_a_clause(s: Sentence, end: int, opening: int) -> bool:
    """Whether the verb behind an inverted attribution is that of the words before it: "El registro, explicó Ortega,
    fue quemado"."""
    comma = _next_comma(s, end, opening) if s.lex.romance else len(s.toks)
    return comma + 1 < len(s.toks) and s.toks[comma + 1].tag in "VXOZR" and finite_ahead(s.toks, comma + 1, len(s.toks))


def unnamed(s: Sentence, group: Span, cue: VerbCue, negated: bool) -> Frame | None:
    """ "«...», dijo, y se fue", "El registro fue quemado, dijo el lunes.": what is said before a verb without a
    subject, as Spanish has them."""
    toks, (g, v) = s.toks, group
    if g < 2 or toks[g - 1].text != "," or not s.lex.romance or not takes_clause(cue) or toks[g].quote >= 0:
        return None
    quoted, closes = toks[g - 2].text in QUOTES, _closes_with_circumstances(s, v + 1)
    inserted = (
        v + 1 < len(toks) and toks[v + 1].text == "," and not finite_ahead(toks, 0, g - 1)
    )  # "Su hermano, dice, lo"
    if not quoted and not inserted and not (closes and finite_ahead(toks, 0, g - 1)):
        return None
    if impersonal(s, g, v):
        return _by_nobody(s, (g, v + 1), negated)
    if not closes and _next_comma(s, v + 1) == len(toks) > v + 2:
        return None
    content = content_left(s, g)
    said = _about(s, content, _next_comma(s, v + 1))
    if content is None or said is None or content[1] - content[0] < 2:
        return None
    return Frame(
        "postposed", (g, v + 1), said.content, cue.modality, marker=content[0], negated=negated, implicit=True,
        shown=said.shown, more=said.more,
    )  # fmt: skip


def _closes_with_circumstances(s: Sentence, k: int) -> bool:
    """Whether a time or a place, and nothing else, closes the sentence behind the verb: "dijo el lunes en Madrid."."""
    rest = [tok for tok in s.toks[k:] if tok.text != "."]
    led = not rest or rest[0].tag in "TA" or _leads(s, k)
    return led and len(rest) <= _LONGEST_PLACE and all(tok.tag in "TPADNKMB" and tok.quote < 0 for tok in rest)


def _by_nobody(s: Sentence, group: Span, negated: bool) -> Frame | None:
    """ "« ... », précise-t-on au parquet": said, by nobody who is named."""
    content = content_left(s, group[0])
    if content is None or content[1] - content[0] < 2:
        return None
    return Frame("postposed", group, content, Modality.ASSERTED, marker=content[0], negated=negated)


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
    if toks[a + 1].tag != "W" and finite_ahead(toks, a, len(toks)):
        return phrase
    return trim(s, phrase[0], len(toks)) or phrase


def takes_clause(cue: VerbCue) -> bool:
    """Whether a clause or quotation before the verb can be its content."""
    return "C" in cue.frames or "Q" in cue.frames


def can_speak(s: Sentence, source: Span) -> bool:
    """Whether the subject can be a source: not "it", not the first person of a quotation, not a number of pages."""
    core = next((k for k in range(source[0] + 1, source[1]) if s.toks[k].text == ","), source[1])
    first, last = s.toks[source[0]].low, s.toks[core - 1].low  # "the report, which runs to 600 pages, says"
    if last in s.lex.groups["source.measures"] and source[1] - source[0] > 1:
        return False  # alone it is a name: "Day said"
    if source[1] - source[0] == 1 and first in s.lex.groups["source.first"]:
        return s.toks[source[0]].quote < 0  # whoever writes; in a quotation it is who is quoted
    return source[1] - source[0] > 1 or first.split("'")[0] not in s.lex.groups["source.speechless"]
