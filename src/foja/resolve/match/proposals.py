"""Parties of one case whose names, in whatever script, may be names of one party: leads for a person to decide.

Every pair is compared by itself, so what is proposed does not depend on the order in which documents came; and only
subjects that are new are looked up, so one more document costs what its own names cost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from foja.model.matching import Proposal, Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import chances, compare
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
    seen: set[tuple[str, str]] = set()
    places = by_place(map(index.subject, range(len(index))))
    for subject in new:
        found = []
        # Places are one by what they are called alone: Austria and Australia sound alike.
        alike = [] if subject.kind is MentionKind.PLACE else index.alike(subject, MOST_PER_SUBJECT)
        near = [other for other in alike if other.kind is not MentionKind.PLACE]
        called = (other for number in sorted(places_of(subject)) for other in places[number])
        others = list({other.id: other for other in (*near, *called)}.values())
        for other, chance in zip(others, chances(subject, others), strict=True):
            pair = (min(subject.id, other.id), max(subject.id, other.id))
            if subject.id == other.id or pair in seen or chance < likely - _ROUNDING:
                continue
            first, second = (subject, other) if subject.id < other.id else (other, subject)
            comparison = compare(first, second)
            if comparison.probability >= likely:
                seen.add(pair)
                found.append(Proposal(first=first.id, second=second.id, comparison=comparison))
        yield from sorted(found, key=lambda one: (-one.comparison.probability, one.first, one.second))
