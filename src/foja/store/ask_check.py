"""What on file may bear on a statement that is not on file: found by names, and by words."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from foja.law.machine import machines
from foja.model.errors import UsageError
from foja.model.item import Incident, parties_of
from foja.model.item_rows import ItemRow
from foja.model.particular import Circumstance, ParticularRow
from foja.model.proceedings import ActRow, StatusView
from foja.model.record import decode
from foja.model.rows import StatementRow
from foja.model.statement import Statement
from foja.model.vocabulary import ActFamily, MentionKind, Status
from foja.store import ask_acts, ask_items, ask_matters, ask_particulars, ask_parties
from foja.store.ask_statements import find_statement, statement_row
from foja.store.database import query
from foja.store.flags import flagged
from foja.text.fold import fold, key
from foja.weigh.content import content_words, stems

ACTS = 2000
"""Acts that a page is held against, where it names nobody: the first by date."""
SURNAME = 3
"""Letters of a word that may stand for a whole name."""
WORDS, NEAR = 12, 60
"""Words of a statement that are looked up, the rarest first; statements that are looked at, the nearest first."""


class OnFile:
    """The accepted statements, acts and items of a case, as a page is held against them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._parties: dict[str, str] = {}
        self._status: dict[tuple[str, str], StatusView | None] = {}
        self._incident_days: dict[str, bool] = {}

    def party_of(self, name_key: str) -> str:
        """The party that a name leads to; the name itself where no source names one by it."""
        if name_key not in self._parties:
            found = ask_acts.party_of(self._connection, name_key)
            if found == name_key:
                found = self._by_words(name_key) if " " in name_key else self._by_one_word(name_key)
            self._parties[name_key] = found
        return self._parties[name_key]

    def _by_words(self, name_key: str) -> str:
        """A page leaves out a middle name: the words lead to the one person with a name that has them all."""
        if self._is_named(name_key):
            return name_key
        meant = ask_parties.with_words(self._connection, name_key)
        found = meant.pop() if len(meant) == 1 else name_key
        row = self._connection.execute(query("row.party"), (found,)).fetchone()
        return found if (row["kind"] == MentionKind.PERSON if row else self._is_named(found)) else name_key

    def _is_named(self, name_key: str) -> bool:
        """Whether an act or a particular is about somebody of just this name."""
        asked = "SELECT 1 FROM act_party WHERE key = ? AND role = 'person' LIMIT 1"
        return self._connection.execute(asked, (name_key,)).fetchone() is not None

    def whole(self, names: Sequence[str], content: str) -> tuple[str, ...]:
        """The names of a statement, with those that stand side by side in it taken for one where the file has one of
        that length: "Samuel Salman" and "El Reda"."""
        found, left = [], list(names)
        while left:
            name = left.pop(0)
            while left and f"{name} {left[0]}" in content and self._is_party(f"{name} {left[0]}"):
                name = f"{name} {left.pop(0)}"
            found.append(name)
        return tuple(found)

    def _is_party(self, name: str) -> bool:
        return ask_acts.party_of(self._connection, key(name)) != key(name)

    def _by_one_word(self, name_key: str) -> str:
        """A page has a surname where the file has whole names: it leads to the one party with a name that ends in it,
        if there is one alone."""
        if " " in name_key or len(name_key) < SURNAME:
            return name_key
        rows = self._connection.execute(query("check.by_surname"), (f'words : "{name_key}"', f"% {name_key}"))
        parties = {str(row["party"]) for row in rows}
        return parties.pop() if len(parties) == 1 else name_key

    def knows(self, name: str) -> bool:
        """Whether a source, an act or an item of the file names somebody so."""
        found = key(name)
        if not found or self.party_of(found) != found:
            return bool(found)
        row = self._connection.execute("SELECT 1 FROM act_party WHERE key = ? LIMIT 1", (found,)).fetchone()
        return row is not None

    def acts_itself(self, name: str) -> bool:
        """Whether acts on file were done by somebody of that name."""
        return self._in_acts(self.party_of(key(name)), "authority")

    def acts_of(self, machine: str) -> tuple[ActRow, ...]:
        """Recorded acts of a kind of measure or proceeding."""
        return tuple(row for row in self._acts if row.act.matter.machine == machine)

    @cached_property
    def _acts(self) -> tuple[ActRow, ...]:
        """The acts on file by date, read once for a page."""
        return ask_acts.acts(self._connection, limit=ACTS).items

    def posts_of(self, name: str) -> tuple[ParticularRow, ...]:
        """Posts on file of somebody by that name."""
        return self._particulars_of("post", name)

    def circumstances_of(self, name: str, kind: str) -> tuple[ParticularRow, ...]:
        """Circumstances of a kind on file about somebody by that name."""
        rows = self._particulars_of("circumstance", name)
        return tuple(row for row in rows if isinstance(row.particular, Circumstance) and row.particular.kind == kind)

    def _particulars_of(self, sort: str, name: str) -> tuple[ParticularRow, ...]:
        try:
            _, keys = ask_matters.find_subject(self._connection, self.party_of(key(name)))
        except UsageError:
            return ()
        return ask_particulars.of_keys(self._connection, sort, keys, "", "")

    def acts_by(self, name: str) -> tuple[ActRow, ...]:
        """Recorded acts that somebody of that name did."""
        wanted = self.party_of(key(name))
        return tuple(
            row for row in self._acts if row.state == "recorded" and self.party_of(row.act.authority.key) == wanted
        )

    def acts_cued(self, text: str) -> tuple[ActRow, ...]:
        """Recorded acts of the measures and proceedings that a text names by a cue."""
        words = fold(text)
        named = {name for name, machine in machines().items() if any(fold(cue) in words for cue in machine.cues)}
        return tuple(row for row in self._acts if row.state == "recorded" and row.act.matter.machine in named)

    def found_about(self, name: str, statuses: Collection[Status]) -> list[Statement]:
        """Accepted statements about somebody that have one of these statuses."""
        rows = self._connection.execute(query("check.by_party"), (self.party_of(key(name)), NEAR))
        found = [decode(row["record"], Statement) for row in rows]
        return [one for one in found if one.status in statuses]

    def day_of_an_incident(self, day: str) -> bool:
        if day not in self._incident_days:
            rows = ask_items.items(self._connection, "incident", as_of=day, limit=500).items
            self._incident_days[day] = any(
                isinstance(row.item, Incident) and row.item.date.earliest == day == row.item.date.latest for row in rows
            )
        return self._incident_days[day]

    def is_subject(self, party: str) -> bool:
        """Whether acts on file are about a party."""
        return self._in_acts(party, "person")

    def _in_acts(self, party: str, role: str) -> bool:
        return self._connection.execute(query("check.in_acts"), (party, role)).fetchone() is not None

    def incidents(self, day: str, names: Iterable[str]) -> list[ItemRow]:
        """Incidents of a day that name one of these, or whose place or title does."""
        found = []
        wanted = {self.party_of(key(name)): fold(name) for name in names if key(name)}
        for row in ask_items.items(self._connection, "incident", as_of=day, limit=500).items:
            item = row.item
            if not isinstance(item, Incident) or not (item.date.earliest or "") <= day <= (item.date.latest or ""):
                continue
            words = fold(f"{item.title} {item.place}")
            if any(self.party_of(one.key) in wanted for one in item.parties) or any(
                w in words for w in wanted.values()
            ):
                found.append(row)
        return found

    def near(self, statement: Statement) -> list[Statement]:
        """Accepted statements that share words or parties with one, the nearest in words first."""
        words = [word for word in dict.fromkeys(content_words(statement.content)) if word and stems(word)]
        found: dict[str, Statement] = {}
        if words:
            rare = sorted(words, key=lambda word: (self._often(word), word))[:WORDS]
            asked = _any_of(f'"{word}"' for word in rare)
            for row in self._connection.execute(query("check.by_words"), (asked, NEAR)):
                found[row["id"]] = decode(row["record"], Statement)
        keys = [key(name) for name in statement.names]
        for party in sorted({self.party_of(one) for one in keys if one}):
            for row in self._connection.execute(query("check.by_party"), (party, NEAR)):
                found.setdefault(row["id"], decode(row["record"], Statement))
        return list(found.values())

    def in_words(self, words: Iterable[str]) -> list[Statement]:
        """Accepted statements that have one of these words, or one that begins so."""
        terms = [" ".join(content_words(word)) for word in words]
        asked = _any_of(f'"{term}" *' for term in terms if term)
        rows = self._connection.execute(query("check.by_words"), (asked, NEAR)).fetchall()
        return [decode(row["record"], Statement) for row in rows]

    def _often(self, word: str) -> int:
        asked = f'words : "{word}" AND review : accepted'
        return int(self._connection.execute(query("check.often"), (asked,)).fetchone()[0])

    def rows(self, statements: Sequence[Statement]) -> tuple[StatementRow, ...]:
        found = (statement_row(find_statement(self._connection, one.id)) for one in statements)
        return flagged(self._connection, found)

    def status(self, name: str, as_of: str) -> StatusView | None:
        """Where everything stands for somebody by that name; None where nobody is named so."""
        if (name, as_of) not in self._status:
            try:
                party = self.party_of(key(name))
                self._status[name, as_of] = ask_matters.status(self._connection, party, as_of, "")
            except UsageError:
                self._status[name, as_of] = None
        return self._status[name, as_of]

    def refusals(self, persons: Iterable[str]) -> tuple[tuple[ActRow, ...], tuple[ActRow, ...]]:
        """Requests to other states about these persons (all, where none is named), and those that were refused or not
        carried out."""
        wanted = {self.party_of(key(name)) for name in persons}
        asked = [row for row in self._acts if row.act.matter.machine == "extradition" and row.state == "recorded"]
        if wanted:
            theirs = [r for r in asked if wanted & {self.party_of(person.key) for person in r.act.persons}]
            asked = theirs or asked
        return (
            tuple(row for row in asked if row.family == "request"),
            tuple(row for row in asked if row.family == "refusal"),
        )

    def positions(self, name: str, stance: str) -> tuple[ItemRow, ...]:
        """Positions of somebody with a stance."""
        wanted = self.party_of(key(name))
        rows = ask_items.items(self._connection, "position", kind=stance, limit=500).items
        return tuple(row for row in rows if any(self.party_of(one.key) == wanted for one in parties_of(row.item)))

    def publications(self, day: str) -> tuple[ActRow, ...]:
        """Acts by which notices were put in circulation: the last ones by a day, and the first after it."""
        rows = [
            row
            for row in self._acts
            if row.act.matter.machine in notice_machines() and row.family is ActFamily.CIRCULATION
        ]
        by_then = sum((row.act.date.earliest or "") <= day for row in rows)
        return tuple(rows[max(0, by_then - 2) : by_then + 1])

    def notices_on(self, day: str) -> StatusView:
        return ask_matters.notices(self._connection, day, "")


def _any_of(terms: Iterable[str]) -> str:
    """A question to the index of words: accepted statements with one of the terms."""
    return f"words : ({' OR '.join(terms)}) AND review : accepted"


def notice_machines() -> frozenset[str]:
    return frozenset(name for name, machine in machines().items() if machine.notice)
