"""Where the checkpoints of a case lie. Names only: what a file says is read elsewhere (``checkpoint``).

    case/checkpoint                           the newest
    case/checkpoints/00007/00007042.note      every one ever issued, by size, a thousand sizes a folder

A case has as many notes as decisions, so no folder holds more than a thousand of them, and to find the newest none
is listed but the last. Cases made before have notes in ``checkpoints`` itself; these stay there, and both are read.
"""

from __future__ import annotations

import heapq
import os
import re
from collections.abc import Iterator
from pathlib import Path

SHARD = re.compile(r"[0-9]{5,}")
"""The name of a folder of notes."""


def checkpoint_files(case: Path) -> list[Path]:
    """The newest checkpoint file and the one of highest size: a stop between their writing leaves them different."""
    kept, newest = next(notes_backwards(case), None), case / "checkpoint"
    return ([kept] if kept else []) + ([newest] if newest.is_file() else [])


def note_files(case: Path) -> list[Path]:
    """Every kept note, by size."""
    return list(notes_backwards(case))[::-1]


def notes_backwards(case: Path) -> Iterator[Path]:
    """The kept notes, from the highest size down. Asked at every signing: no folder is listed before it is needed."""
    folder = case / "checkpoints"
    names = _names(folder)
    shards = sorted(filter(SHARD.fullmatch, names), key=_by_number, reverse=True)
    sharded = (note for shard in shards for note in _notes(folder / shard, _names(folder / shard)))
    return heapq.merge(_notes(folder, names), sharded, key=lambda path: _by_number(path.name), reverse=True)


def _notes(folder: Path, names: list[str]) -> Iterator[Path]:
    ordered = sorted((name for name in names if name.endswith(".note")), key=_by_number, reverse=True)
    return (folder / name for name in ordered)


def _by_number(name: str) -> tuple[int, str]:
    return len(name), name


def _names(folder: Path) -> list[str]:
    """What is in a folder; nothing where there is none, and nothing behind a link."""
    if folder.is_symlink() or not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        return [entry.name for entry in entries]


def shard(size: int) -> str:
    """The name of the folder in which the note over ``size`` events is kept."""
    return f"{size // 1000:05d}"


def note_path(case: Path, size: int) -> Path:
    """Where the note over ``size`` events is kept, or is to be kept."""
    folder, name = case / "checkpoints", f"{size:08d}.note"
    older = folder / name
    return older if older.is_file() else folder / shard(size) / name
