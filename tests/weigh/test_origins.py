"""The counting rule: how many places the record leads back to."""

from hypothesis import given
from hypothesis import strategies as st

from foja.model.support import DocumentNode, Link, Support
from foja.model.vocabulary import LinkKind, LinkState
from foja.weigh.origin_graph import citation_id
from foja.weigh.origins import account, citations, count, swayed
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


def says(name: str, *speakers: str, bare: bool = False, direct: bool = False, **more: object) -> DocumentNode:
    return DocumentNode(source=name, text=f"t{name}", speakers=speakers, bare=bare, direct=direct, **more)  # type: ignore[arg-type]


def test_two_outlets_that_quote_one_speaker_are_two_witnesses_and_one_voice() -> None:
    nodes = [says("a", "basso", direct=True), says("b", "basso", direct=True)]

    support = count(nodes, [])
    assert (2, 2, 2, 1) == (support.documents, support.origins, support.access, support.voices)
    with_own = count([*nodes, says("c", bare=True)], [])
    assert (3, 2, 3, 2) == (with_own.origins, with_own.access, with_own.access_upper, with_own.voices)


def test_a_copy_in_the_pages_own_voice_is_one_voice_as_far_as_the_copy_holds() -> None:
    nodes, link = [says("a", bare=True), says("b", bare=True)], copy("a", "b")

    support = count(nodes, [(link, SUGGESTED)])
    assert (1, 1, 2) == (support.voices, support.voices_lower, support.voices_upper)
    assert 2 == count(nodes, [(link, REJECTED)]).voices


def test_access_is_that_of_the_head_and_what_is_only_cited_has_none() -> None:
    cited = [says("a", "basso", cites=("clarin",)), says("b", bare=True, cites=("clarin",))]
    assert (1, 0, 0) == (count(cited, []).origins, count(cited, []).access, count(cited, []).access_upper)
    head = says("c", bare=True, outlet_key="clarin")
    assert (1, 0, 1) == (
        count([*cited, head], []).origins,
        count([*cited, head], []).access,
        count([*cited, head], []).access_upper,
    )
    issued = says("d", bare=True, issued=True)
    assert (1, 1) == (count([issued], []).access, count([issued], []).access_upper)


VOICED = st.lists(
    st.builds(
        DocumentNode,
        source=NAMES,
        text=NAMES.map(lambda name: f"t{name}"),
        outlet_key=st.sampled_from(["", "x", "y"]),
        cites=st.lists(st.sampled_from(["x", "y", "z"]), max_size=2).map(tuple),
        published=st.sampled_from(["", "2024", "2025-01-02", "2025-01-03"]),
        speakers=st.lists(st.sampled_from(["p", "q"]), max_size=2, unique=True).map(tuple),
        bare=st.booleans(),
        direct=st.booleans(),
        issued=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda found: found.source,
)


@given(VOICED, LINKS)
def test_an_account_has_the_count_and_names_every_document_and_link_once(nodes, links) -> None:  # type: ignore[no-untyped-def]
    found = account(nodes, links)

    assert found.support == count(nodes, links)
    assert len(found.parts) == found.support.origins
    assert sorted(sha for part in found.parts for sha in part.sources) == sorted(node.source for node in nodes)
    assert sorted({root for part in found.parts for root in part.roots}) == list(found.support.roots)
    texts = {node.text for node in nodes}
    between = {link.id for link, _ in links if {link.first, link.second} <= texts}
    cited = {citation_id(n.text, outlet) for n in nodes for outlet in n.cites if outlet != n.outlet_key}
    assert {edge.link for edge in found.edges} == between | cited
    assert all(edge.why == "" or not (edge.origins or edge.upper or edge.lower) for edge in found.edges)
    assert found.support.access <= found.support.access_upper <= found.support.origins
    assert found.support.voices_lower <= found.support.voices <= found.support.voices_upper


@given(VOICED, LINKS)
def test_confirming_never_raises_a_bound_and_rejecting_never_lowers_one(nodes, links) -> None:  # type: ignore[no-untyped-def]
    before = count(nodes, links)
    settled = {link.id for link, state in links if state is not SUGGESTED}
    for link in {link.id: link for link, _ in links if link.id not in settled}.values():
        yes, no = (count(nodes, [*links, (link, state)]) for state in (CONFIRMED, REJECTED))
        assert yes.upper <= before.upper and yes.lower == before.lower and yes.origins <= before.origins
        assert no.lower >= before.lower and no.upper == before.upper and no.origins >= before.origins
        assert no.families >= before.families == yes.families
        assert yes.voices_upper <= before.voices_upper and no.voices_lower >= before.voices_lower


@given(VOICED, LINKS)
def test_swayed_are_the_links_of_which_a_decision_changes_a_number(nodes, links) -> None:  # type: ignore[no-untyped-def]
    def numbered(more) -> tuple[int, ...]:  # type: ignore[no-untyped-def]
        s = count(nodes, more)
        return s.documents, s.families, s.origins, s.upper, s.lower

    settled = {link.id for link, state in links if state is not SUGGESTED}
    changing = {
        link.id
        for link, _ in links
        if link.id not in settled
        and any(numbered([*links, (link, state)]) != numbered(links) for state in (CONFIRMED, REJECTED))
    }
    assert tuple(sorted(changing)) == swayed(nodes, links)
