"""Acts of authorities: recorded by a person from accepted statements; and where they leave measures and proceedings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from foja.facade.opened import act as event_of
from foja.facade.texts import Texts
from foja.law.act_drafts import ActDraft, ActProposal, drafts
from foja.law.act_groups import ActGroup, grouped
from foja.law.making import act_of, fields_of
from foja.model.act import OfficialAct, PartyName
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor, Event
from foja.model.party import NameGroup
from foja.model.proceedings import ActRow, ActView, MatterView, StatusView, Subject
from foja.model.record import builtins, decode
from foja.model.rows import Page, Question, StatementRow
from foja.model.statement import Statement
from foja.model.vocabulary import ActState, Review, Sensitivity
from foja.store import ask_acts, ask_matters, ask_parties
from foja.store.ask_statements import find_statement, last_day
from foja.store.people import by_form
from foja.store.withholding import closed, label_for, names_withheld
from foja.text.fold import key

_STRETCH, _STRETCHES = 100, 20
"""Statements that are read at a time for proposals, and how often before a page is given as it is."""


class Acts(Texts):
    """Acts and what they move."""

    def acts(self, *, as_of: str = "", known_by: str = "", after: str = "", limit: int = 50) -> Page[ActRow]:
        """Recorded acts by date, each with what it rests on and how well the record shows it."""
        as_of, known_by = days(as_of, known_by)
        return ask_acts.acts(self._connection, as_of=as_of, known_by=known_by, after=after, limit=limit)

    def act(self, identifier: str) -> ActView:
        return ask_acts.act(self._folder, identifier)

    def acts_on_statement(self, identifier: str) -> tuple[ActRow, ...]:
        """Acts that rest on a statement."""
        return ask_acts.acts_of_statement(self._connection, identifier)

    def matters(
        self, *, as_of: str = "", known_by: str = "", machine: str = "", after: str = "", limit: int = 50
    ) -> Page[MatterView]:
        """Measures and proceedings that have an act by then, each with where it stands."""
        as_of, known_by = days(as_of, known_by)
        return ask_matters.matters(
            self._connection, as_of=as_of, known_by=known_by, machine=machine, after=after, limit=limit
        )

    def matter(self, identifier: str, *, as_of: str = "", known_by: str = "") -> MatterView:
        """One measure or proceeding with its acts."""
        return ask_matters.matter(self._connection, identifier, *days(as_of, known_by))

    def matter_titles(self) -> list[str]:
        """How this file calls its measures and proceedings: an act with one of these titles adds to one."""
        return ask_matters.titles(self._connection)

    def every_matter(self, question: Question, *, names: bool = True) -> tuple[MatterView, ...]:
        """All of them as a report or an export gives them: with the days, the subject and the audience of a question.
        What its audience may not have moves nothing. Without ``names``, who recorded the acts is left out.

        For everybody (``public``), where a matter stands is told only if no act of it rests on a source that is merely
        internal: half of the acts may say that somebody is accused who was acquitted since. What is protected leaves
        no such trace.
        """
        as_of, known_by = days(question.as_of, question.known_by)

        def found(audience: Sensitivity | None) -> tuple[MatterView, ...]:
            withheld = closed(self._connection, audience) if audience is not None else set()
            without = withheld | ask_acts.naming(self._connection, withheld)
            return ask_matters.every_matter(self._connection, as_of, known_by, question.subject, without)

        views = found(question.audience)
        files = names_withheld(self._connection, question.audience)
        given = [replace(view, acts=tuple(_given(row, files, names) for row in view.acts)) for view in views]
        if question.audience is not Sensitivity.PUBLIC:
            return tuple(given)
        whole = {view.matter.id: len(view.acts) for view in found(Sensitivity.INTERNAL)}
        return tuple(
            view if whole.get(view.matter.id, 0) <= len(view.acts) else replace(view, subjects=(), partial=True)
            for view in given
        )

    def status(self, party: str, *, as_of: str = "", known_by: str = "") -> StatusView:
        """Where every measure and proceeding stands that concerns a party (id or name)."""
        return ask_matters.status(self._connection, party, *days(as_of, known_by))

    def concerned(self, *, limit: int = 40) -> tuple[Subject, ...]:
        """Whom recorded acts concern, those of most acts first."""
        return ask_matters.concerned(self._connection, limit)

    def notices(self, *, as_of: str = "", known_by: str = "") -> StatusView:
        """Where every notice stands, for each person. A notice is a request, not a warrant."""
        return ask_matters.notices(self._connection, *days(as_of, known_by))

    def newest(self) -> str:
        """The last day on which a source of this file was published, as far as sources say; empty where none does.
        What is asked of a later day is answered by what was so until then."""
        return ask_acts.newest(self._connection)

    def draft_acts(self, statement: str, *, waiting: bool = False) -> tuple[ActDraft, ...]:
        """Acts that an accepted statement may report: suggestions for a form, never recorded by themselves. With
        ``waiting``, of one that nobody has decided on too."""
        view = self.statement(statement)
        if view.row.review is not Review.ACCEPTED and not (waiting and view.row.review is Review.DRAFT):
            return ()
        names = [party.name for party in view.subjects]
        return drafts(view.statement, names, ask_parties.kinds(self._connection, names))

    def acts_grouped(self, *, source: str = "", after: str = "", limit: int = 400) -> Page[ActGroup]:
        """The same, proposals of one act together. ``limit``: proposals that are read for it, from one end of the file
        or from ``after`` on; those that lie further apart are not found to be of one act."""
        page = self.acts_proposed(source=source, after=after, limit=limit)
        meant: dict[tuple[str, str], str] = {}

        def party_of(row: StatementRow, name: str) -> str:
            if (row.source, name) not in meant:
                found = self._party_in(name, [row.source]).key
                meant[row.source, name] = ask_acts.party_of(self._connection, found)
            return meant[row.source, name]

        groups = grouped(page.items, party_of)
        return Page(items=groups, total=len(groups), after=page.after, capped=page.capped)

    def acts_proposed(self, *, source: str = "", after: str = "", limit: int = 20) -> Page[ActProposal]:
        """Statements, accepted or waiting, that may report an act and have none yet, each with its drafts: by source
        and place. Read a stretch at a time, so a page may hold some more than ``limit``, or fewer; ``after`` says
        whether there is more to read. Nothing of it is recorded."""
        found: list[ActProposal] = []
        for _ in range(_STRETCHES):
            asked = Question(
                review=(Review.ACCEPTED, Review.DRAFT), source=source, order="text", after=after, limit=_STRETCH
            )
            page = self.statements(asked)
            for row in page.items:
                given = decode(find_statement(self._connection, row.id)["record"], Statement)
                made = drafts(given, given.names, ask_parties.kinds(self._connection, given.names))
                if made and not any(
                    one.state is ActState.RECORDED for one in ask_acts.acts_of_statement(self._connection, row.id)
                ):
                    found.append(ActProposal(row=row, drafts=made))
            after = page.after
            if not after or len(found) >= limit:
                break
        return Page(items=tuple(found), total=len(found), after=after, capped=bool(after))

    def record_act(
        self,
        fields: Mapping[str, Any],
        rests_on: Sequence[str],
        *,
        entered: bool = False,
        accept: bool = False,
        actor: Actor,
        why: str,
    ) -> OfficialAct:
        """Records an act that accepted statements report, or, with ``entered`` and no statement, one that a person
        knows of.

        ``fields``: machine and title, or matter (its id); kind, authority, date (EDTF), persons, and until, native,
        number, basis, supersedes, annuls. Parties by name or id. There is no field for where it leaves the matter,
        nor for how well it is shown: both are computed. Raises Refusal ``act-basis-not-accepted``. With ``accept``,
        the person accepts those of the statements that wait, in the same decision and for the same reason.
        """
        if not rests_on and not entered:
            raise UsageError(
                "act-basis-missing",
                "An act rests on accepted statements; none was named.",
                next="Name the statements that report it, or say that you enter it without one.",
            )
        waiting = self._waiting(rests_on) if accept else []
        accepted = self._accepting(waiting, actor, why) if waiting else []
        rests = self._accepted(rests_on, but=waiting)
        filled = self._filled(fields, rests_on)
        made = act_of(filled, rests)
        while self._ended(made.id):  # the same act was withdrawn or corrected: this one is put in its place
            made = act_of(filled, rests, corrects=made.id)
        self._check_new(made)
        recorded = event_of("act.recorded", {"act": builtins(made), "keys": _keys(made)}, actor, why)
        self._decide([*accepted, recorded])
        return made

    def correct_act(
        self, identifier: str, changes: Mapping[str, Any], rests_on: Sequence[str] = (), *, actor: Actor, why: str
    ) -> OfficialAct:
        """Puts a corrected act in the place of one, which is then superseded for good. Without ``rests_on``, it rests
        on the same statements, or on what was put in their place."""
        before = self._standing(identifier)
        rests = self._accepted(rests_on or [self._present(one) for one in before.rests_on])
        fields = fields_of(before) | self._filled(changes, rests)
        if act_of(fields, rests, corrects=before.corrects).id == before.id:
            raise UsageError("nothing-changed", "The correction changes nothing.", where=identifier)
        made = act_of(fields, rests, corrects=before.id)
        self._check_new(made)
        body = {"act": before.id, "replacement": builtins(made), "keys": _keys(made)}
        self._decide([event_of("act.corrected", body, actor, why)])
        return made

    def withdraw_act(self, identifier: str, *, actor: Actor, why: str) -> Event:
        """Says that an act was not done, or does not belong here. It stays in the history and moves nothing more."""
        before = self._standing(identifier)
        return self._decide([event_of("act.withdrawn", {"act": before.id}, actor, why)])[0]

    @property
    def _connection(self) -> Any:
        return self._folder.database.connection

    def _filled(self, fields: Mapping[str, Any], rests_on: Sequence[str]) -> dict[str, Any]:
        """The fields with parties and the matter looked up."""
        filled = dict(fields)
        if filled.get("matter"):
            matter = ask_matters.matter(self._connection, str(filled["matter"])).matter
            filled |= {"machine": matter.machine, "title": matter.title}
        filled.pop("matter", None)
        if "authority" in filled:
            filled["authority"] = self._party_name(filled["authority"], rests_on)
        if "persons" in filled:
            filled["persons"] = [self._party_name(one, rests_on) for one in filled["persons"]]
        return filled

    def _party_name(self, given: Any, rests_on: Sequence[str]) -> PartyName:
        """The party that is meant in the documents of the statements ``rests_on``."""
        if isinstance(given, PartyName):
            return given
        return self._party_in(given, [find_statement(self._connection, one)["source"] for one in rests_on])

    def _party_in(self, given: Any, sources: Sequence[str]) -> PartyName:
        """A party as typed, with the key under which it is found: that of the id, of the name, or of the party that a
        short form means in the documents that what names it rests on."""
        if isinstance(given, PartyName):
            return given
        name = " ".join(str(given).split())
        if name.startswith("pa-"):
            row = ask_parties.party(self._folder, name).row
            return PartyName(name=row.name, key=row.key)
        name_key = key(name)
        if name_key and ask_matters.is_party(self._connection, name_key):
            return PartyName(name=name, key=name_key)
        meant: set[str] = set()
        for source in sources:
            rows = self._connection.execute("SELECT record FROM naming WHERE source = ?", (source,)).fetchall()
            meant |= by_form(decode(row["record"], NameGroup) for row in rows).get(name_key, set())
        return PartyName(name=name, key=meant.pop() if len(meant) == 1 else name_key)

    def _waiting(self, statements: Sequence[str]) -> list[str]:
        """Those of the statements that nobody has decided on."""
        return [one for one in statements if find_statement(self._connection, one)["review"] == Review.DRAFT]

    def _accepted(self, statements: Sequence[str], but: Sequence[str] = ()) -> list[str]:
        """The statements, each accepted, or one of ``but``. Raises Refusal ``act-basis-not-accepted``."""
        for identifier in statements:
            row = find_statement(self._connection, identifier)
            if row["review"] != Review.ACCEPTED and identifier not in but:
                other = row["superseded_by"]
                raise Refusal(
                    "act-basis-not-accepted",
                    f"The statement is {row['review']}, not accepted, so no act can rest on it.",
                    where=identifier,
                    next=f"Use {other} instead." if other else "Read it beside its passage and accept it first.",
                )
        return list(dict.fromkeys(statements))

    def _present(self, statement: str) -> str:
        """The statement that was put in the place of this one, at last."""
        while after := find_statement(self._connection, statement)["superseded_by"]:
            statement = after
        return statement

    def _standing(self, identifier: str) -> OfficialAct:
        row = ask_acts.find_act(self._connection, identifier)
        if row["state"] != ActState.RECORDED:
            by = row["superseded_by"]
            raise Refusal(
                "act-ended",
                f"{identifier} was {row['state']}; that is final.",
                where=identifier,
                next=f"Decide on {by} instead." if by else "Record the act anew, if it was done after all.",
            )
        return decode(row["record"], OfficialAct)

    def _ended(self, identifier: str) -> bool:
        row = self._connection.execute("SELECT state FROM official_act WHERE id = ?", (identifier,)).fetchone()
        return row is not None and row["state"] != ActState.RECORDED

    def _check_new(self, made: OfficialAct) -> None:
        for other in (*made.supersedes, *made.annuls):
            ask_acts.find_act(self._connection, other)
        if self._connection.execute("SELECT 1 FROM official_act WHERE id = ?", (made.id,)).fetchone():
            raise UsageError(
                "act-exists",
                "This act has already been recorded.",
                where=made.id,
                next=f"Look at it with: foja show CASE {made.id}",
            )


def _given(row: ActRow, files: Mapping[str, str], names: bool) -> ActRow:
    """The row without withheld ``files``; without ``names``, without who recorded it."""
    basis = tuple(replace(one, source_label=label_for(one.source, one.source_label, files)) for one in row.basis)
    return replace(row, basis=basis, by=row.by if names else "")


def _keys(made: OfficialAct) -> list[str]:
    return sorted({party.key for party in (*made.persons, made.authority)})


def days(as_of: str, known_by: str) -> tuple[str, str]:
    """The two days of a question, each the last that it can mean; empty where none is asked."""
    return last_day(as_of) if as_of else "", last_day(known_by) if known_by else ""
