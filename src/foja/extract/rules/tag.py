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
from foja.extract.tokens import Token

NOUNS = "NKM"
FINITE = "VXO"
_CLOSED = (
    ("tag.determiners", "D"),
    ("tag.modals", "O"),
    ("tag.auxiliaries", "X"),
    ("tag.coordinators", "J"),
    ("tag.prepositions", "P"),
    ("tag.pronouns", "R"),
    ("tag.relatives", "W"),
    ("tag.subordinators", "S"),
    ("tag.adverbs", "A"),
)


def tag(toks: list[Token], lex: Lexicon) -> None:
    """Sets ``tag`` and ``lemma`` of every token."""
    for i, tok in enumerate(toks):
        tok.tag = _plain(toks, i, lex)
    english = not lex.romance
    seen_finite = False
    for i, tok in enumerate(toks):
        if tok.tag in ",JSW" or (tok.tag == "P" and not english and tok.low in lex.groups["phrase.view"]):
            if tok.tag != "J" or _clause_follows(toks, i):
                seen_finite = False
            continue
        if tok.tag == "?":
            if english:
                _english(toks, i, lex, seen_finite)
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
    for name, letter in _CLOSED:
        if low in groups[name]:
            return letter
    if low in lex.forms or (char.islower() and _ending(low, lex)):
        return "?"
    if not lex.romance and low.endswith("ly") and len(low) > 4 and low not in groups["tag.not_adverbs"]:
        return "A"
    if lex.romance and low.endswith(("mente", "ment")) and len(low) > 6 and low not in groups["tag.not_adverbs"]:
        return "A"
    return "N"


def _contracted(toks: list[Token], i: int, lex: Lexicon) -> str:
    """What is left of a verb behind an apostrophe ("he's", "they've", "we'll"), else the mark of a possessor, else a
    mark."""
    low, groups = toks[i].low, lex.groups
    if low == "'s" and (lex.romance or not i or toks[i - 1].low not in groups["tag.contracting"]):
        return "s"
    return "O" if low in groups["tag.modals"] else "X" if low in groups["tag.auxiliaries"] else ","


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
    return "W" if before.tag in "NKMTR," or before.low in lex.groups["phrase.whatas"] else "S"


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


def _previous(toks: list[Token], i: int) -> Token | None:
    """The token before ``i``, adverbs and negations skipped."""
    i -= 1
    while i >= 0 and (toks[i].tag in "AZ" or (toks[i].low == "since" and i and toks[i - 1].tag == "X")):
        i -= 1
    return toks[i] if i >= 0 else None


