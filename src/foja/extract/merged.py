"""Both embedded extractors: each looks by itself, and every draft says which of them found it.

Where both see an attribution, the words of the rules stand, since a rule can say why. What only the tagger sees counts
when it is sure enough: the margin is the least hundred at which, on the dev part of our own sentences, no precision is
below that of the rules alone (docs/decisions/0052).
"""

from __future__ import annotations

from foja.extract.evaluate import LEAST, overlap
from foja.extract.rules.extractor import RULES, RulesExtractor
from foja.extract.rules.find import frames
from foja.extract.rules.frame import Frame, Sentence, Span
from foja.extract.tagger.frames import tagged
from foja.extract.tagger.rows import weigher

SURE = 400.0
"""By how much the tagger's reading must score above the best one without its cue."""

_RULES = f"{RULES.name}/{RULES.version}"
_TAGGER = "tagger/1"


def alone(s: Sentence) -> list[Frame]:
    """What the tagger finds in a sentence."""
    return [_by(frame, _TAGGER) for frame in tagged(s, weigher(), SURE)]


def both(s: Sentence) -> list[Frame]:
    """What either finds in a sentence, in the order of the cues."""
    by_rules, by_tagger = frames(s), alone(s)
    out = [
        _by(frame, f"{_RULES}+{_TAGGER}" if any(_agree(frame, other) for other in by_tagger) else _RULES)
        for frame in by_rules
    ]
    more = [frame for frame in by_tagger if not any(_clash(frame, other) for other in by_rules)]
    return sorted(out + more, key=lambda frame: (frame.cue, frame.content))


def _by(frame: Frame, who: str) -> Frame:
    frame.found_by = who
    return frame


def _agree(one: Frame, other: Frame) -> bool:
    return _touch(one.cue, other.cue) and overlap(one.content, other.content) >= LEAST


def _clash(one: Frame, other: Frame) -> bool:
    """Whether the rules say something about the same cue, or the same about the same words."""
    return _touch(one.cue, other.cue) or (other.rule != "hedge" and one.content == other.content)


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


TAGGER = RulesExtractor("tagger", "1", alone, own="")
BOTH = RulesExtractor("rules+tagger", "1", both, own=_RULES)
