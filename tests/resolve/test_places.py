"""Places that languages call by names that do not sound alike are proposed as one, and nothing else is by it."""

from __future__ import annotations

from itertools import combinations

import pytest

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import chances, compare
from foja.resolve.match.index import Index
from foja.resolve.match.places import places_of
from foja.resolve.match.proposals import proposals

PLACES = [
    ("London", "Londres", "Лондон", "لندن", "לונדון", "Londra"),
    ("Germany", "Alemania", "Allemagne", "Deutschland", "Германия", "آلمان", "Almanya"),
    ("Buenos Aires", "Буэнос-Айрес", "بوئنوس‌آیرس", "בואנוס איירס"),
    ("Washington", "Вашингтон", "واشنطن", "واشنگتن"),
]


def place(name: str, kind: MentionKind = MentionKind.PLACE) -> Subject:
    return Subject(id=name, kind=kind, names=(name,))


@pytest.mark.parametrize("names", PLACES, ids=lambda names: names[0])
def test_every_two_names_of_a_place_are_proposed(names: tuple[str, ...]) -> None:
    for one, other in combinations(names, 2):
        there, back = compare(place(one), place(other)), compare(place(other), place(one))
        assert there.probability == back.probability >= 0.5
        assert chances(place(one), [place(other)])[0] == pytest.approx(there.probability, abs=0.01)


def test_all_names_of_a_place_are_one_party_by_proposal_and_no_two_places() -> None:
    subjects = [place(name) for names in PLACES for name in names]
    whose = {name: names[0] for names in PLACES for name in names}
    found = {(one.first, one.second) for one in proposals(subjects, Index.build(subjects))}
    wanted = {tuple(sorted(pair)) for names in PLACES for pair in combinations(names, 2)}
    assert found == wanted and all(whose[one] == whose[other] for one, other in found)


def test_places_that_only_sound_alike_are_no_lead() -> None:
    subjects = [place(name) for name in ("Austria", "Australia", "Irán", "Irak", "Kerman", "Kermanshah")]
    assert not list(proposals(subjects, Index.build(subjects)))


def test_the_reason_is_shown_and_what_is_missing() -> None:
    found = compare(place("Londres"), place("لندن"))
    assert [(pair.ours, pair.theirs, pair.how) for pair in found.pairs] == [
        ("Londres", "لندن", "one place in two languages")
    ]
    assert "two places may bear one name" in found.missing


def test_a_person_or_a_body_is_no_place() -> None:
    for kind in (MentionKind.PERSON, MentionKind.ORGANISATION, MentionKind.ROLE):
        assert not places_of(place("London", kind))
        assert compare(place("Alemania"), place("Germany", kind)).probability < 0.5


def test_more_than_the_name_of_a_place_is_no_place() -> None:
    for name in ("", "London Times", "New Londres", "Londres " * 3000, "(", "\ud800"):
        assert not places_of(place(name))
