"""Opposite words of one thing on one day."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.model.vocabulary import Modality
from foja.weigh.conflicts import conflicts
from foja.weigh.opposites import opposed
from foja.weigh.oppositions import opposed_on, opposition_conflicts, opposition_keys
from foja.weigh.said import Said, said
from weigh.samples import dated, statement

DAY = dated("2003-05-05")
UPHELD = "On 5 May 2003 the Chamber of Lira upheld the warrants against four officers of the port"
ANNULLED = UPHELD.replace("upheld", "annulled")


def of(content: str, id: str, *, outlet: str = "", published: str = "", **more: object) -> Said:
    fields = {"names": ("Chamber of Lira",), "dates": (DAY,), "source": id, **more}
    return said(statement(content, id=id, **fields), outlet=outlet, published=published)  # type: ignore[arg-type]


def test_a_decision_upheld_and_annulled_on_one_day_is_a_conflict_that_takes_no_side() -> None:
    found = conflicts([of(UPHELD, "st-1"), of(UPHELD, "st-3"), of(ANNULLED, "st-2")])

    assert [("opposite", "hard")] == [(one.kind, one.reason) for one in found]
    assert (("upheld", ("st-1", "st-3")), ("annulled", ("st-2",))) == found[0].sides
    assert "fate of a decision: Chamber of Lira" == found[0].subject
    assert (
        "Put as “upheld” (2 statements) and “annulled” (1 statement), of one day and in words that are otherwise "
        "nearly the same. Nothing in the passages says why they differ."
    ) == found[0].explanation


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            UPHELD.replace("upheld", "arrested"), UPHELD.replace("upheld", "released"), id="a course of events"
        ),
        pytest.param(UPHELD, f"{ANNULLED} which it had upheld", id="both words"),
        pytest.param(UPHELD, ANNULLED.replace("annulled", "never annulled"), id="negated"),
        pytest.param(UPHELD, ANNULLED.replace("four officers", "five officers"), id="another number"),
        pytest.param(
            UPHELD, "On 5 May 2003 the Chamber of Lira annulled the tender for new cranes", id="another thing"
        ),
    ],
)
def test_what_may_both_be_so_is_no_conflict(first: str, second: str) -> None:
    assert () == conflicts([of(first, "st-1"), of(second, "st-2")])


@pytest.mark.parametrize(
    "more",
    [
        {"names": ("Court of Vela",)},
        {"names": ()},
        {"dates": (dated("2003-05-06"),)},
        {"dates": (dated("2003-05"),)},
        {"dates": ()},
        {"language": "es"},
        {"modality": Modality.REQUESTED},
        {"modality": Modality.PREDICTED},
    ],
)
def test_another_party_day_language_or_force_is_no_conflict(more: dict[str, object]) -> None:
    assert conflicts([of(UPHELD, "st-1", language="en"), of(ANNULLED, "st-2", language="en")])
    assert () == conflicts([of(UPHELD, "st-1", language="en"), of(ANNULLED, "st-2", **{"language": "en", **more})])


def test_without_dates_the_day_of_publication_counts() -> None:
    bare, other = (text.replace("On 5 May 2003 t", "T") for text in (UPHELD, ANNULLED))
    one = of(bare, "st-1", dates=(), published="2003-05-06T10:00")

    assert conflicts([one, of(other, "st-2", dates=(), published="2003-05-06")])
    assert () == conflicts([one, of(other, "st-2", dates=(), published="2003-05-07")])
    assert () == conflicts([one, of(other, "st-2", dates=(), published="2003-05")])
    assert () == conflicts([of(bare, "st-1", dates=()), of(other, "st-2", dates=())])


def test_what_one_outlet_put_otherwise_later_is_superseded_and_one_source_is_internal() -> None:
    def reason(first: str, second: str, other: str = "b" * 64) -> str:
        one = of(UPHELD, "st-1", outlet="el faro", published=first)
        return conflicts([one, of(ANNULLED, "st-2", outlet="el faro", published=second, source=other)])[0].reason

    assert "superseded" == reason("2003-05-06", "2003-05-07")
    assert "hard" == reason("2003-05-06", "2003-05")
    assert "internal" == reason("2003-05-06", "2003-05-06", "st-1")


WORDS = st.sampled_from(["upheld", "annulled", "confirmed", "legal", "illegal", "upheld legal", "annulled illegal"])
PARTS = st.lists(
    st.tuples(
        WORDS,
        st.sampled_from(["Chamber of Lira", "Court of Vela"]),
        st.sampled_from(["2003-05-05", "2003-05-06", "2003"]),
    ),
    max_size=8,
)  # fmt: skip


def _parts(drawn: list[tuple[str, str, str]]) -> list[Said]:
    return [
        of(f"the {name} {words} warrants against some officers of the old port", f"st-{number}", names=(name,),
           dates=(dated(day),))
        for number, (words, name, day) in enumerate(drawn)
    ]  # fmt: skip


def _pairs(found: list[Conflict]) -> set[tuple[str, str]]:
    return {(a, b) for one in found for a, b in product(one.sides[0][1], one.sides[1][1])}


@given(PARTS)
def test_opposed_statements_share_a_key_on_two_sides_and_stand_in_one_conflict(
    drawn: list[tuple[str, str, str]],
) -> None:
    parts = _parts(drawn)
    found = opposition_conflicts(parts)

    assert found == opposition_conflicts(parts[::-1])
    for one, other in product(parts, parts):
        assert opposed_on(one, other) == opposed_on(other, one)
        if opposed_on(one, other):
            ours, theirs = ({(key.key, key.side) for key in opposition_keys(part)} for part in (one, other))
            assert any((key, 1 - side) in theirs for key, side in ours)
            assert {(one.id, other.id), (other.id, one.id)} & _pairs(found)
    for conflict in found:
        for side in (0, 1):
            others = [part for part in parts if part.id in conflict.sides[1 - side][1]]
            for member in conflict.sides[side][1]:
                assert any(opposed_on(parts[int(member[3:])], other) for other in others)


def test_hostile_names_and_words_do_no_harm() -> None:
    long = "upheld " * 20000
    assert () == conflicts(
        [of(long, "st-1"), of("annulled " * 20000 + "\ud800", "st-2", names=("\ud800", " ", "Q" * 9999))]
    )
    assert isinstance(of(long, "st-1").statement, Statement)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The actor checked out of the clinic in Lira", "The actor left the clinic in Lira"),
        ("The frigate opened fire on the boat", "The frigate closed in on the boat"),
        ("Authorities released the name of the driver", "Police arrested the driver"),
    ],
)
def test_words_in_a_phrase_of_another_meaning_take_no_side(first: str, second: str) -> None:
    assert not opposed(first, second)


def test_a_word_that_stands_once_more_takes_its_side() -> None:
    assert opposed("The court released a statement and released the driver", "Police arrested the driver")
