"""Attributions inside of attributions: which hold which, and which say nothing that another does not. Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Frame, Sentence
from foja.model.statement import Alleger
from foja.model.vocabulary import AllegerKind, Modality

CLAUSAL = frozenset(
    {"that", "bare", "quote", "according", "citing", "postposed", "participle", "noun that", "nominal", "tagged"}
)
"""Rules whose content is a clause, which may be a compound."""
_NOT_DONE = frozenset({Modality.REQUESTED, Modality.DENIED})
_ACTS = frozenset({Modality.ORDERED, Modality.FOUND})
_SPOKEN = frozenset({"that", "bare", "quote", "ask", "postposed"})
_OF_SOMEBODY = frozenset({"of", "accused by"})
_SAME_SIZE = 6  # of ten tokens of a content that an inner attribution covers when it says the same


def around(f: Frame, found: list[Frame]) -> list[Frame]:
    """The attributions in whose content the cue of ``f`` stands, the widest first."""
    outer = (
        o
        for o in found
        if o is not f
        and any(a <= f.cue[0] and f.cue[1] <= b for a, b in (*o.contents, *([o.shown] if o.shown else [])))
        and o.rule not in ("hedge", "reported by")
    )
    return sorted(outer, key=lambda o: (o.content[0] - o.content[1], o.cue))


def undone(f: Frame, outer: list[Frame]) -> bool:
    """Whether an act stands inside of what is requested, denied or said of somebody, where none was done: "asks the
    judge that he order the arrest", "acusa a X de haber ordenado el ataque"; or somebody denies that it was said."""
    if f.rule in _SPOKEN and _denied(outer):
        return True
    if f.source is None and f.rule != "nominal" and any(o.modality is Modality.REQUESTED for o in outer):
        return not f.implicit  # "solicitó que se rechace el recurso": nobody has
    return f.modality in _ACTS and any(o.modality in _NOT_DONE or o.rule in _OF_SOMEBODY for o in outer)


def of_nobody(f: Frame, outer: list[Frame]) -> Modality:
    """The force of ``f``; what somebody denies and nobody is named for is alleged, whatever it is called: "denied
    reports that ..."."""
    unnamed = f.rule == "nominal" and f.source is None and f.modality is Modality.ASSERTED
    return Modality.ALLEGED if unnamed and _denied(outer) else f.modality


def _denied(outer: list[Frame]) -> bool:
    return any(o.modality is Modality.DENIED and o.rule != "nominal" for o in outer)


def without_citations(f: Frame, outer: list[Frame]) -> list[Frame]:
    """The attributions around ``f`` without those that only say where all of it was read ("citing ...")."""
    if f.rule == "citing":
        return []
    return outer[1:] if outer and outer[0].rule == "citing" else outer


def of_source(f: Frame, found: list[Frame]) -> bool:
    """Whether an outlet is only cited for who speaks in another attribution ("the prosecutor, quoted by X, said") or
    for where it was said ("said in a statement obtained by X")."""
    others = [o for o in found if o is not f and o.source is not None and o.rule != "reported by"]
    return f.rule == "reported by" and any(
        (o.source is not None and o.source[0] < f.cue[0] <= o.source[1] + 1)
        or (o.rule == "postposed" and f.content[0] <= o.cue[0] < f.content[1])
        for o in others
    )


def concerns(s: Sentence, cited: Frame, f: Frame) -> bool:
    """Whether an outlet that the sentence cites is cited for ``f``: not past a semicolon, nor for a thing in what ``f``
    says ("the documents quoted by X were forged")."""
    a, b = sorted((cited.cue[0], f.cue[0]))
    goes_on = cited.source is not None and cited.source[1] + 1 < f.content[1]
    of_content = (goes_on or f.modality is not Modality.ASSERTED) and f.content[0] <= cited.cue[0] < f.content[1]
    return not of_content and not any(tok.text == ";" for tok in s.toks[a:b])


def citing(f: Frame, outer: list[Frame], found: list[Frame]) -> list[Frame]:
    """The citations by whoever speaks in ``f``: in a relative clause of his, or around the attribution."""
    if f.source is None or f.rule == "citing":
        return []
    a, b = f.source
    relative = [c for c in found if c.rule == "cites" and a < c.content[1] and c.content[0] < b]
    return relative or [o for o in outer[:1] if o.rule == "citing"]


def holders(s: Sentence, f: Frame, outer: list[Frame]) -> list[Frame]:
    """Those around ``f`` who stand behind it. Nobody is named for "positions that ..."; who wants them overturned or
    denies them does not hold them. What is set apart in reported words is of whoever reports: "asked for an inquiry
    into X, who denies that ..."."""
    if _set_apart(s, f):
        outer = [o for o in outer if o.rule == "citing"]
    if f.rule != "nominal" or f.source is not None:
        return outer
    return [o for o in outer if o.rule in CLAUSAL and o.modality is not Modality.DENIED]


def _set_apart(s: Sentence, f: Frame) -> bool:
    """Whether the attribution stands in a relative clause between commas, outside of a quotation."""
    if f.source is None or f.source[1] + 1 >= len(s.toks) or s.toks[f.cue[0]].quote >= 0:
        return False
    comma, opens = s.toks[f.source[1] : f.source[1] + 2]
    return comma.text == "," and opens.tag == "W" and f.source[1] < f.cue[0]


def superfluous(f: Frame, found: list[Frame], own: Alleger | None) -> bool:
    """Whether an inner attribution says the same with a longer chain: "X asked for Y, according to Z"."""
    if f.rule not in ("according", "citing", "seen as") and not (own is not None and own.kind is AllegerKind.OUTLET):
        return False
    size = f.content[1] - f.content[0]
    for o in found:
        inside = o is not f and f.content[0] <= o.cue[0] and o.cue[1] <= f.content[1]
        if not inside or o.rule in ("hedge", "nominal", "what as", "participle", "reported by", "cites"):
            continue
        covered = sum(part[1] - part[0] for part in (o.content, o.cue, o.source) if part is not None)
        if covered * 10 >= size * _SAME_SIZE:
            return True
    return False
