"""The same bytes give the same records under another hash seed, locale, time zone and number of workers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from foja.model.errors import Gap
from foja.model.record import Record, digest, encode
from foja.model.source import Original
from foja.read.isolation import WorkerPool
from foja.read.limits import Limits
from foja.read.stage import READ
from read.formats import samples
from read.samples import original

_SOURCES = Path(__file__).resolve().parents[2] / "examples" / "amia" / "sources"
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from read.test_repeatable import told; print(told())"


@cache
def _files() -> tuple[Original, ...]:
    """The samples of every format, and the sources of the sample case."""
    found = dict(samples())
    found |= {path.name: path.read_bytes() for path in sorted(_SOURCES.iterdir()) if path.is_file()}
    return tuple(original(data, name) for name, data in sorted(found.items()))


def _digest(records: list[Record]) -> str:
    return digest(b"".join(map(encode, records)))


def _read(source: Original) -> str:
    try:
        return _digest(list(READ.run(source, setting=Limits())))
    except Gap as gap:
        return f"{gap.code}: {gap.what}"


def told() -> str:
    """Name to digest of all that reading it gives."""
    return json.dumps({source.name: _read(source) for source in _files()}, sort_keys=True)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
        {
            "PYTHONHASHSEED": "4711",
            "LC_ALL": "tr_TR.UTF-8",
            "LANG": "tr_TR.UTF-8",
            "TZ": "Asia/Tehran",
            "PYTHONUTF8": "0",
        },
    ],
)
def test_reading_does_not_depend_on_its_surroundings(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CODE, str(Path(__file__).parents[1])],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(told()) == json.loads(done.stdout)


@pytest.mark.parametrize("workers", [1, 3])
def test_reading_does_not_depend_on_the_number_of_workers(workers: int) -> None:
    expected = json.loads(told())

    def one(source: Original) -> str:
        try:
            return _digest(pool.read(source))
        except Gap as gap:
            return f"{gap.code}: {gap.what}"

    with WorkerPool(workers, Limits()) as pool, ThreadPoolExecutor(workers) as threads:
        found = dict(zip((source.name for source in _files()), threads.map(one, _files()), strict=True))
    assert expected == found
