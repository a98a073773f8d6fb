"""Checking a case, having it confirmed by others, and handing it over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from foja.facade.opened import Progress, act, new_file, reason
from foja.facade.protecting import Protecting
from foja.facade.questions import with_fields
from foja.flow import build as flow
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor, Event
from foja.model.record import Record, digest
from foja.model.rows import (
    Brief,
    Question,
    SourceRow,
)
from foja.model.vocabulary import Review, Sensitivity
from foja.preserve.disk import draft_of, make_folder, sync_written
from foja.preserve.seal import SealReport
from foja.preserve.stamp import StampResult
from foja.preserve.verify import VerifyReport
from foja.store import ask_statements
from foja.store.given import Given, drafts_given
from foja.store.stamps import promises
from foja.store.standing import receipt_sheet
from foja.store.withholding import closed, disclose, label_for, nameless, names_withheld, unsigned, without_names

FORMS = ("bundle", "jsonl", "csv", "report", "acts", "site", "annotations")


class StampReport(Record, frozen=True):
    """What the authorities answered about the checkpoint over ``size`` events."""

    size: int
    results: tuple[StampResult, ...]

    @property
    def failed(self) -> bool:
        return any(result.reason for result in self.results)


class HandingOver(Protecting):
    """What leaves the case, and what confirms it."""

    def verify(
        self,
        *,
        receipts: Sequence[Path] = (),
        stamp_roots: Sequence[Path] = (),
        blocks: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> VerifyReport:
        """Checks every event, every checkpoint, every preserved file, every time stamp and every quote that was
        accepted. ``stamp_roots``: PEM files with the roots of time-stamping authorities that you trust. ``blocks``:
        digests or headers of Bitcoin blocks that you got by another way."""
        from foja.preserve.verify import verify_case

        return verify_case(self.path, receipts, progress, stamp_roots, blocks=blocks)

    def stamp(
        self, *, actor: Actor, why: str = "Time stamp", on_result: Callable[[StampResult], None] | None = None
    ) -> StampReport:
        """Asks every authority and calendar named in ``foja.toml`` to stamp the newest checkpoint, and the calendars
        for what they promised before; all events are sealed before, the answers after. Each answer, and each failure,
        is an event.

        Raises UsageError ``stamp-none``, ``stamp-settings``, ``stamp-roots-unreadable``, ``calendar-settings``;
        Refusal ``stamp-unsigned``.
        """
        from foja.preserve.ots_calendar import ask_again, ask_calendars, calendars, header_source
        from foja.preserve.stamp import authorities, stamp_note

        named = calendars(self.path)
        source = header_source(self.path)
        chosen = authorities(self.path, needed=not named)
        note = self._folder.seal()
        if self.unsigned:
            raise Refusal(
                "stamp-unsigned",
                f"A checkpoint over all events is needed, and it could not be signed: {self.unsigned}",
                where=str(self.path),
                next="Stamp the case on a machine that has its key.",
            )
        vault, record = self._folder.vault, self._folder.record
        events = [self._folder.ledger.event(seq) for seq in promises(self._folder.database.connection)]

        def keep(data: bytes) -> str:
            return vault.put(data).sha256

        results = []
        for result in chain(
            ask_again(events, named, source, vault.read, keep, record, actor, why),
            stamp_note(note.encode(), chosen, keep, record, actor, why),
            ask_calendars(note.encode(), named, keep, record, actor, why),
        ):
            results.append(result)
            if on_result:
                on_result(result)
        self._folder.seal()
        return StampReport(size=results[-1].size, results=tuple(results))

    def seal(self, *, companion: Actor | None = None, why: str = "") -> SealReport:
        """Signs the present state, and asks the witnesses that the case names to cosign it (the network is used for
        that alone). ``companion``: who gives the case a companion key (ML-DSA-44) now, with ``why``; a case that has
        one signs with it every time.

        Raises UsageError ``not-signed`` when this machine cannot sign for the case, ``ml-dsa-missing``.
        """
        from foja.preserve.companion import cosign_own, introduce
        from foja.preserve.seal import ask_witnesses
        from foja.preserve.settings import witnesses_of

        if companion is not None:
            introduced = introduce(self._folder.ledger, companion, reason(why))
            self._folder.record([introduced] if introduced else [])
        note = self._folder.seal()
        if self.unsigned:
            next_ = "Put the key in its place; see docs/how-to/hand-over.md under Keys."
            raise UsageError("not-signed", self.unsigned, where=str(self.path), next=next_)
        note, said = cosign_own(self.path, self._folder.ledger, note)
        report = ask_witnesses(self.path, self._folder.ledger, note, witnesses_of(self.path))
        self._folder.keep_receipts(report.note)
        return replace(report, companion=said)

    def receipt(self, out: Path | None = None, *, events: int | None = None) -> str:
        """A checkpoint (the newest, or that over so many events) as a page to print, hand over or read aloud; written
        to ``out`` (.pdf or .txt) too.

        Raises UsageError ``checkpoint-none``, Refusal ``out-exists``, Damage ``history-rewritten``.
        """
        from foja.publish.receipt import receipt_text, write_receipt

        sheet = receipt_sheet(self._folder, events)
        if out is not None:
            new_file(out)
            with draft_of(out) as draft:
                write_receipt(sheet, draft)
        return receipt_text(sheet)

    def rotate_key(self, *, actor: Actor, why: str) -> Event:
        """Lets another signing key take over from now on; the old key signs that it does."""
        return self._folder.rotate_key(actor, reason(why))

    def export(
        self, form: str, out: Path, question: Question | None = None, *, actor: Actor | None = None,
        audience: Sensitivity = Sensitivity.INTERNAL, names: bool = True,
    ) -> Path:  # fmt: skip
        """Writes one of ``FORMS`` to ``out``: accepted statements, and acts that persons recorded. Returns the path
        written.

        What comes from sources with a label above ``audience`` is left out, and without ``names`` who reviewed it; a
        bundle says so and how much. A site is for everybody: it has what is public and no names of reviewers, whatever
        was asked; Refusal ``site-empty`` where that is nothing. With ``actor``, that it was handed over becomes an
        event, with the digest of what was written.
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
        if form == "site":
            audience, names = Sensitivity.PUBLIC, False
        asked = with_fields(asked, audience=audience)

        if not out.parent.is_dir():
            make_folder(out.parent)
        if form == "bundle":
            from foja.publish.bundle import write_bundle

            self._folder.finish_removals()
            fields = disclose(self._folder, audience, flow.FOJA, names=names)
            self._folder.seal()
            written = write_bundle(
                self.path, out, self._folder.ledger.entries(), fields, self.count_sheets(audience), sync_written
            ).digest
        else:
            with draft_of(out) as draft:
                self._write(form, draft, asked, names=names)
            written = digest(out.read_bytes())
        if actor:
            body = {"form": form, "digest": written, "audience": audience.value}
            self._decide([act("exported", body, actor, "Handed over")])
        return out

    def _write(self, form: str, out: Path, asked: Question, *, names: bool) -> None:
        """Writes a form that is made from what the question finds."""
        from foja.publish import tables, web_annotations

        if form in ("report", "site"):
            self._show(form, out, asked, names=names)
            return
        rows = ask_statements.with_recognition(self._folder, self.every_statement(asked))
        rows = rows if names else map(unsigned, rows)
        with out.open("wb") as file:
            if form == "acts":
                file.writelines(tables.act_lines(self.every_matter(asked, names=names)))
            elif form == "annotations":
                file.write(web_annotations.collection(rows, self._folder.origin))
            else:
                file.writelines((tables.json_lines if form == "jsonl" else tables.csv_lines)(rows))

    def _show(self, form: str, out: Path, asked: Question, *, names: bool) -> None:
        """Writes what is read as a whole: the report, or the site."""
        from foja.publish.report import write_report
        from foja.publish.site import write_site

        brief = self.brief(asked, names=names)
        if form == "site" and not brief.statements:
            raise Refusal(
                "site-empty",
                "No accepted statement rests on a source that is labelled public: there is nothing to publish.",
                next="Label what everybody may have: foja classify CASE public SOURCE --why TEXT",
            )
        matters = self.every_matter(asked, names=names)
        (write_report if form == "report" else write_site)(replace(brief, matters=matters), out)

    def brief(self, question: Question, *, names: bool = True) -> Brief:
        """What a report shows: accepted statements in the order of their dates, with places and sources. Without
        ``names``, who decided on them and who corrected a recognised text are left out."""
        found = self.every_statement(with_fields(question, review=(Review.ACCEPTED,)))
        rows = tuple(found if names else map(unsigned, found))
        connection = self._folder.database.connection
        places = []
        for row in rows:
            place = ask_statements.place(self._folder, row.source, row.text, row.start, row.end)
            places.append(str(place if names else replace(place, corrected=nameless(place.corrected))))
        audience = question.audience
        files = names_withheld(connection, audience)
        tokens = closed(connection, audience) if audience is not None else set()
        desk = self.desk()
        return Brief(
            title=self.title, origin=self._folder.origin, as_of=question.as_of, known_by=question.known_by,
            statements=rows, places=tuple(places),
            sources=tuple(_called(self.source(sha), files) for sha in dict.fromkeys(row.source for row in rows)),
            conflicts=tuple(
                replace(
                    one,
                    explanation=without_names(one.explanation, files),
                    quotes=tuple(without_names(quote, files) for quote in one.quotes),
                )
                for one in Given(connection, tokens).conflicts(row.id for row in rows)
            ),
            checkpoint=desk.checkpoint,
            drafts=desk.counts.drafts if audience is None else drafts_given(connection, audience),
        )  # fmt: skip


def _called(source: SourceRow, withheld: Mapping[str, str]) -> SourceRow:
    """The source without the file name that the receivers may not have."""
    name = label_for(source.sha256, source.name, withheld)
    title = "" if source.title == withheld.get(source.sha256) else source.title
    return replace(source, name=name, title=title)
