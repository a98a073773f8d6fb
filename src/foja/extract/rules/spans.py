"""Where noun phrases, verb groups and contents begin and end, from the coarse tags alone."""

from __future__ import annotations

from foja.extract.gazetteer import is_role
from foja.extract.rules.frame import Sentence, Span
from foja.extract.tokens import Token

QUOTES = '"“”«»„'
DASHES = ("—", "–", "―")
_NOUNY = frozenset("NKMDsTGB")
HEADS = frozenset("NKMRT")
LONGEST_SOURCE = 30


def verb_group(s: Sentence, v: int) -> int:
    """The first token of the verb group that ends at ``v``: auxiliaries, negation, adverbs, clitics."""
    g = v
    spanish = s.lex.romance
    while g > 0:
        tok = s.toks[g - 1]
        clitic = spanish and tok.tag == "R" and tok.low in s.lex.groups["tag.clitics"]
        if (
            tok.tag in "XOZ"
            or clitic
            or (tok.tag == "A" and g - 1 > 0)
            or (tok.low == "since" and g > 1 and s.toks[g - 2].tag == "X")
            or (tok.bound and g > 1 and s.toks[g - 2].tag in "XOR")
        ):
            g -= 1
        else:
            break
    while g < v and s.toks[g].tag == "A" and g > 0 and s.toks[g - 1].text == ",":
        g += 1
    return g


def passive(s: Sentence, g: int, v: int) -> bool:
    """Whether the verb group is passive ("was accused", "fue acusado")."""
    be = s.lex.groups["tag.be"]
    agent = v + 1 < len(s.toks) and s.toks[v + 1].low in s.lex.groups["phrase.by"]
    group = [tok.low for tok in s.toks[g:v] if tok.low != "'s" or agent]  # "he's said": has, unless somebody did it
    if not any(word in be for word in group):
        return False
    forms = {form for _, form in s.lex.forms.get(s.toks[v].low, ())}
    return "part" in forms or not forms


def impersonal(s: Sentence, g: int, v: int) -> bool:
    """Whether nobody is said to do what the verb group says: "se le imputaría el delito", "disse-se"."""
    behind = s.toks[v].bound or (v + 1 < len(s.toks) and s.toks[v + 1].bound)
    return any(tok.low in s.lex.groups["voice.impersonal"] for tok in s.toks[g : v + 2 if behind else v])


def noun_phrase_left(s: Sentence, end: int) -> Span | None:
    """The noun phrase that ends before token ``end``, with what stands inside it; None when none does."""
    toks = s.toks
    k, joint = end - 1, False
    if k < 0:
        return None
    if k and toks[k].low in s.lex.groups["tag.floating"] and (toks[k - 1].tag in "NK" or toks[k - 1].text == ")"):
        around = noun_phrase_left(s, k)  # "X, Y and Z all suggested"
        return (around[0], end) if around is not None else None
    alone = toks[k].tag == "D" and toks[k].low in s.lex.groups["tag.standing"]  # "Some believe"
    if toks[k].tag == "R" and k and toks[k - 1].tag == "P":  # "the material before him": not he
        around = noun_phrase_left(s, k - 1)
        return (around[0], end) if around is not None else None
    if toks[k].tag == "R" or (alone and toks[k].low not in s.lex.groups["source.speechless"]):
        return k, end
    while k >= 0 and end - k <= LONGEST_SOURCE:
        tok = toks[k]
        if tok.tag == "G" and (k == 0 or toks[k - 1].tag in ",XPZV"):
            break
        if tok.tag == "J" and tok.low in s.lex.groups["clause.breakers"]:
            break  # "..., but the ministry said"
        if tok.low in s.lex.groups["clause.after"] and k and finite_before(toks, k - 1):
            break  # "It got worse after the ministry said": who stands behind it
        if (
            tok.tag in _NOUNY
            or tok.tag == "P"
            or tok.low in s.lex.groups["tag.adjectives"]
            or (tok.tag == "I" and k and toks[k - 1].tag in "PN")
        ):
            k -= 1
        elif tok.text == ")":
            opened = k
            while opened >= 0 and toks[opened].text != "(" and k - opened < 12:
                opened -= 1
            if opened < 0 or toks[opened].text != "(":
                break
            k = opened - 1
        elif (tok.tag == "J" and k and toks[k - 1].tag in "NKTM)" and not finite_before(toks, k)) or (
            tok.tag == "R" and tok.low in s.lex.groups["source.one"]
        ):
            joint = joint or tok.tag == "J"
            k -= 1
        elif tok.text == "," and k and toks[k - 1].tag in "NKM" and (joint or toks[k + 1].tag == "J"):
            if finite_before(toks, k - 1):
                break
            joint = True  # "unions, firms, and two ministers said"
            k -= 1
        elif tok.tag == "J" and k and toks[k - 1].text == "," and not finite_before(toks, k - 1):
            k -= 1
        else:
            break
    return _strip_front(s, k + 1, end)


def finite_before(toks: list[Token], k: int) -> bool:
    while k >= 0 and toks[k].tag != "," and toks[k].tag not in "SW":
        if toks[k].tag in "VXO":
            return True
        k -= 1
    return False


