"""The counting rule: how many places the record leads back to."""

from hypothesis import given
from hypothesis import strategies as st

from foja.model.support import Link, Support
from foja.model.vocabulary import LinkKind, LinkState
from foja.weigh.origins import DocumentNode, citation_id, citations, count
from foja.weigh.reuse import compare
from weigh.samples import NOTE, document, statement


def node(
    name: str, *, outlet: str = "", cites: tuple[str, ...] = (), published: str = "", text: str = ""
) -> DocumentNode:
    return DocumentNode(source=name, text=text or f"t{name}", outlet_key=outlet, cites=cites, published=published)


def copy(one: str, other: str, kind: LinkKind = LinkKind.COPY) -> Link:
    first, second = sorted((f"t{one}", f"t{other}"))
    return Link(kind=kind, first=first, second=second, containment=0.9 if kind is LinkKind.COPY else 0.3)


def numbers(support: Support) -> tuple[int, int, int, int, int]:
    return support.documents, support.families, support.origins, support.upper, support.lower


SUGGESTED, CONFIRMED, REJECTED = LinkState.SUGGESTED, LinkState.CONFIRMED, LinkState.REJECTED


def test_unlinked_documents_are_as_many_origins() -> None:
    support = count([node("a"), node("b"), node("c")], [])

    assert (3, 3, 3, 3, 3) == numbers(support)
    assert ("a", "b", "c") == support.roots
    assert "" == support.hinge


def test_an_agency_note_its_copy_and_a_paper_that_cites_the_agency_are_one_origin() -> None:
    note, copied = document(NOTE), document("From our desk. " + NOTE)
    link = compare(note, copied)
    assert link is not None
    nodes = [
        node("agency", text=note.reading.text, outlet="sample wire", published="2025-04-10"),
        node("paper", text=copied.reading.text, outlet="gazette", published="2025-04-11"),
        node("digest", cites=("sample wire",), published="2025-04-12"),
    ]

    support = count(nodes, [(link, SUGGESTED)])

    assert (3, 2, 1, 2, 1) == numbers(support)
    assert ("sample wire",) == support.roots
    assert support.hinge in (link.id, citation_id("tdigest", "sample wire"))


def test_two_papers_that_cite_one_absent_outlet_meet_there() -> None:
    support = count([node("a", cites=("clarin",)), node("b", cites=("clarin",))], [])

    assert (2, 2, 1, 1, 1) == numbers(support)
    assert ("clarin",) == support.roots


def test_a_suggested_link_decides_the_range_and_is_the_hinge() -> None:
    nodes, link = [node("a"), node("b")], copy("a", "b")

    suggested = count(nodes, [(link, SUGGESTED)])
    assert ((2, 1, 1, 2, 1), link.id) == (numbers(suggested), suggested.hinge)
    confirmed = count(nodes, [(link, CONFIRMED)])
    assert ((2, 1, 1, 1, 1), "") == (numbers(confirmed), confirmed.hinge)
    rejected = count(nodes, [(link, REJECTED)])
    assert ((2, 2, 2, 2, 2), "") == (numbers(rejected), rejected.hinge)


def test_a_suggested_partial_copy_lowers_only_the_lower_bound_and_a_confirmed_one_all() -> None:
    nodes, link = [node("a"), node("b")], copy("a", "b", LinkKind.PARTIAL_COPY)

    assert (2, 1, 2, 2, 1) == numbers(count(nodes, [(link, SUGGESTED)]))
    assert (2, 1, 1, 1, 1) == numbers(count(nodes, [(link, CONFIRMED)]))


def test_no_single_link_is_the_hinge_where_each_is_doubled() -> None:
    nodes = [node("a"), node("b"), node("c")]
    ring = [(copy(one, other), SUGGESTED) for one, other in ("ab", "bc", "ac")]

    assert ((3, 1, 1, 3, 1), "") == (numbers(count(nodes, ring)), count(nodes, ring).hinge)
    chain = ring[:2]
    assert min(link.id for link, _ in chain) == count(nodes, chain).hinge


