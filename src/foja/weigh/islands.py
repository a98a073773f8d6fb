"""Islands: documents of one proposition that could join one another, however a person decides.

The documents of two islands share no text, no outlet that one is of and another cites, and no link, not even a rejected
one. So each is counted for itself (``origins``), and the count of the proposition is a sum: a decision on a statement
or a link counts one island anew. Only voices reach over islands: a speaker who is quoted in two of them is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import field
from msgspec.structs import replace

from foja.model.record import Record
from foja.model.support import Account, DocumentNode, Link, OriginPart, Support
from foja.model.vocabulary import LinkKind, LinkState
from foja.weigh.origin_graph import Graph, graph_of
from foja.weigh.origins import account_of, bare_parts, origins_of, shares_of, support_of, swayed_in

Links = Sequence[tuple[Link, LinkState]]


class IslandCount(Record, frozen=True):
    """What an island adds to the count of its proposition: numbers as in ``Support``, without voices. ``bare``: origins
    in which a page says it in its own voice, with ``bare_upper`` and ``bare_lower`` for the bounds. ``shares``:
    documents that lead to each root. ``sways``: links not decided of which a decision would change a number."""

    documents: int = 0
    families: int = 0
    origins: int = 0
    upper: int = 0
    lower: int = 0
    access: int = 0
    access_upper: int = 0
    bare: int = 0
    bare_upper: int = 0
    bare_lower: int = 0
    shares: dict[str, int] = field(default_factory=dict)
    hinge: str = ""
    sways: tuple[str, ...] = ()


ADDED = (
    "documents", "families", "origins", "upper", "lower", "access", "access_upper", "bare", "bare_upper", "bare_lower",
)  # fmt: skip
"""Numbers of islands that are summed."""


def outlets_of(node: DocumentNode) -> set[str]:
    """Name keys of the outlets by which a document can meet others: its own, and those that it cites."""
    return {outlet for outlet in (node.outlet_key, *node.cites) if outlet}


def islands(nodes: Iterable[DocumentNode], links: Links) -> list[list[DocumentNode]]:
    """The islands of these documents, each in order of its sources; the same in any order of both arguments."""
    ordered = sorted(nodes, key=lambda node: node.source)
    above: dict[str, str] = {}

    def head(name: str) -> str:
        above.setdefault(name, name)
        while above[name] != name:
            above[name] = above[above[name]]
            name = above[name]
        return name

    def join(one: str, other: str) -> None:
        first, second = sorted((head(one), head(other)))
        above[second] = first

    texts = {node.text for node in ordered}
    for node in ordered:
        for outlet in outlets_of(node):
            join(f"t{node.text}", f"o{outlet}")
    for link, _ in links:
        if link.kind is not LinkKind.CITES and {link.first, link.second} <= texts:
            join(f"t{link.first}", f"t{link.second}")
    found: dict[str, list[DocumentNode]] = {}
    for node in ordered:
        found.setdefault(head(f"t{node.text}"), []).append(node)
    return sorted(found.values(), key=name_of)


def name_of(island: Iterable[DocumentNode]) -> str:
    """The text by which an island is known: the least of its texts."""
    return min(node.text for node in island)


def count_island(island: Sequence[DocumentNode], links: Links) -> tuple[Account, IslandCount]:
    """An island counted for itself."""
    graph = graph_of(island, links)
    found = account_of(graph, links)
    return found, replace(_sum(graph, found.support, found.parts), sways=swayed_in(graph))


def sum_island(island: Sequence[DocumentNode], links: Links) -> IslandCount:
    """What an island adds, without what it takes to explain it and without ``sways``."""
    graph = graph_of(island, links)
    parts = origins_of(graph)
    return _sum(graph, support_of(graph, parts), parts)


def _sum(graph: Graph, support: Support, parts: Sequence[OriginPart]) -> IslandCount:
    bare, bare_upper, bare_lower = bare_parts(graph)
    return IslandCount(
        documents=support.documents, families=support.families, origins=support.origins, upper=support.upper,
        lower=support.lower, access=support.access, access_upper=support.access_upper, bare=bare, bare_upper=bare_upper,
        bare_lower=bare_lower, shares=dict(sorted(shares_of(parts).items())), hinge=support.hinge,
    )  # fmt: skip


def total(parts: Iterable[IslandCount], speakers: int) -> Support:
    """The count of a proposition: the sum of its islands. ``speakers``: how many different ones its documents quote."""
    counted = list(parts)
    sums = {name: sum(getattr(part, name) for part in counted) for name in ADDED}
    bare, bare_upper, bare_lower = (sums.pop(name) for name in ("bare", "bare_upper", "bare_lower"))
    return Support(
        **sums,
        voices=speakers + bare, voices_upper=speakers + bare_upper, voices_lower=speakers + bare_lower,
        roots=tuple(sorted(root for part in counted for root in part.shares)),
        hinge=min((part.hinge for part in counted if part.hinge), default=""),
    )  # fmt: skip
