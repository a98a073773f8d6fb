"""A witness: a small server that signs what state of a ledger it has seen, and never a second history of it.

It learns three things about a case: the name of its ledger (origin), how many events there are, and the root of
their tree, a number that tells nothing about them. It sees no source, no text, no name and no decision.

The rules are those of https://c2sp.org/tlog-witness (add-checkpoint, and the checkpoint of the monitoring prefix):

    400  the request is malformed, or its old size is above the size of the checkpoint
    404  the origin is not one that this witness was told to cosign
    403  no key that is trusted for the origin signed, or a line that names one does not verify
    409  the old size is not the one cosigned last; the answer holds that size
    422  the checkpoint does not continue what was cosigned last: a fork, a rewritten history, a bad proof
    200  the checkpoint was kept, durably, and then cosigned

    FOLDER/key          the secret; FOLDER/logs.txt: verifier keys of the ledgers it cosigns, one a line
    FOLDER/seen.db      every checkpoint that was cosigned, and signed ones that were refused with 422
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from foja.model.errors import Damage, UsageError
from foja.model.record import Record
from foja.preserve.checkpoint import Checkpoint, parse_checkpoint
from foja.preserve.cosign import COSIGNATURE, ML_DSA, cosign, cosigner_of
from foja.preserve.disk import replace_file, sync_folder
from foja.preserve.keys import keep_secret, private_line, read_secret
from foja.preserve.merkle import EMPTY, HASH, verify_consistency
from foja.preserve.note import (
    DASH,
    Note,
    Verifier,
    check_name,
    decode64,
    encode64,
    format_note,
    parse_verifier,
    signers,
)

PROOF_LINES = 63
BODY_LIMIT = 131_072
"""Bytes of a request: 63 lines of proof and a checkpoint with dozens of signatures fit."""
KEPT_REFUSALS = 100
"""Refused checkpoints that are kept for one origin: the first ones, which prove the fork."""
SIZE_TYPE = "text/x.tlog.size"
WORDS = "text/plain; charset=utf-8"

_OLD = re.compile(r"old (0|[1-9][0-9]{0,17})")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS cosigned(origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL,
    seconds INTEGER NOT NULL, note BLOB NOT NULL, PRIMARY KEY(origin, size)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS refused(origin TEXT NOT NULL, seconds INTEGER NOT NULL, note BLOB NOT NULL) STRICT;
"""


class Reply(Record, frozen=True):
    """An answer: HTTP status, body, and the type of the body."""

    status: int
    body: str
    kind: str = WORDS


