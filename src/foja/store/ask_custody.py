"""Questions about custody: the sheet of one source, and those of many for a certificate. By index look-up."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from msgspec.structs import replace

from foja import __version__
from foja.model.custody import (
    WITHHELD,
    Arrival,
    CustodySheet,
    Deed,
    Dossier,
    Examination,
    Standing,
    Transfer,
)
from foja.model.errors import Damage, Refusal, UsageError
from foja.model.event import Event
from foja.model.record import convert
from foja.model.source import Receipt
from foja.model.vocabulary import LADDER, Sensitivity
from foja.preserve.entry import event_of
from foja.preserve.removed import ERASED, SEALED
from foja.preserve.settings import verifier_of
from foja.store.ask_fixity import fixity_state, sweeps
from foja.store.ask_sources import find_source
from foja.store.custody import EVERY
from foja.store.folder import CaseFolder
from foja.store.labels import labels_of
from foja.store.shut import check_open
from foja.store.stamps import stamps
from foja.store.standing import standing_of
from foja.store.withholding import about_receipt, of_exports

MOST_ITEMS = 2000
"""Sources on one certificate: a person has to read the list before they sign."""


def sheet(
    folder: CaseFolder, prefix: str, standing: Standing | None = None, audience: Sensitivity | None = None
) -> CustodySheet:
    """The custody sheet of the source whose digest begins with ``prefix``. ``standing``: of the case as a whole, where
    it is known already. With an ``audience``, what shows how the source came is withheld where its label asks for it.

    Raises UsageError ``source-unknown``, Refusal ``label-above-audience``, Damage where ledger and checkpoint do not
    fit.
    """
    connection = folder.database.connection
    row = find_source(connection, prefix)
    sha = row.sha256
    if audience is not None and LADDER.index(row.sensitivity) > LADDER.index(audience):
        raise Refusal(
            "label-above-audience",
            f"The source {sha[:12]} is {row.sensitivity.value}; what is written is for: {audience.value}.",
            next="Name for whom it is with --for, or leave the source out.",
        )
    held = labels_of(connection, [sha], "receipt")[sha][1]
    closed = audience is not None and LADDER.index(held) > LADDER.index(audience)
    seqs = _concerning(connection, sha)
    first = min(seqs)
    life = _Life(sha)
    for seq in sorted(seqs):
        entry = folder.ledger.entry(seq)
        event = event_of(entry, folder.ledger.path)
        if closed and (event.kind in ("source.added", "custody.transferred") or about_receipt(event)):
            event = _without_the_way(event)
        elif audience is not None and of_exports(event, audience):
            event = replace(event, body={name: value for name, value in event.body.items() if name != "digest"})
        life.take(seq, event, entry.leaf)
    known = standing or standing_of(folder)
    covers = known is not None and first < known.size
    members = connection.execute("SELECT count(*) FROM source WHERE parent = ?", (sha,)).fetchone()[0]
    sha512 = connection.execute("SELECT sha512 FROM source WHERE sha256 = ?", (sha,)).fetchone()[0]
    item = f"S-{first}"
    name = WITHHELD if closed else row.name
    label = (row.title or item) if closed else row.label
    return CustodySheet(
        case=folder.title, origin=folder.origin, item=item, label=label, name=name, sha256=sha,
        sha512=sha512, size=row.size, media_type=row.media_type, seq=first, leaf=life.deeds[0].leaf,
        arrivals=tuple(life.arrivals), transfers=tuple(life.transfers), readings=tuple(life.readings),
        deeds=tuple(life.deeds), members=members, reread=life.reread, reread_whole=life.whole,
        checkpoint=_with_proof(folder, known, first) if known is not None and covers else None,
        uncovered=sum(1 for deed in life.deeds if known is None or deed.seq >= known.size),
    )  # fmt: skip


def _concerning(connection: sqlite3.Connection, sha: str) -> set[int]:
    """Numbers of the events that concern a source: those on it, those on all sources since it came but for what was
    held back from, and the checks of the part of the vault in which it lies."""
    seqs = {seq for (seq,) in connection.execute("SELECT seq FROM trail WHERE source = ?", (sha,))}
    first = min(seqs)
    everywhere = connection.execute("SELECT seq FROM trail WHERE source = ? AND seq > ?", (EVERY, first))
    held_back = connection.execute("SELECT seq FROM held_back WHERE source = ?", (sha,))
    seqs |= {seq for (seq,) in everywhere} - {seq for (seq,) in held_back}
    return seqs | {seq for seq, arc in sweeps(connection, first) if arc.holds(sha)}


class _Life:
    """What happened to a source, event by event. ``reread``: when its bytes were last read again; ``whole``: whether
    they gave its digest then."""

    def __init__(self, sha: str) -> None:
        self._sha, self._clear = sha, True
        self.arrivals: list[Arrival] = []
        self.transfers: list[Transfer] = []
        self.readings: list[Examination] = []
        self.deeds: list[Deed] = []
        self.reread, self.whole = "", True

    def take(self, seq: int, event: Event, leaf: bytes) -> None:
        if event.kind == "checked" and not self._clear:
            return  # a check of the vault does not read what is sealed
        self._clear = _in_the_clear(event, self._sha, self._clear)
        self.deeds.append(
            Deed(
                seq=seq, at=event.at, kind=event.kind, by=event.actor.name, what=told(event, self._sha), why=event.why,
                leaf=leaf.hex(),
            )
        )  # fmt: skip
        if event.kind == "source.added":
            self.arrivals.append(_arrival(event))
        elif event.kind == "custody.transferred":
            self.transfers.append(_transfer(event))
        elif event.kind == "checked" and event.body.get("check") == "fixity":
            self.reread, self.whole = event.at, gave_its_digest(event, self._sha)
        elif event.kind == "derived":
            self.readings.append(_examination(event))


def _in_the_clear(event: Event, sha: str, before: bool) -> bool:
    """Whether the source lies in the clear after an event that concerns it."""
    if event.kind in (SEALED, ERASED) and not event.body.get("part"):
        return False
    return before or sha in event.body.get("back", ())


def _without_the_way(event: Event) -> Event:
    """The event without what shows how a source came, as a bundle withholds it."""
    kept = ("source", "sources", *(("label", "part") if about_receipt(event) else ()))
    body = {name: value for name, value in event.body.items() if name in kept}
    return Event(seq=event.seq, at=event.at, kind=event.kind, body=body, actor=replace(event.actor, name=WITHHELD))


_VIA = {
    "member": " as part of an archive",
    "attachment": " as an attachment of a message",
    "capture": " as a capture in a web archive",
}


def told(event: Event, sha: str) -> str:
    """What an event did with the source, in words. Says no more than the event does."""
    body = event.body
    if event.kind == "source.added":
        receipt = body.get("receipt")
        if not isinstance(receipt, dict):
            return "received; how it came is withheld"
        name, via = receipt.get("name", ""), receipt.get("via", "file")
        inside = _VIA.get(via, "")
        if via == "capture" and receipt.get("modified"):
            inside += f", captured at {receipt['modified']} as that archive says"
        path = receipt.get("received_from", "")
        return f"received as “{name}”{inside}{f' by the path “{path}”' if path and path != name else ''}"
    if event.kind == "source.described":
        return f"its {body.get('field', 'description')} was set to “{body.get('value', 'a value withheld')}”"
    if event.kind == "source.allowed":
        limits = ", ".join(f"{name} {value}" for name, value in sorted(body.get("limits", {}).items()))
        how = [f"with the limits {limits}" if limits else "", "with a password" if body.get("password") else ""]
        return "let be read again" + "".join(f", {one}" for one in how if one)
    if event.kind == "text.corrected":
        if "lines" not in body:
            return "its recognised text was corrected"
        changed = "lines of its recognised text that were corrected: " + str(len(body["lines"]))
        did = changed if body["lines"] else "an earlier text of it was taken into use again"
        return f"{did}; text with the digest {', '.join(map(str, body.get('blobs', ())))}"
    if event.kind == "source.classified":
        part = "how it came was" if body.get("part") == "receipt" else "it was"
        return f"{part} labelled {body.get('label', 'with a label withheld')}"
    if event.kind == "derived":
        state = str(body.get("state", "")).replace("_", " ")
        made = [one for one in body.get("blobs", ()) if isinstance(one, str)]
        text = f"; text with the digest {made[0]}" if made else ""
        reason = f": {body['detail']}" if body.get("detail") else ""
        return f"read by the reader of foja, version {body.get('version', 'not said')}, result: {state}{reason}{text}"
    if event.kind == "custody.transferred":
        when = f", on {body['at']}" if body.get("at") else ", day not said"
        if "from" not in body:
            return "handed over; by whom, to whom and how is withheld"
        names = (body.get(name, "") for name in ("from", "to", "how"))
        return "handed over by {} to {}: {}{}".format(*names, when)
    if event.kind == "exported":
        form, digest = body.get("form", "file"), body.get("digest", "withheld")
        return f"a copy went into an exported {form} with the digest {digest}"
    if event.kind == "checked" and body.get("check") == "fixity":
        if gave_its_digest(event, sha):
            return "read again from the vault: the bytes gave the digest recorded at receipt"
        return "read again from the vault: the file was missing, or its bytes did not give its digest"
    if event.kind == "checked":
        return _rederived(event)
    if event.kind == "source.sealed":
        keys = len(body.get("recipients", ()))
        what = "how it came was sealed" if body.get("part") else "it and what was made of it were sealed"
        return f"{what} for {keys} {'key' if keys == 1 else 'keys'}, and taken out of the clear"
    if event.kind == "payload.erased":
        return f"erased, on the order {body.get('order', 'withheld')} of {body.get('authority', 'withheld')}"
    return event.kind


def gave_its_digest(check: Event, sha: str) -> bool:
    """Whether a file on the arc of a check of the vault verified in it."""
    return sha not in (*check.body.get("altered", ()), *check.body.get("missing", ()))


def _rederived(event: Event) -> str:
    results = {
        "same": "every output was the same",
        "nondeterministic": "not every output was the same",
        "incomplete": "no output differed, but not all could be made again",
    }
    result = results.get(str(event.body.get("result")), "result withheld")
    scope = "what was made from chosen sources" if event.body.get("sources") else "what was made from all sources"
    return f"{scope} was made again: {result}"


def _arrival(event: Event) -> Arrival:
    if "receipt" not in event.body:
        return Arrival(seq=event.seq, at=event.at, by=event.actor.name, name=WITHHELD, why=event.why)
    receipt = convert(event.body["receipt"], Receipt)
    return Arrival(
        seq=event.seq, at=event.at, by=event.actor.name, why=event.why, name=receipt.name,
        received_from=receipt.received_from, via=receipt.via, parent=receipt.parent or "",
        modified=receipt.modified or "",
    )  # fmt: skip


def _examination(event: Event) -> Examination:
    body = event.body
    texts = [one for one in body.get("blobs", ()) if isinstance(one, str)]
    return Examination(
        seq=event.seq, at=event.at, by=event.actor.name, version=str(body.get("version", "")),
        state=str(body.get("state", "")), text=texts[0] if texts else "",
    )  # fmt: skip


def _transfer(event: Event) -> Transfer:
    body = event.body
    return Transfer(
        seq=event.seq, at=event.at, by=event.actor.name, given=body.get("from", WITHHELD),
        taken=body.get("to", WITHHELD), how=body.get("how", WITHHELD), on=body.get("at", WITHHELD), why=event.why,
    )  # fmt: skip


def _with_proof(folder: CaseFolder, standing: Standing, seq: int) -> Standing:
    proof = folder.ledger.inclusion(seq, standing.size)
    return Standing(
        origin=standing.origin, size=standing.size, root=standing.root, note=standing.note, signed=standing.signed,
        proof=tuple(one.hex() for one in proof),
    )  # fmt: skip


def dossier(folder: CaseFolder, sources: Sequence[str], audience: Sensitivity) -> Dossier:
    """The sheets of sources for a certificate; none: of all that ``audience`` may have. Each original is read and
    compared with both digests.

    Raises UsageError ``too-many-items``, Refusal ``label-above-audience``, Damage ``blob-missing`` or
    ``blob-altered``.
    """
    connection = folder.database.connection
    if sources:
        chosen = list(dict.fromkeys(find_source(connection, one).sha256 for one in sources))
    else:
        open_ = connection.execute(
            "SELECT sha256 FROM source WHERE sensitivity <= ? LIMIT ?", (LADDER.index(audience), MOST_ITEMS + 1)
        )
        chosen = [sha for (sha,) in open_]
    if len(chosen) > MOST_ITEMS:
        raise UsageError(
            "too-many-items",
            f"A certificate lists at most {MOST_ITEMS} sources; this case has more.",
            next="Name the sources after the case; list them with: foja sources CASE",
        )
    standing = standing_of(folder)
    sheets = sorted((sheet(folder, sha, standing, audience) for sha in chosen), key=lambda one: (one.seq, one.sha256))
    for one in sheets:
        check_open(connection, one.sha256)
        folder.vault.open(one.sha256).close()  # says what is missing
        finding = folder.vault.inspect(one.sha256, one.sha512)
        if finding is not None:
            raise Damage("blob-altered", f"{finding.what} Nothing was drafted.", where=finding.where, next=finding.next)
    return Dossier(
        case=folder.title, origin=folder.origin, verifier=verifier_of(folder.path),
        software=f"foja {__version__}", items=tuple(sheets), fixity=fixity_state(connection), checkpoint=standing,
        stamps=stamps(connection),
    )  # fmt: skip
