"""The graph by which origins are counted: texts, outlets, and why two of them belong together.

Two sources with one text are one node. A document that cites an outlet is joined to the node of that outlet; so is a
document published by it. Copies join texts. What a person rejected, and citations against time, are kept apart from the
edges that are followed, with the reason, so that an account of a count can say what it left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from foja.model.support import DocumentNode, Link
from foja.model.vocabulary import LinkKind, LinkState

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")

Node = tuple[str, str]
"""("text", digest), ("source", digest) or ("outlet", name key)."""

DASHED = frozenset(
    {
        LinkKind.PARTIAL_COPY, LinkKind.TRANSLATION, LinkKind.PARAPHRASE,
        LinkKind.SAME_RELEASE, LinkKind.SHARED_ERROR,
    }
)  # fmt: skip
"""Kinds that are followed in ``lower`` alone while they are only suggested: they say "possibly dependent"."""


class Edge(NamedTuple):
    """``link``: id of the link that a person can reject; empty for what is no link (a page of an outlet).
    ``firm``: followed in ``upper`` as well. ``settled``: a person has decided on the link. ``dashed``: of a kind that
    is followed in ``lower`` alone while it is suggested. ``why``: for an edge that is not followed at all."""

    one: Node
    other: Node
    link: str = ""
    firm: bool = True
    settled: bool = True
    dashed: bool = False
    kind: str = ""
    why: str = ""


@dataclass(frozen=True)
class Graph:
    """Of the documents of one proposition. ``same``: sources that have one text. ``own``: pages of an outlet."""

    documents: tuple[DocumentNode, ...]
    nodes: tuple[Node, ...]
    same: tuple[Edge, ...]
    own: tuple[Edge, ...]
    cites: tuple[Edge, ...]
    copies: tuple[Edge, ...]
    refused: tuple[Edge, ...]

    @cached_property
    def by_text(self) -> dict[str, list[DocumentNode]]:
        """Documents by their text, in order."""
        found: dict[str, list[DocumentNode]] = {}
        for document in self.documents:
            found.setdefault(document.text, []).append(document)
        return found

    @cached_property
    def cites_of(self) -> dict[Node, list[Edge]]:
        """Citations by the text that makes them."""
        found: dict[Node, list[Edge]] = {}
        for edge in self.cites:
            found.setdefault(edge.one, []).append(edge)
        return found

    def documents_in(self, part: Iterable[Node]) -> list[DocumentNode]:
        """The documents whose texts are among these nodes."""
        return [document for kind, name in sorted(part) if kind == "text" for document in self.by_text[name]]

    @cached_property
    def families(self) -> list[Edge]:
        """What joins documents to families."""
        return [*self.same, *self.copies]

    @cached_property
    def origins(self) -> list[Edge]:
        """What is followed upstream."""
        followed = {*self.same, *self.own, *self.cites, *(e for e in self.copies if e.settled or not e.dashed)}
        return sorted(followed)

    @cached_property
    def family_parts(self) -> list[frozenset[Node]]:
        return parts_of(self.nodes, self.families)

    @cached_property
    def origin_parts(self) -> list[frozenset[Node]]:
        return parts_of(self.nodes, self.origins)

    @cached_property
    def upper_parts(self) -> list[frozenset[Node]]:
        return parts_of(self.nodes, self.upper)

    @cached_property
    def lower_parts(self) -> list[frozenset[Node]]:
        return parts_of(self.nodes, self.lower)

    @cached_property
    def upper(self) -> list[Edge]:
        return [edge for edge in self.origins if edge.firm]

    @cached_property
    def lower(self) -> list[Edge]:
        return [*self.origins, *(edge for edge in self.copies if edge.dashed and not edge.settled)]


def citation_id(text: str, outlet_key: str) -> str:
    """The id of the link by which a text cites an outlet, whether or not it was stored as one."""
    return Link(kind=LinkKind.CITES, first=text, second=outlet_key).id


def graph_of(documents: Sequence[DocumentNode], links: Sequence[tuple[Link, LinkState]]) -> Graph:
    """The graph; independent of the order of both arguments. Links to texts of other documents are left out."""
    ordered = tuple(sorted(set(documents), key=lambda d: (d.source, d.text, d.outlet_key, d.published, d.cites)))
    nodes = tuple(sorted({("text", d.text) for d in ordered}))
    known = _settle(links)
    copies = sorted(set(_copies(set(nodes), known)))
    cites = sorted(set(_citations(ordered, known)))
    return Graph(
        ordered, nodes,
        same=tuple(sorted({Edge(("text", d.text), ("source", d.source)) for d in ordered})),
        own=tuple(sorted({Edge(("text", d.text), ("outlet", d.outlet_key)) for d in ordered if d.outlet_key})),
        cites=tuple(edge for edge in cites if not edge.why),
        copies=tuple(edge for edge in copies if not edge.why),
        refused=tuple(edge for edge in (*cites, *copies) if edge.why),
    )  # fmt: skip


_WEIGHT = {LinkState.SUGGESTED: 0, LinkState.CONFIRMED: 1, LinkState.REJECTED: 2}


def _settle(links: Sequence[tuple[Link, LinkState]]) -> dict[str, tuple[Link, LinkState]]:
    """One state for each link, in order of id. Given twice, a rejection outweighs a confirmation, and both
    outweigh a suggestion."""
    known: dict[str, tuple[Link, LinkState]] = {}
    for link, state in sorted(links, key=lambda pair: (pair[0].id, _WEIGHT[pair[1]])):
        known[link.id] = (link, state)
    return known


def _copies(nodes: set[Node], known: dict[str, tuple[Link, LinkState]]) -> Iterator[Edge]:
    for name, (link, state) in known.items():
        one, other = ("text", link.first), ("text", link.second)
        if link.kind not in (LinkKind.CITES, LinkKind.QUOTES) and {one, other} <= nodes:
            settled = state is LinkState.CONFIRMED
            why = "rejected" if state is LinkState.REJECTED else ""
            yield Edge(one, other, name, settled, settled, link.kind in DASHED, link.kind, why)


def _citations(documents: Sequence[DocumentNode], known: dict[str, tuple[Link, LinkState]]) -> Iterator[Edge]:
    first: dict[str, dict[int, str]] = {}
    for document in documents:
        if document.outlet_key:
            day = day_of(document.published)
            known_days = first.setdefault(document.outlet_key, {})
            known_days[len(day)] = min(day, known_days.get(len(day), day))
    for document in documents:
        for outlet in document.cites:
            if not outlet or outlet == document.outlet_key:
                continue
            name = citation_id(document.text, outlet)
            state = known[name][1] if name in known else None
            days = first.get(outlet, {}).values()  # the first to the day, the first to the month, and so on
            late = bool(days) and all(later(day, document.published) for day in days)
            why = "rejected" if state is LinkState.REJECTED else "against time" if late else ""
            firm, settled = state is not LinkState.SUGGESTED, state is LinkState.CONFIRMED
            yield Edge(("text", document.text), ("outlet", outlet), name, firm, settled, False, LinkKind.CITES, why)


def day_of(published: str) -> str:
    """The day, month or year of an ISO date; empty where there is none."""
    match = _DAY.match(published)
    return match.group() if match else ""


def later(published: str, other: str) -> bool:
    """Whether something was published after ``other``, as far as both dates say: never where one is not known."""
    day, other = day_of(published), day_of(other)
    precision = min(len(day), len(other))
    return day[:precision] > other[:precision]


def parts_of(nodes: Sequence[Node], edges: Iterable[Edge]) -> list[frozenset[Node]]:
    """The connected parts that hold a text, ordered by their first text."""
    parent: dict[Node, Node] = {node: node for node in nodes}

    def head(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in edges:
        one, other = sorted((head(edge.one), head(edge.other)))
        parent[other] = one
    parts: dict[Node, list[Node]] = {}
    for node in parent:
        parts.setdefault(head(node), []).append(node)
    texts = {top: min((node for node in part if node[0] == "text"), default=None) for top, part in parts.items()}
    held = sorted((first, top) for top, first in texts.items() if first is not None)
    return [frozenset(parts[top]) for _, top in held]


def bridges(edges: Sequence[Edge]) -> set[str]:
    """Ids of the links, not yet decided, without which a part falls into two that both hold a text:
    the bridges of the graph (Tarjan 1974), walked without recursion."""
    near: dict[Node, list[tuple[Node, int]]] = {}
    for number, edge in enumerate(edges):
        near.setdefault(edge.one, []).append((edge.other, number))
        near.setdefault(edge.other, []).append((edge.one, number))
    found: set[str] = set()
    order: dict[Node, int] = {}
    for start in list(near):
        if start in order:
            continue
        texts, low, between = {start: int(start[0] == "text")}, {start: 0}, []
        order[start] = 0
        path: list[tuple[Node, int, Iterator[tuple[Node, int]]]] = [(start, -1, iter(near[start]))]
        while path:
            node, by, rest = path[-1]
            for other, number in rest:
                if other not in order:
                    order[other] = low[other] = len(low)
                    texts[other] = int(other[0] == "text")
                    path.append((other, number, iter(near[other])))
                    break
                if number != by:
                    low[node] = min(low[node], order[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                    texts[above] += texts[node]
                    if low[node] == order[node]:
                        between.append((by, texts[node]))
        for number, below in between:
            edge = edges[number]
            if edge.link and not edge.settled and 0 < below < texts[start]:
                found.add(edge.link)
    return found
