"""Bytes that stay: what it takes on a POSIX file system that a file survives a power cut once it was acknowledged."""

from __future__ import annotations

import ctypes
import errno
import functools
import os
import re
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make a folder, and those above it that are missing, each durable in the one above. ``mode``: of the last one.

    One that is there and empty can be of a process that ended before its name was durable."""
    wanted = []
    above = folder = folder.absolute()
    while not above.is_dir() or not any(above.iterdir()):
        wanted.append(above)
        above = above.parent
    for one in reversed(wanted):
        one.mkdir(mode=mode if one == folder else 0o777, exist_ok=True)
        sync_folder(one.parent)


def sync_files(folder: Path, paths: Iterable[Path]) -> None:
    """Make many files or folders below ``folder`` durable: one ``syncfs`` where there is one, else an fsync each."""
    call = _syncfs()
    if call is not None:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            if call(handle) == 0:
                return
        finally:
            os.close(handle)
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


DRAFT = re.compile(r"\.(.+)\.([0-9]+)-[0-9a-f]{8}")
"""How ``replace_file`` calls what it writes first: the name it is for, the process that writes."""


def sweep_drafts(folder: Path) -> None:
    """Remove what ``replace_file`` left in a folder when its process ended before it was done."""
    for entry in list(os.scandir(folder)):
        match = DRAFT.fullmatch(entry.name)
        if match and entry.is_file(follow_symlinks=False) and not runs(int(match[2])):
            Path(entry.path).unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, all or nothing, durable when this returns."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


@contextmanager
def fresh_file(path: Path, mode: int) -> Iterator[Path]:
    """A draft to be written in the block, which then gets the name ``path``: whole or not at all, durable when the
    block ends. Raises ``FileExistsError`` where the name is taken."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    try:
        yield draft
        sync_file(draft)
        give_name(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def give_name(draft: Path, path: Path) -> None:
    """Give a file its name, unless that is taken: then ``FileExistsError``."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # no hard links here (exFAT): a writer that comes between could be replaced
        if path.exists():
            raise FileExistsError(errno.EEXIST, "the name is taken", str(path)) from None
        draft.replace(path)


def sync_file(path: Path) -> None:
    """Make what is in a file durable."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def draft_of(out: Path) -> Iterator[Path]:
    """A draft with the same ending, to be written in the block, which then is called ``out``: whole or not at all,
    durable when the block ends. For what leaves the case."""
    draft = out.with_name(f".{out.stem}.{secrets.token_hex(4)}{out.suffix}")
    try:
        yield draft
        sync_written(draft)
        draft.rename(out)
    finally:
        draft.unlink(missing_ok=True)
    sync_written(out)


def sync_written(path: Path) -> None:
    """Make a new file, or a new folder with all that is in it, durable, with its name as far as the place can."""
    if path.is_dir():
        sync_files(path, [path, *path.rglob("*")])
    else:
        sync_file(path)
    try:
        sync_folder(path.parent)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EINVAL, errno.ENOTSUP):  # a place that is not ours, a share
            raise


@functools.cache
def _syncfs() -> Callable[[int], int] | None:
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return None
    call.argtypes = [ctypes.c_int]
    call.restype = ctypes.c_int
    return lambda handle: int(call(handle))


def runs(pid: int) -> bool:
    """Whether a process of this number runs on this machine, ours or not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def read_plain(path: Path) -> bytes:
    """The bytes of a plain file. Raises ``OSError`` for anything else: a pipe in its place must not make us wait."""
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "Not a plain file", str(path))
        return file.read()
