"""Names of organisations: legal forms, abbreviations, words of one meaning in two languages."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import compare
from foja.resolve.match.fold import split
from foja.resolve.match.organisations import meaning, meanings
from foja.resolve.match.units import name_of

DATA = tomllib.loads(
    files("foja.resolve.match").joinpath("data").joinpath("organisations.toml").read_text(encoding="utf-8")
)


def words(written: str) -> list[str]:
    return [word.folded for word in name_of(written, organisation=True).words]


def test_legal_forms_are_left_out_unless_nothing_else_is_left() -> None:
    assert words("Акционерное общество «Ракурс»") == ["ракурс"]
    assert words("Rakurs LLC") == ["rakurs"]
    assert words("LLC") == ["llc"]
    assert [word.folded for word in name_of("Rakurs LLC").words] == ["rakurs", "llc"]


def test_a_word_that_is_a_legal_form_only_beside_another_stays_elsewhere() -> None:
    assert words("Public Joint Stock Company Rakurs") == ["rakurs"]
    assert words("Public Prosecutor") == ["public", "prosecutor"]


def test_an_abbreviation_is_compared_by_the_words_it_stands_for_and_shown_as_written() -> None:
    name = name_of("НИИ Ракурс", organisation=True)
    assert [word.folded for word in name.words] == ["научно", "исследовательский", "институт", "ракурс"]
    assert [word.written for word in name.words] == ["НИИ", "НИИ", "НИИ", "Ракурс"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("приборостроительный", "instrument"),
        ("государственное", "state"),
        ("ministerio", "وزارت"),
        ("завода", "plant"),
        ("вертолётов", "helicopter"),
        ("пороховой", "powder"),
        ("پزشکی", "medical"),
        ("sağlık", "health"),
        ("aduanas", "customs"),
        ("مقاومت", "resistance"),
    ],
)
def test_words_of_one_meaning_meet_in_two_languages(one: str, other: str) -> None:
    found = [meaning(word.folded) for text in (one, other) for word in split(text)]
    assert found[0] == found[1] >= 0


def test_where_a_body_is_meets_the_place_itself() -> None:
    assert "муром" in name_of("Муромский завод", organisation=True).units
    assert "perm" in name_of("Permskiy Powder Plant", organisation=True).units
    # A meaning says more than the place, and a person's name is left as it is.
    assert "россий" not in name_of("Российский банк", organisation=True).units
    assert "dostoyev" not in name_of("Dostoyevsky").units


@pytest.mark.parametrize(
    ("one", "other", "likely"),
    [
        ("Акционерное общество «Муромский приборостроительный завод»", "JSC Murom Instrument-Making Plant", True),
        ("ООО «Торговый Дом «Ракурс»»", "Limited Liability Company Trading House Rakurs", True),
        ("Казанский вертолётный завод", "Moscow Helicopter Plant", False),
        ("Ministry of Health", "Ministry of Culture", False),
        ("Ministry of Health", "Ministry of the Interior", False),
        ("JSC Murom Instrument-Making Plant", "JSC Perm Instrument-Making Plant", False),
    ],
)
def test_bodies_in_two_languages(one: str, other: str, likely: bool) -> None:
    ours, theirs = (Subject(id=name, kind=MentionKind.ORGANISATION, names=(name,)) for name in (one, other))
    assert (compare(ours, theirs).probability >= 0.5) is likely


def test_a_name_that_only_begins_like_a_word_of_the_lexicon_has_no_meaning() -> None:
    assert meaning("novak") == meaning("gasparov") == meaning("bankole") == -1


def test_no_word_of_the_lexicon_has_two_meanings_but_two() -> None:
    groups = [{word.folded for text in group for word in split(text)} for group in DATA["meanings"]]
    count = Counter(word for group in groups for word in group)
    # In Hebrew defence and security are one word, in Arabic and Persian a foundation and an institute.
    assert {word for word, number in count.items() if number > 1} == {"ביטחונ", "موسسه"}


def test_every_abbreviation_is_written_out_in_words() -> None:
    for short, full in meanings().short.items():
        assert len(full) > 1, short
