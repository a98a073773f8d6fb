"""Questions about measures and proceedings: where they stand, of one party or of all, as of and as known by a day."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from foja.law.fold import LAST, Dated, Fold, rules_of
from foja.law.machine import machine_named, machines
from foja.law.particular_words import particular_in_words
from foja.law.standing import Known, Standing, standing_of, standings
from foja.model.act import Matter, OfficialAct
from foja.model.errors import UsageError
from foja.model.particular import decoded, named
from foja.model.party import party_id
from foja.model.proceedings import ActRow, Death, MatterView, Reached, StatusView, Subject, SubjectState
from foja.model.record import decode
from foja.model.rows import Page
from foja.store.ask_acts import act_rows, clocks, counts_by, party_of
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.text.fold import key

SUBJECT = ""
"""Stands for the one subject of a question about one."""


def known(rows: Iterable[sqlite3.Row]) -> list[Known]:
    """Rows of the queries ``act.subjects_of_…`` as the fold wants them."""
    return [
        Known(
            row["matter"], row["machine"], row["subject"],
            Dated(row["id"], row["kind"], row["earliest"], row["latest"], (row["until_first"], row["until_last"])),
            row["known_on"],
        )
        for row in rows
    ]  # fmt: skip


def standings_of(
    connection: sqlite3.Connection, keys: Sequence[str], as_of: str = "", known_by: str = ""
) -> list[Standing]:
    """Where every matter stands for the subject that these name keys lead to: a look-up for each name, a fold for each
    matter."""
    gathered: dict[tuple[str, str], list[Dated]] = {}
    seen: set[str] = set()
    cursor = connection.cursor()
    cursor.row_factory = None  # plain tuples: what this costs counts
    for one in keys:
        for machine, matter, act, kind, earliest, latest, first, last in cursor.execute(
            query("act.of_key"), (one, as_of or LAST, known_by or LAST)
        ):
            if act in seen:
                continue  # an act can name one subject by two of its names
            seen.add(act)
            gathered.setdefault((machine, matter), []).append(Dated(act, kind, earliest, latest, (first, last)))
    found = [standing_of(*which, SUBJECT, acts, as_of) for which, acts in sorted(gathered.items())]
    return [one for one in found if one is not None]


def find_subject(connection: sqlite3.Connection, asked: str) -> tuple[Subject, list[str]]:
    """The party, or a name that only acts have, with all its name keys; a name that nobody bears just so leads to the
    one that has all its words, if there is one alone. Raises UsageError ``party-unknown``."""
    from foja.store.ask_parties import find_party, with_words

    try:
        party = find_party(connection, asked)
    except UsageError:
        name_key = key(asked)
        row = connection.execute("SELECT act FROM act_party WHERE key = ? LIMIT 1", (name_key,)).fetchone()
        meant = {name_key} if name_key and row is not None else with_words(connection, name_key)
        if len(meant) != 1:
            raise
        party = meant.pop()
        if not connection.execute(query("row.party"), (party,)).fetchone():
            return named_subject(connection, party, {}), [party]
    rows = connection.execute("SELECT key FROM party_key WHERE party = ? ORDER BY key", (party,)).fetchall()
    return named_subject(connection, party, {}), [row["key"] for row in rows]


def is_party(connection: sqlite3.Connection, name_key: str) -> bool:
    """Whether a name key leads to a party that sources name."""
    return connection.execute(query("row.party_of_key"), (name_key,)).fetchone() is not None


def status(connection: sqlite3.Connection, asked: str, as_of: str, known_by: str) -> StatusView:
    """Where every measure and proceeding stands that concerns one party, with the acts behind it."""
    subject, keys = find_subject(connection, asked)
    found = standings_of(connection, keys, as_of, known_by)
    rows = connection.execute(query("act.named_by_keys"), (json.dumps(keys),)).fetchall()
    acts = _shown(connection, rows, as_of, known_by, found)
    quality = {row.act.id: row for row in acts}
    subjects = {SUBJECT: subject}
    states = tuple(state_of(connection, one, subjects, quality) for one in found)
    by_key = {subject.id or subject.key: subject}
    return StatusView(
        as_of=as_of, known_by=known_by, states=states, acts=acts, subject=subject,
        deaths=deaths(connection, by_key, as_of, known_by),
    )  # fmt: skip


def deaths(
    connection: sqlite3.Connection, subjects: Mapping[str, Subject], as_of: str, known_by: str
) -> tuple[Death, ...]:
    """Deaths on file of these subjects (by party id, or by name key of those without)."""
    rows = connection.execute(query("particular.deaths"), clocks(as_of, known_by)).fetchall()
    return tuple(
        Death(subject=subjects[row["subject"]], id=row["id"], words=particular_in_words(decoded(row["record"])))
        for row in rows
        if row["subject"] in subjects
    )


NEWEST = 2000
"""Acts that ``concerned`` looks at, so that asking for it does not grow with the case."""


def concerned(connection: sqlite3.Connection, limit: int) -> tuple[Subject, ...]:
    """Whom the newest acts concern, those of most acts first: whom one can ask about."""
    rows = connection.execute(query("act.concerned"), (NEWEST, limit)).fetchall()
    return tuple(named_subject(connection, row["subject"], {}) for row in rows)


def notices(connection: sqlite3.Connection, as_of: str, known_by: str) -> StatusView:
    """Where every notice and diffusion stands, for each person; and the warrants of the same persons, on which a notice
    has to rest."""
    wanted = [name for name, machine in machines().items() if machine.notice]
    found = _of_machines(connection, wanted, as_of, known_by)
    concerned_ = {one.subject for one in found}
    held = [one for one in _of_machines(connection, ["warrant"], as_of, known_by) if one.subject in concerned_]
    led = {identifier for one in (*found, *held) for ids in one.fold.states.values() for identifier in ids}
    acts = _by_id(connection, sorted(led), as_of, known_by)
    by_id = {row.act.id: row for row in acts}
    subjects: dict[str, Subject] = {}
    states = tuple(state_of(connection, one, subjects, by_id) for one in found)
    return StatusView(
        as_of=as_of, known_by=known_by, states=states, acts=acts,
        warrants=tuple(state_of(connection, one, subjects, by_id) for one in held),
        deaths=deaths(connection, subjects, as_of, known_by),
    )  # fmt: skip


def _of_machines(connection: sqlite3.Connection, names: Sequence[str], as_of: str, known_by: str) -> list[Standing]:
    rows = connection.execute(query("act.subjects_of_machine"), (json.dumps(names),)).fetchall()
    return standings(known(rows), as_of, known_by)


def matters(
    connection: sqlite3.Connection,
    *,
    as_of: str = "",
    known_by: str = "",
    machine: str = "",
    after: str = "",
    limit: int = 50,
    without: Collection[str] = (),
) -> Page[MatterView]:
    """Measures and proceedings by kind and title, each with where it stands. One that has no act by these days is not
    in the list."""
    begin = read_cursor(after, 3) if after else ["", "", ""]
    asked = {
        "machines": json.dumps([machine_named(machine).name] if machine else sorted(machines())),
        "machine": begin[0], "title": begin[1], "matter": begin[2], "limit": limit + 1, **clocks(as_of, known_by),
    }  # fmt: skip
    rows = connection.execute(query("act.matters"), asked).fetchall()
    more = len(rows) > limit
    rows = rows[:limit]
    total = connection.execute(query("act.count_matters"), asked).fetchone()[0]
    next_ = write_cursor([rows[-1]["machine"], rows[-1]["title"], rows[-1]["matter"]]) if more else ""
    views = tuple(matter(connection, row["matter"], as_of, known_by, without) for row in rows)
    return Page(items=views, total=total, after=next_)


def titles(connection: sqlite3.Connection, limit: int = 500) -> list[str]:
    """How this file calls its measures and proceedings."""
    rows = connection.execute(query("act.titles"), (limit,)).fetchall()
    return [row["title"] for row in rows]


def every_matter(
    connection: sqlite3.Connection, as_of: str, known_by: str, subject: str = "", without: Collection[str] = ()
) -> tuple[MatterView, ...]:
    """All of them, whatever their number; with a subject, those that have an act which names it."""
    try:
        keys = set(find_subject(connection, subject)[1]) if subject else None
    except UsageError:
        return ()  # one whom nothing names is in no matter
    found: list[MatterView] = []
    after = ""
    while True:
        page = matters(connection, as_of=as_of, known_by=known_by, after=after, limit=200, without=without)
        found += [view for view in page.items if view.acts and (keys is None or _names_one(view, keys))]
        after = page.after
        if not after:
            return tuple(found)


def _names_one(view: MatterView, keys: set[str]) -> bool:
    return any(party.key in keys for row in view.acts for party in (*row.act.persons, row.act.authority))


def matter(
    connection: sqlite3.Connection, identifier: str, as_of: str = "", known_by: str = "", without: Collection[str] = ()
) -> MatterView:
    """One measure or proceeding. ``without``: acts, and statements against them, that are not looked at, because they
    are withheld from whoever asks. Raises UsageError ``matter-unknown``."""
    head = connection.execute(query("act.title"), (identifier,)).fetchone()
    if head is None:
        raise UsageError(
            "matter-unknown",
            f"There is no measure or proceeding {identifier} in this case.",
            next="List them with: foja acts CASE",
        )
    machine = machine_named(head["machine"])
    seen = [
        row for row in connection.execute(query("act.subjects_of_matter"), (identifier,)) if row["id"] not in without
    ]
    found = standings(known(seen), as_of, known_by)
    rows = [row for row in connection.execute(query("act.of_matter"), (identifier,)) if row["id"] not in without]
    acts = _shown(connection, rows, as_of, known_by, found, without)
    subjects = {one.subject: _as_named(connection, one.subject, acts) for one in found} if without else {}
    return MatterView(
        matter=Matter(id=identifier, machine=machine.name, title=head["title"]), title=machine.title, sort=machine.sort,
        order=machine.order, asks=machine.asks, says=machine.says, sources=machine.sources,
        unchecked=machine.unchecked, acts=acts,
        subjects=tuple(state_of(connection, one, subjects, {row.act.id: row for row in acts}) for one in found),
    )  # fmt: skip


def _shown(
    connection: sqlite3.Connection, rows: Sequence[sqlite3.Row], as_of: str, known_by: str, found: Sequence[Standing],
    without: Container[str] = (),
) -> tuple[ActRow, ...]:  # fmt: skip
    """Acts that may have been done and were known by then, in their order, with what is missing before them."""
    kept = {row["id"]: row for row in rows if counts_by(row, as_of, known_by)}

    def order(row: sqlite3.Row) -> tuple[str, str, int, str, str]:
        rank = rules_of(row["machine"]).rank.get(row["kind"], 0)
        return row["earliest"], row["machine"], rank, row["latest"], row["id"]

    return act_rows(connection, sorted(kept.values(), key=order), as_of, known_by, _flags(found), without)


def _flags(found: Sequence[Standing]) -> dict[str, str]:
    """What is missing before an act, with for how many of the subjects where it is not for all."""
    told: dict[str, list[str]] = {}
    for one in found:
        for identifier, words in one.flags.items():
            told.setdefault(identifier, []).append(words)
    whom = {identifier: sum(identifier in one.acts for one in found) for identifier in told}
    return {
        identifier: words[0] if len(words) == whom[identifier] else f"{words[0]} (for {len(words)} of those it names)"
        for identifier, words in told.items()
    }


def _by_id(connection: sqlite3.Connection, ids: Sequence[str], as_of: str, known_by: str) -> tuple[ActRow, ...]:
    rows = [connection.execute(query("act.row"), (one,)).fetchone() for one in ids]
    return act_rows(connection, rows, as_of, known_by)


def state_of(
    connection: sqlite3.Connection, one: Standing, subjects: dict[str, Subject], acts: Mapping[str, ActRow]
) -> SubjectState:
    """Where a matter stands for one subject, in words."""
    machine = machine_named(one.machine)
    if one.subject not in subjects:
        subjects[one.subject] = named_subject(connection, one.subject, acts)
    row = connection.execute(query("act.title"), (one.matter,)).fetchone()
    led = [acts[identifier] for ids in one.fold.states.values() for identifier in ids if identifier in acts]
    return SubjectState(
        subject=subjects[one.subject], matter=Matter(id=one.matter, machine=machine.name, title=row["title"]),
        title=machine.title, sort=machine.sort, asks=machine.asks, answer=one.fold.holds, none_yet=one.fold.none_yet,
        states=reached(one.fold, machine.name), until=one.fold.until,
        quality=tuple(dict.fromkeys(found.quality for found in led)), contested=any(found.contested for found in led),
        flags=tuple(sorted(one.flags.items())),
    )  # fmt: skip


def reached(fold: Fold, machine: str) -> tuple[Reached, ...]:
    """The possible states in the order of the machine."""
    order = [state.name for state in machine_named(machine).state]
    return tuple(
        Reached(state=name, words=machine_named(machine).named(name).words, holds=fold.answer(name), acts=ids)
        for name, ids in sorted(fold.states.items(), key=lambda pair: order.index(pair[0]))
    )


def _as_named(connection: sqlite3.Connection, subject: str, acts: Iterable[ActRow]) -> Subject:
    """The subject as these acts name it, and by no other name of the party: that may stand in a closed source alone."""
    names = {person.key: person.name for row in acts for person in row.act.persons}
    ours = min(one for one in names if party_of(connection, one) == subject)
    return Subject(id=party_id(ours) if is_party(connection, ours) else "", name=names[ours], key=ours)


def named_subject(connection: sqlite3.Connection, subject: str, acts: Mapping[str, ActRow]) -> Subject:
    """The subject by name: that of the party, or as an act has it."""
    party = connection.execute(query("row.party"), (subject,)).fetchone()
    if party:
        return Subject(id=party["id"], name=party["name"], key=party["key"])
    for row in acts.values():
        for person in row.act.persons:
            if person.key == subject:
                return Subject(id="", name=person.name, key=subject)
    row = connection.execute(query("act.named_by_keys") + " LIMIT 1", (json.dumps([subject]),)).fetchone()
    found = decode(row["record"], OfficialAct) if row else None
    parties = (*found.persons, found.authority) if found else ()
    if not found:  # only a particular names it so
        row = connection.execute(query("particular.named"), (subject,)).fetchone()
        parties = tuple(one for group in named(decoded(row["record"])).values() for one in group) if row else ()
    names = [party.name for party in parties if party.key == subject]
    return Subject(id="", name=names[0] if names else subject, key=subject)
