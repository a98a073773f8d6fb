"""Small files of documents whose count was worked out by hand: what is shown, what the script of an export shows, and
what a sum over islands gives.

Each case has its documents (a letter each, ``text`` where two have one), the links between them, and what a reader who
follows the rule of ``docs/explanation/how-foja-counts.md`` with a pencil arrives at.
"""

from dataclasses import dataclass, field

import pytest

from foja.model.record import builtins
from foja.model.support import DocumentNode, Link, Support
from foja.model.vocabulary import LinkKind, LinkState
from foja.publish.offline import recount
from foja.weigh.islands import islands, sum_island, total
from foja.weigh.origin_graph import citation_id
from foja.weigh.origins import count

S, C, R = LinkState.SUGGESTED, LinkState.CONFIRMED, LinkState.REJECTED
COPY, PART, TRANSLATION = LinkKind.COPY, LinkKind.PARTIAL_COPY, LinkKind.TRANSLATION
Known = tuple[Link, LinkState]


def doc(name: str, outlet: str = "", day: str = "", *cites: str, text: str = "", **more: object) -> DocumentNode:
    return DocumentNode(
        source=name, text=text or f"t-{name}", outlet_key=outlet, published=day and f"2001-05-{day}",
        cites=tuple(sorted(cites)), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def link(one: str, other: str, kind: LinkKind = COPY, state: LinkState = S) -> Known:
    first, second = sorted((f"t-{one}", f"t-{other}"))
    return Link(kind=kind, first=first, second=second, containment=0.6), state


def cited(one: str, outlet: str) -> str:
    return citation_id(f"t-{one}", outlet)


def name_of(known: Known) -> str:
    return known[0].id


@dataclass(frozen=True)
class File:
    """``shown``: documents, families, origins, at least, at most. ``hinges``: the links of which the first by id is the
    hinge. ``roots``: where the origins are headed; empty where the case is not about them."""

    documents: list[DocumentNode]
    links: list[Known]
    shown: tuple[int, int, int, int, int]
    hinges: list[str] = field(default_factory=list)
    roots: tuple[str, ...] = ()
    access: tuple[int, int] | None = None


WIRE = doc("a", "wire", "02", bare=True)
PAPER = doc("b", "paper", "03", bare=True)
FAR = doc("f", "far", "09", bare=True)
HEARD = doc("a", "wire", "02", speakers=("oliva",), direct=True)

CASES = {
    "two pages with nothing in common": File([WIRE, PAPER], [], (2, 2, 2, 2, 2), roots=("paper", "wire")),
    "a copy with an interview of its own beside": File(
        [WIRE, PAPER], [link("a", "b")], (2, 1, 1, 1, 2), [name_of(link("a", "b"))], ("wire",)
    ),
    "what only the interview has": File([PAPER], [link("a", "b")], (1, 1, 1, 1, 1), roots=("paper",)),
    "three papers that print one text to the letter, and one that cites the first of them": File(
        [WIRE, doc("b", "paper", "02", text="t-a"), doc("c", "post", "03", text="t-a"), doc("d", "far", "04", "wire")],
        [], (4, 2, 1, 1, 1), [cited("d", "wire")], ("wire",),
    ),
    "a translation of a copy": File(
        [WIRE, PAPER, doc("c", "diario", "04")], [link("a", "b"), link("b", "c", TRANSLATION)],
        (3, 1, 2, 1, 3), [name_of(link("a", "b"))],
    ),
    "the translation confirmed": File(
        [WIRE, PAPER, doc("c", "diario", "04")], [link("a", "b"), link("b", "c", TRANSLATION, C)],
        (3, 1, 1, 1, 2), [name_of(link("a", "b"))],
    ),
    "a page that cites two outlets, neither of them here": File(
        [doc("a", "paper", "05", "wire", "agency")], [], (1, 1, 1, 1, 1), roots=("agency", "wire")
    ),
    # It may rest on either: the number is low where it is wrong, both stand as roots, and to reject one parts them.
    "a page that cites two outlets, both here": File(
        [WIRE, FAR, doc("c", "paper", "10", "wire", "far")], [], (3, 3, 1, 1, 1),
        [cited("c", "wire"), cited("c", "far")], ("far", "wire"),
    ),
    "and one of its citations rejected": File(
        [WIRE, FAR, doc("c", "paper", "10", "wire", "far")],
        [(Link(kind=LinkKind.CITES, first="t-c", second="far"), R)], (3, 3, 2, 2, 2),
        [cited("c", "wire")], ("far", "wire"),
    ),
    "own access beside a copy of it": File(
        [HEARD, PAPER, doc("c", "far", "04", bare=True, issued=True)],
        [link("a", "b")], (3, 2, 2, 2, 3), [name_of(link("a", "b"))], access=(2, 2),
    ),
    "three captures of one page of an outlet": File(
        [WIRE, doc("b", "wire", "03"), doc("c", "wire", "04")],
        [link("a", "b", LinkKind.REVISION), link("b", "c", LinkKind.REVISION)], (3, 1, 1, 1, 1), roots=("wire",),
    ),
    "three captures of one page of nobody knows whom": File(
        [doc("a", "", "02"), doc("b", "", "03"), doc("c", "", "04")],
        [link("a", "b", LinkKind.REVISION), link("b", "c", LinkKind.REVISION)], (3, 1, 1, 1, 3),
        [name_of(link("a", "b", LinkKind.REVISION)), name_of(link("b", "c", LinkKind.REVISION))], ("a",),
    ),
    "a release that two passed on": File(
        [WIRE, PAPER], [link("a", "b", LinkKind.SAME_RELEASE)], (2, 1, 2, 1, 2), roots=("paper", "wire")
    ),
    "two that cite each other": File(
        [doc("a", "wire", "02", "paper"), doc("b", "paper", "02", "wire")], [], (2, 2, 1, 1, 1), roots=("paper",)
    ),
    "three in a ring, and one outside": File(
        [doc("a", "x", "02", "y"), doc("b", "y", "02", "z"), doc("c", "z", "02", "x"), FAR],
        [], (4, 4, 2, 2, 2), roots=("far", "x"),
    ),
    "two that cite what is not here": File(
        [doc("c", "paper", "05", "wire"), doc("d", "post", "06", "wire")], [], (2, 2, 1, 1, 1),
        [cited("c", "wire"), cited("d", "wire")], ("wire",), (0, 0),
    ),
    "and it comes in later": File(
        [WIRE, doc("c", "paper", "05", "wire"), doc("d", "post", "06", "wire")], [], (3, 3, 1, 1, 1),
        [cited("c", "wire"), cited("d", "wire")], ("wire",), (0, 1),
    ),
    "what is cited came out after the citation": File(
        [doc("a", "wire", "08"), doc("c", "paper", "05", "wire")], [], (2, 2, 2, 2, 2), roots=("paper", "wire")
    ),
    "a copy that was rejected": File([WIRE, PAPER], [link("a", "b", COPY, R)], (2, 2, 2, 2, 2)),
    "a copy that was rejected, and a copy of both": File(
        [WIRE, PAPER, FAR], [link("a", "b", COPY, R), link("a", "f"), link("b", "f")], (3, 1, 1, 1, 3),
        [name_of(link("a", "f")), name_of(link("b", "f"))],
    ),
    "a long chain of near-copies": File(
        [doc(one, one) for one in "abcde"], [link(*pair) for pair in ("ab", "bc", "cd", "de")], (5, 1, 1, 1, 5),
        [name_of(link(*pair)) for pair in ("ab", "bc", "cd", "de")],
    ),
    "a long chain of partial copies": File(
        [doc(one, one) for one in "abcd"], [link(*pair, PART) for pair in ("ab", "bc", "cd")], (4, 1, 4, 1, 4)
    ),
    "two pages that quote one speaker": File(
        [HEARD, doc("b", "far", "03", speakers=("oliva",), direct=True)],
        [link("a", "b", LinkKind.QUOTES)], (2, 2, 2, 2, 2), access=(2, 2),
    ),
    "a source of the file that was taken out": File([PAPER], [link("a", "b"), link("b", "c")], (1, 1, 1, 1, 1)),
}  # fmt: skip


def numbers(found: Support) -> tuple[int, int, int, int, int]:
    return found.documents, found.families, found.origins, found.lower, found.upper


@pytest.mark.parametrize("name", CASES)
def test_the_count_is_the_one_made_by_hand(name: str) -> None:
    case = CASES[name]
    found = count(case.documents, case.links)

    assert (case.shown, min(case.hinges, default="")) == (numbers(found), found.hinge)
    if case.roots:
        assert case.roots == found.roots
    if case.access is not None:
        assert case.access == (found.access, found.access_upper)
    speakers = len({speaker for one in case.documents for speaker in one.speakers})
    assert found == total([sum_island(i, case.links) for i in islands(case.documents, case.links)], speakers)


@pytest.mark.parametrize("name", CASES)
def test_the_script_of_an_export_counts_the_same(name: str) -> None:
    case = CASES[name]
    made = recount.count(
        [builtins(one) for one in case.documents],
        {one.id: (builtins(one), state.value) for one, state in case.links},
    )
    assert case.shown == tuple(made[key] for key in ("documents", "families", "origins", "lower", "upper"))
    assert min(case.hinges, default="") == made["hinge"]


def test_a_citation_that_alone_holds_two_pages_together_can_be_decided_on() -> None:
    nodes = [WIRE, doc("c", "paper", "05", "wire")]
    cited = (Link(kind=LinkKind.CITES, first="t-c", second="wire"), R)
    assert (1, 2) == (count(nodes, []).origins, count(nodes, [cited]).origins)
    # It is the hinge too: a person read the statement, and did not decide on the link.
    assert citation_id("t-c", "wire") == count(nodes, []).hinge
