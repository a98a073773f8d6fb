"""The checkpoint of a case held against its ledger: what a custody sheet or a receipt may name."""

from __future__ import annotations

from foja.model.custody import Standing
from foja.model.errors import Damage, FojaError, UsageError
from foja.model.rows import ReceiptSheet
from foja.preserve.checkpoint import Checkpoint, parse_checkpoint, read_checkpoint
from foja.preserve.checkpoint_folder import note_path
from foja.preserve.note import encode64, format_note, parse_verifier, signers
from foja.preserve.settings import verifier_of
from foja.store.folder import CaseFolder


def standing_of(folder: CaseFolder) -> Standing | None:
    """The newest checkpoint; None where there is none yet. Raises Damage where it does not fit the ledger."""
    checkpoint = read_checkpoint(folder.path)
    if checkpoint is None:
        return None
    _fits(folder, checkpoint)
    try:
        signed = bool(signers(checkpoint.note, [parse_verifier(verifier_of(folder.path))]))
    except FojaError:
        signed = False
    return Standing(
        origin=checkpoint.origin, size=checkpoint.size, root=encode64(checkpoint.root),
        note=format_note(checkpoint.note).decode(), signed=signed,
    )  # fmt: skip


def receipt_sheet(folder: CaseFolder, events: int | None = None) -> ReceiptSheet:
    """What a page about the newest checkpoint says, or about that over so many events.

    Raises UsageError ``checkpoint-none``, Damage where it does not fit the ledger.
    """
    path = note_path(folder.path, events or 0)
    if events is None:
        checkpoint = read_checkpoint(folder.path)
    else:
        checkpoint = parse_checkpoint(path.read_bytes(), str(path)) if path.is_file() else None
    if checkpoint is None or checkpoint.size == 0:
        over = "" if events is None else f" over {events} events"
        next_ = "Sign the present state with: foja seal CASE"
        raise UsageError("checkpoint-none", f"This case holds no signed checkpoint{over}.", next=next_)
    _fits(folder, checkpoint)
    size, text = checkpoint.size, checkpoint.note.text
    return ReceiptSheet(
        title=folder.title, origin=checkpoint.origin, events=size, at=folder.ledger.event(size - 1).at,
        root=checkpoint.root.hex(), key=verifier_of(folder.path), text=text,
        lines=tuple(format_note(checkpoint.note).decode()[len(text) + 1 :].splitlines()),
    )  # fmt: skip


def _fits(folder: CaseFolder, checkpoint: Checkpoint) -> None:
    """Raises Damage ``history-truncated`` or ``history-rewritten``: a checkpoint that does not fit is not named."""
    next_ = "Run: foja verify CASE. Keep the folder as it is, and restore ledger.db from a copy."
    if checkpoint.size > folder.ledger.size:
        raise Damage(
            "history-truncated",
            f"A checkpoint covers {checkpoint.size} events, the ledger has {folder.ledger.size}. Nothing was written.",
            where=str(folder.path),
            next=next_,
        )
    if folder.ledger.root(checkpoint.size) != checkpoint.root or checkpoint.origin != folder.origin:
        raise Damage(
            "history-rewritten",
            f"The first {checkpoint.size} events are not those of the checkpoint. Nothing was written.",
            where=str(folder.path),
            next=next_,
        )
