"""Names in Chinese letters are read in Mandarin, Cantonese and Korean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.matching import NameComparison, Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import compare
from foja.resolve.match.han import han_readings
from foja.resolve.match.index import Index
from foja.resolve.match.proposals import proposals
from foja.resolve.match.units import names_of, shown


def person(name: str, id: str = "a") -> Subject:
    return Subject(id=id, kind=MentionKind.PERSON, names=(name,))


def two(ours: str, theirs: str) -> NameComparison:
    return compare(person(ours, "a"), person(theirs, "b"))


def test_letters_read_in_each_language_and_at_the_beginning_otherwise() -> None:
    assert [one.language for one in han_readings("金大中")] == ["Mandarin", "Cantonese", "Korean"]
    assert [one.syllables for one in han_readings("金大中")][:2] == [("jin", "da", "zhong"), ("kam", "tai", "chung")]
    korean, inside = (
        next(one for one in han_readings(text) if one.language == "Korean").syllables for text in ("金大中", "大金")
    )
    assert korean[0] != inside[1]
    assert han_readings("") == [] == han_readings("abc")


@pytest.mark.parametrize(
    ("letters", "latin", "language"),
    [
        ("習近平", "Xi Jinping", "Mandarin"),
        ("潘基文", "Ban Ki-moon", "Korean"),
        ("盧武鉉", "Roh Moo-hyun", "Korean"),
        ("林鄭", "Lam Cheng", "Cantonese"),
        ("梁振英", "Leung Chun-ying", "Cantonese"),
    ],
)
def test_a_name_meets_its_spelling_and_says_how_it_was_read(letters: str, latin: str, language: str) -> None:
    found = two(letters, latin)
    assert found.probability >= 0.5
    assert any(pair.how.endswith(f"read in {language}") for pair in found.pairs)
    assert two(latin, letters).probability == found.probability


def test_two_names_in_chinese_letters_are_not_one_because_they_read_alike() -> None:
    assert two("張立偉", "章麗薇").probability < 0.5
    assert two("张伟", "张伟").probability > two("张伟", "章炜").probability
    assert all("read in" not in pair.how for pair in two("张伟", "章炜").pairs)


def test_a_reading_is_found_whichever_side_was_there_first() -> None:
    subjects = [person("盧武鉉", "a"), person("Roh Moo-hyun", "b"), person("노무현", "c"), person("王毅", "d")]
    first = {(one.first, one.second) for one in proposals(subjects, Index.build(subjects))}
    later = {(one.first, one.second) for one in proposals(subjects[::-1], Index.build(subjects[::-1]))}
    assert first == later
    assert ("a", "b") in first
    assert ("a", "c") in first
    assert not any("d" in pair for pair in first)
    index = Index.build(subjects)
    assert Index.load(index.save()).search(person("Roh Moo Hyun", "q")) == index.search(person("Roh Moo Hyun", "q"))


@given(st.text("金大中朴敏植王毅𠀀々ab 1", max_size=8))
def test_readings_change_nothing_of_what_is_written(text: str) -> None:
    whole = names_of(text)
    assert [name.words for name in shown(text)] == [name.words for name in whole]
    for name in whole:
        assert [word.written for word in name.words] == [word.written for word in whole[0].words]
        assert all(0 < mask < 1 << len(name.words) for mask in name.masks)
