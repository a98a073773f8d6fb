"""Grouping things that belong together, with pairs that a person keeps apart.

Used for names that mean one party and for statements that say the same. The result depends on the set of
edges alone, never on the order in which they were found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple


class Bond(NamedTuple):
    """``first`` and ``second`` belong together; ``decided`` where a person said so."""

    decided: bool
    first: str
    second: str


def closure(starts: Iterable[str], neighbours: Callable[[str], Iterable[str]]) -> set[str]:
    """All that can be reached from ``starts``."""
    found: set[str] = set()
    waiting = sorted(set(starts))
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(neighbours(node))
    return found


def group(
    nodes: Iterable[str],
    bonds: Sequence[Bond],
    apart: Iterable[tuple[str, str]],
    unlike: Callable[[Collection[str], Collection[str]], bool] | None = None,
) -> list[frozenset[str]]:
    """Groups of ``nodes``, each sorted by its least member.

    Bonds are followed in a fixed order, those decided by a person first; a bond that would bring together
    two things that a person keeps apart is not followed, nor one that nobody decided on and that would join two groups
    which are ``unlike``.
    """
    members: dict[str, set[str]] = {node: {node} for node in nodes}
    kept_apart: dict[str, set[str]] = {}
    for first, second in apart:
        kept_apart.setdefault(first, set()).add(second)
        kept_apart.setdefault(second, set()).add(first)
    for bond in sorted(bonds, key=lambda b: (not b.decided, b.first, b.second)):
        ours, theirs = members.get(bond.first), members.get(bond.second)
        if ours is None or theirs is None or ours is theirs:
            continue
        if any(not theirs.isdisjoint(kept_apart.get(one, ())) for one in ours):
            continue
        if unlike is not None and not bond.decided and unlike(ours, theirs):
            continue
        small, large = sorted((ours, theirs), key=len)
        large |= small
        for one in small:
            members[one] = large
    unique = {id(found): found for found in members.values()}
    return sorted((frozenset(found) for found in unique.values()), key=min)
