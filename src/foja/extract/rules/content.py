"""Where the content of a cue begins and ends."""

from __future__ import annotations

from foja.extract.rules.complements import opens_relative, past_place, that
from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.shapes_english import english, skip_hearer
from foja.extract.rules.spans import DASHES, QUOTES, close_quote, finite_ahead, subject_and_cue, trim
from foja.extract.tokens import Token

_PHRASE = 14  # tokens between a cue and its quotation


def after_verb(s: Sentence, v: int, frames: str, lemma: str) -> tuple[str, int, int] | None:
    """What follows the cue verb at ``v``: (shape, marker token, first content token), or None.

    Shapes: ``that``, ``quote``, ``ask``, ``bare``, ``to``, ``request``, ``of``, ``link``, ``as``, ``noun``.
    """
    toks, n = s.toks, len(s.toks)
    j = v + 1
    while j < n and (
        toks[j].tag in "AT" or (toks[j].tag in "PD" and j + 1 < n and toks[j + 1].tag == "T" and _to_mark(s, j))
    ):
        j += 1
    if j + 1 < n and toks[j].low in s.lex.groups["clause.order"] and toks[j + 1].low in s.lex.groups["phrase.that"]:
        j += 1  # "dijo primero que"
    if j + 2 < n and toks[j].text == "," and toks[j + 1].tag == "A" and toks[j + 2].text == ",":
        j += 3  # "said, however, that"
    elif "C" in frames and (behind := past_place(s, j)) is not None:
        j = behind
    if j >= n:
        return None
    if "C" in frames:
        opened = that(s, j, "D" in frames)
        if opened is not None:
            return "that", opened, opened + 1
    k = j + 1 if toks[j].text in (",", ":") else j
    speaks = k == j or any(frame in frames for frame in "CQD")  # "said X, whom Y accused, “...”": not what Y says
    if speaks and k < n and toks[k].text in '"“«' and _opens(s, k):
        return "quote", k, k
    if ("C" in frames or "Q" in frames) and (opened := _behind_place(s, j)) is not None:
        return "quote", opened, opened
    if toks[j].tag == ",":
        return None
    if "D" in frames and toks[j].tag in "DNKRMs":
        heard = _after_hearer(s, j)
        if heard is not None:
            return heard
    if "C" in frames and toks[j].low in s.lex.groups["clause.ask"]:
        open_question = lemma in s.lex.groups["clause.askers"] or toks[j].low in s.lex.groups["clause.whether"]
        return ("ask", j, j) if open_question else None
    return _romance(s, j, frames) if s.lex.romance else english(s, j, _past_dates(s, v), frames, lemma)


def _behind_place(s: Sentence, j: int) -> int | None:
    """The quotation behind a place and a colon: "wrote on her page: “...”"."""
    toks = s.toks
    if toks[j].tag != "P":
        return None
    for k in range(j + 1, min(len(toks) - 1, j + _PHRASE)):
        if toks[k].text == ":":
            return k + 1 if toks[k + 1].text in QUOTES and _opens(s, k + 1) else None
        if toks[k].tag in "VXOWSG,":
            return None
    return None


def _after_hearer(s: Sentence, j: int) -> tuple[str, int, int] | None:
    """ "told reporters: “...”", "asked the court whether ...", "told them to leave"."""
    toks, n = s.toks, len(s.toks)
    k = skip_hearer(s, j)
    if k >= n:
        return None
    mark = k + 1 if toks[k].text in (",", ":") else k
    if mark < n and toks[mark].text in QUOTES and _opens(s, mark) and toks[mark - 1].tag != "s":
        return "quote", mark, mark
    who = toks[k].tag == "W" and toks[k].low not in s.lex.groups["phrase.whatas"]  # "told the man who"
    if toks[k].low in s.lex.groups["clause.ask"] and not who:
        return "ask", k, k
    if toks[k].low == "to" and k + 1 < n and toks[k + 1].tag in "IN" and not s.lex.romance:
        return "request", j, j
    return None


def _past_dates(s: Sentence, v: int) -> int:
    """The first token after the verb that is no date and no preposition of one."""
    j = v + 1
    toks = s.toks
    while j < len(toks) and (
        toks[j].tag == "T" or (toks[j].tag == "P" and j + 1 < len(toks) and toks[j + 1].tag == "T")
    ):
        j += 1
    return j


def _to_mark(s: Sentence, j: int) -> bool:
    """Whether "on Tuesday" after the verb is followed by that / a mark, so that it belongs to the cue."""
    k = j + 1
    while k < len(s.toks) and s.toks[k].tag == "T":
        k += 1
    return k >= len(s.toks) or s.toks[k].low in s.lex.groups["phrase.that"] or s.toks[k].tag in ",DRKN"


def _opens(s: Sentence, k: int) -> bool:
    return any(a == s.toks[k].start for a, _ in s.quotes) or s.toks[k].text != '"'


