"""A full disk, many writers at once, and damage to the ledger's files that SQLite itself does not notice."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from faults import harness
from faults.harness import ANA, names
from foja.case import Case
from foja.model.errors import UsageError
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.verify import verify_case
from preserve.sample import AT, ORIGIN, acts, build_case

FOJA = "from foja.cli import main; main()"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FOJA_HOME", "")  # build sets it; restored here
    return harness.build(tmp_path / "base")


def foja(root: Path, *arguments: str, limit: int = 0) -> subprocess.CompletedProcess[str]:
    """foja in a process of its own; ``limit``: bytes that a file may have, as if the disk were full then."""

    def small() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run(
        [sys.executable, "-c", "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); " + FOJA, *arguments],
        env=harness.environment(root), capture_output=True, text=True, preexec_fn=small,
    )  # fmt: skip


@pytest.mark.parametrize("limit", [0, 4_096, 40_000, 70_000, 100_000])
def test_no_room_for_a_file(root: Path, limit: int) -> None:
    """Where files may not grow any more, what was acknowledged stays, the rest is refused, and later it goes on."""
    case = root / "case"
    (root / "more" / "large.txt").write_bytes(b"A line of a large source.\n" * 4_000)
    done = foja(root, "add", str(case), str(root / "more"), "--as", "Ana", limit=limit)
    assert (limit == 0) == (done.returncode == 0), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert [] == [f for f in verify_case(case).findings if f.damage]
    assert {"first.txt", "second.txt"} <= set(names(case))
    with Case(case) as opened:
        opened.add([root / "more"], actor=ANA)
    assert 0 == verify_case(case).exit_code
    assert ["fifth.txt", "first.txt", "fourth.txt", "large.txt", "second.txt", "third.txt"] == sorted(names(case))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB, where mounting is allowed."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_and_room_again(root: Path, small_disk: Path) -> None:
    case = small_disk / "case"
    shutil.copytree(root / "case", case)
    kept: list[str] = []
    for number in range(40):
        path = root / f"{number}.txt"
        path.write_bytes(os.urandom(100_000))
        done = foja(root, "add", str(case), str(path), "--as", "Ana")
        if done.returncode:
            break
        kept.append(path.name)
    assert 2 < len(kept) < 39, "the disk must have been filled"
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
    subprocess.run(["mount", "-o", "remount,size=16m", str(small_disk)], check=True)
    assert [] == [f for f in verify_case(case).findings if f.damage]
    assert set(kept) <= set(names(case))
    with Case(case) as opened:
        opened.add([path], actor=ANA)
    assert 0 == verify_case(case).exit_code
    assert sorted([*kept, path.name, "first.txt", "second.txt"]) == sorted(names(case))


def test_a_folder_that_cannot_be_listed_is_not_passed_over(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by the faults: its files were left out, and foja said that all was preserved."""
    real = os.scandir

    def failing(path: str) -> object:
        if str(path).endswith("pair"):
            raise OSError(5, "Input/output error", str(path))
        return real(path)

    monkeypatch.setenv("FOJA_HOME", str(root / "home"))
    with Case(root / "case") as case:
        monkeypatch.setattr(os, "scandir", failing)
        with pytest.raises(UsageError) as caught:
            case.add([root / "more"], actor=ANA)
    monkeypatch.setattr(os, "scandir", real)
    assert "folder-unreadable" == caught.value.code
    assert ["first.txt", "second.txt"] == sorted(names(root / "case"))


WRITER = """
import sys
from contextlib import closing
from pathlib import Path
from foja.model.event import Act, Actor
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import load_key
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault
case, origin, who = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
vault, key = Vault(case / "vault"), load_key(origin)
with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
    for n in range(60):
        own, shared = vault.put(f"{who} {n}".encode()), vault.put(f"all {n}".encode())
        body = {"output": own.sha256, "blobs": [shared.sha256], "detail": f"{who} {n}"}
        (event,) = ledger.append([Act(kind="derived", body=body, actor=Actor(name=who, kind="tool"))])
        print(event.seq, flush=True)
        if n % 20 == 19:
            write_checkpoint(case, ledger, key)
"""


