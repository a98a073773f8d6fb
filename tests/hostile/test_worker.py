"""What a worker gives up before it reads. Run in a process of its own: the rules cannot be lifted again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import foja

_SETUP = """
import os, socket, subprocess, sys
from pathlib import Path
from foja.read import worker
worker._limit(1 << 30, 1 << 20)
worker._leave_network()
sys.addaudithook(worker._Guard(Path.cwd()))
"""


def _run(code: str, folder: Path) -> str:
    source = str(Path(foja.__file__).resolve().parent.parent)
    result = subprocess.run(
        [sys.executable, "-P", "-c", _SETUP + code],
        cwd=folder,
        env={"PYTHONPATH": source, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout + result.stderr


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.create_connection(('127.0.0.1', 9))",
        "import _socket; s = _socket.socket(); s.connect(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "os.system('true')",
        "os.fork()",
        "open('../outside', 'w')",
        "open('/tmp/outside-of-the-worker', 'w')",
        "Path('../outside').write_text('x')",
        "os.open('../outside', os.O_WRONLY | os.O_CREAT)",
        "os.symlink('/etc/passwd', 'x')",
        "os.mkdir('../outside')",
    ],
)
def test_forbidden(code: str, tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    assert "PermissionError" in _run(code, folder)
    assert [folder] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Path('inside').write_text('x'); print(Path('inside').read_text())", "x\n"),
        ("import resource; print(resource.getrlimit(resource.RLIMIT_CORE))", "(0, 0)\n"),
        ("import resource; print(resource.getrlimit(resource.RLIMIT_AS)[1] == 1 << 30)", "True\n"),
    ],
)
def test_allowed(code: str, expected: str, tmp_path: Path) -> None:
    assert expected == _run(code, tmp_path)


def test_the_environment_of_the_caller_does_not_reach_a_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    from foja.read.isolation import _environment

    monkeypatch.setenv("FOJA_SECRET", "x")
    assert "FOJA_SECRET" not in _environment("folder")
