"""Standing texts: a notice, a disclaimer or a licence line that pages of many sites carry is no copying.

Templates are the words of one site (see ``foja.weigh.template``). The same notice can stand on pages of sites that
have nothing else in common: a collection puts its own note on each page that it keeps, news sites link one licence.
Two short pages that share nothing but that look like copies in part.

Short passages count as standing text where most of their runs of four words stand in ``COMMON`` texts or more, and
both pages say something else. A report that many outlets print shares more words than that, or fills the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from foja.model.support import Link
from foja.weigh.body import Body, Word
from foja.weigh.fingerprint import MIN_SENTENCE, grams
from foja.weigh.reuse import GAP
from foja.weigh.template import covered

PASSAGE, ALL = 50, 100
"""Words from which on one passage, and all that two texts share, is more than notices."""
MOSTLY = 0.5
"""Share of the runs of a match that many texts must hold."""


def is_standing(link: Link, page: Body, other: Body, common: Collection[int]) -> bool:
    """Whether a link rests on standing texts alone. ``common``: the runs of ``page`` that many texts hold. The same
    whichever of the two is ``page``: what is looked at are the words that both have."""
    if not common:
        return False
    first, second = (page, other) if link.first == page.text else (other, page)
    words = [[word for stretch in side.stretches for word in stretch] for side in (first, second)]
    places = [(_places(words[0], span[0], span[1]), _places(words[1], span[2], span[3])) for span in sorted(link.spans)]
    matched = sum(len(ours) for ours, _ in places)
    if matched >= ALL or max(_passages(places)) >= PASSAGE or min(first.size, second.size) - matched < MIN_SENTENCE:
        return False
    runs = [run for ours, _ in places for run, _ in grams(words[0][ours.start : ours.stop])]
    return bool(runs) and sum(run in common for run in runs) > MOSTLY * len(runs)


def _places(words: Sequence[Word], start: int, end: int) -> range:
    """The numbers of the words that stand between two places of a text."""
    return range(
        bisect_left(words, start, key=lambda word: word[1]), bisect_right(words, end, key=lambda word: word[2])
    )


def _passages(places: Sequence[tuple[range, range]]) -> Iterator[int]:
    """How many words each passage has: spans with few words between them, in both texts."""
    passage = 0
    for at, (ours, theirs) in enumerate(places):
        before = places[at - 1] if at else None
        near = before and ours.start - before[0].stop <= GAP and 0 <= theirs.start - before[1].stop <= GAP
        passage = passage + len(ours) if near else len(ours)
        yield passage


def standing_words(page: Body, common: Collection[int]) -> str:
    """What a person should know of a page with a standing text; empty for others."""
    keys = frozenset(common)
    flags = [covered(stretch, keys) for stretch in page.stretches] if keys else []
    passages = [len(run) for flag in flags for run in flag.split(b"\x00") if run]
    words = sum(passages)
    if not words or words >= ALL or max(passages) >= PASSAGE or page.size - words < MIN_SENTENCE:
        return ""
    return (
        f"Some {words} of its {page.size} words stand in many texts of this case, like a notice: a page that shares no "
        "more than these with it is not shown as a copy."
    )
