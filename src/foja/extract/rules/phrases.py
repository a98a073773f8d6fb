"""Frames without a finite cue verb: according to, citing, reported by, what X describes as, nouns, hedges."""

from __future__ import annotations

from foja.extract.gazetteer import gazetteer
from foja.extract.rules.cites import citations
from foja.extract.rules.content import content_end, content_left
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.held import held
from foja.extract.rules.quoted import blunt, headed, quoted_as
from foja.extract.rules.spans import finite_ahead, noun_phrase_left, noun_phrase_right, trim
from foja.model.vocabulary import MentionKind, Modality


def phrase_starts(s: Sentence) -> dict[int, tuple[str, int]]:
    """Tokens where a phrase cue begins -> (kind, length). Kinds: ``according``, ``citing``."""
    found: dict[int, tuple[str, int]] = {}
    lows = [tok.low for tok in s.toks]
    i = 0
    while i < len(lows):
        if lows[i] not in s.lex.openers:
            i += 1
            continue
        for kind in ("according", "citing"):
            hit = next((p for p in s.lex.phrases[kind] if tuple(lows[i : i + len(p)]) == p), None)
            if hit is not None and _usable(s, i, hit):
                found[i] = (kind, len(hit))
                i += len(hit) - 1
                break
        i += 1
    return found


def _usable(s: Sentence, i: int, phrase: tuple[str, ...]) -> bool:
    """ "para" opens a view only at the start of a sentence and before a speaker ("Para el fiscal, ...")."""
    if i + len(phrase) >= len(s.toks):
        return False
    following = s.toks[i + len(phrase)]
    if len(phrase) == 1 and phrase[0] in s.lex.groups["phrase.view"]:
        return (
            i == 0 and following.tag in "DK" and any(tok.text == "," for tok in s.toks[2:9]) and _speaker_like(s, i + 1)
        )
    return following.tag in "DKNMRsWABG" or following.text in '"“«'


def _speaker_like(s: Sentence, i: int) -> bool:
    groups = s.lex.groups
    part = s.toks[i : i + 6]
    return any(
        tok.low in gazetteer().roles
        or tok.low in groups["source.groups"]
        or tok.low in groups["source.courts"]
        or tok.low in groups["source.parties"]
        for tok in part
    ) or any(tok.tag == "K" for tok in part[:1])


def phrase_frames(s: Sentence, starts: dict[int, tuple[str, int]]) -> list[Frame]:
    """Frames of phrase cues, participles with an agent, "what X describes as", nouns and hedges."""
    out: list[Frame] = []
    for i, (kind, length) in sorted(starts.items()):
        frame = _according(s, i, length, kind)
        if frame is not None:
            out.append(frame)
    second_hand = [*quoted_as(s), *headed(s), *blunt(s), *citations(s)]
    out += [f for f in _reported_by(s) if not any(_same_citation(f, other) for other in second_hand)]
    out += second_hand
    out += _what_as(s)
    out += _seen_as(s)
    out += _nouns(s)
    out += _hedges(s)
    out += held(s)
    return out


def _same_citation(f: Frame, other: Frame) -> bool:
    """Whether "published by X" is what another frame says: "cites a report published by X"."""
    within = other.rule == "cites" and other.source is not None and other.cue[1] <= f.cue[0] < other.source[0]
    return within or f.cue[0] == other.cue[0]


