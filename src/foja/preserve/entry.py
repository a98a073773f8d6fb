"""Entry: a row of the ledger as it stands, and the Event that it gives once it was checked."""

from __future__ import annotations

from pathlib import Path

from foja.model.errors import Damage
from foja.model.event import Actor, Event
from foja.model.record import Record
from foja.preserve.leaf import SALT, WHO, WHY, Leaf, commitment, plain, read_leaf
from foja.preserve.merkle import leaf_hash


class Entry(Record, frozen=True):
    """A row of the ledger as it stands. ``leaf``: leaf hash; ``body``: canonical leaf (what the tree holds);
    ``opened``: field to (salt, canonical value) for the fields that were not withheld or erased."""

    seq: int
    leaf: bytes
    body: bytes
    opened: dict[str, tuple[bytes, bytes]]


def check_entry(entry: Entry, leaf: Leaf, hashed: bytes | None = None) -> list[str]:
    """What does not verify in an entry: the leaf, its number, its opened fields. Empty when all does.

    ``hashed``: the leaf hash of the body, where it is known.
    """
    wrong: list[str] = []
    if (leaf_hash(entry.body) if hashed is None else hashed) != entry.leaf:
        wrong.append("its body does not give its leaf hash")
    if leaf.seq != entry.seq:
        wrong.append(f"its body says that it is event {leaf.seq}")
    commit = leaf.commit
    found = {
        name: commitment(salt, name, value) if len(salt) == SALT else None
        for name, (salt, value) in entry.opened.items()
    }
    if found == commit:  # all fields are opened and all fit, as in most events
        return wrong
    wrong += [f"the field {name!r} is not in the leaf" for name in found if name not in commit]
    wrong += [
        f"the field {name!r} does not match its commitment"
        for name, digest in found.items()
        if name in commit and digest != commit[name]
    ]
    return wrong


def leaf_of(entry: Entry, path: Path) -> Leaf:
    """The leaf of an entry. Raises Damage ``event-altered``."""
    try:
        return read_leaf(entry.body)
    except ValueError as error:
        raise _altered(entry, path, f"its body is not a leaf ({error})") from error


def event_of(entry: Entry, path: Path, leaf: Leaf | None = None) -> Event:
    """The event of an entry, checked. Raises Damage ``event-altered``."""
    known = leaf_of(entry, path) if leaf is None else leaf
    wrong = check_entry(entry, known)
    if wrong:
        raise _altered(entry, path, "; ".join(wrong))
    try:
        values = {name: plain(value) for name, (_, value) in entry.opened.items()}
    except ValueError as error:
        raise _altered(entry, path, f"a field of it is not JSON ({error})") from error
    return Event(
        seq=known.seq,
        at=known.at,
        kind=known.kind,
        actor=Actor(name=values.pop(WHO, ""), kind=known.actor),
        why=values.pop(WHY, ""),
        body=values,
        withheld=tuple(sorted(name for name in known.commit if name not in entry.opened)),
    )


def _altered(entry: Entry, path: Path, what: str) -> Damage:
    return Damage(
        "event-altered",
        f"Event {entry.seq} was altered after it was recorded: {what}.",
        where=f"{path}, event {entry.seq}",
        next="Run: foja verify CASE. Restore ledger.db from a copy.",
    )
