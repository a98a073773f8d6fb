"""Labels to attribution frames: spans, and which source and content belong to which cue. Pure."""

from __future__ import annotations

from bisect import bisect_left

from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import trim
from foja.extract.tagger.model import Model, parts
from foja.extract.tagger.rows import Weigher
from foja.extract.tagger.signs import classes
from foja.model.vocabulary import Modality

_DEPTH = 2
"""How often the content of an attribution is searched for another one."""


def tagged(s: Sentence, weigher: Weigher, least: float = 0.0) -> list[Frame]:
    """The frames that the tagger finds in a sentence, in the order of their cues; those inside contents too. ``least``:
    by how much the best labels must score above the best ones in which the words of the cue are no cue."""
    found: list[Frame] = []
    todo: list[tuple[int, int, int]] = [(0, len(s.toks), 0)]
    while todo:
        start, end, depth = todo.pop()
        for frame in _layer(s, start, end, weigher, least):
            if any(o.cue[0] < frame.cue[1] and frame.cue[0] < o.cue[1] for o in found):
                continue
            found.append(frame)
            if depth < _DEPTH and frame.content[1] - frame.content[0] < end - start:
                todo.append((*frame.content, depth + 1))
    return sorted(found, key=lambda f: (f.cue, f.content))


def _layer(s: Sentence, start: int, end: int, weigher: Weigher, least: float) -> list[Frame]:
    toks, model = s.toks[start:end], weigher.model
    if len(toks) < 4:
        return []
    rows = weigher.rows(toks, s.lex, s.heading)
    reached = model.ahead(rows)
    labels, total = model.back(reached)
    if total - model.plain(rows) < least:
        return []  # what marks nothing has no cue, so no cue stands this far above
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for kind, a, b in parts(model.labels, labels):
        if kind != "cue" or least <= 0 or model.margin(rows, reached, (a, b), "cue") >= least:
            spans[kind].append((a + start, b + start))
    if not spans["cue"]:
        return []
    known = classes(s.toks, s.lex)
    out = []
    for cue, source, contents in link(s, spans["source"], spans["cue"], spans["content"]):
        whole = (contents[0][0], contents[-1][1])
        inside = whole[0] <= cue[0] < whole[1]
        main = max(contents, key=lambda span: span[1] - span[0]) if inside else whole
        content = trim(s, *main, quotes=True)
        modality = force(s, cue, model, known)
        negated = any(tok.tag == "Z" or tok.low in s.lex.groups["voice.negations"] for tok in s.toks[slice(*cue)])
        if content is None or _conditional(s, min(cue, source or cue)) or (negated and modality is not Modality.FOUND):
            continue
        out.append(
            Frame(
                "tagged",
                cue,
                content,
                modality,
                source=source,
                marker=content[0],
                negated=negated,
                implicit=source is None,
                shown=whole if inside else None,
            )
        )
    return out


def _conditional(s: Sentence, opening: Span) -> bool:
    """Whether what opens the attribution makes it a condition or a question: nobody is said to have said it."""
    return opening[0] > 0 and s.toks[opening[0] - 1].low in s.lex.groups["clause.conditions"]


def link(
    s: Sentence, sources: list[Span], cues: list[Span], contents: list[Span]
) -> list[tuple[Span, Span | None, list[Span]]]:
    """Cues with their source and contents: each content goes to the nearest cue, each cue to the nearest source, and
    another cue between counts against it. Cues without a content are left out."""
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


def force(s: Sentence, cue: Span, model: Model, known: list[str]) -> Modality:
    """The force of a cue: what the lexicon says of its last word that it knows (``signs.classes`` of the sentence),
    else what was annotated for its words, else asserted."""
    known = [name for name in known[cue[0] : cue[1]] if name]
    if known and not known[-1].startswith("p."):
        return Modality(known[-1].split(".")[1])
    for tok in reversed(s.toks[slice(*cue)]):
        if tok.low in model.forces:
            return Modality(model.forces[tok.low])
    return Modality.ASSERTED
