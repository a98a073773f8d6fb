"""The SQLite file of the projection: opening, migrations, one connection a thread, named queries."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path

from foja.model.errors import Damage

UNDATED = "~"
"""What the tables sort by where there is no date: after every date."""

_NAME = re.compile(r"^-- :name (\S+)\s*$", re.MULTILINE)


class Database:
    """``case.db`` of a case. Readers never wait for the writer (WAL); writers wait for each other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._writing = threading.RLock()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None and not found.in_transaction and self._local.file != _file(self.path):
            self.close()  # made anew by somebody else: what was sealed or erased still stands in the old one
            found = None
        if found is None:
            found = self._local.connection = _connect(self.path)
            self._local.file = _file(self.path)
        return found

    def close(self) -> None:
        """Closes this thread's connection."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            found.close()
            self._local.connection = None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One write transaction: all of it, or nothing."""
        with self._writing:
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _file(path: Path) -> tuple[int, int] | None:
    """Which file stands at a path now."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        # The projection can be rebuilt, so NORMAL is enough here; the ledger itself is FULL.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-65536",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _migrate(connection)
    except sqlite3.OperationalError:
        raise  # locked, or no room: nothing is wrong with the file
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Damage(
            "projection-unreadable",
            f"case.db is not a readable projection ({error}).",
            where=path.name,
            next="Make it anew from the ledger and the vault with: foja rebuild CASE",
        ) from error
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Applies the numbered schema files that this database has not had yet."""
    if connection.execute("PRAGMA user_version").fetchone()[0] >= len(_schema()):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        have = connection.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(_schema(), 1):
            if number > have:
                for command in _commands(script):
                    connection.execute(command)
                connection.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _commands(script: str) -> Iterator[str]:
    """The complete SQL commands of a script (triggers hold semicolons, so lines are gathered)."""
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered
            gathered = ""


@cache
def _schema() -> tuple[str, ...]:
    folder = resources.files("foja.store") / "schema"
    return tuple(
        f.read_text("utf-8") for f in sorted(folder.iterdir(), key=lambda f: f.name) if f.name.endswith(".sql")
    )


@cache
def _queries() -> dict[str, str]:
    found: dict[str, str] = {}
    for file in (resources.files("foja.store") / "queries").iterdir():
        if file.name.endswith(".sql"):
            parts = _NAME.split(file.read_text("utf-8"))
            found.update(zip(parts[1::2], (body.strip() for body in parts[2::2]), strict=True))
    return found


def query(name: str) -> str:
    """The named query from ``store/queries/*.sql``."""
    return _queries()[name]
