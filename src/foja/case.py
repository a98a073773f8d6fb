"""The one facade: open a case, do a thing, ask a question. The command line and the pages are thin shells over it."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from foja.flow import build as flow
from foja.flow import plan
from foja.flow.executors import executor
from foja.flow.rederive import RederiveReport
from foja.model.amend import amended, passage_of
from foja.model.custody import CustodySheet, Dossier, FixityState
from foja.model.errors import Refusal, UsageError
from foja.model.event import Act, Actor, Event
from foja.model.passage import matches
from foja.model.record import Record, builtins, decode, digest
from foja.model.rows import (
    Brief,
    ConflictView,
    Desk,
    Hit,
    LinkRow,
    Moment,
    Page,
    PartyRow,
    PartyView,
    Question,
    ReaderView,
    SourceRow,
    StatementRow,
    StatementView,
)
from foja.model.source import Receipt, Source, added_body
from foja.model.statement import Alleger, Statement
from foja.model.support import Conflict
from foja.model.vocabulary import LADDER, AllegerKind, LinkState, Modality, Review, Sensitivity
from foja.preserve.fixity import FixityReport
from foja.preserve.intake import Found, gather
from foja.preserve.seal import SealReport
from foja.preserve.second import Signer, asked_after, check, is_lowered, parse_key, request
from foja.preserve.stamp import StampResult
from foja.preserve.verify import VerifyReport
from foja.store import ask_custody, ask_desk, ask_fixity, ask_parties, ask_sources, ask_statements, search
from foja.store.ask_custody import transfer_fields
from foja.store.folder import CaseFolder
from foja.store.labels import labels_of, signers
from foja.store.withholding import closed, disclose, unnamed, unsigned
from foja.text.fold import fold

Progress = Callable[[int, int, str], None]
"""Called with (done, total, what) while work goes on."""

BATCH_FILES, BATCH_BYTES = 64, 64 << 20
SEARCHABLE = ("statement", "passage", "party")
FORMS = ("bundle", "jsonl", "csv", "report")


class AddReport(Record, frozen=True):
    """What was received. ``known``: files whose bytes and origin the case already held."""

    added: int
    known: int
    bytes: int


class StampReport(Record, frozen=True):
    """What the authorities answered about the checkpoint over ``size`` events."""

    size: int
    results: tuple[StampResult, ...]

    @property
    def failed(self) -> bool:
        return any(result.reason for result in self.results)


class Case:
    """An open case folder. ``follow=False`` opens one whose derived tables are only to be made anew."""

    def __init__(self, path: Path, *, follow: bool = True) -> None:
        self._folder = CaseFolder(path, follow=follow)

    @classmethod
    def create(cls, path: Path, *, title: str, actor: Actor, origin: str = "") -> Case:
        """Makes a new case. ``origin``: the name of its ledger in checkpoints, by default a random local one."""
        slug = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:40] or "case"
        CaseFolder.create(path, title, origin or f"foja.local/{slug}-{secrets.token_hex(4)}", actor).close()
        return cls(path)

    @property
    def path(self) -> Path:
        return self._folder.path

    @property
    def title(self) -> str:
        return self._folder.title

    @property
    def unsigned(self) -> str:
        """Why the last checkpoint could not be signed; empty when it was."""
        return self._folder.unsigned

    @property
    def unkept(self) -> str:
        """Why no receipt of the last checkpoint could be kept outside of the case; empty when it was."""
        return self._folder.unkept

    def close(self) -> None:
        self._folder.close()

    def __enter__(self) -> Case:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- bringing in and building

    def add(
        self, paths: Sequence[Path], *, actor: Actor, why: str = "Received", progress: Progress | None = None
    ) -> AddReport:
        """Preserves files, and what folders hold. Doing it again adds nothing."""
        found = list(gather(paths))
        added = known = size = 0
        for batch in _batches(found):
            acts = self._receive(batch, actor, why)
            self._folder.record(acts)
            added += len(acts)
            known += len(batch) - len(acts)
            size += sum(act.body["source"]["size"] for act in acts)
            if progress:
                progress(added + known, len(found), "preserving")
        # Also when nothing is new: a run that was stopped may have recorded without signing.
        self._folder.seal()
        return AddReport(added=added, known=known, bytes=size)

    def _receive(self, batch: Sequence[Found], actor: Actor, why: str) -> list[Act]:
        """Preserves a batch of files. Many small ones are made durable together, a large one by itself."""
        vault = self._folder.vault
        if len(batch) == 1:
            blobs = [vault.put_file(Path(batch[0].path))]
        else:
            blobs = vault.put_many(Path(file.path).read_bytes() for file in batch)
        acts, seen = [], set()
        for file, blob in zip(batch, blobs, strict=True):
            came = (blob.sha256, file.received_from)
            row = self._folder.database.connection.execute(
                "SELECT 1 FROM receipt WHERE sha256 = ? AND received_from = ? AND parent = ''", came
            ).fetchone()
            if row is None and came not in seen:
                seen.add(came)
                receipt = Receipt(name=file.name, received_from=file.received_from, modified=file.modified)
                source = Source(sha256=blob.sha256, sha512=blob.sha512, size=blob.size, receipt=receipt)
                acts.append(Act(kind="source.added", body=added_body(source), actor=actor, why=why))
        return acts

    def build(
        self, *, jobs: int | None = None, cluster: str = "", retry: bool = False, progress: Progress | None = None
    ) -> flow.BuildReport:
        """Does everything that is owed, and signs a checkpoint."""
        if retry:
            plan.retry(self._folder)
        with executor(jobs, cluster) as work:
            report = flow.build(self._folder, work, jobs or os.cpu_count() or 1, progress)
        # Also when nothing was owed: a build that was stopped may have recorded without signing.
        self._folder.seal()
        return report

    def rebuild(self) -> int:
        """Makes every derived table anew from the ledger and the vault. Returns how many events were applied."""
        return self._folder.rebuild()

    def table_digests(self) -> dict[str, str]:
        """A digest of each derived table: the same ledger and vault give the same digests."""
        from foja.store.dump import table_digests

        return table_digests(self._folder.database.connection)

    def follow(self) -> None:
        """Takes up what another process wrote to the ledger."""
        self._folder.follow()

    # -- questions

    def desk(self) -> Desk:
        return ask_desk.desk(self._folder)

    def sources(
        self, *, state: str = "", text: str = "", party: str = "", after: str = "", limit: int = 100
    ) -> Page[SourceRow]:
        """Sources by name. ``party``: an id or a name; only sources that name it."""
        connection = self._folder.database.connection
        wanted = ask_parties.find_party(connection, party) if party else ""
        return ask_sources.sources(connection, state=state, text=text, party=wanted, after=after, limit=limit)

    def links(self, *, state: LinkState = LinkState.SUGGESTED, after: str = "", limit: int = 100) -> Page[LinkRow]:
        """Links between documents: those that wait for a person, or those decided on."""
        return ask_sources.links(self._folder.database.connection, state=state, after=after, limit=limit)

    def source(self, sha256: str) -> SourceRow:
        """The source whose digest begins with ``sha256``."""
        return ask_sources.find_source(self._folder.database.connection, sha256)

    def reader(self, sha256: str) -> ReaderView:
        return ask_sources.reader(self._folder, sha256)

    def original(self, sha256: str) -> bytes:
        """The preserved bytes, checked against their digest."""
        return self._folder.blob(self.source(sha256).sha256)

    def statements(self, question: Question) -> Page[StatementRow]:
        return ask_statements.statements(self._folder.database.connection, question)

    def every_statement(self, question: Question) -> Iterator[StatementRow]:
        """All statements that match, whatever their number. With an audience, what it may not have is not named in
        their counts either."""
        audience = question.audience
        tokens = closed(self._folder.database.connection, audience) if audience is not None else set()
        after = ""
        while True:
            page = self.statements(with_fields(question, after=after, limit=500))
            yield from (unnamed(row, tokens) for row in page.items)
            if not page.after:
                return
            after = page.after

    def statement(self, identifier: str) -> StatementView:
        return ask_statements.statement(self._folder, identifier)

    def parties(self, *, text: str = "", kind: str = "", after: str = "", limit: int = 100) -> Page[PartyRow]:
        return ask_parties.parties(self._folder.database.connection, text=text, kind=kind, after=after, limit=limit)

    def party(self, identifier: str) -> PartyView:
        return ask_parties.party(self._folder, identifier)

    def conflicts(self, *, after: str = "", limit: int = 50) -> Page[Conflict]:
        """What cannot both stand, among accepted statements."""
        return ask_desk.conflicts(self._folder.database.connection, after=after, limit=limit)

    def conflict(self, identifier: str) -> ConflictView:
        return ask_desk.conflict(self._folder.database.connection, identifier)

    def chronology(self, question: Question) -> Page[Moment]:
        return ask_statements.chronology(self._folder.database.connection, question)

    def search(self, text: str, *, kinds: Sequence[str] = SEARCHABLE, limit: int = 50) -> dict[str, Page[Hit]]:
        found: dict[str, Page[Hit]] = {}
        connection = self._folder.database.connection
        if "statement" in kinds:
            found["statement"] = search.search_statements(connection, text, limit)
        if "passage" in kinds:
            found["passage"] = search.search_passages(self._folder, text, limit)
        if "party" in kinds:
            found["party"] = search.search_parties(connection, text, limit)
        return found

    def events(self, after: int = -1, limit: int = 200) -> list[Event]:
        events = []
        for event in self._folder.ledger.events(after):
            events.append(event)
            if len(events) >= limit:
                break
        return events

    # -- decisions of a person; each is one event with who and why

    def accept(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        """Accepts statements. Refused for one whose quote no longer stands at its place, or that is superseded."""
        acts = []
        for identifier in _some(ids):
            row = self._decidable(identifier)
            statement = decode(row["record"], Statement)
            self._check_quote(statement)
            if row["review"] != Review.ACCEPTED:
                acts.append(_act("statement.accepted", {"statement": builtins(statement)}, actor, why))
        return self._decide(acts)

    def reject(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        return self._mark(ids, "statement.rejected", Review.REJECTED, actor, why)

    def reopen(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        """Makes statements drafts again; what was decided before stays in their history."""
        return self._mark(ids, "statement.reopened", Review.DRAFT, actor, why)

    def _mark(self, ids: Sequence[str], kind: str, review: Review, actor: Actor, why: str) -> list[Event]:
        rows = [self._decidable(identifier) for identifier in _some(ids)]
        return self._decide([_act(kind, {"statement": r["id"]}, actor, why) for r in rows if r["review"] != review])

    def correct(self, identifier: str, changes: dict[str, Any], *, actor: Actor, why: str) -> Statement:
        """Puts a corrected statement in the place of one, which is then superseded for good.

        ``changes``: content, start, end, modality, polarity, status, presupposed, speaker, dates (EDTF).
        """
        before = decode(self._decidable(identifier)["record"], Statement)
        text = self._folder.blob(before.passage.text).decode("utf-8")
        draft = amended(before, changes, text)
        if draft.id == before.id:
            raise UsageError(
                "nothing-changed",
                "The correction changes nothing.",
                where=identifier,
                next="Accept the statement instead.",
            )
        if self._folder.database.connection.execute("SELECT 1 FROM statement WHERE id = ?", (draft.id,)).fetchone():
            raise UsageError(
                "statement-exists",
                "This correction has already been made.",
                where=draft.id,
                next="Reject this one as a duplicate instead.",
            )
        body = {"statement": identifier, "replacement": builtins(draft)}
        self._decide([_act("statement.corrected", body, actor, why)])
        return draft

    def enter(self, sha256: str, start: int, end: int, fields: dict[str, Any], *, actor: Actor, why: str) -> Statement:
        """A person's own statement on the passage from ``start`` to ``end`` (code points) of a source's text."""
        source = self.source(sha256)
        if not source.text:
            raise UsageError("no-text", f"{source.label} has no text to take a passage from.", next=source.next)
        text = self._folder.blob(source.text).decode("utf-8")
        where = passage_of(source.text, text, start, end)
        page = Alleger(kind=AllegerKind.PAGE, name=source.outlet)
        blank = Statement(
            id="", source=source.sha256, passage=where, chain=(page,), content=where.quote,
            modality=Modality.ASSERTED, language=source.language, extractor="", entered=True,
        )  # fmt: skip
        statement = amended(blank, {k: v for k, v in fields.items() if k not in ("start", "end")}, text, new=True)
        if self._folder.database.connection.execute("SELECT 1 FROM statement WHERE id = ?", (statement.id,)).fetchone():
            raise UsageError("statement-exists", "This statement has already been entered.", where=statement.id)
        self._decide([_act("statement.entered", {"statement": builtins(statement)}, actor, why)])
        return statement

    def join_statements(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        """Says that statements say the same: they are counted as one proposition."""
        for identifier in _several(ids):
            ask_statements.find_statement(self._folder.database.connection, identifier)
        return self._decide([_act("statements.joined", {"statements": sorted(set(ids))}, actor, why)])[0]

    def part_statements(self, first: str, second: str, *, actor: Actor, why: str) -> Event:
        """Says that two statements do not say the same."""
        for identifier in _several((first, second)):
            ask_statements.find_statement(self._folder.database.connection, identifier)
        return self._decide([_act("statements.parted", {"statements": sorted((first, second))}, actor, why)])[0]

    def join_parties(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        """Says that parties are one. It can be undone with ``part_parties``."""
        connection = self._folder.database.connection
        keys = [
            ask_parties.party(self._folder, i).row.key for i in {ask_parties.find_party(connection, i) for i in ids}
        ]
        return self._decide([_act("parties.joined", {"keys": sorted(_several(keys))}, actor, why)])[0]

    def part_parties(self, first_key: str, second_key: str, *, actor: Actor, why: str) -> Event:
        """Says that two names do not mean the same party. The decision is kept and outranks evidence."""
        for name_key in _several((first_key, second_key)):
            ask_parties.find_party(self._folder.database.connection, name_key)
        return self._decide([_act("parties.parted", {"keys": sorted((first_key, second_key))}, actor, why)])[0]

    def decide_links(self, ids: Sequence[str], confirmed: bool, *, actor: Actor, why: str) -> list[Event]:
        """Confirms or rejects that one document rests on another."""
        connection = self._folder.database.connection
        for identifier in _some(ids):
            if connection.execute("SELECT 1 FROM link WHERE id = ?", (identifier,)).fetchone() is None:
                raise UsageError(
                    "link-unknown",
                    f"There is no link {identifier} between documents in this case.",
                    next="List them with: foja link CASE",
                )
        kind = "link.confirmed" if confirmed else "link.rejected"
        return self._decide([_act(kind, {"link": one}, actor, why) for one in _some(ids)])

    def classify(
        self, sources: Sequence[str], label: Sensitivity, *, receipt_only: bool = False, signed: tuple[str, str] | None
        = None, actor: Actor, why: str,
    ) -> Event:  # fmt: skip
        """Says who may be given sources, or only how they came (``receipt_only``): their names and senders.

        To lower a label of ``confidential`` or above, ``signed`` is needed: the text of ``label_request`` and the
        signature of a second person under it. Raises ``Refusal`` without it.
        """
        found = [self.source(sha).sha256 for sha in _some(sources)]
        part = "receipt" if receipt_only else ""
        body: dict[str, Any] = {"sources": found, "part": part, "label": label.value}
        lowered = self._lowered(found, part, label)
        if lowered and signed is None:
            raise Refusal(
                "second-signature-needed",
                f"{len(lowered)} of these sources would be lowered from {max(lowered.values(), key=LADDER.index)};"
                " that takes a second person.",
                next="Write what is to be signed with: foja classify CASE LABEL SOURCE --request FILE",
            )
        if lowered and signed is not None:
            text, signature = signed
            after = asked_after(text)
            labels = labels_of(self._folder.database.connection, found, part)
            if after > self._folder.ledger.size or any(seq >= after for seq, _ in labels.values()):
                after = self._folder.ledger.size  # signed for another state of the labels
            wanted = request(self._folder.origin, label, part, lowered, after)
            body["second"] = builtins(check(text, wanted, signature, self.signers(), actor.name))
        return self._decide([_act("source.classified", body, actor, why)])[0]

    def label_request(self, sources: Sequence[str], label: Sensitivity, *, receipt_only: bool = False) -> str:
        """The text that a second person signs so that these sources can be lowered to ``label``."""
        found = [self.source(sha).sha256 for sha in _some(sources)]
        part = "receipt" if receipt_only else ""
        lowered = self._lowered(found, part, label)
        if not lowered:
            raise UsageError("nothing-lowered", "No label is lowered by this; no second signature is needed.")
        return request(self._folder.origin, label, part, lowered, self._folder.ledger.size)

    def _lowered(self, sources: Sequence[str], part: str, label: Sensitivity) -> dict[str, Sensitivity]:
        held = labels_of(self._folder.database.connection, sources, part)
        return {sha: before for sha, (_, before) in held.items() if is_lowered(before, label)}

    def signers(self) -> list[Signer]:
        """Persons whose signature counts as that of a second one."""
        return signers(self._folder.database.connection)

    def add_signer(self, name: str, key: str, *, actor: Actor, why: str) -> Event:
        """Registers the public key (a line of OpenSSH) of a person who may sign as a second one."""
        return self._decide([_act("signer.added", {"name": name, "key": parse_key(key)}, actor, why)])[0]

    def remove_signer(self, name: str, *, actor: Actor, why: str) -> Event:
        if name not in {signer.name for signer in self.signers()}:
            raise UsageError("signer-unknown", f"{name} is not registered.", next="List them with: foja signer CASE")
        return self._decide([_act("signer.removed", {"name": name}, actor, why)])[0]

    def describe(self, sha256: str, field: str, value: str, *, actor: Actor, why: str) -> Event:
        """Corrects what the case says about a source. ``field``: title, author, outlet, published, language, url."""
        from foja.store.sources import METADATA

        if field not in METADATA:
            raise UsageError("field-unknown", f"{field!r} cannot be described; expected one of {', '.join(METADATA)}.")
        body = {"source": self.source(sha256).sha256, "field": field, "value": value}
        return self._decide([_act("source.described", body, actor, why)])[0]

    # -- custody

    def custody(self, source: str) -> CustodySheet:
        """Everything that the record holds about the keeping of one source (its digest, or the beginning of it)."""
        return ask_custody.sheet(self._folder, source)

    def transfer(
        self, sources: Sequence[str], *, given: str, taken: str, how: str, on: str = "", actor: Actor, why: str
    ) -> Event:
        """Records that sources were handed over, as one event. ``on``: when it took place (EDTF), where it is known."""
        body = {
            "sources": sorted({self.source(one).sha256 for one in _some(sources)}),
            **transfer_fields(given, taken, how, on),
        }
        return self._decide([_act("custody.transferred", body, actor, why)])[0]

    def fixity_state(self) -> FixityState:
        """How far the vault was read again."""
        return ask_fixity.fixity_state(self._folder.database.connection)

    def fixity(self, parts: int = 90, *, actor: Actor, why: str, progress: Progress | None = None) -> FixityReport:
        """Reads one part of the vault again, of ``parts`` equal ones, where it was read longest ago; records that."""
        from foja.preserve.fixity import check_arc, next_arc

        connection = self._folder.database.connection
        arc = next_arc(ask_fixity.last_arc(connection), parts)
        report = check_arc(self._folder.vault, arc, lambda low, high: ask_fixity.named(connection, low, high), progress)
        body = {
            "check": "fixity", **builtins(arc), "blobs": report.blobs, "bytes": report.bytes,
            "result": "damaged" if report.exit_code else "intact", "altered": list(report.altered),
            "missing": list(report.missing),
        }  # fmt: skip
        self._decide([_act("checked", body, actor, why)])
        return report

    def rederive(
        self, sources: Sequence[str] = (), *, actor: Actor, why: str, jobs: int | None = None,
        progress: Progress | None = None,
    ) -> RederiveReport:  # fmt: skip
        """Runs again what was derived from sources (none: from all), compares, and records the result."""
        from foja.flow.rederive import rederive

        chosen = sorted({self.source(one).sha256 for one in sources})
        with executor(jobs) as work:
            report = rederive(self._folder, chosen, work, jobs or os.cpu_count() or 1, progress)
        self._decide([_act("checked", {"check": "rederive", "sources": chosen, **builtins(report)}, actor, why)])
        return report

    def dossier(self, sources: Sequence[str] = (), *, audience: Sensitivity = Sensitivity.INTERNAL) -> Dossier:
        """What a certificate is drafted from: the sheets of sources (none: of all that ``audience`` may have), each
        read again and compared.

        Raises Damage for one whose bytes do not give its digests: nothing is certified then.
        """
        return ask_custody.dossier(self._folder, sources, audience)

    def write_sheets(self, sources: Sequence[str], out: Path, *, audience: Sensitivity = Sensitivity.INTERNAL) -> None:
        """The custody sheets of sources as a PDF, for ``audience``. Raises Refusal for one with a label above it."""
        from foja.publish.sheet import write_sheets

        new_file(out)
        sheets = [ask_custody.sheet(self._folder, one, audience=audience) for one in _some(sources)]
        write_sheets(sheets, out)

    def certify(
        self, sources: Sequence[str], form: str, out: Path, *, audience: Sensitivity = Sensitivity.INTERNAL
    ) -> int:
        """Drafts a certificate on sources (none: on all that ``audience`` may have) for a person to complete and sign:
        PDF or Markdown. Returns how many sources it lists."""
        from foja.publish.certificate import write_certificate

        new_file(out)
        dossier = self.dossier(sources, audience=audience)
        write_certificate(dossier, form, out)
        return len(dossier.items)

    # -- checking and handing over

    def verify(
        self,
        *,
        receipts: Sequence[Path] = (),
        stamp_roots: Sequence[Path] = (),
        progress: Progress | None = None,
    ) -> VerifyReport:
        """Checks every event, every checkpoint, every preserved file, every time stamp and every quote that was
        accepted. ``stamp_roots``: PEM files with the roots of time-stamping authorities that you trust."""
        from foja.preserve.verify import verify_case

        return verify_case(self.path, receipts, progress, stamp_roots)

    def stamp(
        self, *, actor: Actor, why: str = "Time stamp", on_result: Callable[[StampResult], None] | None = None
    ) -> StampReport:
        """Asks every authority named in ``foja.toml`` to stamp the newest checkpoint; all events are sealed before,
        the answers after. Each answer, and each failure, is an event.

        Raises UsageError ``stamp-none``, ``stamp-settings``, ``stamp-roots-unreadable``; Refusal ``stamp-unsigned``.
        """
        from foja.preserve.stamp import authorities, stamp_note

        chosen = authorities(self.path)
        note = self._folder.seal()
        if self.unsigned:
            raise Refusal(
                "stamp-unsigned",
                f"A checkpoint over all events is needed, and it could not be signed: {self.unsigned}",
                where=str(self.path),
                next="Stamp the case on a machine that has its key.",
            )
        results = []
        keep = self._folder.vault.put
        for result in stamp_note(
            note.encode(), chosen, lambda data: keep(data).sha256, self._folder.record, actor, why
        ):
            results.append(result)
            if on_result:
                on_result(result)
        self._folder.seal()
        return StampReport(size=results[0].size, results=tuple(results))

    def seal(self) -> SealReport:
        """Signs the present state, and asks the witnesses that the case names to cosign it (the network is used for
        that alone). Raises UsageError ``not-signed`` when this machine cannot sign for the case."""
        from foja.preserve.seal import ask_witnesses
        from foja.preserve.settings import witnesses_of

        note = self._folder.seal()
        if self.unsigned:
            next_ = "Put the key in its place; see docs/how-to/hand-over.md under Keys."
            raise UsageError("not-signed", self.unsigned, where=str(self.path), next=next_)
        report = ask_witnesses(self.path, self._folder.ledger, note, witnesses_of(self.path))
        self._folder.keep_receipts(report.note)
        return report

    def receipt(self, out: Path | None = None, *, events: int | None = None) -> str:
        """A checkpoint (the newest, or that over so many events) as a page to print, hand over or read aloud; written
        to ``out`` (.pdf or .txt) too.

        Raises UsageError ``checkpoint-none``, Refusal ``out-exists``, Damage ``history-rewritten``.
        """
        from foja.publish.receipt import receipt_text, write_receipt

        sheet = self._folder.receipt_sheet(events)
        if out is not None:
            if out.exists():
                raise Refusal("out-exists", f"{out} is there already; nothing is overwritten.", next="Name a new file.")
            write_receipt(sheet, out)
        return receipt_text(sheet)

    def rotate_key(self, *, actor: Actor, why: str) -> Event:
        """Lets another signing key take over from now on; the old key signs that it does."""
        if not why.strip():
            raise UsageError("why-missing", "A rotation of the key needs a reason.", next="Say in a few words why.")
        return self._folder.rotate_key(actor, why.strip())

    def export(
        self, form: str, out: Path, question: Question | None = None, *, actor: Actor | None = None,
        audience: Sensitivity = Sensitivity.INTERNAL, names: bool = True,
    ) -> Path:  # fmt: skip
        """Writes one of ``FORMS`` to ``out``: accepted statements only. Returns the path written.

        What comes from sources with a label above ``audience`` is left out, and without ``names`` who reviewed it; a
        bundle says so and how much. With ``actor``, that it was handed over becomes an event, with the digest of what
        was written.
        """
        if form not in FORMS:
            raise UsageError("form-unknown", f"foja exports {', '.join(FORMS)}; {form!r} is none of these.")
        new_file(out)
        asked = with_fields(question or Question(), review=(Review.ACCEPTED,))
        if form == "bundle" and asked != Question():
            raise Refusal(
                "bundle-whole",
                "A bundle holds the whole ledger, so that it can be verified; it cannot be narrowed.",
                next="Export a report or a table for a part, or the bundle without conditions.",
            )
        asked = with_fields(asked, audience=audience)

        def given(row: StatementRow) -> StatementRow:
            return row if names else unsigned(row)

        out.parent.mkdir(parents=True, exist_ok=True)
        if form == "bundle":
            from foja.publish.bundle import write_bundle

            fields = disclose(self._folder, audience, flow.FOJA, names=names)
            self._folder.seal()
            written = write_bundle(self.path, out, self._folder.ledger.entries(), fields).digest
        elif form == "report":
            from foja.publish.report import write_report

            brief = self.brief(asked)
            write_report(replace(brief, statements=tuple(map(given, brief.statements))), out)
        else:
            from foja.publish import tables

            lines = tables.json_lines if form == "jsonl" else tables.csv_lines
            with out.open("wb") as file:
                file.writelines(lines(map(given, self.every_statement(asked))))
        if form != "bundle":
            written = digest(out.read_bytes())
        if actor:
            body = {"form": form, "digest": written, "audience": audience.value}
            self._decide([_act("exported", body, actor, "Handed over")])
        return out

    def brief(self, question: Question) -> Brief:
        """What a report shows: accepted statements in the order of their dates, with places and sources."""
        rows = tuple(self.every_statement(with_fields(question, review=(Review.ACCEPTED,))))
        connection = self._folder.database.connection
        places = []
        for row in rows:
            reading = connection.execute("SELECT reading FROM source WHERE sha256 = ?", (row.source,)).fetchone()[0]
            places.append(str(ask_statements.place(self._folder, reading, row.text, row.start)) if reading else "")
        desk = self.desk()
        return Brief(
            title=self.title, origin=self._folder.origin, as_of=question.as_of, known_by=question.known_by,
            statements=rows, places=tuple(places),
            sources=tuple(self.source(sha) for sha in dict.fromkeys(row.source for row in rows)),
            conflicts=ask_desk.conflicts_of(connection, [row.id for row in rows], question.audience),
            checkpoint=desk.checkpoint, drafts=desk.counts.drafts,
        )  # fmt: skip

    def _decidable(self, identifier: str) -> Any:
        row = ask_statements.find_statement(self._folder.database.connection, identifier)
        if row["review"] == Review.SUPERSEDED:
            raise Refusal(
                "superseded-is-final",
                f"{identifier} was superseded by {row['superseded_by']}; that is final.",
                where=identifier,
                next=f"Decide on {row['superseded_by']} instead.",
            )
        return row

    def _check_quote(self, statement: Statement) -> None:
        text = self._folder.blob(statement.passage.text).decode("utf-8")
        if not matches(statement.passage, text):
            raise Refusal(
                "quote-stale",
                "The quote does not stand at its place in the preserved text, so the statement cannot be accepted.",
                where=statement.id,
                next="Correct the passage, or reject the statement.",
            )

    def _decide(self, acts: Sequence[Act]) -> list[Event]:
        if not acts:
            return []
        events = self._folder.record(acts)
        self._folder.seal()
        return events


def new_file(out: Path) -> None:
    """Refuses a place where something is already. Raises Refusal ``out-exists``."""
    if out.exists():
        raise Refusal("out-exists", f"{out} is there already; nothing is overwritten.", next="Name a new file.")


def _batches(found: Sequence[Found]) -> Iterator[list[Found]]:
    """Files that are preserved together: few enough that their bytes fit in memory."""
    batch: list[Found] = []
    total = 0
    for file in found:
        if batch and (len(batch) >= BATCH_FILES or total + file.size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(file)
        total += file.size
    if batch:
        yield batch


def with_fields(question: Question, **fields: Any) -> Question:
    """The question with some fields changed."""
    return Question(**{name: getattr(question, name) for name in question.__struct_fields__} | fields)


def _act(kind: str, body: dict[str, Any], actor: Actor, why: str) -> Act:
    if not why.strip():
        raise UsageError(
            "why-missing",
            "A decision needs a reason: it is what others will ask for in ten years.",
            next="Say in a few words why.",
        )
    return Act(kind=kind, body=body, actor=actor, why=why.strip())


def _some(ids: Sequence[str]) -> list[str]:
    unique = list(dict.fromkeys(ids))
    if not unique:
        raise UsageError("nothing-chosen", "No statement was chosen.", next="Name at least one statement.")
    return unique


def _several(ids: Sequence[str]) -> Sequence[str]:
    if len(set(ids)) < 2:
        raise UsageError("two-needed", "This decision is about two or more things; fewer were named.")
    return ids