def _english(toks: list[Token], i: int, lex: Lexicon, seen_finite: bool) -> None:
    tok = toks[i]
    low = tok.low
    entries = lex.forms.get(low, ())
    forms = {form for _, form in entries}
    lemma = entries[0][0] if entries else low
    previous = _previous(toks, i)
    before = previous.tag if previous else ""
    following = toks[i + 1] if i + 1 < len(toks) else None
    after = following.tag if following else ""
    if not entries:
        forms = {"ing"} if low.endswith("ing") else {"past", "part"}
    tok.lemma = lemma
    adjective = following is not None and following.low == "to" and low in lex.groups["tag.before_to"]
    ruling = before in (",", "A") and following is not None and following.low in lex.groups["phrase.that"]
    if "ing" in forms and entries and ruling:
        tok.tag = "G"  # "..., ruling that": beside a noun it is one
    elif low in lex.groups["tag.not_verbs"] or adjective:
        tok.tag = "N"
    elif "ing" in forms:
        tok.tag = "N" if (before == "D" and after != "D") or (before == "N" and after == "N") else "G"
    elif before == "O" or (
        previous is not None and previous.low in ("do", "does", "did", "didn't", "doesn't", "don't")
    ):
        tok.tag = "V" if forms & {"base"} else "N"
    elif previous is not None and previous.low == "to" and "base" in forms:
        plain = i > 1 and toks[i - 2].low in lex.groups["tag.before_to"]  # "according to state law"
        tok.tag = "N" if plain and low in lex.groups["tag.noun_verbs"] else "I"
    elif previous is not None and before == "X" and forms & {"part", "past"}:
        tok.tag = "V"
    elif forms & {"past", "part"}:
        tok.tag = _english_past(toks, i, forms, before, after, seen_finite, lex)
    elif before == "D" and (_stands_alone(toks, i, lex) or (i == 1 and _that_does(toks, forms, lex))):
        tok.tag = "V"
    elif before in ("D", "s") or before == "P" or (before == "M" and "pres" in forms):
        tok.tag = "N"
    elif "pres" in forms:
        noun = low in lex.groups["tag.noun_verbs"] or low[:-1] in lex.groups["tag.noun_verbs"]
        if _closes(toks, i, before, after, lex):
            tok.tag = "V"
        elif before in ("R", "W") or (before in "NKT" and before and (not noun or _opens_object(following, after))):
            tok.tag = "V" if not (noun and seen_finite and before == "N") else "N"
        elif (before == "," and not seen_finite and (not noun or _opens_object(following, after))) or (
            previous is not None and previous.tag == "J" and not noun
        ):
            tok.tag = "V"
        else:
            tok.tag = "N"
    else:
        noun = low in lex.groups["tag.noun_verbs"]
        plural = before == "N" and previous is not None and (previous.low.endswith("s") or _plural_head(toks, i, noun))
        subject = (
            (before == "R" and previous is not None and previous.low in ("i", "we", "they", "you"))
            or plural
            or before == "W"
        )
        # A bare form after names is a verb where there are two of them ("Iran and Syria deny"), else a noun
        # ("the AMIA file"): one name would have it with an -s.
        paired = before == "K" and not seen_finite and not noun and _two_names(toks, i)
        coordinated = before == "J" and not noun and _has_verb_before(toks, i)
        # "Six in ten say they", "aides to the minister say the": a verb of saying before what is said
        says = lemma in lex.groups["saying.words"] and not noun and before in ("N", "K", "M", "T") and after in "DKRS"
        says = says or (lemma in lex.groups["saying.words"] and not noun and before == "," and after in "KRSG")
        says = says or (lemma in lex.verbs and "C" in lex.verbs[lemma].frames and before == "N" and after == "R")
        # "they say they trust": a pronoun in front makes it a verb, whatever stood before
        fresh = not seen_finite or before == "R"
        says = says or (before == "," and not noun and _only_verb(toks, i, lex))
        finite = (subject or paired) and fresh and (not noun or _opens_object(following, after) or before in "RW")
        if finite or (says and after and _first_finite(toks, i)):
            tok.tag = "V"
        else:
            tok.tag = "I" if coordinated else "N"
    if tok.tag == "N":
        tok.lemma = ""


