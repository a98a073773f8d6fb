"""The making of a case that was stopped: there is none, and it can be made again with the same key."""

from __future__ import annotations

from pathlib import Path

import pytest

from foja.case import Case
from foja.model.errors import FojaError
from foja.model.event import Actor
from foja.preserve.keys import key_path
from foja.preserve.ledger import Ledger
from foja.store import beginning

WHO, ORIGIN = Actor(name="Ana"), "example.org/begun"


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))


def stopped(path: Path, step: str, patch: pytest.MonkeyPatch) -> None:
    """The making of a case that ends where the step would begin."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with patch.context() as inner:
        owner, name = (Ledger, "append") if step == "append" else (beginning, step)
        inner.setattr(owner, name, stop)
        with pytest.raises(KeyboardInterrupt):
            Case.create(path, title="Begun", actor=WHO, origin=ORIGIN)


@pytest.mark.parametrize("step", ["check_place", "new_key", "replace_file", "append"])
def test_a_case_whose_making_was_stopped_is_made_again(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one" / "two"
    stopped(path, step, monkeypatch)
    with pytest.raises(FojaError) as caught:
        Case(path)
    assert caught.value.code == ("case-unfinished" if step == "append" else "case-missing")
    secret = key_path(ORIGIN).read_bytes() if key_path(ORIGIN).exists() else b""
    with Case.create(path, title="Begun again", actor=WHO, origin=ORIGIN) as case:
        assert case.title == "Begun again"
        assert [event.kind for event in case.events()] == ["case.created"]
    assert not secret or key_path(ORIGIN).read_bytes() == secret
    with pytest.raises(FojaError) as caught:
        Case.create(path, title="Begun", actor=WHO, origin=ORIGIN)
    assert caught.value.code == "case-exists"


def test_a_case_is_begun_again_under_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(tmp_path / "case", "append", monkeypatch)
    with Case.create(tmp_path / "case", title="Other", actor=WHO, origin="example.org/other") as case:
        assert case.origin == "example.org/other"
        assert case.verify().findings[0].code == "checkpoint-missing"
    assert key_path(ORIGIN).exists()


def test_what_is_not_of_a_stopped_making_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(tmp_path / "case", "append", monkeypatch)
    (tmp_path / "case" / "vault" / "note.txt").write_text("mine")
    with pytest.raises(FojaError) as caught:
        Case.create(tmp_path / "case", title="Begun", actor=WHO, origin=ORIGIN)
    assert caught.value.code == "case-exists"
    (tmp_path / "case" / "foja.toml").unlink()
    with pytest.raises(FojaError) as caught:
        Case.create(tmp_path / "case", title="Begun", actor=WHO, origin=ORIGIN)
    assert caught.value.code == "folder-not-empty"
