"""Statements that are the same are compared as one, and hang together as if each had been compared with each."""

import random
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from foja.case import Case
from foja.evaluate.planted import invented
from foja.model.event import Actor
from foja.model.grouping import Bond, group
from foja.model.rows import Question
from foja.model.statement import Statement
from foja.model.vocabulary import Review
from foja.store import weighing
from foja.weigh.likeness import alike, compatible, face
from weigh.samples import statement

WHO = Actor(name="Reader")
TELLS = (
    "The prosecutor said that the harbour office had closed the northern pier before the storm of that week.",
    "The prosecutor said that the harbour office had closed the northern pier before the great storm of that week.",
    "The prosecutor said on Monday that the harbour office had closed the northern pier before the storm of the week.",
    "The prosecutor said that 14 men of the harbour office had closed the northern pier before the storm of that week.",
    "The mayor said that the tower at the old bridge would not be opened again to visitors before the summer.",
)  # fmt: skip
REST = invented(60, 3, (60, 80))


def folder(path: Path, told: Iterable[int]) -> Path:
    """Documents of words of their own, each with one of the sentences."""
    path.mkdir()
    for number, which in enumerate(told):
        (path / f"{number:02}.txt").write_text(f"{REST[number]}.\n\n{TELLS[which]}\n", "utf-8")
    return path


def built(path: Path, files: list[Path], steps: int) -> Case:
    case = Case.create(path, title="Pier", actor=WHO)
    for at in range(steps):
        case.add(files[at::steps], actor=WHO)
        case.build(jobs=0)
    return case


def drafts(case: Case) -> list[Statement]:
    rows = case.every_statement(Question(review=(Review.DRAFT, Review.ACCEPTED)))
    return [case.statement(row.id).statement for row in rows]


def propositions(case: Case) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in case.every_statement(Question(review=(Review.DRAFT, Review.ACCEPTED))):
        found.setdefault(row.proposition, set()).add(row.id)
    return set(map(frozenset, found.values()))


def each_with_each(statements: list[Statement]) -> set[frozenset[str]]:
    bonds = [Bond(False, a.id, b.id) for a, b in combinations(statements, 2) if alike(a, b)]
    return set(group([one.id for one in statements], bonds, ()))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_alike_hangs_together_in_any_order_of_arrival(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told = [chance.randrange(len(TELLS)) for _ in range(14)]
    files = sorted(folder(tmp_path / "in", told).iterdir())
    chance.shuffle(files)
    with built(tmp_path / "case", files, 1 + seed) as case:
        assert propositions(case) == each_with_each(drafts(case))
        assert len(propositions(case)) < len(set(told)) + 1


def test_a_sentence_that_many_print_is_compared_once_for_each_of_them(tmp_path: Path) -> None:
    with built(tmp_path / "case", [folder(tmp_path / "in", [0] * 24)], 1) as case:
        rows = case._folder.database.connection.execute("SELECT count(*) FROM likeness").fetchone()
        assert 1 == len(propositions(case))
        assert 24 > rows[0]


def test_what_hung_on_a_statement_that_goes_hangs_on_another_of_its_face(tmp_path: Path) -> None:
    told = [0] * 5 + [1] * 5
    with built(tmp_path / "case", [folder(tmp_path / "in", told)], 2) as case:
        connection = case._folder.database.connection
        assert 1 == len(propositions(case))
        statements = {one.id: one for one in drafts(case)}
        left = dict(statements)
        for identifier in sorted(statements)[:-2]:
            weighing.forget(connection, identifier)
            connection.execute("UPDATE statement SET face = NULL, proposition = '' WHERE id = ?", (identifier,))
            left.pop(identifier)
            rows = connection.execute("SELECT id, proposition FROM statement WHERE proposition <> ''").fetchall()
            now: dict[str, set[str]] = {}
            for row in rows:
                now.setdefault(row["proposition"], set()).add(row["id"])
            assert set(map(frozenset, now.values())) == each_with_each(list(left.values()))


def test_what_a_person_parted_stays_apart_when_more_of_it_comes(tmp_path: Path) -> None:
    files = sorted(folder(tmp_path / "in", [0] * 6).iterdir())
    with built(tmp_path / "case", files[:3], 1) as case:
        one, other, _ = sorted(row.id for row in case.every_statement(Question(review=(Review.DRAFT,))))
        case.part_statements(one, other, actor=WHO, why="Two storms")
        case.add(files[3:], actor=WHO)
        case.build(jobs=0)
        now = propositions(case)
        assert 6 == sum(map(len, now))
        assert not any({one, other} <= found for found in now)


def test_a_face_is_of_what_is_compared_and_of_nothing_else() -> None:
    first = statement("The pier was closed", id="st-1", names=("Lira",), source="a")
    assert face(first) == face(statement("The pier was closed", id="st-2", names=("Lira",), source="b"))
    assert face(first) != face(statement("The pier was opened", id="st-1", names=("Lira",), source="a"))
    assert face(first) != face(statement("The pier was closed", id="st-1", names=("Vela",), source="a"))


UPHELD, ANNULLED = (
    f"The appeals court {word} the arrest of Tomás Rey on 8 June 2001." for word in ("upheld", "annulled")
)
BETWEEN = "The decision was about the arrest of Tomás Rey on 8 June 2001, the ministry said."


@pytest.mark.parametrize("seed", range(4))
def test_what_is_like_two_opposites_does_not_make_them_one(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    told = [UPHELD, UPHELD, ANNULLED, ANNULLED, UPHELD, BETWEEN, BETWEEN, ANNULLED]
    path = tmp_path / "in"
    path.mkdir()
    for number, sentence in enumerate(told):
        (path / f"{number}.txt").write_text(f"{REST[number]}.\n\n{sentence}\n", "utf-8")
    files = sorted(path.iterdir())
    chance.shuffle(files)
    with built(tmp_path / "case", files, 1 + seed) as case:
        statements = {one.id: one for one in drafts(case)}
        found = propositions(case)
        told_of = [{statements[one].content for one in group} for group in found]

    assert not any(any("upheld" in one for one in g) and any("annulled" in one for one in g) for g in told_of)
    for one in found:
        assert all(compatible(statements[a], statements[b]) for a, b in combinations(sorted(one), 2))
    # All of one wording are together, whatever came first.
    for wording in {one.content for one in statements.values()}:
        assert 1 == sum(wording in contents for contents in told_of)
