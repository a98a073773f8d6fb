"""Sealing sources for the holders of keys, opening them, bringing them back, and erasing under an order.

The order of the steps, and what a stop between two of them leaves, is that of ``preserve.removal``.
"""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from foja.model.errors import Damage, Refusal, UsageError
from foja.model.event import Act, Actor, Event
from foja.model.record import Record, builtins, decode, digest, encode
from foja.model.vocabulary import LADDER, OutcomeState, Sensitivity
from foja.preserve import payload
from foja.preserve.age import decrypt, encrypt, sealed_vault
from foja.preserve.disk import sync_folder
from foja.preserve.entry import leaf_of
from foja.preserve.removal import begin, removed_of
from foja.preserve.removed import ERASED, SEALED, Field, as_body, listed
from foja.preserve.rotate import present_key
from foja.preserve.second_person import ERASING, asked_after, check, erasure_request
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.store.labels import labels_of, signers
from foja.store.parcels import KEPT, Parcel, families, named_by_fields, parcels
from foja.store.shut import closed_sources

_LINE = LADDER.index(Sensitivity.SEALED)


class Index(Record, frozen=True):
    """What lies in the first age file of a sealing. ``blobs``: digest of a preserved file to that of its age file.
    ``fields``: event, name, salt (hex), value (canonical JSON). ``others``: event to the other sources it concerns."""

    blobs: dict[str, str]
    fields: tuple[tuple[int, str, str, str], ...]
    others: dict[str, tuple[str, ...]]


# -- sealing


def to_seal(folder: CaseFolder, sources: Sequence[str]) -> tuple[list[str], list[str]]:
    """Which of the sources are sealed whole, and of which only how they came, by their labels.

    Raises Refusal ``label-too-low``, ``named-by-container``, UsageError ``sealed-already``.
    """
    connection = folder.database.connection
    whole, receipts = [], []
    held = labels_of(connection, sources, "receipt")
    for sha in sources:
        row = connection.execute("SELECT state, sensitivity FROM source WHERE sha256 = ?", (sha,)).fetchone()
        if row["state"] == OutcomeState.SEALED:
            raise UsageError(
                "sealed-already", "This source is sealed already.", where=sha, next="Leave it out of the command."
            )
        if row["sensitivity"] >= _LINE:
            whole.append(sha)
        elif LADDER.index(held[sha][1]) >= _LINE:
            receipts.append(sha)
            _check_container(connection, sha, sources)
        else:
            raise Refusal(
                "label-too-low",
                f"Only what is labelled sealed or source-identity is sealed; this is {LADDER[row['sensitivity']]}.",
                where=sha,
                next=f"Label it first: foja classify CASE sealed {sha[:12]} --why …",
            )
    return whole, receipts


def _check_container(connection: sqlite3.Connection, sha: str, sources: Sequence[str]) -> None:
    """Refuses to seal how a source came while an archive or a letter in the clear names it."""
    for row in connection.execute(query("label.containers"), (sha,)).fetchall():
        if row["sha256"] not in sources:
            raise Refusal(
                "named-by-container",
                f"This source lies in {row['name']}, which has its file name in its own bytes.",
                where=sha,
                next=f"Seal both in one command: add {row['sha256'][:12]}",
            )


def labelled_in_the_clear(folder: CaseFolder) -> list[str]:
    """The sources that are labelled sealed or above, or whose receipt is, and that lie in the clear."""
    connection = folder.database.connection
    rows = connection.execute(
        "SELECT sha256 FROM source WHERE sensitivity >= ?1 AND state NOT IN ('sealed', 'erased') UNION"
        " SELECT label.source FROM label JOIN receipt ON receipt.sha256 = label.source"
        " WHERE label.part = 'receipt' AND label.rank >= ?1 AND receipt.received_from <> ''",
        (_LINE,),
    )
    return [row[0] for row in rows]


def seal(folder: CaseFolder, sources: Sequence[str], recipients: Sequence[str], actor: Actor, why: str) -> list[Event]:
    """Seal sources for the recipients (public keys): one event for each family of sources that lie in one another.

    Raises the errors of ``to_seal``; UsageError where this machine cannot sign; Refusal ``case-changed``. What was
    begun when it raises is finished, or taken back, by ``CaseFolder.finish_removals``.
    """
    folder.finish_removals()
    present_key(folder.path, folder.ledger)
    whole, receipts = to_seal(folder, sources)
    size = folder.ledger.size
    found = parcels(folder, families(folder, whole), receipts)
    found = [one for one in found if one.fields]
    begin(folder.path, [sha for one in found for sha in one.blobs])
    acts = [Act(kind=SEALED, body=_sealed(folder, one, recipients), actor=actor, why=why) for one in found]
    if folder.ledger.size != size:
        raise Refusal(
            "case-changed",
            "Something was recorded while the sources were encrypted, and it may concern them. Nothing was sealed.",
            next="Run the command again.",
        )
    events = folder.record(acts)
    folder.finish_removals()
    return events


