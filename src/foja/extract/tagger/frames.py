"""Labels to attribution frames: spans, and which source and content belong to which cue. Pure."""

from __future__ import annotations

from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import trim
from foja.extract.tagger.model import Model, parts
from foja.extract.tagger.signs import classes, signs
from foja.model.vocabulary import Modality

_DEPTH = 2
"""How often the content of an attribution is searched for another one."""


def tagged(s: Sentence, model: Model, least: float = 0.0) -> list[Frame]:
    """The frames that the tagger finds in a sentence, in the order of their cues; those inside contents too. ``least``:
    by how much the best labels must score above the best ones in which the words of the cue are no cue."""
    found: list[Frame] = []
    todo: list[tuple[int, int, int]] = [(0, len(s.toks), 0)]
    while todo:
        start, end, depth = todo.pop()
        for frame in _layer(s, start, end, model, least):
            if any(o.cue[0] < frame.cue[1] and frame.cue[0] < o.cue[1] for o in found):
                continue
            found.append(frame)
            if depth < _DEPTH and frame.content[1] - frame.content[0] < end - start:
                todo.append((*frame.content, depth + 1))
    return sorted(found, key=lambda f: (f.cue, f.content))


def _layer(s: Sentence, start: int, end: int, model: Model, least: float) -> list[Frame]:
    toks = s.toks[start:end]
    if len(toks) < 4:
        return []
    spans = {"source": [], "cue": [], "content": []}  # type: dict[str, list[Span]]
    rows = [model.scores(token) for token in signs(toks, s.lex, s.heading)]
    labels, total = model.path(rows)
    for kind, a, b in parts(model.labels, labels):
        if kind != "cue" or least <= 0 or total - model.path(rows, range(a, b), "cue")[1] >= least:
            spans[kind].append((a + start, b + start))
    out = []
    for cue, source, contents in link(s, spans["source"], spans["cue"], spans["content"]):
        whole = (contents[0][0], contents[-1][1])
        inside = whole[0] <= cue[0] < whole[1]
        main = max(contents, key=lambda span: span[1] - span[0]) if inside else whole
        content = trim(s, *main, quotes=True)
        modality = force(s, cue, model)
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
        if cues:
            best = min(cues, key=lambda cue: (_gap(cue, content) + 2 * _between(cue, content, cues), cue))
            held.setdefault(best, []).append(content)
    out = []
    for cue in cues:
        if cue not in held:
            continue
        near = min(
            sources,
            key=lambda one: (_gap(one, cue) + 1.5 * (one[0] >= cue[1]) + 3 * _between(one, cue, cues), one),
            default=None,
        )
        out.append((cue, near, sorted(held[cue])))
    return out


def _gap(a: Span, b: Span) -> int:
    return max(b[0] - a[1], a[0] - b[1], 0)


def _between(a: Span, b: Span, cues: list[Span]) -> int:
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return sum(low <= cue[0] < high for cue in cues if cue not in (a, b))


def force(s: Sentence, cue: Span, model: Model) -> Modality:
    """The force of a cue: what the lexicon says of its last word that it knows, else what was annotated for its words,
    else asserted."""
    known = [name for name in classes(s.toks, s.lex)[cue[0] : cue[1]] if name]
    if known and not known[-1].startswith("p."):
        return Modality(known[-1].split(".")[1])
    for tok in reversed(s.toks[slice(*cue)]):
        if tok.low in model.forces:
            return Modality(model.forces[tok.low])
    return Modality.ASSERTED
