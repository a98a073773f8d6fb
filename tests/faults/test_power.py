"""A power cut at any moment of a session: nothing acknowledged is lost, the case verifies, and going on works. By
default at a sample of the states that may be left, always the same; with ``--all-calls`` at every one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults import harness, power
from faults.disk_model import Files, Record, Resize, Said, Sync, Write, differences, fates

SAMPLE = 120

NO_NAMES = """
import foja.preserve.vault as vault
vault.sync_folder = lambda folder: None
"""
"""A seeded fault: the names of blobs are not made durable."""

NO_BYTES = """
import foja.preserve.vault as vault
vault.sync_files = lambda folder, paths: None
"""
"""A seeded fault: nor are the bytes of blobs that are kept in one go."""

NO_LOG = """
import foja.preserve.ledger as ledger
connect = ledger.connect
def hasty(path, write):
    db = connect(path, write)
    db.execute("PRAGMA synchronous = OFF")
    return db
ledger.connect = hasty
"""
"""A seeded fault: the ledger does not wait for the disk."""

NO_NOTE = """
import foja.preserve.checkpoint as checkpoint
def hasty(path, data):
    draft = path.with_name(f".{path.name}.1-00000000")
    draft.write_bytes(data)
    draft.replace(path)
checkpoint.replace_file = hasty
"""
"""A seeded fault: a checkpoint gets its name before its bytes are durable."""


@pytest.fixture(scope="module")
def base() -> Iterator[Path]:
    if harness.unable():
        pytest.skip(harness.unable())
    with tempfile.TemporaryDirectory(dir=harness.FAST if harness.FAST.is_dir() else None) as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FOJA_HOME", "")  # build sets it
            built = harness.build(Path(folder, "base"))
        yield built
        harness.cool()


@pytest.mark.slow
def test_a_power_cut_at_any_moment_loses_nothing(base: Path, request: pytest.FixtureRequest) -> None:
    found, modes = power.record(base)
    assert {Write, Sync, Resize, Said} < set(map(type, found.operations))
    chosen = list(power.states(found))
    assert {0, 1, 2, 3} == {state.acknowledged for state in chosen}
    if not request.config.getoption("--all-calls", default=False):
        chosen = power.sample(chosen, SAMPLE)
    verdicts = power.run(base, chosen, modes)
    print(f"{len(verdicts)} states")
    assert [] == [one for one in verdicts if one.wrong]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seeded", "said"),
    [
        (NO_NAMES, "blob-missing"),
        (NO_BYTES, "blob-altered"),
        (NO_LOG, "acknowledged and lost: third.txt"),
        (NO_NOTE, "checkpoint-altered"),
    ],
    ids=["names of blobs", "bytes of blobs", "ledger", "checkpoint"],
)
def test_a_sync_that_is_left_out_is_found(base: Path, seeded: str, said: str) -> None:
    """Otherwise the silence of the test above would mean nothing."""
    found, modes = power.record(base, seeded + power.PROGRAM)
    chosen = [state for state in power.states(found, draws=2) if state.acknowledged]
    verdicts = power.run(base, power.sample(chosen, 40), modes)
    assert any(said in words for one in verdicts for words in one.wrong), verdicts


# -- the model


def left(record: Record, moment: int | None = None) -> list[Files]:
    at = len(record.operations) if moment is None else moment
    found: list[Files] = []
    for fate in fates(record, at, 1, 20):
        state = record.left(at, fate)
        found += [state] if state not in found else []
    return found


def test_what_was_synced_stays_and_what_was_not_may_be_there() -> None:
    record = Record({"kept": b"old"})
    node = record.make("new")
    record.do(Write(node, 0, b"four"))
    assert {"kept": b"old"} in left(record)
    for data in (b"", b"fo", b"\0\0\0\0", b"four"):
        assert {"kept": b"old", "new": data} in left(record)
    record.do(Sync(frozenset([node])))
    assert [{"kept": b"old", "new": b"four"}, {"kept": b"old"}] == left(record)
    record.do(Sync(frozenset([0])))
    assert [{"kept": b"old", "new": b"four"}] == left(record)


def test_a_name_given_before_the_bytes_are_durable_can_stand_for_none() -> None:
    record = Record({"it": b"old"})
    node = record.make(".draft")
    record.do(Write(node, 0, b"new!"))
    record.move(".draft", "it")
    found = left(record)
    assert {"it": b""} in found
    assert {"it": b"ne"} in found
    assert {"it": b"old"} in found
    assert {"it": b"old", ".draft": b"new!"} in found
    assert not any("it" not in files for files in found), "a rename is one step"


def test_a_folder_whose_name_was_lost_takes_all_below_with_it() -> None:
    record = Record()
    folder = record.make("a", folder=True)
    node = record.make("a/b")
    record.do(Write(node, 0, b"x"))
    record.do(Sync(frozenset([node])))
    record.do(Sync(frozenset([folder])))
    assert [{"a": None, "a/b": b"x"}, {}] == left(record)


def test_a_sync_of_all_covers_all_before_it_and_nothing_after() -> None:
    record = Record()
    record.give("second", record.make("first"))
    record.do(Sync(None))
    record.remove("first")
    assert [{"first": b"", "second": b""}, {"second": b""}] == sorted(left(record), key=len, reverse=True)
    assert [{}] == left(record, 0)


def test_a_cut_file_may_have_its_old_length() -> None:
    record = Record({"log": b"12345"})
    node = record.node("log")
    assert node is not None
    record.do(Resize(node, 2))
    assert [{"log": b"12"}, {"log": b"12345"}] == left(record)


def test_the_moments_are_the_syncs_the_words_and_the_end() -> None:
    record = Record()
    node = record.make("a")  # 0
    record.do(Write(node, 0, b"x"))  # 1
    record.do(Sync(None))  # 2
    record.do(Said("done"))  # 3
    record.do(Write(node, 1, b"y"))  # 4
    assert [2, 4, 5] == record.moments()
    assert ["done"] == record.said(4)
    assert [] == record.pending(4)


def test_disks_are_compared_with_their_folders() -> None:
    assert ["b", "c"] == differences({"a": b"", "b": b"1", "c": None, "d-shm": b""}, {"a": b"", "b": b"2"}, ["-shm"])
