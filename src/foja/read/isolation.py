"""Reading in child processes: the process that keeps the case never parses a foreign file.

A worker serves many files, one at a time, so that its start is paid once. It runs in a session and
an empty folder of its own, with no environment but what Python needs, with the limits it sets for
itself (``worker``), and under the clock of the pool: what does not answer in time is killed with
everything it started. A worker that dies is replaced; the file that it died on is a gap.
"""

from __future__ import annotations

import contextlib
import os
import queue
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType

import msgspec

import foja
from foja.model.errors import Gap
from foja.model.record import Record, digest
from foja.model.source import Original
from foja.model.text import CanonicalText
from foja.model.vocabulary import OutcomeState
from foja.read.limits import MB, Limits, again, check_size, over
from foja.read.scan.records import Look, PageText, ScanSetting
from foja.read.wire import LENGTH, Answer, Job, packed

_FILES_PER_WORKER = 200
_START_SECONDS = 30.0
"""Added to the first file of a worker: a cold disk loads libraries slowly."""
_LARGE_PART = 0.7
"""Share of the memory limit from which a death is put down to memory."""
_LOOK_SECONDS = 0.1
"""How often the memory of a busy worker is looked at."""
_ANSWERS = msgspec.msgpack.Decoder(Answer)
"""Made once, by one thread: two that learn a type at the same moment can bring the process down."""


def read_isolated(original: Original, limits: Limits) -> list[Record]:
    """The records of one original, read in a child process of its own.

    Returns a CanonicalText, a Reading and Members, as the stage yields them. Raises ``Gap`` with the
    codes of the stage, and ``timeout``, ``crashed`` or ``failed`` for what the reader did not survive.
    """
    with WorkerPool(1, limits) as pool:
        return pool.read(original)


