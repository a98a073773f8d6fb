"""Origins: on how many origins do the documents rest that carry one proposition?

The counting rule. Everything is a graph whose nodes are texts and outlets; a number is a count of its
connected parts that hold at least one document. Two sources with one text are one node. Rejected links
are left out everywhere, confirmed ones are followed everywhere; what is suggested (by a machine, not yet
looked at) decides the range.

1. ``documents``: distinct sources.
2. ``families``: parts under copies and partial copies, suggested or confirmed.
3. ``origins``: parts under confirmed links, suggested copies (half of the shorter text or more, see
   ``reuse``), and citations followed upstream. A document that cites an outlet joins the node of that
   outlet; so does a document published by it. Hence two documents that cite one outlet meet there, though
   its own page is not in the file. Suggested partial copies are not followed.
4. ``upper``: the same with suggested links ignored. ``lower``: with all of them followed, partial copies
   too. Always lower <= origins <= upper <= documents.

A citation that stands in an accepted statement was read by the person who accepted it: it is followed in
all three numbers unless its own link says otherwise (suggested: not in ``upper``; rejected: nowhere).

Time: a citation is refused where every document of the cited outlet in this set is later than the citing
one. Days are compared, at the coarser precision of the two; a document without a date refuses nothing.

The number says how many places the record leads back to, not whether what they say is so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from foja.model.record import Record
from foja.model.statement import Statement
from foja.model.support import Link, Support
from foja.model.vocabulary import AllegerKind, LinkKind, LinkState
from foja.text.fold import key

_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class DocumentNode(Record, frozen=True):
    """A document that carries the proposition. ``source`` and ``text`` are digests. ``outlet_key``: name
    key of the outlet that published it, empty where unknown. ``cites``: name keys of the outlets that its
    accepted statements name as their source. ``published``: ISO day or less, empty where unknown."""

    source: str
    text: str
    outlet_key: str = ""
    cites: tuple[str, ...] = ()
    published: str = ""


Node = tuple[str, str]
"""("text", digest), ("source", digest) or ("outlet", name key)."""


class Edge(NamedTuple):
    """``link``: id of the link that a person can reject; empty for what is no link (a page of an outlet).
    ``firm``: followed in ``upper`` as well. ``settled``: a person has decided on the link."""

    one: Node
    other: Node
    link: str = ""
    firm: bool = True
    settled: bool = True
    partial: bool = False


def citations(statement: Statement) -> tuple[str, ...]:
    """Name keys of the outlets through which the statement reached its page, from the page inward."""
    return _keys(statement, AllegerKind.OUTLET)


def speakers(statement: Statement) -> tuple[str, ...]:
    """Name keys of the speakers in the chain, from the page inward. One that publishes sources of the case is an outlet
    that is cited, also where the passage does not say so."""
    return _keys(statement, AllegerKind.SPEAKER)


def _keys(statement: Statement, kind: AllegerKind) -> tuple[str, ...]:
    found = (key(link.name) for link in statement.chain if link.kind is kind)
    return tuple(dict.fromkeys(name for name in found if name))


def citation_id(text: str, outlet_key: str) -> str:
    """The id of the link by which a text cites an outlet, whether or not it was stored as one."""
    return Link(kind=LinkKind.CITES, first=text, second=outlet_key).id


def count(documents: Sequence[DocumentNode], links: Sequence[tuple[Link, LinkState]]) -> Support:
    """The support of a proposition. Independent of the order of both arguments; links to texts outside
    ``documents`` are ignored.

    ``roots``: for each origin, the outlets at its head: cited ones that cite no other in this set (of a
    ring of outlets that cite one another, the first in alphabetical order). An origin without a citation is
    named after the outlet of its earliest document, or after that document's source digest.
    ``hinge``: the link not yet decided by a person whose rejection alone would change ``origins``; where
    there are several, the first in order of id; empty where there is none.
    """
    documents = sorted(set(documents), key=lambda d: (d.source, d.text, d.outlet_key, d.published, d.cites))
    nodes = sorted({("text", d.text) for d in documents})
    known = _settle(links)
    copies = list(_copies(set(nodes), known))
    cites = sorted(set(_citations(documents, known)))
    own = {Edge(("text", d.text), ("outlet", d.outlet_key)) for d in documents if d.outlet_key}
    same = {Edge(("text", d.text), ("source", d.source)) for d in documents}
    origins = sorted({*same, *own, *cites, *(edge for edge in copies if edge.settled or not edge.partial)})
    parts = _parts(nodes, origins)
    return Support(
        documents=len({d.source for d in documents}),
        families=len(_parts(nodes, [*same, *copies])),
        origins=len(parts),
        upper=len(_parts(nodes, [edge for edge in origins if edge.firm])),
        lower=len(_parts(nodes, [*origins, *copies])),
        roots=tuple(sorted({root for part in parts for root in _roots(part, documents, cites)})),
        hinge=min(_hinges(origins), default=""),
    )


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
        if link.kind is LinkKind.CITES or state is LinkState.REJECTED or not {one, other} <= nodes:
            continue
        settled = state is LinkState.CONFIRMED
        yield Edge(one, other, name, settled, settled, partial=link.kind is LinkKind.PARTIAL_COPY)


def _citations(documents: Sequence[DocumentNode], known: dict[str, tuple[Link, LinkState]]) -> Iterator[Edge]:
    days: dict[str, list[str]] = {}
    for document in documents:
        if document.outlet_key:
            days.setdefault(document.outlet_key, []).append(_day(document.published))
    for document in documents:
        for outlet in document.cites:
            name = citation_id(document.text, outlet)
            state = known[name][1] if name in known else None
            against_time = outlet in days and all(_later(day, _day(document.published)) for day in days[outlet])
            if outlet and outlet != document.outlet_key and state is not LinkState.REJECTED and not against_time:
                firm, settled = state is not LinkState.SUGGESTED, state is LinkState.CONFIRMED
                yield Edge(("text", document.text), ("outlet", outlet), name, firm, settled)


def _day(published: str) -> str:
    match = _DAY.match(published)
    return match.group() if match else ""


def _later(day: str, other: str) -> bool:
    precision = min(len(day), len(other))
    return day[:precision] > other[:precision]


def _parts(nodes: Sequence[Node], edges: Iterable[Edge]) -> list[frozenset[Node]]:
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
    parts: dict[Node, set[Node]] = {}
    for node in sorted(parent):
        parts.setdefault(head(node), set()).add(node)
    return [frozenset(part) for part in parts.values() if any(kind == "text" for kind, _ in part)]


def _roots(part: frozenset[Node], documents: Sequence[DocumentNode], cites: Sequence[Edge]) -> list[str]:
    ours = [document for document in documents if ("text", document.text) in part]
    followed = {(edge.one[1], edge.other[1]) for edge in cites if edge.one in part}
    upstream: dict[str, set[str]] = {}
    for text, outlet in followed:
        upstream.setdefault(outlet, set())
        for document in ours:
            if document.text == text and document.outlet_key:
                upstream.setdefault(document.outlet_key, set()).add(outlet)
    cited = {outlet for _, outlet in followed}
    if heads := sorted(outlet for outlet in cited if not upstream[outlet]):
        return heads
    if cited:
        return [min(cited)]
    first = min(ours, key=lambda d: (_day(d.published) or "9999", d.outlet_key or d.source, d.source))
    return [first.outlet_key or first.source]


def _hinges(edges: Sequence[Edge]) -> set[str]:
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
        texts, low, bridges = {start: int(start[0] == "text")}, {start: 0}, []
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
                        bridges.append((by, texts[node]))
        for number, below in bridges:
            edge = edges[number]
            if edge.link and not edge.settled and 0 < below < texts[start]:
                found.add(edge.link)
    return found
