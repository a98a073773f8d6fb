"""A kill, a failing disk or a full disk at any call: nothing acknowledged is lost, the case verifies, and going on
works. By default at a sample of the calls, always the same; with ``--all-calls`` at every one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults import harness
from faults.harness import EIO, ENOSPC, KILL, PROGRAM, Call, Run

SAMPLE = 250

EARLY = """
import foja.case
from foja.store.folder import CaseFolder
record = CaseFolder.record
def early(self, acts):
    print("1 preserved (all)", flush=True)
    return record(self, acts)
CaseFolder.record = early
"""
"""A seeded fault: the sources are acknowledged before the ledger holds them."""

TORN = """
import foja.preserve.vault as vault
def torn(self, datas):
    kept = []
    for data in datas:
        blob = vault.Blob(sha256=vault.hashlib.sha256(data).hexdigest(),
                          sha512=vault.hashlib.sha512(data).hexdigest(), size=len(data))
        path = self.path(blob.sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab", buffering=0) as file:
            file.write(data[:5])
            file.write(data[5:])
        kept.append(blob)
    return kept
vault.Vault.put_many = torn
vault.Vault.put_file = lambda self, path: torn(self, [path.read_bytes()])[0]
"""
"""A seeded fault: blobs are written in place, under their names."""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if harness.unable():
        pytest.skip(harness.unable())
    place = harness.FAST if harness.FAST.is_dir() else tmp_path_factory.mktemp("faults")
    with tempfile.TemporaryDirectory(dir=place) as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FOJA_HOME", "")  # build sets it
            built = harness.build(Path(folder, "base"))
        yield built
        harness.cool()


@pytest.fixture(autouse=True)
def _home(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(base / "home"))


def wrong(runs: list[Run]) -> list[Run]:
    return [one for one in runs if one.wrong]


@pytest.mark.slow
def test_a_fault_at_any_call_loses_nothing(base: Path, request: pytest.FixtureRequest) -> None:
    calls = harness.calls(base)
    assert {"pwrite64", "fdatasync", "link", "rename", "syncfs"} <= {call.name for call in calls}
    chosen = harness.faults(calls)
    if not request.config.getoption("--all-calls", default=False):
        chosen = harness.sample(chosen, SAMPLE)
    runs = harness.run(base, chosen, tell=harness.teller(len(chosen)))
    print(harness.counts(runs))
    assert [] == wrong(runs)
    # strace does not inject where it does not trace, and says nothing: whether a fault happened must be looked at.
    assert [] == [one for one in runs if not one.fired]
    assert {KILL, EIO, ENOSPC} == {one.how for one in runs if one.fired}
    assert {0, 1, 2} == {one.acknowledged for one in runs}
    assert {0, 1} == {one.acknowledged for one in runs if one.how == KILL}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seeded", "names", "said"),
    [(EARLY, ("fdatasync", "pwrite64"), "acknowledged and lost"), (TORN, ("write",), "damage after the fault: blob")],
    ids=["acknowledged too early", "written in place"],
)
def test_the_harness_finds_a_seeded_fault(base: Path, seeded: str, names: tuple[str, ...], said: str) -> None:
    """Otherwise its silence would mean nothing."""
    program = seeded + PROGRAM
    chosen = [(call, KILL) for call in harness.calls(base, program) if call.name in names]
    runs = harness.run(base, harness.sample(chosen, 14), program)
    assert any(said in words for one in wrong(runs) for words in one.wrong), runs


@pytest.mark.slow
def test_a_fault_that_did_not_happen_is_not_counted(base: Path) -> None:
    run = harness.fault(base, base.with_name("none"), Call("rename", 999), EIO)
    assert (False, 2, []) == (run.fired, run.acknowledged, run.wrong)
