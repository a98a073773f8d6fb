"""What the tests of the command line share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., SimpleNamespace]:
    """The command line in this process: many commands one after the other, and each start costs."""
    from foja.cli import main

    def call(*arguments: str | Path) -> SimpleNamespace:
        monkeypatch.setattr(sys, "argv", ["foja", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stop:
            main()
        out = capsys.readouterr()
        return SimpleNamespace(returncode=stop.value.code or 0, stdout=out.out, stderr=out.err)

    return call
