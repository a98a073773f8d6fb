"""Parties across documents: joined by evidence, parted by people, the same in every order."""

from hypothesis import given
from hypothesis import strategies as st

from foja.model.party import party_id
from foja.resolve.parties import Component, Edge, EdgesOf, component, components, preferred_name


def graph(*edges: tuple[str, str, bool]) -> EdgesOf:
    near: dict[str, list[Edge]] = {}
    for one, other, decided in edges:
        near.setdefault(one, []).append(Edge(other, f"{one}-{other}", decided))
        near.setdefault(other, []).append(Edge(one, f"{one}-{other}", decided))
    return lambda key: near.get(key, [])


def test_keys_joined_by_evidence_are_one_party_under_its_first_key() -> None:
    found = component("irgc", graph(("guard corps", "irgc", False), ("irgc", "sepah", False)))

    assert ("guard corps", "irgc", "sepah") == found.keys
    assert party_id("guard corps") == found.id
    assert ["guard corps-irgc", "irgc-sepah"] == [tie.reason for tie in found.ties]
    assert () == found.cuts


def test_a_key_without_edges_is_a_party() -> None:
    assert Component(keys=("ruiz",)) == component("ruiz", graph())


def test_pairs_of_key_and_reason_are_enough() -> None:
    edges = {"a": [("b", "same")], "b": [("a", "same")]}

    assert ("a", "b") == component("a", lambda key: edges.get(key, [])).keys


def test_an_edge_between_parted_keys_is_ignored_and_reported() -> None:
    edges = graph(("ali k", "ali z", False))

    found = component("ali k", edges, [("ali z", "ali k")])

    assert ("ali k",) == found.keys
    assert ["ali k-ali z"] == [tie.reason for tie in found.cuts]


def test_parted_keys_connected_through_others_are_cut_at_the_suggestion() -> None:
    edges = graph(("a", "b", False), ("b", "c", True))

    whole = components("abc", edges, [("a", "c")])

    assert [("a",), ("b", "c")] == [party.keys for party in whole]
    assert ["a-b"] == [tie.reason for tie in whole[0].cuts] == [tie.reason for tie in whole[1].cuts]


def test_a_ring_of_a_thousand_keys_is_walked() -> None:
    keys = [f"k{number:04}" for number in range(1000)]
    edges = graph(*((one, other, False) for one, other in zip(keys, keys[1:] + keys[:1], strict=True)))

    assert tuple(keys) == component("k0500", edges).keys


KEYS = st.sampled_from("abcdef")
EDGES = st.lists(st.tuples(KEYS, KEYS, st.booleans()), max_size=10)
PARTED = st.lists(st.tuples(KEYS, KEYS), max_size=4)


@given(EDGES, PARTED, st.randoms(use_true_random=False))
def test_parties_do_not_depend_on_order_or_on_the_key_asked(edges, parted, random) -> None:  # type: ignore[no-untyped-def]
    whole = components("abcdef", graph(*edges), parted)

    assert sorted("abcdef") == sorted(key for party in whole for key in party.keys)
    for one, other in parted:
        assert one == other or not any({one, other} <= set(party.keys) for party in whole)
    for party in whole:
        assert all(party == component(key, graph(*edges), parted) for key in party.keys)
    random.shuffle(edges)
    turned = [(other, one) for one, other in parted]
    again = components("fedcba", graph(*edges), turned)
    assert [party.keys for party in whole] == [party.keys for party in again]


@given(EDGES)
def test_without_parted_keys_nothing_is_cut(edges) -> None:  # type: ignore[no-untyped-def]
    assert all(party.cuts == () for party in components("abcdef", graph(*edges)))


def test_the_preferred_name_is_the_fullest_that_most_documents_use() -> None:
    assert "Sebastián Basso" == preferred_name({"Basso": 3, "Sebastian Basso": 1, "Sebastián Basso": 1}, person=True)
    assert "Sebastian Basso" == preferred_name({"Sebastian Basso": 2, "Sebastián Basso": 1}, person=True)
    assert "Basso" == preferred_name({"Basso": 1}, person=True)
    assert "AMIA" == preferred_name({"AMIA": 2, "Mutual Israelita": 1}, person=False)
    assert "" == preferred_name({}, person=False)


@given(st.permutations([("AMIA", 2), ("Mutual Israelita", 2), ("Mutual", 2)]))
def test_the_preferred_name_does_not_depend_on_order(uses: list[tuple[str, int]]) -> None:
    assert "Mutual Israelita" == preferred_name(dict(uses), person=False)
