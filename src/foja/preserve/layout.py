"""What belongs in a case folder. Everything else is no part of the case, and a check says so.

A name that foja did not write may be taken for evidence by whoever looks into the folder: a file beside the vault,
a ``Checkpoint`` beside ``checkpoint``, a link that leads out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from foja.preserve.finding import Finding

FILES = {"foja.toml", "checkpoint"} | {
    name + suffix for name in ("ledger.db", "case.db") for suffix in ("", "-wal", "-shm", "-journal")
}
FOLDERS = {"vault", "checkpoints"}
"""Files and folders of a case. What stands in ``vault`` is checked by the vault."""

_NOTE = re.compile(r"[0-9]{8,}\.note")
_DRAFT = re.compile(r"\.(checkpoint|foja\.toml|[0-9]{8,}\.note)\.[0-9]+-[0-9a-f]{8}")
"""What ``disk.replace_file`` leaves when it is stopped; never read by anything."""
_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
"""Made by file managers, without being asked."""


def strangers(case: Path) -> Iterator[Finding]:
    """A Finding ``case-extra`` for every name in the case folder that foja does not write, links included."""
    for entry in _listed(case):
        if entry.name in FOLDERS and entry.is_dir(follow_symlinks=False):
            if entry.name == "checkpoints":
                for note in _listed(Path(entry.path)):
                    if not (note.is_file(follow_symlinks=False) and (_NOTE.fullmatch(note.name) or _passing(note))):
                        yield _extra(note)
        elif not (entry.is_file(follow_symlinks=False) and (entry.name in FILES or _passing(entry))):
            yield _extra(entry)


def _passing(entry: os.DirEntry[str]) -> bool:
    return entry.name in _SYSTEM or _DRAFT.fullmatch(entry.name) is not None


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
