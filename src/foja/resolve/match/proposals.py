"""Parties of one case whose names, in whatever script, may be names of one party: leads for a person to decide.

Every pair is compared by itself, so what is proposed does not depend on the order in which documents came; and only
subjects that are new are looked up, so one more document costs what its own names cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from foja.model.matching import Proposal, Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import chances_of, compare
from foja.resolve.match.index import Index
from foja.resolve.match.places import by_place, places_of

LIKELY = 0.5
"""Probability from which a pair is worth a person's time: it is then as likely as not."""
MOST_PER_SUBJECT = 20
_ROUNDING = 0.01
"""By how much a probability that is computed beside many others may differ from the one computed by itself."""


def proposals(new: Iterable[Subject], index: Index, *, likely: float = LIKELY) -> Iterator[Proposal]:
    """Each pair of one of ``new`` and another subject of ``index`` that compares with at least ``likely``, once.

    ``index`` holds the subjects of the whole case, ``new`` among them (``index.extend(new)``). In the order of
    ``new``, the likeliest first.
    """
    waiting = list(new)
    seen: set[tuple[str, str]] = set()
    places = by_place(map(index.subject, range(len(index)))) if any(map(places_of, waiting)) else {}
    for at in range(0, len(waiting), TOGETHER):
        some = waiting[at : at + TOGETHER]
        asked = list(zip(some, _others(some, index, places), strict=True))
        for (subject, others), found in zip(asked, chances_of(asked), strict=True):
            pairs = {
                (min(subject.id, other.id), max(subject.id, other.id)): other
                for other, chance in zip(others, found, strict=True)
                if subject.id != other.id and chance >= likely - _ROUNDING
            }
            yield from _proposed(subject, {pair: other for pair, other in pairs.items() if pair not in seen}, likely)
            seen.update(pairs)


TOGETHER = 256
"""Subjects that are looked up at once."""


def piece(index: bytes, new: Sequence[Subject], likely: float = LIKELY) -> list[Proposal]:
    """``proposals`` of ``new`` with a saved index: what a process of its own does. Of pieces of ``TOGETHER`` subjects
    that follow each other, what ``joined`` makes is the same as of all of them."""
    return list(proposals(new, _loaded(index), likely=likely))


def joined(pieces: Iterable[Iterable[Proposal]]) -> Iterator[Proposal]:
    """What was found in several pieces, each pair once."""
    seen: set[tuple[str, str]] = set()
    for one in (one for found in pieces for one in found):
        if (pair := (one.first, one.second)) not in seen:
            seen.add(pair)
            yield one


@lru_cache(maxsize=1)
def _loaded(index: bytes) -> Index:
    return Index.load(index)


def _others(subjects: Sequence[Subject], index: Index, places: dict[int, list[Subject]]) -> Iterator[list[Subject]]:
    """Of each of ``subjects``, those with which it is worth comparing."""
    # Places are one by what they are called alone: Austria and Australia sound alike.
    named = [one for one in subjects if one.kind is not MentionKind.PLACE]
    found = iter(index.alike(named, MOST_PER_SUBJECT))
    known: dict[int, Subject] = {}
    for subject in subjects:
        alike = [] if subject.kind is MentionKind.PLACE else next(found)
        for number in alike:
            if number not in known:
                known[number] = index.subject(number)
        near = [other for number in alike if (other := known[number]).kind is not MentionKind.PLACE]
        called = (other for number in sorted(places_of(subject)) for other in places[number])
        yield list({other.id: other for other in (*near, *called)}.values())


def _proposed(subject: Subject, others: dict[tuple[str, str], Subject], likely: float) -> list[Proposal]:
    found = []
    for (first, second), other in others.items():
        comparison = compare(subject, other) if subject.id == first else compare(other, subject)
        if comparison.probability >= likely:
            found.append(Proposal(first=first, second=second, comparison=comparison))
    return sorted(found, key=lambda one: (-one.comparison.probability, one.first, one.second))
