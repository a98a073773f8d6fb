"""The custody sheet for print: what the record holds about the keeping of each source, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foja.model.custody import CustodySheet
from foja.publish.typeset import plain, typeset


def write_sheets(sheets: Sequence[CustodySheet], out: Path) -> None:
    """Writes custody sheets as one PDF. The same sheets give the same bytes."""
    latest = max(deed.at for sheet in sheets for deed in sheet.deeds)
    out.write_bytes(typeset("sheet", [_shown(sheet) for sheet in sheets], latest))


def _shown(sheet: CustodySheet) -> dict[str, object]:
    """What the template shows, in words."""
    facts = [
        ("Case", sheet.case, False),
        ("File", sheet.name, False),
        ("Type, size", f"{sheet.media_type or 'type not known'}, {sheet.size:,} bytes", False),
        ("SHA-256", sheet.sha256, True),
        ("SHA-512", sheet.sha512, True),
        ("In the ledger", f"event {sheet.seq} of {sheet.origin}", False),
        ("Leaf hash", sheet.leaf, True),
        ("Last read again", reread_words(sheet), False),
        ("Checkpoint", checkpoint_words(sheet), False),
    ]
    if sheet.members:
        facts.append(("Taken out of it", f"{sheet.members} files, which are sources of their own", False))
    return {
        "case": plain(sheet.case),
        "item": sheet.item,
        "label": plain(sheet.label),
        "facts": [(name, plain(value), fixed) for name, value, fixed in facts],
        "arrivals": [
            (
                moment(one.at),
                plain(one.by),
                plain("; ".join(filter(None, (_way(one.name, one.received_from), one.why)))),
            )
            for one in sheet.arrivals
        ],
        "transfers": [
            tuple(map(plain, (one.on or "day not said", one.given, one.taken, f"{one.how}. {one.why}", one.by)))
            for one in sheet.transfers
        ],
        "deeds": [
            (f"Event {one.seq}", moment(one.at), plain(one.by), plain(_with_why(one.what, one.why)), one.leaf)
            for one in sheet.deeds
        ],
        "note": sheet.checkpoint.note if sheet.checkpoint else "",
    }


def _way(name: str, path: str) -> str:
    return f"as “{name}”, by the path “{path}”" if path and path != name else f"as “{name}”"


def _with_why(what: str, why: str) -> str:
    return f"{what}. Reason given: {why}" if why else what


def moment(at: str) -> str:
    """A recorded time, to the second, with its zone."""
    return at.replace("T", " ").replace("Z", " UTC")


def reread_words(sheet: CustodySheet) -> str:
    """When the bytes were last read again, and with which result."""
    if not sheet.reread:
        return "not since it was received"
    result = "the bytes gave the digest" if sheet.reread_whole else "the file was damaged or missing"
    return f"{moment(sheet.reread)}: {result}"


def checkpoint_words(sheet: CustodySheet) -> str:
    """Which checkpoint covers the receipt, and what came after it."""
    if sheet.checkpoint is None:
        return "none covers this source yet"
    signed = (
        "signed by the key of the case" if sheet.checkpoint.signed else "without a signature by the key of the case"
    )
    after = f"; {sheet.uncovered} of the events below came after it" if sheet.uncovered else ""
    return f"{sheet.checkpoint.size} events, {signed}{after}"
