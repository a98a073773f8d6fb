"""A simulator of ``foja.case.Case`` in memory: the same questions and decisions, for the tests of the pages.

The story is invented (a fire at a port that does not exist); every text was written for this file.
``make()`` gives a case with sources in five languages, drafts, accepted statements, a conflict and two gaps.
"""

# ruff: noqa: E501  (the texts are one line a paragraph, as readers write them)
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import msgspec

from foja.model.custody import Arrival, CustodySheet, Deed, FixityState, StampLine, Standing, Transfer
from foja.model.dates import by, when
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor, Event
from foja.model.grade import LETTERS, NUMBERS, GradeSheet
from foja.model.item_rows import ItemRow
from foja.model.lists import ScreeningView, SnapshotRow
from foja.model.pairs import PairRow
from foja.model.particular import ParticularRow
from foja.model.party import party_id
from foja.model.passage import passage
from foja.model.place import Place
from foja.model.proceedings import ActRow, MatterView, StatusView
from foja.model.record import derived_id, digest
from foja.model.rows import (
    ConflictView,
    Counts,
    Desk,
    Hit,
    LinkRow,
    Moment,
    NameForm,
    NameLine,
    Offered,
    Page,
    PartyRef,
    PartyRow,
    PartyView,
    Question,
    ReaderView,
    ReviewEffort,
    Snippet,
    SourceRow,
    StatementRow,
    StatementView,
)
from foja.model.statement import Alleger, Statement
from foja.model.support import Conflict, Link, Support
from foja.model.text import PageSize, Reading, Unit, Zone
from foja.model.vocabulary import (
    AllegerKind,
    ConflictKind,
    ConflictReason,
    Holds,
    LinkKind,
    LinkState,
    MentionKind,
    Modality,
    OutcomeState,
    Polarity,
    Review,
    Sensitivity,
    Status,
    ZoneRole,
)
from foja.preserve.finding import Finding
from foja.preserve.stamp_check import Stamp
from foja.preserve.verify import VerifyReport

NOW = "2026-02-03T10:20:30Z"

WIRE = """Home
World
Courts
Prosecutor asks court to question former harbour chief over Lira fire
By the Courts Desk
12 March 2025
LIRA — Prosecutor Ana Beltrán asked a federal court on Wednesday to order the questioning of Tomás Rey, the former head of the harbour authority, over the fire of 4 July 1998 that killed 31 people.

Beltrán alleges that Rey knew of the stored nitrate, according to the newspaper El Faro. “The inspection reports were on his desk for eleven months,” her request says.

A lawyer for Rey denied that his client had seen the reports. The harbour authority said more than 300 people were injured.

A tribunal had found in 2004 that the warehouse held no valid permit.
Related: Ten years of port reform
We use cookies to improve this service."""

COPY = """Prosecutor asks court to question former harbour chief over Lira fire

Prosecutor Ana Beltrán asked a federal court on Wednesday to order the questioning of Tomás Rey, the former head of the harbour authority, over the fire of 4 July 1998 that killed 31 people.

A lawyer for Rey denied that his client had seen the reports."""

SPANISH = """La fiscal pide citar al exjefe del puerto por el incendio de Lira

La fiscal Ana Beltrán pidió ayer a la justicia federal que cite a Tomás Rey. Según la fiscal, los informes estuvieron once meses en su despacho.

La defensa sostuvo que Rey nunca recibió los informes. Murieron 29 personas, según el registro municipal."""

PERSIAN = """واکنش شرکت کشتیرانی به درخواست دادستان

شرکت کشتیرانی هامون اعلام کرد که محموله را در ژوئیهٔ ۱۹۹۸ تحویل نگرفته است.

به گفتهٔ سخنگوی شرکت، ادعای دادستان آنا بلتران «بی‌اساس» است."""

HEBREW = """התובעת ביקשה לזמן את ראש הנמל לשעבר

התובעת אנה בלטרן ביקשה מבית המשפט לזמן את תומס ריי. לדבריה, הדוחות היו על שולחנו."""

ORDER = [
    "FEDERAL COURT OF LIRA",
    "Order of 2 April 2025, file 7/1998",
    "The court orders that Tomás Rey be summoned for questioning on 5 May 2025.",
    "The request for a travel ban is refused at this stage.",
]


def order_pdf(lines: Sequence[str] = tuple(ORDER)) -> bytes:
    """A one-page PDF with these lines, written by hand: 595 x 842 points, one line each 40 points."""
    shown = "\n".join(
        f"1 0 0 1 72 {742 - 40 * n} Tm ({line.replace(chr(0xE1), chr(92) + '341')}) Tj" for n, line in enumerate(lines)
    )
    stream = f"BT /F1 13 Tf\n{shown}\nET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    )


