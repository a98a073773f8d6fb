"""What a verification asks of what was sealed or erased: exactly that is missing, and the sealed files are whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from foja.preserve.age import sealed_vault
from foja.preserve.audit import RESTORE, Log
from foja.preserve.finding import Finding
from foja.preserve.removal import MARK

_FINISH = "Run: foja protect CASE. It finishes what was begun, and deletes nothing that no signature covers."


def check_removals(case: Path, log: Log, covered: int) -> Iterator[Finding]:
    """Fields that are gone without an event under a signature; what was removed and is still there; age files."""
    missing = set(log.missing)
    for seq, name in log.missing:
        if log.removed.since.get((seq, name), log.size) >= covered:
            yield Finding(
                code="field-missing",
                where=f"{case / 'ledger.db'}, event {seq}",
                what=f"The value of the field {name!r} is gone, and no event under a signature says who sealed or "
                "erased it, why.",
                next=RESTORE,
            )
    left = len(log.removed.fields.keys() - missing)
    if left or (case / MARK).exists():
        yield _unfinished(case, f"{left} fields that were sealed or erased still stand in the ledger")
    store = sealed_vault(case)
    digests, strange = store.contents()
    present = set(digests)
    for digest, seq in sorted(log.removed.files.items()):
        if digest not in present:
            yield Finding(
                code="blob-missing",
                where=f"event {seq}",
                what=f"The sealed file {digest} is not in the vault.",
                next="Restore it from a copy of this case: nothing else holds what was sealed in it.",
            )
    for digest in sorted(present - log.removed.files.keys()):
        if digest in log.removed.erased:
            yield _unfinished(store.path(digest), "A sealed file that was erased is still there")
        else:
            yield Finding(
                code="blob-unnamed",
                where=str(store.path(digest)),
                what="No event names this sealed file.",
                next=f"{_FINISH} What stays unnamed, move out of the case.",
            )
    yield from strange
    yield from filter(None, map(store.inspect, digests))


def accounted(log: Log) -> bool:
    """Whether every field that is missing was sealed or erased, so that no missing field names a preserved file."""
    return all(one in log.removed.fields for one in log.missing)


def _unfinished(where: Path, what: str) -> Finding:
    return Finding(
        code="removal-unfinished",
        where=str(where),
        what=f"{what}: sealing or erasing was begun and not finished.",
        next=_FINISH,
    )
