"""Indexes that were saved: read again whole, or refused; names that no text can hold."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Damage
from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import MOST_NAMES, compare, idle_names
from foja.resolve.match.index import Index


def person(identifier: str, *names: str) -> Subject:
    return Subject(id=identifier, kind=MentionKind.PERSON, names=names)


FOUR = [person(str(at), f"Ana {word}") for at, word in enumerate(["Ortega", "Ruiz", "Prats", "Lund"])]
ASKED = person("q", "Ana Ruiz")


def test_any_byte_that_is_altered_or_missing_is_damage_or_changes_nothing() -> None:
    data, rng = Index.build(FOUR).save(), random.Random(5)
    as_saved = Index.load(data).search(ASKED)
    refused = 0
    for _ in range(400):
        altered = bytearray(data)
        if rng.random() < 0.2:
            altered = altered[: rng.randrange(len(altered))]
        else:
            altered[rng.randrange(len(altered))] = rng.randrange(256)
        try:
            found = Index.load(bytes(altered))
        except Damage:
            refused += 1
        else:
            assert found.search(ASKED) == as_saved
    assert refused > 200


@pytest.mark.parametrize(
    "name, made",
    [
        ("owner", lambda part: part + 4),
        ("units", lambda part: part + 1000),
        ("posts", lambda part: part - 1),
        ("starts", lambda part: part[:-1]),
        ("post_starts", lambda part: part[::-1]),
        ("subjects_starts", lambda part: part + 1),
        ("word_starts", lambda part: part * 2),
        ("rows", lambda part: part[:, :32]),
        ("numbers", lambda part: part * 0),
        ("sizes", lambda part: part * 0),
        ("masks", lambda part: part.astype(np.int64)),
        ("cells", lambda part: part[:1]),
        ("kinds", lambda part: part[:2]),
    ],
)
def test_arrays_that_do_not_belong_together_are_damage(name: str, made: Any) -> None:
    with np.load(BytesIO(Index.build(FOUR).save())) as held:
        parts = {key: held[key] for key in held.files}
    parts[name] = made(parts[name])
    out = BytesIO()
    np.savez(out, **parts)
    with pytest.raises(Damage):
        Index.load(out.getvalue())


@given(st.lists(st.text(st.characters(), max_size=12), min_size=1, max_size=6))
def test_whatever_a_name_is_made_of_an_index_holds_it(names: list[str]) -> None:
    subjects = [person(str(at), name) for at, name in enumerate(names)]
    index, at_once = Index.build(subjects[:2]).extend(subjects[2:]), Index.build(subjects)
    assert index.save() == Index.load(index.save()).save()
    for subject in subjects:
        # Words that are encoded beside others may differ in the last digit of what they tell.
        found, whole = ({hit.id: hit.comparison.probability for hit in one.search(subject)} for one in (index, at_once))
        assert found == pytest.approx(whole, abs=0.002)
        compare(subject, subjects[0])


def test_half_a_character_in_a_name_hides_nobody() -> None:
    index = Index.build([person("1", "Ana\ud800 Ruiz"), person("2", "Otto Lund")])
    assert index.search(ASKED)[0].id == "1"


def test_the_hundredth_name_of_an_entry_is_found() -> None:
    many = [f"Nombre{chr(97 + at // 26)}{chr(97 + at % 26)} Perez" for at in range(99)]
    index = Index.build([person("1", *many, "Zuleika Quispe"), person("2", "Otto Lund")])
    assert index.search(person("q", "Zuleika Quispe"))[0].comparison.theirs == "Zuleika Quispe"


def test_names_that_are_not_asked_for_are_told() -> None:
    asked = person("q", *(f"Ana Ruiz{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(MOST_NAMES)), "Otto Lund")
    assert idle_names(asked) == (f'only the first {MOST_NAMES} names were asked for, not "Otto Lund"',)


@pytest.mark.parametrize(
    "ours, theirs, said",
    [
        ("1961~", "1963", "which may be one date"),
        ("1961~", "1964", "born 1964 and born about 1961"),
        ("[1953..1958]", "1955-03-02", "which may be one date"),
        ("[1953..1958]", "1970", "born 1953 to 1958 and born 1970"),
    ],
)
def test_births_about_a_year_or_between_two_are_weighed_as_such(ours: str, theirs: str, said: str) -> None:
    first, second = (
        Subject(id=one, kind=MentionKind.PERSON, names=("Ana Ruiz",), born=(one,)) for one in (ours, theirs)
    )
    found = compare(first, second)
    told = found.supports if said.startswith("which") else found.against
    assert any(said in line for line in told), found
    assert compare(second, first).probability == found.probability
