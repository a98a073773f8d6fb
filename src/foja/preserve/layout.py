"""What belongs in a case folder. Everything else is no part of the case, and a check says so.

A name that foja did not write may be taken for evidence by whoever looks into the folder: a file beside the vault,
a ``Checkpoint`` beside ``checkpoint``, a link that leads out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from foja.preserve.checkpoint_folder import SHARD, shard
from foja.preserve.disk import DRAFT
from foja.preserve.finding import Finding, draft_left

FILES = {"foja.toml", "checkpoint", "removal.json"} | {
    name + suffix for name in ("ledger.db", "case.db") for suffix in ("", "-wal", "-shm", "-journal")
}
FOLDERS = {"vault", "checkpoints", "access"}
"""Files and folders of a case. What stands in ``vault`` is checked by the vault."""

_NOTE = re.compile(r"[0-9]{8,}\.note")
_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Made by file managers, without being asked."""


def strangers(case: Path) -> Iterator[Finding]:
    """A Finding ``case-extra`` for every name in the case folder that foja does not write, links included."""
    for entry in _listed(case):
        if entry.name in FOLDERS and entry.is_dir(follow_symlinks=False):
            if entry.name == "access":
                yield from strangers(Path(entry.path))
            elif entry.name == "checkpoints":
                yield from _notes(Path(entry.path))
        else:
            yield from _judged(entry, entry.name in FILES)


def _notes(folder: Path) -> Iterator[Finding]:
    for entry in _listed(folder):
        if SHARD.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
            for note in _listed(Path(entry.path)):
                ours = _NOTE.fullmatch(note.name) and shard(int(note.name[:-5])) == entry.name
                yield from _judged(note, bool(ours))
        else:
            yield from _judged(entry, _NOTE.fullmatch(entry.name) is not None)


def _judged(entry: os.DirEntry[str], ours: bool) -> Iterator[Finding]:
    if not entry.is_file(follow_symlinks=False):
        yield _extra(entry)
    elif DRAFT.fullmatch(entry.name):
        yield draft_left(Path(entry.path))
    elif not ours and entry.name not in _SYSTEM:
        yield _extra(entry)


def _listed(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _extra(entry: os.DirEntry[str]) -> Finding:
    return Finding(
        code="case-extra",
        where=entry.path,
        what="This is no part of the case: foja writes no file, folder or link of this name here.",
        next="Look at what it is and who put it there, then move it out of the case folder.",
    )