class FakeCase:
    """The facade, in memory."""

    def __init__(self, title: str = "Fire at the port of Lira") -> None:
        self.path = Path("lira")
        self.title = title
        self.rows: dict[str, SourceRow] = {}
        self.bytes: dict[str, bytes] = {}
        self.texts: dict[str, str] = {}
        self.readings: dict[str, Reading] = {}
        self.found: dict[str, StatementRow] = {}
        self.whole: dict[str, Statement] = {}
        self.log: list[Event] = []
        self._turn = RLock()
        self.conflict_list: list[Conflict] = []
        self.link_rows: list[LinkRow] = []

    # -- building
    def add_source(
        self,
        name: str,
        content: bytes,
        text: str = "",
        *,
        zones: tuple[Zone, ...] = (),
        units: tuple[Unit, ...] = (),
        pages: tuple[PageSize, ...] = (),
        **fields: Any,
    ) -> str:
        sha = digest(content)
        self.bytes[sha] = content
        state = fields.pop("state", OutcomeState.DONE)
        row = SourceRow(
            sha256=sha,
            name=name,
            size=len(content),
            state=state,
            characters=len(text),
            pages=len(pages),
            text=digest(text.encode()) if text else "",
            recorded_at=NOW,
            **fields,
        )
        self.rows[sha] = row
        if text:
            self.texts[sha] = text
            self.readings[sha] = Reading(
                source=sha,
                text=row.text,
                reader="fake",
                version="1",
                media_type=row.media_type,
                characters=len(text),
                zones=zones,
                units=units,
                pages=pages,
            )
        self._event(
            "source.added", {"source": {"sha256": sha}, "receipt": {"name": name}}, Actor(name="Importer"), "received"
        )
        return sha

    def add_statement(
        self,
        sha: str,
        quote: str,
        chain: Sequence[tuple[str, str]],
        modality: Modality,
        status: Status,
        *,
        content: str = "",
        review: Review = Review.DRAFT,
        dates: Sequence[str] = (),
        support: Support | None = None,
        conflicted: bool = False,
        presupposed: bool = False,
        entered_by: str = "",
        supersedes: str = "",
        polarity: Polarity = Polarity.POSITIVE,
    ) -> str:
        text = self.texts[sha]
        start = text.index(quote)
        where = passage(self.rows[sha].text, text, start, start + len(quote))
        links = tuple(Alleger(kind=AllegerKind(kind), name=name) for kind, name in chain)
        identifier = derived_id("st", sha, start, len(quote), content, modality, status, entered_by, supersedes)
        whens = tuple(when(d, d) for d in dates)
        source = self.rows[sha]
        self.whole[identifier] = Statement(
            id=identifier,
            source=sha,
            passage=where,
            chain=links,
            content=content or quote,
            modality=modality,
            polarity=polarity,
            status=status,
            presupposed=presupposed,
            dates=whens,
            explanation="cue “alleges that”, rule reported-speech",
            extractor="fake/1",
            entered=bool(entered_by),
            supersedes=supersedes,
        )
        self.found[identifier] = StatementRow(
            id=identifier,
            source=sha,
            source_label=source.label,
            outlet=source.outlet,
            published=source.published,
            text=source.text,
            start=start,
            end=start + len(quote),
            quote=quote,
            content=content or quote,
            chain=links,
            speaker=links[-1].name,
            modality=modality,
            polarity=polarity,
            status=status,
            presupposed=presupposed,
            review=review,
            proposition=derived_id("pr", content or quote),
            language=source.language,
            dates=whens,
            explanation="cue “alleges that”, rule reported-speech",
            support=support,
            conflicted=conflicted,
            recorded_at=NOW,
            decided_by="Inés Mora" if review is not Review.DRAFT else "",
            decided_at=NOW if review is not Review.DRAFT else "",
        )
        return identifier

    def _event(self, kind: str, body: dict[str, Any], actor: Actor, why: str) -> Event:
        event = Event(seq=len(self.log), at=NOW, kind=kind, body=body, actor=actor, why=why)
        self.log.append(event)
        return event

    # -- questions
    def counts(self) -> Counts:
        rows, states = list(self.found.values()), list(self.rows.values())
        readable = sum(row.state in (OutcomeState.DONE, OutcomeState.PARTIAL) for row in states)
        return Counts(
            sources=len(states),
            readable=readable,
            gaps=len(states) - readable,
            drafts=self._number(rows, Review.DRAFT),
            accepted=self._number(rows, Review.ACCEPTED),
            rejected=self._number(rows, Review.REJECTED),
            superseded=self._number(rows, Review.SUPERSEDED),
            parties=len(self._names()),
            conflicts=len(self.conflict_list),
        )

    @staticmethod
    def _number(rows: Sequence[StatementRow], review: Review) -> int:
        return sum(row.review is review for row in rows)

    def effort(self) -> ReviewEffort:
        return ReviewEffort(accepted=3, corrected=1, rejected=1)

    def desk(self) -> Desk:
        gaps = tuple(row for row in self.rows.values() if row.state not in (OutcomeState.DONE, OutcomeState.PARTIAL))
        drafts = tuple(row for row in self.found.values() if row.review is Review.DRAFT)
        return Desk(
            title=self.title,
            counts=self.counts(),
            recent=tuple(reversed(self.log[-12:])),
            gaps=gaps,
            conflicts=tuple(self.conflict_list),
            review_next=drafts[:5],
            events=len(self.log),
            fixity=self.fixity_state(),
            stamps=(StampLine(authority="Tide Authority", gen_time=NOW, size=12),),
            unanchored=NOW,
            checkpoint="foja/lira\n14\nq0c2kN0v6m3aVv8h1Yw1Qh0sC2k3w1o9yXyq0Zb2u3E=",
        )

    def sources(
        self, *, state: str = "", text: str = "", party: str = "", after: str = "", limit: int = 100
    ) -> Page[SourceRow]:
        rows = [
            self._counted(row)
            for row in self.rows.values()
            if (not state or row.state == state)
            and text.casefold() in f"{row.name} {row.title} {row.outlet}".casefold()
        ]
        return _cut(rows, after, limit)

    def _counted(self, row: SourceRow) -> SourceRow:
        mine = [s for s in self.found.values() if s.source == row.sha256]
        return msgspec.structs.replace(
            row, drafts=self._number(mine, Review.DRAFT), accepted=self._number(mine, Review.ACCEPTED)
        )

    def source(self, sha256: str) -> SourceRow:
        matching = [row for sha, row in self.rows.items() if sha.startswith(sha256)] if len(sha256) >= 6 else []
        if len(matching) != 1:
            raise UsageError(
                "source-unknown",
                f"This case file has no source with the digest {sha256}.",
                where=sha256,
                next="Look it up under Sources.",
            )
        return self._counted(matching[0])

    def reader(self, sha256: str) -> ReaderView:
        row = self.source(sha256)
        mine = sorted((s for s in self.found.values() if s.source == row.sha256), key=lambda s: (s.start, s.end))
        return ReaderView(
            source=row,
            text=self.texts.get(row.sha256, ""),
            reading=self.readings.get(row.sha256),
            statements=tuple(mine),
            links=tuple(x for x in self.link_rows if row.sha256 in (x.first_source, x.second_source)),
        )

    def offered(self, sha256: str, start: int, end: int) -> Offered:
        return Offered(source=self.source(sha256).sha256, names=("Ana Ruiz",))

    class watch:  # noqa: N801
        """Nothing in this case is labelled above internal."""

        @staticmethod
        def shown(answer: object) -> set[str]:
            return set()

        up_to = shown

    def accesses(self, after: int | None = None, limit: int = 200) -> list[Event]:
        return []

    def original(self, sha256: str) -> bytes:
        return self.bytes[self.source(sha256).sha256]

    def statements(self, question: Question) -> Page[StatementRow]:
        rows = []
        for row in self.found.values():
            holds = None
            if question.as_of:
                held = [by(w.earliest, w.latest, question.as_of) for w in row.dates] or [Holds.UNKNOWN]
                holds = held[0]
                if holds is Holds.NO:
                    continue
            if row.review in question.review and _meets(row, question):
                rows.append(msgspec.structs.replace(row, holds=holds))
        if question.order == "date":
            rows.sort(key=lambda r: (r.dates[0].earliest or "9") if r.dates else "9")
        return _cut(rows, question.after, question.limit)

    def statement(self, identifier: str) -> StatementView:
        if identifier not in self.found:
            raise UsageError(
                "statement-unknown",
                f"This case file has no statement {identifier}.",
                where=identifier,
                next="Search for its words.",
            )
        row = self.found[identifier]
        text = self.texts[row.source]
        history = tuple(
            e for e in self.log if identifier in (e.body.get("statement"), (e.body.get("replacement") or {}).get("id"))
        )
        same = tuple(r for r in self.found.values() if r.proposition == row.proposition and r.id != row.id)
        newer = next((s.id for s in self.whole.values() if s.supersedes == identifier), "")
        return StatementView(
            row=row,
            statement=self.whole[identifier],
            source=self._counted(self.rows[row.source]),
            place=Place(line=text[: row.start].count("\n") + 1, page=1 if self.rows[row.source].pages else None),
            before=text[max(0, row.start - 300) : row.start],
            after=text[row.end : row.end + 300],
            history=history,
            same=same,
            conflicts=tuple(c for c in self.conflict_list if any(identifier in ids for _, ids in c.sides)),
            links=tuple(x for x in self.link_rows if row.source in (x.first_source, x.second_source)),
            subjects=(PartyRef(id=party_id("tomas rey"), name="Tomás Rey", kind=MentionKind.PERSON),),
            speaker=PartyRef(id=party_id("ana beltran"), name=row.speaker, kind=MentionKind.PERSON),
            superseded_by=newer,
        )

    def _names(self) -> list[tuple[str, str, MentionKind, tuple[str, ...]]]:
        return [
            ("ana beltran", "Ana Beltrán", MentionKind.PERSON, ("Ana Beltrán", "Beltrán", "آنا بلتران", "אנה בלטרן")),
            ("tomas rey", "Tomás Rey", MentionKind.PERSON, ("Tomás Rey", "Rey", "תומס ריי")),
            ("el faro", "El Faro", MentionKind.ORGANISATION, ("El Faro",)),
            ("harbour authority", "harbour authority", MentionKind.ORGANISATION, ("harbour authority",)),
        ]

    def parties(self, *, text: str = "", kind: str = "", after: str = "", limit: int = 100) -> Page[PartyRow]:
        rows = [
            PartyRow(
                id=party_id(key),
                key=key,
                name=name,
                kind=k,
                forms=forms,
                mentions=4 * len(forms),
                documents=len(forms),
                by=sum(name == s.speaker for s in self.found.values()),
                about=2,
            )
            for key, name, k, forms in self._names()
            if (not kind or k == kind) and any(text.casefold() in form.casefold() for form in forms)
        ]
        return _cut(rows, after, limit)

    def party(self, identifier: str) -> PartyView:
        row = next((r for r in self.parties().items if r.id == identifier), None)
        if row is None:
            raise UsageError(
                "party-unknown",
                f"This case file has no party {identifier}.",
                where=identifier,
                next="Look under Parties.",
            )
        first = next(iter(self.rows.values()))
        names = tuple(
            NameLine(
                form=form,
                key=row.key,
                source=first.sha256,
                source_label=first.label,
                mentions=3 - n % 3,
                reason="full name" if not n else "surname of a full name in this document",
            )
            for n, form in enumerate(row.forms)
        )
        accepted = [s for s in self.found.values() if s.review is Review.ACCEPTED]
        return PartyView(
            row=row,
            names=names,
            joins=("“Beltrán” follows “Ana Beltrán” in the same document",),
            keys=(row.key, "a beltran"),
            by=tuple(s for s in accepted if s.speaker == row.name),
            about=tuple(accepted[:2]),
            forms=tuple(NameForm(form=form, mentions=3, documents=1) for form in row.forms),
            together=((PartyRef(id=party_id("tomas rey"), name="Tomás Rey", kind=MentionKind.PERSON), 3),),
        )

    def conflicts(self, *, kind: Any = None, reason: Any = None, after: str = "", limit: int = 50) -> Page[Conflict]:
        found = [c for c in self.conflict_list if (kind or c.kind, reason or c.reason) == (c.kind, c.reason)]
        return _cut(found, after, limit)

    def grade_sheet(self, target: str) -> GradeSheet:
        scale = NUMBERS if target.startswith("st-") else LETTERS
        return GradeSheet(target=target, label=target, scale=scale, facts=())

    def conflict_reasons(self) -> tuple[tuple[str, int], ...]:
        return tuple((c.reason.value, 1) for c in self.conflict_list)

    def conflict(self, identifier: str) -> ConflictView:
        found = next((c for c in self.conflict_list if c.id == identifier), None)
        if found is None:
            raise UsageError("conflict-unknown", f"There is no conflict {identifier}.")
        rows = tuple(tuple(self.found[one] for one in ids if one in self.found) for _, ids in found.sides)
        return ConflictView(conflict=found, statements=rows)

    def chronology(self, question: Question) -> Page[Moment]:
        whole = msgspec.structs.replace(question, after="", limit=10_000)
        moments = [Moment(when=w, statement=row) for row in self.statements(whole).items for w in row.dates]
        moments.sort(key=lambda m: m.when.earliest or "9")
        return _cut(moments, question.after, question.limit)

    def search(
        self, text: str, *, kinds: Sequence[str] = ("statement", "passage", "party"), limit: int = 50
    ) -> dict[str, Page[Hit]]:
        needle = text.casefold()

        def cut(body: str) -> tuple[Snippet, ...]:
            at = body.casefold().find(needle)
            left, right = max(0, at - 60), at + len(needle)
            return (
                Snippet(text=body[left:at]),
                Snippet(text=body[at:right], hit=True),
                Snippet(text=body[right : right + 60]),
            )

        hits: dict[str, list[Hit]] = {"statement": [], "passage": [], "party": []}
        for row in self.found.values():
            if needle in row.content.casefold():
                hits["statement"].append(
                    Hit(
                        kind="statement",
                        id=row.id,
                        source=row.source,
                        label=row.source_label,
                        snippet=cut(row.content),
                        review=row.review,
                        language=row.language,
                    )
                )
        for sha, body in self.texts.items():
            if needle in body.casefold():
                at = body.casefold().find(needle)
                hits["passage"].append(
                    Hit(
                        kind="passage",
                        id=sha,
                        source=sha,
                        label=self.rows[sha].label,
                        snippet=cut(body),
                        start=at,
                        end=at + len(needle),
                        language=self.rows[sha].language,
                    )
                )
        for party in self.parties(text=text).items:
            hits["party"].append(
                Hit(
                    kind="party",
                    id=party.id,
                    source="",
                    label=party.name,
                    snippet=(Snippet(text=party.name, hit=True),),
                )
            )
        return {kind: Page(items=tuple(hits[kind][:limit]), total=len(hits[kind])) for kind in kinds}

    def events(self, after: int = -1, limit: int = 200) -> list[Event]:
        return [event for event in self.log if event.seq > after][:limit]

    # -- decisions
    def _decide(self, kind: str, review: Review, ids: Sequence[str], actor: Actor, why: str) -> list[Event]:
        for identifier in ids:
            if self.statement(identifier).row.review is Review.SUPERSEDED:
                raise Refusal(
                    "statement-superseded",
                    "A corrected statement stays as it is.",
                    where=identifier,
                    next="Decide on the statement that replaced it.",
                )
        for identifier in ids:
            self.found[identifier] = msgspec.structs.replace(
                self.found[identifier], review=review, decided_by=actor.name, decided_at=NOW
            )
        return [self._event(kind, {"statement": identifier}, actor, why) for identifier in ids]

    @property
    def recorded(self) -> int:
        return len(self.log)

    def in_turn(self) -> AbstractContextManager[Any]:
        return self._turn

    def acts_since(self, since: int, targets: Iterable[str]) -> list[Event]:
        wanted = set(targets)
        return [event for event in self.log[since:] if wanted & set(map(str, event.body.values()))]

    def reviews(self, ids: Sequence[str]) -> dict[str, Review]:
        return {one: self.statement(one).row.review for one in ids}

    def accept(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        return self._decide("statement.accepted", Review.ACCEPTED, ids, actor, why)

    def reject(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        return self._decide("statement.rejected", Review.REJECTED, ids, actor, why)

    def reopen(self, ids: Sequence[str], *, actor: Actor, why: str) -> list[Event]:
        return self._decide("statement.reopened", Review.DRAFT, ids, actor, why)

    def correct(self, identifier: str, changes: dict[str, object], *, actor: Actor, why: str) -> Statement:
        old = self.statement(identifier).row
        text = self.texts[old.source]
        start, end = int(str(changes.get("start", old.start))), int(str(changes.get("end", old.end)))
        made = self._write(
            old.source,
            text[start:end],
            {
                "content": old.content,
                "modality": old.modality,
                "status": old.status,
                "polarity": old.polarity,
                "speaker": old.speaker,
                "dates": [w.edtf for w in old.dates],
                **changes,
            },
            old.chain,
            actor,
            supersedes=identifier,
        )
        self.found[identifier] = msgspec.structs.replace(old, review=Review.SUPERSEDED)
        self._event("statement.corrected", {"statement": identifier, "replacement": {"id": made.id}}, actor, why)
        return made

    def enter(
        self, sha256: str, start: int, end: int, fields: dict[str, object], *, actor: Actor, why: str
    ) -> Statement:
        row = self.source(sha256)
        made = self._write(
            row.sha256,
            self.texts[row.sha256][start:end],
            fields,
            (Alleger(kind=AllegerKind.PAGE, name=row.outlet),),
            actor,
        )
        self._event("statement.entered", {"statement": {"id": made.id}}, actor, why)
        return made

    def _write(
        self,
        sha: str,
        quote: str,
        fields: dict[str, Any],
        chain: tuple[Alleger, ...],
        actor: Actor,
        supersedes: str = "",
    ) -> Statement:
        links = [(str(link.kind), link.name) for link in chain]
        if fields.get("speaker"):
            links = [*(links[:-1] if len(links) > 1 else links), ("speaker", str(fields["speaker"]))]
        identifier = self.add_statement(
            sha,
            quote,
            links,
            Modality(str(fields["modality"])),
            Status(str(fields.get("status", "none"))),
            content=str(fields["content"]),
            review=Review.ACCEPTED,
            dates=list(fields.get("dates", ())),
            entered_by=actor.name,
            supersedes=supersedes,
            polarity=Polarity(str(fields.get("polarity", "positive"))),
        )
        return self.whole[identifier]

    def join_statements(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        return self._event("statements.joined", {"statements": list(ids)}, actor, why)

    def part_statements(self, first: str, second: str, *, actor: Actor, why: str) -> Event:
        return self._event("statements.parted", {"statements": [first, second]}, actor, why)

    def join_parties(self, ids: Sequence[str], *, actor: Actor, why: str) -> Event:
        return self._event("parties.joined", {"keys": list(ids)}, actor, why)

    def part_parties(self, first_key: str, second_key: str, *, actor: Actor, why: str) -> Event:
        return self._event("parties.parted", {"keys": [first_key, second_key]}, actor, why)

    def links(self, *, state: LinkState = LinkState.SUGGESTED, after: str = "", limit: int = 100) -> Page[LinkRow]:
        return _cut([link for link in self.link_rows if link.state is state], after, limit)

    def decide_links(self, ids: Sequence[str], confirmed: bool, *, actor: Actor, why: str) -> list[Event]:
        kind = "link.confirmed" if confirmed else "link.rejected"
        return [self._event(kind, {"link": one}, actor, why) for one in ids]

    def describe(self, sha256: str, field: str, value: str, *, actor: Actor, why: str) -> Event:
        row = self.source(sha256)
        self.rows[row.sha256] = msgspec.structs.replace(self.rows[row.sha256], **{field: value})
        return self._event("source.described", {"source": row.sha256, "field": field, "value": value}, actor, why)

    # -- acts: none were recorded; the pages of the law side have tests over a real case
    def acts_on_statement(self, identifier: str) -> tuple[ActRow, ...]:
        return ()

    def status(self, party: str, *, as_of: str = "", known_by: str = "") -> StatusView:
        return StatusView(as_of=as_of, known_by=known_by, states=(), acts=())

    def items_on_statement(self, identifier: str) -> tuple[ItemRow, ...]:
        return ()

    def particulars_on_statement(self, identifier: str) -> tuple[ParticularRow, ...]:
        return ()

    def posts(self, **asked: Any) -> Page[ParticularRow]:
        return Page(items=(), total=0)

    # -- names and lists: the pages for them have tests over a real case
    def names_used(self, party: str) -> tuple[ParticularRow, ...]:
        return ()

    def name_of_others(self, party: str) -> tuple[ParticularRow, ...]:
        return ()

    def proposed_for(self, party: str) -> tuple[PairRow, ...]:
        return ()

    def proposed(self, **asked: Any) -> Page[PairRow]:
        return Page(items=(), total=0)

    def screenings(self, party: str = "", limit: int = 20) -> tuple[ScreeningView, ...]:
        return ()

    def lists(self) -> tuple[SnapshotRow, ...]:
        return ()

    def matters(self, **asked: Any) -> Page[MatterView]:
        return Page(items=(), total=0)

    # -- custody
    def fixity_state(self) -> FixityState:
        return FixityState(last=NOW, whole_since="2026-01-01T00:00:00Z", share=1.0)

    def custody(self, sha256: str) -> CustodySheet:
        row = self.source(sha256)
        mine = [
            event
            for event in self.log
            if event.kind in ("source.added", "custody.transferred") and row.sha256 in str(event.body)
        ]
        first = mine[0]
        return CustodySheet(
            case=self.title,
            origin="foja/lira",
            item=f"S-{first.seq}",
            label=row.label,
            name=row.name,
            sha256=row.sha256,
            sha512="5" * 128,
            size=row.size,
            seq=first.seq,
            leaf="1" * 64,
            media_type=row.media_type,
            arrivals=(Arrival(seq=first.seq, at=NOW, by="Importer", name=row.name, received_from=f"in/{row.name}"),),
            transfers=tuple(
                Transfer(
                    seq=event.seq,
                    at=event.at,
                    by=event.actor.name,
                    given=event.body["from"],
                    taken=event.body["to"],
                    how=event.body["how"],
                    on=event.body["at"],
                    why=event.why,
                )
                for event in mine[1:]
            ),
            deeds=tuple(
                Deed(seq=e.seq, at=e.at, kind=e.kind, by=e.actor.name, what=e.kind, leaf="2" * 64, why=e.why)
                for e in mine
            ),
            checkpoint=Standing(origin="foja/lira", size=14, root="r", note="foja/lira\n14\nr\n", signed=True),
        )

    def transfer(
        self, sources: Sequence[str], *, given: str, taken: str, how: str, on: str = "", actor: Actor, why: str
    ) -> Event:
        body = {"sources": [self.source(one).sha256 for one in sources], "from": given, "to": taken, "how": how}
        return self._event("custody.transferred", {**body, "at": on}, actor, why)

    # -- handing over
    def verify(self) -> VerifyReport:
        finding = Finding(
            code="checkpoint-unsigned",
            where="checkpoint",
            what="The checkpoint carries no signature of a witness.",
            next="Have another person sign it.",
        )
        return VerifyReport(
            verdict="incomplete",
            findings=(finding,),
            counts={"events": len(self.log), "blobs": len(self.bytes)},
            stamps=tuple(
                Stamp(event=n, authority="Tide Authority", gen_time=NOW, size=n, state="own-roots") for n in (9, 12)
            ),
            notes=(
                Finding(
                    code="witness-named",
                    where="checkpoint",
                    what="Named by the case itself, so no confirmation: the witness example.org/w cosigned the first 9 of "
                    "12 events at 2026-03-01T10:00:00Z.",
                    next="If you rely on it and got its key from it, check with: --witness KEY",
                ),
                Finding(code="unanchored", where="event 13", what="Unanchored since yesterday."),
            ),
        )

    def classify(
        self, sources: Sequence[str], label: Sensitivity, *, receipt_only: bool = False, actor: Actor, why: str
    ) -> Event:
        if not receipt_only:
            for sha in sources:
                self.rows[sha] = msgspec.structs.replace(self.rows[sha], sensitivity=label)
        body = {"sources": list(sources), "part": "receipt" if receipt_only else "", "label": label.value}
        return self._event("source.classified", body, actor, why)

    def export(
        self,
        form: str,
        out: Path,
        question: Question | None = None,
        *,
        actor: Actor | None = None,
        audience: Sensitivity = Sensitivity.INTERNAL,
        names: bool = True,
    ) -> Path:
        rows = self.statements(
            msgspec.structs.replace(question or Question(), review=(Review.ACCEPTED,), limit=10_000)
        ).items
        out.write_text("\n".join([form, *(row.id for row in rows)]), "utf-8")
        return out


def _meets(row: StatementRow, question: Question) -> bool:
    checks = (
        not question.text or question.text.casefold() in f"{row.content} {row.quote}".casefold(),
        question.status is None or row.status is question.status,
        question.modality is None or row.modality is question.modality,
        not question.speaker or question.speaker.casefold() in row.speaker.casefold(),
        not question.source or row.source.startswith(question.source),
        not question.conflicted or row.conflicted,
        question.origins is None or (row.support is not None and row.support.origins <= question.origins),
    )
    return all(checks)


def _cut(rows: Sequence[Any], after: str, limit: int) -> Page[Any]:
    first = int(after or 0)
    return Page(
        items=tuple(rows[first : first + limit]),
        total=len(rows),
        after=str(first + limit) if first + limit < len(rows) else "",
    )


def opener(case: FakeCase) -> Callable[[Path], AbstractContextManager[Any]]:
    """What ``create_app`` takes as ``open_case``: always the same simulator."""

    @contextmanager
    def open_case(path: Path, /) -> Iterator[Any]:
        yield case

    return open_case


def page_bytes(title: str, text: str, language: str, direction: str = "ltr") -> bytes:
    """A small web page around a text, with things in it that must never run."""
    body = "".join(f"<p onclick='alert(1)'>{p}</p>" for p in text.split("\n\n"))
    return (
        f"<!DOCTYPE html><html lang={language} dir={direction}><head><meta charset=utf-8><title>{title}</title>"
        f"<script>document.title='ran'</script><style>p{{max-width:38em;background:url(//far.example/x.png)}}</style></head>"
        f"<body><img src='https://far.example/pixel.gif' alt='Harbour'><a href='javascript:alert(1)'>link</a>{body}"
        f"<form action='https://far.example/'><input name=q></form></body></html>"
    ).encode()


def make() -> FakeCase:
    """The invented case."""
    case = FakeCase()
    case._event(
        "case.created", {"title": case.title}, Actor(name="Inés Mora"), "opened for the review of the Lira file"
    )

    def zone(text: str, role: ZoneRole, first: str, last: str, reason: str) -> Zone:
        return Zone(
            start=text.index(first), end=text.index(last) + len(last), role=role, probability=0.97, reason=reason
        )

    zones = (
        zone(WIRE, ZoneRole.NAVIGATION, "Home", "Courts\n", "short lines of links before the title"),
        zone(WIRE, ZoneRole.TITLE, "Prosecutor asks", "Lira fire\n", "equals the title of the page"),
        zone(WIRE, ZoneRole.BYLINE, "By the", "Desk\n", "begins with “By”"),
        zone(WIRE, ZoneRole.DATELINE, "12 March", "2025\n", "a date alone on its line"),
        zone(WIRE, ZoneRole.BODY, "LIRA", "valid permit.\n", "sentences"),
        zone(WIRE, ZoneRole.TEASER, "Related:", "reform\n", "begins with “Related”"),
        zone(WIRE, ZoneRole.COOKIE, "We use", "service.", "speaks of cookies"),
    )
    lines = tuple(
        Unit(start=WIRE.index(p), end=WIRE.index(p) + len(p), kind="line", line=n)
        for n, p in enumerate(WIRE.split("\n"), 1)
        if p
    )
    wire = case.add_source(
        "wire.html",
        page_bytes("Prosecutor asks court", WIRE, "en"),
        WIRE,
        zones=zones,
        units=lines,
        title="Prosecutor asks court to question former harbour chief over Lira fire",
        outlet="Sample Wire",
        author="Courts Desk",
        published="2025-03-12",
        language="en",
        media_type="text/html",
        url="https://wire.example.org/2025/03/12/lira",
    )
    copy = case.add_source(
        "copy.txt",
        COPY.encode(),
        COPY,
        title="Prosecutor asks court (copy)",
        outlet="Daily Sample",
        published="2025-03-13",
        language="en",
        media_type="text/plain",
    )
    spanish = case.add_source(
        "original-es.html",
        page_bytes("La fiscal pide citar", SPANISH, "es"),
        SPANISH,
        outlet="El Faro",
        title="La fiscal pide citar al exjefe del puerto por el incendio de Lira",
        published="2025-03-11",
        language="es",
        media_type="text/html",
    )
    persian = case.add_source(
        "page-fa.html",
        page_bytes("واکنش", PERSIAN, "fa", "rtl"),
        PERSIAN,
        outlet="خبرگزاری نمونه",
        title="واکنش شرکت کشتیرانی به درخواست دادستان",
        published="2025-03-15",
        language="fa",
        media_type="text/html",
    )
    hebrew = case.add_source(
        "note-he.txt",
        HEBREW.encode(),
        HEBREW,
        title="התובעת ביקשה לזמן את ראש הנמל לשעבר",
        outlet="מבזק לדוגמה",
        published="2025-03-13",
        language="he",
        media_type="text/plain",
    )
    order_text = "\n".join(ORDER)
    starts = [order_text.index(line) for line in ORDER]
    units = tuple(
        Unit(
            start=s,
            end=s + len(line),
            kind="line",
            page=1,
            line=n + 1,
            box=(72.0, 88.0 + 40 * n, 72.0 + 5.9 * len(line), 104.0 + 40 * n),
        )
        for n, (s, line) in enumerate(zip(starts, ORDER, strict=True))
    )
    order = case.add_source(
        "order-2025-04-02.pdf",
        order_pdf(),
        order_text,
        units=units,
        pages=(PageSize(width=595.0, height=842.0),),
        title="Order of 2 April 2025",
        outlet="Federal Court of Lira",
        published="2025-04-02",
        language="en",
        media_type="application/pdf",
    )
    case.add_source(
        "scan-1998.pdf",
        b"%PDF-1.4 scan",
        state=OutcomeState.SCAN,
        media_type="application/pdf",
        detail="All 14 pages are images; the file has no text layer.",
        next="Run text recognition on it and add the result as a new source.",
    )
    case.add_source(
        "letters.zip",
        b"PK encrypted",
        state=OutcomeState.ENCRYPTED,
        media_type="application/zip",
        detail="The archive is encrypted; its 3 members could not be opened.",
        next="Add the unpacked files.",
    )

    page_wire, page_es = ("page", "Sample Wire"), ("page", "El Faro")
    two = Support(documents=3, families=2, origins=1, upper=2, lower=1, roots=("El Faro, 2025-03-11",), hinge="li-copy")
    one = Support(documents=1, families=1, origins=1, upper=1, lower=1, roots=("Sample Wire, 2025-03-12",))
    asked = "asked a federal court on Wednesday to order the questioning of Tomás Rey, the former head of the harbour authority"
    case.add_statement(
        wire,
        asked,
        [page_wire, ("speaker", "Ana Beltrán")],
        Modality.REQUESTED,
        Status.REQUESTED,
        review=Review.ACCEPTED,
        content="A federal court should order the questioning of Tomás Rey.",
        dates=["2025-03-12"],
        support=two,
    )
    case.add_statement(
        wire,
        "the fire of 4 July 1998 that killed 31 people",
        [page_wire],
        Modality.ASSERTED,
        Status.REPORTED,
        presupposed=True,
        dates=["1998-07-04"],
        review=Review.ACCEPTED,
        conflicted=True,
        support=one,
    )
    case.add_statement(
        wire,
        "Rey knew of the stored nitrate",
        [page_wire, ("outlet", "El Faro"), ("speaker", "Ana Beltrán")],
        Modality.ALLEGED,
        Status.ALLEGED,
        dates=["1998"],
    )
    case.add_statement(
        wire,
        "The inspection reports were on his desk for eleven months",
        [page_wire, ("document", "her request")],
        Modality.ALLEGED,
        Status.ALLEGED,
        dates=["1997-08/1998-07"],
    )
    case.add_statement(
        wire,
        "A lawyer for Rey denied that his client had seen the reports",
        [page_wire, ("role", "a lawyer for Rey")],
        Modality.DENIED,
        Status.DENIED,
        content="Tomás Rey had seen the reports.",
        polarity=Polarity.NEGATIVE,
    )
    case.add_statement(
        wire,
        "his client had seen the reports",
        [page_wire, ("role", "a lawyer for Rey")],
        Modality.DENIED,
        Status.DENIED,
    )
    case.add_statement(
        wire,
        "more than 300 people were injured",
        [page_wire, ("speaker", "The harbour authority")],
        Modality.ASSERTED,
        Status.REPORTED,
        dates=["1998-07"],
    )
    case.add_statement(
        wire,
        "the warehouse held no valid permit",
        [page_wire, ("speaker", "A tribunal")],
        Modality.FOUND,
        Status.FOUND,
        dates=["2004"],
        review=Review.ACCEPTED,
        support=one,
    )
    case.add_statement(
        copy,
        "denied that his client had seen the reports",
        [("page", "Daily Sample"), ("role", "A lawyer for Rey")],
        Modality.DENIED,
        Status.DENIED,
    )
    case.add_statement(
        spanish,
        "los informes estuvieron once meses en su despacho",
        [page_es, ("speaker", "la fiscal")],
        Modality.ALLEGED,
        Status.ALLEGED,
        dates=["1997-08/1998-07"],
    )
    case.add_statement(
        spanish, "Rey nunca recibió los informes", [page_es, ("role", "La defensa")], Modality.DENIED, Status.DENIED
    )
    case.add_statement(
        spanish,
        "Murieron 29 personas",
        [page_es, ("document", "el registro municipal")],
        Modality.ASSERTED,
        Status.REPORTED,
        review=Review.ACCEPTED,
        conflicted=True,
        dates=["1998-07-04"],
        support=one,
    )
    case.add_statement(
        persian,
        "محموله را در ژوئیهٔ ۱۹۹۸ تحویل نگرفته است",
        [("page", "خبرگزاری نمونه"), ("speaker", "شرکت کشتیرانی هامون")],
        Modality.DENIED,
        Status.DENIED,
        dates=["1998-07"],
        review=Review.ACCEPTED,
        support=one,
    )
    case.add_statement(
        persian,
        "ادعای دادستان آنا بلتران «بی‌اساس» است",
        [("page", "خبرگزاری نمونه"), ("role", "سخنگوی شرکت")],
        Modality.EVALUATED,
        Status.DENIED,
    )
    case.add_statement(
        hebrew,
        "הדוחות היו על שולחנו",
        [("page", "מבזק לדוגמה"), ("speaker", "אנה בלטרן")],
        Modality.ALLEGED,
        Status.ALLEGED,
    )
    case.add_statement(
        order,
        "Tomás Rey be summoned for questioning on 5 May 2025",
        [("document", "Order of 2 April 2025"), ("speaker", "The court")],
        Modality.ORDERED,
        Status.ORDERED,
        dates=["2025-04-02", "2025-05-05"],
        review=Review.ACCEPTED,
        support=one,
    )
    case.add_statement(
        order,
        "The request for a travel ban is refused at this stage",
        [("document", "Order of 2 April 2025"), ("speaker", "The court")],
        Modality.ORDERED,
        Status.DISMISSED,
    )
    rows = list(case.found.values())
    case.conflict_list.append(
        Conflict(
            id="co-1",
            subject="killed, Lira fire of 4 July 1998",
            kind=ConflictKind.FIGURES,
            reason=ConflictReason.HARD,
            values=((29, 29), (31, 31)),
            sides=(("31", (rows[1].id,)), ("29", (rows[11].id,))),
            explanation="31 and 29 exclude each other.",
        )
    )
    link = Link(
        kind=LinkKind.COPY,
        first=case.rows[copy].text,
        second=case.rows[wire].text,
        containment=0.94,
        reason="two paragraphs in common, word for word",
    )
    case.link_rows.append(
        LinkRow(
            id=link.id,
            link=link,
            state=LinkState.SUGGESTED,
            first_label="Daily Sample, 2025-03-13",
            second_label="Sample Wire, 2025-03-12",
            first_source=copy,
            second_source=wire,
        )
    )
    person = Actor(name="Inés Mora")
    for row in rows:
        if row.review is Review.ACCEPTED:
            case._event("statement.accepted", {"statement": row.id}, person, "read against the passage")
    return case
