"""All attribution frames of a sentence, without the ones that another makes superfluous."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from foja.extract.rules.frame import Frame, Sentence
from foja.extract.rules.phrases import phrase_frames, phrase_starts
from foja.extract.rules.verbs import verb_frames

Find = Callable[[Sequence[Sentence]], list[list[Frame]]]
"""What finds the attributions of sentences: those of each, in the order of their cues. What it finds in one does not
depend on which others are asked about with it."""
_RANK = {"what as": -1, "postposed": 1, "hedge": 3, "nominal": 2}


def rules(many: Sequence[Sentence]) -> list[list[Frame]]:
    """The frames of each sentence."""
    return [frames(s) for s in many]


def frames(s: Sentence) -> list[Frame]:
    """The frames of a sentence in the order of their cues; at most one a cue."""
    starts = phrase_starts(s)
    found = verb_frames(s, frozenset(starts)) + phrase_frames(s, starts)
    found.sort(key=lambda f: (f.cue[0], _RANK.get(f.rule, 0), f.cue[1], f.content))
    kept: list[Frame] = []
    for frame in found:
        if any(_overlap(frame.cue, other.cue) for other in kept):
            continue
        if frame.rule == "nominal" and any(o.content == frame.content and _says_more(o) for o in found):
            continue  # "denied X's claim that", "wrote in an opinion that": the other says whose it is
        if frame.source is not None and frame.rule != "pronoun" and _overlap(frame.source, frame.content):
            if frame.source[0] < frame.content[0]:
                continue
            frame.content = (frame.content[0], frame.source[0])
        kept.append(frame)
    return kept


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _says_more(f: Frame) -> bool:
    """Whether an attribution names a source where a noun of the same content names none."""
    return f.rule == "accused by" or (f.rule != "nominal" and f.source is not None)
