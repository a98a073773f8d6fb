"""Which English words are verbs, and of what kind: by the words beside them. Pure."""

from __future__ import annotations

from foja.extract.rules.lexicon import Lexicon
from foja.extract.tokens import Token

NOUNS = "NKM"
FINITE = "VXO"


def english(toks: list[Token], i: int, lex: Lexicon, seen_finite: bool) -> None:
    """Sets ``tag`` and ``lemma`` of a word that may be a verb. ``seen_finite``: its clause has a finite one already."""
    tok = toks[i]
    entries = lex.forms.get(tok.low, ())
    forms = {form for _, form in entries}
    if not entries:
        forms = {"ing"} if tok.low.endswith("ing") else {"past", "part"}
    tok.lemma = entries[0][0] if entries else tok.low
    earlier = previous(toks, i)
    before = earlier.tag if earlier else ""
    following = toks[i + 1] if i + 1 < len(toks) else None
    after = following.tag if following else ""
    settled = _by_neighbours(toks, i, forms, earlier, following, lex)
    if settled:
        tok.tag = settled
    elif forms & {"past", "part"}:
        tok.tag = _past(toks, i, forms, before, after, seen_finite, lex)
    elif before == "D" and (_stands_alone(toks, i, lex) or (i == 1 and _that_does(toks, forms, lex))):
        tok.tag = "V"
    elif before in ("D", "s") or before == "P" or (before == "M" and "pres" in forms):
        tok.tag = "N"
    elif "pres" in forms:
        tok.tag = _present(toks, i, before, after, seen_finite, lex)
    else:
        tok.tag = _base(toks, i, earlier, after, seen_finite, lex)
    if tok.tag == "N":
        tok.lemma = ""


def _by_neighbours(
    toks: list[Token], i: int, forms: set[str], earlier: Token | None, following: Token | None, lex: Lexicon
) -> str:
    """The tag where the words beside it settle it: endings in -ing, "to", modals and auxiliaries; else nothing."""
    low = toks[i].low
    before = earlier.tag if earlier else ""
    after = following.tag if following else ""
    adjective = following is not None and following.low == "to" and low in lex.groups["tag.before_to"]
    ruling = before in (",", "A") and following is not None and following.low in lex.groups["phrase.that"]
    if "ing" in forms and low in lex.forms and ruling:
        return "G"  # "..., ruling that": beside a noun it is one
    if low in lex.groups["tag.not_verbs"] or adjective:
        return "N"
    if "ing" in forms:
        return "N" if (before == "D" and after != "D") or (before == "N" and after == "N") else "G"
    if earlier is None:
        return ""
    if before == "O" or earlier.low in ("do", "does", "did", "didn't", "doesn't", "don't"):
        return "V" if "base" in forms else "N"
    if earlier.low == "to" and "base" in forms:
        plain = i > 1 and toks[i - 2].low in lex.groups["tag.before_to"]  # "according to state law"
        return "N" if plain and low in lex.groups["tag.noun_verbs"] else "I"
    return "V" if before == "X" and forms & {"part", "past"} else ""


def _present(toks: list[Token], i: int, before: str, after: str, seen_finite: bool, lex: Lexicon) -> str:
    """The tag of a form in -s: "claims" against "the claims"."""
    low, following = toks[i].low, toks[i + 1] if i + 1 < len(toks) else None
    noun = low in lex.groups["tag.noun_verbs"] or low[:-1] in lex.groups["tag.noun_verbs"]
    if _closes(toks, i, before, after, lex):
        return "V"
    if before == "N" and following is not None and following.low in lex.groups["tag.finite"]:
        return "N"  # "other witnesses said": the verb follows
    opens = not noun or _opens_object(following, after)
    if noun and before != "R" and following is not None and following.low == "that" and _verb_next(toks, i + 2, lex):
        return "N"  # "the agency's rules that could lead": a relative clause
    if before in ("R", "W") or (before and before in "NKT" and opens):
        return "V" if not (noun and seen_finite and before == "N") else "N"
    return "V" if (before == "," and not seen_finite and opens) or (before == "J" and not noun) else "N"


def _verb_next(toks: list[Token], at: int, lex: Lexicon) -> bool:
    """Whether a verb stands at ``at``, so that the "that" before it opens a relative clause."""
    if at >= len(toks):
        return False
    low = toks[at].low
    past = any(form == "past" for _, form in lex.forms.get(low, ())) and low not in lex.groups["tag.noun_verbs"]
    return past or low in lex.groups["tag.modals"] or low in lex.groups["tag.auxiliaries"]


