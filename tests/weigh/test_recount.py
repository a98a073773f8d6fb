"""The rule is written twice: for the case, and in a script that ships with a bundle. They never differ."""

from hypothesis import given

from foja.model.record import builtins
from foja.publish.offline import recount
from foja.weigh.origin_graph import citation_id
from foja.weigh.origins import count
from weigh.test_origins import LINKS, VOICED


@given(VOICED, LINKS)
def test_the_script_counts_as_the_case_does(nodes, links) -> None:  # type: ignore[no-untyped-def]
    known = {link.id: (link, state) for link, state in links}
    support = count(nodes, list(known.values()))

    found = recount.count(
        [builtins(node) for node in nodes],
        {name: (builtins(link), state.value) for name, (link, state) in known.items()},
    )
    assert {name: getattr(support, name) for name in recount.NUMBERS} == {n: found[n] for n in recount.NUMBERS}
    assert (list(support.roots), support.hinge) == (found["roots"], found["hinge"])


def test_the_script_names_links_as_the_case_does() -> None:
    for text, outlet in (("t1", "el faro"), ("ab" * 32, "خبرگزاری نمونه"), ("", 'quote " and \\ slash')):
        assert citation_id(text, outlet) == recount.link_id("cites", text, outlet)
