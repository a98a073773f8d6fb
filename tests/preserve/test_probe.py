"""A place that cannot keep a case is refused with the reason; one that is only weaker is used, and it is said."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from foja.case import Case
from foja.cli import cli
from foja.model.errors import Refusal
from foja.model.event import Actor
from foja.preserve import probe as module
from foja.preserve.disk import sync_folder
from foja.preserve.probe import check_place, probe
from foja.preserve.vault import Vault


def refusing(number: int) -> Callable[..., Any]:
    def call(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return call


def test_this_disk_will_do_and_nothing_is_left(tmp_path: Path) -> None:
    assert () == probe(tmp_path).lacks
    assert [] == list(tmp_path.iterdir())
    check_place(tmp_path)


def no_file_sync(patch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def only_folders(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    patch.setattr(os, "fsync", only_folders)


def taken_names_given_again(patch: pytest.MonkeyPatch) -> None:
    real = os.open
    patch.setattr(os, "open", lambda path, flags, *rest, **more: real(path, flags & ~os.O_EXCL, *rest, **more))


def no_shared_memory(patch: pytest.MonkeyPatch) -> None:
    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute("SELECT 'delete'" if "journal_mode" in sql else sql, *rest)

    real = sqlite3.connect
    patch.setattr(module.sqlite3, "connect", lambda *a, **k: real(*a, **k, factory=Connection))


NEEDED: dict[str, tuple[Callable[[pytest.MonkeyPatch], object], str]] = {
    "no fsync": (no_file_sync, "made durable"),
    "no fsync of folders": (lambda p: p.setattr(module, "sync_folder", refusing(errno.EINVAL)), "names in a folder"),
    "no rename": (lambda p: p.setattr(Path, "replace", refusing(errno.EPERM)), "replaced whole"),
    "exclusive opening ignored": (taken_names_given_again, "given again"),
    "no write-ahead log": (no_shared_memory, "ledger"),
    "read-only": (lambda p: p.setattr(Path, "mkdir", refusing(errno.EROFS)), "nothing can be written"),
}


@pytest.mark.parametrize("what", NEEDED)
def test_what_a_case_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    break_, said = NEEDED[what]
    break_(monkeypatch)
    with pytest.raises(Refusal) as caught:
        check_place(tmp_path)
    monkeypatch.undo()
    assert "place-unfit" == caught.value.code
    assert said in caught.value.what
    assert [] == list(tmp_path.iterdir())


def test_init_refuses_such_a_place_and_makes_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "sync_folder", refusing(errno.EINVAL))
    with pytest.raises(Refusal):
        Case.create(tmp_path / "case", title="x", actor=Actor(name="Ana"))
    assert not list((tmp_path / "home").rglob("*.key"))
    assert [] == list((tmp_path / "case").iterdir()), "so that it can be tried again"
    monkeypatch.undo()
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))
    Case.create(tmp_path / "case", title="x", actor=Actor(name="Ana")).close()


LIKED: dict[str, tuple[Callable[[pytest.MonkeyPatch], object], str]] = {
    "no hard links": (lambda p: p.setattr(os, "link", refusing(errno.EPERM)), "no hard links"),
    "no mode bits": (lambda p: p.setattr(Path, "chmod", lambda *_: None), "read-only"),
}


@pytest.mark.parametrize("what", LIKED)
def test_what_a_case_does_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    break_, said = LIKED[what]
    break_(monkeypatch)
    result = CliRunner().invoke(cli, ["init", str(tmp_path / "case")])
    assert 0 == result.exit_code
    assert said in result.stderr
    assert (tmp_path / "case" / "foja.toml").is_file()


def test_without_hard_links_a_blob_is_whole_and_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on exFAT: the draft is renamed."""
    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    vault = Vault(tmp_path / "vault")
    kept = vault.put(b"once")
    before = vault.path(kept.sha256).stat()
    assert kept == vault.put(b"once")
    assert before.st_ino == vault.path(kept.sha256).stat().st_ino
    assert ([kept.sha256], []) == vault.contents()
    assert vault.inspect(kept.sha256) is None
    assert [] == list((tmp_path / "vault" / "incoming").iterdir())
    sync_folder(tmp_path)
