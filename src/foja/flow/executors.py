"""Where work is done: in this process, in processes of this machine, or on a cluster.

Each is a ``concurrent.futures.Executor``; stages do not know which. The cluster receives records and
returns records: the case folder never leaves its machine, and one writer owns it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from foja.model.errors import UsageError


class Inline(Executor):
    """Runs each call at once, in this process: for tests and for finding faults."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Cluster(Executor):
    """Tasks on a running Ray cluster (extra ``foja[cluster]``). Ray brings retries and the loss of nodes."""

    def __init__(self, address: str) -> None:
        try:
            import ray
        except ImportError as error:
            raise UsageError(
                "cluster-missing",
                "The work was to go to a cluster, but Ray is not installed here.",
                next="Install it with: pip install 'foja[cluster]' (or leave out --cluster).",
            ) from error
        self._ray = ray
        # Ray's own authentication stays as the operator set it; foja never turns it off.
        ray.init(address=address, log_to_driver=False, ignore_reinit_error=True)
        self._remote: dict[Callable[..., Any], Any] = {}

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        # Registering a function once and reusing it keeps the cost of a task small.
        if fn not in self._remote:
            self._remote[fn] = self._ray.remote(fn)
        reference = self._remote[fn].remote(*args, **kwargs)
        future: Future[Any] = reference.future()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._ray.shutdown()


def executor(jobs: int | None = None, cluster: str = "") -> Executor:
    """The executor for ``jobs`` processes (0: inline, None: one for each core), or for a cluster address."""
    if cluster:
        return Cluster(cluster)
    if jobs == 0:
        return Inline()
    return ProcessPoolExecutor(
        max_workers=jobs or os.cpu_count() or 1, mp_context=multiprocessing.get_context("forkserver")
    )
