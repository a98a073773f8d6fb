"""Conflicts kept up to date one decision at a time are those that looking at all accepted statements would find."""

from __future__ import annotations

import random

import pytest

from foja.case import Case
from foja.model.event import Actor
from foja.model.record import decode, encode
from foja.model.rows import Question
from foja.model.statement import Statement
from foja.model.support import Conflict
from foja.model.vocabulary import Review
from foja.weigh.conflicts import conflicts

WHO = Actor(name="Reviewer")


def kept(case: Case) -> list[bytes]:
    rows = case._folder.database.connection.execute("SELECT record FROM conflict ORDER BY id")
    return [encode(decode(row["record"], Conflict)) for row in rows.fetchall()]


def afresh(case: Case) -> list[bytes]:
    rows = case._folder.database.connection.execute("SELECT record FROM statement WHERE review = 'accepted'")
    return [encode(found) for found in conflicts([decode(row["record"], Statement) for row in rows.fetchall()])]


@pytest.mark.parametrize("seed", range(4))
def test_one_decision_at_a_time_gives_what_all_at_once_would(sample_case: Case, seed: int) -> None:
    chance = random.Random(seed)
    drafts = [r.id for r in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    chance.shuffle(drafts)
    for start in range(0, len(drafts), 60):
        sample_case.accept(drafts[start : start + 60], actor=WHO, why="Read")
        assert kept(sample_case) == afresh(sample_case)
    assert kept(sample_case)
    sample_case.reject(chance.sample(drafts, 80), actor=WHO, why="Not so")
    assert kept(sample_case) == afresh(sample_case)
    rejected = [r.id for r in sample_case.every_statement(Question(review=(Review.REJECTED,), order="text"))]
    sample_case.reopen(rejected[:40], actor=WHO, why="Again")
    sample_case.accept(rejected[:40], actor=WHO, why="Read again")
    assert kept(sample_case) == afresh(sample_case)
