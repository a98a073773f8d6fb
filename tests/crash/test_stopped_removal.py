"""Sealing, bringing back and erasing can stop between any two steps: nothing is lost, and a next run finishes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from foja.case import Case
from foja.model.vocabulary import OutcomeState, Sensitivity
from foja.preserve import payload, removal
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault
from foja.store import folder, sealing
from foja.store.folder import CaseFolder
from store.conftest import keys, prepared  # noqa: F401
from store.sealed_sample import NAME, ORDER, WHO, WORDS, findings, found, memo, public
from store.test_second_person import sign

STEPS: tuple[tuple[object, str], ...] = (
    (sealing, "begin"), (Vault, "put_stream"), (Vault, "put"), (payload, "put_back"), (Ledger, "append"),
    (folder, "write_checkpoint"), (CaseFolder, "rebuild"), (Vault, "remove"), (payload, "remove"), (payload, "compact"),
    (removal, "sync_folder"),
)  # fmt: skip
"""Every step that writes, in the folder of the case, when something is taken out of the clear or comes back."""


class Stopped(BaseException):
    """Stands for a process that ends: nothing in foja catches it."""


def stop_at(monkeypatch: pytest.MonkeyPatch, number: int) -> Callable[[], int]:
    """Ends the process before the step of this number. Gives how many steps were begun."""
    begun = 0

    def watched(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            nonlocal begun
            begun += 1
            if begun == number:
                raise Stopped
            return real(*given, **named)

        return step

    for place, name in STEPS:
        monkeypatch.setattr(place, name, watched(getattr(place, name)))
    return lambda: begun


def stops(
    start: Path, to: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Case], None], check: Callable[[Case], None]
) -> int:
    """Runs ``act`` with a stop at each step in turn, and ``check`` on what each leaves."""
    done = 0
    for number in range(1, 100):
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(start, to)
        shutil.rmtree(Path(os.environ["FOJA_HOME"]) / "receipts", ignore_errors=True)  # of the run before
        case = Case(to)
        with monkeypatch.context() as patched:
            begun = stop_at(patched, number)
            try:
                act(case)
            except Stopped:
                done += 1
        case.close()
        if begun() < number:
            return done
        with Case(to) as again:
            check(again)
    raise AssertionError("it never came to an end")


@pytest.fixture
def start(prepared: Path) -> Path:  # noqa: F811
    return prepared


def test_sealing(start: Path, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    whole = set[bool]()
    with Case(start) as case:
        sha = memo(case)

    def act(case: Case) -> None:
        case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")

    def check(case: Case) -> None:
        assert set(findings(case)) <= {"removal-unfinished", "events-unsigned", "blob-unnamed"}
        case.finish_removals()
        assert findings(case) == []
        sealed = case.source(sha).state is OutcomeState.SEALED
        whole.add(sealed)
        if not sealed:  # the event was not recorded: all is as it was, and the command is repeated
            assert case.original(sha) == WORDS.encode()
            assert case.reader(sha).statements
            act(case)
        assert findings(case) == []
        assert not found(case.path, NAME)
        tables = case.table_digests()
        case.rebuild()
        assert tables == case.table_digests()
        (tmp_path / "opened").unlink(missing_ok=True)
        case.open_sealed(sha, keys / "a", tmp_path / "opened")
        assert (tmp_path / "opened").read_text("utf-8") == WORDS

    assert stops(start, tmp_path / "case", monkeypatch, act, check) > 20
    assert whole == {False, True}


def test_bringing_back(start: Path, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    shutil.copytree(start, tmp_path / "sealed")
    with Case(tmp_path / "sealed") as case:
        sha = memo(case)
        case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
        pair = sign(case.label_request([sha], Sensitivity.INTERNAL), keys / "s", tmp_path)
    back = set[bool]()

    def act(case: Case) -> None:
        case.classify([sha], Sensitivity.INTERNAL, signed=pair, identity=keys / "a", actor=WHO, why="Lifted")

    def check(case: Case) -> None:
        assert set(findings(case)) <= {"removal-unfinished", "events-unsigned", "blob-unnamed"}
        case.finish_removals()
        assert findings(case) == []
        opened = case.source(sha).state is OutcomeState.DONE
        back.add(opened)
        if not opened:
            assert not found(case.path, NAME)
            act(case)
        assert findings(case) == []
        assert case.original(sha) == WORDS.encode()
        assert case.reader(sha).statements

    assert stops(tmp_path / "sealed", tmp_path / "case", monkeypatch, act, check) > 10
    assert back == {False, True}


@pytest.mark.parametrize("sealed", [False, True])
def test_erasing(start: Path, tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool) -> None:  # noqa: F811
    shutil.copytree(start, tmp_path / "begin")
    with Case(tmp_path / "begin") as case:
        sha = memo(case)
        if sealed:
            case.protect([sha], recipients=public(keys, "a"), actor=WHO, why="Ordered by the court")
        pair = sign(case.erasure([sha], [], **ORDER)[1], keys / "s", tmp_path, "foja.erase")

    def act(case: Case) -> None:
        case.erase([sha], [], **ORDER, signed=pair, actor=WHO, why="Ordered")

    def check(case: Case) -> None:
        assert set(findings(case)) <= {"removal-unfinished", "events-unsigned", "blob-unnamed"}
        case.finish_removals()
        if case.source(sha).state is not OutcomeState.ERASED:
            assert findings(case) == []
            act(case)
        assert findings(case) == []
        assert not found(case.path, NAME)
        assert not sealed or not any((case.path / "vault" / "sealed").rglob("?" * 64))

    assert stops(tmp_path / "begin", tmp_path / "case", monkeypatch, act, check) > 10
