"""Which texts meet is a function of the set of texts: order, templates, large families, hostile heaps."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.evaluate.planted import invented
from foja.model.vocabulary import LinkKind
from foja.store import sketches
from foja.weigh.meeting import COMMON
from weigh.pile import Pile, piled
from weigh.samples import NOTE, REWORKED

SOME = invented(8, 11, (60, 90))
STANDING = (
    "To read on without limits please sign in or create an account with us. Registered readers may follow ten reports "
    "a week free of charge, keep a list of what they want to read later, and receive our letter on Sunday morning."
)


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so low that a handful of texts passes them."""
    monkeypatch.setattr(sketches, "CAP", 3)
    monkeypatch.setattr(sketches, "NEIGHBOURS", 2)
    monkeypatch.setattr(sketches, "TEMPLATE", 3)
    monkeypatch.setattr(sketches, "COMMON", 4)


def heap(seed: int, count: int) -> list[tuple[str, str]]:
    """Texts that share passages, whole bodies and standing boxes, on a few sites."""
    chance = random.Random(seed)
    pieces = [" ".join(text.split()[:40]) for text in SOME]
    found = []
    for number in range(count):
        parts = chance.sample(pieces, chance.randint(1, 3))
        if chance.random() < 0.5:
            parts.append(STANDING)
        found.append((f"{' '.join(parts)} Number {number} ends here.", chance.choice(["", "a.example", "b.example"])))
    return found


@pytest.mark.usefixtures("narrow")
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 11), st.randoms(use_true_random=False))
def test_links_are_the_same_in_any_order_of_arrival(seed: int, count: int, chance: random.Random) -> None:
    arrivals = heap(seed, count)
    first = piled(arrivals)
    shuffled = list(arrivals)
    chance.shuffle(shuffled)
    other = piled(shuffled, [n for n in range(count) if chance.random() < 0.5])

    assert first.links() == other.links()
    assert sorted(first.notes()) == sorted(other.notes())


def test_fifty_log_in_pages_are_no_family() -> None:
    pile = piled([(f"{STANDING} Page {n} of the archive, 1{n:03} readers.", "paper.example") for n in range(50)])

    assert [] == pile.links()
    assert 50 == len(pile.notes())
    assert "it was compared with nothing" in pile.notes()[0]


def test_log_in_pages_of_fifty_sites_stop_nothing() -> None:
    """Nobody can tell a template from a copy where each site has one page; the work stays bounded."""
    pile = piled([(f"{STANDING} Page {n} of the archive.", f"s{n}.example") for n in range(50)])

    assert 50 * 49 / 2 == pile.compared


def test_a_report_beside_a_standing_box_is_still_found_elsewhere() -> None:
    others = [(f"{text} {STANDING}", "paper.example") for text in SOME[:6]]
    pile = piled([*others, (f"{NOTE} {STANDING}", "paper.example"), (f"Ours. {NOTE}", "other.example")])

    (link,) = pile.links()
    assert LinkKind.COPY == link.kind
    assert [] == pile.notes()


def test_pages_of_one_site_are_not_linked_by_a_standing_box() -> None:
    longer = f"{STANDING} {STANDING.replace('Sunday', 'Monday')}"
    pile = piled([(f"{' '.join(text.split()[:45])} {longer}", "paper.example") for text in SOME[:7]])

    assert [] == pile.links()


def test_a_report_that_a_site_printed_five_times_is_linked_to_another_site() -> None:
    prints = [(f"{NOTE} Edition {n} of the day.", "paper.example") for n in range(6)]
    pile = piled([*prints, (NOTE, "other.example")])

    assert 6 == len(pile.links())


NOTICE = (
    "This summary was made for our readers. It is not the original and holds no sentence of it; ask the publisher for "
    "the whole text."
)


def noticed(count: int, own: int) -> list[tuple[str, str]]:
    """Reports of ``own`` words, each on a site of its own, under one notice."""
    texts = invented(count, 31, (own, own))
    return [(f"{NOTICE} {text}", f"s{n}.example") for n, text in enumerate(texts)]


def test_a_notice_under_which_many_sites_write_links_none_of_them() -> None:
    assert [] == piled(noticed(30, 60)).links()
    some = piled(noticed(COMMON, 60))
    assert [] == some.links()
    assert COMMON == len(some.notes())
    assert "stand in many texts of this case, like a notice" in some.notes()[0]
    assert [] == piled(noticed(COMMON, 60), range(COMMON)).links(), "one by one"


def test_below_that_number_it_may_be_a_copy() -> None:
    few = piled(noticed(COMMON - 1, 60))
    assert (COMMON - 1) * (COMMON - 2) / 2 == len(few.links())
    assert [] == few.notes()


def test_what_many_print_is_no_notice_where_it_is_long_or_all_there_is() -> None:
    for report, own in ((" ".join(NOTE.split()[:60]), 70), (NOTICE, 3)):
        texts = [" ".join(text.split()[:own]) for text in invented(20, 32, (70, 70))]
        pile = piled([(f"{text} {report}", f"s{n}.example") for n, text in enumerate(texts)])
        assert 20 * 19 / 2 == len(pile.links())
        assert [] == pile.notes()


def test_a_large_family_hangs_together_at_bounded_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "NEIGHBOURS", 4)
    monkeypatch.setattr(sketches, "CAP", 3)
    pile = piled([(f"{NOTE} Printed by paper number {n}.", f"s{n}.example") for n in range(40)], range(40))
    reached = {min(pile.documents)}
    links = pile.links()
    for _ in links:
        reached |= {end for link in links if reached & {link.first, link.second} for end in (link.first, link.second)}

    assert reached == set(pile.documents)
    assert len(links) < 40 * 39 / 2 / 2


def test_adding_a_text_looks_up_and_compares_with_its_neighbours_alone() -> None:
    pile = piled([(text, "") for text in invented(60, 21, (80, 120))])
    before = pile.compared
    pile.add(NOTE)
    pile.build()

    assert before == pile.compared

    pile.add(f"{NOTE} From our desk.")
    pile.build()

    assert before + 1 == pile.compared
    assert 1 == len(pile.links())


def test_a_text_that_is_replaced_takes_its_links_along() -> None:
    pile = Pile()
    pile.add(NOTE, "a.example")
    text = pile.add(f"{NOTE} From our desk.", "b.example")
    pile.build()
    sha = pile.connection.execute("SELECT sha256 FROM source WHERE text = ?", (text,)).fetchone()[0]
    assert 1 == len(pile.links())

    pile.replace_text(sha, REWORKED)
    pile.build()

    assert [] == pile.links()
