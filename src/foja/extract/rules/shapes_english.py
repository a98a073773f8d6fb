"""The shape of what follows an English cue verb: by the words that stand there. Pure."""

from __future__ import annotations

from foja.extract.gazetteer import is_role
from foja.extract.rules.frame import Sentence
from foja.extract.rules.spans import QUOTES, finite_ahead, subject_and_cue
from foja.extract.tokens import Token

_WITH_PARTICLE = frozenset({"call", "ask", "appeal", "beg", "plead", "petition"})  # "call on", "plead with"
_TAKE_A_REQUEST = frozenset({"ask", "urge", "call", "appeal", "beg", "implore", "order", "instruct"})
_HEARER_NOUNS = 9  # tokens of who is told, without "that" behind
_SURELY_CLAUSE = 5  # tokens after "said" that are a clause even if no verb is known among them


def english(s: Sentence, j: int, v_next: int, frames: str, lemma: str) -> tuple[str, int, int] | None:
    """The shape of what follows an English cue at ``j``; ``v_next``: the same place behind a date."""
    toks, n = s.toks, len(s.toks)
    first = toks[j]
    if (shape := _of_somebody(s, j, frames, lemma)) is not None:
        return shape, j, j
    does = j + 2 if j + 2 < n and toks[j + 1].tag == "A" else j + 1  # "to harshly punish"
    if first.low == "to" and does < n and toks[does].tag in "IXN" and ("T" in frames or "R" in frames):
        return "to", j, j
    if first.low in s.lex.groups["clause.having"] and "N" in frames:
        return "to", j, j  # "deny having seen it"
    if lemma == "call" and first.low not in s.lex.groups["clause.particles"]:
        return ("as", j, j) if _called(s, j) else None
    if "R" in frames:
        particle = first.low in s.lex.groups["clause.particles"] and lemma in _WITH_PARTICLE
        start = j + 1 if particle else j
        if start < n and toks[start].tag in "DNKMsRGT":
            asks = any(t.low in ("to", "for", "that") for t in toks[j : min(n, j + 40)])
            if lemma in _TAKE_A_REQUEST and start == j and not asks:
                return ("noun", j, j) if lemma == "order" else None
            return "request", start, start
    if "C" in frames and (bare := _bare(s, j, v_next, frames, lemma)) is not None:
        return "bare", bare, bare
    pointed = first.low in s.lex.groups["source.pointers"] and j + 1 < n and toks[j + 1].tag == "N"
    if "N" in frames and (first.tag in "DNKMsGT" or _amount(s, j) or pointed):
        return "noun", j, j
    return None


def _of_somebody(s: Sentence, j: int, frames: str, lemma: str) -> str | None:
    """The shape of what is said of somebody: "accused X of", "linked X to", "described X as", "dubbed X a"."""
    toks = s.toks
    first = toks[j]
    if "A" in frames and any(tok.low in s.lex.groups["clause.of"] for tok in toks[j + 1 : j + 25]):
        return "of"
    links = s.lex.groups["clause.links"]
    if "L" in frames and first.tag in "DNKMsGRB" and any(tok.low in links for tok in toks[j + 1 : j + 30]):
        return "link"
    named = lemma in ("dub", "label", "brand") and first.tag in "DNKRs"
    if "I" in frames and (named or any(tok.low == "as" for tok in toks[j : j + 15])):
        return "as"
    return None


def _called(s: Sentence, j: int) -> bool:
    """Whether "called" gives a name or a judgement: "called him divisive", "called the trial a farce"."""
    toks = s.toks
    named = toks[j].tag == "R" and j + 1 < len(toks) and toks[j + 1].tag in "NBA"
    as_what = named or any(
        t.tag == "D" or t.text in QUOTES or judges(s, t) or (t.tag == "B" and toks[k + 1].tag in ",J")
        for k, t in enumerate(toks[j + 1 : j + 8], j + 1)
        if k + 1 < len(toks)
    )
    return toks[j].tag in "DNKRT" and as_what


def judges(s: Sentence, tok: Token) -> bool:
    """Whether a word is an adjective by which something is judged: "unlawful", "baseless"."""
    endings = tuple(s.lex.groups["clause.judging_endings"])
    return tok.low in s.lex.groups["clause.judging"] or (tok.text[0].islower() and tok.low.endswith(endings))


def _bare(s: Sentence, j: int, v_next: int, frames: str, lemma: str) -> int | None:
    """The start of a clause that follows its cue without "that": "said the file was closed"."""
    toks = s.toks
    start = skip_hearer(s, j) if "D" in frames else j
    if start < len(toks) and toks[start].tag in "VXO":
        start = j  # "warned ships would be diverted"
    if start == j and "D" not in frames:
        start = v_next
    if start >= len(toks) or lemma in s.lex.groups["clause.needs_that"]:
        return None
    says = lemma in s.lex.groups["saying.words"]
    if toks[start].tag not in ("DNKMsRGTAP" if says else "DNKMsRGTA"):
        return None
    end = _bare_limit(s, start)
    long = says and end - start >= _SURELY_CLAUSE and toks[start].tag != "P"
    return start if long or finite_ahead(toks, start, end) else None


def _amount(s: Sentence, j: int) -> bool:
    """Whether "at least 14 cases", "more than half" begins at ``j``."""
    toks = s.toks
    opens = tuple(tok.low for tok in toks[j : j + 2])
    return opens in s.lex.phrases["amounts"] and j + 2 < len(toks) and toks[j + 2].tag in "MN"


def _bare_limit(s: Sentence, start: int) -> int:
    opened = False
    for k in range(start, min(len(s.toks), start + 40)):
        opened = opened or s.toks[k].text in "“«"
        if s.toks[k].text in (";", ".", "—", ":") or (s.toks[k].text in "”»" and not opened):
            return k
        if s.toks[k].text == "," and k + 1 < len(s.toks) and s.toks[k + 1].tag in "VXO":
            return k
        if s.toks[k].text == "," and not finite_ahead(s.toks, start, k) and subject_and_cue(s, k + 1):
            return k  # "when he wrote his book, X said that"
    return min(len(s.toks), start + 40)


def skip_hearer(s: Sentence, j: int) -> int:
    toks = s.toks
    if toks[j].tag == "R":
        return j + 1
    k = j
    while k < len(toks) and toks[k].tag in "DNKMs" and k - j < _HEARER_NOUNS:
        named = k > j and toks[k].tag == "K" and toks[k - 1].tag == "N" and not is_role(toks[k - 1].low)
        if (k > j and toks[k].tag in "DR") or (named and not _named_hearer(s, k)):
            break
        k += 1
    if k > j and k < len(toks) and toks[k].tag == "P" and k + 1 < len(toks) and toks[k + 1].tag == "T":
        k += 1
    while k > j and k < len(toks) and toks[k].tag == "T":
        k += 1
    return k


def _named_hearer(s: Sentence, k: int) -> bool:
    """Whether the name at ``k`` is of who is told, since a subject follows it: "told host Ana Prats she believed"."""
    toks = s.toks
    while k < len(toks) and toks[k].tag == "K":
        k += 1
    pronoun = k < len(toks) and toks[k].tag == "R" and toks[k].low in s.lex.groups["source.pronouns"]
    return pronoun or (k < len(toks) and toks[k].low in s.lex.groups["phrase.that"])
