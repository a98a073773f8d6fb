"""Both embedded extractors: each looks by itself, and every draft says which of them found it.

Where both see an attribution, the words of the encoder stand: on sentences and on news alike its spans are right more
often (docs/decisions/0059). It must be sure: the limit is the least tenth at which no precision on the dev part of
our own sentences is below that of the rules alone, and that of contents on news by less than a point. What the page
says in its own voice is left to the rules, and so is a speaker whom the encoder does not name.
"""

from __future__ import annotations

from collections.abc import Sequence

from foja.extract.encoder.frames import read
from foja.extract.encoder.shipped import reader
from foja.extract.evaluate import LEAST, overlap
from foja.extract.rules.extractor import RULES, RulesExtractor
from foja.extract.rules.find import frames
from foja.extract.rules.frame import Frame, Sentence, Span

SURE = 0.8
"""How sure the encoder must be of a cue and of a content (probability of their least sure edge)."""

_RULES = f"{RULES.name}/{RULES.version}"
_ENCODER = "encoder/1"


def alone(many: Sequence[Sentence]) -> list[list[Frame]]:
    """What the encoder finds in sentences. Raises ``UsageError`` where its base is not installed."""
    found = read(many, reader(), SURE)
    return [[_by(frame, _ENCODER) for frame in of_one] for of_one in found]


def both(many: Sequence[Sentence]) -> list[list[Frame]]:
    """What either finds in sentences, in the order of the cues."""
    return [_merged(frames(s), by_encoder) for s, by_encoder in zip(many, alone(many), strict=True)]


def _merged(by_rules: list[Frame], by_encoder: list[Frame]) -> list[Frame]:
    out = [
        _by(frame, f"{_RULES}+{_ENCODER}" if any(_agree(frame, other) for other in by_rules) else _ENCODER)
        for frame in by_encoder
    ]
    for frame in by_encoder:
        near = next((other for other in by_rules if other.source is not None and _touch(frame.cue, other.cue)), None)
        if frame.source is None and near is not None:  # the rules also look for a speaker farther off
            frame.source, frame.implicit = near.source, False
    more = [_by(frame, _RULES) for frame in by_rules if not any(_clash(other, frame) for other in by_encoder)]
    return sorted(out + more, key=lambda frame: (frame.cue, frame.content))


def _by(frame: Frame, who: str) -> Frame:
    frame.found_by = who
    return frame


def _agree(one: Frame, other: Frame) -> bool:
    return _touch(one.cue, other.cue) and overlap(one.content, other.content) >= LEAST


def _clash(one: Frame, other: Frame) -> bool:
    """Whether the first says something about the cue of the other, or the same about the same words."""
    return _touch(one.cue, other.cue) or one.content == other.content


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


ENCODER = RulesExtractor("encoder", "1", alone, own="")
BOTH = RulesExtractor("rules+encoder", "1", both, own=_RULES)