@pytest.mark.slow
def test_four_writers_with_files_and_checkpoints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ledger, vault and checkpoints together: nothing lost, no gap, nothing twice."""
    monkeypatch.setenv("FOJA_HOME", "")
    case = tmp_path / "case"
    build_case(case)
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "FOJA_HOME": str(tmp_path / "home")}
    started = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(case), ORIGIN, f"writer {n}"],
                         stdout=subprocess.PIPE, text=True, env=environment)
        for n in range(4)
    ]  # fmt: skip
    said = [int(line) for process in started for line in process.communicate()[0].split()]
    assert [0] * 4 == [process.returncode for process in started]
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        found = {e.seq: e.body["detail"] for e in ledger.events(kinds=["derived"]) if e.body.get("detail")}
        assert 9 + 240 == ledger.size
        write_checkpoint(case, ledger, load_key(ORIGIN))
    assert sorted(said) == sorted(found) == list(range(9, 249))
    assert {f"writer {n} {k}" for n in range(4) for k in range(60)} == set(found.values())
    assert 0 == verify_case(case).exit_code


def with_log(tmp_path: Path) -> Path:
    """A case whose last events stand in the write-ahead log only, as after a crash. They are signed."""
    case, crashed = tmp_path / "case", tmp_path / "crashed"
    build_case(case)
    with closing(Ledger.open(case / "ledger.db", write=True)) as ledger:
        ledger._db.execute("PRAGMA wal_autocheckpoint = 0")
        for number in range(6):
            ledger.append(acts(1), AT)
            if number % 2:
                write_checkpoint(case, ledger, load_key(ORIGIN))
        shutil.copytree(case, crashed)
    return crashed


def events(case: Path) -> list[bytes]:
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        return [entry.body for entry in ledger.entries()]


@pytest.mark.parametrize("how", ["flipped", "cut"])
def test_a_damaged_log_of_the_database_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """SQLite drops what does not fit without a word, and its own check says ok. The checkpoints know better."""
    monkeypatch.setenv("FOJA_HOME", "")
    crashed = with_log(tmp_path)
    whole = events(copy_of(crashed, tmp_path / "whole"))
    data = (crashed / "ledger.db-wal").read_bytes()
    chance = random.Random(7)
    silent = 0
    for number in range(40):
        case = copy_of(crashed, tmp_path / f"{how}{number}")
        at = chance.randrange(len(data))
        changed = bytearray(data)
        changed[at] ^= 1 << chance.randrange(8)
        (case / "ledger.db-wal").write_bytes(changed if how == "flipped" else data[:at])
        (case / "ledger.db-shm").unlink(missing_ok=True)
        report = verify_case(case)
        try:
            with closing(sqlite3.connect(case / "ledger.db")) as db:
                silent += db.execute("PRAGMA integrity_check").fetchone()[0] == "ok" and report.exit_code != 0
        except sqlite3.DatabaseError:
            pass
        if report.exit_code == 0:
            assert whole == events(case), f"byte {at}"
        shutil.rmtree(case)
    assert silent > 20, "most of these are damage that SQLite does not see"


def copy_of(case: Path, to: Path) -> Path:
    shutil.copytree(case, to)
    return to


@pytest.mark.parametrize("length", [0, 100, 4_096, 0.5, 0.9])
def test_a_cut_database_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: float) -> None:
    monkeypatch.setenv("FOJA_HOME", "")
    case = tmp_path / "case"
    build_case(case)
    path = case / "ledger.db"
    data = path.read_bytes()
    path.write_bytes(data[: int(length if length > 1 or not length else length * len(data))])
    report = verify_case(case)
    assert "damaged" == report.verdict
    assert report.exit_code >= 10
