"""Key rotation: another signing key takes over, and the old one says so in the ledger.

The steps stand in an order that leaves a way on from every point where the power can fail:

    1  keep the new key beside the old one, as KEY.next                (no event: the next rotation uses it)
    2  sign a checkpoint with the old key, so that all before stands under it
    3  record ``keys.rotated``                                         (from here on the rotation is a fact)
    4  name the new key in ``foja.toml``
    5  keep the old key file as KEY.retired-ID, put the new one in its place
    6  sign a checkpoint with the new key

``finish`` does 4 and 5 for a rotation that was recorded and not finished; every signing begins with it.
"""

from __future__ import annotations

import os
from pathlib import Path

from foja.model.errors import Damage, UsageError
from foja.model.event import Act, Actor, Event
from foja.preserve.checkpoint import read_checkpoint
from foja.preserve.disk import sync_folder
from foja.preserve.keychain import CREATED, ROTATED, KeyChain, Keys, key_chain, learn, rotation_text
from foja.preserve.keys import KeyPair, fresh_key, keep_secret, key_path, load_key, private_line
from foja.preserve.ledger import Ledger
from foja.preserve.note import ED25519, Note, format_note
from foja.preserve.settings import replace_verifier, verifier_of, with_verifier


def next_path(origin: str) -> Path:
    """Where a new key waits until the rotation to it is recorded."""
    path = key_path(origin)
    return path.with_name(f"{path.name}.next")


def read_chain(ledger: Ledger, present: str) -> KeyChain:
    """The chain of keys of a ledger, every event of it checked. Raises Damage ``event-altered``."""
    keys = Keys()
    for event in ledger.events(kinds=(CREATED, ROTATED)):
        keys = learn(keys, event.seq, event.kind, event.body)
    return key_chain(keys, ledger.origin, present, str(ledger.path))


def new_for_rotation(case: Path, ledger: Ledger) -> tuple[KeyPair, KeyPair]:
    """Step 1: the present key and the one that is to follow it, kept.

    Raises UsageError ``key-missing`` (and its kin), ``key-other`` or ``settings-malformed``, Damage
    ``key-chain-broken``: then nothing is changed.
    """
    old = present_key(case, ledger)
    chain = read_chain(ledger, str(old.verifier))
    for finding in chain.findings:
        raise Damage("key-chain-broken", finding.what, where=finding.where, next=finding.next)
    path = next_path(ledger.origin)
    if path.exists():
        new = load_key(ledger.origin, path)
    else:
        new = fresh_key(ledger.origin)
        keep_secret(path, private_line(new.name, new.verifier.id, ED25519, new.seed))
    with_verifier(case, str(new.verifier))  # refuses now, before anything is recorded, what step 4 could not do
    return old, new


def rotation(ledger: Ledger, old: KeyPair, new: KeyPair, actor: Actor, why: str) -> Act:
    """The act of step 3."""
    text = rotation_text(ledger.origin, str(old.verifier), str(new.verifier))
    note = Note(text=text, signatures=(old.sign(text), new.sign(text)))
    body = {"old": str(old.verifier), "new": str(new.verifier), "note": format_note(note).decode()}
    return Act(kind=ROTATED, body=body, actor=actor, why=why)


def finish(case: Path, ledger: Ledger) -> Event | None:
    """Steps 4 and 5, if a recorded rotation waits for them; its event. Doing it twice does no harm."""
    waiting = next_path(ledger.origin)
    if not waiting.exists():
        return None
    new = load_key(ledger.origin, waiting)
    last = None
    for event in ledger.events(kinds=(ROTATED,)):
        last = event
    if last is None or last.body.get("new") != str(new.verifier):
        return None  # step 3 was not reached: nothing was rotated
    chain = read_chain(ledger, str(new.verifier))
    for finding in chain.findings:
        raise Damage("key-chain-broken", finding.what, where=finding.where, next=finding.next)
    if verifier_of(case) != str(new.verifier):
        replace_verifier(case, str(new.verifier))
    current = key_path(ledger.origin)
    if current.exists():
        kept = load_key(ledger.origin)
        if kept.seed != new.seed:
            retired = current.with_name(f"{current.name}.retired-{kept.verifier.id.hex()}")
            _retire(current, retired)
    _take_over(waiting, current)
    return last


def _retire(current: Path, retired: Path) -> None:
    if not retired.exists():
        try:
            os.link(current, retired)
        except OSError:  # no hard links here (exFAT); the new key waits beside it
            current.replace(retired)
        sync_folder(current.parent)


def _take_over(waiting: Path, current: Path) -> None:
    waiting.replace(current)
    sync_folder(current.parent)


def unfinished(case: Path, ledger: Ledger) -> Event | None:
    """A rotation that a stop interrupted after step 3, with steps 4 and 5 done now; step 6 is left to do."""
    waited = finish(case, ledger)
    if waited is not None:
        return waited
    last = None
    for event in ledger.events(kinds=(ROTATED,)):
        last = event
    newest = read_checkpoint(case)
    return last if last is not None and (newest is None or newest.size <= last.seq) else None


def present_key(case: Path, ledger: Ledger) -> KeyPair:
    """The key that signs for the case now: the one in ``foja.toml``, with a recorded rotation finished.

    Raises UsageError ``key-missing`` (and its kin), or ``key-other`` when this machine has another one.
    """
    finish(case, ledger)
    key, named = load_key(ledger.origin), verifier_of(case)
    if named and str(key.verifier) != named:
        raise UsageError(
            "key-other",
            f"The case is signed by the key {named}; this machine has {key.verifier}.",
            where=str(key_path(ledger.origin)),
            next="Copy the present key file of the case to this place. An old key signs nothing any more.",
        )
    return key
