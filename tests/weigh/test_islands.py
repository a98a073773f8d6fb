"""Counts are sums over islands: the parts of a proposition that nothing could join."""

from hypothesis import given

from foja.model.support import DocumentNode, Link
from foja.model.vocabulary import LinkState
from foja.weigh.islands import count_island, islands, total
from foja.weigh.origins import account, count, shares, swayed
from weigh.test_origins import LINKS, VOICED


@given(VOICED, LINKS)
def test_a_count_is_the_sum_of_its_islands(nodes: list[DocumentNode], links: list[tuple[Link, LinkState]]) -> None:
    found = [count_island(island, links) for island in islands(nodes, links)]
    speakers = {speaker for node in nodes for speaker in node.speakers}

    assert count(nodes, links) == total([part for _, part in found], len(speakers))
    assert set(swayed(nodes, links)) == {link for _, part in found for link in part.sways}
    assert shares(account(nodes, links)) == {root: n for _, part in found for root, n in part.shares.items()}


@given(VOICED, LINKS)
def test_islands_taken_apart_are_the_whole_taken_apart(
    nodes: list[DocumentNode], links: list[tuple[Link, LinkState]]
) -> None:
    whole = account(nodes, links)
    found = [count_island(island, links)[0] for island in islands(nodes, links)]

    assert set(whole.documents) == {document for one in found for document in one.documents}
    assert set(whole.parts) == {part for one in found for part in one.parts}
    assert set(whole.edges) == {edge for one in found for edge in one.edges}


@given(VOICED, LINKS)
def test_islands_do_not_depend_on_the_order(nodes: list[DocumentNode], links: list[tuple[Link, LinkState]]) -> None:
    assert islands(nodes, links) == islands(nodes[::-1], links[::-1])