def _romance(s: Sentence, j: int, frames: str) -> tuple[str, int, int] | None:
    toks, n, groups = s.toks, len(s.toks), s.lex.groups
    first = toks[j]
    window = toks[j + 1 : j + 30]
    whom = first.low in groups["clause.to"]
    accused = first.tag in "DNKR" or whom or first.low in groups["clause.of"]
    if "A" in frames and accused and any(tok.low in groups["clause.of"] for tok in toks[j : j + 30]):
        return "of", j, j
    if "L" in frames and first.tag in "PDNK" and (whom or any(tok.low in groups["clause.links"] for tok in window)):
        return "link", j, j
    described = first.tag in "DNK" or whom or first.low in groups["phrase.as"] or first.low in groups["clause.of"]
    as_what = any(tok.low in groups["phrase.as"] or tok.low in groups["clause.of"] for tok in toks[j : j + 15])
    if "I" in frames and described and as_what:
        return "as", j, j
    if first.low in groups["clause.of_infinitive"] and j + 1 < n and toks[j + 1].tag == "I":
        return ("to", j + 1, j + 1) if "T" in frames or "R" in frames else None
    endings = tuple(groups["tag.infinitive_endings"])
    unlisted = "T" in frames and first.tag == "N" and toks[j - 1].tag == "V" and first.low.endswith(endings)
    if unlisted or (first.tag == "I" and ("T" in frames or "R" in frames or "C" in frames)):
        return "to", j, j
    if first.low in groups["clause.having"]:
        return "to", j, j
    asked = next((j + 1 + k for k, tok in enumerate(window[:14]) if tok.low in groups["phrase.that"]), None)
    if "R" in frames and whom and asked is not None and not opens_relative(s, j, asked):
        return "request", j, j
    somebody = whom and j + 1 < n and toks[j + 1].tag != "I"  # "se negó a declarar" is no denial
    if ("N" in frames or "R" in frames) and (first.tag in "DNKM" or somebody):
        return "noun", j, j
    return None


def content_end(s: Sentence, start: int, shape: str, v: int, relative: bool, stops: frozenset[int]) -> int:
    """The token after the content that begins at ``start``. ``stops``: tokens where another attribution
    begins. ``relative``: the cue stands in a relative clause, so the content ends where that does."""
    toks, n = s.toks, len(s.toks)
    nominal = shape in ("noun", "link", "request", "as", "of", "thing")
    i = start
    if shape == "quote":
        return close_quote(s, start)
    depth, spoken = 0, toks[v].quote
    while i < n:
        tok = toks[i]
        if tok.text in ("(", "["):
            depth += 1
        elif tok.text in (")", "]"):
            if depth == 0:
                return i
            depth -= 1
        if (i in stops and i > start) or (spoken >= 0 and tok.quote != spoken):
            return i
        if depth == 0 and i > start:
            if shape in ("thing", "noun that") and tok.tag in "VXO" and _second_verb(s, start, i, shape):
                return i
            if tok.text in DASHES and (closed := _past_insertion(s, start, i)) is not None:
                i = closed
                continue
            if tok.text == ";" or tok.text in DASHES:
                return i
            if tok.text in ",":
                unjoined = (
                    shape == "as"
                    and not relative
                    and not any(t.low in s.lex.groups["phrase.as"] for t in toks[start:i])
                )
                if not unjoined and _ends_at_comma(s, i, nominal, relative):
                    return i
            elif (
                (tok.tag == "J" and _cue_follows(s, i))
                or (tok.tag == "J" and nominal and toks[i + 1 : i + 2] and subject_and_cue(s, i + 1))
                or (tok.tag == "J" and nominal and _verb_goes_on(s, start, i) and (relative or shape == "noun"))
                or (
                    tok.low in s.lex.groups["clause.breakers"]
                    and tok.tag in "SJ"
                    and finite_ahead(toks, i + 1, n)
                    and toks[i - 1].text == ","
                )
            ):
                return i
        if tok.text in '"“«' and i > start and tok.quote >= 0:
            i = max(i + 1, close_quote(s, i)) if _opens(s, i) and tok.text != '"' else i + 1
            continue
        i += 1
    return n


def _past_insertion(s: Sentence, start: int, i: int) -> int | None:
    """The token behind an insertion between dashes, where the content goes on with its verb: "that the file — all of
    it — was lost"; or a dash inside a quotation that the content holds."""
    toks = s.toks
    if toks[i].quote >= 0 and toks[start].quote != toks[i].quote:
        return i + 1
    close = next((k for k in range(i + 2, len(toks) - 1) if toks[k].text in DASHES or toks[k].text == ";"), None)
    if close is None or toks[close].text == ";" or finite_ahead(toks, start, i):
        return None
    return close + 1 if toks[close + 1].tag in "VXOZ" else None


def _verb_goes_on(s: Sentence, start: int, i: int) -> bool:
    """Whether a verb after the "and" at ``i`` goes on with the speaker: what stands before it names a thing,
    without a verb of its own."""
    named = not any(tok.tag in "WSVXO" for tok in s.toks[start:i])
    return i + 1 < len(s.toks) and s.toks[i + 1].tag == "V" and named


