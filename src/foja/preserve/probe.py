"""What a vault and a ledger need of the place where a case is made, tried out before anything is promised.

Asked of the file system itself, with files of our own that are removed again: its name says little (a network share
or a phone can be anything below).
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from secrets import token_hex

from foja.model.errors import Refusal
from foja.model.record import Record
from foja.preserve.disk import sync_folder

PROBE = re.compile(r"\.foja-probe-[0-9a-f]{8}")
"""How the folder of a probe is called, which a stop can leave behind."""
Attempts = tuple[tuple[str, Callable[[Path], None]], ...]
"""What a failure means, and what is tried in a folder of its own."""


class Place(Record, frozen=True):
    """What a folder can do. ``lacks``: needed and missing, each with its reason; ``weak``: done without, each with what
    that means. Empty when the place is as foja likes it."""

    lacks: tuple[str, ...]
    weak: tuple[str, ...]


def probe(folder: Path) -> Place:
    """Try the folder, which must exist. Nothing is left behind."""
    place = folder / f".foja-probe-{token_hex(4)}"  # PROBE
    try:
        place.mkdir()
    except OSError as error:
        return Place(lacks=(f"nothing can be written there ({error.strerror})",), weak=())
    try:
        return Place(lacks=_failures(place, NEEDED), weak=_failures(place, LIKED))
    finally:
        shutil.rmtree(place, ignore_errors=True)
        with suppress(OSError):  # a place that cannot do it was told above
            sync_folder(folder)  # or a power cut brings it back


def check_place(folder: Path) -> Place:
    """``probe``, refusing a place where a case could not be kept. Raises Refusal ``place-unfit``."""
    found = probe(folder)
    if found.lacks:
        raise Refusal(
            "place-unfit",
            f"A case cannot be kept here: {'; '.join(found.lacks)}.",
            where=str(folder),
            next="Choose a folder on a disk of this machine (ext4, XFS, Btrfs, APFS, NTFS), and copy the case later.",
        )
    return found


def _failures(place: Path, attempts: Attempts) -> tuple[str, ...]:
    found = []
    for words, attempt in attempts:
        try:
            attempt(place)
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            found.append(f"{words} ({reason})")
    return tuple(found)


def _fresh(place: Path, data: bytes = b"foja") -> Path:
    path = place / token_hex(4)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return path


def _file_sync(place: Path) -> None:
    handle = os.open(_fresh(place), os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rename(place: Path) -> None:
    """The new file takes the place of the old one, whole."""
    old, new = _fresh(place, b"old"), _fresh(place, b"new")
    new.replace(old)
    if old.read_bytes() != b"new" or new.exists():
        raise OSError(errno.EIO, "the old file was read back")


def _exclusive(place: Path) -> None:
    """A name that is taken is not given twice: what keeps a blob from being overwritten."""
    path = _fresh(place)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        raise OSError(errno.EIO, "a taken name was given again")


def _long_names(place: Path) -> None:
    """A blob is called by 64 characters."""
    path = place / ("f" * 64)
    path.write_bytes(b"")
    if [entry.name for entry in os.scandir(place) if entry.name.startswith("ffff")] != [path.name]:
        raise OSError(errno.ENAMETOOLONG, "the name was read back shorter")


def _database(place: Path) -> None:
    """SQLite with a write-ahead log needs locks and shared memory, which network shares often lack."""
    with closing(sqlite3.connect(place / "probe.db", timeout=5, isolation_level=None)) as db:
        mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise OSError(errno.ENOTSUP, f"SQLite answers {mode}")
        db.executescript("PRAGMA synchronous = FULL; BEGIN IMMEDIATE; CREATE TABLE t(x); COMMIT;")
        with closing(sqlite3.connect(place / "probe.db", timeout=0, isolation_level=None)) as other:
            db.execute("BEGIN IMMEDIATE")
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return
            raise OSError(errno.ENOLCK, "two writers got the lock at once")


def _folder_sync(place: Path) -> None:
    sync_folder(place)


def _hard_link(place: Path) -> None:
    path = _fresh(place)
    twin = path.with_name(path.name + "l")
    os.link(path, twin)
    if twin.read_bytes() != b"foja":
        raise OSError(errno.EIO, "the link leads elsewhere")


def _mode_bits(place: Path) -> None:
    path = _fresh(place)
    path.chmod(0o444)
    if stat.S_IMODE(path.stat().st_mode) & 0o222:
        raise OSError(errno.ENOTSUP, "they stay writable")


def _case_matters(place: Path) -> None:
    (place / "twin").write_bytes(b"")
    if (place / "TWIN").exists():
        raise OSError(errno.ENOTSUP, "twin and TWIN are one")


NEEDED: Attempts = (
    ("a file cannot be made durable, so an acknowledgement would be worth nothing", _file_sync),
    ("names in a folder cannot be made durable", _folder_sync),
    ("a file cannot be replaced whole", _rename),
    ("a name that is taken can be given again, so preserved files could be overwritten", _exclusive),
    ("names of 64 characters cannot be kept", _long_names),
    ("the ledger cannot be written safely", _database),
)
"""Without these a case cannot be kept."""

LIKED: Attempts = (
    ("no hard links: foja renames instead; two writers of the same bytes may both write them", _hard_link),
    ("files cannot be made read-only: nothing deters other programs from changing them; foja verify finds it",
     _mode_bits),
    ("upper and lower case are not told apart: names in a vault are lower case, so nothing is lost", _case_matters),
)  # fmt: skip
"""Without these it can, with what is said."""
