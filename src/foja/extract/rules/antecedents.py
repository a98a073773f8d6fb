"""Whom a phrase before a verb means: the person at its end, or whoever in it can speak. Pure."""

from __future__ import annotations

from foja.extract.gazetteer import gazetteer, is_role
from foja.extract.rules.frame import Sentence, Span
from foja.extract.tokens import Token


def names_somebody(part: list[Token]) -> bool:
    known = gazetteer()
    return any(tok.name >= 0 or tok.low in known.roles or tok.low in known.organisation for tok in part)


def able(s: Sentence, span: Span) -> bool:
    """Whether a noun phrase names who can speak: a party, a body, an office, a group."""
    groups = s.lex.groups
    known = groups["source.groups"] | groups["source.courts"] | groups["source.parties"] | groups["source.media"]
    part = s.toks[slice(*span)]
    return names_somebody(part) or any(tok.low in known for tok in part)


def last_of_role(s: Sentence, span: Span) -> Span:
    """Whom a relative clause means where only the last noun of a phrase can speak: "la réclusion contre l'ancien
    ministre, qui nie", "a prisão do ex-ministro, que nega"."""
    toks, groups = s.toks, s.lex.groups
    links = groups["source.links"] | groups["clause.to"]
    cut = next((k for k in range(span[1] - 1, span[0], -1) if toks[k].tag == "P" or toks[k].low in links), None)
    if cut is None or cut + 1 >= span[1]:
        return span
    before, last = toks[span[0] : cut], toks[cut + 1 : span[1]]
    if names_somebody(before) or not any(is_role(tok.low.removeprefix("ex-")) for tok in last):
        return span
    return cut + 1, span[1]


def named(s: Sentence, span: Span) -> Span:
    """The name at the end of a noun phrase with its words of role, for "the murder of prosecutor X, who"."""
    a = span[1] - 1
    if s.toks[a].tag != "K":
        return span
    while a > span[0] and s.toks[a - 1].tag in "KND":
        a -= 1
    return a, span[1]


def before_time(toks: list[Token], g: int) -> int:
    """Where the verb group would begin without a time before it: "The ministry just this month announced"."""
    k = g
    while k and (toks[k - 1].date or toks[k - 1].tag == "T"):
        k -= 1
    while k < g and k and toks[k - 1].tag in "AP":
        k -= 1
    return k if k and toks[k - 1].tag in "NKR" else g


_PLACE = 7  # tokens of a place between a relative and its verb


def before_date(toks: list[Token], g: int) -> int:
    """Where the verb group would begin without a date or a place between it and its relative: "who on 9 April ordered",
    "quien en el debate había reconocido"."""
    k = g
    while k and g - k < _PLACE and (toks[k - 1].date or toks[k - 1].tag in "DPTNKMA"):
        if toks[k - 1].tag == "P" and k > 1 and toks[k - 2].tag == "W" and toks[k - 2].low != "that":
            return k - 1
        k -= 1
    k = g
    while k and toks[k - 1].date:
        k -= 1
    while k < g and k and toks[k - 1].tag in "DP":
        k -= 1
    return k if k and toks[k - 1].tag == "W" else g
