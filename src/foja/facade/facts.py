"""Importing a facts file: all of it or nothing, each entry an event of the person who imports it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from foja.facade.entering import extraction_of, statement_at
from foja.facade.items import Items, recorded
from foja.facade.opened import act as event_of
from foja.facade.opened import reason
from foja.facade.particulars import PARTIES
from foja.law.facts import PARTICULARS, FactsFile, Fault, SourceFacts, StatementFacts, read_facts, refused
from foja.law.items import PARTS, item_of
from foja.law.making import act_of
from foja.law.particulars import particular_of
from foja.model.act import OfficialAct, PartyName
from foja.model.errors import FojaError, Refusal, UsageError
from foja.model.event import Act, Actor
from foja.model.particular import named
from foja.model.record import Record, builtins
from foja.model.rows import SourceRow
from foja.model.statement import Extraction
from foja.model.vocabulary import Review
from foja.store import ask_acts
from foja.store.ask_items import check_target, find_item
from foja.store.ask_sources import find_source
from foja.store.ask_statements import find_statement, last_day
from foja.store.shut import check_open
from foja.store.sources import DESCRIBED
from foja.text.fold import key


class FactsReport(Record, frozen=True):
    """What was recorded of each sort, and what the case had already. ``ids``: of the file to those of the case."""

    recorded: dict[str, int]
    known: dict[str, int]
    ids: dict[str, str]


class FactsFiles(Items):
    """Facts files."""

    def import_facts(self, text: str, name: str, *, check: bool = False, actor: Actor, why: str) -> FactsReport:
        """Records what the facts file in ``text`` says (see ``law.facts``). Importing it again adds nothing.
        ``name``: of the file, for errors. ``check``: only looks whether it could be imported.

        Raises UsageError ``facts-malformed`` with file and line: nothing is recorded then.
        """
        plan = _Plan(self, read_facts(text, name), actor, reason(why))
        plan.make()
        if plan.faults:
            raise refused(plan.faults, name)
        if not check:
            self._decide(plan.events)
        return FactsReport(recorded=dict(plan.new), known=dict(plan.known), ids=plan.ids)


class _FollowsError(Exception):
    """An entry names one that has a fault."""


class _Plan:
    """The events that a facts file comes to, and what stands against them."""

    def __init__(self, case: FactsFiles, file: FactsFile, actor: Actor, why: str) -> None:
        self._case, self._file, self._actor, self._why = case, file, actor, why
        self._connection = case._connection
        self.events: list[Act] = []
        self.faults: list[Fault] = []
        self.new: Counter[str] = Counter()
        self.known: Counter[str] = Counter()
        self.ids: dict[str, str] = {}
        self._sources: dict[str, SourceRow] = {}
        self._texts: dict[str, tuple[str, Extraction | None]] = {}
        self._outlets: dict[str, SourceFacts] = {}
        self._of: dict[str, str] = {}  # statement of the case to its source
        self._targets: set[str] = set()

    def make(self) -> None:
        facts = self._file.facts
        steps: tuple[tuple[str, Callable[[str, Any], None]], ...] = (
            ("source", self._describe), ("statement", self._state), ("same", self._join), ("act", self._act),
            *((one, self._particular) for one in PARTICULARS),
            ("incident", self._item), ("evidence", self._item), ("position", self._item),
        )  # fmt: skip
        for sort, step in steps:
            for place, entry in enumerate(getattr(facts, sort)):
                line = self._file.line(sort, place)
                try:
                    step(sort, entry)
                except _FollowsError:
                    pass  # what it names has a fault of its own, which is told
                except FojaError as error:
                    what = error.what.rstrip(".")
                    self.faults.append(Fault(line, f"{what[:1].lower()}{what[1:]} ([[{sort}]])", error.next))

    def _event(self, sort: str, kind: str, body: dict[str, Any], why: str) -> None:
        self.events.append(event_of(kind, body, self._actor, why or self._why))
        self.new[sort] += 1

    def _describe(self, sort: str, entry: SourceFacts) -> None:
        source = self._source(entry.file)
        self._outlets[source.sha256] = entry
        if entry.published:
            last_day(entry.published)
        for field in DESCRIBED:
            value = "; ".join(entry.issuer) if field == "issuer" else str(getattr(entry, field))
            if value and getattr(source, field) != value:
                check_open(self._connection, source.sha256)
                body = {"source": source.sha256, "field": field, "value": value}
                self._event(sort, "source.described", body, entry.why)
            elif value:
                self.known[sort] += 1

    def _state(self, sort: str, entry: StatementFacts) -> None:
        source = self._source(entry.file)
        if source.sha256 not in self._texts:
            check_open(self._connection, source.sha256)
            if not source.text:
                raise UsageError("no-text", f"{source.label} has no text to take a passage from", next=source.next)
            text = self._case._folder.blob(source.text).decode("utf-8")
            self._texts[source.sha256] = text, extraction_of(self._case._folder, source.sha256)
        text, found = self._texts[source.sha256]
        start, end = place_of(entry.quote, text, entry.occurrence)
        fields = {
            "modality": entry.modality, "polarity": entry.polarity, "status": entry.status,
            "presupposed": entry.presupposed, "speaker": entry.speaker, "dates": list(entry.dates),
            **({"content": " ".join(entry.content.split())} if entry.content.strip() else {}),
        }  # fmt: skip
        made = statement_at(self._as_described(source), text, found, start, end, fields, entry.about)
        self.ids[entry.id], self._of[made.id] = made.id, source.sha256
        row = self._connection.execute("SELECT review FROM statement WHERE id = ?", (made.id,)).fetchone()
        if row is None:
            self._event(sort, "statement.entered", {"statement": builtins(made)}, entry.why)
        elif row["review"] != Review.ACCEPTED:
            raise Refusal(
                "act-basis-not-accepted", f"the case has this statement as {row['review']}, not as accepted",
                next="Decide on it in the case, or take it out of the file.",
            )  # fmt: skip
        else:
            self.known[sort] += 1
        for mark in entry.marks:
            marked = (made.id, mark.value)
            if not self._connection.execute(
                "SELECT 1 FROM statement_mark WHERE statement = ? AND mark = ?", marked
            ).fetchone():
                body = {"statement": made.id, "mark": mark.value}
                self.events.append(event_of("statement.marked", body, self._actor, entry.note))

    def _as_described(self, source: SourceRow) -> SourceRow:
        """The source with the outlet and language that the file gives it."""
        said = self._outlets.get(source.sha256)
        if said is None:
            return source
        return replace(source, outlet=said.outlet or source.outlet, language=said.language or source.language)

    def _join(self, sort: str, entry: Any) -> None:
        keys = sorted({key(name) for name in entry.names} - {""})
        if len(keys) < 2:
            return  # written otherwise, and the same to foja
        found = self._connection.execute(
            f"SELECT count(*) FROM name_decision WHERE joined = 1 AND first IN ({', '.join('?' * len(keys))})",  # noqa: S608
            keys,
        ).fetchone()[0]
        if found >= len(keys) - 1:
            self.known[sort] += 1
        else:
            self._event(sort, "parties.joined", {"keys": keys}, entry.why)

    def _act(self, sort: str, entry: Any) -> None:
        rests = self._statements(entry.rests_on)
        sources = self._sources_of(rests)
        fields = {
            "machine": entry.machine, "title": entry.title, "kind": entry.kind, "date": entry.date,
            "until": entry.until, "native": entry.native, "number": entry.number, "basis": entry.basis,
            "authority": self._party(entry.by, sources),
            "persons": [self._party(one, sources) for one in entry.persons],
            "supersedes": [self._known_act(one) for one in entry.supersedes],
            "annuls": [self._known_act(one) for one in entry.annuls],
        }  # fmt: skip
        made: OfficialAct = act_of(fields, rests)
        self.ids[entry.id] = made.id
        self._targets |= {made.id, made.matter.id}
        if self._connection.execute("SELECT 1 FROM official_act WHERE id = ?", (made.id,)).fetchone():
            self.known[sort] += 1
            return
        keys = sorted({party.key for party in (*made.persons, made.authority)})
        self._event(sort, "act.recorded", {"act": builtins(made), "keys": keys}, entry.why)

    def _particular(self, sort: str, entry: dict[str, Any]) -> None:
        rests = self._statements(entry.get("rests_on", []))
        sources = self._sources_of(rests)
        fields = {name: value for name, value in entry.items() if name not in ("id", "rests_on", "entered", "why")}
        for name in PARTIES:
            if fields.get(name):
                fields[name] = self._party(fields[name], sources)
        if "persons" in fields:
            fields["persons"] = [self._party(one, sources) for one in fields["persons"]]
        if fields.get("act"):
            fields["act"] = self._known_act(str(fields["act"]))
        made = particular_of(sort, fields, rests)
        self.ids[entry["id"]] = made.id
        if self._case._row_state(made.id):
            self.known[sort] += 1
            return
        keys = sorted({party.key for parties in named(made).values() for party in parties})
        body = {"particular": builtins(made), "keys": keys}
        self._event(sort, "particular.recorded", body, str(entry.get("why", "")))

    def _item(self, sort: str, entry: Any) -> None:
        fields = {
            name: getattr(entry, name) for name in entry.__struct_fields__ if name not in ("id", "entered", "why")
        }
        for part in PARTS[sort]:
            fields[part] = self._statements(fields[part])
        sources = self._sources_of([one for part in PARTS[sort] for one in fields[part]])
        for name in ("origin", "holder"):
            if fields.get(name):
                fields[name] = self._party(fields[name], sources)
        if "parties" in fields:
            fields["parties"] = [self._party(one, sources) for one in fields["parties"]]
        if sort == "position":
            if entry.on not in self.ids and not re.match(r"(ac|mt|in)-", entry.on):
                raise _FollowsError
            fields["on"] = self.ids.get(entry.on, entry.on)
            if fields["on"] not in self._targets:
                check_target(self._connection, fields["on"])
        made = item_of(sort, fields)
        self.ids[entry.id] = made.id
        self._targets.add(made.id)
        try:
            find_item(self._connection, made.id)
        except UsageError:
            self.events.append(recorded(made, self._actor, entry.why or self._why))
            self.new[sort] += 1
        else:
            self.known[sort] += 1

    def _statements(self, named: Sequence[str]) -> list[str]:
        """The ids in the case of statements that the file names. Those of the case itself must be accepted."""
        found = []
        for one in named:
            if one in self.ids:
                found.append(self.ids[one])
            elif one.startswith("st-"):
                row = find_statement(self._connection, one)
                self._of[one] = row["source"]
                found += self._case._accepted([one])
            else:
                raise _FollowsError
        return found

    def _known_act(self, named: str) -> str:
        if named in self.ids:
            return self.ids[named]
        if not named.startswith("ac-"):
            raise _FollowsError
        return str(ask_acts.find_act(self._connection, named)["id"])

    def _sources_of(self, statements: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(self._of[one] for one in statements))

    def _party(self, name: str, sources: Sequence[str]) -> PartyName:
        return self._case._party_in(name, sources)

    def _source(self, named: str) -> SourceRow:
        """The source with this name, or digest. Raises UsageError ``facts-source-unknown``."""
        if named in self._sources:
            return self._sources[named]
        rows = self._connection.execute(
            "SELECT DISTINCT sha256 FROM receipt WHERE name = ?1 OR substr(name, -length(?1) - 1) = '/' || ?1"
            " ORDER BY sha256",
            (named,),
        ).fetchall()
        if not rows and re.fullmatch(r"[0-9a-f]{8,64}", named):
            self._sources[named] = find_source(self._connection, named)
            return self._sources[named]
        if len(rows) != 1:
            how = f"{len(rows)} sources are" if rows else "no source is"
            raise UsageError(
                "facts-source-unknown", f"{how} named {named!r} in this case",
                next="Add and build the sources first: foja add, foja build. Of several, name one by its digest.",
            )  # fmt: skip
        self._sources[named] = find_source(self._connection, rows[0]["sha256"])
        return self._sources[named]


def place_of(quote: str, text: str, occurrence: int) -> tuple[int, int]:
    """Where a quote stands in a text, from the first to after the last character; spaces and line breaks count as one.

    Raises UsageError ``quote-missing``, ``quote-twice``.
    """
    words = quote.split()
    if not words:
        raise UsageError("quote-missing", "the quote is empty", next="Quote the words of the passage.")
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    found = [match.span() for match in pattern.finditer(text)]
    if not found:
        known = _longest(words, text)
        begins = f"; only its beginning does: “{known}”" if known else ""
        raise UsageError(
            "quote-missing",
            f"the quote does not stand in the text of its source{begins}",
            next="Copy the words from the Reader, letter by letter.",
        )
    if occurrence > len(found) or (occurrence == 0 and len(found) > 1):
        raise UsageError(
            "quote-twice",
            f"the quote stands {len(found)} times in the text of its source",
            next=f"Quote more words, or say which: occurrence = 1 to {len(found)}.",
        )
    return found[max(occurrence, 1) - 1]


def _longest(words: Sequence[str], text: str) -> str:
    """The longest beginning of the words that stands in the text."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if re.search(r"\s+".join(map(re.escape, words[:middle])), text):
            low = middle
        else:
            high = middle - 1
    return " ".join(words[:low])
