"""One program at a time: a lock that the system lets go of when its holder ends, however that ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _wait(handle: int) -> None:
        while True:  # the system gives up after ten seconds; whoever holds it may be slow
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
            except OSError:
                continue
            return
else:
    import fcntl

    def _wait(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Waits until nobody else holds the lock of ``path``, a small file beside it that stays. It says nothing about who
    may read or write ``path``: all who change it have to ask here."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)
