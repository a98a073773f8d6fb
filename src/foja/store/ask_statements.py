"""Questions about statements: lists by any condition, one statement whole, the chronology."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from foja.model import dates
from foja.model.errors import UsageError
from foja.model.passage import matches
from foja.model.place import Place
from foja.model.record import decode
from foja.model.rows import Moment, Page, PartyRef, Question, StatementRow, StatementView
from foja.model.statement import Statement
from foja.model.support import Conflict, Support
from foja.model.text import Reading, Unit
from foja.model.vocabulary import LADDER, Modality, Polarity, Review, Status
from foja.store.ask_texts import corrections_at
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import UNDATED, query
from foja.store.flags import flagged
from foja.store.folder import CaseFolder
from foja.store.reach import reach_of
from foja.store.search import match_words
from foja.text.fold import key

TOTAL_CAP = 10_000
"""Counting stops here: a page says "more than" instead of reading a whole large table."""

CONTEXT = 400
"""Code points shown before and after a passage on its page."""

ORDERS = {
    "date": ("sort_date", "id"),
    "text": ("source", "start", "id"),
    "weight": ("weight", "source", "start", "id"),
    "recent": ("decided_at", "id"),
}

_SELECT = (
    "SELECT statement.*, source.title AS source_title, source.name AS source_name, source.outlet AS source_outlet,"
    " support.record AS support FROM ({inner}) AS statement JOIN source ON source.sha256 = statement.source"
    " LEFT JOIN support ON support.proposition = statement.proposition ORDER BY {order}"
)


def statement_row(row: sqlite3.Row, as_of: str = "") -> StatementRow:
    statement = decode(row["record"], Statement)
    holds = dates.by(row["earliest"] or None, row["latest"] or None, as_of) if as_of else None
    return StatementRow(
        id=row["id"],
        source=row["source"],
        source_label=row["source_title"] or row["source_name"],
        outlet=row["source_outlet"],
        published=row["published"],
        text=row["text"],
        start=row["start"],
        end=row["end"],
        quote=statement.passage.quote,
        content=statement.content,
        chain=statement.chain,
        speaker=row["speaker"],
        modality=Modality(row["modality"]),
        polarity=Polarity(row["polarity"]),
        status=Status(row["status"]),
        presupposed=bool(row["presupposed"]),
        review=Review(row["review"]),
        proposition=row["proposition"],
        language=row["language"],
        dates=statement.dates,
        cue=statement.cue.words if statement.cue else "",
        explanation=statement.explanation,
        # A draft enters no count, so none stands beside it, not even that of accepted ones like it.
        support=decode(row["support"], Support) if row["support"] and row["review"] == Review.ACCEPTED else None,
        conflicted=bool(row["conflicted"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        recorded_at=row["recorded_at"],
        holds=holds,
    )


def statements(connection: sqlite3.Connection, question: Question) -> Page[StatementRow]:
    """The statements for which all conditions of the question hold, a page at a time."""
    columns = ORDERS.get(question.order)
    if columns is None:
        raise UsageError(
            "order-unknown",
            f"{question.order!r} is not an order of statements; foja knows {', '.join(sorted(ORDERS))}.",
        )
    where, values = _conditions(connection, question)
    clause = " AND ".join(where)
    total = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM statement WHERE {clause} LIMIT {TOTAL_CAP + 1})",  # noqa: S608
        values,
    ).fetchone()[0]
    descending = question.order == "recent"
    if question.after:
        marks = ", ".join("?" * len(columns))
        sign = "<" if descending else ">"
        clause += f" AND ({', '.join(columns)}) {sign} ({marks})"
        values = [*values, *read_cursor(question.after, len(columns))]
    direction = " DESC" if descending else ""
    order = ", ".join(f"statement.{c}{direction}" for c in columns)
    inner = f"SELECT * FROM statement WHERE {clause} ORDER BY {order} LIMIT {int(question.limit) + 1}"  # noqa: S608
    rows = connection.execute(_SELECT.format(inner=inner, order=order), values).fetchall()
    more = len(rows) > question.limit
    rows = rows[: question.limit]
    after = write_cursor([rows[-1][column] for column in columns]) if more else ""
    return Page(
        items=flagged(connection, (statement_row(row, question.as_of) for row in rows)),
        total=min(total, TOTAL_CAP),
        capped=total > TOTAL_CAP,
        after=after,
    )


def _conditions(connection: sqlite3.Connection, question: Question) -> tuple[list[str], list[str | int]]:
    states = question.review or tuple(Review)
    where = [f"review IN ({', '.join('?' * len(states))})" if len(states) > 1 else "review = ?"]
    values: list[str | int] = [state.value for state in states]

    def add(condition: str, *more: str | int) -> None:
        where.append(condition)
        values.extend(more)

    if question.status is not None:
        add("status = ?", question.status.value)
    if question.modality is not None:
        add("modality = ?", question.modality.value)
    if question.audience is not None:
        add("source NOT IN (SELECT sha256 FROM source WHERE sensitivity > ?)", LADDER.index(question.audience))
    if question.source:
        add("source = ?", question.source)
    if question.language:
        add("language = ?", question.language)
    if question.outlet:
        add("source IN (SELECT sha256 FROM source WHERE outlet_key = ?)", key(question.outlet))
    if question.presupposed is not None:
        add("presupposed = ?", int(question.presupposed))
    if question.conflicted:
        add("id IN (SELECT statement FROM conflict_statement)")
    if question.origins is not None:
        add("origins <= ?", question.origins)
    if question.speaker:
        _party(add, connection, question.speaker, "by")
    if question.subject:
        _party(add, connection, question.subject, "about")
    if question.as_of:
        # Undated statements stay in: unknown is not no.
        add(f"(sort_date <= ? OR sort_date = '{UNDATED}')", last_day(question.as_of))
    if question.known_by:
        # The plus keeps SQLite from choosing an index on this day alone and sorting all that it finds.
        add("+known_on <= ?", last_day(question.known_by))
    if question.text:
        words = match_words(question.text)
        if words:
            add("number IN (SELECT rowid FROM statement_words WHERE words MATCH ?)", words)
        else:
            add("0")
    return where, values


def _party(add, connection: sqlite3.Connection, asked: str, role: str) -> None:  # type: ignore[no-untyped-def]
    identifier = asked if asked.startswith("pa-") else _party_of(connection, asked)
    add(
        "id IN (SELECT statement FROM party_key JOIN statement_party USING (key) WHERE party = ? AND role = ?)",
        identifier,
        role,
    )


def _party_of(connection: sqlite3.Connection, name: str) -> str:
    row = connection.execute(query("row.party_of_key"), (key(name),)).fetchone()
    return row["party"] if row else ""


def last_day(day: str) -> str:
    """The last day that a date as typed can mean; raises UsageError ``date-unknown``."""
    try:
        earliest, latest = dates.bounds(day)
    except ValueError as error:
        raise UsageError("date-unknown", f"{error}.", next="Write a date as 2025-04-09, 2025-04 or 2025.") from error
    return latest or earliest or day


def find_statement(connection: sqlite3.Connection, identifier: str) -> sqlite3.Row:
    row: sqlite3.Row | None = connection.execute(query("row.statement"), (identifier,)).fetchone()
    if row is None:
        raise UsageError(
            "statement-unknown",
            f"There is no statement {identifier} in this case.",
            next="List statements with: foja statements CASE (add --review draft for drafts).",
        )
    return row


def statement(folder: CaseFolder, identifier: str) -> StatementView:
    """Everything the file holds about one statement."""
    from foja.store.ask_sources import links_of, source_row

    connection = folder.database.connection
    row = find_statement(connection, identifier)
    record = decode(row["record"], Statement)
    source = connection.execute(query("row.source"), (row["source"],)).fetchone()
    text = folder.blob(row["text"]).decode("utf-8")
    start, end = record.passage.start, record.passage.end
    same = connection.execute(query("row.statements_of_proposition"), (row["proposition"], identifier)).fetchall()
    conflicts = connection.execute(query("row.conflicts_of_statement"), (identifier,)).fetchall()
    parties = connection.execute(query("row.parties_of_statement"), (identifier,)).fetchall()
    return StatementView(
        row=next(with_recognition(folder, flagged(connection, [statement_row(row)]))),
        statement=record,
        source=source_row(source),
        place=place(folder, row["source"], row["text"], start, end),
        before=text[max(0, start - CONTEXT) : start],
        after=text[end : end + CONTEXT],
        history=tuple(folder.acts_on(identifier)),
        same=tuple(map(statement_row, same)),
        conflicts=tuple(decode(c["record"], Conflict) for c in conflicts),
        links=links_of(connection, row["text"]),
        subjects=tuple(_ref(p) for p in parties if p["role"] == "about"),
        speaker=next((_ref(p) for p in parties if p["role"] == "by"), None),
        superseded_by=row["superseded_by"],
        quote_matches=matches(record.passage, text),
        roots=_roots(connection, row["support"]),
        reach=reach_of(connection, row, record, source["issuer"], parties),
    )


def _roots(connection: sqlite3.Connection, support: str | None) -> tuple[str, ...]:
    """The roots of a count by name: an outlet as it is written in this file, or the title of a document."""
    named = []
    for root in decode(support, Support).roots if support else ():
        party = connection.execute(query("row.party_name_of_key"), (root,)).fetchone()
        source = connection.execute("SELECT title, name FROM source WHERE sha256 = ?", (root,)).fetchone()
        named.append(party["name"] if party else (source["title"] or source["name"]) if source else root)
    return tuple(named)


def _ref(row: sqlite3.Row) -> PartyRef:
    return PartyRef(id=row["id"], name=row["name"], kind=row["kind"])


def place(folder: CaseFolder, source: str, text_digest: str, start: int, end: int) -> Place:
    """Page, line or part at which the character ``start`` stands in the original, and how what follows was read."""
    reading = reading_of(folder, source, text_digest)
    unit = unit_at(reading.units, start) if reading else None
    if reading is None or unit is None:
        return Place()
    return Place(
        page=unit.page, line=unit.line, path=unit.path or "", kind=unit.kind,
        recognised=reading.recognised_at(start, end),
        corrected=corrections_at(folder.database.connection, reading, start, end),
    )  # fmt: skip


def reading_of(folder: CaseFolder, source: str, text_digest: str) -> Reading | None:
    """The reading of a source that gave a text: the one in use, or one before it."""
    for row in folder.database.connection.execute(query("row.readings"), (source,)).fetchall():
        reading = decode(folder.blob(row["reading"]), Reading)
        if reading.text == text_digest:
            return reading
    return None


def with_recognition(folder: CaseFolder, rows: Iterable[StatementRow]) -> Iterator[StatementRow]:
    """The rows, each saying whether its passage was read by machine, and who corrected words of it. Rows of one source
    are best given together."""
    known: tuple[str, str] = ("", "")
    reading: Reading | None = None
    for row in rows:
        if (row.source, row.text) != known:
            known, reading = (row.source, row.text), reading_of(folder, row.source, row.text)
        if reading is not None and reading.recognition is not None:
            row = replace(
                row, recognised=reading.recognised_at(row.start, row.end),
                corrected=corrections_at(folder.database.connection, reading, row.start, row.end),
            )  # fmt: skip
        yield row


def unit_at(units: tuple[Unit, ...], start: int) -> Unit | None:
    """The unit that holds the character ``start``. Units are in text order."""
    low, high = 0, len(units)
    while low < high:
        middle = (low + high) // 2
        if units[middle].end <= start:
            low = middle + 1
        else:
            high = middle
    return units[low] if low < len(units) and units[low].start <= start else None


def chronology(connection: sqlite3.Connection, question: Question) -> Page[Moment]:
    """Statements at each of their dates, in order."""
    where, values = _conditions(connection, question)
    states = [state.value for state in question.review or tuple(Review)]
    where.append(f"state IN ({', '.join('?' * len(states))})" if len(states) > 1 else "state = ?")
    values += states
    if question.as_of:
        where.append("day <= ?")
        values.append(last_day(question.as_of))
    clause = " AND ".join(where)
    dated = "statement_date JOIN statement ON statement.id = statement_date.statement"
    total = connection.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {dated} WHERE {clause} LIMIT {TOTAL_CAP + 1})",  # noqa: S608
        values,
    ).fetchone()[0]
    if question.after:
        clause += " AND (day, statement_date.statement, place) > (?, ?, ?)"
        values = [*values, *read_cursor(question.after, 3)]
    order = "day, statement_date.statement, place"
    inner = (
        f"SELECT statement.*, day, place FROM {dated} WHERE {clause} ORDER BY {order} LIMIT {int(question.limit) + 1}"  # noqa: S608
    )
    rows = connection.execute(_SELECT.format(inner=inner, order="day, statement.id, place"), values).fetchall()
    more = len(rows) > question.limit
    rows = rows[: question.limit]
    statements = flagged(connection, (statement_row(row, question.as_of) for row in rows))
    moments = tuple(
        Moment(when=found.dates[row["place"]], statement=found) for row, found in zip(rows, statements, strict=True)
    )
    after = write_cursor([rows[-1]["day"], rows[-1]["id"], rows[-1]["place"]]) if more else ""
    return Page(items=moments, total=min(total, TOTAL_CAP), capped=total > TOTAL_CAP, after=after)
