"""Where work is done: in this process, in processes of this machine, or on a cluster.

Each is a ``concurrent.futures.Executor``; stages do not know which. A cluster (``cluster``) receives records and
returns records: the case folder never leaves its machine, and one writer owns it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # readers are loaded where something is read
    from foja.read.isolation import Readers


class Inline(Executor):
    """Runs each call at once, in this process: for tests and for finding faults."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Away(Executor):
    """An executor on other machines. ``width``: how many things they do at a time.

    Only what may leave this machine is given to it (``sent``). A call of which the machine was lost ends in
    ``concurrent.futures.BrokenExecutor``, as one of a process that was killed: it is made again on this machine.
    """

    width: int

    def readers(self, here: Readers) -> Readers:
        """Reads there, in child processes with limits, as ``here``, which takes over what is lost."""
        from foja.flow.away import AwayReaders

        return AwayReaders(self, here)


def executor(jobs: int | None = None, cluster: str = "") -> Executor:
    """The executor for ``jobs`` processes (0: inline, None: one for each core), or for the address of a cluster.

    Raises ``UsageError`` as ``foja.flow.cluster.Cluster`` does.
    """
    if cluster:
        from foja.flow.cluster import Cluster  # an extra

        return Cluster(cluster)
    if jobs == 0:
        return Inline()
    return ProcessPoolExecutor(
        max_workers=jobs or os.cpu_count() or 1, mp_context=multiprocessing.get_context("forkserver")
    )


def width(given: Executor, jobs: int) -> int:
    """How many things are done at a time, where this machine does ``jobs``."""
    return given.width if isinstance(given, Away) else jobs
