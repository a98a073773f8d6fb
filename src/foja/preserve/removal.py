"""Taking out of the clear what an event under a signature removed: files, values, salts, and every trace in the ledger.

The order makes a stop harmless. ``begin`` notes in a file of the case folder what was there before and which files
are concerned; then age files are written and the event is recorded and signed; then ``finish`` removes. What is to be
removed follows from the ledger, so ``finish`` can be run again after a stop at any place, and after a stop before the
event it takes back what was begun. Nothing in the clear is deleted before the age files that stand for it were read
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from foja.model.errors import Damage, Refusal, UsageError
from foja.model.event import Event
from foja.model.record import Record, decode, encode
from foja.preserve import payload
from foja.preserve.age import sealed_vault
from foja.preserve.audit import named_blobs, passages
from foja.preserve.disk import replace_file, sync_folder
from foja.preserve.entry import event_of
from foja.preserve.ledger import Ledger
from foja.preserve.removed import Removed, may_remove
from foja.preserve.vault import Vault

MARK = "removal.json"
"""Stands in the case folder while something is being removed."""


class Mark(Record, frozen=True):
    """``sealed``: the age files that were there before; ``blobs``: preserved files that go out of the clear or come
    back into it."""

    sealed: tuple[str, ...] = ()
    blobs: tuple[str, ...] = ()


def begin(case: Path, blobs: Iterable[str]) -> None:
    """Note what is about to be done; durable when this returns."""
    store = sealed_vault(case)
    mark = Mark(sealed=tuple(store.contents()[0]), blobs=tuple(sorted(blobs)))
    replace_file(case / MARK, encode(mark) + b"\n")


def removed_of(ledger: Ledger, after: int = -1) -> Removed:
    """What the events after ``after`` took out of the clear. One pass over the ledger."""
    found = Removed()
    for entry in ledger.entries(after):
        if may_remove(entry.body):
            event = event_of(entry, ledger.path)
            found.see(event.seq, event.kind, event.body)
    return found


def without(event: Event, removed: Removed) -> Event:
    """The event as it is once what was removed is gone, whether it is gone yet or not."""
    closed = {name for name in (*event.body, "who", "why") if (event.seq, name) in removed.fields}
    if not closed:
        return event
    actor = event.actor if "who" not in closed else msgspec.structs.replace(event.actor, name="")
    return Event(
        seq=event.seq, at=event.at, kind=event.kind, actor=actor, why="" if "why" in closed else event.why,
        body={name: value for name, value in event.body.items() if name not in closed},
        withheld=tuple(sorted({*event.withheld, *closed})),
    )  # fmt: skip


def blobs_of(event: Event) -> set[str]:
    """The digests of the preserved files that an event names."""
    return set(named_blobs(event.kind, event.body, passages(event.kind, event.body)))


def unfinished(case: Path) -> bool:
    """Whether a removal was begun and not finished."""
    return (case / MARK).is_file()


def finish(case: Path, ledger: Ledger, vault: Vault, covered: int, rebuild: Callable[[], object]) -> bool:
    """Bring the folder to what the ledger says was removed; whether there was anything to do.

    ``covered``: how many events stand under a signature. ``rebuild``: makes the tables anew. Raises Refusal
    ``removal-unsigned``, UsageError ``vault-busy``, Damage where an age file that stands for what would be deleted is
    not whole.
    """
    store, removed = sealed_vault(case), removed_of(ledger)
    drafts = [*vault.sweep(), *store.sweep()]
    present = {
        (entry.seq, name) for entry in ledger.entries() for name in entry.opened if (entry.seq, name) in removed.fields
    }
    here = set(store.contents()[0])
    by = {removed.fields[one] for one in present} | {seq for one, seq in removed.erased.items() if one in here}
    if not by and not unfinished(case):
        return False
    if any(seq >= covered for seq in by):
        raise Refusal(
            "removal-unsigned",
            "What is to be removed is recorded, but no signature covers that yet, so nothing was deleted.",
            where=str(case),
            next="Put the key of the case in its place, then run: foja protect CASE",
        )
    for draft in drafts:
        raise UsageError(
            "vault-busy",
            "Another program is writing into the vault, perhaps what is to be removed; nothing was deleted yet.",
            where=str(draft),
            next="Wait for it, then run: foja protect CASE. If no foja is at work, remove this file first.",
        )
    whole(case, [digest for digest, seq in removed.files.items() if seq in by])
    mark = decode((case / MARK).read_bytes(), Mark) if unfinished(case) else Mark(sealed=tuple(here))
    gone, kept = set(mark.blobs), set[str]()
    for entry in ledger.entries():
        event = event_of(entry, ledger.path)
        rest = blobs_of(without(event, removed))
        kept |= rest
        gone |= blobs_of(event) - rest
    replace_file(case / MARK, encode(Mark(sealed=mark.sealed, blobs=tuple(sorted(gone - kept)))) + b"\n")
    rebuild()
    # What a run made that was stopped before its event, and what was erased:
    for digest in sorted(here - set(mark.sealed) - removed.files.keys() | here & removed.erased.keys()):
        store.remove(digest)
    # First the fields, then the files that they name: nothing that is still named is ever missing.
    payload.remove(ledger, sorted(present))
    for digest in sorted(gone - kept):
        vault.remove(digest)
    payload.compact(ledger)
    (case / MARK).unlink(missing_ok=True)
    sync_folder(case)
    return True


def whole(case: Path, digests: Iterable[str]) -> None:
    """Raises Damage unless each of these age files reads as what it is named."""
    store = sealed_vault(case)
    for digest in digests:
        if not store.has(digest) or store.inspect(digest) is not None:
            raise Damage(
                "blob-altered",
                "A sealed file does not read as it was written; nothing was deleted.",
                where=str(store.path(digest)),
                next="Check memory and disk of this machine, then run the command again.",
            )