def _according(s: Sentence, i: int, length: int, kind: str) -> Frame | None:
    toks, n = s.toks, len(s.toks)
    source = _cited(s, i + length)
    if source is None or s.toks[source[0]].low in s.lex.groups["source.neuter"]:
        return None  # "según lo resuelto": what was decided is nobody who speaks
    cue = (i, i + length)
    shown: Span | None = None
    initial = i == 0 or all(tok.tag in "JA," for tok in toks[:i])
    if initial:
        comma = next((k for k in range(source[1], min(n, source[1] + 25)) if toks[k].text == ","), None)
        if comma is None:
            return None
        comma = _past_insertion(s, comma)
        while kind == "citing" and comma + 1 < n and not _clause_starts(s, comma + 1):
            nxt = next((k for k in range(comma + 1, min(n, comma + 25)) if toks[k].text == ","), None)
            if nxt is None:
                break
            comma = nxt
        if kind == "citing":
            source = trim(s, source[0], comma) or source
        content = trim(s, comma + 1, n, quotes=True)
    else:
        left = i - 1 if toks[i - 1].text == "," else i
        content = content_left(s, left)
        after = source[1]
        if (
            content is not None
            and after < n - 2
            and toks[after].text == ","
            and (toks[content[1] - 1].tag == "X" or not finite_ahead(toks, content[0], content[1]))
        ):
            rest = trim(s, after + 1, n, quotes=True)
            if rest is not None:
                shown, content = (content[0], rest[1]), rest
    if content is None or content[1] - content[0] < 2 or (kind == "citing" and not _can_be_cited(s, source)):
        return None
    return Frame(
        "according" if kind == "according" else "citing",
        cue,
        content,
        Modality.ASSERTED,
        source=source,
        marker=content[0],
        outlet=True,
        shown=shown,
    )


def _past_insertion(s: Sentence, comma: int) -> int:
    """The comma that closes what is said of a source between commas: "Según el fiscal, citado por X, el ministro"."""
    toks, n = s.toks, len(s.toks)
    opened = toks[comma + 1 : comma + 4]  # "Según la orden, a la que tuvo acceso el diario, el juez"
    led = any(tok.tag == "W" for tok in opened) and not any(tok.tag in "NKVXO" for tok in opened[:2])
    if comma + 2 < n and (led or toks[comma + 1].tag in "BW" or toks[comma + 2].low in s.lex.groups["phrase.by"]):
        return next((k for k in range(comma + 2, min(n, comma + 25)) if toks[k].text == ","), comma)
    return comma


def _can_be_cited(s: Sentence, span: Span) -> bool:
    """Whether somebody or a document is cited, not a reason: "declined to comment, citing the pending case"."""
    known, groups = gazetteer(), s.lex.groups
    speaks = groups["act.documents"] | groups["source.groups"] | groups["source.media"] | groups["source.courts"]
    return any(
        tok.tag == "K" or tok.name >= 0 or tok.low in speaks or tok.low in known.roles or tok.low in known.organisation
        for tok in s.toks[slice(*span)]
    )


def _clause_starts(s: Sentence, k: int) -> bool:
    toks = s.toks
    for j in range(k, min(len(toks), k + 14)):
        if toks[j].text == ",":
            return False
        if toks[j].tag in "VXO":
            return True
    return False


def _cited(s: Sentence, start: int) -> Span | None:
    """The source after "according to": a noun phrase with what belongs to it, up to a mark or a verb."""
    toks = s.toks
    k = start
    while (
        k < len(toks)
        and k - start < 25
        and (toks[k].tag not in ",SVXO" or _reduced(s, k, start))
        and toks[k].tag != "W"
        and toks[k].text not in '"“«'
    ):
        if toks[k].tag == "J" and k + 1 < len(toks) and toks[k + 1].tag not in "DNK":
            break
        k += 1
    while k > start + 1 and toks[k - 1].low in s.lex.groups["tag.contractions"] | s.lex.groups["clause.to"]:
        k -= 1  # "según un informe al que accedió el diario"
    if k == start:
        return noun_phrase_right(s, start)
    return trim(s, start, k)


def _reduced(s: Sentence, k: int, start: int) -> bool:
    """Whether the verb at ``k`` is a participle: "according to interviews conducted for the agency"."""
    toks = s.toks
    forms = {form for _, form in s.lex.forms.get(toks[k].low, ())}
    ahead = toks[k + 1].tag in "PT" if k + 1 < len(toks) else False
    return toks[k].tag == "V" and k > start and toks[k - 1].tag in "NK" and ("part" in forms or not forms) and ahead


