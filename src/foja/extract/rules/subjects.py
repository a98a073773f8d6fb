"""Who or what a verb is said of: the subject before it, and whom a sentence speaks of. Pure."""

from __future__ import annotations

from foja.extract.gazetteer import is_role
from foja.extract.rules.antecedents import before_date, before_time, last_of_role, named, names_somebody
from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.spans import DASHES, HEADS, LONGEST_SOURCE, noun_phrase_left, verb_group
from foja.extract.tokens import Token


def subject_left(s: Sentence, g: int) -> tuple[Span, bool] | None:
    """The subject before the verb group at ``g``; True with it when the verb stands in a relative clause."""
    toks = s.toks
    k = before_date(toks, g) - 1
    if k < 0:
        return None
    tok = toks[k]
    if tok.tag == "W" and tok.low not in s.lex.groups["phrase.whatas"]:
        k -= 1
        if (
            k >= 0
            and toks[k].tag in "PD"
            and (toks[k].low in s.lex.groups["tag.articles"] or toks[k].low in s.lex.groups["clause.of_whom"])
        ):
            return None
        if k >= 0 and (toks[k].text == "," or toks[k].text in DASHES):
            k -= 1
        span = noun_phrase_left(s, k + 1)
        if span is not None and span[0] and toks[span[0]].tag == "B" and toks[span[0] - 1].text == ",":
            span = noun_phrase_left(s, span[0] - 1)  # "the law, passed on 7 March, which orders"
        if span is not None and not span[0] and toks[0].tag == "B" and span[1] > 2:
            span = (1 + (toks[1].tag == "P"), span[1])  # "Asked about a video which shows"
        if span is not None and tok.low in ("who", "quien", "quienes"):
            span = named(s, span)
        if span is not None and s.lex.romance:
            span = last_of_role(s, span)
        return (span, True) if span else None
    if tok.text == "," or tok.text in DASHES:
        opened = _interposed(s, k)
        if opened is None:
            return None
        span = noun_phrase_left(s, opened)
        beside = toks[opened + 1].tag in "GPA" and not s.lex.romance  # "X, speaking in Lima, said": X alone
        return ((span[0], opened if beside else k), False) if span else None
    if tok.tag == "J":
        return _shared_subject(s, k)
    if (whole := _with_relative(s, g)) is not None:
        return whole, False
    span = noun_phrase_left(s, g)
    if span is not None and span == (g - 1, g) and tok.low in s.lex.groups["tag.standing"]:
        return span, False  # "Some believe"
    if span is None or all(tok.date or tok.tag in "DP" for tok in toks[span[0] : span[1]]):
        early = before_time(toks, g)
        span = noun_phrase_left(s, early) if early < g else None
    return (span, False) if span is not None else None


def _with_relative(s: Sentence, g: int) -> Span | None:
    """The subject whose relative clause ends before ``g``: "the witness who saw the minister said", "the letter that he
    wrote said"; not the minister."""
    toks, verbs = s.toks, 0
    if not s.lex.romance and g > 2 and toks[g - 1].tag == "V" and toks[g - 2].tag == "R" and toks[g - 3].tag == "N":
        host = noun_phrase_left(s, g - 2)  # "The letter he wrote said"
        return (host[0], g) if host is not None and not host[0] else None
    for k in range(g - 1, max(0, g - LONGEST_SOURCE), -1):
        relative = toks[k].tag == "W" or (toks[k].low in s.lex.groups["phrase.that"] and _of_host(s, k))
        if toks[k].tag in ",SJG" and not relative:
            return None
        if toks[k].tag in "VXO" and (toks[k + 1].tag not in "VXOAZB" or k + 1 == g):
            verbs += 1
        if relative:
            host = noun_phrase_left(s, k) if verbs == 1 and toks[k - 1].tag in "NKM" else None
            return (host[0], g) if host is not None else None
    return None


def _of_host(s: Sentence, k: int) -> bool:
    """Whether "that" describes the noun before it: a verb comes next, or the noun is the subject of the sentence ("The
    letter that he wrote said"; not "told the court that the letter he wrote said")."""
    if s.toks[k + 1].tag in "VXO":
        return True
    host = noun_phrase_left(s, k) if not s.lex.romance and s.toks[k + 1].tag in "RDKN" else None
    return host is not None and (not host[0] or s.toks[host[0] - 1].tag in ",JS")


def main_subject(s: Sentence, documents: bool = False) -> Span | None:
    """Whom a sentence speaks of: the subject of its first finite verb that has one, else the name that it begins with.
    None where that names neither a party nor a body or office ("the court"); ``documents``: nor a document."""
    for v, tok in enumerate(s.toks):
        if tok.tag == "V":
            found = subject_left(s, verb_group(s, v))
            if found is not None and not found[1]:
                part = s.toks[slice(*found[0])]
                written = documents and any(tok.low in s.lex.groups["act.documents"] for tok in part)
                return found[0] if written or names_somebody(part) else None
    return _first_name(s.toks)


def _first_name(toks: list[Token]) -> Span | None:
    """The name with which a sentence begins, after a date and an article: not all verbs are known as such."""
    first = 0
    while first < len(toks) and (toks[first].date or toks[first].tag in ",TD"):
        first += 1
    last = first
    while last < len(toks) and toks[last].name >= 0 and toks[last].name == toks[first].name:
        last += 1
    return (first, last) if last > first else None


def _interposed(s: Sentence, close: int) -> int | None:
    """The comma or dash that opens the insertion closed at ``close``: "X, the head of Y, said"."""
    toks = s.toks
    mark = toks[close].text
    k = close - 1
    while k > 0 and close - k < 45:
        if (toks[k].text == mark and toks[k - 1].tag in HEADS) or (toks[k].text == mark and toks[k - 1].text == ")"):
            after = toks[k + 1]
            if after.tag in "WDNKMBPGA" or after.low in s.lex.groups["source.one"]:
                earlier = _interposed_list(toks, k)
                return earlier if earlier is not None else k
        k -= 1
    return None


def _interposed_list(toks: list[Token], k: int) -> int | None:
    """For "X, a judge, 45, said": the first comma of the chain, when the parts between are short."""
    j = k - 1
    while j > 0 and k - j < 14:
        if toks[j].tag in "VXOIS":
            return None
        if toks[j].text == "," and toks[j - 1].tag in HEADS and toks[j + 1].tag in "DM":
            return j if toks[j - 1].tag == "K" or is_role(toks[j - 1].low) else None
        j -= 1
    return None


def _shared_subject(s: Sentence, j: int) -> tuple[Span, bool] | None:
    """The subject of the verb before "and" at ``j``: "X said ... and warned that"."""
    toks = s.toks
    for k in _verbs_before(s, j):
        if toks[k].tag == "V":
            g = verb_group(s, k)
            if not g and s.lex.romance and toks[k].lemma in s.lex.verbs:
                return None  # the sentence begins with its verb: whoever is meant is not named
            if g and toks[g - 1].tag not in "J":
                found = subject_left(s, g)
                if found is not None:
                    return found
                if s.lex.romance and toks[k].lemma in s.lex.verbs:
                    return None  # "sostuvo que su país cumplió y acusó": whoever holds it, who is not named
    return None


def _verbs_before(s: Sentence, j: int) -> list[int]:
    """The finite verbs before ``j``, nearest first, the ones of saying before all others."""
    found: list[int] = []
    for k in range(j - 1, -1, -1):
        if s.toks[k].text in (";", ":"):
            break
        if s.toks[k].tag == "V":
            found.append(k)
    return sorted(found, key=lambda k: s.toks[k].lemma not in s.lex.verbs)
