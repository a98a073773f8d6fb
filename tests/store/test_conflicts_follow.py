"""Conflicts kept up to date one decision at a time are those that looking at all accepted statements would find."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from foja.case import Case
from foja.model.event import Actor
from foja.model.record import decode, encode
from foja.model.rows import Question
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, Review
from foja.store.said import learn
from foja.weigh.conflicts import conflicts

WHO = Actor(name="Reviewer")


def kept(case: Case) -> list[bytes]:
    rows = case._folder.database.connection.execute("SELECT record FROM conflict ORDER BY id")
    return [encode(decode(row["record"], Conflict)) for row in rows.fetchall()]


def afresh(case: Case) -> list[bytes]:
    """All accepted statements, each looked up anew, compared at once."""
    connection = case._folder.database.connection
    rows = connection.execute("SELECT id FROM statement WHERE review = 'accepted' ORDER BY id").fetchall()
    with case._folder.database.transaction():
        return [encode(found) for found in conflicts(learn(connection, row["id"]) for row in rows)]


def test_names_joined_bring_figures_of_one_event_into_conflict(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("The attack on the Lira Harbour Office killed 31 people.\n", "utf-8")
    (tmp_path / "two.txt").write_text("The attack on the Maritime Authority of Lira killed 29 people.\n", "utf-8")
    with Case.create(tmp_path / "case", title="Lira", actor=WHO) as case:
        case.add([tmp_path / "one.txt", tmp_path / "two.txt"], actor=WHO)
        case.build(jobs=0)
        drafts = [r.id for r in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
        case.accept(drafts, actor=WHO, why="Read")
        assert kept(case) == afresh(case) == []
        case.join_parties(["lira harbour office", "maritime authority of lira"], actor=WHO, why="Renamed in 1990")
        assert ["hard"] == [found.reason for found in case.conflicts(kind=ConflictKind.FIGURES).items]
        assert kept(case) == afresh(case)
        case.part_parties("lira harbour office", "maritime authority of lira", actor=WHO, why="They stood side by side")
        assert kept(case) == afresh(case) == []


def test_opposite_words_make_a_conflict_and_what_is_rejected_takes_it_away(tmp_path: Path) -> None:
    for name, word in (("one", "upheld"), ("two", "annulled"), ("three", "upheld")):
        told = f"On 5 May 2003 the Federal Chamber of Lira {word} the warrants against the pilot Ana Beltrán.\n"
        (tmp_path / f"{name}.txt").write_text(("" if name == "one" else f"From {name} of our desks. ") + told, "utf-8")
    with Case.create(tmp_path / "case", title="Lira", actor=WHO) as case:
        case.add([tmp_path / f"{name}.txt" for name in ("one", "two", "three")], actor=WHO)
        case.build(jobs=0)
        drafts = [r.id for r in case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
        for one in drafts:
            case.accept([one], actor=WHO, why="Read")
            assert kept(case) == afresh(case)
        (found,) = case.conflicts(kind=ConflictKind.OPPOSITE).items
        assert [("upheld", 2), ("annulled", 1)] == [(label, len(ids)) for label, ids in found.sides]
        case.reject(found.sides[1][1], actor=WHO, why="Misread")
        assert kept(case) == afresh(case) == []
        case.accept(found.sides[1][1], actor=WHO, why="Read again")
        assert kept(case) == afresh(case) == [encode(found)]


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


def test_conflicts_follow_names_that_are_joined_and_parted_and_sources_that_are_described(sample_case: Case) -> None:
    drafts = [r.id for r in sample_case.every_statement(Question(review=(Review.DRAFT,), order="text"))]
    sample_case.accept(drafts, actor=WHO, why="Read")
    names = ["amia", "pasteur", "iran", "interpol", "daniel rafecas", "sebastian basso"]
    parties = [sample_case.party(name).row.id for name in names]
    sample_case.join_parties(parties[:2], actor=WHO, why="One building")
    assert kept(sample_case) == afresh(sample_case)
    sample_case.join_parties(parties[2:], actor=WHO, why="A test")
    assert kept(sample_case) == afresh(sample_case)
    sample_case.part_parties("amia", "pasteur", actor=WHO, why="Not one")
    assert kept(sample_case) == afresh(sample_case)
    for number, source in enumerate(sample_case.sources(limit=100).items):
        if source.text:
            day = f"2025-07-{number + 1:02}"
            sample_case.describe(source.sha256, "outlet", "One Outlet", actor=WHO, why="A test")
            sample_case.describe(source.sha256, "published", day, actor=WHO, why="A test")
    assert kept(sample_case) == afresh(sample_case)
    digests = sample_case.table_digests()
    sample_case.rebuild()
    assert digests == sample_case.table_digests()
