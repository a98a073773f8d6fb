"""The copy of acts from which the states of one person are computed: it follows every decision."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.model.errors import FojaError
from store.test_acts import WHO, built_lira, order, press, register  # noqa: F401

FROM_ACTS = """
SELECT person.key, act.machine, act.matter, act.earliest, act.latest, act.id, act.kind, act.until_first, act.until_last,
       act.known_on
FROM act_party AS person JOIN official_act AS act ON act.id = person.act
WHERE person.role = 'person' AND act.state = 'recorded' ORDER BY 1, 2, 3, 4, 5, 6
"""


def copied(case: Case) -> tuple[list[Any], list[Any]]:
    """The rows of the copy, and what they have to be."""
    connection = case._connection
    kept = connection.execute("SELECT * FROM person_act ORDER BY 1, 2, 3, 4, 5, 6").fetchall()
    return [tuple(row) for row in kept], [tuple(row) for row in connection.execute(FROM_ACTS).fetchall()]


STEPS = ("order", "request", "two", "reopen", "accept", "correct", "correct the statement", "withdraw", "enter")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=3, max_size=9))
def test_the_copy_follows_every_decision(
    built_lira: Any,  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[str],
) -> None:
    path = tmp_path_factory.mktemp("copy") / "case"
    shutil.copytree(built_lira, path)
    with Case(path) as case:
        grounds = [press(case).id, register(case).id]
        for number, step in enumerate(steps):
            try:
                _take(case, step, number, grounds)
            except FojaError:
                continue  # refused: nothing changed
            kept, wanted = copied(case)
            assert kept == wanted, step
        before = case.table_digests()
        case.rebuild()
        assert case.table_digests() == before


def _take(case: Case, step: str, number: int, grounds: list[str]) -> None:
    standing = [row.act.id for row in case.acts(limit=100).items]
    if step == "order":
        order(case, *grounds, date=f"2001-03-{number + 1:02d}")
    elif step == "request":
        order(case, grounds[0], kind="requested", date="2001-02", until="2002-02")
    elif step == "two":
        order(case, grounds[1], persons=["Tomás Rey", "T. Rey"], date=f"2001-04-{number + 1:02d}")
    elif step == "enter":
        fields = {
            "machine": "warrant", "title": "Other", "kind": "ordered", "authority": "Court", "date": f"20{number:02d}",
            "persons": ["Tomás Rey"],
        }  # fmt: skip
        case.record_act(fields, (), entered=True, actor=WHO, why="Seen")
    elif step == "reopen":
        case.reopen([grounds[number % 2]], actor=WHO, why="Doubtful")
    elif step == "accept":
        case.accept(grounds, actor=WHO, why="Read again")
    elif step == "correct the statement":
        grounds[0] = case.correct(grounds[0], {"content": f"Words {number}"}, actor=WHO, why="Clearer").id
    elif standing and step == "correct":
        case.correct_act(standing[-1], {"date": f"2000-01-{number + 1:02d}"}, actor=WHO, why="Misread")
    elif standing:
        case.withdraw_act(standing[0], actor=WHO, why="Another court")
