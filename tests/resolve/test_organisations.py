"""Names of organisations: legal forms, abbreviations, words of one meaning in two languages."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files

import pytest

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
    [("приборостроительный", "instrument"), ("государственное", "state"), ("ministerio", "وزارت"), ("завода", "plant")],
)
def test_words_of_one_meaning_meet_in_two_languages(one: str, other: str) -> None:
    found = [meaning(word.folded) for text in (one, other) for word in split(text)]
    assert found[0] == found[1] >= 0


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
