"""What a machine of a cluster runs: a call, after it made sure that it has what the calling machine has.

The same bytes and versions give the same results on any machine. So a machine says what it is made of before it works,
and does nothing where that differs. It looks each time: machines may join while a build runs.
"""

from __future__ import annotations

import atexit
import re
import socket
import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from msgspec.structs import replace

from foja import __version__
from foja.model.errors import Gap
from foja.model.record import Record
from foja.read.isolation import WorkerPool
from foja.read.limits import DEFAULT
from foja.read.scan.engine import Installed, installed
from foja.read.scan.records import ScanSetting
from foja.read.wire import Answer, Job

ABSENT = "absent"
_APART = re.compile(r"""extra == ['"](cluster|ocr)['"]""")


class Unlike(Record, frozen=True):
    """A machine did nothing, because it has something else. ``differences``: each in words for people."""

    machine: str
    differences: tuple[str, ...]


@cache
def made_of() -> dict[str, str]:
    """Versions on which results depend, by name: Python, foja, and each package that foja or an extra of it names.
    No result depends on Ray; what recognises scans is compared where there are scans (``read``)."""
    found = {"Python": ".".join(map(str, sys.version_info[:2])), "foja": __version__}
    for requirement in requires("foja") or ():
        if not _APART.search(requirement):
            name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
            found[name] = _version(name)
    return found


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ABSENT


def differences(there: Mapping[str, str], here: Mapping[str, str]) -> tuple[str, ...]:
    """What differs, by name in order: ``name there / here``."""
    return tuple(
        f"{name} is {there.get(name, ABSENT)} there and {here.get(name, ABSENT)} here"
        for name in sorted(there.keys() | here.keys())
        if there.get(name, ABSENT) != here.get(name, ABSENT)
    )


def called(wanted: Mapping[str, str], fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """``fn(*args, **kwargs)``; or ``Unlike``, where this machine is not made of what is ``wanted``."""
    unlike = differences(made_of(), wanted)
    return Unlike(socket.gethostname(), unlike) if unlike else fn(*args, **kwargs)


def read(job: Job) -> Answer | Unlike:
    """Does a job of reading in a child process of this machine, with limits. The trouble that it meets is in the
    answer."""
    setting = job.setting
    if setting is not None:
        found = installed()
        if unlike := _unlike_scans(found, setting):
            return Unlike(socket.gethostname(), unlike)
        # Models lie somewhere else on each machine.
        job = replace(job, folders=dict(found.folders))
    try:
        return _readers().ask(job)
    except Gap as gap:
        return Answer(trouble=(gap.code, gap.what, gap.where, gap.next))


def _unlike_scans(found: Installed, setting: ScanSetting) -> tuple[str, ...]:
    here = {"Tesseract": setting.engine, **{one.name: one.sha256[:12] for one in setting.models}}
    there = {"Tesseract": found.version, **{one.name: one.sha256[:12] for one in found.models}}
    return tuple(f"text recognition: {one}" for one in differences(there, here))


@cache
def _readers() -> WorkerPool:
    """One child process for each process that Ray keeps: its start is paid once."""
    pool = WorkerPool(1, DEFAULT)
    atexit.register(pool.close)
    return pool
