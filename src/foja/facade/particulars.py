"""Posts and other particulars: recorded by a person from accepted statements, corrected, withdrawn; and asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foja.facade.acts import Acts, days
from foja.facade.opened import act as event_of
from foja.law.particulars import fields_of, particular_of
from foja.model.act import PartyName
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor, Event
from foja.model.particular import Particular, ParticularRow, ParticularView, Post, decoded, named, sort_of
from foja.model.record import builtins
from foja.model.rows import Page
from foja.model.vocabulary import ActState, Holds
from foja.store import ask_matters, ask_particulars
from foja.text.fold import key

PARTIES = ("person", "organisation", "authority")
"""Fields that name one party."""
NAMES = ("name",)
"""Fields that hold a name as such: whose it is, is what the record is about."""


class Particulars(Acts):
    """Particulars."""

    def posts(
        self, *, party: str = "", title: str = "", as_of: str = "", known_by: str = "", over: bool = True,
        after: str = "", limit: int = 50,
    ) -> Page[ParticularRow]:  # fmt: skip
        """Posts held, by date; of one party (id or name) where one is named, and with the words of ``title`` in the
        title, the body or the country. ``as_of``: those that had been taken up, or may have been; without ``over``, not
        those that had been left. With a party or a title all of them, whatever ``limit``."""
        as_of, known_by = days(as_of, known_by)
        if title.strip():
            keys = set(ask_matters.find_subject(self._connection, party)[1]) if party else set()
            named = ask_particulars.posts_named(self._connection, title, as_of, known_by)
            rows = tuple(row for row in named if not party or _holder(row) in keys)
        elif not party:
            return ask_particulars.particulars(
                self._connection, "post", as_of=as_of, known_by=known_by, over=over, after=after, limit=limit
            )
        else:
            _, found = ask_matters.find_subject(self._connection, party)
            rows = ask_particulars.of_keys(self._connection, "post", found, as_of, known_by)
        kept = tuple(row for row in rows if over or not row.holds or row.holds is not Holds.NO)
        return Page(items=kept, total=len(kept))

    def names_used(self, party: str, *, as_of: str = "", known_by: str = "") -> tuple[ParticularRow, ...]:
        """Names that a party (id or name) used, as recorded: dated aliases, by date."""
        as_of, known_by = days(as_of, known_by)
        _, keys = ask_matters.find_subject(self._connection, party)
        return ask_particulars.of_keys(self._connection, "name", keys, as_of, known_by)

    def name_of_others(self, party: str) -> tuple[ParticularRow, ...]:
        """Records that somebody else used a name which sources use for this party."""
        _, keys = ask_matters.find_subject(self._connection, party)
        return ask_particulars.using_name(self._connection, keys)

    def particular(self, identifier: str) -> ParticularView:
        """One particular (``po-…``) with what it rests on and its history."""
        return ask_particulars.particular(self._folder, identifier)

    def particulars_on_statement(self, identifier: str) -> tuple[ParticularRow, ...]:
        """Particulars that rest on a statement."""
        return ask_particulars.of_statement(self._connection, identifier)

    def record_particular(
        self, sort: str, fields: Mapping[str, Any], rests_on: Sequence[str] = (), *, entered: bool = False,
        actor: Actor, why: str,
    ) -> Particular:  # fmt: skip
        """Records a particular that accepted statements show, or, with ``entered`` and no statement, one that a person
        knows of. ``sort`` and ``fields``: see ``foja.law.particulars.FIELDS``; parties by name or id.

        Raises UsageError ``particular-basis-missing``, ``particular-incomplete``, ``particular-value``,
        ``particular-date``, ``particular-exists``, ``country-unknown``; Refusal ``act-basis-not-accepted``.
        """
        if not rests_on and not entered:
            raise UsageError(
                "particular-basis-missing",
                "This rests on accepted statements; none was named.",
                next="Name the statements that show it, or say that you enter it without one.",
            )
        rests = self._accepted(rests_on)
        filled = self._parties(fields, rests)
        made = particular_of(sort, filled, rests)
        while self._row_state(made.id) in (ActState.SUPERSEDED, ActState.WITHDRAWN):
            made = particular_of(sort, filled, rests, corrects=made.id)  # put in the place of the one that ended
        self._check_particular(made)
        body = {"particular": builtins(made), "keys": _keys(made)}
        self._decide([event_of("particular.recorded", body, actor, why)])
        return made

    def correct_particular(
        self, identifier: str, changes: Mapping[str, Any], rests_on: Sequence[str] = (), *, actor: Actor, why: str
    ) -> Particular:
        """Puts a corrected record in the place of one, which is then superseded for good. Without ``rests_on``, it
        rests on the same statements, or on what was put in their place."""
        before = self._recorded(identifier)
        rests = self._accepted(rests_on or [self._present(one) for one in before.rests_on])
        fields = fields_of(before) | self._parties(changes, rests)
        sort = sort_of(before)
        if particular_of(sort, fields, rests, corrects=before.corrects).id == before.id:
            raise UsageError("nothing-changed", "The correction changes nothing.", where=identifier)
        made = particular_of(sort, fields, rests, corrects=before.id)
        self._check_particular(made)
        body = {"particular": before.id, "replacement": builtins(made), "keys": _keys(made)}
        self._decide([event_of("particular.corrected", body, actor, why)])
        return made

    def withdraw_particular(self, identifier: str, *, actor: Actor, why: str) -> Event:
        """Says that it was not so, or does not belong here. It stays in the history and counts no more."""
        before = self._recorded(identifier)
        return self._decide([event_of("particular.withdrawn", {"particular": before.id}, actor, why)])[0]

    def _parties(self, fields: Mapping[str, Any], rests_on: Sequence[str]) -> dict[str, Any]:
        """The fields with parties looked up."""
        filled = dict(fields)
        for name in PARTIES:
            if filled.get(name):
                filled[name] = self._party_name(filled[name], rests_on)
        for name in NAMES:
            if filled.get(name) and not isinstance(filled[name], PartyName):
                written = " ".join(str(filled[name]).split())
                filled[name] = PartyName(name=written, key=key(written))
        if "persons" in filled:
            filled["persons"] = [self._party_name(one, rests_on) for one in filled["persons"]]
        return filled

    def _recorded(self, identifier: str) -> Particular:
        row = ask_particulars.find_particular(self._connection, identifier)
        if row["state"] != ActState.RECORDED:
            by = row["superseded_by"]
            raise Refusal(
                "particular-ended",
                f"{identifier} was {row['state']}; that is final.",
                where=identifier,
                next=f"Decide on {by} instead." if by else "Record it anew, if it was so after all.",
            )
        return decoded(row["record"])

    def _row_state(self, identifier: str) -> str:
        row = self._connection.execute("SELECT state FROM particular WHERE id = ?", (identifier,)).fetchone()
        return str(row["state"]) if row else ""

    def _check_particular(self, made: Particular) -> None:
        if self._row_state(made.id):
            raise UsageError(
                "particular-exists",
                "This has already been recorded.",
                where=made.id,
                next=f"Look at it with: foja show CASE {made.id}",
            )


def _keys(made: Particular) -> list[str]:
    return sorted({party.key for parties in named(made).values() for party in parties})


def _holder(row: ParticularRow) -> str:
    return row.particular.person.key if isinstance(row.particular, Post) else ""
