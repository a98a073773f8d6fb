"""The companion key: a case signs with ML-DSA-44 as well, so that its history holds if Ed25519 falls.

The key is kept beside that of the case, outside the folder. An event ``keys.companion`` names its public half; that
event stands under the Ed25519 signature of its time, so nobody can give an old history another companion later. It
signs as a cosigner of type 0x06 (``cosign``) under the origin of the case, at every ``foja seal``: each signature has
2,420 bytes, too much to repeat for every decision. A checkpoint covers all before it, so the last one is what counts.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from pathlib import Path

from foja.model.errors import Damage, FojaError
from foja.model.event import Act, Actor
from foja.preserve.checkpoint import Checkpoint, add_signatures, parse_checkpoint
from foja.preserve.cosign import ML_DSA, Cosigner, cosign, cosignatures, cosigner_of, parse_cosigner
from foja.preserve.finding import Finding
from foja.preserve.keys import keep_secret, key_path, private_line, read_secret
from foja.preserve.ledger import Ledger

COMPANION = "keys.companion"


def companion_path(origin: str) -> Path:
    """Where the secret of the companion stands on this machine."""
    path = key_path(origin)
    return path.with_name(f"{path.name}.ml-dsa-44")


def companion_of(ledger: Ledger) -> Cosigner | None:
    """The companion that the history names last, None when it names none."""
    found = None
    for event in ledger.events(kinds=(COMPANION,)):
        found = parse_cosigner(str(event.body.get("key")))
    return found


def introduce(ledger: Ledger, actor: Actor, why: str) -> Act | None:
    """Make and keep a companion key; the act that names it. None when the history names the key that is kept here.

    Raises UsageError ``ml-dsa-missing``, ``key-exposed`` or ``key-malformed``.
    """
    path = companion_path(ledger.origin)
    if not path.exists():
        seed = secrets.token_bytes(32)
        made = cosigner_of(ledger.origin, seed, ML_DSA)
        keep_secret(path, private_line(made.name, made.id, ML_DSA, seed))
    key = cosigner_of(ledger.origin, _seed(path), ML_DSA)
    if key == companion_of(ledger):
        return None
    return Act(kind=COMPANION, body={"key": str(key)}, actor=actor, why=why)


def cosign_own(case: Path, ledger: Ledger, note: str) -> tuple[str, str]:
    """The note with the signature of the companion under it, and what to say: empty when the case has no companion.

    Where this machine lacks the secret, or the library, the note stays as it is and the reason is said.
    """
    companion = companion_of(ledger)
    if companion is None:
        return note, ""
    checkpoint = parse_checkpoint(note.encode())
    try:
        if not cosignatures(checkpoint.note, [companion]):
            seed = _seed(companion_path(ledger.origin))
            line = cosign(companion, seed, checkpoint.note.text, int(time.time()))
            note = add_signatures(case, ledger, checkpoint.size, [line])
    except Damage:
        raise
    except FojaError as error:
        return note, f"Not signed by the companion key (ML-DSA-44): {error.what}"
    return note, "Signed by the companion key (ML-DSA-44) too."


def check_companion(
    case: Path, held: Iterable[tuple[Path, Checkpoint]], covered: int, named: tuple[int, str] | None
) -> tuple[list[Finding], list[Finding]]:
    """Findings, and notes that change no verdict. ``held``: checkpoints that agree with the ledger and bear the
    signature of the case. ``named``: event and key of the last ``keys.companion``."""
    if named is None:
        return [], []
    event, text = named
    best, findings = 0, []
    try:
        companion = parse_cosigner(text)
        for path, checkpoint in held:
            try:
                if cosignatures(checkpoint.note, [companion]):
                    best = max(best, checkpoint.size)
            except Damage as error:
                findings.append(Finding(code="cosignature-wrong", where=str(path), what=error.what, next=error.next))
    except FojaError as error:
        what = f"Event {event} names a companion key that cannot be used here: {error.what}"
        return [], [Finding(code="companion-unchecked", where=f"event {event}", what=what, next=error.next)]
    if best <= event:
        findings.append(
            Finding(
                code="companion-missing",
                where=str(case / "checkpoint"),
                what=f"Event {event} names a companion key (ML-DSA-44), and no checkpoint since bears its signature.",
                next="Ask who keeps the case to run: foja seal CASE. If they did, somebody took the signature away.",
            )
        )
        return findings, []
    what = f"The companion key of event {event} (ML-DSA-44) signed the first {best} of {covered} events."
    return findings, [Finding(code="companion-signed", where=str(case / "checkpoint"), what=what)]


def _seed(path: Path) -> bytes:
    return read_secret(path, (ML_DSA,), "companion key of this case (ML-DSA-44), so it cannot sign here")[3]
