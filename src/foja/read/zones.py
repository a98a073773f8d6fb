"""Zones from marks: they cover the text in order, without gap or overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from foja.model.text import Zone
from foja.model.vocabulary import ZoneRole


class Mark(NamedTuple):
    """The role of a line with how sure it is and why."""

    role: ZoneRole
    probability: float
    reason: str


BODY = Mark(ZoneRole.BODY, 0.9, "no sign of page furniture")


def cover(length: int, marks: Iterable[tuple[int, Mark]]) -> list[Zone]:
    """Zones over ``[0, length)`` from ``(start, mark)`` pairs in text order.

    A zone runs from the start of its first line to the start of the next zone, separators included.
    Neighbours with the same role and reason become one zone, as sure as its least sure line.
    """
    runs: list[tuple[int, Mark]] = []
    for start, mark in marks:
        if runs and runs[-1][1] is mark:
            continue
        if runs and runs[-1][1].role == mark.role and runs[-1][1].reason == mark.reason:
            first, before = runs[-1]
            runs[-1] = (first, before._replace(probability=min(before.probability, mark.probability)))
        else:
            runs.append((start if runs else 0, mark))
    if not length:
        return []
    runs = runs or [(0, BODY)]
    ends = [start for start, _ in runs[1:]] + [length]
    return [
        Zone(start=start, end=end, role=mark.role, probability=round(mark.probability, 3), reason=mark.reason)
        for (start, mark), end in zip(runs, ends, strict=True)
    ]
