"""Annotated sentences to labelled tokens: what the encoder learns from. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from foja.extract.annotated import Annotated, Attribution
from foja.extract.encoder.labels import LABELS
from foja.extract.rules.frame import Sentence
from foja.extract.rules.prepare import Stretch, prepared, survey
from foja.extract.spans import EDGES
from foja.extract.tokens import Token

_INDEX = {label: at for at, label in enumerate(LABELS)}


def sentences(text: str, language: str) -> list[Sentence]:
    """The prepared sentences of a text that is all body."""
    stretch = [Stretch(0, len(text))]
    return list(prepared(text, stretch, survey(text, stretch, language), language, None))


def lessons(row: Annotated) -> Iterator[tuple[Sentence, list[int], list[int]]]:
    """Each sentence with a label a token in two layers: attributions that stand in no other, and those directly inside
    of one. Deeper ones are left out."""
    level = {one: sum(o is not one and _holds(o, one) for o in row.attributions) for one in row.attributions}
    outer, inner = ([one for one in row.attributions if level[one] == depth] for depth in (0, 1))
    for s in sentences(row.text, row.language):
        yield s, labels(row.text, s.toks, outer), labels(row.text, s.toks, inner)


def _within(span: tuple[int, int], one: Attribution) -> bool:
    places = [place for place in (one.source, one.cue) if place is not None]
    return all(span[0] <= place.start and place.end <= span[1] for place in places)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return any(_within(content.hull, inner) for content in outer.contents) and not any(
        _within(content.hull, outer) for content in inner.contents
    )


def labels(text: str, toks: Sequence[Token], attributions: Sequence[Attribution]) -> list[int]:
    """One label a token. Marks at the edges of a content are not part of it."""
    out = [0] * len(toks)
    for one in attributions:
        places = [("content", piece.start, piece.end) for content in one.contents for piece in content.pieces]
        places += [("cue", one.cue.start, one.cue.end)] if one.cue else []
        places += [("source", one.source.start, one.source.end)] if one.source else []
        for kind, start, end in places:
            while start < end and text[start] in EDGES:
                start += 1
            while end > start and text[end - 1] in EDGES:
                end -= 1
            first = True
            for at, tok in enumerate(toks):
                if start <= tok.start < end:
                    out[at] = _INDEX[f"{'B' if first else 'I'}-{kind}"]
                    first = False
    return out