def test_two_sources_with_one_text_are_one_family() -> None:
    assert (2, 1, 1, 1, 1) == numbers(count([node("a", text="same"), node("b", text="same")], []))


def test_a_citation_against_time_is_refused() -> None:
    early = node("a", cites=("gazette",), published="2025-04-10")

    for published, origins in (("2025-04-11", 2), ("2025-04-10", 1), ("2025-04", 1), ("", 1), ("2025-04-09T23:00", 1)):
        later = node("b", outlet="gazette", published=published)
        assert (published, origins) == (published, count([early, later], []).origins)


def test_a_rejected_citation_is_followed_nowhere_and_a_suggested_one_not_above() -> None:
    nodes = [node("a", cites=("wire",)), node("b", outlet="wire")]
    link = Link(kind=LinkKind.CITES, first="ta", second="wire")

    assert (2, 2, 1, 1, 1) == numbers(count(nodes, []))
    assert (2, 2, 1, 2, 1) == numbers(count(nodes, [(link, SUGGESTED)]))
    assert (2, 2, 2, 2, 2) == numbers(count(nodes, [(link, REJECTED)]))


def test_roots_are_the_outlets_at_the_head_of_the_chain() -> None:
    chain = [node("a", outlet="jta", cites=("clarin",)), node("b", cites=("jta",)), node("c", outlet="escala")]

    assert ("clarin", "escala") == count(chain, []).roots
    ring = [node("a", outlet="wire", cites=("desk",)), node("b", outlet="desk", cites=("wire",))]
    assert ("desk",) == count(ring, []).roots


def test_citations_are_the_outlets_of_the_chain() -> None:
    assert ("clarin", "sample wire") == citations(statement("x", outlets=("Clarín", "Sample Wire", "Clarin", " ")))


def test_nothing_counts_as_nothing() -> None:
    assert Support(documents=0, families=0, origins=0, upper=0, lower=0) == count([], [])


NAMES = st.sampled_from("abcdef")
NODES = st.lists(
    st.builds(
        node,
        NAMES,
        outlet=st.sampled_from(["", "x", "y"]),
        cites=st.lists(st.sampled_from(["x", "y", "z"]), max_size=2).map(tuple),
        published=st.sampled_from(["", "2024", "2025-01-02", "2025-01-03"]),
    ),
    max_size=7,
    unique_by=lambda found: found.source,
)
LINKS = st.lists(
    st.tuples(
        st.builds(copy, NAMES, NAMES, st.sampled_from([LinkKind.COPY, LinkKind.PARTIAL_COPY])),
        st.sampled_from(list(LinkState)),
    ),
    max_size=8,
)


@given(NODES, LINKS, st.randoms(use_true_random=False))
def test_counts_do_not_depend_on_order_and_stay_in_their_range(nodes, links, random) -> None:  # type: ignore[no-untyped-def]
    support = count(nodes, links)

    assert support.lower <= support.origins <= support.upper <= support.documents == len(nodes)
    assert support.lower <= support.families <= support.documents
    random.shuffle(nodes)
    random.shuffle(links)
    assert support == count(nodes + nodes[:1], links + links[:2])


@given(NODES, LINKS)
def test_the_hinge_is_a_link_that_changes_the_count_when_rejected(nodes, links) -> None:  # type: ignore[no-untyped-def]
    support = count(nodes, links)
    known = {link.id: link for link, _ in links}
    for found in nodes:
        for outlet in found.cites:
            known[citation_id(found.text, outlet)] = Link(kind=LinkKind.CITES, first=found.text, second=outlet)
    settled = {link.id for link, state in links if state is not SUGGESTED}
    changing = {
        name
        for name, link in known.items()
        if name not in settled and count(nodes, [*links, (link, REJECTED)]).origins != support.origins
    }

    assert min(changing, default="") == support.hinge
