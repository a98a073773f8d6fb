"""Ceilings by who speaks: the press never documents, a party only claims, and nothing known later lifts an act."""

from __future__ import annotations

import pytest

from foja.law.quality import Ground, of_act
from foja.model.vocabulary import Quality

COURT, PERSON, PRESS = "court", "person", "press"


def shown(*, by: str = "", issuers: tuple[str, ...] = (), on: str = "2001-01-01", **more: object) -> Ground:
    return Ground("st-1", bool(more.pop("accepted", True)), on, frozenset(issuers), by, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [
        ([shown(by=PRESS)], Quality.REPORTED),
        ([shown(by=PRESS)] * 40, Quality.REPORTED),
        ([shown(by=COURT)], Quality.REPORTED),  # the press that quotes the court
        ([shown(issuers=("gazette of another body",))], Quality.REPORTED),
        ([shown(issuers=(COURT,))], Quality.DOCUMENTED),
        ([shown(issuers=("another", COURT), by=PERSON)], Quality.DOCUMENTED),
        ([shown(by=PERSON)], Quality.CLAIMED),
        ([shown(issuers=(PERSON,))], Quality.CLAIMED),
        ([shown(by=PERSON), shown(by=PRESS)], Quality.REPORTED),
        ([shown(issuers=(COURT,), accepted=False), shown(by=PERSON)], Quality.CLAIMED),
        ([shown(issuers=(COURT,), accepted=False)], Quality.UNSUPPORTED),
        ([], Quality.UNSUPPORTED),
    ],
)
def test_what_shows_an_act_says_how_well(grounds: list[Ground], expected: Quality) -> None:
    assert of_act(COURT, frozenset({PERSON}), grounds) == (expected, False)


def test_what_is_known_later_lifts_nothing_before() -> None:
    grounds = [
        shown(by=PERSON, on="2001-01-01"), shown(by=PRESS, on="2002-01-01"), shown(issuers=(COURT,), on="2003-01-01"),
    ]  # fmt: skip
    found = [of_act(COURT, frozenset({PERSON}), grounds, day)[0] for day in ("2000", "2001-06", "2002-06", "2003-06")]
    assert found == [Quality.UNSUPPORTED, Quality.CLAIMED, Quality.REPORTED, Quality.DOCUMENTED]


def test_a_dispute_counts_once_it_is_known() -> None:
    grounds = [shown(issuers=(COURT,), disputed_on=("2004-01-01",))]
    found = [of_act(COURT, frozenset(), grounds, day)[1] for day in ("2003-12-31", "2004-01-01", "")]
    assert found == [False, True, True]


def test_a_persons_own_entry_is_marked_as_such() -> None:
    assert of_act(COURT, frozenset(), [], entered=True) == (Quality.ENTERED, False)
