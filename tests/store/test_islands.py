"""Counts kept by island are those made from scratch, whatever was decided, in whatever order."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.record import decode
from foja.model.rows import Question
from foja.model.support import Support
from foja.model.vocabulary import LinkState, Review
from foja.store import islands, weighing
from foja.store.counting import accepted_rows, document_nodes, links_between
from foja.weigh.origins import count
from store.counted_sample import FIRE, NOTE, OTHER, OWN, WHO, build

TABLES = ("support", "counted", "counted_key", "island", "citation", "sway", "document_named")
KINDS = (
    "accept", "reject", "reopen", "join", "part", "confirm", "refuse", "outlet", "published", "issuer", "names",
    "split", "correct", "arrive",
)  # fmt: skip
DECISIONS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    return build(tmp_path_factory.mktemp("islands"))


def decide(case: Case, what: str, one: int, other: int) -> None:
    """A decision of a kind on the things with these numbers. One that foja refuses changes nothing."""
    statements = [row.id for row in case.every_statement(Question(review=tuple(Review), order="text"))]
    first, second = statements[one % len(statements)], statements[other % len(statements)]
    sources = [row.sha256 for row in case.sources().items]
    links = [row.id for state in LinkState for row in case.links(state=state, limit=50).items]
    parties = [row.id for row in case.parties(limit=50).items]
    source, value = sources[one % len(sources)], ["El Faro", "Lira Wire", "Port Herald", "Ana Beltrán"][other % 4]
    try:
        if what in ("accept", "reject", "reopen"):
            getattr(case, what)([first], actor=WHO, why="A test")
        elif what == "join":
            case.join_statements([first, second], actor=WHO, why="A test")
        elif what == "part":
            case.part_statements(first, second, actor=WHO, why="A test")
        elif what in ("confirm", "refuse") and links:
            case.decide_links([links[one % len(links)]], what == "confirm", actor=WHO, why="A test")
        elif what in ("outlet", "issuer"):
            case.describe(source, what, value, actor=WHO, why="A test")
        elif what == "published":
            case.describe(source, what, f"2001-05-0{1 + other % 9}", actor=WHO, why="A test")
        elif what == "names" and len(parties) > 1:
            case.join_parties([parties[one % len(parties)], parties[other % len(parties)]], actor=WHO, why="A test")
        elif what == "split":
            keys = [key for row in case.parties(limit=50).items for key in case.party(row.id).keys]
            case.part_parties(keys[one % len(keys)], keys[other % len(keys)], actor=WHO, why="A test")
        elif what == "correct":
            changed = {"speaker": value} if other % 2 else {"content": f"{value} said so"}
            case.accept([case.correct(first, changed, actor=WHO, why="A test").id], actor=WHO, why="A test")
        elif what == "arrive":
            page = case.path.parent / f"late-{one}.txt"
            page.write_text(f"According to the newspaper {value}, {FIRE} {[NOTE, OWN, OTHER][one % 3]}\n", "utf-8")
            case.add([page], actor=WHO)
            case.build(jobs=0)
    except FojaError:
        pass


def held(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    found = {
        table: sorted(tuple(row) for row in connection.execute(f"SELECT * FROM {table}").fetchall()) for table in TABLES
    }
    found["origins"] = [tuple(row) for row in connection.execute("SELECT id, origins FROM statement ORDER BY id")]
    found["sways"] = [tuple(row) for row in connection.execute("SELECT id, sways FROM link ORDER BY id")]
    return found


def from_scratch(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All counts made anew, one source after the other."""
    rows = connection.execute("SELECT proposition, source FROM statement ORDER BY source DESC, id DESC").fetchall()
    connection.execute("BEGIN")
    try:
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("UPDATE statement SET origins = NULL")
        connection.execute("UPDATE link SET sways = 0")
        for row in rows:
            weighing.recount(connection, [(row["proposition"], row["source"])])
        return held(connection)
    finally:
        connection.execute("ROLLBACK")


@settings(max_examples=40, deadline=None)
@given(DECISIONS)
def test_counts_after_any_decisions_are_those_made_from_scratch(
    built: Path, decisions: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(built, Path(scratch) / "case")
        with Case(Path(scratch) / "case") as case:
            for decision in decisions:
                decide(case, *decision)
            connection = case._folder.database.connection
            assert held(connection) == from_scratch(connection)
            for proposition, support in supports(connection):
                nodes = document_nodes(connection, accepted_rows(connection, proposition))
                assert support == count(nodes, links_between(connection, nodes))
                for node in nodes:
                    rest = [other for other in nodes if other != node]
                    assert count(rest, links_between(connection, rest)) == islands.without(
                        connection, proposition, node.source, support
                    )


def supports(connection: sqlite3.Connection) -> Iterator[tuple[str, Support]]:
    for row in connection.execute("SELECT proposition, record, shares FROM support").fetchall():
        found = decode(row["record"], Support)
        assert set(found.roots) == set(json.loads(row["shares"]))
        yield row["proposition"], found


def test_no_question_about_a_count_reads_a_table_from_end_to_end(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "case")
    with Case(tmp_path / "case") as case:
        connection = case._folder.database.connection
        row = connection.execute("SELECT proposition, source FROM counted ORDER BY proposition LIMIT 1").fetchone()
        ran: list[str] = []
        connection.set_trace_callback(ran.append)
        case.proposition(row["proposition"])
        case.without(row["source"])
        weighing.refresh(connection, case.proposition(row["proposition"]).statements[0].id)
        connection.set_trace_callback(None)
        asked = [sql for sql in sorted(set(ran)) if sql.startswith(("SELECT", "UPDATE", "DELETE"))]
        scans = {
            (step["detail"], sql)
            for sql in asked
            if "_config" not in sql  # of the search index itself
            for step in connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
            if step["detail"].startswith("SCAN") and not any(one in step["detail"] for one in SMALL)
        }
        assert len(asked) > 20
        assert set() == scans


SMALL = ("VIRTUAL TABLE", "CONSTANT ROW")
"""What is scanned without growing with the case: lists given with the question."""
