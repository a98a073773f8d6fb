"""What can be looked for has a name, and who is attacked is not who attacks."""

import pytest

from foja.weigh.nameable import document_named, named_besides, outlet_named


@pytest.mark.parametrize(
    "name", ["Port Herald", "La Nación", "clarin.com", "IRNA", "Zwei", "تسنیم", "Газета Труд", "C5N"]
)
def test_outlets_with_a_name(name: str) -> None:
    assert outlet_named(name)


@pytest.mark.parametrize(
    "name", ["", "agency", "Diario", "the local press", "La prensa", "l’agence", "una agencia de noticias", "وكالة"]
)
def test_words_for_outlets_that_name_none(name: str) -> None:
    assert not outlet_named(name)


@pytest.mark.parametrize(
    "name", ["ley 27.784", "Convención de Viena", "Interpol notice", "UNCLOS", "قانون ۲۷", "גזר הדין"]
)
def test_documents_that_can_be_told_from_others(name: str) -> None:
    assert document_named(name)


@pytest.mark.parametrize("name", ["", "notice", "la acusación", "Resolución", "the red notice", "Bericht"])
def test_words_for_documents_that_name_none(name: str) -> None:
    assert not document_named(name)


BESIDES = [
    ("officials decided on the attack on the Harbour Society", False),
    ("el atentado contra la Harbour Society", False),
    ("the bomb that destroyed the building of the Harbour Society", False),
    ("Judge Harbour Society indicts two men", True),
    ("notices would be contrary to article 3 of Harbour Society's constitution", False),
    ("the vote broke article 9 of the statutes of the Harbour Society", False),
    ("officials hid the first inquiry, which ended in 2019, when a court sentenced Harbour Society", False),
]
MEANT = [
    ("the Harbour Society attacked the port", False),
    ("Harbour Society was charged", True),
    ("Harbour Society fue procesada", True),
    ("the attack on the Harbour Society was planned by the Harbour Society", False),
    ("two men were indicted with Harbour Society", True),
    ("Harbour Society indicts two men", False),
    ("When the judge was away, Harbour Society burnt the file", False),
    ("Harbour Society broke the statutes of the port when it shut the gate", False),
    ("in May Harbour Society burnt the file when Harbour Society was searched", False),
]


@pytest.mark.parametrize(("content", "asked"), BESIDES)
def test_who_is_struck_or_asks_is_named_besides(content: str, asked: bool) -> None:
    assert named_besides(content, ["harbour society"], asked)


@pytest.mark.parametrize(("content", "asked"), MEANT)
def test_others_are_meant(content: str, asked: bool) -> None:
    assert not named_besides(content, ["harbour society"], asked)


def test_a_party_that_the_words_do_not_name_is_not_left_out() -> None:
    assert not named_besides("the attack on the port", ["harbour society"], False)
