"""Many subjects compared with one at once give what each gives by itself."""

from __future__ import annotations

import pytest

from foja.model.matching import Subject
from foja.model.vocabulary import MentionKind
from foja.resolve.match.compare import chances, chances_of, compare

NAMES = (
    ("Mohsen Rabbani", "محسن ربانی"), ("Mohsen Rezai",), ("Alí Jamenei",), ("Ali Khamenei", "علی خامنه‌ای"), ("",),
    ("Mr",), ("X. Y.",), ("Comisión Interamericana de Derechos Humanos", "CIDH"), ("Mohsén Rabani",),
)  # fmt: skip


def subject(number: int) -> Subject:
    born = ("1960",) if number % 2 else ("1961-01-02",)
    return Subject(id=str(number), kind=MentionKind.PERSON, names=NAMES[number], born=born)


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_many_at_once_are_each_as_by_themselves(number: int) -> None:
    others = [subject(other) for other in range(len(NAMES))]
    found = chances(subject(number), others)
    assert found == pytest.approx([compare(subject(number), other).probability for other in others], abs=0.005)


def test_persons_and_bodies_at_once_are_each_as_by_themselves() -> None:
    kinds = (MentionKind.PERSON, MentionKind.ORGANISATION)
    others = [
        Subject(id=str(at), kind=kinds[at % 2], names=(name,))
        for at, name in enumerate(("Bank Melli", "بانک ملی", "Ali Bagheri", "Melli Bank PLC", "Corte Suprema"))
    ]
    for kind in kinds:
        ours = Subject(id="a", kind=kind, names=("Bank Melli",))
        wanted = [compare(ours, other).probability for other in others]
        assert chances(ours, others) == pytest.approx(wanted, abs=0.005)


def test_several_with_others_of_their_own_are_each_as_by_themselves() -> None:
    everybody = [subject(number) for number in range(len(NAMES))]
    asked = [(one, everybody[at:]) for at, one in enumerate(everybody)]
    wanted = [chances(one, others) for one, others in asked]
    for found, alone in zip(chances_of(asked), wanted, strict=True):
        assert found == pytest.approx(alone, abs=0.001)


def test_nobody_gives_nothing() -> None:
    assert chances(subject(0), []) == []
