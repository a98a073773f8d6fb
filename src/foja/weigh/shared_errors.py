"""Two pages that share a rare oddity: a figure, or a spelling, that the rest of the file speaks against.

That two pages agree with everybody says nothing of how they depend on one another. That they agree with one another
against everybody does: a rare false value travels by copying (Dong, Berti-Equille and Srivastava, VLDB 2009). Nobody
has to know which value is right for that. *Shared error* is suggested between the only two texts that carry

- an exact figure which excludes the one that ``MAJORITY`` texts or more give of the same thing, where no reason was
  found why they differ (scope, who is counted, a later count);
- a spelling of a party's name one letter away from the one that ``MAJORITY`` texts of the same language have, after
  somebody joined the two names.

Neither text may carry the usual value too, and the two may not be of one outlet. That they do not copy one another is
seen where the suggestion is kept. The word is that of the literature; which value is the error is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from foja.model.record import Record
from foja.model.support import Conflict, Link
from foja.model.vocabulary import ConflictKind, ConflictReason, LinkKind
from foja.weigh.said import Said

MAJORITY = 3
SHORTEST = 6
"""Letters of the shortest name whose spellings are compared: shorter ones are a letter apart by chance."""
_UNEXPLAINED = frozenset({ConflictReason.HARD, ConflictReason.INTERNAL})


class Spelling(Record, frozen=True):
    """One way to write a party's name in one language, with the first statement of each text that has it."""

    key: str
    language: str
    parts: tuple[Said, ...]

    @property
    def texts(self) -> frozenset[str]:
        return frozenset(said.statement.passage.text for said in self.parts)


def shared_figures(conflict: Conflict, parts: Mapping[str, Said]) -> Iterator[Link]:
    """The suggestions of one conflict of figures. ``parts``: its statements by id."""
    if conflict.kind is not ConflictKind.FIGURES or conflict.reason not in _UNEXPLAINED:
        return
    sides = [_by_text([parts[one] for one in ids]) for _, ids in conflict.sides]
    for (label, _), value, ours in zip(conflict.sides, conflict.values, sides, strict=True):
        if value[0] is None or value[0] != value[1] or not _two_pages(ours):
            continue
        usual = [
            (other[0], len(theirs))
            for other, interval, theirs in zip(conflict.sides, conflict.values, sides, strict=True)
            if len(theirs) >= MAJORITY and not theirs.keys() & ours.keys() and not _meet(value, interval)
        ]
        if usual:
            most = max(usual, key=lambda one: one[1])
            said = f"{conflict.subject}: only these two of the file say {label}; {most[1]} texts say {most[0]}"
            yield _link(list(ours.values()), said)


def shared_spellings(spellings: Sequence[Spelling]) -> Iterator[tuple[str, str, Link]]:
    """The suggestions of one party's names, each with the rare spelling and the usual one."""
    for odd in spellings:
        ours = _by_text(odd.parts)
        if not _two_pages(ours):
            continue
        for usual in spellings:
            if usual.language != odd.language or len(usual.texts) < MAJORITY or usual.texts & odd.texts:
                continue
            if one_letter_apart(odd.key, usual.key):
                said = f"only these two texts write “{odd.key}”; {len(usual.texts)} write “{usual.key}”"
                yield odd.key, usual.key, _link(list(ours.values()), said)


def one_letter_apart(first: str, second: str) -> bool:
    """Whether two names differ by one letter more, less or other, or by two neighbours that changed places."""
    if first == second or min(len(first), len(second)) < SHORTEST or first.count(" ") != second.count(" "):
        return False
    if any(char.isdigit() for char in first + second):
        return False
    short, long = sorted((first, second), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(long) == len(short) + 1:
        return short[at:] == long[at + 1 :]
    if len(long) != len(short):
        return False
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def _by_text(parts: Iterable[Said]) -> dict[str, Said]:
    """One statement of each text, the first by id, in order of the texts."""
    found: dict[str, Said] = {}
    for said in sorted(parts, key=lambda one: one.id):
        found.setdefault(said.statement.passage.text, said)
    return dict(sorted(found.items()))


def _two_pages(ours: Mapping[str, Said]) -> bool:
    outlets = [said.outlet for said in ours.values()]
    return len(outlets) == 2 and (not outlets[0] or outlets[0] != outlets[1])


def _meet(value: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    low, high = other
    return value[0] is not None and (low is None or low <= value[0]) and (high is None or value[0] <= high)


def _link(two: Sequence[Said], said: str) -> Link:
    first, second = (one.statement.passage for one in two)
    return Link(
        kind=LinkKind.SHARED_ERROR, first=first.text, second=second.text,
        spans=((first.start, first.end, second.start, second.end),), reason=said,
    )  # fmt: skip