def _reported_by(s: Sentence) -> list[Frame]:
    """ "submitted this week and reported by newspaper X": the outlet is cited for the clause."""
    out: list[Frame] = []
    toks = s.toks
    for k, tok in enumerate(toks):
        if tok.low not in s.lex.groups["phrase.by"] or k == 0:
            continue
        verb = toks[k - 1]
        lemma = verb.lemma or _lemma(s, verb.low)
        if lemma not in s.lex.groups["phrase.reporters"] or verb.tag not in "BVN":
            continue
        agent = noun_phrase_right(s, k + 1)
        if agent is None:
            continue
        content = _participle_host(s, k - 1)
        if content is None:
            continue
        out.append(
            Frame(
                "reported by", (k - 1, k + 1), content, Modality.ASSERTED, source=agent, marker=content[0], outlet=True
            )
        )
    return out


def _lemma(s: Sentence, low: str) -> str:
    entries = s.lex.forms.get(low, ())
    return (
        entries[0][0]
        if (entries and entries[0][1] == "part") or (entries and any(f == "part" for _, f in entries))
        else ""
    )


def _participle_host(s: Sentence, v: int) -> Span | None:
    """What is reported: the noun phrase before the participle, with a first participle beside it."""
    toks = s.toks
    a = v
    while a > 0 and toks[a - 1].text not in ";.—" and toks[a - 1].tag not in "SW":
        if toks[a - 1].tag in "O" or (toks[a - 1].tag == "V" and v - a > 8):
            break
        a -= 1
    return trim(s, a, v)


def _what_as(s: Sentence) -> list[Frame]:
    """ "what he describes as new evidence ..." / "lo que describe como ..."."""
    out: list[Frame] = []
    toks, n = s.toks, len(s.toks)
    for k, tok in enumerate(toks):
        if not (
            tok.low == "what"
            or (s.lex.romance and tok.tag in "WS" and k and toks[k - 1].low in s.lex.groups["phrase.whatas"])
        ):
            continue
        for v in range(k + 1, min(n - 1, k + 9)):
            if toks[v].tag not in "VN" or not toks[v].low:
                continue
            cue = s.lex.verbs.get(toks[v].lemma or _any_lemma(s, toks[v].low))
            if cue is None or toks[v + 1].low != s_as(s):
                continue
            source = noun_phrase_left(s, v) if v > k + 1 else None
            if source is None and s.lex.romance:
                source = noun_phrase_right(s, v + 1)
            first = v + 2
            end = content_end(s, first, "thing", v, False, frozenset())
            content = trim(s, first, end, quotes=True)
            if content is not None:
                out.append(
                    Frame(
                        "what as",
                        (v, v + 2),
                        content,
                        cue.modality,
                        source=source,
                        marker=first,
                        implicit=source is None,
                    )
                )
            break
    return out


def s_as(s: Sentence) -> str:
    """The word for "as" in the language of the sentence."""
    return next(iter(s.lex.groups["phrase.as"]))


def _any_lemma(s: Sentence, low: str) -> str:
    entries = s.lex.forms.get(low, ())
    return entries[0][0] if entries else ""


def _seen_as(s: Sentence) -> list[Frame]:
    """ "For X, ... is seen as Y": an evaluation by X."""
    toks, n = s.toks, len(s.toks)
    if s.lex.romance or n < 6 or toks[0].low != "for":
        return []
    at = next(
        (
            k
            for k in range(2, n - 2)
            if toks[k].low in ("seen", "viewed", "regarded", "perceived") and toks[k + 1].low == "as"
        ),
        None,
    )
    if at is None:
        return []
    comma = next((k for k in range(at, 0, -1) if toks[k].text == ","), None)
    source = trim(s, 1, comma) if comma else None
    content = trim(s, comma + 1, n, quotes=True) if comma else None
    if source is None or content is None:
        return []
    return [Frame("seen as", (at, at + 2), content, Modality.EVALUATED, source=source, marker=content[0])]


