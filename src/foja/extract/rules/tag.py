"""Coarse word classes by rule: what the clause rules need to know, no more.

One letter a token::

    D determiner   P preposition   J and / or   S subordinator   W relative   R pronoun   X auxiliary
    O modal   V finite verb   B participle   G gerund   I infinitive   A adverb   Z negation
    N noun or anything else   K part of a name   M number   T part of a date   , other marks

The lexicon names closed classes and verbs; context decides between verb and noun ("the claim" against
"they claim"). Unknown words are nouns, save for endings that only verbs have.
"""

from __future__ import annotations

from foja.extract.rules.lexicon import Lexicon
from foja.extract.rules.tag_english import FINITE, english, previous
from foja.extract.tokens import Token


def tag(toks: list[Token], lex: Lexicon) -> None:
    """Sets ``tag`` and ``lemma`` of every token."""
    for i, tok in enumerate(toks):
        tok.tag = _plain(toks, i, lex)
    romance = lex.romance
    seen_finite = False
    for i, tok in enumerate(toks):
        if tok.tag in ",JSW" or (tok.tag == "P" and romance and tok.low in lex.groups["phrase.view"]):
            if tok.tag != "J" or _clause_follows(toks, i):
                seen_finite = False
            continue
        if tok.tag == "?":
            if not romance:
                english(toks, i, lex, seen_finite)
            else:
                _romance(toks, i, lex)
        if tok.tag in FINITE:
            seen_finite = True


def _clause_follows(toks: list[Token], i: int) -> bool:
    """Whether a subject starts after the coordinator at ``i``: a name, a determiner or a pronoun."""
    return i + 1 < len(toks) and toks[i + 1].tag in "DKR"


def _plain(toks: list[Token], i: int, lex: Lexicon) -> str:
    tok = toks[i]
    low = tok.low
    if tok.bound:
        return "R"
    if tok.date:
        return "T"
    if tok.name >= 0:
        return "K"
    char = tok.text[0]
    if char.isdigit():
        return "M"
    if not char.isalpha():
        return _contracted(toks, i, lex)
    groups = lex.groups
    if char.isupper() and i and toks[i - 1].text[0].isalnum() and low in groups["tag.auxiliaries"]:
        return "N"  # "el Estado"
    if not lex.romance:
        if low == "that":
            return _that(toks, i, lex)
        if low == "not" or (
            low.endswith("n't") and low not in groups["tag.auxiliaries"] and low not in groups["tag.modals"]
        ):
            return "Z"
        if low == "her" and i + 1 < len(toks) and not toks[i + 1].text[0].isalpha():
            return "R"
    elif low in groups["phrase.that"]:
        return _que(toks, i, lex)
    elif low in groups["tag.not"]:
        return "Z"
    elif low in groups["tag.object_articles"] and i + 1 < len(toks) and _governed(toks[i + 1].low, lex):
        return "R" if toks[i + 1].low not in groups["tag.noun_verbs"] else "D"
    if i and lex.romance and low in groups["tag.auxiliaries"] and _is_state(toks[i - 1], low, lex):
        return "N"
    if low in lex.closed:
        return lex.closed[low]
    if low in lex.forms or (char.islower() and _ending(low, lex)):
        return "?"
    if not lex.romance and low.endswith("ly") and len(low) > 4 and low not in groups["tag.not_adverbs"]:
        return "A"
    if lex.romance and low.endswith(("mente", "ment")) and len(low) > 6 and low not in groups["tag.not_adverbs"]:
        return "A"
    return "N"


def _is_state(before: Token, low: str, lex: Lexicon) -> bool:
    """Whether a participle of "to be" is the noun: "el gobierno del estado"."""
    groups = lex.groups
    led = before.low in groups["tag.contractions"] | groups["tag.articles"] | groups["clause.of_noun"]
    return led and low.endswith(tuple(groups["tag.part_endings"]))


def _contracted(toks: list[Token], i: int, lex: Lexicon) -> str:
    """What is left of a verb behind an apostrophe ("he's", "they've", "we'll"), else the mark of a possessor, else a
    mark."""
    low, groups = toks[i].low, lex.groups
    if low == "'" and not lex.romance and _owns(toks, i):
        return "s"
    if low == "'s" and (lex.romance or not i or toks[i - 1].low not in groups["tag.contracting"]):
        return "s"
    return "O" if low in groups["tag.modals"] else "X" if low in groups["tag.auxiliaries"] else ","


def _owns(toks: list[Token], i: int) -> bool:
    """Whether a mark behind a plural is the one of a possessor: "the dockers' delegate", not the end of a quotation."""
    before = toks[i - 1] if i else None
    beside = before is not None and before.low.endswith("s") and before.end == toks[i].start
    opened = sum(tok.text in ("'", "‘") for tok in toks[:i]) % 2
    return beside and not opened and i + 1 < len(toks) and toks[i + 1].text[0].isalpha()


