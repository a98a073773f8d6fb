"""What the checkpoints of a case, and the receipts that others keep, say about its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foja.model.errors import Damage
from foja.model.record import Record
from foja.preserve.audit import RESTORE, Log
from foja.preserve.checkpoint import Checkpoint, parse_checkpoint, receipts_in
from foja.preserve.checkpoint_folder import note_files
from foja.preserve.disk import read_plain
from foja.preserve.finding import Finding, of_error
from foja.preserve.keychain import KeyChain
from foja.preserve.note import Verifier, signers

Held = list[tuple[Path, Checkpoint]]
"""Checkpoints, each with the file that it was read from."""


class Signed(Record, frozen=True):
    """``any``: whether a checkpoint bears the signature of the case. ``fitting``: those that do and agree with the
    ledger. ``covered``: the number of events under the newest that is signed."""

    any: bool
    fitting: tuple[tuple[Path, Checkpoint], ...]
    covered: int


def read_checkpoints(case: Path, findings: list[Finding]) -> Held:
    """The checkpoints that lie in the case; what cannot be read becomes a finding."""
    found: Held = []
    newest = case / "checkpoint"
    if note_files(case) and not newest.is_file():
        findings.append(
            Finding(
                code="checkpoint-missing",
                where=str(newest),
                what="The newest checkpoint is not at its place; older ones or copies stand in checkpoints.",
                next="Compare with a receipt held elsewhere; the next checkpoint that is signed puts it there again.",
            )
        )
    for path in [*note_files(case), *([newest] if newest.is_file() else [])]:
        try:
            checkpoint = parse_checkpoint(read_plain(path), str(path))
        except (Damage, OSError) as error:
            findings.append(_unreadable(error, path))
            continue
        if path != newest and path.name != f"{checkpoint.size:08d}.note":
            findings.append(
                Finding(
                    code="checkpoint-altered",
                    where=str(path),
                    what=f"The name of the file is not that of a checkpoint of {checkpoint.size} events.",
                    next="Restore the folder checkpoints from a copy.",
                )
            )
        found.append((path, checkpoint))
    return found


def read_receipts(receipts: Sequence[Path], findings: list[Finding]) -> Held:
    """The checkpoints in these files and folders of ``*.note`` files."""
    found: Held = []
    for given in receipts:
        for path in receipts_in(given) if given.is_dir() else [given]:
            try:
                found.append((path, parse_checkpoint(read_plain(path), str(path))))
            except (Damage, OSError) as error:
                findings.append(_unreadable(error, path))
    return found


def of_this_case(held: Held, origin: str, given: Sequence[Path], findings: list[Finding]) -> Held:
    """Those of ``held`` that are of this case; a file or folder ``given`` that has none becomes a finding."""
    ours = [(path, checkpoint) for path, checkpoint in held if checkpoint.origin == origin]
    for place in given:
        if not any(path == place or place in path.parents for path, _ in ours):
            findings.append(
                Finding(
                    code="receipt-none",
                    where=str(place),
                    what=f"No receipt for {origin or 'this case'} was found here, so it confirms nothing.",
                    next="Check that the receipt and the folder belong to the same case.",
                )
            )
    return ours


def check_checkpoints(own: Held, held: Held, origin: str, log: Log, chain: KeyChain) -> tuple[Signed, list[Finding]]:
    """The checkpoints of the case (``own``) and the receipts of it (``held``) against the ledger as it was read
    (``log``) and against the keys of the case. An incomplete ledger is compared with none."""
    findings: list[Finding] = []
    fits = set()
    for path, checkpoint in (*own, *held) if log.complete else ():
        wrong = _against(path, checkpoint, origin, log)
        findings += wrong
        if not wrong:
            fits.add(path)
    code = dict.fromkeys((path for path, _ in own), "checkpoint-unsigned")
    signed = [
        (path, c)
        for path, c in (*own, *held)
        if _signed(path, c, chain.at(c.size), code.get(path, "receipt-unsigned"), findings)
    ]
    findings += _forks(signed)
    return Signed(
        any=bool(signed),
        fitting=tuple(pair for pair in signed if pair[0] in fits),
        covered=max((c.size for _, c in signed if c.size <= log.size), default=0),
    ), findings


def check_cover(case: Path, own: Held, signed: Signed, size: int) -> list[Finding]:
    """Whether signed checkpoints reach to the last of ``size`` events."""
    if not own:
        return [
            Finding(
                code="checkpoint-missing",
                where=str(case / "checkpoint"),
                what="There is no checkpoint: nothing fixes what this case held at any time.",
                next="Compare with a receipt held elsewhere; then sign a checkpoint.",
            )
        ]
    if signed.any and signed.covered < size:
        bare, last = size - signed.covered, signed.covered - 1
        return [
            Finding(
                code="events-unsigned",
                where=str(case / "ledger.db"),
                what=f"{bare} events after event {last} are not covered by a signed checkpoint yet.",
                next="Sign a checkpoint; until then nothing proves that these events stay as they are.",
            )
        ]
    return []


def _against(path: Path, checkpoint: Checkpoint, origin: str, log: Log) -> list[Finding]:
    size = checkpoint.size
    if checkpoint.origin != origin:
        code, what = "origin-differs", f"The checkpoint is for {checkpoint.origin}, the ledger for {origin}."
    elif size > log.size:
        code, what = "history-truncated", f"The checkpoint covers {size} events, the ledger has {log.size}."
    elif log.roots.get(size) != checkpoint.root:
        code, what = "history-rewritten", f"The first {size} events are not those that were signed at that time."
    else:
        return []
    return [Finding(code=code, where=str(path), what=what, next=RESTORE)]


def _signed(path: Path, c: Checkpoint, key: Verifier | None, code: str, findings: list[Finding]) -> bool:
    if key is None:
        return False  # said once, by key-unknown
    try:
        if signers(c.note, [key]):
            return True
    except Damage as error:
        findings.append(_unreadable(error, path))
        return False
    findings.append(
        Finding(
            code=code,
            where=str(path),
            what=f"No signature by the key of the case ({key}) stands under this checkpoint.",
            next="Compare the key with what you were told by who keeps the case, and the note with a receipt.",
        )
    )
    return False


def _forks(signed: Held) -> list[Finding]:
    """Two checkpoints of one size with different roots, both signed by the key: proof of two histories."""
    first: dict[tuple[str, int], tuple[Path, Checkpoint]] = {}
    findings = []
    for path, checkpoint in signed:
        other, known = first.setdefault((checkpoint.origin, checkpoint.size), (path, checkpoint))
        if known.root != checkpoint.root:
            findings.append(
                Finding(
                    code="history-forked",
                    where=str(path),
                    what=f"The key signed two histories of {checkpoint.size} events: this one, and that in {other}.",
                    next="Keep both files: together they prove that the holder of the key showed two faces.",
                )
            )
    return findings


def _unreadable(error: Damage | OSError, path: Path) -> Finding:
    if isinstance(error, OSError):
        return Finding(code="checkpoint-altered", where=str(path), what=f"It cannot be read: {error.strerror}.")
    return of_error(error, str(path))