def _second_verb(s: Sentence, start: int, i: int, shape: str) -> bool:
    """Whether the finite verb at ``i`` belongs to the clause around the content, not to the content."""
    toks = s.toks
    if shape == "thing":
        return not any(tok.tag in "WS" for tok in toks[start:i])
    seen = any(tok.tag in "VXO" for tok in toks[start:i])
    if toks[i].tag in "XO" and toks[i - 1].tag == "V":
        return True  # "the claim that he lied was rejected"
    return seen and toks[i - 1].tag in "NKMBT" and not any(tok.tag in "JSW," for tok in toks[start:i])


def _ends_at_comma(s: Sentence, i: int, nominal: bool, relative: bool) -> bool:
    toks, n = s.toks, len(s.toks)
    if i + 1 >= n:
        return True
    after = toks[i + 1]
    if after.text in QUOTES and i + 2 < n and toks[i].quote >= 0:
        after = toks[i + 2]  # the comma stands before the mark that closes a quotation
    if after.low in s.lex.groups["clause.breakers"] and finite_ahead(toks, i + 2, n):
        return True
    if after.tag == "G" and (nominal or after.lemma in s.lex.verbs):
        return True
    if after.low in s.lex.groups["clause.before_gerund"] and i + 2 < n and toks[i + 2].tag == "G":
        return toks[i + 2].lemma in s.lex.verbs  # ", before adding that"
    if _names_the_claim(s, i + 1):
        return True
    if nominal and (after.low in s.lex.groups["clause.including"] or after.tag == "A" or subject_and_cue(s, i + 1)):
        return True
    if nominal and after.tag == "W" and after.low not in ("that",):
        return True
    if nominal and after.tag == "P" and i + 2 < n and toks[i + 2].tag == "W":
        return True  # ", a quien acusa"
    if relative and (after.tag in "VXO" or (after.tag in "AZ" and i + 2 < n and toks[i + 2].tag in "VXO")):
        return True
    if after.tag == "J" and subject_and_cue(s, i + 2):
        return True
    return _tail_attribution(s, i + 1)


def _names_the_claim(s: Sentence, a: int) -> bool:
    """Whether what begins at ``a`` calls what was said a claim: ", a claim that the ministry denies"."""
    toks, groups = s.toks, s.lex.groups
    if toks[a].low not in groups["source.indefinite"]:
        return False
    k = next((k for k in range(a + 1, min(len(toks) - 1, a + 4)) if toks[k].low in s.lex.nouns), None)
    return k is not None and (toks[k + 1].tag in "SW" or toks[k + 1].low in groups["phrase.that"])


def _cue_follows(s: Sentence, j: int) -> bool:
    """Whether "and" at ``j`` is followed by another cue verb with the same subject."""
    toks = s.toks
    k = j + 1
    while k < len(toks) and (toks[k].tag in "AXZ" or (toks[k].tag == "R" and s.lex.romance)):
        k += 1
    cue = s.lex.verbs.get(toks[k].lemma) if k < len(toks) and toks[k].tag == "V" else None
    return cue is not None and any(frame in cue.frames for frame in "CAI")


def _tail_attribution(s: Sentence, a: int) -> bool:
    """Whether what begins at ``a`` is a short attribution that ends the clause: ", he said." """
    toks = s.toks
    verb = None
    for k in range(a, min(len(toks), a + 14)):
        tok = toks[k]
        if tok.tag == "V":
            cue = s.lex.verbs.get(tok.lemma)
            if cue is None or "C" not in cue.frames:
                return False
            verb = k
            break
        if tok.tag in ",SWJIO" or tok.low in ("in", "on", "to"):
            return False
    if verb is None or (verb == a and toks[verb].lemma in s.lex.groups["saying.writing"]):
        return False
    following = toks[verb + 1] if verb + 1 < len(toks) else None
    if following is None or following.tag in ",TP":
        return True
    if verb == a or s.lex.romance:
        return following.tag in "DNKR"
    return following.tag in "T"


def _same_quote(toks: list[Token], a: int, b: int) -> bool:
    """Whether the mark at ``a`` stands in the quotation that ends at ``b``."""
    quoted = next((tok.quote for tok in reversed(toks[a:b]) if tok.text[0].isalnum() or tok.quote >= 0), -1)
    return quoted >= 0 and toks[a].quote == quoted


def content_left(s: Sentence, b: int) -> Span | None:
    """The clause that ends before token ``b``, for attributions that follow what they attribute."""
    a = b - 1
    toks = s.toks
    while a >= 0 and (toks[a].text != ";" or _same_quote(toks, a, b)):
        a -= 1
    a += 1
    if a + 1 < b and toks[a].tag == "J" and toks[a].low in s.lex.groups["clause.joins"] and toks[a].quote < 0:
        a += 1  # "But the file was closed, he said"
    return trim(s, a, b, quotes=True)
