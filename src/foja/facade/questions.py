"""What can be asked of a case. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from foja.facade.entering import extraction_of, offered
from foja.facade.opened import Opened
from foja.model.event import Event
from foja.model.rows import (
    ConflictView,
    Desk,
    Hit,
    LinkRow,
    Moment,
    Offered,
    Page,
    PartyRow,
    PartyView,
    Question,
    ReaderView,
    ReviewEffort,
    SourceRow,
    StatementRow,
    StatementView,
)
from foja.model.support import Conflict
from foja.model.vocabulary import ConflictKind, ConflictReason, LinkState, Review
from foja.store import ask_desk, ask_parties, ask_sources, ask_statements, search
from foja.store.given import Given
from foja.store.shut import check_open
from foja.store.withholding import closed, label_for, names_withheld

SEARCHABLE = ("statement", "passage", "party")


class Questions(Opened):
    """Answers from the tables of the case."""

    def desk(self) -> Desk:
        return ask_desk.desk(self._folder)

    def effort(self) -> ReviewEffort:
        """How many of the drafts that were decided could be accepted as they were. Numbers alone."""
        return ask_desk.effort(self._folder.database.connection)

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

    def offered(self, sha256: str, start: int, end: int) -> Offered:
        """What was read at a passage of a source, for the form of a new statement."""
        source = self.source(sha256)
        return offered(source, extraction_of(self._folder, source.sha256), start, end)

    def original(self, sha256: str) -> bytes:
        """The preserved bytes, checked against their digest. Raises Refusal ``source-closed``."""
        found = self.source(sha256).sha256
        check_open(self._folder.database.connection, found)
        return self._folder.blob(found)

    def statements(self, question: Question) -> Page[StatementRow]:
        return ask_statements.statements(self._folder.database.connection, question)

    def every_statement(self, question: Question) -> Iterator[StatementRow]:
        """All statements that match, whatever their number. With an audience, counts and conflicts are those of what
        it may have, and no file name that shows who gave a source is in them."""
        audience = question.audience
        connection = self._folder.database.connection
        tokens = closed(connection, audience) if audience is not None else set()
        given = Given(connection, tokens)
        names = names_withheld(connection, audience)
        after = ""
        while True:
            page = self.statements(with_fields(question, after=after, limit=500))
            for row in given.rows(page.items) if tokens else page.items:
                if _asked_for(row, question):
                    label = label_for(row.source, row.source_label, names)
                    yield row if label == row.source_label else replace(row, source_label=label)
            if not page.after:
                return
            after = page.after

    def statement(self, identifier: str) -> StatementView:
        return ask_statements.statement(self._folder, identifier)

    def reviews(self, ids: Sequence[str]) -> dict[str, Review]:
        """What was decided on each of the statements so far."""
        connection = self._folder.database.connection
        return {one: Review(ask_statements.find_statement(connection, one)["review"]) for one in ids}

    def parties(self, *, text: str = "", kind: str = "", after: str = "", limit: int = 100) -> Page[PartyRow]:
        return ask_parties.parties(self._folder.database.connection, text=text, kind=kind, after=after, limit=limit)

    def party(self, identifier: str) -> PartyView:
        return ask_parties.party(self._folder, identifier)

    def conflicts(
        self,
        *,
        kind: ConflictKind | None = None,
        reason: ConflictReason | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[Conflict]:  # fmt: skip
        """What cannot both stand, among accepted statements; all of it, or of one kind and with one reason."""
        connection = self._folder.database.connection
        return ask_desk.conflicts(connection, kind=kind or "", reason=reason or "", after=after, limit=limit)

    def conflict_reasons(self) -> tuple[tuple[str, int], ...]:
        """How many conflicts have which reason, the most frequent first."""
        return ask_desk.conflict_reasons(self._folder.database.connection)

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


def _asked_for(row: StatementRow, question: Question) -> bool:
    """Whether a row is still what was asked for, once it is counted without what its receivers may not have."""
    counted = question.origins is None or row.support is None or row.support.origins <= question.origins
    return counted and (row.conflicted or not question.conflicted)


def with_fields(question: Question, **fields: Any) -> Question:
    """The question with some fields changed."""
    return Question(**{name: getattr(question, name) for name in question.__struct_fields__} | fields)