def _that(toks: list[Token], i: int, lex: Lexicon) -> str:
    """ "that": a determiner before "would be" is not known here; S after verbs and nouns of saying, else W."""
    before = toks[i - 1] if i else None
    if before is None or (before.tag == "P" and before.low not in lex.groups["clause.adverbial"]):
        return "D"
    if before.low in lex.nouns or (_verb_form(before.low, lex) and before.low not in lex.groups["tag.noun_verbs"]):
        return "S"
    if before.tag in "NKM" and before.low not in lex.forms:
        following = toks[i + 1].low if i + 1 < len(toks) else ""
        return (
            "W"
            if following in lex.forms
            or following in lex.groups["tag.auxiliaries"]
            or following in lex.groups["tag.modals"]
            else "S"
        )
    return "S"


def _que(toks: list[Token], i: int, lex: Lexicon) -> str:
    before = toks[i - 1] if i else None
    if before is None:
        return "S"
    if before.low in lex.nouns or (_verb_form(before.low, lex) and before.low not in lex.groups["tag.noun_verbs"]):
        return "S"
    return "W" if before.tag in "NKMTRD," or before.low in lex.groups["phrase.whatas"] else "S"


def _verb_form(low: str, lex: Lexicon) -> bool:
    return low in lex.forms and low not in lex.groups["tag.not_verbs"]


def _governed(low: str, lex: Lexicon) -> bool:
    """Whether a word after a clitic is a verb: a known form, or a past tense by its ending ("lo precedieron"). A
    participle alone takes an article, no clitic ("la acusada")."""
    if {form for _, form in lex.forms.get(low, ())} == {"part"}:
        return False
    return _verb_form(low, lex) or (len(low) > 4 and low.endswith(tuple(lex.groups["tag.past_endings"])))


def _ending(low: str, lex: Lexicon) -> bool:
    if low in lex.groups["tag.not_verbs"] or len(low) < 5:
        return False
    if not lex.romance:
        return low.endswith(("ed", "ing")) and "-" not in low
    return _form_by_ending(low, lex) != ""


def _romance(toks: list[Token], i: int, lex: Lexicon) -> None:
    tok = toks[i]
    low = tok.low
    entries = lex.forms.get(low, ())
    forms = {form for _, form in entries} or {_form_by_ending(low, lex)}
    earlier = previous(toks, i)
    before = earlier.tag if earlier else ""
    following = toks[i + 1] if i + 1 < len(toks) else None
    tok.lemma = entries[0][0] if entries else low
    after_have = earlier is not None and earlier.low in lex.groups["tag.have"] and _form_by_ending(low, lex) == "part"
    if low in lex.groups["tag.not_verbs"] and not after_have:
        tok.tag = "N"
    elif forms <= {"base"}:
        tok.tag = "I" if before != "D" else "N"
    elif forms <= {"ing"}:
        tok.tag = "G"
    elif forms <= {"part"} or ("part" in forms and earlier is not None and earlier.low in lex.groups["tag.have"]):
        held = earlier is not None and before in "XO" and before
        tok.tag = "V" if held else "B"
        if before == "D" or (
            before == "P"
            and earlier is not None
            and earlier.low in lex.groups["clause.of_noun"] | lex.groups["clause.to"]
        ):
            tok.tag = "N"
    elif low in lex.groups["tag.noun_verbs"]:
        object_like = following is not None and (
            following.tag in "DRSK" or following.low in lex.groups["phrase.that"] | lex.groups["clause.to"]
        )
        tok.tag = "V" if before in ("N", "K", "R", "W", ",", "") and object_like and before not in ("D", "P") else "N"
        if before == "N" and earlier is not None and earlier.low in lex.groups["tag.adjectives"]:
            tok.tag = "N"
        if before in ("", ",") and following is not None and following.low in lex.groups["clause.of_noun"]:
            tok.tag = "N"
    elif (
        earlier is not None
        and earlier.low in lex.groups["tag.standing"]
        and following is not None
        and following.low in lex.groups["phrase.that"]
        and "pres" in forms
    ):
        tok.tag = "V"  # "Algunos creen que"
    elif before == "D" or (before == "P" and not forms & {"past", "cond", "fut"}):
        tok.tag = "N"
    else:
        tok.tag = "V"
    if tok.tag == "N":
        tok.lemma = ""


def _form_by_ending(low: str, lex: Lexicon) -> str:
    """The form that the ending of an unknown word shows; empty where it shows none."""
    for form in ("ing", "part", "past"):
        if low.endswith(tuple(lex.groups[f"tag.{form}_endings"])):
            return form
    return ""
