"""A receipt: one page about a checkpoint, to print, hand over or read aloud.

It is a witness without a machine: whoever keeps it can show later that what was recorded before is unchanged, or is
not. It holds no source, no statement and no name of a person; the title and the name of the ledger are what the
keepers of the case called it.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from foja.model.errors import UsageError
from foja.model.rows import ReceiptSheet
from foja.publish.typeset import plain, typeset

QR_LIMIT = 1200
"""Bytes that a square of legible size takes; longer notes go in with the signature of the case alone."""

ABOUT = (
    "This page fixes what the case file held. Keep it where the keepers of the case cannot change it.",
    "If anything that was recorded up to this point is altered or removed, or something is slipped in, this root",
    "no longer fits. The page does not say whether what the file says is so. The date is that of the machine's clock.",
)
CHECK = (
    "foja verify CASE --receipts THIS-NOTE.note",
    "python3 -I verify.py --receipt THIS-NOTE.note      (in a bundle of the case, without foja)",
)


def note_of(sheet: ReceiptSheet) -> str:
    """The whole note, as a file holds it."""
    return sheet.text + "\n" + "".join(f"{line}\n" for line in sheet.lines)


def groups(root: str) -> list[str]:
    """The root in groups of 4, in lines of 8 groups."""
    parts = [root[at : at + 4] for at in range(0, len(root), 4)]
    return [" ".join(parts[at : at + 8]) for at in range(0, len(parts), 8)]


def receipt_text(sheet: ReceiptSheet) -> str:
    """The page as text, with the square in block characters."""
    root = "\n".join(f"    {line}" for line in groups(sheet.root))
    return (
        f"RECEIPT FOR A CASE FILE\n\n"
        f"Case:      {sheet.title}\nLedger:    {sheet.origin}\nEvents:    {sheet.events}\n"
        f"Last:      {sheet.at}\n\n"
        f"Root of the events (SHA-256, to read aloud):\n{root}\n\n"
        f"Key of the case:\n    {sheet.key}\n\n"
        + "".join(f"{line}\n" for line in ABOUT)
        + "\nTo check, keep the lines between the marks as a file THIS-NOTE.note, and run one of these:\n"
        + "".join(f"    {line}\n" for line in CHECK)
        + f"By voice: foja receipt CASE --events {sheet.events} shows the same root, if nothing was changed.\n\n"
        f"-----8<-----\n{note_of(sheet)}----->8-----\n\n{_blocks(_square(sheet))}\n"
        f"Received by: ______________________    Place and date: ______________________\n"
    )


def write_receipt(sheet: ReceiptSheet, out: Path) -> None:
    """Write the page to ``out``: ``.txt``, or ``.pdf`` (PDF/A-2b). The same sheet gives the same bytes.

    Raises UsageError ``form-unknown``, Gap ``report-failed``.
    """
    if out.suffix.lower() == ".txt":
        out.write_text(receipt_text(sheet), encoding="utf-8")
        return
    if out.suffix.lower() != ".pdf":
        raise UsageError("form-unknown", f"A receipt is a .pdf or a .txt; {out.name} is neither.", where=str(out))
    out.write_bytes(_pdf(sheet))


def _pdf(sheet: ReceiptSheet) -> bytes:
    values = {
        "title": plain(sheet.title), "origin": plain(sheet.origin), "events": str(sheet.events), "at": sheet.at,
        "key": sheet.key, "root": groups(sheet.root), "note": note_of(sheet), "about": list(ABOUT),
        "check": list(CHECK),
    }  # fmt: skip
    picture = io.BytesIO()
    _square(sheet).save(picture, kind="svg", border=4, xmldecl=False)
    return typeset("receipt", values, sheet.at, {"square.svg": picture.getvalue()})


def _square(sheet: ReceiptSheet) -> Any:
    """A QR code (ISO/IEC 18004) of the note; of its text and first signature where it is long."""
    import segno

    note = note_of(sheet)
    if len(note.encode()) > QR_LIMIT:
        own = [line for line in sheet.lines if line.startswith(f"\u2014 {sheet.origin} ")]
        note = sheet.text + "\n" + "".join(f"{line}\n" for line in own[:1])
    return segno.make(note, error="m", boost_error=False, micro=False, encoding="utf-8")


def _blocks(square: Any) -> str:
    """Two rows a line in half blocks, light on dark terminals and dark on paper alike readable by a camera."""
    rows = [list(row) for row in square.matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    signs = {(0, 0): " ", (1, 0): "\u2580", (0, 1): "\u2584", (1, 1): "\u2588"}
    lines = (
        "".join(signs[bool(upper), bool(lower)] for upper, lower in zip(rows[at], rows[at + 1], strict=True))
        for at in range(0, len(rows), 2)
    )
    return "\n".join(line.rstrip() for line in lines)