def _nouns(s: Sentence) -> list[Frame]:
    """ "allegations that ...", "denuncia de que ...", "allegations of ...", "their claim to ..."."""
    out: list[Frame] = []
    toks = s.toks
    that = s.lex.groups["phrase.that"]
    for k, tok in enumerate(toks[:-2]):
        modality = s.lex.nouns.get(tok.low)
        if (
            modality is None
            or tok.tag not in "NV"
            or (tok.tag == "V" and not (k and toks[k - 1].tag in "DsNK" and toks[k - 1].tag != "K"))
        ):
            continue
        nxt = toks[k + 1].low
        of = nxt in s.lex.groups["clause.of_noun"]
        if nxt in that:
            first, shape = k + 2, "noun that"
        elif of and toks[k + 2].low in that:
            first, shape = k + 3, "noun that"
        elif of and modality in (Modality.ALLEGED, Modality.DENIED):
            first, shape = k + 2, "noun"
        else:
            continue
        if tok.low in ("fact", "hecho") or (shape == "noun that" and _is_object(s, first)):
            continue
        content = trim(s, first, content_end(s, first, shape, k, False, frozenset()), quotes=True)
        if content is None or (shape == "noun" and _is_somebody(s, first)):
            continue  # "the accusation of prosecutor X": who accuses, not what is claimed
        out.append(Frame("nominal", (k, k + 1), content, modality, source=_owner(s, k), marker=k + 1))
    return out


def _is_object(s: Sentence, first: int) -> bool:
    """Whether the clause at ``first`` tells what somebody does with it: "a claim that investigators dismissed"."""
    toks = s.toks
    v = next((k for k in range(first, len(toks)) if toks[k].tag in "VXO"), None)
    if v is None or toks[v].tag != "V" or v == first:
        return False
    cue = s.lex.verbs.get(toks[v].lemma)
    judged = cue is not None and "N" in cue.frames and cue.modality in (Modality.DENIED, Modality.EVALUATED)
    behind = toks[v + 1] if v + 1 < len(toks) else None
    return judged and (behind is None or behind.tag in ",PA")


def _is_somebody(s: Sentence, first: int) -> bool:
    """Whether a person stands at ``first``: a name or an office, after its article."""
    k = first + (s.toks[first].tag == "D")
    if k >= len(s.toks):
        return False
    tok = s.toks[k]
    person = tok.name >= 0 and s.mentions[tok.name].kind in (MentionKind.PERSON, MentionKind.UNKNOWN)
    return person or tok.low in gazetteer().roles or tok.low in s.lex.groups["source.groups"]


def _owner(s: Sentence, k: int) -> Span | None:
    """The possessor of a cue noun: "Basso's claim that"."""
    toks = s.toks
    a = k - 1
    while a > 0 and toks[a].tag == "N":
        a -= 1
    if a > 0 and toks[a].low == "'s":
        return noun_phrase_left(s, a)
    if toks[a].tag == "K" and a == k - 1 and not s.lex.romance:
        return None
    return None


def _hedges(s: Sentence) -> list[Frame]:
    """ "his alleged role in the bombing"; "presuntamente"; Spanish "habría" with a participle is a clause."""
    out: list[Frame] = []
    toks, n = s.toks, len(s.toks)
    for k, tok in enumerate(toks):
        if tok.low not in s.lex.groups["hedge.adjectives"] or k + 1 >= n:
            continue
        if tok.tag == "V" and toks[k - 1].tag in "XR":
            continue
        phrase = noun_phrase_right(s, k + 1)
        if phrase is None:
            continue
        a, b = phrase
        while b < n and (toks[b].tag == "P" or toks[b].low in s.lex.groups["clause.of_noun"]) and b + 1 < n:
            more = noun_phrase_right(s, b + 1)
            if more is None or b - a > 20:
                break
            b = more[1]
        while a > 0 and (
            toks[a - 1].tag in "Ds"
            or toks[a - 1].low in s.lex.groups["hedge.adjectives"]
            or (toks[a - 1].tag == "K" and toks[a].low == "'s")
        ):
            a -= 1
        content = trim(s, a, b)
        if content is not None and content[1] - content[0] >= 3:
            out.append(Frame("hedge", (k, k + 1), content, Modality.ALLEGED, marker=content[0]))
    return out
