"""Annotated sentences to labelled tokens: what the tagger learns from. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from foja.extract.annotated import Annotated, Attribution
from foja.extract.rules.frame import Sentence
from foja.extract.rules.prepare import Stretch, prepared, survey
from foja.extract.spans import EDGES
from foja.extract.tagger.model import LABELS
from foja.extract.tokens import Token

_INDEX = {label: at for at, label in enumerate(LABELS)}


def sentences(text: str, language: str) -> list[Sentence]:
    """The prepared sentences of a text that is all body."""
    stretch = [Stretch(0, len(text))]
    return list(prepared(text, stretch, survey(text, stretch, language), language, None))


def lessons(row: Annotated) -> Iterator[tuple[Sentence, list[Token], list[int]]]:
    """Tokens with their labels: each sentence with its outer attributions, then each content that holds another
    attribution, by itself."""
    inner: list[tuple[int, int]] = []
    outer: list[Attribution] = []
    for one in row.attributions:
        holders = [o for o in row.attributions if o is not one and _holds(o, one)]
        outer += [one] if not holders else []
        inner += [content.hull for o in holders for content in o.contents if _within(content.hull, one)]
    for s in sentences(row.text, row.language):
        yield s, s.toks, labels(row.text, s.toks, outer)
        for start, end in sorted(set(inner)):
            part = [tok for tok in s.toks if start <= tok.start and tok.end <= end]
            inside = [one for one in row.attributions if _within((start, end), one)]
            deepest = [one for one in inside if not any(o is not one and _holds(o, one) for o in inside)]
            if len(part) > 3:
                yield s, part, labels(row.text, part, deepest)


def _within(span: tuple[int, int], one: Attribution) -> bool:
    places = [place for place in (one.source, one.cue) if place is not None]
    return all(span[0] <= place.start and place.end <= span[1] for place in places)


def _holds(outer: Attribution, inner: Attribution) -> bool:
    return any(_within(content.hull, inner) for content in outer.contents) and not any(
        _within(content.hull, outer) for content in inner.contents
    )


def labels(text: str, toks: list[Token], attributions: list[Attribution]) -> list[int]:
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
