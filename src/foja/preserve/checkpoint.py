"""Checkpoints: the signed statement "the ledger of this case has so many events and this root".

The text is that of https://c2sp.org/tlog-checkpoint (origin, size, base64 of the root), the file a signed note.
A copy held by anybody else fixes everything recorded before it: no event up to its size can be altered,
removed or added any more without showing.

Where the files lie: ``checkpoint_folder``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from foja.model.errors import Damage, FojaError, UsageError
from foja.model.record import Record
from foja.preserve.checkpoint_folder import checkpoint_files, note_path, shard
from foja.preserve.disk import make_folder, replace_file, sweep_drafts, sync_folder
from foja.preserve.entry import Entry, event_of
from foja.preserve.keychain import ROTATED
from foja.preserve.keys import KeyPair
from foja.preserve.ledger import Ledger
from foja.preserve.merkle import HASH, leaf_hash
from foja.preserve.note import Note, Signature, decode64, encode64, format_note, parse_note, signers
from foja.preserve.tiles import Edge

_SIZE = re.compile(r"(0|[1-9][0-9]{0,17})")


class Checkpoint(Record, frozen=True):
    """``origin``: name of the case; ``size``: events covered; ``root``: 32 bytes; ``note``: with its signatures."""

    origin: str
    size: int
    root: bytes
    note: Note


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """The text that is signed."""
    return f"{origin}\n{size}\n{encode64(root)}\n"


def parse_checkpoint(data: bytes, where: str = "") -> Checkpoint:
    """The checkpoint in a file. Raises Damage ``checkpoint-altered``. Signatures are not checked here."""
    try:
        note = parse_note(data)
        lines = note.text[:-1].split("\n")
        if len(lines) < 3 or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise ValueError("the lines origin, size and root were expected")
        root = decode64(lines[2])
        if len(root) != HASH:
            raise ValueError(f"a root has {HASH} bytes, not {len(root)}")
    except (ValueError, FojaError) as error:
        raise Damage(
            "checkpoint-altered",
            f"A checkpoint cannot be read: {error.what if isinstance(error, FojaError) else error}",
            where=where,
            next="Restore it from a copy of the case or from a receipt.",
        ) from error
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, note=note)


def read_checkpoint(case: Path) -> Checkpoint | None:
    """The newest checkpoint kept in the case folder, None when there is none."""
    found = None
    for path in checkpoint_files(case):
        checkpoint = parse_checkpoint(path.read_bytes(), str(path))
        if found is not None and checkpoint.note.text == found.note.text:
            found = with_signatures(checkpoint, found.note.signatures)  # a cosignature may stand in one of them only
        elif found is None or checkpoint.size >= found.size:
            found = checkpoint
    return found


def with_signatures(checkpoint: Checkpoint, lines: Iterable[Signature]) -> Checkpoint:
    """The checkpoint with further signature lines; none is lost and none is given twice."""
    known = dict.fromkeys((*checkpoint.note.signatures, *lines))
    note = Note(text=checkpoint.note.text, signatures=tuple(known))
    return Checkpoint(origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root, note=note)


def write_checkpoint(case: Path, ledger: Ledger, key: KeyPair, receipts: Path | None = None) -> str:
    """Sign the present state of the ledger; the note as text. Writes nothing when nothing changed.

    The new root is computed from rows read back since the previous checkpoint, on top of the tree that the
    previous one signed. ``receipts``: a folder elsewhere that gets a copy. Raises Damage ``history-truncated``,
    ``history-rewritten`` or ``checkpoint-altered``: then nothing is signed.
    """
    if key.name != ledger.origin:
        raise UsageError(
            "key-other-case",
            f"The key signs for {key.name}, the ledger is that of {ledger.origin}.",
            next="Load the key of this case.",
        )
    with ledger.exclusive():
        previous = read_checkpoint(case)
        size, root = _recomputed(case, ledger, previous, key)
        note = Note(text=checkpoint_text(ledger.origin, size, root))
        if previous is not None and previous.size == size:
            note = previous.note  # the same state: signatures of others are kept, ours is added if it is missing
        if not signers(note, [key.verifier]):
            note = Note(text=note.text, signatures=(*note.signatures, key.sign(note.text)))
        data = format_note(note)
        path = note_path(case, size)
        path.parent.mkdir(parents=True, exist_ok=True)
        for place in (path.parent, case / "checkpoints", case):
            sweep_drafts(place)
        if not any(path.parent.iterdir()):  # new, or of a process that ended before its name was durable
            sync_folder(case / "checkpoints")
            sync_folder(case)
        _put(path, data)
        _put(case / "checkpoint", data)
    if receipts is not None:
        keep_receipt(receipts, data)
    return data.decode()


def add_signatures(case: Path, ledger: Ledger, size: int, lines: Iterable[Signature]) -> str:
    """Put further signature lines under the kept checkpoint of ``size`` events; the note as text.

    The lines must have been verified. Raises Damage ``checkpoint-altered``, ``OSError`` when the file is not there.
    """
    with ledger.exclusive():
        path = note_path(case, size)
        checkpoint = parse_checkpoint(path.read_bytes(), str(path))
        newest = read_checkpoint(case)
        is_newest = newest is not None and newest.note.text == checkpoint.note.text
        if newest is not None and is_newest:
            checkpoint = with_signatures(checkpoint, newest.note.signatures)
        data = format_note(with_signatures(checkpoint, lines).note)
        _put(path, data)
        if is_newest:
            _put(case / "checkpoint", data)
    return data.decode()


def receipt_mark(origin: str) -> str:
    """How the names of the receipts of a case begin: by a digest, so that a listing tells nothing."""
    return hashlib.sha256(origin.encode()).hexdigest()[:16]


def keep_receipt(folder: Path, data: bytes) -> Path:
    """Keep a copy of a checkpoint in a folder outside of the case; its path: ``MARK/00007/MARK-00007042.note``.

    One that is there is never replaced: signature lines are added to it, and a checkpoint that says another thing
    of as many events is kept beside it, because the two together prove that a history was rewritten.
    """
    checkpoint = parse_checkpoint(data)
    mark = receipt_mark(checkpoint.origin)
    stem = f"{mark}-{checkpoint.size:08d}"
    older = folder / f"{stem}.note"  # foja kept all receipts in one folder before
    folder = folder if older.is_file() else folder / mark / shard(checkpoint.size)
    make_folder(folder)
    for path in (folder / f"{stem}.note", folder / f"{stem}-{checkpoint.root.hex()[:16]}.note"):
        if not path.is_file():
            break
        try:
            kept = parse_checkpoint(path.read_bytes(), str(path))
        except Damage:
            continue
        if kept.note.text == checkpoint.note.text:
            data = format_note(with_signatures(kept, checkpoint.note.signatures).note)
            break
    else:
        path = folder / f"{stem}-{hashlib.sha256(data).hexdigest()[:32]}.note"
    _put(path, data)
    return path


def receipts_in(folder: Path, mark: str = "") -> list[Path]:
    """The receipts in a folder, of one case or of all: as ``keep_receipt`` puts them, and as somebody copied them."""
    name = f"{mark}-*.note" if mark else "*.note"
    return [path for place in ("", "*/", f"{mark or '*'}/*/") for path in sorted(folder.glob(place + name))]


def _put(path: Path, data: bytes) -> None:
    if not path.is_file() or path.read_bytes() != data:
        replace_file(path, data)


def _recomputed(case: Path, ledger: Ledger, previous: Checkpoint | None, key: KeyPair) -> tuple[int, bytes]:
    size, old = ledger.size, previous.size if previous else 0
    if previous is not None and previous.origin != ledger.origin:
        _refuse("origin-differs", f"The checkpoint is for {previous.origin}, the ledger for {ledger.origin}.", case)
    if old > size:
        _refuse("history-truncated", f"A checkpoint covers {old} events, the ledger has {size}.", case)
    edge = Edge.load(old, ledger.tile)
    if previous is not None and edge.root() != previous.root:
        _refuse("history-rewritten", f"The first {old} events are not those of the checkpoint at {old}.", case)
    edge.extend(leaf_hash(entry.body) for entry in _not_retiring(key, ledger, old))
    if edge.size != size or edge.root() != ledger.root():
        _refuse("tile-altered", f"The events after {old} do not give the tree that is stored beside them.", case)
    return size, edge.root()


def _not_retiring(key: KeyPair, ledger: Ledger, old: int) -> Iterator[Entry]:
    """The entries after the first ``old``. Refuses a key that one of them put out of use."""
    last = str(key.verifier)
    for entry in ledger.entries(old - 1):
        if ROTATED.encode() in entry.body:
            event = event_of(entry, ledger.path)
            last = str(event.body.get("new")) if event.kind == ROTATED else last
        yield entry
    if last != str(key.verifier):
        raise UsageError(
            "key-retired",
            f"The key of {ledger.origin} was rotated; the old one signs nothing any more.",
            where=str(ledger.path),
            next="Copy the new key file from the machine where it was made. After a stop: foja rotate-key CASE.",
        )


def _refuse(code: str, what: str, case: Path) -> NoReturn:
    raise Damage(
        code,
        f"{what} Nothing was signed.",
        where=str(case / "ledger.db"),
        next="Run: foja verify CASE. Keep the folder as it is, and restore ledger.db from a copy.",
    )
