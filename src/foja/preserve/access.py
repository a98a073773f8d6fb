"""The access log: who was shown, opened or exported what is labelled above ``internal``, when, by what command or page.

A second, small ledger in the folder ``access`` of the case, with checkpoints of its own. Its name is that of the case
with ``/access`` behind it, so that its checkpoints can never be taken for those of the case. It is sensitive itself: no
bundle holds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from threading import Lock

from foja.model.errors import FojaError, Refusal
from foja.model.event import Act, Actor, Event
from foja.preserve.audit import RESTORE, Log, audit
from foja.preserve.checkpoint import keep_receipt, write_checkpoint
from foja.preserve.checkpoint_check import read_checkpoints, read_receipts
from foja.preserve.disk import DRAFT, make_folder
from foja.preserve.finding import Finding, of_error
from foja.preserve.keys import KeyPair, home
from foja.preserve.ledger import Ledger
from foja.preserve.note import Verifier, signers
from foja.preserve.settings import receipts_here

FOLDER, GIVEN = "access", "access.given"
EVERY = 32
"""Entries after which a checkpoint is signed while a server runs; a command signs when it ends."""
_lock = Lock()


def origin_of(origin: str) -> str:
    """The name of the access log of a case."""
    return f"{origin}/access"


def give(case: Path, origin: str, sources: Sequence[str], actor: Actor, through: str) -> int:
    """Record that something of these sources is about to be shown; durable when this returns the number of entries.

    Raises Refusal ``access-unlogged``: then it must not be shown.
    """
    body = {"sources": sorted(sources), "through": through}
    try:
        with _lock, _opened(case, origin) as ledger:
            return ledger.append([Act(kind=GIVEN, body=body, actor=actor, why="Shown")])[0].seq + 1
    except (FojaError, OSError, sqlite3.Error) as error:
        raise Refusal(
            "access-unlogged",
            f"This is labelled above internal, and that it is shown could not be logged ({error}); so it is not shown.",
            where=str(case / FOLDER),
            next="See that the folder of the case can be written and the disk has room, then try again.",
        ) from error


def _opened(case: Path, origin: str) -> Ledger:
    path = case / FOLDER / "ledger.db"
    if path.exists():
        return Ledger.open(path, write=True)
    make_folder(path.parent)
    return Ledger.create(path, origin_of(origin))


def sign(case: Path, key: KeyPair) -> None:
    """Sign the present state of the log, and keep a receipt of it on this machine."""
    path = case / FOLDER / "ledger.db"
    if path.exists():
        with Ledger.open(path, write=True) as ledger:
            note = write_checkpoint(case / FOLDER, ledger, KeyPair(name=ledger.origin, seed=key.seed))
        keep_receipt(home() / "receipts", note.encode())


def accesses(case: Path, after: int | None, limit: int) -> list[Event]:
    """At most so many entries after number ``after``, oldest first; the newest ones where it is None."""
    path = case / FOLDER / "ledger.db"
    if not path.exists():
        return []
    with Ledger.open(path) as ledger:
        start = max(-1, ledger.size - limit - 1) if after is None else after
        return list(islice(ledger.events(start), limit))


def check_access(case: Path, origin: str, keys: Sequence[Verifier]) -> tuple[list[Finding], list[Finding]]:
    """What does not verify in the access log, and what a reader of the verdict should know. ``keys``: of the case, the
    present one and earlier ones; each may have signed it."""
    name, folder = origin_of(origin), case / FOLDER
    findings: list[Finding] = []
    held = read_receipts(receipts_here(case, name), findings)
    # A folder with nothing, or a draft, is of a stop before the first entry.
    if not folder.is_dir() or all(DRAFT.fullmatch(entry.name) for entry in folder.iterdir()):
        if held:
            findings.append(_gone(folder, "there is none"))
        return findings, []
    own = read_checkpoints(folder, findings)
    log = Log({checkpoint.size for _, checkpoint in (*own, *held)})
    try:
        with Ledger.open(folder / "ledger.db") as ledger, ledger.snapshot():
            findings += audit(ledger, log, lambda done, total, what: None)
            if ledger.origin != name:
                findings.append(_gone(folder, f"this is the log of {ledger.origin}"))
    except FojaError as error:
        findings.append(of_error(error, str(folder)))
    named = [Verifier(name=name, public=key.public) for key in keys]
    covered = 0
    for path, checkpoint in (*own, *held):
        if checkpoint.size > log.size:
            findings.append(_gone(path, f"a checkpoint covers {checkpoint.size} entries, the log has {log.size}"))
        elif checkpoint.root != log.roots.get(checkpoint.size):
            what = f"The first {checkpoint.size} entries of the access log are not those that were signed."
            findings.append(Finding(code="history-rewritten", where=str(path), what=what, next=RESTORE))
        elif signers(checkpoint.note, named):
            covered = max(covered, checkpoint.size)
    told = f"The access log has {log.size} entries; {covered} of them are under a signed checkpoint of it."
    return findings, [Finding(code="access-log", where=str(folder), what=told)]


def _gone(where: Path, what: str) -> Finding:
    return Finding(
        code="history-truncated",
        where=str(where),
        what=f"Entries of the access log are gone: {what}.",
        next="Ask who could write to the folder, and restore the folder access from a copy.",
    )
