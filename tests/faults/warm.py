"""A program whose modules are imported already: each run of it is a fork of one process, under strace from the start.

A run costs the calls of the program and not those of the start of Python, which are most of it. What is forked has
imported what a run of the program imports, and has run nothing of it. The fork stops itself before the first line of
the program; strace takes hold of it there, so that the number of a call is the same in every run.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

NAMED = """
import atexit, sys
atexit.register(lambda out: print(*sys.modules, file=open(out, "w")), sys.argv.pop())
"""
"""Makes a program write the names of its modules, at its end, to the file that is its last argument."""


class Done(NamedTuple):
    """How a run ended. ``code``: of the exit, or less than 0: the signal."""

    code: int
    stdout: str
    stderr: str


class Warm:
    """The process that is forked. ``modules``: what it imports beforehand."""

    def __init__(self, modules: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-B", __file__, *modules],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip

    def run(
        self, program: str, arguments: Sequence[str], environment: Mapping[str, str], strace: Sequence[str], out: Path
    ) -> Done:
        """One run, traced by ``strace`` (the command and its options). ``out``: a name for the files with what it
        says."""
        said, errors = out.with_suffix(".stdout"), out.with_suffix(".stderr")
        job = {"program": program, "arguments": [*arguments], "environment": dict(environment)}
        job.update(stdout=str(said), stderr=str(errors))
        self._ask(json.dumps(job))
        pid = int(self._answer())
        with subprocess.Popen([*strace, "-p", str(pid)], stderr=subprocess.PIPE, text=True) as tracer:
            while not _traced(pid):
                if tracer.poll() is not None:
                    os.kill(pid, signal.SIGKILL)
                    raise RuntimeError(f"strace did not take hold: {tracer.stderr and tracer.stderr.read()}")
                time.sleep(0.0005)
            os.kill(pid, signal.SIGCONT)
            code = int(self._answer())
        done = Done(code, said.read_text(errors="replace"), errors.read_text(errors="replace"))
        said.unlink()
        errors.unlink()
        return done

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()
        self._process.wait()

    def _ask(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def modules_of(program: str, arguments: Sequence[str], environment: Mapping[str, str], out: Path) -> list[str]:
    """The modules that a run of the program imports."""
    command = [sys.executable, "-B", "-c", NAMED + program, *arguments, str(out)]
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    return [name for name in out.read_text().split() if not name.startswith("__")]


def _traced(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    return "TracerPid:\t0\n" not in status


# -- the process that is forked


def _serve() -> dict[str, Any]:
    """Fork for every line of standard input, and tell the process and how it ended. Returns in the forks only."""
    for name in sys.argv[1:]:
        with suppress(Exception):  # what cannot be imported by itself, the program imports
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if not pid:
            return dict(json.loads(line))
        os.waitpid(pid, os.WUNTRACED)
        print(pid, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
    os._exit(0)


def _prepare(job: dict[str, Any]) -> None:
    """Become the program, up to its first line, and stop there."""
    for number, name in enumerate([os.devnull, job["stdout"], job["stderr"]]):
        handle = os.open(name, os.O_RDWR | os.O_CREAT, 0o644)
        os.dup2(handle, number)
        os.close(handle)
    os.environ.update(job["environment"])
    sys.argv = ["-c", *job["arguments"]]
    with suppress(OSError, AttributeError):  # where only the parent may trace (Yama), let strace do it
        import ctypes

        ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)
    gc.collect()  # so that what is collected later, and closed by that, is the same in every run
    os.kill(os.getpid(), signal.SIGSTOP)


if __name__ == "__main__":
    _job = _serve()
    _prepare(_job)
    exec(compile(_job["program"], "<program>", "exec"), {"__name__": "__main__"})
