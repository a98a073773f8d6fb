"""How far the status of a statement reaches, in a real case."""

from __future__ import annotations

from foja.case import Case
from foja.model.rows import Question
from foja.model.vocabulary import Quality
from store.test_acts import WHO, built_lira, entered, lira, order, press, register, says_court  # noqa: F401


def test_a_status_reaches_as_far_as_its_source(lira: Case) -> None:  # noqa: F811
    own = entered(lira, "court.txt", "the court ordered the arrest", speaker="Federal Court of Lira")
    found = lira.statement(own.id).reach
    assert found is not None
    assert found.quality is Quality.REPORTED  # nobody said yet whose text it is
    says_court(lira)
    found = lira.statement(own.id).reach
    assert found is not None
    assert (found.quality, found.flags) == (Quality.DOCUMENTED, ())


def test_a_finding_about_one_who_is_in_no_act_of_that_court_is_flagged(lira: Case) -> None:  # noqa: F811
    row = entered(
        lira, "wire.txt", "The Federal Court of Lira ordered the arrest of Tomás Rey", status="found",
        speaker="Federal Court of Lira",
    )  # fmt: skip
    found = lira.statement(row.id).reach
    assert found is not None
    assert found.quality is Quality.REPORTED
    assert any("in passing" in flag for flag in found.flags)
    order(lira, row.id)  # an act of that court names him
    found = lira.statement(row.id).reach
    assert found is not None
    assert found.flags == ()


def test_no_acceptance_lifts_a_finding_above_who_says_it(lira: Case) -> None:  # noqa: F811
    """Accepted by a person, a finding that the press tells says in every list, and beside every act, that it is
    reported; the court's own text alone makes it stand bare."""
    row = entered(
        lira, "wire.txt", "The Federal Court of Lira ordered the arrest of Tomás Rey", status="found",
        speaker="Federal Court of Lira",
    )  # fmt: skip

    def ceilings(identifier: str) -> list[str]:
        listed = [one for one in lira.statements(Question(limit=200)).items if one.id == identifier]
        assert len(listed) == 1
        assert listed[0].flags == lira.statement(identifier).row.flags
        return [flag.words for flag in listed[0].flags if flag.kind == "ceiling"]

    (words,) = ceilings(row.id)
    assert words.startswith("as reported")
    made = order(lira, row.id)
    (basis,) = lira.act(made.id).row.basis
    assert [flag.kind for flag in basis.flags] == ["ceiling"]
    own = entered(
        lira, "court.txt", "the court ordered the arrest", status="found", speaker="Federal Court of Lira"
    )  # fmt: skip
    (words,) = ceilings(own.id)
    says_court(lira)
    assert ceilings(own.id) == []
    assert ceilings(row.id) != []
