"""A worker: reads originals that arrive on standard input, answers on standard output.

    python -m foja.read.worker <address space in bytes> <largest written file in bytes>

Before it sees the first byte of an original the process gives up what it does not need: memory beyond
its limit, core dumps, large files, the network (a network namespace of its own where the system
allows it, and no sockets in Python in any case), starting programs, and writing outside its folder.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from foja.model.errors import Gap
from foja.model.source import Member
from foja.model.text import CanonicalText, Reading
from foja.model.vocabulary import OutcomeState
from foja.read.limits import again
from foja.read.scan.records import ScanSetting
from foja.read.stage import READ
from foja.read.wire import Answer, Job, packed, read_frame

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_FORBIDDEN = frozenset(
    {
        *(f"os.{name}" for name in ("system", "exec", "fork", "forkpty", "posix_spawn", "spawn", "kill", "killpg")),
        *(f"os.{name}" for name in ("chmod", "chown", "link", "symlink", "truncate")),
        *(f"socket.{name}" for name in ("connect", "bind", "getaddrinfo", "sendto")),
        "subprocess.Popen",
    }
)
_CHANGES = frozenset({"os.remove", "os.rename", "os.rmdir", "os.mkdir", "shutil.rmtree"})


def main(arguments: list[str]) -> int:
    """Serves jobs until standard input ends, or nobody takes the answers: then its caller is gone, perhaps killed,
    and the worker removes the folder it was given, its own."""
    memory, written = int(arguments[0]), int(arguments[1])
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not spoil the answers
    _limit(memory, written)
    _leave_network()
    folder = Path.cwd()
    sys.addaudithook(_Guard(folder))
    try:
        while (frame := read_frame(sys.stdin.buffer)) is not None:
            answers.write(packed(_answer(frame)))
            answers.flush()
    except BrokenPipeError:
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _answer(frame: bytes) -> Answer:
    job = msgspec.msgpack.decode(frame, type=Job)
    _allow_seconds(job.wall)
    try:
        if job.setting is not None:
            return _answer_on_scan(job, job.setting)
        records = list(READ.run(job.original, setting=job.limits))
    except Gap as gap:
        return Answer(trouble=(gap.code, gap.what, gap.where, gap.next))
    except MemoryError:
        memory = job.limits.memory_bytes >> 20
        what = f"Reading it needs more than {memory:,} MB of memory."
        return _trouble(job, OutcomeState.LIMIT, what, again("memory_bytes"))
    except RecursionError:
        return _trouble(job, OutcomeState.LIMIT, "It is nested more deeply than a reader can follow.")
    except Exception as error:  # the border of the process: one odd file must not end the run
        what = f"The reader stopped with {type(error).__name__}: {str(error)[:200]}."
        return _trouble(job, OutcomeState.FAILED, what)
    text = next(record for record in records if isinstance(record, CanonicalText))
    reading = next(record for record in records if isinstance(record, Reading))
    members = tuple(record for record in records if isinstance(record, Member))
    return Answer(text=text.text, reading=reading, members=members)


_CONVERT = "Convert the file to PDF or text with the program it comes from, and add that file too."


def _answer_on_scan(job: Job, setting: ScanSetting) -> Answer:
    if not job.page:
        from foja.read.scan.picture import look

        return Answer(look=look(job.original, setting))
    from foja.read.scan.page import recognise

    return Answer(page=recognise(job.original, job.page, setting, job.folders))


def _trouble(job: Job, state: OutcomeState, what: str, advice: str = _CONVERT) -> Answer:
    return Answer(trouble=(state.value, what, job.original.name, advice))


def _limit(memory: int, written: int) -> None:
    try:
        import resource
    except ImportError:  # not a POSIX system: the pool's clock remains
        return
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def _allow_seconds(seconds: float) -> None:
    """Processor time for the next original: what is used so far, and as much as the clock allows."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime + seconds) + 2
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _leave_network() -> None:
    """A network namespace with no interface in it (Linux); without the right to one, nothing changes."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

    def refuse(*_: object, **__: object) -> NoReturn:
        raise PermissionError("readers have no network")

    for name in ("socket", "create_connection", "getaddrinfo", "socketpair", "fromfd"):
        setattr(socket, name, _NoSocket if name == "socket" else refuse)


class _NoSocket(socket.socket):
    """Keeps ``class X(socket.socket)`` in libraries importable, and refuses to become one."""

    def __new__(cls, *_: object, **__: object) -> NoReturn:
        raise PermissionError("readers have no network")


class _Guard:
    """An audit hook (PEP 578): cannot be removed again. Refuses programs, sockets and foreign writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder.resolve()) + os.sep

    def __call__(self, event: str, details: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"readers may not use {event}")
        if event == "open" and isinstance(details[0], (str, bytes)):
            mode, flags = details[1] or "", details[2] or 0
            writes = any(letter in str(mode) for letter in "wax+") or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            if writes and not self._inside(os.fsdecode(details[0])):
                raise PermissionError("readers may not write outside their own folder")
        elif event in _CHANGES and not self._inside(os.fsdecode(details[0])):
            raise PermissionError("readers may not change anything outside their own folder")

    def _inside(self, path: str) -> bool:
        # os.path, not pathlib: the check must not itself open or resolve anything more
        return path == os.devnull or (os.path.realpath(path) + os.sep).startswith(self._folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
