"""A power cut at any moment of a session: nothing acknowledged is lost, what must be gone is gone, the case verifies,
and going on works. By default at a sample of the states that may be left, always the same; with ``--all-calls`` at
every one, which takes long: ``python tests/faults/power.py`` says how far it is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults import harness, power
from faults.disk_model import Files, Record, Resize, Said, Sync, Write, differences, fates
from faults.sessions import SESSIONS

SAMPLE = {"add": 90, "protect": 40, "erase": 40, "hand over": 40}
"""States looked at by default; ``OTHERS`` where a session is not named."""
OTHERS = 24

NO_NAMES = """
import foja.preserve.vault as vault
vault.sync_folder = lambda folder: None
"""
"""A seeded fault: the names of blobs are not made durable, nor that they are gone."""

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

NO_FOLDER = """
import foja.store.beginning as beginning
beginning.make_folder = lambda folder: folder.mkdir(parents=True, exist_ok=True)
"""
"""A seeded fault: the name of the folder of a new case is not durable."""

NO_SETTINGS = """
import foja.store.beginning as beginning
beginning.replace_file = lambda path, data: path.write_bytes(data)
"""
"""A seeded fault: nor is what stands in its settings."""

NO_CUT = """
import foja.preserve.payload as payload
payload.sync_file = lambda path: None
"""
"""A seeded fault: that the log of the ledger was cut, in which deleted values stood, is not made durable."""

NO_MARK = """
import foja.preserve.removal as removal
removal.replace_file = lambda path, data: path.write_bytes(data)
removal.sync_folder = lambda folder: None
"""
"""A seeded fault: neither is the note of what is being removed, nor that the old tables went."""

NO_OUT = """
import foja.facade.handing_over as handing_over
import foja.preserve.disk as disk
disk.sync_written = handing_over.sync_written = lambda path: None
"""
"""A seeded fault: what leaves the case is named before it is durable."""

NO_ACCESS = """
import foja.preserve.access as access
access.make_folder = lambda folder: folder.mkdir(exist_ok=True)
"""
"""A seeded fault: the folder with the log of what was shown is not durable."""

NO_SECRET = """
import foja.preserve.keys as keys
from contextlib import contextmanager
@contextmanager
def hasty(path, mode):
    yield path
    path.chmod(mode)
keys.fresh_file = hasty
"""
"""A seeded fault: a secret is written under its name, and nothing waits for the disk."""

NO_WAITING = """
import sqlite3
from foja.preserve.witness import Witness
opened = Witness._open
def hasty(self):
    db = opened(self)
    db.execute("PRAGMA synchronous = OFF")
    return db
Witness._open = hasty
"""
"""A seeded fault: a witness answers before it is durable what it cosigned."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    if harness.unable():
        pytest.skip(harness.unable())
    with tempfile.TemporaryDirectory(dir=harness.FAST if harness.FAST.is_dir() else None) as name:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FOJA_HOME", "")  # building sets it
            patch.setenv("no_proxy", "*")
            yield Path(name)
        harness.cool()


_BASES: dict[tuple[Path, str], Path] = {}


def base(folder: Path, session: str) -> Path:
    """What is there before a session, made once."""
    if (folder, session) not in _BASES:
        _BASES[folder, session] = power.prepare(session, folder)
    return _BASES[folder, session]


@pytest.mark.slow
@pytest.mark.parametrize("session", SESSIONS)
def test_a_power_cut_at_any_moment_loses_nothing(folder: Path, session: str, request: pytest.FixtureRequest) -> None:
    found = power.recorded(session, base(folder, session))
    assert {Write, Sync, Said} < set(map(type, found.record.operations))
    if request.config.getoption("--all-calls", default=False):
        chosen = list(power.states(found))
    else:
        chosen = power.sample(found, SAMPLE.get(session, OTHERS))
    assert set(range(len(found.session.said) + 1)) == {state.acknowledged for state in chosen}
    verdicts = power.run(found, chosen)
    print(f"{len(verdicts)} states")
    assert [] == [one for one in verdicts if one.wrong]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("session", "seeded", "said"),
    [
        ("add", NO_NAMES, "blob-missing"),
        ("add", NO_BYTES, "blob-altered"),
        ("add", NO_LOG, "acknowledged and lost|history-truncated"),
        ("add", NO_NOTE, "checkpoint-altered"),
        ("init", NO_FOLDER, "acknowledged and lost: the case"),
        ("init", NO_SETTINGS, "acknowledged and lost|foja.toml"),
        ("build", NO_LOG, "acknowledged and lost|are not those of the checkpoint"),
        ("stamp", NO_LOG, "acknowledged and lost: the stamp"),
        ("protect", NO_CUT, "acknowledged and still there"),
        ("protect", NO_NAMES, "acknowledged and still there"),
        ("erase", NO_CUT, "acknowledged and still there"),
        ("erase", NO_MARK, "DecodeError|removal.json"),
        ("hand over", NO_OUT, "acknowledged and lost"),
        ("hand over", NO_ACCESS, "shown, and nothing says so"),
        ("rotate", NO_SECRET, "key"),
        ("witness", NO_WAITING, "it cosigned"),
    ],
    ids=["names of blobs", "bytes of blobs", "ledger", "checkpoint", "folder of a case", "settings", "build", "stamp",
         "log after protect", "names after protect", "log after erase", "note of a removal", "bundle", "access",
         "secret", "witness"],
)  # fmt: skip
def test_a_sync_that_is_left_out_is_found(folder: Path, session: str, seeded: str, said: str) -> None:
    """Otherwise the silence of the test above would mean nothing."""
    found = power.recorded(session, base(folder, session), seeded)
    chosen, wrong = power.sample(found, 96, least=1, draws=2), list[str]()
    chosen = [one for first in range(8) for one in chosen[first::8]]
    for at in range(0, len(chosen), 12):
        wrong += [words for one in power.run(found, chosen[at : at + 12]) for words in one.wrong]
        if any(re.search(said, words) for words in wrong):
            return
    raise AssertionError(wrong)


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
