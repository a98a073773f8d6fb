"""The members of a team who may open a case on one server.

Their list stands on the machine that serves, outside the case folder: a case is copied and handed over, who may open it
somewhere is nobody else's business. Each member has a random key, shown once, when the member is admitted; the browser
trades it for a cookie that follows from it, and only the digest of that is kept. The name is what the ledger records as
*who*; that it is the right person is vouched for by whoever admits, not by foja.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from foja.model.errors import Damage, UsageError
from foja.model.event import Actor
from foja.model.record import Record
from foja.preserve.file_lock import held
from foja.preserve.keys import home
from foja.text.fold import fold
from foja.web.seats import Seat, cookie_name, cookie_of, same, seat

KEY_BYTES = 24
MOST_CHARACTERS = 120


class Member(Record, frozen=True):
    """``cookie``: SHA-256 of the cookie that follows from the personal key, hexadecimal. ``since``: ISO day of
    admission."""

    name: str
    cookie: str
    since: str
    reads: bool = False


class Roster(Record, frozen=True):
    """Who may come in. Whoever reads it can neither show a key nor a cookie."""

    members: tuple[Member, ...] = ()


def roster_path(origin: str) -> Path:
    """Where the list for a case stands on this machine. Named by a digest, so that a listing tells nothing."""
    return home() / "teams" / f"{hashlib.sha256(origin.encode()).hexdigest()[:32]}.json"


def read_roster(path: Path) -> Roster | None:
    """The list; None where there is none. Raises Damage ``team-malformed``."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        return msgspec.json.decode(data, type=Roster)
    except msgspec.DecodeError as error:
        raise Damage(
            "team-malformed",
            f"The list of who may open this case cannot be read: {error}.",
            where=str(path),
            next="Restore it from a backup, or remove it and admit everybody anew with foja team.",
        ) from error


def admit(path: Path, name: str, *, reads: bool = False) -> str:
    """Puts a person on the list and gives the personal key, which is kept nowhere. Raises UsageError ``team-name``,
    ``team-known``."""
    name = _written(name)
    if not 0 < len(name) <= MOST_CHARACTERS or not name.isprintable():
        raise UsageError(
            "team-name",
            f"The name has {len(name)} characters; expected 1 to {MOST_CHARACTERS}, all of which can be seen.",
            next="Give the name that the history is to show.",
        )
    key = secrets.token_urlsafe(KEY_BYTES)
    since = datetime.now(UTC).date().isoformat()
    made = Member(name=name, cookie=_digest(cookie_of(key)), since=since, reads=reads)
    with held(path):
        roster = read_roster(path) or Roster()
        known = next((one.name for one in roster.members if _alike(one.name) == _alike(name)), "")
        if known:
            raise UsageError(
                "team-known",
                f"{known} is on the list already.",
                next="To give a new key, dismiss the person first; two of one name need names that differ.",
            )
        _write(path, msgspec.structs.replace(roster, members=(*roster.members, made)))
    return key


def dismiss(path: Path, name: str) -> None:
    """Takes a person off the list: the key, and every browser that is open with it, are refused from now on. Raises
    UsageError ``team-unknown``."""
    name = _written(name)
    with held(path):
        roster = read_roster(path)
        members = roster.members if roster else ()
        kept = tuple(one for one in members if one.name != name)
        if roster is None or len(kept) == len(members):
            known = ", ".join(one.name for one in members)
            raise UsageError(
                "team-unknown", f"Nobody named {name} is on the list{f', which has {known}' if known else ''}.",
                next="See the list with: foja team CASE",
            )  # fmt: skip
        _write(path, msgspec.structs.replace(roster, members=kept))


def _written(name: str) -> str:
    """A name as it is kept: one spelling of its letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _alike(name: str) -> str:
    """What two names share that a reader of the history could take for one another."""
    return fold(name)


class TeamSeats:
    """The seats of a list. What changes in the file holds from the next request on."""

    free: Seat | None = None

    def __init__(self, case: str, path: Path) -> None:
        self.name = cookie_name(case)
        self._path = path
        self._read: tuple[int, int] | None = None
        self._members: tuple[Member, ...] = ()

    def by_cookie(self, given: str, /) -> Seat | None:
        digest = _digest(given)
        one = next((one for one in self._now() if same(digest, one.cookie)), None)
        return seat(Actor(name=one.name), given, reads=one.reads) if one else None

    def by_key(self, given: str, /) -> Seat | None:
        return self.by_cookie(cookie_of(given))

    def _now(self) -> tuple[Member, ...]:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            return ()
        stamp = (state.st_mtime_ns, state.st_ino)
        if stamp != self._read:
            roster = read_roster(self._path)
            self._members = roster.members if roster else ()
            self._read = stamp
        return self._members


def _digest(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _write(path: Path, roster: Roster) -> None:
    """Replaces the file in one step; only the user who serves can read it."""
    temporary = path.with_suffix(f".{secrets.token_hex(4)}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(roster))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