class Witness:
    """A witness in a folder. One object may be shared by threads; processes may share the folder."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        """Raises UsageError ``witness-missing`` when nobody made a witness there, and those of a key file."""
        if not (folder / "key").is_file():
            raise UsageError(
                "witness-missing",
                f"There is no witness in {folder}.",
                where=str(folder),
                next="Make one: foja witness FOLDER --init example.org/witness",
            )
        lack = "key of the witness, so nothing can be cosigned"
        name, key, kind, self._seed = read_secret(folder / "key", (COSIGNATURE, ML_DSA), lack)
        self.key = cosigner_of(name, self._seed, kind)
        if self.key.id != key:
            raise UsageError(
                "key-malformed", "The key file of the witness is damaged.", where=str(folder / "key"),
                next="Restore it from a copy.",
            )  # fmt: skip
        self.folder = folder
        self._clock = clock
        self._turn = threading.Lock()  # SQLite lets one write at a time anyway; nobody holds it while a client is slow
        with closing(self._open()) as db:
            db.executescript(_SCHEMA)
        sync_folder(folder)

    @classmethod
    def create(cls, folder: Path, name: str, kind: int = COSIGNATURE) -> Witness:
        """Make a witness in a new or empty folder. ``kind``: with which type of cosignature it signs.

        Raises UsageError ``witness-exists``, ``origin-malformed`` or ``ml-dsa-missing``.
        """
        seed = secrets.token_bytes(32)
        key = cosigner_of(check_name(name), seed, kind)
        try:
            keep_secret(folder / "key", private_line(name, key.id, kind, seed))
        except FileExistsError as error:
            raise UsageError(
                "witness-exists",
                "There is a witness already; its key is never replaced.",
                where=str(folder),
                next="Start it with: foja witness FOLDER",
            ) from error
        return cls(folder)

    # -- which ledgers

    def trusted(self) -> dict[str, list[Verifier]]:
        """The keys that may speak for each origin. Read anew each time: a running witness takes up what is added."""
        path = self.folder / "logs.txt"
        found: dict[str, list[Verifier]] = {}
        for line in path.read_text("utf-8").splitlines() if path.is_file() else []:
            if line.strip() and not line.startswith("#"):
                verifier = parse_verifier(line.strip())
                found.setdefault(verifier.name, []).append(verifier)
        return found

    def trust(self, text: str) -> Verifier:
        """Cosign for another ledger, or for another key of one. Raises UsageError ``verifier-malformed``."""
        verifier = parse_verifier(text.strip())
        if verifier not in self.trusted().get(verifier.name, []):
            path = self.folder / "logs.txt"
            before = path.read_bytes() if path.is_file() else b"# Keys of the ledgers that this witness cosigns.\n"
            replace_file(path, before + f"{verifier}\n".encode())
        return verifier

    # -- the protocol

    def add_checkpoint(self, body: bytes) -> Reply:
        """Answer a request to cosign. What a 200 says is durable before this returns."""
        try:
            old, proof, checkpoint = _request(body)
        except (ValueError, Damage) as error:
            return Reply(status=400, body=f"{error.what if isinstance(error, Damage) else error}\n")
        trusted = self.trusted().get(checkpoint.origin)
        if trusted is None:
            return Reply(status=404, body="This witness does not cosign for this origin.\n")
        try:
            by = signers(checkpoint.note, trusted)
        except Damage as error:
            return Reply(status=403, body=f"{error.what}\n")
        if not by:
            return Reply(status=403, body="No key that this witness knows for this origin signed the checkpoint.\n")
        if old > checkpoint.size:
            return Reply(status=400, body="The old size is above the size of the checkpoint.\n")
        with self._turn, self._writing() as db:
            size, root = self._last(db, checkpoint.origin)
            if old != size:
                return Reply(status=409, body=f"{size}\n", kind=SIZE_TYPE)
            if not _continues(size, root, proof, checkpoint):
                self._refuse(db, checkpoint)
                return Reply(status=422, body="The checkpoint does not continue the history cosigned last.\n")
            line = self._cosign(db, checkpoint, by)
        return Reply(status=200, body=line)

    def newest(self, origin_hash: str) -> bytes | None:
        """The checkpoint cosigned last for the origin with this SHA-256 (hex), None when there is none."""
        with closing(self._open()) as db:
            for (origin,) in db.execute("SELECT DISTINCT origin FROM cosigned").fetchall():
                if hashlib.sha256(origin.encode()).hexdigest() == origin_hash:
                    query = "SELECT note FROM cosigned WHERE origin = ? ORDER BY size DESC LIMIT 1"
                    return bytes(db.execute(query, (origin,)).fetchone()[0])
        return None

    def _cosign(self, db: sqlite3.Connection, checkpoint: Checkpoint, by: Sequence[Verifier]) -> str:
        seconds = int(self._clock())
        signature = cosign(self.key, self._seed, checkpoint.note.text, seconds)
        ids = {(verifier.name, verifier.id) for verifier in by}
        lines = tuple(line for line in checkpoint.note.signatures if (line.name, line.key) in ids)
        kept = format_note(Note(text=checkpoint.note.text, signatures=(*lines, signature)))
        row = (checkpoint.origin, checkpoint.size, checkpoint.root, seconds, kept)
        db.execute("INSERT OR REPLACE INTO cosigned VALUES (?, ?, ?, ?, ?)", row)
        return f"{DASH}{signature.name} {encode64(signature.key + signature.value)}\n"

    def _refuse(self, db: sqlite3.Connection, checkpoint: Checkpoint) -> None:
        """Keep what a trusted key signed and what does not continue: it can be the proof of two histories."""
        data, origin = format_note(checkpoint.note), checkpoint.origin
        kept = db.execute("SELECT count(*), max(note = ?) FROM refused WHERE origin = ?", (data, origin)).fetchone()
        if kept[0] < KEPT_REFUSALS and not kept[1]:
            db.execute("INSERT INTO refused VALUES (?, ?, ?)", (origin, int(self._clock()), data))

    def _last(self, db: sqlite3.Connection, origin: str) -> tuple[int, bytes]:
        query = "SELECT size, root FROM cosigned WHERE origin = ? ORDER BY size DESC LIMIT 1"
        row = db.execute(query, (origin,)).fetchone()
        return (int(row[0]), bytes(row[1])) if row else (0, EMPTY)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with closing(self._open()) as db:
            db.execute("BEGIN IMMEDIATE")
            yield db
            db.execute("COMMIT")  # not reached when the block raises: closing undoes what was begun

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.folder / "seen.db", timeout=30, isolation_level=None)
        db.execute("PRAGMA synchronous = EXTRA")  # the journal's folder too is on disk before COMMIT returns
        return db


def _request(body: bytes) -> tuple[int, list[bytes], Checkpoint]:
    """Old size, proof and checkpoint. Raises ``ValueError`` or Damage for anything that is not exactly a request."""
    head, found, note = body.partition(b"\n\n")
    if not found:
        raise ValueError("There is no empty line between the proof and the checkpoint.")
    first, *lines = head.decode("ascii").split("\n")
    old = _OLD.fullmatch(first)
    if old is None:
        raise ValueError("The first line must be: old SIZE")
    if len(lines) > PROOF_LINES:
        raise ValueError(f"A proof has at most {PROOF_LINES} lines.")
    proof = [decode64(line) for line in lines]
    if any(len(part) != HASH for part in proof):
        raise ValueError(f"A line of a proof holds {HASH} bytes.")
    return int(old[1]), proof, parse_checkpoint(note)


def _continues(size: int, root: bytes, proof: list[bytes], checkpoint: Checkpoint) -> bool:
    if checkpoint.size == 0 and checkpoint.root != EMPTY:
        return False
    if size == 0:
        return not proof
    return verify_consistency(size, checkpoint.size, proof, root, checkpoint.root)
