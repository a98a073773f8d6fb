"""Screening: the names of a party against lists of a day, recorded; and what persons say of the leads."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from foja import __version__
from foja.facade.checking import Checking
from foja.facade.opened import act, reason
from foja.model.errors import FojaError, UsageError
from foja.model.event import Act, Actor, Event
from foja.model.lists import (
    Lead,
    LeadState,
    Screening,
    ScreeningView,
    Snapshot,
)
from foja.model.matching import Subject
from foja.model.record import builtins
from foja.preserve.keys import home
from foja.resolve.lists.fields import checked, country_code
from foja.resolve.lists.reading import READER
from foja.store import ask_lists, ask_parties, ask_screenings
from foja.store.ask_statements import last_day

if TYPE_CHECKING:
    from foja.resolve.lists.screen import Screen
    from foja.resolve.match.index import Index

BATCH = 64
SAID = ("born", "countries", "gender")
"""What a person can say of a party for a screening, besides its names."""


class Screenings(Checking):
    """Screening parties of the case."""

    def screen(
        self, party: str, *, lists: Sequence[str] = (), as_of: str = "",
        said: Mapping[str, Sequence[str]] | None = None, actor: Actor, why: str = "Screened",
    ) -> ScreeningView:  # fmt: skip
        """Screens a party (id or name) against the snapshot of each list that was in force on a day (none: today), and
        records what was asked and what came of it. ``lists``: names of lists; none: all. ``said``: what is known of the
        party besides its names: born (EDTF), countries (codes or names), gender.

        Nothing is decided by it. Raises UsageError ``party-unknown``, ``list-unknown``, ``list-not-in-force``,
        ``screen-value``.
        """
        known = _known(said or {})
        screens = self._screens(as_of, lists)
        found = ask_parties.find_party(self._connection, party)
        (event,) = self._decide(
            [_act(one, actor, why) for one in self._screened([found], screens, _today(as_of), known)]
        )
        return ask_screenings.view(self._folder, event, self._gone)

    def screen_all(
        self, *, lists: Sequence[str] = (), as_of: str = "", actor: Actor, why: str = "Screened"
    ) -> Iterator[ScreeningView]:
        """Screens every person and body that sources name. What was done is recorded also where this is stopped."""
        reason(why)
        screens, day = self._screens(as_of, lists), _today(as_of)
        waiting = ask_screenings.screenable(self._connection)
        for at in range(0, len(waiting), BATCH):
            made = self._screened(waiting[at : at + BATCH], screens, day, {})
            for event in self._decide([_act(one, actor, why) for one in made]):
                yield ask_screenings.view(self._folder, event, self._gone)

    def screening(self, seq: int) -> ScreeningView:
        """A screening by the number of its event. Raises UsageError ``screening-unknown``."""
        event = next(iter(self._folder.ledger.events(seq - 1)), None) if seq >= 0 else None
        if event is None or event.seq != seq or event.kind != "screened" or "screening" not in event.body:
            raise UsageError(
                "screening-unknown",
                f"Event {seq} of this case is no screening{', or it was sealed or erased' if event else ''}.",
                next="List screenings with: foja screen CASE",
            )
        return ask_screenings.view(self._folder, event, self._gone)

    def screenings(self, party: str = "", limit: int = 20) -> tuple[ScreeningView, ...]:
        """The last screenings of a party (id or name), newest first; without one, the last of every party."""
        if not party:
            return tuple(ask_screenings.latest(self._folder, self._gone))
        found = ask_parties.find_party(self._connection, party)
        return ask_screenings.screenings(self._folder, found, self._gone, limit)

    def say_of_lead(self, party: str, snapshot: str, entry: str, state: LeadState, *, actor: Actor, why: str) -> Event:
        """Says that an entry of a list means this party (``confirmed``), or somebody else (``rejected``), or takes back
        what was said (``open``). What was said before stays in the history.

        It says whom a list means; it says nothing about what the list says of them.
        """
        found = self.list_snapshot(snapshot)
        row = ask_parties.party(self._folder, party).row
        one = self._entries(found).entry(entry)
        kind = {LeadState.CONFIRMED: "confirmed", LeadState.REJECTED: "rejected", LeadState.OPEN: "reopened"}[state]
        body = {"key": row.key, "list": found.list, "entry": entry, "snapshot": found.id, "name": one.name}
        return self._decide([act(f"hit.{kind}", body, actor, why)])[0]

    def _screens(self, as_of: str, lists: Sequence[str]) -> list[Screen]:
        return [self._screen(one) for one in ask_lists.in_force(self._connection, _today(as_of), tuple(lists))]

    def _screen(self, snapshot: Snapshot) -> Screen:
        """The entries of a snapshot, ready to be asked; kept for the next question."""
        known: dict[str, Screen] = self.__dict__.setdefault("_ready", {})
        if snapshot.id not in known:
            from foja.resolve.lists.screen import Screen

            entries = self._entries(snapshot)
            while len(known) >= 4:
                known.pop(next(iter(known)), None)
            known[snapshot.id] = Screen(snapshot, _index(snapshot, entries), entries.entry)
        return known[snapshot.id]

    def _screened(
        self, parties: Sequence[str], screens: Sequence[Screen], day: str, known: Mapping[str, tuple[str, ...]]
    ) -> list[Screening]:
        asked = []
        for party in parties:
            one, recorded = ask_screenings.subject_of(self._connection, party)
            one = replace(
                one, born=known.get("born", ()), gender="".join(known.get("gender", ())),
                countries=tuple(dict.fromkeys((*known.get("countries", ()), *one.countries))),
            )  # fmt: skip
            asked.append(Asked(one, party, ask_screenings.keys_of(self._connection, party), recorded))
        return screened(asked, screens, day)

    def _gone(self, lead: Lead) -> str:
        """The day of the first later snapshot of the list, in this case, without the entry."""
        for one in ask_screenings.later(self._connection, lead.snapshot):
            if lead.entry.id not in self._entries(one):
                return one.date
        return ""


class Asked(NamedTuple):
    """Who is screened; the ``party`` that it is in the case and its ``keys``, and what of it was ``recorded`` there."""

    subject: Subject
    party: str = ""
    keys: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()


def screened(asked: Sequence[Asked], screens: Sequence[Screen], day: str) -> list[Screening]:
    """What comes of each of those asked for against lists. The likeliest leads of all lists come first."""
    from foja.resolve.match.compare import idle_names
    from foja.resolve.match.proposals import LIKELY

    found = [list(screen.told([one.subject for one in asked])) for screen in screens]
    against, made = tuple(screen.ref for screen in screens), []
    for number, one in enumerate(asked):
        told = [lists[number] for lists in found]
        made.append(Screening(
            party=one.party, keys=one.keys, asked=one.subject, recorded=one.recorded, as_of=day, against=against,
            matcher=matcher(), likely=LIKELY, idle=idle_names(one.subject),
            leads=tuple(sorted((lead for part in told for lead in part.leads), key=_order)),
            near=tuple(sorted((lead for part in told for lead in part.near), key=_order)),
            cut=tuple(screen.snapshot.list for screen, part in zip(screens, told, strict=True) if part.cut),
        ))  # fmt: skip
    return made


def _order(lead: Lead) -> tuple[float, str, str]:
    return -lead.comparison.probability, lead.list, lead.entry.id


def screen_of_files(paths: Sequence[Path], name: str) -> Screen:
    """A list in files, in no case, ready to be asked. Raises UsageError as ``add_list`` does."""
    from foja.facade.lists import list_in_files
    from foja.resolve.lists.screen import Screen, index_of

    snapshot, entries = list_in_files(paths, name)
    return Screen(snapshot, index_of(entries.values()), entries.__getitem__)


@cache
def matcher() -> str:
    """What compares names, with the digest of its rules and of what it was trained to."""
    made = hashlib.sha256()
    rules = resources.files("foja.resolve.match")
    files = [*rules.iterdir(), *(rules / "data").iterdir()]
    for file in sorted((one for one in files if one.name.endswith(_RULES)), key=lambda one: one.name):
        made.update(file.name.encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return f"foja {__version__}, names {made.hexdigest()[:12]}"


_RULES = (".py", ".npz", ".toml", ".json")


def _index(snapshot: Snapshot, entries: object) -> Index:
    """The index of a snapshot. It costs seconds for a long list, so it is kept beside the keys of foja, outside of the
    case; what is kept and cannot be used is made anew."""
    from foja.resolve.lists.screen import index_of
    from foja.resolve.match.index import Index
    from foja.store.list_entries import Entries

    assert isinstance(entries, Entries)
    name = hashlib.sha256(f"{matcher()} {READER} {snapshot.entries}".encode()).hexdigest()[:32]
    path = home() / "names" / f"{name}.index"
    try:
        return Index.load(path.read_bytes())
    except (OSError, FojaError):
        made = index_of(entries)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own for each draft: two programs may make the same index at once.
        with NamedTemporaryFile(dir=path.parent, prefix=f"{name[:8]}.", suffix=".draft", delete=False) as draft:
            try:
                draft.write(made.save())
                draft.close()
                Path(draft.name).replace(path)
            except OSError:
                Path(draft.name).unlink(missing_ok=True)
    except OSError:
        pass  # no room: the next question makes it anew
    return made


def _act(made: Screening, actor: Actor, why: str) -> Act:
    return act("screened", {"keys": list(made.keys), "screening": builtins(made)}, actor, why)


def _today(as_of: str) -> str:
    return last_day(as_of) if as_of else datetime.now(UTC).date().isoformat()


def _known(said: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """What a person said of a party, checked. Raises UsageError ``screen-value``."""
    known: dict[str, tuple[str, ...]] = {}
    for field, given in said.items():
        values = [" ".join(one.split()) for one in given if one.strip()]
        if field == "countries":
            read = [country_code(one) for one in values]
        elif field == "born":
            read = [checked(one) for one in values]
        else:
            read = [one if one in ("male", "female") else "" for one in values]
        for one, code in zip(values, read, strict=True):
            if not code:
                expected = {"born": "a date such as 1958 or 1958-06-27", "countries": "a country, by name or code"}
                raise UsageError(
                    "screen-value", f"{one!r} is not {expected.get(field, 'male or female')}.",
                    next="Leave out what is not known.",
                )  # fmt: skip
        if read:
            known[field] = tuple(read)
    return known
