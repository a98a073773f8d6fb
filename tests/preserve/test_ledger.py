from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foja.model.errors import Damage, FojaError, Refusal, UsageError
from foja.model.event import Act, Actor
from foja.preserve import ledger as module
from foja.preserve.leaf import commitment
from foja.preserve.ledger import Ledger
from foja.preserve.merkle import EMPTY, leaf_hash, root, verify_consistency, verify_inclusion
from preserve.sample import ANA, AT, ORIGIN, TOOL, acts, intruder


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(Ledger.create(tmp_path / "ledger.db", ORIGIN)) as made:
        yield made


def one(body: dict[str, Any], why: str = "because") -> list[Act]:
    return [Act(kind="source.described", body=body, actor=ANA, why=why)]


def test_an_event_is_given_back_as_recorded(ledger: Ledger, tmp_path: Path) -> None:
    (event,) = ledger.append(one({"field": "título", "value": ["«é»", 1, 1.5, None, True, {"a": []}]}), AT)
    assert (0, AT, "source.described", ANA, "because", ()) == (
        event.seq, event.at, event.kind, event.actor, event.why, event.withheld,
    )  # fmt: skip
    assert {"field": "título", "value": ["«é»", 1, 1.5, None, True, {"a": []}]} == event.body
    with Ledger.open(tmp_path / "ledger.db") as again:
        assert ([event], event, 1, ORIGIN) == (list(again.events()), again.event(0), again.size, again.origin)


def test_records_in_a_body_are_plain_data_afterwards(ledger: Ledger) -> None:
    (event,) = ledger.append(one({"asked": Actor(name="B", kind="tool")}))
    assert {"asked": {"name": "B", "kind": "tool"}} == event.body


def test_the_time_is_utc(ledger: Ledger) -> None:
    (event,) = ledger.append(acts(1))
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", event.at)


def test_the_leaf_holds_commitments_and_no_value(ledger: Ledger) -> None:
    ledger.append(one({"field": "author", "value": "Witness Seven"}, why="told us"), AT)
    (entry,) = ledger.entries()
    commit = {name: commitment(salt, name, value) for name, (salt, value) in entry.opened.items()}
    assert (
        '{"actor":"person","at":"' + AT + '","commit":{'
        f'"field":"{commit["field"]}","value":"{commit["value"]}","who":"{commit["who"]}","why":"{commit["why"]}"}}'
        ',"kind":"source.described","seq":0}'
    ).encode() == entry.body
    assert b'"Ana Archivist"' == entry.opened["who"][1]
    assert (b'"Witness Seven"', 32, leaf_hash(entry.body)) == (
        entry.opened["value"][1], len(entry.opened["value"][0]), entry.leaf,
    )  # fmt: skip


def test_equal_values_have_different_commitments(ledger: Ledger) -> None:
    ledger.append(one({"value": "x"}) * 2, AT)
    first, second = ledger.entries()
    assert first.opened["value"][0] != second.opened["value"][0]


