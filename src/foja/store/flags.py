"""What a reader should know beside statements: marks that persons set, what follows from their evidence, and how far
their status reaches where they tell of a finding."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Sequence

from msgspec.structs import replace

from foja.law.ceiling import FINDINGS
from foja.model.item import Evidence, Flag
from foja.model.record import decode
from foja.model.rows import StatementRow
from foja.model.statement import Statement
from foja.model.vocabulary import EvidenceKind, Mark, Quality
from foja.store.database import query
from foja.store.reach import reach_of

MARKS = {
    Mark.INFERRED: "inferred, no source says it outright",
    Mark.GENERAL_KNOWLEDGE: "a detail is from general knowledge, not seen in its source",
    Mark.CONTESTED: "sources disagree",
}


CEILING = {
    Quality.REPORTED: "as reported: its source is not the court's own document",
    Quality.CLAIMED: "as a party claims: its source is not the court's own document",
}
"""A finding that is not shown by the court itself, in words."""


def flags(
    connection: sqlite3.Connection, statements: Sequence[str], without: Container[str] = ()
) -> dict[str, tuple[Flag, ...]]:
    """The flags of each of the statements that has any. ``without``: evidence that is not looked at."""
    found: dict[str, list[Flag]] = {}
    given = json.dumps(list(dict.fromkeys(statements)))
    for row in connection.execute(query("flag.marks"), (given,)).fetchall():
        mark = Mark(row["mark"])
        found.setdefault(row["statement"], []).append(Flag(kind=mark, words=MARKS[mark], note=row["note"]))
    rests: dict[str, list[Evidence]] = {}
    for row in connection.execute(query("flag.evidence"), (given,)).fetchall():
        item = decode(row["record"], Evidence)
        if item.id not in without:
            rests.setdefault(row["statement"], []).append(item)
    for statement, items in rests.items():
        found.setdefault(statement, []).extend(_of_evidence(items))
    for statement, flag in _ceilings(connection, given):
        found.setdefault(statement, []).append(flag)
    return {statement: tuple(kept) for statement, kept in found.items()}


def _ceilings(connection: sqlite3.Connection, given: str) -> Iterator[tuple[str, Flag]]:
    """For statements with a status that only a court gives: that they are not the court's own document, and where words
    and record do not fit. So the status never stands alone where it reaches less far, whoever accepted it."""
    asked = (given, json.dumps(sorted(FINDINGS)))
    for row in connection.execute(query("flag.findings"), asked).fetchall():
        record = decode(row["record"], Statement)
        parties = connection.execute(query("row.parties_of_statement"), (row["id"],)).fetchall()
        found = reach_of(connection, row, record, row["issuer"], parties)
        if found is None or (found.quality is Quality.DOCUMENTED and not found.flags):
            continue
        short = CEILING.get(found.quality, "of a body whose words and acts on file do not fit")
        yield row["id"], Flag(kind="ceiling", words=short, note="; ".join(found.flags))


def _of_evidence(items: Sequence[Evidence]) -> list[Flag]:
    """Every intelligence report that a statement rests on; and one witness, where a testimony is all there is."""
    made = [
        Flag(kind="intelligence", words=f"rests on intelligence{_from(item)}", note=item.conditions, item=item.id)
        for item in items
        if item.kind is EvidenceKind.INTELLIGENCE
    ]
    if len(items) == 1 and items[0].kind is EvidenceKind.TESTIMONY and items[0].witnesses == 1:
        one = items[0]
        made.append(
            Flag(kind="one_witness", words=f"rests on one witness{_from(one)}", note=one.conditions, item=one.id)
        )
    return made


def _from(item: Evidence) -> str:
    return f" ({item.origin.name})" if item.origin else ""


def flagged(connection: sqlite3.Connection, rows: Iterable[StatementRow]) -> tuple[StatementRow, ...]:
    """The rows, each with its flags."""
    listed = tuple(rows)
    found = flags(connection, [row.id for row in listed]) if listed else {}
    return tuple(replace(row, flags=found[row.id]) if row.id in found else row for row in listed)
