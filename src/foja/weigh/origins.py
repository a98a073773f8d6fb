"""Origins: on how many origins do the documents rest that carry one proposition?

The counting rule. Everything is a graph whose nodes are texts and outlets (``origin_graph``); a number is a count of
its connected parts that hold at least one document. Two sources with one text are one node. Rejected links are left
out everywhere, confirmed ones are followed everywhere; what is suggested (by a machine, not yet looked at) decides the
range.

1. ``documents``: distinct sources.
2. ``families``: parts under copies and partial copies, suggested or confirmed.
3. ``origins``: parts under confirmed links, suggested copies (half of the shorter text or more, see ``reuse``), and
   citations followed upstream. A document that cites an outlet joins the node of that outlet; so does a document
   published by it. Hence two documents that cite one outlet meet there, though its own page is not in the file.
   Suggested links of a dashed kind (``origin_graph.DASHED``) are not followed.
4. ``upper``: the same with suggested links ignored. ``lower``: with all of them followed, dashed ones too. Always
   lower <= origins <= upper <= documents.
5. ``access``: origins of which a document at the head says how it knows: it is the own text of the body that speaks,
   or it names a speaker or a document with no outlet between. ``access_upper``: origins of which a document at the head
   is in the file at all. Of an outlet that is only cited, nobody here can see how it knows.
6. ``voices``: who is said to say it. Quoting splits utterance and content: two outlets that quote one speaker are two
   witnesses that it was said, and one voice. Each named speaker is one; an origin that says it in its own voice is one.
   ``voices_lower`` and ``voices_upper``: the same with the origins of ``lower`` and ``upper``.

A citation that stands in an accepted statement was read by the person who accepted it: it is followed in all numbers
unless its own link says otherwise (suggested: not in ``upper``; rejected: nowhere).

Time: a citation is refused where every document of the cited outlet in this set is later than the citing one. Days are
compared, at the coarser precision of the two; a document without a date refuses nothing.

The numbers say how many places the record leads back to, not whether what they say is so. They never change where a
statement stands in law.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from foja.model.statement import Statement
from foja.model.support import Account, DocumentNode, Link, OriginEdge, OriginPart, Support
from foja.model.vocabulary import AllegerKind, LinkState
from foja.text.fold import key
from foja.weigh.origin_graph import Graph, Node, bridges, day_of, graph_of

STATED, ON_FILE, CITED = "stated", "on file", "cited"
"""Access of an origin: a head says how it knows; a head is in the file; none is."""


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


def count(documents: Sequence[DocumentNode], links: Sequence[tuple[Link, LinkState]]) -> Support:
    """The support of a proposition. Independent of the order of both arguments; links to texts outside
    ``documents`` are ignored.

    ``roots``: for each origin, the outlets at its head: cited ones that cite no other in this set (of a
    ring of outlets that cite one another, the first in alphabetical order). An origin without a citation is
    named after the outlet of its earliest document, or after that document's source digest.
    ``hinge``: the link not yet decided by a person whose rejection alone would change ``origins``; where
    there are several, the first in order of id; empty where there is none.
    """
    graph = graph_of(documents, links)
    return support_of(graph, origins_of(graph))


def account(documents: Sequence[DocumentNode], links: Sequence[tuple[Link, LinkState]]) -> Account:
    """The count with all that it followed and all that it left out."""
    return account_of(graph_of(documents, links), links)


def account_of(graph: Graph, links: Sequence[tuple[Link, LinkState]]) -> Account:
    """``account`` of a graph made before."""
    followed, upper, lower = set(graph.origins), set(graph.upper), set(graph.lower)
    states = {link.id: state for link, state in links}
    edges = sorted({*graph.cites, *graph.copies, *graph.refused})
    parts = origins_of(graph)
    return Account(
        support=support_of(graph, parts),
        documents=graph.documents,
        parts=parts,
        edges=tuple(
            OriginEdge(
                kind=edge.kind, link=edge.link, first=edge.one[1], second=edge.other[1],
                state=states.get(edge.link), origins=edge in followed, upper=edge in upper, lower=edge in lower,
                why=edge.why,
            )
            for edge in edges
        ),
    )  # fmt: skip


def shares(found: Account) -> dict[str, int]:
    """How many documents lead to each root."""
    return shares_of(found.parts)


def shares_of(parts: Iterable[OriginPart]) -> dict[str, int]:
    """The same of origins alone."""
    counted: dict[str, int] = {}
    for part in parts:
        for root in part.roots:
            counted[root] = counted.get(root, 0) + len(part.sources)
    return counted


def swayed(documents: Sequence[DocumentNode], links: Sequence[tuple[Link, LinkState]]) -> tuple[str, ...]:
    """The links, suggested and not decided, of which a decision would change one of the numbers: to reject them, or to
    confirm them. Sorted by id; citations are left out, as they were read with their statements."""
    return swayed_in(graph_of(documents, links))


def swayed_in(graph: Graph) -> tuple[str, ...]:
    """``swayed`` of a graph made before."""
    open_copies = [edge for edge in graph.copies if not edge.settled]
    firm = {node: number for number, part in enumerate(graph.upper_parts) for node in part}
    joining = {edge.link for edge in open_copies if firm[edge.one] != firm[edge.other]}
    rejecting = bridges(graph.origins) | bridges(graph.lower) | bridges(graph.families)
    return tuple(sorted(joining | (rejecting & {edge.link for edge in open_copies})))


def bare_parts(graph: Graph) -> tuple[int, int, int]:
    """Origins in which a page says it in its own voice: of ``origins``, of ``upper``, of ``lower``."""
    origins, upper, lower = (
        _bare(graph.documents, parts) for parts in (graph.origin_parts, graph.upper_parts, graph.lower_parts)
    )
    return origins, upper, lower


def origins_of(graph: Graph) -> tuple[OriginPart, ...]:
    """The origins of a graph, each with its documents and roots."""
    return tuple(_part(part, graph) for part in graph.origin_parts)


def support_of(graph: Graph, found: Sequence[OriginPart]) -> Support:
    """``count`` of a graph made before, with its origins."""
    parts, upper, lower = graph.origin_parts, graph.upper_parts, graph.lower_parts
    return Support(
        documents=len({d.source for d in graph.documents}),
        families=len(graph.family_parts),
        origins=len(parts),
        upper=len(upper),
        lower=len(lower),
        access=sum(part.access == STATED for part in found),
        access_upper=sum(part.access != CITED for part in found),
        voices=_voices(graph.documents, parts),
        voices_upper=_voices(graph.documents, upper),
        voices_lower=_voices(graph.documents, lower),
        roots=tuple(sorted({root for part in found for root in part.roots})),
        hinge=min(bridges(graph.origins), default=""),
    )


def _voices(documents: Sequence[DocumentNode], parts: Sequence[frozenset[Node]]) -> int:
    named = {speaker for document in documents for speaker in document.speakers}
    return len(named) + _bare(documents, parts)


def _bare(documents: Sequence[DocumentNode], parts: Sequence[frozenset[Node]]) -> int:
    bare = {document.text for document in documents if document.bare}
    return sum(any(kind == "text" and name in bare for kind, name in part) for part in parts)


def _part(part: frozenset[Node], graph: Graph) -> OriginPart:
    """An origin. At its head are the documents of the outlets that it leads to; where it cites none, the earliest one,
    with those that have its text."""
    ours = sorted(graph.documents_in(part), key=_by_day)
    if roots := _upstream(part, graph):
        heads = [document for document in ours if document.outlet_key in roots]
    else:
        heads = [document for document in ours if document.text == ours[0].text]
        roots = [ours[0].outlet_key or ours[0].source]
    return OriginPart(
        roots=tuple(roots),
        sources=tuple(d.source for d in ours),
        heads=tuple(sorted({d.source for d in heads})),
        access=STATED if any(d.direct or d.issued for d in heads) else ON_FILE if heads else CITED,
    )


def _upstream(part: frozenset[Node], graph: Graph) -> list[str]:
    """The cited outlets at the head; empty where nothing is cited."""
    followed = {(edge.one[1], edge.other[1]) for node in part for edge in graph.cites_of.get(node, ())}
    upstream: dict[str, set[str]] = {}
    for text, outlet in followed:
        upstream.setdefault(outlet, set())
        for document in graph.by_text[text]:
            if document.outlet_key:
                upstream.setdefault(document.outlet_key, set()).add(outlet)
    cited = sorted({outlet for _, outlet in followed})
    return [outlet for outlet in cited if not upstream[outlet]] or cited[:1]


def _by_day(document: DocumentNode) -> tuple[str, str, str]:
    return day_of(document.published) or "9999", document.outlet_key or document.source, document.source