class Readers(ABC):
    """What reads originals away from this process. What comes back is checked here, wherever it was read."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()

    @abstractmethod
    def ask(self, job: Job) -> Answer:
        """The answer to a job. Waits for a reader that is free; may be called from several threads at once. Raises
        ``Gap`` for the trouble that the answer names, or that the reader is in."""

    def read(self, original: Original, limits: Limits | None = None) -> list[Record]:
        """As ``read_isolated``. ``limits``: for this file alone."""
        limits = limits or self.limits
        check_size(len(original.content), limits, where=original.name)
        return _records(self.ask(Job(original=original, limits=limits)), original)

    def look(self, original: Original, setting: ScanSetting) -> Look:
        """Type and pages of a scan. Raises ``Gap`` as ``read``."""
        found = self.ask(Job(original=original, limits=self.limits, setting=setting)).look
        if found is None:
            raise _crashed(original, "The reader's answer does not belong to this file.")
        return found

    def page(self, original: Original, number: int, setting: ScanSetting, folders: dict[str, str]) -> PageText:
        """Page ``number`` of a scan, recognised. Raises ``Gap`` as ``read``."""
        job = Job(
            original=original, limits=self.limits, setting=setting, page=number, folders=folders,
            seconds=setting.page_seconds,
        )  # fmt: skip
        found = self.ask(job).page
        if found is None or found.page != number:
            raise _crashed(original, "The reader's answer does not belong to this page.")
        return found


class WorkerPool(Readers):
    """Up to ``size`` child processes of this one."""

    def __init__(self, size: int, limits: Limits | None = None) -> None:
        if size < 1:
            raise ValueError("a pool needs at least one worker")
        super().__init__(limits)
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        self._size = size
        self._closed = False
        for _ in range(size):
            self._slots.put(None)

    def ask(self, job: Job) -> Answer:
        """Memory and written files are limited for a worker as a whole: a file that may have more of them gets a
        worker of its own."""
        given, usual = job.limits, self.limits
        if (given.memory_bytes, given.written_bytes) == (usual.memory_bytes, usual.written_bytes):
            return self._ask(job)
        with WorkerPool(1, given) as pool:
            return pool.ask(job)

    def _ask(self, job: Job) -> Answer:
        """The answer of the next free worker. Raises ``Gap`` for the trouble that it names or is in."""
        if self._closed:
            raise RuntimeError("the pool is closed")
        worker = self._slots.get()
        alive = None
        try:
            worker = worker or _Worker(self.limits)
            answer = worker.ask(job)
            alive = worker if worker.served < _FILES_PER_WORKER else None
            return answer
        except Gap:
            alive = worker if worker is not None and worker.running and worker.served < _FILES_PER_WORKER else None
            raise
        finally:
            if worker is not None and alive is None:
                worker.close()
            self._slots.put(alive)

    def close(self) -> None:
        """Ends the workers. Waits for files that are being read."""
        self._closed = True
        for _ in range(self._size):
            worker = self._slots.get()
            if worker is not None:
                worker.close()
        for _ in range(self._size):
            self._slots.put(None)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Worker:
    """One child process and its folder. Used by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self.served = 0
        self._memory = limits.memory_bytes
        self._largest_seen = 0
        self._folder = tempfile.mkdtemp(prefix="foja-read-")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "foja.read.worker", str(limits.memory_bytes), str(limits.written_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=_environment(self._folder),
            start_new_session=True,
            bufsize=0,
        )

    @property
    def running(self) -> bool:
        return self._process.returncode is None

    def ask(self, job: Job) -> Answer:
        """Sends the job, waits for the answer. On trouble with the process it is gone afterwards."""
        original, limits, seconds = job.original, job.limits, job.wall
        deadline = time.monotonic() + seconds + (_START_SECONDS if not self.served else 0.0)
        self.served += 1
        self._largest_seen = 0
        try:
            data = self._exchange(packed(job), deadline, _largest(limits))
        except TimeoutError as error:
            self._kill()
            raise Gap(
                OutcomeState.TIMEOUT.value,
                f"Reading it took longer than {seconds:,.0f} seconds and was stopped.",
                where=original.name,
                next=again("wall_seconds"),
            ) from error
        except ValueError as error:
            self._kill()
            raise _crashed(original, "The reader answered more than any reading can hold.") from error
        if data is None:
            raise self._died(original)
        try:
            answer = _ANSWERS.decode(data)
        except msgspec.ValidationError as error:
            self._kill()
            raise _crashed(original, "The reader answered with something else than a reading.") from error
        if answer.trouble:
            raise gap_of(answer)
        return answer

    def _exchange(self, frame: bytes, deadline: float, largest: int) -> bytes | None:
        """The answer to a frame; None where the worker ended. Raises ``TimeoutError``,
        and ``ValueError`` for an answer above ``largest`` bytes."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return None
        os.set_blocking(stdin.fileno(), False)
        os.set_blocking(stdout.fileno(), False)
        sending = memoryview(frame)
        received = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(stdin, selectors.EVENT_WRITE)
            selector.register(stdout, selectors.EVENT_READ)
            while True:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError
                ready = selector.select(min(left, _LOOK_SECONDS))
                if not ready:
                    self._largest_seen = max(self._largest_seen, _address_space(self._process.pid))
                for key, _ in ready:
                    if key.fileobj is stdin:
                        try:
                            sending = sending[os.write(stdin.fileno(), sending[: 1 << 20]) :]
                        except BrokenPipeError:
                            return None
                        if not sending:
                            selector.unregister(stdin)
                        continue
                    piece = os.read(stdout.fileno(), 1 << 20)
                    if not piece:
                        return None
                    received += piece
                    if len(received) >= LENGTH.size:
                        (length,) = LENGTH.unpack(received[: LENGTH.size])
                        if length > largest:
                            raise ValueError("the answer is larger than any reading can be")
                        if len(received) >= LENGTH.size + length:
                            return bytes(received[LENGTH.size : LENGTH.size + length])

    def _died(self, original: Original) -> Gap:
        """The gap for a worker that ended by itself: memory, processor time, or a crash."""
        ended = -self._reap()
        if ended == getattr(signal, "SIGXCPU", -1):
            return Gap(
                OutcomeState.TIMEOUT.value,
                "Reading it used up its processor time and was stopped.",
                where=original.name,
                next=again("wall_seconds"),
            )
        if self._largest_seen > _LARGE_PART * self._memory:
            return over(
                f"Reading it needs more than {self._memory // MB:,} MB of memory.",
                limit="memory_bytes",
                where=original.name,
            )
        name = signal.Signals(ended).name if ended > 0 and ended in set(signal.Signals) else f"exit {-ended}"
        return _crashed(original, f"The reader broke down on it ({name}).")

    def _reap(self) -> int:
        """Waits for the ended process: its exit status, negative for a signal."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # a process that ends keeps its own status; one that only closed its pipes is stopped here
            os.killpg(self._process.pid, signal.SIGKILL)
        return self._process.wait()

    def _kill(self) -> None:
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """Ends the process and removes its folder."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the caller's environment: it may hold secrets. Fixed seed and locale for equal results."""
    return {
        "PYTHONPATH": str(Path(foja.__file__).resolve().parent.parent),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": folder,
        "TMPDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OMP_THREAD_LIMIT": "1",
    }


def _address_space(pid: int) -> int:
    """Address space of a running process in bytes (Linux, proc(5)); 0 where it is not known."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^VmSize:\s+(\d+) kB", status, re.MULTILINE)
    return int(found.group(1)) * 1024 if found else 0


def _largest(limits: Limits) -> int:
    """Bytes that an honest answer can have: text, members, and the map of the text."""
    return 12 * limits.characters + limits.expanded_bytes + 256 * MB


def _crashed(original: Original, what: str) -> Gap:
    return Gap(
        OutcomeState.CRASHED.value,
        what,
        where=original.name,
        next="Convert the file to PDF or text with the program it comes from, and add that file too.",
    )


def gap_of(answer: Answer) -> Gap:
    """The gap for the trouble that an answer names."""
    code, what, where, advice = (*answer.trouble, "", "", "", "")[:4]
    known = code if code in set(OutcomeState) else OutcomeState.FAILED.value
    return Gap(known, what, where=where, next=advice)


def _records(answer: Answer, original: Original) -> list[Record]:
    """The records of an answer. Raises ``Gap`` for one that does not hold together."""
    reading = answer.reading
    if reading is None or reading.source != original.sha256 or reading.text != digest(answer.text.encode("utf-8")):
        raise _crashed(original, "The reader's answer does not belong to this file.")
    return [CanonicalText(text=answer.text), reading, *answer.members]
