"""Asking witnesses: the present checkpoint of a case goes out, cosignatures come back and are kept under it.

What a witness saw last is not remembered anywhere but in the notes themselves: it is the highest checkpoint that
bears its cosignature. A witness that saw more, or another history, says so, and that is told as what it is.

No event is recorded. A cosignature under a note is the record that a witness answered; its lack is the record that
it did not, and every check shows it. An event would make a new state of the ledger, which no witness has seen yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path

from foja.model.errors import Damage, FojaError
from foja.model.record import Record
from foja.preserve.checkpoint import Checkpoint, add_signatures, parse_checkpoint
from foja.preserve.checkpoint_folder import notes_backwards
from foja.preserve.cosign import Cosigner, cosignatures
from foja.preserve.exchange import post
from foja.preserve.ledger import Ledger
from foja.preserve.note import Note, Signature, encode64, format_note, parse_note
from foja.preserve.settings import NamedWitness

SECONDS = 20.0
ANSWER_LIMIT = 65_536
COSIGNED, ALREADY, UNREACHED, REFUSED, CONFLICT = "cosigned", "already", "unreached", "refused", "conflict"
_TRIES = 3
_SIZE = re.compile(rb"(0|[1-9][0-9]{0,17})\n?")


class WitnessAnswer(Record, frozen=True):
    """``state``: one of cosigned, already (it had cosigned this state before), unreached (no answer came), refused
    (it will not), conflict (it has seen a longer or another history of this case: this must be looked into).
    ``at``: time of the cosignature by the clock of the witness. ``said``: in words, with what to do."""

    name: str
    state: str
    said: str
    at: str = ""


class SealReport(Record, frozen=True):
    """What was signed: ``note`` with all its signature lines, over ``events`` events; what each witness answered.
    ``companion``: what became of the signature by the companion key, empty when the case has none."""

    events: int
    note: str
    answers: tuple[WitnessAnswer, ...] = ()
    companion: str = ""

    @property
    def exit_code(self) -> int:
        """3 when a witness has seen another history, 1 when one did not cosign, else 0."""
        states = {answer.state for answer in self.answers}
        return 3 if CONFLICT in states else 1 if states & {UNREACHED, REFUSED} else 0


def ask_witnesses(
    case: Path, ledger: Ledger, note: str, witnesses: Sequence[NamedWitness], seconds: float = SECONDS
) -> SealReport:
    """Ask each witness to cosign a checkpoint (the note as text) that is kept in the case.

    A cosignature is verified before it is kept; only lines by the very key that the case names are taken. Raises
    Damage ``checkpoint-altered`` or ``cosignature-wrong`` when a kept note is damaged.
    """
    answers: list[WitnessAnswer] = []
    for witness in witnesses:
        checkpoint = parse_checkpoint(note.encode())
        known = cosignatures(checkpoint.note, [witness.key])
        if known:
            said = f"has cosigned this state already, {known[0].at}"
            answers.append(WitnessAnswer(name=witness.name, state=ALREADY, said=said, at=known[0].at))
            continue
        answer, lines = _ask(case, ledger, checkpoint, witness, seconds)
        if lines:
            note = add_signatures(case, ledger, checkpoint.size, lines)
        answers.append(answer)
    return SealReport(events=parse_checkpoint(note.encode()).size, note=note, answers=tuple(answers))


def last_cosigned(case: Path, cosigner: Cosigner) -> int:
    """The highest number of events that a kept note shows a witness to have cosigned; 0 when there is none."""
    for path in notes_backwards(case):
        checkpoint = parse_checkpoint(path.read_bytes(), str(path))
        if cosignatures(checkpoint.note, [cosigner]):
            return checkpoint.size
    return 0


def _ask(
    case: Path, ledger: Ledger, checkpoint: Checkpoint, witness: NamedWitness, seconds: float
) -> tuple[WitnessAnswer, list[Signature]]:
    def told(state: str, said: str, at: str = "") -> WitnessAnswer:
        return WitnessAnswer(name=witness.name, state=state, said=said, at=at)

    size = checkpoint.size
    old = min(last_cosigned(case, witness.key), size)
    for _ in range(_TRIES):
        try:
            status, body = _send(witness, _request(ledger, old, checkpoint), seconds)
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            return told(UNREACHED, f"was not reached ({reason or type(error).__name__}); ask again later"), []
        if status == 200:
            return _cosigned(checkpoint, witness, body)
        if status == 409 and (match := _SIZE.fullmatch(body)):
            seen = int(match[1])
            if seen > size:
                what = f"has cosigned {seen} events of this case, and this folder has {size}: is it an older copy?"
                return told(CONFLICT, what), []
            old = seen
            continue
        if status == 422:
            what = f"has seen another history: its first {old} events are not those of this folder"
            return told(CONFLICT, what), []
        if status in (403, 404):
            return told(REFUSED, "does not know this case or its key; give its operator the verifier of the case"), []
        return told(REFUSED, f"answered with the HTTP status {status}: {_plain(body)}"), []
    return told(REFUSED, "names another last state each time it is asked"), []


def _cosigned(checkpoint: Checkpoint, witness: NamedWitness, body: bytes) -> tuple[WitnessAnswer, list[Signature]]:
    try:
        answer = parse_note(checkpoint.note.text.encode() + b"\n" + body)
        ours = [line for line in answer.signatures if (line.name, line.key) == (witness.key.name, witness.key.id)]
        found = cosignatures(Note(text=answer.text, signatures=tuple(ours)), [witness.key])
        if not found or answer.text != checkpoint.note.text:
            raise Damage("cosignature-wrong", "There is none by the key that the case names for it.")
    except FojaError as error:
        said = f"answered, but without a valid cosignature, so nothing was kept: {error.what}"
        return WitnessAnswer(name=witness.name, state=REFUSED, said=said), []
    said = f"cosigned {checkpoint.size} events, {found[0].at}"
    return WitnessAnswer(name=witness.name, state=COSIGNED, said=said, at=found[0].at), ours


def _request(ledger: Ledger, old: int, checkpoint: Checkpoint) -> bytes:
    proof = ledger.consistency(old, checkpoint.size) if old > 0 else []
    lines = "".join(f"{encode64(part)}\n" for part in proof)
    return f"old {old}\n{lines}\n".encode() + format_note(checkpoint.note)


def _send(witness: NamedWitness, body: bytes, seconds: float) -> tuple[int, bytes]:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    return post(f"{witness.url}/add-checkpoint", body, headers, seconds, ANSWER_LIMIT)


def _plain(body: bytes) -> str:
    """What a stranger's server said, fit for a terminal."""
    text = body[:200].decode("utf-8", "replace")
    return "".join(char if char.isprintable() else " " for char in text).strip()
