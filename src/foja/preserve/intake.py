"""From the outside world: which files a person hands over, and how each came."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from foja.model.errors import UsageError
from foja.model.record import Record

IGNORED = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Found(Record, frozen=True):
    """A file to be received. ``received_from`` is relative to the folder that was named: the full path on
    this machine can name its user, and the case may be handed to somebody else."""

    path: str
    name: str
    received_from: str
    modified: str
    size: int


def gather(paths: Sequence[Path]) -> Iterator[Found]:
    """Files under ``paths``, in a fixed order. Links are not followed: what they lead to was not handed over.

    Raises ``UsageError`` when a path does not exist, or a folder cannot be listed: what lies in it would be left out
    without a word.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(
                "path-missing",
                f"There is no file or folder at {path}.",
                where=str(path),
                next="Check the spelling; names with spaces need quotation marks.",
            )
    for path in paths:
        if path.is_dir():
            for folder, folders, files in os.walk(path, onerror=_unlisted):
                # A case inside the folder is not a source of another case.
                folders[:] = sorted(f for f in folders if not Path(folder, f, "foja.toml").exists())
                for name in sorted(files):
                    file = Path(folder, name)
                    if name not in IGNORED and not file.is_symlink() and file.is_file():
                        yield _found(file, file.relative_to(path.parent) if path.name else file.relative_to(path))
        else:
            yield _found(path, Path(path.name))


def _unlisted(error: OSError) -> NoReturn:
    raise UsageError(
        "folder-unreadable",
        f"A folder cannot be listed ({error.strerror}), so nothing was taken from it.",
        where=str(error.filename or ""),
        next="See that you may read it and that the disk is sound; or name the files that you can read.",
    ) from error


def _found(file: Path, relative: Path) -> Found:
    stat = file.stat()
    modified = datetime.fromtimestamp(stat.st_mtime, UTC).isoformat(timespec="seconds")
    return Found(
        path=str(file),
        name=_text(file.name),
        received_from=_text(relative.as_posix()),
        modified=modified,
        size=stat.st_size,
    )


def _text(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are shown as escapes, so that any name can be recorded."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
