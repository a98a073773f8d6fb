"""A build that is stopped at any moment and run again gives the same case, byte for byte in its tables."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conftest import REVIEWER, SAMPLE
from foja.case import Case
from foja.flow import build as flow
from foja.store.folder import CaseFolder

SCRIPT = """
import sys
from pathlib import Path
from foja.case import Case
from foja.flow import build
build.BATCH = 2
if __name__ == "__main__":
    with Case(Path(sys.argv[1])) as case:
        print("begun", flush=True)
        case.build(jobs=0)
        print("done", flush=True)
"""


def same_but_for_the_order(case: Case, whole: dict[str, str]) -> None:
    """Every table is the same, byte for byte, but for the one that says which event is about which source: numbers of
    events follow the order of work. That one holds what the ledger amounts to."""
    tables = case.table_digests()
    assert {**tables, "trail": ""} == {**whole, "trail": ""}
    case.rebuild()
    assert tables == case.table_digests()


class Stopped(BaseException):
    """Stands for a process that ends: nothing in foja catches it."""


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory, _keys_of_their_own: None) -> Path:
    path = tmp_path_factory.mktemp("added") / "case"
    with Case.create(path, title="Killed", actor=REVIEWER) as case:
        case.add([SAMPLE / "sources"], actor=REVIEWER)
    return path


@pytest.fixture(scope="module")
def whole(added: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    path = tmp_path_factory.mktemp("whole") / "case"
    shutil.copytree(added, path)
    with Case(path) as case:
        case.build(jobs=0)
        return case.table_digests()


@pytest.mark.parametrize("step", ["before the blobs", "before the ledger", "before the tables"])
@pytest.mark.parametrize("number", [1, 2, 7, 19])
def test_stopped_between_two_writes(
    added: Path, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int
) -> None:
    path = tmp_path / "case"
    shutil.copytree(added, path)
    monkeypatch.setattr(flow, "BATCH", 2)
    with monkeypatch.context() as stopping:
        calls = {"n": 0}

        def stop(real):  # type: ignore[no-untyped-def]
            def wrapped(*args, **kwargs):  # type: ignore[no-untyped-def]
                calls["n"] += 1
                if calls["n"] == number:
                    raise Stopped
                return real(*args, **kwargs)

            return wrapped

        case = Case(path)
        if step == "before the blobs":
            stopping.setattr(case._folder.vault, "put_many", stop(case._folder.vault.put_many))
        elif step == "before the ledger":
            stopping.setattr(case._folder.ledger, "append", stop(case._folder.ledger.append))
        else:
            stopping.setattr(CaseFolder, "follow", stop(CaseFolder.follow))
        with pytest.raises(Stopped):
            case.build(jobs=0)
        case.close()
    with Case(path) as again:
        again.build(jobs=0)
        same_but_for_the_order(again, whole)
        assert again.verify().verdict == "intact"


def test_stopped_before_the_checkpoint(added: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything was written, nothing is left to do, and the checkpoint is still owed."""
    path = tmp_path / "case"
    shutil.copytree(added, path)
    with monkeypatch.context() as stopping:

        def stop(folder: CaseFolder) -> str:
            raise Stopped

        stopping.setattr(CaseFolder, "seal", stop)
        case = Case(path)
        with pytest.raises(Stopped):
            case.build(jobs=0)
        case.close()
    with Case(path) as again:
        assert "unsigned" == again.verify().verdict
        assert 0 == again.build(jobs=0).runs
        assert "intact" == again.verify().verdict


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment(added: Path, whole: dict[str, str], tmp_path: Path, seed: int) -> None:
    path = tmp_path / "case"
    shutil.copytree(added, path)
    chance = random.Random(seed)
    kills = 0
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(path)], stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0.0, 0.8))
        os.killpg(process.pid, signal.SIGKILL)
        finished = process.stdout.read() == "done\n"
        process.stdout.close()
        process.wait()
        kills += not finished
        if finished:
            break
    assert kills > 0
    with Case(path) as again:
        again.build(jobs=0)
        same_but_for_the_order(again, whole)
        assert again.verify().verdict == "intact"