def test_an_index_that_leads_in_a_circle_ends_in_damage(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """One flipped bit can make SQLite give the same rows again after their last: reading them never ended."""
    ledger.append(acts(3), AT)
    rows = {seq: (seq, entry.leaf, entry.body) for seq, entry in enumerate(ledger.entries())}
    monkeypatch.setattr(ledger, "_all", lambda query, *_: [rows[2], rows[1]] if "FROM event" in query else [])
    with pytest.raises(Damage) as caught:
        list(ledger.entries())
    assert "ledger-unreadable" == caught.value.code


def test_the_tree_of_many_batches(ledger: Ledger, tmp_path: Path) -> None:
    roots = {0: EMPTY}
    assert EMPTY == ledger.root()
    for batch in (1, 2, 253, 1, 300, 40):
        ledger.append(acts(batch), AT)
        roots[ledger.size] = ledger.root()
    leaves = [entry.leaf for entry in ledger.entries()]
    with Ledger.open(tmp_path / "ledger.db") as again:
        assert {size: root(leaves[:size]) for size in roots} == roots == {size: again.root(size) for size in roots}
        for seq in (0, 255, 256, 596):
            assert verify_inclusion(leaves[seq], seq, 597, again.inclusion(seq), roots[597])
        assert verify_inclusion(leaves[2], 2, 3, again.inclusion(2, 3), roots[3])
        assert verify_consistency(256, 597, again.consistency(256), roots[256], roots[597])
        assert verify_consistency(3, 257, again.consistency(3, 257), roots[3], roots[257])
        assert [] == again.consistency(597)


def test_events_by_kind_and_from_a_number(ledger: Ledger) -> None:
    ledger.append([*acts(2), *one({"field": "x"}), *acts(1)], AT)
    assert [2] == [event.seq for event in ledger.events(kinds=["source.described"])]
    assert [2, 3] == [event.seq for event in ledger.events(after=1)]
    assert [] == list(ledger.events(kinds=[]))
    assert [] == ledger.append([])


@pytest.mark.parametrize(
    ("act", "at", "code"),
    [
        (Act(kind="x", body={}, actor=ANA), AT, "why-missing"),
        (Act(kind="x", body={}, actor=ANA, why=" \n"), AT, "why-missing"),
        (Act(kind="No Kind", body={}, actor=TOOL), AT, "event-kind-malformed"),
        (Act(kind="x\n", body={}, actor=TOOL), AT, "event-kind-malformed"),
        (Act(kind="x", body={"why": 1}, actor=TOOL), AT, "event-field-malformed"),
        (Act(kind="x", body={"Ä": 1}, actor=TOOL), AT, "event-field-malformed"),
        (Act(kind="x", body={"n": 2**53}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={"n": float("nan")}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={"n": 5.650924248063711e16}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={"n": "\ud800"}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={"n": object()}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={"n": {1: 2}}, actor=TOOL), AT, "value-not-json"),
        (Act(kind="x", body={}, actor=Actor(name="\udcff", kind="tool")), AT, "value-not-json"),
        (Act(kind="x", body={}, actor=TOOL), "२०२६-03-01T10:00:00Z", "event-time-malformed"),
        (Act(kind="x", body={}, actor=TOOL), "1 March 2026", "event-time-malformed"),
        (Act(kind="x", body={}, actor=TOOL), AT + "\n", "event-time-malformed"),
        (Act(kind="x", body={f"f{n}": n for n in range(900)}, actor=TOOL), AT, "event-too-large"),
        (Act(kind="x", body={}, actor=Actor(name="n", kind="tool" * 20_000)), AT, "event-too-large"),
        (Act(kind="x", body={"who": "B"}, actor=TOOL), AT, "event-field-malformed"),
    ],
)
def test_what_cannot_be_recorded_leaves_nothing(ledger: Ledger, act: Act, at: str, code: str) -> None:
    with pytest.raises((UsageError, Refusal)) as caught:
        ledger.append([*acts(3), act], at)
    assert (code, 0, EMPTY) == (caught.value.code, ledger.size, ledger.root())
    ledger.append(acts(1), AT)
    assert 1 == ledger.size


def test_a_value_nested_beyond_reason(ledger: Ledger) -> None:
    value: list[Any] = []
    for _ in range(3000):
        value = [value]
    with pytest.raises(UsageError) as caught:
        ledger.append(one({"v": value}))
    assert "value-not-json" == caught.value.code


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2.0**53), 2.0**53)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abé\n\"\\", max_size=4), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(json_values)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_plain_value_comes_back(ledger: Ledger, value: Any) -> None:
    (event,) = ledger.append(one({"value": value}), AT)
    assert value == event.body["value"] == ledger.event(event.seq).body["value"]


def test_a_missing_value_is_withheld_and_the_tree_stays(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(one({"field": "author", "value": "secret"}), AT)
    before = ledger.root()
    with intruder(tmp_path) as db:
        db.execute("DELETE FROM payload WHERE field IN ('value', 'why')")
    event = ledger.event(0)
    assert ({"field": "author"}, "", ("value", "why")) == (event.body, event.why, event.withheld)
    assert before == ledger.root()


@pytest.mark.parametrize(
    "harm",
    [
        """UPDATE payload SET value = CAST('"forged"' AS BLOB) WHERE field = 'value'""",
        "UPDATE payload SET salt = zeroblob(32)", "UPDATE payload SET salt = x''",
        "UPDATE event SET leaf = zeroblob(32)", "UPDATE event SET body = x'7b7d'", "UPDATE event SET body = x'ff'",
        "UPDATE event SET seq = 7; UPDATE payload SET seq = 7",
        "UPDATE payload SET field = 'other' WHERE field = 'value'",
    ],
)  # fmt: skip
def test_an_altered_event_is_never_given(ledger: Ledger, tmp_path: Path, harm: str) -> None:
    ledger.append(one({"field": "author", "value": "A. B."}), AT)
    with intruder(tmp_path) as db:
        db.executescript(harm)
    with pytest.raises(Damage) as caught:
        list(ledger.events())
    assert "event-altered" == caught.value.code


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = x'00'", "DELETE FROM event", "INSERT INTO event VALUES (9, x'00', x'00')",
        "INSERT OR REPLACE INTO event VALUES (0, x'00', x'00')", "UPDATE payload SET value = x'00'",
    ],
)  # fmt: skip
def test_the_file_itself_refuses_changes(ledger: Ledger, tmp_path: Path, statement: str) -> None:
    ledger.append(acts(1), AT)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


