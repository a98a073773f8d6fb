"""The sample case: spellings of one person are proposed as one, namesakes are not, a false identity joins nobody."""

from __future__ import annotations

from foja.case import Case
from foja.model.event import Actor
from foja.model.pairs import PairRow, PairState

WHO = Actor(name="Clerk")
ONE = [
    ("Alí Jamenei", "Ali Khamenei"),
    ("Ali Akbar Velayati", "Velayati"),
    ("Ali Akbar Hashemi Rafsanjani", "Rafsanjani"),
    ("Ali Khamenei", "علی خامنه‌ای"),
    ("Mohsen Rabbani", "محسن ربانی"),
    ("Sebastián Basso", "سيباستيان باسو"),
    ("Ahmad Vahidi", "أحمد وحيدي"),
]
TWO = [
    ("Mohsen Rabbani", "Mohsen Rezai"),
    ("Ali Fallahian", "Ali Khamenei"),
    ("Ali Akbar Velayati", "Ali Akbar Hashemi Rafsanjani"),
    ("Samuel Salman", "El Reda"),
]


def pairs(case: Case, state: PairState = PairState.OPEN) -> dict[frozenset[str], str]:
    rows = case.proposed(state=state, limit=200).items
    return {frozenset((row.first.name, row.second.name)): row.id for row in rows}


def test_spellings_are_proposed_and_a_person_makes_them_one_party(sample_case: Case) -> None:
    found = pairs(sample_case)
    assert all(frozenset(pair) in found for pair in ONE)
    for one, other in ONE:
        first, second = (sample_case.party(name).row for name in (one, other))
        assert first.id != second.id
        sample_case.say_of_names([(one, other)], PairState.SAME, actor=WHO, why="One person by both sources")
        assert sample_case.party(one).row.id == sample_case.party(other).row.id
    assert not set(map(frozenset, ONE)) & set(pairs(sample_case))


def likely(case: Case, party: str) -> list[PairRow]:
    return [row for row in case.proposed_for(party) if row.comparison and row.comparison.probability > 0.9]


def test_all_spellings_of_a_person_become_one_party_by_one_decision(sample_case: Case) -> None:
    spellings = {"Ali Khamenei", "Alí Jamenei", "علی خامنه‌ای", "علي خامنئي"}
    rows = likely(sample_case, "Ali Khamenei")
    assert {name for row in rows for name in (row.first.name, row.second.name)} == spellings
    sample_case.join_names([row.keys[0] for row in rows], actor=WHO, why="The office and the dates agree")
    assert {sample_case.party(name).row.id for name in spellings} == {sample_case.party("Ali Khamenei").row.id}
    assert likely(sample_case, "Ali Khamenei") == []
    assert sample_case.verify().verdict == "intact"


def test_namesakes_are_not_proposed(sample_case: Case) -> None:
    found = pairs(sample_case)
    assert not [pair for pair in TWO if frozenset(pair) in found]


def test_initials_that_two_bodies_share_say_what_speaks_against_one(sample_case: Case) -> None:
    found = sample_case.proposed_for("CIDH")
    court = next(row for row in found if "Corte" in f"{row.first.name} {row.second.name}")
    assert court.comparison and court.comparison.against == ("different kinds of body: Comisión and Corte",)


def test_a_false_identity_is_a_dated_alias_and_joins_nobody(sample_case: Case) -> None:
    before = {row.id for row in sample_case.parties(limit=500).items}
    given = {"person": "Samuel Salman", "name": "El Reda", "assumed": "yes", "since": "1987", "until": "2016"}
    sample_case.record_particular(
        "name", given, (), entered=True, actor=WHO, why="Found to be a false identity in 2016"
    )
    assert {row.id for row in sample_case.parties(limit=500).items} == before
    assert sample_case.party("El Reda").row.id != sample_case.party("Samuel Salman").row.id
    (used,) = sample_case.names_used("Samuel Salman")
    assert "El Reda" in used.words and "1987" in used.words
    assert sample_case.names_used("Samuel Salman", as_of="1980-01-01") == ()
    assert [one.particular.name.name for one in sample_case.name_of_others("El Reda")] == ["El Reda"]
