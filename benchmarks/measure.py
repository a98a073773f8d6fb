"""What the benchmarks measure with: wall and CPU time, memory of a process tree, and the work inside SQLite.

The count of SQLite's own steps (virtual machine instructions) does not depend on how busy the machine is, so growth
is told from it first and from times second.
"""

from __future__ import annotations

import os
import platform
import re
import resource
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

STEP = 100
"""SQLite reports every so many instructions; counts are exact to this many a command."""

_COMMENT = re.compile(r"^\s*--.*$", re.MULTILINE)
_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")


@dataclass
class Spent:
    """Seconds: ``wall`` of the clock, ``cpu`` of this process and the children it has waited for."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spending() -> Iterator[Spent]:
    """Time spent inside the block."""
    spent = Spent()
    wall, cpu = time.perf_counter(), _cpu()
    try:
        yield spent
    finally:
        spent.wall, spent.cpu = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


@dataclass
class Tree:
    """Peak of the resident memory in bytes: of this process and of it with all its descendants."""

    own: int = 0
    total: int = 0


@contextmanager
def memory(every: float = 0.05) -> Iterator[Tree]:
    """Samples /proc while the block runs. Shared pages count once in every process, so ``total`` errs upward."""
    peak = Tree()
    stop = threading.Event()

    def sample() -> None:
        while True:
            sizes = _resident(os.getpid())
            peak.own = max(peak.own, sizes[0])
            peak.total = max(peak.total, sum(sizes))
            if stop.wait(every):
                return

    thread = threading.Thread(target=sample, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _resident(root: int) -> list[int]:
    """Bytes of the process ``root``, then of each of its descendants."""
    sizes, waiting = [], [root]
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        try:
            sizes.append(int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue  # it has ended meanwhile
    return sizes or [0]


@dataclass
class Work:
    """What a connection did. ``steps``: SQLite instructions; ``changes``: rows written; ``commands``: SQL commands;
    ``scans``: plan lines that read a whole table, by the SQL that did, with how often it ran."""

    steps: int = 0
    changes: int = 0
    commands: int = 0
    scans: dict[str, tuple[int, list[str]]] = field(default_factory=dict)


@contextmanager
def watching(connection: sqlite3.Connection) -> Iterator[Work]:
    """Counts what ``connection`` does inside the block."""
    work = Work()
    seen: dict[str, list[object]] = {}

    def step() -> int:
        work.steps += STEP
        return 0

    def command(sql: str) -> None:
        if _COMMENT.sub("", sql).lstrip()[:6].upper() in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            work.commands += 1
            shape = _LITERAL.sub("?", _COMMENT.sub("", sql))
            found = seen.setdefault(shape, [0, sql])
            found[0] = int(str(found[0])) + 1

    before = connection.total_changes
    connection.set_progress_handler(step, STEP)
    connection.set_trace_callback(command)
    try:
        yield work
    finally:
        connection.set_trace_callback(None)
        connection.set_progress_handler(None, 0)
    work.changes = connection.total_changes - before
    for shape, (count, sql) in seen.items():
        lines = whole_tables(connection, str(sql))
        if lines:
            work.scans[" ".join(shape.split())] = (int(str(count)), lines)


def whole_tables(connection: sqlite3.Connection, sql: str) -> list[str]:
    """Lines of the query plan that read a table or an index from end to end, or build an index for one use."""
    try:
        rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    except sqlite3.Error:
        return []
    plan = [str(tuple(row)[3]) for row in rows]
    return [
        line
        for line in plan
        if (line.startswith("SCAN ") and "VIRTUAL TABLE" not in line and "CONSTANT ROW" not in line)
        or "AUTOMATIC" in line
    ]


def quantiles(times: Sequence[float]) -> tuple[float, float, float]:
    """(median, 95th percentile, maximum)."""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], ordered[-1]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of the clock for one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def machine() -> dict[str, str]:
    """The machine, for a reader of the figures. No names and no paths."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").is_file() else ():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "CPU": model,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "load at the start (1, 5, 15 minutes)": load,
    }