def _only_verb(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether nothing else in the sentence can be its verb: "The attack, and the refusal, remain at the centre"."""
    if any(tok.tag in FINITE for tok in toks[:i]):
        return False
    for tok in toks[i + 1 :]:
        forms = {form for _, form in lex.forms.get(tok.low, ())}
        if tok.tag in FINITE or (tok.tag == "?" and forms & {"pres", "past"}):
            return False
    return True


def _closes(toks: list[Token], i: int, before: str, after: str, lex: Lexicon) -> bool:
    """Whether a name and a verb of saying close the sentence: "..., the Tribune reports." """
    cue = lex.verbs.get(toks[i].lemma)
    if before != "K" or after not in ("", ",") or cue is None or "C" not in cue.frames:
        return False
    k = i - 1
    while k > 0 and toks[k].tag in "KDN":
        k -= 1
    return k > 1 and toks[k].tag == "," and any(tok.tag in FINITE for tok in toks[:k])


def _first_finite(toks: list[Token], i: int) -> bool:
    """Whether no finite verb stands before ``i`` in its clause."""
    for tok in reversed(toks[:i]):
        if tok.tag in ",JSW":
            return True
        if tok.tag in FINITE or tok.low == "to":
            return tok.low == "to" and _first_finite(toks, toks.index(tok))
    return True


def _plural_head(toks: list[Token], i: int, noun: bool) -> bool:
    """Whether the noun phrase before ``i`` has a plural for its head: "accounts of the filing say"."""
    if noun or not _opens_object(
        toks[i + 1] if i + 1 < len(toks) else None, toks[i + 1].tag if i + 1 < len(toks) else ""
    ):
        return False
    k = i - 1
    while k > 0 and toks[k].tag in "NDKM":
        k -= 1
    return k > 0 and toks[k].low == "of" and toks[k - 1].tag == "N" and toks[k - 1].low.endswith("s")


def _two_names(toks: list[Token], i: int) -> bool:
    """Whether the name before ``i`` is the second of two that are joined."""
    k = i - 1
    while k >= 0 and toks[k].tag in "KAZ":
        k -= 1
    return k > 0 and toks[k].tag == "J"


def _english_past(
    toks: list[Token], i: int, forms: set[str], before: str, after: str, seen_finite: bool, lex: Lexicon
) -> str:
    only_past = "part" not in forms or toks[i].low in lex.groups["tag.finite"]
    if before == "D" and _stands_alone(toks, i, lex):
        return "V"
    if before in ("D", "s") and (after in NOUNS + "B?" or (before == "D" and after in "XVOPJ,")):
        return "N"  # the second: "the accused has"
    if before == "P":
        return "N" if after in NOUNS else "B"
    if only_past:
        return "V"
    following = toks[i + 1].low if i + 1 < len(toks) else ""
    if following == "by" and before in ("N", "K", ",", "J", ""):
        return "B"
    if before == "":
        return "B"
    if before == "J":
        return "V" if any(t.tag == "V" for t in toks[max(0, i - 25) : i]) else "B"
    if before == ",":
        earlier = after in ("P", "T") and any(t.tag in FINITE for t in toks[:i])  # "the law, promulgated on ..."
        return "B" if seen_finite or earlier or _main_verb_ahead(toks, i, lex) else "V"
    if before == "R" or before == "W":
        return "V"
    if before in ("N", "K", "M", "T", ",") and _takes_object(toks, i, lex):
        return "V"
    if seen_finite and before in ("N", "K", "M", "T"):
        return "B"
    if before in ("N", "K", "M") and after in ("P", "T", "N") and _second_finite(toks, i, lex):
        return "B"  # "a document filed on Thursday says": the later verb is the one of the clause
    if before in ("N", "K", "T", "M", "s", ","):
        return "V"
    return "V" if not seen_finite else "B"


def _takes_object(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether an object follows, which a participle behind its noun cannot have, save of verbs with two."""
    cue, following = lex.verbs.get(toks[i].lemma), toks[i + 1] if i + 1 < len(toks) else None
    if cue is None or following is None or "D" in cue.frames or cue.lemma in lex.groups["tag.two_objects"]:
        return False
    return following.tag in "DKR" or (following.tag == "S" and following.low in lex.groups["phrase.that"])


def _that_does(toks: list[Token], forms: set[str], lex: Lexicon) -> bool:
    """Whether "That" or "This" is the subject of the sentence: "That makes him", not "This claim has"."""
    noun = toks[1].low in lex.groups["tag.noun_verbs"] or toks[1].low[:-1] in lex.groups["tag.noun_verbs"]
    return toks[0].low in ("that", "this") and forms == {"pres"} and not noun


def _stands_alone(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether the determiner before a verb of saying is its subject: "another says there", "both suggested that"."""
    cue = lex.verbs.get(toks[i].lemma)
    return (
        cue is not None
        and "C" in cue.frames
        and i > 0
        and toks[i - 1].low in lex.groups["tag.standing"]
        and toks[i].low not in lex.groups["tag.noun_verbs"]
        and i + 1 < len(toks)
        and toks[i + 1].tag in "DKRS"
    )


def _main_verb_ahead(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether a later comma is followed by something finite: "the request, filed on Monday, calls ..."."""
    for k in range(i + 1, min(len(toks) - 1, i + 40)):
        if toks[k].text in ",—–":
            low = toks[k + 1].low
            if toks[k + 1].tag in "XO" or any(form in ("pres", "past") for _, form in lex.forms.get(low, ())):
                return True
    return False


def _second_finite(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether a verb that can only be finite follows ``i`` in the same clause, straight after a noun."""
    for k in range(i + 1, min(len(toks), i + 14)):
        tok = toks[k]
        if tok.tag in "JSWR," or tok.text in ".;:":
            return False
        if tok.tag in "XO":
            return toks[k - 1].tag in "NKTM"
        forms = {form for _, form in lex.forms.get(tok.low, ())}
        noun = tok.low in lex.groups["tag.noun_verbs"] or tok.low[:-1] in lex.groups["tag.noun_verbs"]
        certain = forms <= {"pres", "past"} or tok.low in lex.groups["tag.finite"]
        if forms and certain and not noun and toks[k - 1].tag in "NKTM":
            return True
        says = any(lemma in lex.groups["saying.words"] for lemma, _ in lex.forms.get(tok.low, ()))
        plural = toks[k - 1].low.endswith("s") or (says and k + 1 < len(toks) and toks[k + 1].tag in "DKRS")
        if "base" in forms and not noun and toks[k - 1].tag == "N" and plural:
            return True
    return False


def _opens_object(following: Token | None, after: str) -> bool:
    """Whether what follows can be the content of a verb rather than the rest of a noun phrase."""
    if following is None:
        return False
    return after in ("D", "R", "S", "W", "K", "s", "M", "A", "G", "T") or following.low in (
        "that",
        "to",
        "how",
        ":",
        '"',
        "“",
        ",",
        "«",
        "no",
        "there",
        "on",
        "for",
    )


def _has_verb_before(toks: list[Token], i: int) -> bool:
    return any(t.tag == "I" for t in toks[max(0, i - 12) : i])


def _romance(toks: list[Token], i: int, lex: Lexicon) -> None:
    tok = toks[i]
    low = tok.low
    entries = lex.forms.get(low, ())
    forms = {form for _, form in entries} or {_form_by_ending(low, lex)}
    previous = _previous(toks, i)
    before = previous.tag if previous else ""
    following = toks[i + 1] if i + 1 < len(toks) else None
    tok.lemma = entries[0][0] if entries else low
    after_have = previous is not None and previous.low in lex.groups["tag.have"] and _form_by_ending(low, lex) == "part"
    if low in lex.groups["tag.not_verbs"] and not after_have:
        tok.tag = "N"
    elif forms <= {"base"}:
        tok.tag = "I" if before != "D" else "N"
    elif forms <= {"ing"}:
        tok.tag = "G"
    elif forms <= {"part"} or ("part" in forms and previous is not None and previous.low in lex.groups["tag.have"]):
        held = previous is not None and before in "XO" and before
        tok.tag = "V" if held else "B"
        if before == "D" or (
            before == "P"
            and previous is not None
            and previous.low in lex.groups["clause.of_noun"] | lex.groups["clause.to"]
        ):
            tok.tag = "N"
    elif low in lex.groups["tag.noun_verbs"]:
        object_like = following is not None and (
            following.tag in "DRSK" or following.low in lex.groups["phrase.that"] | lex.groups["clause.to"]
        )
        tok.tag = "V" if before in ("N", "K", "R", "W", ",", "") and object_like and before not in ("D", "P") else "N"
        if before == "N" and previous is not None and previous.low in lex.groups["tag.adjectives"]:
            tok.tag = "N"
        if before in ("", ",") and following is not None and following.low in lex.groups["clause.of_noun"]:
            tok.tag = "N"
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