def test_a_ledger_is_not_made_twice_nor_opened_from_nothing(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Ledger.create(tmp_path / "ledger.db", ORIGIN)
    assert "ledger-exists" == caught.value.code
    with pytest.raises(UsageError) as missing:
        Ledger.open(tmp_path / "nothing.db")
    assert "ledger-missing" == missing.value.code


def test_files_that_are_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_bytes(b"not a database, but a long enough text to be looked at" * 100)
    (tmp_path / "empty.db").write_bytes(b"")
    with closing(sqlite3.connect(tmp_path / "newer.db")) as db:
        db.execute(f"PRAGMA application_id = {module.APPLICATION}")
        db.execute("PRAGMA user_version = 99")
    codes = []
    for name in ("text.db", "empty.db", "newer.db"):
        with pytest.raises(FojaError) as caught:
            Ledger.open(tmp_path / name)
        codes.append(caught.value.code)
    assert ["ledger-unreadable", "ledger-unreadable", "ledger-newer"] == codes


def test_reading_does_not_write(ledger: Ledger, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as reader:
        with pytest.raises(UsageError) as caught:
            reader.append(acts(1))
        assert "ledger-read-only" == caught.value.code
        ledger.append(acts(2), AT)
        assert 2 == reader.size, "a reader sees what others append"


@pytest.mark.parametrize(
    "ask",
    [
        lambda x: x.event(5), lambda x: x.event(-1), lambda x: x.root(9), lambda x: x.inclusion(2),
        lambda x: x.consistency(0), lambda x: x.consistency(3),
    ],
)  # fmt: skip
def test_questions_outside_the_ledger(ledger: Ledger, ask: Any) -> None:
    ledger.append(acts(2), AT)
    with pytest.raises(UsageError) as caught:
        ask(ledger)
    assert "event-missing" == caught.value.code


def test_what_does_not_read_back_is_not_recorded(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.append(acts(1), AT)
    entries = Ledger.entries

    def flipped(self: Ledger, after: int = -1) -> Iterator[Any]:
        for entry in entries(self, after):
            yield type(entry)(seq=entry.seq, leaf=entry.leaf, body=entry.body + b" ", opened=entry.opened)

    with monkeypatch.context() as patch, pytest.raises(Damage) as caught:
        patch.setattr(Ledger, "entries", flipped)
        ledger.append(acts(1), AT)
    assert ("ledger-write-differs", 1) == (caught.value.code, ledger.size)


def test_a_full_disk_is_told_and_leaves_the_ledger_whole(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(acts(1), AT)
    pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
    ledger._db.execute(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(UsageError) as caught:
        ledger.append(acts(500), AT)
    assert ("ledger-unwritable", 1) == (caught.value.code, ledger.size)
    ledger._db.execute("PRAGMA max_page_count = 1000000")
    assert 1 == ledger.append(acts(1), AT)[0].seq


def test_a_damaged_edge_stops_appending(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(acts(3), AT)
    with intruder(tmp_path) as db:
        db.execute("DELETE FROM tile")
    with pytest.raises(Damage) as caught:
        ledger.append(acts(1), AT)
    assert ("tile-altered", 3) == (caught.value.code, ledger.size)


def test_the_cost_of_appending_does_not_grow(ledger: Ledger) -> None:
    def steps() -> int:
        count = 0

        def tick() -> int:
            nonlocal count
            count += 1
            return 0

        ledger._db.set_progress_handler(tick, 100)
        ledger.append(acts(1), AT)
        ledger._db.set_progress_handler(None, 0)
        return count

    ledger.append(acts(20), AT)
    few = steps()
    ledger.append(acts(6000), AT)
    assert steps() <= few + 5


WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from foja.model.event import Act, Actor
from foja.preserve.ledger import Ledger
with closing(Ledger.open(Path(sys.argv[1]), write=True)) as ledger:
    for turn in range(25):
        body = {"writer": sys.argv[2], "turn": turn}
        acts = [Act(kind="test", body=body, actor=Actor(name=sys.argv[2], kind="tool"))] * 3
        print(*[event.seq for event in ledger.append(acts)])
"""


def test_writers_in_four_processes_lose_nothing(ledger: Ledger, tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "ledger.db"), str(number)],
            stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)},
        )
        for number in range(4)
    ]  # fmt: skip
    acknowledged = {str(n): [int(seq) for seq in process.communicate()[0].split()] for n, process in enumerate(started)}
    assert [0] * 4 == [process.returncode for process in started]
    assert list(range(300)) == sorted(seq for seqs in acknowledged.values() for seq in seqs)
    found: dict[str, list[int]] = {str(n): [] for n in range(4)}
    for event in ledger.events():
        found[event.body["writer"]].append(event.seq)
    assert acknowledged == found
    assert root(entry.leaf for entry in ledger.entries()) == ledger.root()