def _base(toks: list[Token], i: int, earlier: Token | None, after: str, seen_finite: bool, lex: Lexicon) -> str:
    """The tag of a plain form: a verb behind a plural or a pronoun, else mostly a noun."""
    before = earlier.tag if earlier else ""
    noun = toks[i].low in lex.groups["tag.noun_verbs"]
    plural = before == "N" and earlier is not None and (earlier.low.endswith("s") or _plural_head(toks, i, noun))
    spoken = before == "R" and earlier is not None and earlier.low in ("i", "we", "they", "you")
    # A bare form after names is a verb where there are two of them ("Iran and Syria deny"), else a noun
    # ("the AMIA file"): one name would have it with an -s.
    paired = before == "K" and not seen_finite and (not noun or after == "R") and _two_names(toks, i)
    # "they say they trust": a pronoun in front makes it a verb, whatever stood before
    fresh = not seen_finite or before == "R"
    opens = not noun or before in "RW" or paired or _opens_object(toks[i + 1] if i + 1 < len(toks) else None, after)
    if (spoken or plural or before == "W" or paired) and fresh and opens:
        return "V"
    if after and _says(toks, i, before, after, noun, lex) and _first_finite(toks, i):
        return "V"
    if noun and plural and _closes_plural(toks, i, lex):
        return "V"
    return "I" if before == "J" and not noun and _has_verb_before(toks, i) else "N"


def _says(toks: list[Token], i: int, before: str, after: str, noun: bool, lex: Lexicon) -> bool:
    """Whether a verb of saying stands before what is said: "six in ten say they", "aides to the minister say the"."""
    lemma = toks[i].lemma
    cue = lex.verbs.get(lemma)
    before_content = (before in ("N", "K", "M", "T") and after in "DKRS") or (before == "," and after in "KRSG")
    if lemma in lex.groups["saying.words"] and not noun and before_content:
        return True
    if cue is not None and "C" in cue.frames and before == "N" and after == "R":
        return True
    if before in ("N", "K", "M", "T", "R") and _clause_opens(toks, i, lex):
        return True
    return before == "," and not noun and _only_verb(toks, i, lex)


def previous(toks: list[Token], i: int) -> Token | None:
    """The token before ``i``, adverbs, negations and pronouns tied to an auxiliary ("a-t-il") skipped."""
    i -= 1
    while i >= 0 and (
        toks[i].tag in "AZ"
        or (toks[i].bound and i and toks[i - 1].tag == "X")
        or (toks[i].low == "since" and i and toks[i - 1].tag == "X")
    ):
        i -= 1
    return toks[i] if i >= 0 else None


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


def _closes_plural(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether a plural and a verb of saying close the sentence behind a clause: "..., court records show." """
    cue = lex.verbs.get(toks[i].lemma)
    if cue is None or "C" not in cue.frames or (i + 1 < len(toks) and toks[i + 1].text not in (".", ",")):
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
    while k >= 0 and (toks[k].tag in "KAZ" or (toks[k].tag == "N" and toks[k].text[-1] == ".")):  # "Ms. Ruiz"
        k -= 1
    return k > 0 and toks[k].tag == "J"


def _past(toks: list[Token], i: int, forms: set[str], before: str, after: str, seen_finite: bool, lex: Lexicon) -> str:
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
    if before in ("N", "K", "M", "T") and _clause_opens(toks, i, lex):
        return "V"  # "a study that appeared in March found that"
    if before == "," and after in ("N", "K") and _second_finite(toks, i, lex):
        return "B"  # "..., retired general X said"
    if following == "by" and before in ("N", "K", ",", "J", ""):
        return "B"
    if before == "":
        return "B"
    if before == "J":
        return "V" if any(t.tag == "V" for t in toks[max(0, i - 25) : i]) else "B"
    if before == ",":
        earlier = after in ("P", "T") and any(t.tag in FINITE for t in toks[:i]) and not _verb_to_come(toks, i)
        return "B" if seen_finite or earlier or _main_verb_ahead(toks, i, lex) else "V"
    if before == "R" or before == "W":
        return "V"
    if before in ("N", "K", "M", "T", ",") and _takes_object(toks, i, lex):
        return "V"
    if seen_finite and before in ("N", "K", "M", "T"):
        return "B"
    cue = lex.verbs.get(toks[i].lemma)
    told = cue is not None and "D" in cue.frames and after == "N"
    if before in ("N", "K", "M") and after in ("P", "T", "N") and not told and _second_finite(toks, i, lex):
        return "B"  # "a document filed on Thursday says": the later verb is the one of the clause
    if before in ("N", "K", "T", "M", "s", ","):
        return "V"
    return "V" if not seen_finite else "B"


def _clause_opens(toks: list[Token], i: int, lex: Lexicon) -> bool:
    """Whether "that" follows a cue of clauses, which makes it a finite verb."""
    cue = lex.verbs.get(toks[i].lemma)
    says = cue is not None and "C" in cue.frames and toks[i].low not in lex.groups["tag.noun_verbs"]
    return says and i + 1 < len(toks) and toks[i + 1].low in lex.groups["phrase.that"]


def _verb_to_come(toks: list[Token], i: int) -> bool:
    """Whether the sentence began with its subject and a relative clause, so that its verb is still to come: "X, whose
    lawyer said ..., refused"; not "He quoted the law, promulgated on ..."."""
    opened = next((k for k in range(1, i) if toks[k].tag == "W" and toks[k - 1].text == ","), None)
    return opened is not None and not any(tok.tag in FINITE for tok in toks[:opened])


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
        and (
            toks[i + 1].tag in "DKRS" or (toks[i].low in lex.groups["tag.finite"] and i > 1 and toks[i - 2].tag == ",")
        )
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
        if forms and (certain or _clause_opens(toks, k, lex)) and not noun and toks[k - 1].tag in "NKTM":
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
