"""How far a status reaches, by who speaks: the press reports, only the own text documents, only courts find."""

from __future__ import annotations

import pytest

from foja.law.ceiling import is_court, reach
from foja.law.quality import Ground
from foja.model.vocabulary import Quality, Status

COURT, PRESS, PERSON = "pa-court", "pa-press", "pa-person"


def told(status: Status, speaker: str, name: str, issuers: set[str], about: set[str], named: bool = True):  # type: ignore[no-untyped-def]
    return reach(status, Ground("st-1", True, "2001-01-01", frozenset(issuers), speaker), name, about, named)


@pytest.mark.parametrize("status", [one for one in Status if one not in (Status.NONE, Status.REPORTED)])
def test_the_press_lifts_nothing_above_reported(status: Status) -> None:
    for issuers in (set(), {PRESS}):
        found = told(status, COURT, "Federal Court", issuers, {PERSON})
        assert found is not None
        assert found.quality is Quality.REPORTED


def test_only_the_own_text_documents_and_a_party_claims() -> None:
    assert told(Status.FOUND, COURT, "Federal Court", {COURT}, {PERSON}).quality is Quality.DOCUMENTED
    assert told(Status.ORDERED, PERSON, "X", {PERSON}, {PERSON}).quality is Quality.DOCUMENTED
    assert told(Status.ORDERED, COURT, "Federal Court", {PERSON}, {PERSON}).quality is Quality.CLAIMED
    assert told(Status.DENIED, PERSON, "X", {PRESS}, {PERSON}).quality is Quality.REPORTED  # its own act, as told
    assert told(Status.NONE, PERSON, "X", set(), set()) is None


def test_only_courts_find_and_only_about_those_before_them() -> None:
    assert told(Status.FOUND, COURT, "Juzgado Federal 6", {COURT}, {PERSON}).flags == ()
    (flag,) = told(Status.FOUND, PRESS, "Sample Wire", {PRESS}, {PERSON}).flags
    assert "no court" in flag
    (flag,) = told(Status.FOUND, COURT, "Cámara Federal", {COURT}, {PERSON}, named=False).flags
    assert "in passing" in flag
    assert told(Status.FOUND_INCIDENTALLY, COURT, "Cámara Federal", {COURT}, {PERSON}, named=False).flags == ()
    assert told(Status.ALLEGED, PRESS, "Sample Wire", {PRESS}, {PERSON}).flags == ()


def test_courts_by_their_names() -> None:
    for name in ("Cámara Federal de Casación Penal", "Federal Court of Lira", "Cour d’appel de Paris", "3ª Vara"):
        assert is_court(name), name
    for name in ("Ministry of Justice", "Sample Wire", "Courtney Lane", "Interpol"):
        assert not is_court(name), name
