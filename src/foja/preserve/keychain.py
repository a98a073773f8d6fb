"""The chain of keys of a case: which key signs which checkpoints, from the first key to the present one.

``case.created`` names the first key. Each event ``keys.rotated`` {old, new, note} puts another in its place. ``note``
is a signed note (c2sp.org/signed-note) over the four lines of ``rotation_text``, signed by the old key, which says
whom it trusts next, and by the new one, which shows that somebody holds it. A checkpoint of n events is signed by
the key that was in force after the first n events. No key comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from foja.model.errors import FojaError
from foja.model.record import Record
from foja.preserve.finding import Finding
from foja.preserve.note import Verifier, parse_note, parse_verifier, signers

ROTATED = "keys.rotated"
CREATED = "case.created"
_NEXT = "Do not rely on signatures of this case. Ask who keeps it, by another way, which key is theirs and since when."
_STOPPED = "If a rotation was stopped on this machine, finish it: foja rotate-key CASE."
_UNPINNED = "The first key of this case is not pinned by its ledger: compare it by hand."


class Rotation(Record, frozen=True):
    """An event ``keys.rotated`` as it stands, unchecked. ``seq``: its number."""

    seq: int
    old: str
    new: str
    note: str


class Keys(Record, frozen=True):
    """``pinned``: the first key as ``case.created`` names it, empty when it names none."""

    pinned: str = ""
    rotations: tuple[Rotation, ...] = ()


class KeyChain(Record, frozen=True):
    """The keys in force: pairs of (number of events from which on it signs, key), in order, never empty but when
    the case names no key at all. ``notes``: what a reader should know and what is no fault."""

    spans: tuple[tuple[int, Verifier], ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()

    def at(self, size: int) -> Verifier | None:
        """The key that signs a checkpoint of ``size`` events."""
        return next((key for start, key in reversed(self.spans) if size >= start), None)

    def knows(self, verifier: str) -> bool:
        """Whether this is or was a key of the case."""
        return any(str(key) == verifier for _, key in self.spans)


def rotation_text(origin: str, old: str, new: str) -> str:
    """The statement that both keys sign."""
    return f"foja/key-rotation/v1\n{origin}\nold {old}\nnew {new}\n"


def learn(keys: Keys, seq: int, kind: str, body: dict[str, Any]) -> Keys:
    """What one more event says about keys. Only the very first event of a case can pin the first key."""
    if kind == CREATED and seq == 0 and isinstance(body.get("verifier"), str):
        return Keys(pinned=body["verifier"], rotations=keys.rotations)
    if kind == ROTATED:
        values = {name: str(body.get(name, "")) for name in ("old", "new", "note")}
        return Keys(pinned=keys.pinned, rotations=(*keys.rotations, Rotation(seq=seq, **values)))
    return keys


def key_chain(keys: Keys, origin: str, present: str, where: str) -> KeyChain:
    """Follow the chain from the first key to ``present``, the one that ``foja.toml`` names.

    A chain that does not hold becomes the finding ``key-chain-broken``; it is followed as far as it holds.
    ``where``: the ledger, for findings.
    """
    named = keys.pinned or (keys.rotations[0].old if keys.rotations else present)
    notes = [] if keys.pinned else [Finding(code="key-unpinned", where=where, what=_UNPINNED)]
    try:
        spans = [(0, parse_verifier(named))]
    except FojaError as error:
        return KeyChain(findings=(_broken(f"{where}, event 0", f"The first key cannot be read: {error.what}"),))
    for rotation in keys.rotations:
        place = f"{where}, event {rotation.seq}"
        try:
            spans.append((rotation.seq + 1, _follows(rotation, origin, [key for _, key in spans])))
        except (FojaError, ValueError) as error:
            said = error.what if isinstance(error, FojaError) else str(error)
            broken = _broken(place, f"The rotation of the key at event {rotation.seq} does not verify: {said}")
            return KeyChain(spans=tuple(spans), findings=(broken,), notes=tuple(notes))
        what = f"The key of this case was replaced at event {rotation.seq}; the old key signed that."
        notes.append(Finding(code="key-rotated", where=place, what=what))
    last = str(spans[-1][1])
    if present != last:
        what = f"foja.toml names the key {present}, but the chain of keys in the ledger ends at {last}."
        stopped = any(str(key) == present for _, key in spans)
        finding = _broken("foja.toml", what, f"{_STOPPED} {_NEXT}" if stopped else _NEXT)
        return KeyChain(spans=tuple(spans), findings=(finding,), notes=tuple(notes))
    return KeyChain(spans=tuple(spans), notes=tuple(notes))


def told_key(told: Verifier, chain: KeyChain, case: Path) -> KeyChain:
    """The chain, given a key that the person who checks was told: it must be one of the case, the first, the present
    or one between. If it is none, no key of the case is believed."""
    if not chain.knows(str(told)):
        finding = Finding(
            code="key-differs",
            where=str(case / "foja.toml"),
            what="The key that you were told is none of the keys of this case.",
            next="Do not rely on the case before you know why, from who keeps it and by another way than this folder.",
        )
        return KeyChain(spans=((0, told),), findings=(*chain.findings, finding), notes=chain.notes)
    last = chain.spans[-1][1]
    what = f"The key that you were told was replaced later. The present key: {last}"
    note = Finding(code="key-replaced", where=str(case / "foja.toml"), what=what)
    return KeyChain(spans=chain.spans, findings=chain.findings, notes=(*chain.notes, *([note] if told != last else [])))


def _follows(rotation: Rotation, origin: str, before: Sequence[Verifier]) -> Verifier:
    new = parse_verifier(rotation.new)
    if rotation.old != str(before[-1]):
        raise ValueError(f"it replaces {rotation.old}, but the key in force was {before[-1]}")
    if new in before or new.name != origin:
        raise ValueError("the new key was in use before, or is that of another case")
    note = parse_note(rotation.note.encode())
    if note.text != rotation_text(origin, rotation.old, rotation.new):
        raise ValueError("the statement that was signed does not name these keys")
    if len(signers(note, [before[-1], new])) != 2:
        raise ValueError("it is not signed by both the old and the new key")
    return new


def _broken(where: str, what: str, next_: str = _NEXT) -> Finding:
    return Finding(code="key-chain-broken", where=where, what=what, next=next_)
