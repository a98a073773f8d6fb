"""What the encoder finds in a sentence: two layers of labels to attribution frames. Pure.

The outer layer marks what the sentence attributes, the inner one what is attributed inside of a content ("The paper
reported that the judge had ordered ..."). Deeper ones are left to the rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foja.extract.encoder.base import Base
from foja.extract.encoder.labels import Part, parts
from foja.extract.encoder.linking import conditional, force, link
from foja.extract.encoder.network import Network
from foja.extract.encoder.pieces import Cutter
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.rules.spans import trim
from foja.model.vocabulary import Modality

MOST = 250
"""Pieces that are read at once; a longer sentence is read in stretches."""
LEAST = 4
"""Tokens of a sentence that can hold an attribution."""


class Reader:
    """Reads sentences: base, what was learned, and the force of cues that no lexicon has."""

    def __init__(self, base: Base, learned: Mapping[str, Any], forces: Mapping[str, str]) -> None:
        self._cutter = Cutter(base)
        self._network = Network(base, learned)
        self.forces = forces

    def layers(self, many: Sequence[Sentence]) -> list[tuple[list[Part], list[Part]]]:
        """The outer and the inner parts of each sentence."""
        stretches = [self._stretches(s) for s in many]
        scores = iter(self._network.scores([one for of_one in stretches for one in of_one]))
        out = []
        for of_one in stretches:
            rows = [row for _ in of_one for row in next(scores).tolist()]
            out.append((parts([row[0] for row in rows]), parts([row[1] for row in rows])))
        return out

    def _stretches(self, s: Sentence) -> list[tuple[list[int], list[int]]]:
        out: list[tuple[list[int], list[int]]] = [([], [])]
        for at, tok in enumerate(s.toks):
            spaced = not at or s.text[tok.start - 1].isspace()
            cut = self._cutter.cut(tok.text, spaced)[:MOST]
            if len(out[-1][0]) + len(cut) > MOST:
                out.append(([], []))
            out[-1][1].append(len(out[-1][0]))
            out[-1][0].extend(cut)
        return out


def read(many: Sequence[Sentence], reader: Reader, least: float = 0.0) -> list[list[Frame]]:
    """The frames of each sentence in the order of their cues. ``least``: how sure cue and content must be."""
    marked = iter(reader.layers([s for s in many if len(s.toks) >= LEAST]))
    return [_both_layers(s, *next(marked), reader, least) if len(s.toks) >= LEAST else [] for s in many]


def _both_layers(s: Sentence, outer: list[Part], inner: list[Part], reader: Reader, least: float) -> list[Frame]:
    found = _frames(s, outer, reader, least)
    for frame in _frames(s, inner, reader, least):
        inside = any(o.content[0] <= frame.cue[0] and frame.cue[1] <= o.content[1] for o in found)
        if inside and not any(o.cue[0] < frame.cue[1] and frame.cue[0] < o.cue[1] for o in found):
            found.append(frame)
    return sorted(found, key=lambda frame: (frame.cue, frame.content))


def _frames(s: Sentence, marked: list[Part], reader: Reader, least: float) -> list[Frame]:
    spans: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for kind, a, b, sure in marked:
        if sure >= least or kind == "source":
            spans[kind].append((a, b))
    if not spans["cue"] or not spans["content"]:
        return []
    out = []
    for cue, source, contents in link(spans["source"], spans["cue"], spans["content"]):
        whole = (contents[0][0], contents[-1][1])
        inside = whole[0] <= cue[0] < whole[1]
        main = max(contents, key=lambda span: span[1] - span[0]) if inside else whole
        content = trim(s, *main, quotes=True)
        modality = force(s, cue, reader.forces)
        negated = any(tok.tag == "Z" or tok.low in s.lex.groups["voice.negations"] for tok in s.toks[slice(*cue)])
        if content is None or conditional(s, min(cue, source or cue)) or (negated and modality is not Modality.FOUND):
            continue
        out.append(
            Frame(
                "tagged", cue, content, modality, source=source, marker=content[0], negated=negated,
                implicit=source is None, shown=whole if inside else None,
            )
        )  # fmt: skip
    return out
