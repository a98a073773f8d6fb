"""Where the "that" of what is said stands: straight behind the verb, behind who hears it, a place or an insertion."""

from __future__ import annotations

from foja.extract.rules.frame import Sentence
from foja.extract.rules.spans import DASHES, QUOTES, close_quote, finite_ahead

_PHRASE, _HEARER = 14, 20  # tokens between a cue and its "that": of a phrase, of who is told
_QUOTED_NAME = 6  # tokens of a name in quotation marks, marks included


def past_place(s: Sentence, j: int) -> int | None:
    """The "that" behind a place or an occasion between commas: "said, in a letter to the court, that"."""
    toks = s.toks
    if j + 1 >= len(toks) or (toks[j].text != "," and toks[j].text not in DASHES):
        return None
    if toks[j].text in DASHES:  # "said — on the radio, as it happens — that"
        close = next((k for k in range(j + 2, min(len(toks) - 1, j + _PHRASE)) if toks[k].text in DASHES), None)
        return close + 1 if close is not None and toks[close + 1].low in s.lex.groups["phrase.that"] else None
    beside = toks[j + 1].low in s.lex.groups["phrase.as"]  # "cautioned, as did the ministry, that"
    if toks[j + 1].tag not in "PAG" and not beside:
        return None
    for k in range(j + 2, min(len(toks) - 1, j + _PHRASE)):
        if toks[k].text == ",":
            return k + 1 if toks[k + 1].low in s.lex.groups["phrase.that"] else None
        if toks[k].tag in "WSG" or (toks[k].tag in "VXO" and not beside):
            return None
    return None


def that(s: Sentence, j: int, hearer: bool) -> int | None:
    """The token "that" / "que" which opens the complement, with a hearer or a phrase in between at most."""
    toks = s.toks
    words = s.lex.groups["phrase.that"]
    if toks[j].low in words:
        nxt = toks[j + 1] if j + 1 < len(toks) else None
        pointed = not s.lex.romance and nxt is not None and nxt.tag in "PT" and not finite_ahead(toks, j + 1, len(toks))
        if (
            pointed
            or toks[j].tag == "D"
            or (
                not s.lex.romance
                and nxt is not None
                and nxt.tag in "N"
                and not nxt.low.endswith("s")  # "hopes that states, led by X, will agree"
                and j + 2 < len(toks)
                and toks[j + 2].tag in ".,"
            )
        ):
            return None
        return j
    first = toks[j]
    begins = (
        first.tag == "P"
        or first.low in s.lex.groups["proven.words"]
        or (hearer and first.tag in "DNKRMs")
        or (s.lex.romance and first.low in s.lex.groups["clause.to"])
    )
    if not begins:
        return None
    told = hearer or first.low in s.lex.groups["clause.to"]
    k, limit = j, min(len(toks), j + (_HEARER if hearer else _PHRASE))
    while (k := k + 1) < limit:
        tok = toks[k]
        if tok.text in QUOTES and tok.quote >= 0 and (closed := close_quote(s, k)) - k <= _QUOTED_NAME:
            k = closed - 1  # "told the radio's “Morning File” that"
            continue
        if tok.low in words and tok.tag in "SW":
            if not s.lex.romance and (toks[k + 1 : k + 2] == [] or toks[k + 1].tag in "VXO"):
                return None  # "told reporters after the meeting that was held on a ship"
            if not s.lex.romance and toks[k + 1].tag in "NT" and not finite_ahead(toks, k + 1, len(toks)):
                return None  # "in his speech that night"
            if s.lex.romance and k - 1 > j and toks[k - 1].low in s.lex.groups["tag.articles"]:
                return None  # "escribió al gobernador y en la que pide"
            behind = _past_who(s, k) if told and s.lex.romance else None
            return None if opens_relative(s, j, k) else behind or k
        if told and tok.tag == "W" and (s.lex.romance or tok.low in s.lex.groups["source.who"]):
            return _past_who(s, k)
        if tok.tag in "VXOIW" or tok.text in (";", ":", ".", "?") or tok.text in QUOTES:
            return None
        if tok.tag == "G" and tok.lemma in s.lex.verbs:
            return None  # "said in a statement, adding that"
    return None


def _past_who(s: Sentence, w: int) -> int | None:
    """The "that" behind a relative clause of who is told: "told the man who shot the judge that the court had closed
    the case"; in a Romance language a clause with subject, verb and object, since there "que" is the word for both."""
    toks, n = s.toks, len(s.toks)
    if w + 1 >= n or toks[w + 1].tag not in "VXO":
        return None
    words = s.lex.groups["phrase.that"]
    k = next((k for k in range(w + 2, min(n - 2, w + _PHRASE)) if toks[k].low in words and toks[k].tag in "SW"), None)
    if k is None or toks[k - 1].tag not in "NKT" or toks[k + 1].tag not in "DNKRM":
        return None
    v = next((i for i in range(k + 2, min(n, k + _PHRASE)) if toks[i].tag == "V"), None)
    if v is None or any(tok.tag in ",SW" for tok in toks[k + 1 : v]):
        return None
    return k if not s.lex.romance or (v + 1 < n and toks[v + 1].tag in "DNKM") else None


def opens_relative(s: Sentence, j: int, k: int) -> bool:
    """Whether "que" behind a single comma describes what stands before it: "pidió la captura de X, que niega"."""
    commas = sum(tok.text == "," for tok in s.toks[j:k])
    return s.lex.romance and s.toks[k - 1].text == "," and commas % 2 == 1
