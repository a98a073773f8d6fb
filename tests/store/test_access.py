"""The access log: what stems from a source above ``internal`` is logged before it is shown, or not shown."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from foja.case import Case
from foja.cli import cli
from foja.facade.watched import ANSWERS, HANDED_OUT, Watched
from foja.model.errors import FojaError
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Sensitivity
from foja.web.app import create_app
from foja.web.seats import OneSeat
from store.sealed_sample import WHO, findings, found, memo, public

READER = Actor(name="Rosa Reader")
APART = "two.txt"


def open_source(case: Case) -> str:
    """A source that has nothing to do with the labelled one."""
    return next(row.sha256 for row in case.sources().items if row.name.endswith(APART))


def watched(case: Case) -> Case:
    return Watched(case, READER, "foja test", at_once=True)  # type: ignore[return-value]


def client(case: Case) -> TestClient:
    return TestClient(create_app(case.path, seats=OneSeat("access", READER, None)), base_url="http://127.0.0.1:8471")


def through(case: Case) -> list[str]:
    return [entry.body["through"] for entry in case.accesses()]


def test_nothing_is_written_for_what_is_internal(case: Case) -> None:
    news = open_source(case)
    shown = watched(case)
    shown.reader(news)
    shown.original(news)
    shown.source(news)
    assert client(case).get(f"/sources/{news}").status_code == 200
    assert not (case.path / "access").exists()
    assert case.accesses() == []


def test_each_way_to_see_it_is_logged(case: Case, tmp_path: Path) -> None:
    sha = memo(case)
    shown = watched(case)
    statement = case.reader(sha).statements[0].id
    for ask in (
        lambda: shown.sources(), lambda: shown.reader(sha), lambda: shown.original(sha[:12]), lambda: shown.desk(),
        lambda: shown.offered(sha, 0, 4),
        lambda: shown.statement(statement), lambda: shown.search("warehouse"), lambda: shown.custody(sha),
        lambda: shown.parties(text="zuleika"), lambda: list(shown.every_statement(Question())),
        lambda: shown.events(limit=1000),
        lambda: shown.export("csv", tmp_path / "out.csv", audience=Sensitivity.SEALED),
    ):  # fmt: skip
        before = len(case.accesses())
        ask()
        entries = case.accesses()[before:]
        assert entries
        assert {(entry.actor.name, *entry.body["sources"]) for entry in entries} == {("Rosa Reader", sha)}
    before = len(case.accesses())
    shown.export("csv", tmp_path / "internal.csv")
    shown.reader(open_source(case))
    assert before == len(case.accesses()) or case.accesses()[-1].body["sources"] == [sha]


UNWATCHED = frozenset(
    {
        # decisions, and what keeps or checks the case: they answer with what the person gave, or with digests
        "accept", "add", "add_signer", "ask_model", "build", "classify", "correct", "correct_act", "decide_links",
        "describe",
        "erase", "grade", "join_parties", "join_statements", "part_parties", "part_statements", "protect", "read_again",
        "record_act", "record_particular", "correct_particular", "withdraw_particular", "rederive",
        "record_item", "correct_item", "withdraw_item", "mark", "import_facts",
        "reject", "remove_signer", "reopen", "stamp", "transfer", "withdraw_act", "enter",
        "rotate_key", "seal", "verify", "fixity", "rebuild", "receipt", "label_request", "erasure", "finish_removals",
        "correct_text", "use_text",
        # the case itself, and the log of accesses
        "reviews",  # a word each
        "recorded", "in_turn",  # a number, and nothing
        "effort",  # three numbers
        "newest",  # one day, of sources that are not protected
        "create", "close", "follow", "origin", "path", "title", "unsigned", "unkept", "weak", "table_digests",
        "fixity_state",
        "signers", "sealings", "to_protect", "accesses", "sign_access", "dossier",
        # lists that others published: nothing of them stems from a source of the case
        "lists", "list_snapshot", "list_entry", "list_names", "add_list", "say_of_lead",
        "compare_names", "say_of_names", "join_names",
    }
)  # fmt: skip


def test_every_question_of_a_case_is_watched_or_said_not_to_be() -> None:
    """A new way to see something must not pass by the log because nobody thought of it."""
    public_names = {name for name in dir(Case) if not name.startswith("_")}
    assert public_names - ANSWERS - HANDED_OUT - {"open_sealed"} == UNWATCHED


def test_acts_on_a_labelled_source_are_logged(case: Case) -> None:
    sha = memo(case)
    statement = case.reader(sha).statements[0].id
    case.accept([statement], actor=WHO, why="Read")
    fields = {
        "machine": "warrant", "title": "A warrant", "kind": "ordered", "authority": "A Court", "date": "2020-01-02",
        "persons": ["Zuleika Quispe"],
    }  # fmt: skip
    act = case.record_act(fields, [statement], actor=WHO, why="Read")
    shown = watched(case)
    for ask in (
        shown.acts, shown.matters, lambda: shown.act(act.id), lambda: shown.matter(act.matter.id),
        lambda: shown.acts_on_statement(statement), lambda: shown.draft_acts(statement),
        lambda: shown.status("Zuleika Quispe"),
    ):  # fmt: skip
        before = len(case.accesses())
        ask()
        assert [sha] in [entry.body["sources"] for entry in case.accesses()[before:]]


def test_pages_and_commands_log(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    sha = memo(case)
    pages = client(case)
    for path in (f"/sources/{sha}", "/sources", "/", f"/sources/{sha}/original", "/search?q=warehouse", "/history"):
        assert pages.get(path).status_code == 200, path
        assert through(case)[-1] == f"page {path.split('?')[0]}"
    assert sha[:12] in pages.get("/access").text
    case.close()
    monkeypatch.setenv("FOJA_ACTOR", "Rosa Reader")
    for words in (["show", str(case.path), sha], ["sources", str(case.path)], ["log", str(case.path)]):
        assert CliRunner().invoke(cli, words).exit_code == 0
        assert through(case)[-1].endswith(words[0])
    listed = CliRunner().invoke(cli, ["access", str(case.path)]).output
    assert f"page /sources/{sha}  {sha[:12]}" in listed
    with Case(case.path) as again:
        assert findings(again) == []
        assert any("access log" in note.what for note in again.verify().notes)


def test_what_cannot_be_logged_is_not_shown(case: Case) -> None:
    sha = memo(case)
    (case.path / "access").write_text("in the way")
    with pytest.raises(FojaError) as caught:
        watched(case).reader(sha)
    assert caught.value.code == "access-unlogged"
    answer = client(case).get(f"/sources/{sha}")
    assert answer.status_code >= 400
    assert "Zuleika" not in answer.text
    assert client(case).get(f"/sources/{open_source(case)}").status_code == 200


def test_opening_what_is_sealed_is_logged_and_its_mention_is_not(case: Case, keys: Path, tmp_path: Path) -> None:
    sha = memo(case)
    case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
    shown = watched(case)
    shown.sources()
    shown.reader(sha)
    assert case.accesses() == []
    shown.open_sealed(sha, keys / "a", tmp_path / "opened")
    assert [entry.body["sources"] for entry in case.accesses()] == [[sha]]
    out = case.export("bundle", tmp_path / "out", audience=Sensitivity.SOURCE_IDENTITY)
    assert not found(out, "Rosa Reader")


@pytest.fixture
def logged(case: Case) -> Case:
    for _ in range(3):
        watched(case).reader(memo(case))
        case.sign_access()
    assert findings(case) == []
    return case


def test_verify_sees_an_entry_that_was_altered(logged: Case) -> None:
    with closing(sqlite3.connect(logged.path / "access" / "ledger.db", isolation_level=None)) as db:
        db.execute("DROP TRIGGER payload_update")
        db.execute("UPDATE payload SET value = CAST('\"Nobody\"' AS BLOB) WHERE seq = 1 AND field = 'who'")
    assert "event-altered" in findings(logged)


def test_verify_sees_entries_that_are_gone(logged: Case, tmp_path: Path) -> None:
    """By the receipts that this machine keeps: whoever reaches the folder reaches its checkpoints too."""
    access = logged.path / "access"
    shutil.move(access, tmp_path / "kept")
    assert findings(logged) == ["history-truncated"]
    logged.close()
    with Case(logged.path) as again:
        watched(again).reader(memo(again))
    with Case(logged.path) as again:
        assert {"history-truncated"} <= set(findings(again))
    shutil.rmtree(access)
    shutil.move(tmp_path / "kept", access)
    (access / "hello").write_text("")
    assert "case-extra" in findings(logged)
    assert os.environ["FOJA_HOME"]
