"""The origins of a proposition as a drawing: roots at the left, documents at their dates, and why one leads to another.

Pure arithmetic; the template writes the SVG. Each document has a row of its own, under its origin; what a document
leads to is a line that can be followed. Solid lines are followed in the count, dashed ones are not, or not yet.
"""

from __future__ import annotations

from dataclasses import dataclass

from foja.model.counts import PropositionView
from foja.model.rows import SourceRow
from foja.model.support import OriginEdge
from foja.model.vocabulary import LinkKind

WIDTH = 900.0
ROOT = 170.0
"""Where the names of the roots end."""
LABEL = 250.0
"""Room for the label of a document, at the right of its dot."""
ROW = 30.0
GAP = 14.0
MOST = 40
"""Documents drawn; the list below the drawing has all."""


@dataclass(frozen=True)
class Dot:
    source: SourceRow
    x: float
    y: float


@dataclass(frozen=True)
class Root:
    name: str
    access: str
    y: float
    last: float


@dataclass(frozen=True)
class Line:
    """``link``: empty where two have one text, on which nobody decides. ``dashed``: the count does not follow it.
    ``words``: what it says, for its title and its label."""

    link: str
    path: str
    dashed: bool
    words: str


@dataclass(frozen=True)
class Tree:
    roots: tuple[Root, ...]
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    days: tuple[tuple[float, str], ...]
    height: float
    left_out: int


def origin_tree(view: PropositionView) -> Tree:
    """The drawing of a proposition."""
    known = {row.sha256: row for row in view.sources}
    days = sorted({row.published[:10] for row in view.sources if row.published})
    span = WIDTH - LABEL - ROOT - 60
    at = {day: ROOT + 60 + (span * n / (len(days) - 1) if len(days) > 1 else 0) for n, day in enumerate(days)}
    roots, dots, y, drawn = [], [], 34.0, 0
    for part in view.account.parts:
        rows = [known[sha] for sha in part.sources if sha in known][: MOST - drawn]
        if not rows:
            continue
        drawn += len(rows)
        first = y
        for row in rows:
            dots.append(Dot(row, round(at.get(row.published[:10], ROOT + 34), 1), y))
            y += ROW
        name = ", ".join(view.named.get(root, root) for root in part.roots)
        roots.append(Root(name, part.access, first, y - ROW))
        y += GAP
    place: dict[str, Dot] = {}  # the earliest of those that have one text
    lines = []
    for dot in dots:
        first_of = place.setdefault(dot.source.text, dot)
        if first_of is not dot:
            words = f"{_name(dot)}: the text of {_name(first_of)}, to the letter"
            lines.append(Line("", _path(dot, (first_of.x, first_of.y)), False, words))
    heads = {root: one.y for one, part in zip(roots, view.account.parts, strict=False) for root in part.roots}
    of = {dot.source.sha256: dot for dot in dots}
    lines += [line for edge in view.account.edges for line in _line(edge, place, of, heads, view)]
    shown = tuple((round(at[day], 1), day) for day in _apart(days, at))
    return Tree(tuple(roots), tuple(dots), tuple(lines), shown, y, len(view.account.documents) - len(dots))


def _apart(days: list[str], at: dict[str, float]) -> list[str]:
    kept: list[str] = []
    for day in days:
        if not kept or at[day] - at[kept[-1]] > 75:
            kept.append(day)
    return kept


def _name(dot: Dot) -> str:
    return dot.source.outlet or dot.source.label


def _path(start: Dot, end: tuple[float, float]) -> str:
    middle = round((start.x + end[0]) / 2, 1) if start.x != end[0] else start.x - 24
    return f"M{start.x} {start.y} C{middle} {start.y} {middle} {end[1]} {end[0]} {end[1]}"


def _line(
    edge: OriginEdge, place: dict[str, Dot], of: dict[str, Dot], heads: dict[str, float], view: PropositionView
) -> list[Line]:
    start = place.get(edge.first)
    if start is None:
        return []
    if edge.kind == LinkKind.CITES:
        pages = [of[d.source] for d in view.account.documents if d.outlet_key == edge.second and d.source in of]
        page = min(pages, key=lambda dot: (dot.x, dot.y), default=None)
        y = heads.get(edge.second)
        if page is None and y is None:
            return []
        end, to = (page.x, page.y) if page else (ROOT, y or 0.0), view.named.get(edge.second, edge.second)
    else:
        other = place.get(edge.second)
        if other is None:
            return []
        start, other = sorted((start, other), key=lambda dot: (dot.x, dot.y), reverse=True)
        end, to = (other.x, other.y), _name(other)
    kind = edge.kind.replace("_", " ")
    words = f"{_name(start)}: {kind} {'of ' if 'copy' in kind else ''}{to}"
    state = edge.why or (edge.state.value if edge.state else "")
    return [Line(edge.link, _path(start, end), not edge.origins, f"{words}{f' ({state})' if state else ''}")]
