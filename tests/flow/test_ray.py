"""A real cluster: Ray, started on this machine for the test. ``make cluster`` does it."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REVIEWER, SAMPLE
from foja.case import Case
from foja.model.errors import UsageError

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.cluster import RAY, Head, free_port, joined, running

pytest.importorskip("ray", reason="Ray is not installed: make cluster runs these")
FOJA = str(Path(sysconfig.get_path("scripts")) / "foja")


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A key of the cluster alone, and where Ray finds it."""
    path = tmp_path_factory.mktemp("token") / "auth_token"
    path.write_text(secrets.token_hex(32), "utf-8")
    return {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(path)}


@pytest.fixture(autouse=True)
def _known(token: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in token.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory, token: dict[str, str]) -> Iterator[Head]:
    with running(tmp_path_factory.mktemp("r"), token) as started:
        yield started


def new_case(path: Path) -> Path:
    with Case.create(path, title="Cluster", actor=REVIEWER) as case:
        case.add([SAMPLE / "sources"], actor=REVIEWER)
    return path


def foja(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([FOJA, *arguments], capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("within", [True, False])
def test_a_cluster_gives_what_this_machine_gives(head: Head, built_sample: Path, tmp_path: Path, within: bool) -> None:
    path = new_case(tmp_path / "case")
    done = foja("build", str(path), "--cluster", head.inner if within else head.outer, "--json")
    assert 1 == done.returncode, done.stderr  # one file of the sample is damaged
    assert "Traceback" not in done.stderr and "Ray" not in done.stderr
    assert json.loads(done.stdout)["gaps"]
    with Case(path) as case, Case(built_sample) as whole:
        found, sound = case.table_digests(), whole.table_digests()
    assert {name for name in sound if sound[name] != found[name]} <= {"source", "statement", "trail"}


def test_a_worker_that_is_killed_costs_time_alone(head: Head, built_sample: Path, tmp_path: Path) -> None:
    path = new_case(tmp_path / "case")
    process = subprocess.Popen(
        [FOJA, "build", str(path), "--cluster", head.inner],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    killed = 0
    while process.poll() is None and killed < 3:
        killed += kill_one()
        time.sleep(0.5)
    out, error = process.communicate(timeout=300)
    assert killed and 1 == process.returncode, (out, error)
    with Case(path) as case, Case(built_sample) as whole:
        found, sound = case.table_digests(), whole.table_digests()
    assert {name for name in sound if sound[name] != found[name]} <= {"source", "statement", "trail"}


def test_a_machine_that_is_lost_costs_time_alone(
    head: Head, token: dict[str, str], built_sample: Path, tmp_path: Path
) -> None:
    path = new_case(tmp_path / "case")
    with joined(head, token) as second:
        wait_for_nodes(head, 2)
        process = subprocess.Popen(
            [FOJA, "build", str(path), "--cluster", head.inner], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        while not at_work() and process.poll() is None:
            time.sleep(0.2)
        os.killpg(second.pid, signal.SIGKILL)
        out, error = process.communicate(timeout=300)
    assert 1 == process.returncode, (out, error)
    with Case(path) as case, Case(built_sample) as whole:
        found, sound = case.table_digests(), whole.table_digests()
    assert {name for name in sound if sound[name] != found[name]} <= {"source", "statement", "trail"}


def wait_for_nodes(head: Head, number: int) -> None:
    for _ in range(120):
        told = subprocess.run([RAY, "status", "--address", head.inner], capture_output=True, text=True, timeout=60)
        if len(re.findall(r"^ 1 node_", told.stdout, re.MULTILINE)) >= number:
            return
        time.sleep(0.5)
    pytest.fail(f"there are not {number} nodes: {told.stdout}")


def kill_one() -> int:
    """Kills a process of Ray that is at work. Returns how many."""
    for number in at_work()[:1]:
        os.kill(number, signal.SIGKILL)
        return 1
    return 0


def at_work() -> list[int]:
    """The processes of Ray that do something for foja now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if line.startswith(b"ray::called"):
            found.append(int(folder.name))
    return found


@pytest.mark.parametrize("other", ["", "0" * 64])
def test_without_its_token_a_cluster_is_not_used(
    head: Head, tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RAY_AUTH_MODE")
    monkeypatch.delenv("RAY_AUTH_TOKEN_PATH")
    monkeypatch.setenv("HOME", str(tmp_path))  # where Ray looks for one
    if other:
        (tmp_path / ".ray").mkdir()
        (tmp_path / ".ray" / "auth_token").write_text(other, "utf-8")
    done = foja("build", str(new_case(tmp_path / "case")), "--cluster", head.inner)
    assert 2 == done.returncode
    assert "ray get-auth-token" in done.stderr and 2 == len(done.stderr.splitlines()), done.stderr


def test_an_address_where_nothing_answers_is_told_at_once() -> None:
    from foja.flow.cluster import Cluster

    with pytest.raises(UsageError, match="No cluster could be used") as caught:
        Cluster(f"127.0.0.1:{free_port()}")
    assert "--cluster" in caught.value.next


@pytest.mark.parametrize("address", ["nonsense", "ray://", "host:port", "127.0.0.1"])
def test_what_is_no_address_is_told_so(address: str) -> None:
    from foja.flow.cluster import Cluster

    with pytest.raises(UsageError, match="not the address of a cluster"):
        Cluster(address)


def test_a_cluster_without_foja_is_refused_and_the_case_stays_whole(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, token: dict[str, str]
) -> None:
    (tmp_path / "other" / "foja").mkdir(parents=True)
    (tmp_path / "other" / "foja" / "__init__.py").touch()
    path = new_case(tmp_path / "case")
    short = tmp_path_factory.mktemp("r")  # sockets have short names
    with running(short, {**token, "PYTHONPATH": str(tmp_path / "other")}) as bare:
        done = foja("build", str(path), "--cluster", bare.inner)
    assert 2 == done.returncode, done.stderr
    assert "cannot do foja's work" in done.stderr and "Traceback" not in done.stderr
    with Case(path) as case:
        assert case.build(jobs=0).runs > 0