def _sealed(folder: CaseFolder, parcel: Parcel, recipients: Sequence[str]) -> dict[str, Any]:
    """Keeps the age files of a parcel; the body of the event."""
    store = sealed_vault(folder.path)
    blobs = {}
    for sha in parcel.blobs:
        with folder.vault.open(sha) as plain:
            blobs[sha] = encrypt(store, plain, recipients)
        finding = folder.vault.inspect(sha)  # what was encrypted is what the name says
        if finding is not None:
            raise Damage(finding.code, finding.what, where=finding.where, next=finding.next)
    rows = []
    for seq, names in sorted(_by_event(parcel.fields).items()):
        opened = folder.ledger.entry(seq).opened
        rows += [(seq, name, opened[name][0].hex(), opened[name][1].decode()) for name in names]
    index = Index(blobs=blobs, fields=tuple(rows), others=parcel.others)
    first = encrypt(store, io.BytesIO(encode(index)), recipients)
    label = max((labels_of(folder.database.connection, parcel.sources, parcel.part)[sha][1] for sha in parcel.sources),
                key=LADDER.index)  # fmt: skip
    return {
        "sources": list(parcel.sources), "received": list(map(list, parcel.received)), "part": parcel.part,
        "label": label.value,
        "fields": as_body(parcel.fields), "index": first, "files": sorted({*blobs.values(), first}),
        "recipients": list(recipients),
    }  # fmt: skip


