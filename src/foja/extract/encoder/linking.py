"""Which source and content belong to which cue, and with what force. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from foja.extract.rules.frame import Sentence, Span
from foja.extract.rules.lexicon import lexicon
from foja.model.vocabulary import Modality


def link(sources: list[Span], cues: list[Span], contents: list[Span]) -> list[tuple[Span, Span | None, list[Span]]]:
    """Cues with their source and contents: each content goes to the nearest cue, each cue to the nearest source, and
    another cue between counts against it. Cues without a content are left out. Spans come in order."""
    held: dict[Span, list[Span]] = {}
    for content in contents:
        near = _beside(cues, content)
        if near:
            best = min(near, key=lambda cue: (_gap(cue, content) + 2 * _between(cue, content, cues), cue))
            held.setdefault(best, []).append(content)
    out = []
    for cue in cues:
        if cue not in held:
            continue
        source = min(
            _beside(sources, cue),
            key=lambda one: (_gap(one, cue) + 1.5 * (one[0] >= cue[1]) + 3 * _between(one, cue, cues), one),
            default=None,
        )
        out.append((cue, source, sorted(held[cue])))
    return out


def _beside(spans: list[Span], one: Span) -> list[Span]:
    """The nearest span on either side: spans of one reading do not overlap and come in order, so those beyond are
    farther off and no less hidden."""
    at = bisect_left(spans, one)
    return spans[max(at - 1, 0) : at + 1]


def _gap(a: Span, b: Span) -> int:
    return max(b[0] - a[1], a[0] - b[1], 0)


def _between(a: Span, b: Span, cues: list[Span]) -> int:
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return bisect_left(cues, (high,)) - bisect_left(cues, (low,))


def force(s: Sentence, cue: Span, forces: Mapping[str, str]) -> Modality:
    """The force of a cue: what the lexicon says of its last word that it knows, else what was annotated for its words
    (``forces``), else asserted."""
    phrases = _phrases(s.lex.language)
    for tok in reversed(s.toks[slice(*cue)]):
        verb = s.lex.verbs.get(tok.lemma) if tok.lemma and tok.tag in "VGBI" else None
        if verb is not None:
            return verb.modality
        if tok.low in s.lex.nouns and tok.tag in "NVK":
            return s.lex.nouns[tok.low]
        if tok.low in phrases:
            break
    for tok in reversed(s.toks[slice(*cue)]):
        if tok.low in forces:
            return Modality(forces[tok.low])
    return Modality.ASSERTED


@cache
def _phrases(language: str) -> frozenset[str]:
    """The words with which cues of several words begin ("according to"): they tell no force."""
    return frozenset(phrase[0] for kind in ("according", "citing") for phrase in lexicon(language).phrases[kind])


def conditional(s: Sentence, opening: Span) -> bool:
    """Whether what opens the attribution makes it a condition or a question: nobody is said to have said it."""
    return opening[0] > 0 and s.toks[opening[0] - 1].low in s.lex.groups["clause.conditions"]
