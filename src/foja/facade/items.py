"""Incidents, evidence and positions: recorded by persons from accepted statements; and marks beside statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foja.facade.acts import days
from foja.facade.lists import Lists
from foja.facade.opened import act as event_of
from foja.facade.opened import some
from foja.law.items import PARTS, fields_of_item, item_of
from foja.model.errors import Refusal, UsageError
from foja.model.event import Actor, Event
from foja.model.item import SORTS, Item, Position, parties_of, rests_of, sort_of
from foja.model.item_rows import ItemRow, ItemView
from foja.model.record import builtins, decode
from foja.model.rows import Page
from foja.model.vocabulary import ActState, Mark
from foja.store import ask_items, ask_matters
from foja.store.ask_statements import find_statement
from foja.text.countries import names_of


class Items(Lists):
    """Incidents, evidence, positions."""

    def incidents(self, *, as_of: str = "", known_by: str = "", after: str = "", limit: int = 50) -> Page[ItemRow]:
        """Incidents by date, with figures and qualifications as statements."""
        return self._items("incident", as_of, known_by, after=after, limit=limit)

    def evidence(
        self, *, as_of: str = "", known_by: str = "", kind: str = "", after: str = "", limit: int = 50
    ) -> Page[ItemRow]:
        """Means of proof by date. ``kind``: of ``EvidenceKind``."""
        return self._items("evidence", as_of, known_by, kind=kind, after=after, limit=limit)

    def positions(
        self, *, as_of: str = "", known_by: str = "", on: str = "", party: str = "", stance: str = "", after: str = "",
        limit: int = 50,
    ) -> Page[ItemRow]:  # fmt: skip
        """Positions by date. ``on``: an act, matter or incident; ``party``: whose (id or name); a country is
        meant by each of its names."""
        keys = self._holders(party) if party else None
        return self._items("position", as_of, known_by, target=on, kind=stance, keys=keys, after=after, limit=limit)

    def _holders(self, party: str) -> set[str]:
        """The name keys of whoever is meant. A country that no source names has none: its position was not found, which
        is no mistake of whoever asks."""
        keys: set[str] = set()
        country = names_of(party)
        for name in dict.fromkeys((party, *country)):
            try:
                keys |= set(ask_matters.find_subject(self._connection, name)[1])
            except UsageError:
                if not country:
                    raise
        return keys

    def item(self, identifier: str, *, as_of: str = "", known_by: str = "") -> ItemView:
        """One incident, piece of evidence or position."""
        return ask_items.item(self._folder, identifier, *days(as_of, known_by))

    def items_on_statement(self, identifier: str) -> tuple[ItemRow, ...]:
        """Incidents, evidence and positions that rest on a statement."""
        return ask_items.items_of_statement(self._connection, identifier)

    def record_item(
        self, sort: str, fields: Mapping[str, Any], *, entered: bool = False, actor: Actor, why: str
    ) -> Item:
        """Records an incident, a piece of evidence or a position from accepted statements, or, with ``entered``, one
        that no statement shows. ``fields``: see ``law.items.FIELDS``; parties by name or id.

        Raises UsageError ``item-basis-missing``, ``item-exists``; Refusal ``act-basis-not-accepted``.
        """
        made = self._made(sort, fields)
        while self._over(made.id):  # the same was withdrawn or corrected: this one is put in its place
            made = item_of(sort, fields_of_item(made), corrects=made.id)
        if not rests_of(made) and not entered:
            raise UsageError(
                "item-basis-missing",
                f"The {sort} rests on no statement.",
                next="Name accepted statements, or say that you enter it without one.",
            )
        self._check_item(made)
        self._decide([recorded(made, actor, why)])
        return made

    def correct_item(self, identifier: str, changes: Mapping[str, Any], *, actor: Actor, why: str) -> Item:
        """Puts a corrected item in the place of one, which is then superseded for good."""
        before = self._standing_item(identifier)
        sort = sort_of(before)
        fields = fields_of_item(before)
        for part in PARTS[sort]:
            fields[part] = [self._present(one) for one in fields[part]]
        made = self._made(sort, fields | dict(changes), corrects=before.id)
        if fields_of_item(made) == fields_of_item(before):
            raise UsageError("nothing-changed", "The correction changes nothing.", where=identifier)
        self._check_item(made)
        body = {"item": before.id, "replacement": builtins(made), "keys": item_keys(made)}
        self._decide([event_of(f"{sort}.corrected", body, actor, why)])
        return made

    def withdraw_item(self, identifier: str, *, actor: Actor, why: str) -> Event:
        """Says that an item does not belong here. It stays in the history."""
        before = self._standing_item(identifier)
        return self._decide([event_of(f"{sort_of(before)}.withdrawn", {"item": before.id}, actor, why)])[0]

    def mark(self, ids: Sequence[str], mark: Mark, *, off: bool = False, actor: Actor, why: str) -> list[Event]:
        """Notes beside statements that they are inferred, contested, or hold a detail that no source read here gives;
        or takes such a note away. The reason is shown with it."""
        found = [find_statement(self._connection, one)["id"] for one in some(ids)]
        kind = "statement.unmarked" if off else "statement.marked"
        return self._decide([event_of(kind, {"statement": one, "mark": mark.value}, actor, why) for one in found])

    def _items(self, sort: str, as_of: str, known_by: str, **asked: Any) -> Page[ItemRow]:
        as_of, known_by = days(as_of, known_by)
        return ask_items.items(self._connection, sort, as_of=as_of, known_by=known_by, **asked)

    def _made(self, sort: str, fields: Mapping[str, Any], *, corrects: str = "") -> Item:
        """The item with its parties looked up and its statements checked."""
        filled = dict(fields)
        rests = [one for part in PARTS.get(sort, ()) for one in filled.get(part) or ()]
        for name in ("origin", "holder"):
            if filled.get(name):
                filled[name] = self._party_name(filled[name], rests)
        if "parties" in filled:
            filled["parties"] = [self._party_name(one, rests) for one in filled["parties"]]
        made = item_of(sort, filled, corrects=corrects)
        self._accepted(rests_of(made))
        return made

    def _check_item(self, made: Item) -> None:
        if isinstance(made, Position):
            ask_items.check_target(self._connection, made.on)
        if self._connection.execute("SELECT 1 FROM item WHERE id = ?", (made.id,)).fetchone():
            raise UsageError("item-exists", f"This {sort_of(made)} has already been recorded.", where=made.id)

    def _standing_item(self, identifier: str) -> Item:
        row = ask_items.find_item(self._connection, identifier)
        if row["state"] != ActState.RECORDED:
            by = row["superseded_by"]
            raise Refusal(
                "item-ended",
                f"{identifier} was {row['state']}; that is final.",
                where=identifier,
                next=f"Decide on {by} instead." if by else "Record it anew, if it belongs here after all.",
            )
        return decode(row["record"], SORTS[row["sort"]])

    def _over(self, identifier: str) -> bool:
        row = self._connection.execute("SELECT state FROM item WHERE id = ?", (identifier,)).fetchone()
        return row is not None and row["state"] != ActState.RECORDED


def recorded(item: Item, actor: Actor, why: str) -> Any:
    """The event that records an item."""
    body = {"item": builtins(item), "keys": item_keys(item)}
    return event_of(f"{sort_of(item)}.recorded", body, actor, why)


def item_keys(item: Item) -> list[str]:
    return sorted({party.key for party in parties_of(item)})