def _by_event(fields: Iterable[Field]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for seq, name in fields:
        found.setdefault(seq, []).append(name)
    return found


# -- opening, and bringing back


def sealings(folder: CaseFolder, source: str = "") -> list[Event]:
    """The events that sealed a source (or anything) and whose fields are still out of the clear, oldest first."""
    standing = set(removed_of(folder.ledger).fields.values())
    events = folder.ledger.events(kinds=(SEALED,))
    return [event for event in events if event.seq in standing and (not source or source in event.body["sources"])]


def open_to(folder: CaseFolder, source: str, identities: Sequence[Any], out: Path) -> None:
    """Write a sealed original to a place outside of the case, readable for its owner only, after its digest was
    compared. Raises UsageError ``not-sealed``, Refusal ``out-exists``, ``out-inside-case`` or ``identity-wrong``."""
    store = sealed_vault(folder.path)
    if folder.path.resolve() in out.resolve().parents:
        raise Refusal(
            "out-inside-case",
            "What is opened must not lie in the clear inside of the case.",
            where=str(out),
            next="Name a place outside of the case folder, on a disk that is encrypted.",
        )
    for event in sealings(folder, source):
        index = decode(decrypt(store, event.body["index"], identities), Index)
        if source in index.blobs:
            data = decrypt(store, index.blobs[source], identities)
            if digest(data) != source:
                raise Damage("blob-altered", "What was sealed does not give the digest of the source.", where=source)
            try:
                handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except FileExistsError as error:
                raise Refusal(
                    "out-exists", f"{out} is there already; nothing is overwritten.", next="Name a new file."
                ) from error
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            sync_folder(out.absolute().parent)
            return
    raise UsageError("not-sealed", "This source is not sealed in this case.", where=source)


def put_back(
    folder: CaseFolder, sources: Sequence[str], label: Sensitivity, part: str, identities: Sequence[Any]
) -> dict[str, Any]:
    """Bring back into the clear what was sealed of sources whose label goes down to ``label``; what the event that
    lowers it says of that. What concerns another source that is sealed stays where it is.

    Raises UsageError ``not-sealed``, Refusal ``label-still-sealed`` or ``identity-wrong``.
    """
    folder.finish_removals()
    events = [event for sha in sources for event in sealings(folder, sha) if event.body["part"] in ("", part)]
    events = list({event.seq: event for event in events}.values())
    if not events:
        raise UsageError("not-sealed", "None of these sources is sealed; an identity is of no use.")
    back = {sha for event in events for sha in event.body["sources"]}
    held = labels_of(folder.database.connection, sorted(back - set(sources)), part)
    above = sorted(sha for sha, (_, one) in held.items() if LADDER.index(one) >= _LINE)
    if LADDER.index(label) >= _LINE or above:
        raise Refusal(
            "label-still-sealed",
            "What was sealed comes back only when the label of all that was sealed together goes below sealed.",
            where=", ".join(sha[:12] for sha in above),
            next="Lower the label of these sources in the same command.",
        )
    store = sealed_vault(folder.path)
    removed = removed_of(folder.ledger)
    closed = closed_sources(folder.database.connection) - back
    closed |= {sha for event in sealings(folder) if event not in events for sha in event.body["sources"]}
    rows: list[tuple[int, str, bytes, bytes]] = []
    files: dict[str, str] = {}
    for event in events:
        index = decode(decrypt(store, event.body["index"], identities), Index)
        files |= index.blobs
        rows += [
            (seq, name, bytes.fromhex(salt), value.encode())
            for seq, name, salt, value in index.fields
            if removed.fields.get((seq, name)) == event.seq and closed.isdisjoint(index.others.get(str(seq), ()))
        ]
    kinds = {seq: leaf_of(folder.ledger.entry(seq), folder.ledger.path).kind for seq, *_ in rows}
    wanted = sorted(named_by_fields(rows, kinds) & files.keys())
    begin(folder.path, wanted)
    for sha in wanted:
        data = decrypt(store, files[sha], identities)
        if digest(data) != sha:
            raise Damage("blob-altered", "What was sealed does not give the digest that was recorded.", where=sha)
        folder.vault.put(data)
    payload.put_back(folder.ledger, rows)
    return {"restored": as_body((seq, name) for seq, name, _, _ in rows), "back": sorted(back) if not part else []}


# -- erasing


def to_erase(
    folder: CaseFolder, sources: Sequence[str], fields: Sequence[Field], authority: str, order: str
) -> dict[str, Any]:
    """What an erasure takes away, as the body of its event, without a signature. Changes nothing.

    ``sources``: all that concerns them, sealed or not; ``fields``: single values. Raises UsageError
    ``order-missing``, ``nothing-chosen``, ``field-unknown``; Refusal ``field-needed``.
    """
    if not authority.strip() or not order.strip():
        raise UsageError(
            "order-missing", "Something is erased only under an order.", next="Give --authority and --order (number)."
        )
    if not sources and not fields:
        raise UsageError("nothing-chosen", "Nothing was named.", next="Name sources, or fields with --field.")
    found = parcels(folder, families(folder, sources)) if sources else []
    gone = {one for parcel in found for one in parcel.fields}
    blobs = {sha for parcel in found for sha in parcel.blobs}
    shas = {sha: at for parcel in found for sha, at in zip(parcel.sources, parcel.received, strict=True)}
    files, here = set[str](), set(sealed_vault(folder.path).contents()[0])
    # Of what was sealed and came back, the age files are still there.
    for event in [
        event for event in folder.ledger.events(kinds=(SEALED,)) if not shas.keys().isdisjoint(event.body["sources"])
    ]:
        gone |= set(listed(event.body["fields"]))
        files |= set(event.body["files"]) & here
        shas |= dict(zip(event.body["sources"], event.body["received"], strict=True))
    for seq, name in fields:
        gone.add(_erasable(folder, seq, name))
    return {
        "sources": sorted(shas), "received": [list(shas[sha]) for sha in sorted(shas)], "fields": as_body(gone),
        "blobs": sorted(blobs), "files": sorted(files), "authority": authority.strip(), "order": order.strip(),
    }  # fmt: skip


def _erasable(folder: CaseFolder, seq: int, name: str) -> Field:
    event = folder.ledger.event(seq)
    if name in event.withheld or name not in (*event.body, "who", "why"):
        raise UsageError(
            "field-unknown",
            f"Event {seq} ({event.kind}) has no value in a field {name!r}.",
            next=f"It has: {', '.join(sorted((*event.body, 'who', 'why')))}.",
        )
    structure = event.kind in (*KEPT, "derived", "text.corrected") or (event.kind, name) == ("source.added", "source")
    if structure and name not in ("who", "why"):
        raise Refusal(
            "field-needed",
            f"The field {name!r} of {event.kind} is needed to check the case; it cannot be erased by itself.",
            next="Erase the source that it is about: foja erase CASE SOURCE …",
        )
    return seq, name


def erase(folder: CaseFolder, body: Mapping[str, Any], signed: tuple[str, str], actor: Actor, why: str) -> Event:
    """Erase what ``to_erase`` listed, for good. ``signed``: the text of ``erasure_request`` and the signature of a
    second person. Raises the errors of ``second_person.check``."""
    folder.finish_removals()
    present_key(folder.path, folder.ledger)
    text, signature = signed
    after = min(asked_after(text), folder.ledger.size)
    wanted = erasure_request(folder.origin, body, after)
    second = check(text, wanted, signature, signers(folder.database.connection), actor.name, ERASING)
    begin(folder.path, body["blobs"])
    (event,) = folder.record([Act(kind=ERASED, body={**body, "second": builtins(second)}, actor=actor, why=why)])
    folder.finish_removals()
    return event