def _strip_front(s: Sentence, a: int, end: int) -> Span | None:
    toks = s.toks
    while (a < end and toks[a].tag in "JAPT") or (a < end and toks[a].text in QUOTES):
        if toks[a].tag == "P" and toks[a].low not in s.lex.groups["tag.determiners"]:
            nxt = _after_phrase(toks, a, end)
            if nxt is None:
                a += 1
                while a < end and toks[a].tag == "T":
                    a += 1
            else:
                a = nxt
        else:
            a += 1
    for k in range(end - 2, a + 1, -1):
        if toks[k].tag == "D" and toks[k].low in s.lex.groups["tag.articles"] and toks[k - 1].tag in "NT":
            a = k  # "That month the bureau": a second article begins the subject
            break
    while end - 2 > a and toks[end - 1].tag == "T" and toks[end - 2].tag == "P" and toks[end - 3].tag != "B":
        end -= 2  # "Clinton on Tuesday said"
    while end > a and toks[end - 1].tag in "PJ":
        end -= 1
    if a >= end or not any(tok.tag in HEADS or tok.tag in "GB" for tok in toks[a:end]):
        return None
    if a and toks[a].tag == "M" and toks[a - 1].low in s.lex.groups["source.about"]:
        a -= 1  # "Nearly eight of ten voters"
    return a, end


def _after_phrase(toks: list[Token], a: int, end: int) -> int | None:
    """After "On Tuesday" or "In Buenos Aires": the start of the next noun phrase, if one follows."""
    k = a + 1
    seen = False
    while k < end:
        tok = toks[k]
        if seen and tok.tag == "D" and toks[k - 1].tag not in "PJ":
            return k
        if seen and tok.tag in "KN" and toks[k - 1].tag == "T":
            return k
        if seen and tok.tag == "K" and toks[k - 1].tag == "N" and not is_role(toks[k - 1].low):
            return k  # "In a radio interview Ortega said"
        if tok.tag in "NKT":
            seen = True
        k += 1
    return None


def noun_phrase_right(s: Sentence, start: int) -> Span | None:
    """The noun phrase that begins at token ``start``: "said the lawyer for the family"."""
    toks = s.toks
    if start < len(toks) and toks[start].tag == "R":
        return start, start + 1
    k = start
    while k < len(toks) and k - start < LONGEST_SOURCE:
        tok = toks[k]
        if (
            tok.tag in "DNKMs"
            or (tok.tag == "B" and k > start and toks[k - 1].tag in "D")
            or (
                tok.low in s.lex.groups["source.links"]
                and k > start
                and k + 1 < len(toks)
                and toks[k + 1].tag in "DNKM"
            )
            or (
                tok.tag == "J"
                and k > start
                and k + 1 < len(toks)
                and toks[k + 1].tag in "DNK"
                and not any(t.tag in "VXO" for t in toks[k + 1 : k + 8])
            )
        ):
            k += 1
        elif tok.text == "(" and any(t.text == ")" for t in toks[k + 1 : k + 6]):
            while toks[k].text != ")":
                k += 1
            k += 1
        else:
            break
    while k > start and toks[k - 1].tag in "DPJ":
        k -= 1
    if k == start or not any(tok.tag in "NKM" for tok in toks[start:k]):
        return None
    return start, k


def trim(s: Sentence, a: int, b: int, quotes: bool = False) -> Span | None:
    """``a``..``b`` without outer punctuation and coordinators; with ``quotes`` the marks are kept."""
    toks = s.toks
    while a < b and _outer(toks[a], quotes):
        a += 1
    while b > a and (_outer(toks[b - 1], quotes) or toks[b - 1].tag == "J"):
        b -= 1
    if b > a and not quotes:
        a, b = _balance(toks, a, b)
    return (a, b) if a < b else None


def _outer(tok: Token, quotes: bool) -> bool:
    if tok.text[0].isalnum() or tok.text in ("(", ")", "[", "]", "$", "€", "#", "%", "¿", "¡", "'s", "’s", "@"):
        return False
    return not (quotes and tok.text in QUOTES)


def _balance(toks: list[Token], a: int, b: int) -> Span:
    """Drops a bracket at an edge that has no partner inside."""
    inside = [tok.text for tok in toks[a:b]]
    if toks[a].text in "([" and inside.count("(") + inside.count("[") > inside.count(")") + inside.count("]"):
        a += 1
    elif toks[b - 1].text in ")]" and inside.count(")") + inside.count("]") > inside.count("(") + inside.count("["):
        b -= 1
    return a, b


def close_quote(s: Sentence, i: int) -> int:
    """The token after the quotation that opens at token ``i``, within the sentence."""
    at = s.toks[i].start
    for a, b in s.quotes:
        if a == at:
            k = i
            while k < len(s.toks) and s.toks[k].start < b:
                k += 1
            return k
    return len(s.toks)


def closes(s: Sentence) -> bool:
    """Whether a sentence ends with the mark that closes a quotation."""
    return s.text.endswith(('"', "”", "»", "''"), s.start, s.end)


def subject_and_cue(s: Sentence, a: int) -> bool:
    """Whether a subject and a cue verb begin at ``a``: "..., and the court ruled that", "..., and X is asking"."""
    toks = s.toks
    for k in range(a, min(len(toks), a + 10)):
        if toks[k].tag == "V" or (toks[k].tag == "G" and k > a and toks[k - 1].tag == "X"):
            return toks[k].lemma in s.lex.verbs
        if toks[k].tag in ",SW":
            return False
    return False


def finite_ahead(toks: list[Token], a: int, b: int) -> bool:
    """Whether a finite verb that is not inside a relative clause stands in ``a``..``b``."""
    relative = verb_seen = joined = False
    for tok in toks[a:b]:
        if tok.tag == "W":
            relative, verb_seen, joined = True, False, False
        elif tok.tag in "VXO":
            if not relative or (verb_seen and not joined):
                return True
            verb_seen, joined = verb_seen or tok.tag == "V", False
        elif tok.tag == "J":
            joined = True
        elif tok.tag not in "AZ":
            joined = False
            if tok.text in (".", ";"):
                return False
    return False
