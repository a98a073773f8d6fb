"""How a wording changes from page to page, words that label, and what a grade may not say."""

from __future__ import annotations

import random

import msgspec
import pytest

from foja.model.errors import Refusal
from foja.model.statement import Alleger
from foja.model.vocabulary import AllegerKind, MentionKind, Modality
from foja.weigh.labels import terms
from foja.weigh.side_by_side import side_by_side
from foja.weigh.trail import Heard, trail
from foja.weigh.wording import check_wording
from weigh.samples import statement


def heard(content: str, known: str, outlet: str, speaker: str = "", kind: str = "unknown", **more: object) -> Heard:
    made = statement(content, id=f"st-{known}-{outlet}", **more)  # type: ignore[arg-type]
    chain = (Alleger(kind=AllegerKind.PAGE),)
    if speaker:
        chain = (*chain, Alleger(kind=AllegerKind.ROLE, name=speaker))
    return Heard(msgspec.structs.replace(made, chain=chain), known, outlet, MentionKind(kind))


def test_what_was_alleged_and_stands_bare_later_is_a_step() -> None:
    first = heard("Rey allegedly ordered the fire", "2001-05-01", "wire", modality=Modality.ALLEGED)
    middle = heard("el presunto autor ordenó el incendio", "2001-05-02", "faro")
    bare = heard("Rey ordered the fire", "2001-05-03", "gazette")

    steps = trail([bare, middle, first])
    assert [("hardening", first.statement.id, bare.statement.id)] == [(s.kind, s.first, s.second) for s in steps]
    assert "Rey ordered the fire" in steps[0].explanation
    assert () == trail([bare, heard("Rey allegedly ordered the fire", "2001-05-04", "wire")])
    assert () == trail([first, heard("Rey ordered the fire", "2001-05-03", "wire")])  # the same outlet
    assert () == trail([first, middle])


def test_an_office_that_becomes_a_state_is_a_step() -> None:
    asked = {"modality": Modality.REQUESTED}
    office = heard("the arrest of Rey", "2001-05-01", "wire", "The federal prosecutor", "role", **asked)
    state = heard("the arrest of Rey", "2001-05-02", "faro", "Lirania", "place", **asked)

    assert [("actor", office.statement.id, state.statement.id)] == [
        (s.kind, s.first, s.second) for s in trail([state, office])
    ]
    person = heard("the arrest of Rey", "2001-05-02", "faro", "Ana Beltrán", "person", **asked)
    assert () == trail([office, person])
    assert () == trail([heard("the arrest", "2001-05-03", "wire", "fiscal", "role", **asked), state])


def test_the_steps_do_not_depend_on_order() -> None:
    parts = [
        heard("Rey allegedly ordered it", f"2001-05-0{n}", f"outlet {n}", modality=Modality.ALLEGED)
        for n in range(1, 5)
    ] + [heard("Rey ordered it", f"2001-06-0{n}", f"outlet {n}") for n in range(1, 5)]
    chance = random.Random(3)
    found = trail(parts)
    assert 1 == len(found)
    for _ in range(5):
        chance.shuffle(parts)
        assert found == trail(parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the regime in the capital", ["regime"]),
        ("el régimen ordenó la matanza", ["regimen", "matanza"]),
        ("une organisation terroriste", ["terroriste"]),
        ("um massacre", ["massacre"]),
        ("הטבח היה", []),
        ("טבח גדול", ["טבח"]),
        ("المذبحة وقعت", []),
        ("مجزرة في المدينة", ["مجزره"]),
        ("the government and the attack", []),
        ("regimental band", []),
    ],
)
def test_words_that_label_are_found_whole(text: str, words: list[str]) -> None:
    assert words == [term.words for term in terms(text) if term.label]


def test_plain_words_of_a_matter_are_no_labels() -> None:
    assert [("death", "found dead", False)] == [(t.group, t.term, t.label) for t in terms("she was found dead")]


@pytest.mark.parametrize(
    ("why", "code"),
    [
        ("It is likely that he is guilty", "likelihood-of-guilt"),
        ("Es probable que sea el autor del atentado", "likelihood-of-guilt"),
        ("Il est probablement coupable.", "likelihood-of-guilt"),
        ("É provável que ele cometeu isso", "likelihood-of-guilt"),
        ("With high confidence this is very likely so", "likelihood-with-confidence"),
    ],
)
def test_a_reason_with_a_likelihood_of_guilt_is_refused(why: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_wording(why)
    assert code == refused.value.code
    assert refused.value.next


@pytest.mark.parametrize(
    "why",
    [
        "Two agencies saw the filing; likely the same page.",
        "The court found him guilty in 2004. The page is probably a copy.",
        "High confidence in the register. A later update is likely.",
        "",
    ],
)
def test_other_reasons_are_taken(why: str) -> None:
    check_wording(why)


def test_side_by_side_marks_what_both_have_in_the_same_order() -> None:
    one, other = side_by_side("The Court ordered his arrest.", "Yesterday the court ORDERED an arrest")
    assert ["The Court ordered", "arrest"] == [span.text for span in one if span.shared]
    assert ["the court ORDERED", "arrest"] == [span.text for span in other if span.shared]
    assert "The Court ordered his arrest." == "".join(span.text for span in one)
    assert ((), ()) == side_by_side("", "")


def test_a_content_in_two_terms_keeps_both() -> None:
    content = "whether it was suicide or murder"
    assert {"suicide", "killing by others"} == {term.term for term in terms(content)}
