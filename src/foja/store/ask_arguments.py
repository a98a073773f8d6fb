"""What rules can ask about one party, taken from the tables; and the acts and particulars that answers name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence

from foja.law.fold import Dated
from foja.law.interval import as_last_said
from foja.law.scene import Fact, Given
from foja.law.standing import Known
from foja.model.particular import Filing, ParticularRow, UsedName, decoded
from foja.model.proceedings import ActRow
from foja.store.ask_acts import act_rows, clocks
from foja.store.ask_particulars import rows_of
from foja.store.database import query

SUBJECT = ""


def given(
    connection: sqlite3.Connection, keys: Sequence[str], as_of: str, known_by: str, kinds: Iterable[str]
) -> Given:
    """What is on file about the party with these name keys, by both clocks, and about everybody: acts, posts, and of
    circumstances and decisions those of ``kinds`` (of a decision: its rulebook)."""
    asked = {"keys": json.dumps(list(keys)), "kinds": json.dumps(sorted(kinds)), **clocks(as_of, known_by)}
    acts = [
        Known(
            row["matter"], row["machine"], SUBJECT,
            Dated(row["id"], row["kind"], row["earliest"], row["latest"], (row["until_first"], row["until_last"])),
            row["known_on"],
        )
        for row in connection.execute(query("argument.acts"), asked)
    ]  # fmt: skip
    facts = []
    for row in connection.execute(query("argument.particulars"), asked):
        record = decoded(row["record"])
        if not isinstance(record, Filing | UsedName):
            facts.append(Fact(as_last_said(record, row["said_on"] or row["known_on"]), row["known_on"]))
    return Given(acts, facts)


def cited(
    connection: sqlite3.Connection, ids: Iterable[str], as_of: str, known_by: str
) -> tuple[tuple[ActRow, ...], tuple[ParticularRow, ...]]:
    """The acts and the particulars with these ids, each once, by date. Whether a particular was so on the day stands
    with the premise: one about the time of the conduct is not asked about the day."""
    wanted = json.dumps(sorted(set(ids)))
    acts = connection.execute(query("argument.acts_named"), (wanted,)).fetchall()
    particulars = connection.execute(query("argument.particulars_named"), (wanted,)).fetchall()
    return act_rows(connection, acts, as_of, known_by), rows_of(connection, particulars, "", known_by)


def decisions(
    connection: sqlite3.Connection, keys: Sequence[str], machines: Sequence[str], as_of: str, known_by: str
) -> tuple[ActRow, ...]:
    """Acts of these machines about the party, by date."""
    asked = {"keys": json.dumps(list(keys)), "machines": json.dumps(list(machines)), **clocks(as_of, known_by)}
    rows = connection.execute(query("argument.decisions"), asked).fetchall()
    return act_rows(connection, rows, as_of, known_by)
