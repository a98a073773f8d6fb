"""What has to go when a source is sealed or erased: the same entries of the history that a bundle withholds.

With a source go what it lies in and what lies in it, and every field of an event that names one of them, their texts,
statements or links, or a name found nowhere else; and the preserved files that only such fields name. What two sources
share (a comparison, a decision about both) goes with the protected one. From another source, of an archive that goes,
only the receipt is taken: it names the archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from foja.model.event import Event
from foja.model.record import Record
from foja.preserve.audit import named_blobs, passages
from foja.preserve.removal import blobs_of, without
from foja.preserve.removed import ERASED, SEALED, Field, Removed
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.store.withholding import met_by, named_in, tokens_of, withheld

KEPT = frozenset(
    {
        "case.created", "keys.rotated", "keys.companion", "source.classified", "signer.added", "signer.removed",
        "disclosure.made", "stamped", "stamp.failed", "stamp.promised", "stamp.anchored", SEALED, ERASED,
    }
)  # fmt: skip
"""Events that say how the case and its sources are kept. They stay: a check needs them, and they hold no content."""
UNKNOWN = (-1, "")
_OWN = ("read", "extract", "resolve", "weigh.sketch", "weigh.meaning")
"""Stages whose output is about one source alone."""


class Parcel(Record, frozen=True):
    """What goes together. ``part``: empty, or ``receipt`` where only how the source came goes. ``blobs``: digests of
    preserved files. ``received``: by which event the case received each source, and when. ``others``: event to the
    other sources that it concerns."""

    sources: tuple[str, ...]
    received: tuple[tuple[int, str], ...]
    part: str
    fields: tuple[Field, ...]
    blobs: tuple[str, ...]
    others: dict[str, tuple[str, ...]]


def families(folder: CaseFolder, sources: Iterable[str]) -> list[list[str]]:
    """The sources, each with what it lies in and what lies in it; those that meet are one family."""
    found: list[set[str]] = []
    for sha in sources:
        rows = folder.database.connection.execute(query("label.family"), (sha,)).fetchall()
        family = {row["sha256"] for row in rows} | {sha}
        for other in [one for one in found if one & family]:
            found.remove(other)
            family |= other
        found.append(family)
    return [sorted(one) for one in found]


def parcels(folder: CaseFolder, whole: Sequence[Sequence[str]], receipts: Iterable[str] = ()) -> list[Parcel]:
    """One parcel for each family in ``whole``, and for each source in ``receipts``. One pass over the ledger."""
    connection = folder.database.connection
    closed, alone = {sha for family in whole for sha in family}, set(receipts)
    tokens = [tokens_of(connection, family) for family in whole]
    every = tokens_of(connection, closed) if closed else set()
    met = met_by(connection, closed)
    tokens.append(every.difference(*tokens))  # names that stand in several of them
    units: list[tuple[tuple[str, ...], str]] = [(tuple(family), "") for family in whole]
    units += [((sha,), "receipt") for sha in sorted(alone)]
    fields: list[list[Field]] = [[] for _ in units]
    blobs: list[set[str]] = [set() for _ in units]
    others: list[dict[str, tuple[str, ...]]] = [{} for _ in units]
    received: dict[str, tuple[int, str]] = {}
    kept: set[str] = set()
    for event in folder.events():
        sha = str(event.body.get("source", {}).get("sha256", "")) if event.kind == "source.added" else ""
        received.setdefault(sha, (event.seq, event.at))
        found = set() if event.kind in KEPT else withheld(folder, event, every, alone, met) - set(event.withheld)
        if sha and sha not in closed | alone:
            found &= {"receipt"}
        if not found:
            kept |= blobs_of(event)
            continue
        names = named_in(folder, event)
        place = next((n for n, one in enumerate(tokens) if not one.isdisjoint(names)), len(whole))
        if place >= len(whole):  # of a receipt, or of a name that several families share
            shas = [one for one in sorted(alone) if one in names]
            place = len(whole) + sorted(alone).index(shas[0]) if shas else 0
        fields[place] += [(event.seq, name) for name in sorted(found)]
        gone = Removed()
        gone.fields = {(event.seq, name): 0 for name in found}
        rest = blobs_of(without(event, gone))
        kept |= rest
        blobs[place] |= blobs_of(event) - rest
        if _shared(event):
            near = _owners(folder, names) - set(units[place][0])
            others[place] |= {str(event.seq): tuple(sorted(near))} if near else {}
    return [
        Parcel(
            sources=sources, received=tuple(received.get(sha, UNKNOWN) for sha in sources), part=part,
            fields=tuple(fields[n]), blobs=tuple(sorted(blobs[n] - kept)), others=others[n],
        )
        for n, (sources, part) in enumerate(units)
    ]  # fmt: skip


def _shared(event: Event) -> bool:
    """Whether an event can be about several sources."""
    if event.kind == "derived":
        return event.body.get("stage") not in _OWN
    return not event.kind.startswith(("statement.", "text."))


def _owners(folder: CaseFolder, names: Iterable[str]) -> set[str]:
    found = set()
    for name in names:
        rows = folder.database.connection.execute(query("label.owners"), (name,))
        found |= {row[0] for row in rows}
    return found


def named_by_fields(rows: Iterable[tuple[int, str, bytes, bytes]], kinds: dict[int, str]) -> set[str]:
    """The digests of the preserved files that fields (event, name, salt, value) name. ``kinds``: of their events."""
    bodies: dict[int, dict[str, object]] = {}
    for seq, name, _, value in rows:
        if name not in ("who", "why"):
            bodies.setdefault(seq, {})[name] = json.loads(value)
    found = set()
    for seq, body in bodies.items():
        found |= set(named_blobs(kinds[seq], body, passages(kinds[seq], body)))
    return found
