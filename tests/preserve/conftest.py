from __future__ import annotations

from pathlib import Path

import pytest

from preserve.sample import build_case


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOJA_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that tests copy before they touch it; beside it ``receipts``."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOJA_HOME", "")  # build_case sets it; restored here
        build_case(folder / "case", receipts=folder / "receipts")
    return folder / "case"
