"""A cluster of machines, by Ray (extra ``foja[cluster]``): what one machine would do for days, many do side by side.

Ray finds the machines, sends calls to them, and makes a call again when a machine goes away. This module adds what
foja promises: the answers are those that this machine would give. A machine that has another version of foja, of what
foja reads with, or of what recognises scans, does nothing and says so (``foja.flow.alike``). What a machine sends back
is checked as what a child process sends back.

Whoever reaches the ports of a cluster without a token can run anything on it and read what is sent there, so foja asks
for Ray's token unless the operator turned that off (``RAY_AUTH_MODE``). TLS of Ray stays as the operator set it.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from foja.flow import alike
from foja.flow.executors import Away
from foja.model.errors import UsageError

_SECONDS = 10.0
"""How long an address may take to answer at all."""
_ENVIRONMENT = {
    "RAY_AUTH_MODE": "token",
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to others
}
_HERE = "foja build CASE, without --cluster, does the same work on this machine. What was done so far is kept."


class Cluster(Away):
    """Calls on a running Ray cluster. ``address``: ``HOST:PORT`` of its head, for a machine that is part of it, or
    ``ray://HOST:PORT`` for one that is not.

    Raises ``UsageError``: ``cluster-missing`` without the extra, ``cluster-unreachable`` where nothing that fits
    answers. Calls end in ``UsageError("cluster-unlike")`` where a machine has something else than this one.
    """

    def __init__(self, address: str) -> None:
        self._ray = _ray()
        self._address = address
        _answers(address)
        try:
            with _quiet():
                self._ray.init(address=address, log_to_driver=False, logging_level="ERROR", ignore_reinit_error=True)
            self.width = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        except (OSError, RuntimeError, ValueError, self._ray.exceptions.RayError) as error:
            self._ray.shutdown()
            raise _unreachable(address, _first_line(error)) from error
        self._made = alike.made_of()
        # Registered once: the cost of a call stays small.
        self._call = self._ray.remote(alike.called)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answered: Future[Any] = Future()
        answered.set_running_or_notify_cancel()
        try:
            reference = self._call.remote(self._made, fn, args, kwargs)
        except (OSError, RuntimeError) as error:  # the way to the cluster is gone
            raise BrokenExecutor(_first_line(error)) from error
        reference.future().add_done_callback(lambda done: self._settle(answered, done))
        return answered

    def _settle(self, answered: Future[Any], done: Future[Any]) -> None:
        """Passes on what came of a call, in foja's terms."""
        error = BrokenExecutor("cancelled") if done.cancelled() else done.exception()
        errors = self._ray.exceptions
        if isinstance(error, errors.RayTaskError | errors.RuntimeEnvSetupError):
            answered.set_exception(_failed(self._address, error))
        elif error is not None:
            answered.set_exception(BrokenExecutor(_first_line(error)))
        elif isinstance(found := done.result(), alike.Unlike):
            answered.set_exception(_unlike(found))
        else:
            answered.set_result(found)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._ray.shutdown()


def _ray() -> Any:
    for name, value in _ENVIRONMENT.items():  # before Ray is loaded, which reads them once
        os.environ.setdefault(name, value)
    try:
        import ray
    except ImportError as error:
        raise UsageError(
            "cluster-missing",
            "The work was to go to a cluster, but Ray is not installed here.",
            next="Install it with: pip install 'foja[cluster]' (or leave out --cluster).",
        ) from error
    return ray


@contextmanager
def _quiet() -> Iterator[None]:
    """What Ray's own code writes about its attempts is left out: what came of them is said once, by foja."""
    sys.stderr.flush()
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("w") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _answers(address: str) -> None:
    """Raises ``UsageError`` where nothing answers. Ray itself would try for more than a minute."""
    place = urlsplit(address if "://" in address else f"//{address}")
    try:
        host, port = place.hostname, place.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise UsageError(
            "cluster-unreachable",
            f"{address!r} is not the address of a cluster.",
            next="Write HOST:PORT as `ray start --head` prints it, or ray://HOST:10001 from a machine outside of it.",
        )
    try:
        socket.create_connection((host, port), _SECONDS).close()
    except OSError as error:
        raise _unreachable(address, error.strerror or _first_line(error)) from error


def _unreachable(address: str, why: str) -> UsageError:
    return UsageError(
        "cluster-unreachable",
        f"No cluster could be used at {address}: {why}.",
        next=f"Look whether it runs, with `ray status` on its head, and whether this machine has its token"
        f" (~/.ray/auth_token, made there with `ray get-auth-token --generate`). {_HERE}",
    )


def _failed(address: str, error: BaseException) -> UsageError:
    cause = getattr(error, "cause", None) or error
    return UsageError(
        "cluster-unlike",
        f"A machine of the cluster {address} cannot do foja's work: {_first_line(cause)}.",
        next=f"Install the same foja for the Python that runs Ray there, on every machine. {_HERE}",
    )


def _unlike(found: alike.Unlike) -> UsageError:
    return UsageError(
        "cluster-unlike",
        f"The machine {found.machine} of the cluster has something else than this one: {'; '.join(found.differences)}.",
        next=f"Install the same on every machine: otherwise results would depend on where they were made. {_HERE}",
    )


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__).rstrip(".:")
