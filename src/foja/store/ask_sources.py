"""Questions about sources."""

from __future__ import annotations

import sqlite3

from foja.model.errors import UsageError
from foja.model.record import decode
from foja.model.rows import LinkRow, Page, ReaderView, SourceRow
from foja.model.support import Link
from foja.model.text import Reading
from foja.model.vocabulary import CLOSED, LADDER, READABLE, LinkKind, LinkState, OutcomeState
from foja.store.ask_statements import statement_row, with_recognition
from foja.store.ask_texts import correctable_pages, corrections_at
from foja.store.cursor import read_cursor, write_cursor
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.store.search import match_words

ENDS = ("first", "second")
"""The two ends of a link, as columns name them."""


def source_row(row: sqlite3.Row) -> SourceRow:
    fields = ("sha256", "name", "title", "outlet", "author", "published", "language", "url", "media_type", "size")
    more = (
        "parent",
        "via",
        "detail",
        "next",
        "text",
        "characters",
        "pages",
        "drafts",
        "accepted",
        "recorded_at",
        "issuer",
    )
    values = {name: row[name] for name in fields + more}
    state = OutcomeState(row["state"]) if row["state"] else None
    guessed = tuple(row["guessed"].split())
    return SourceRow(**values, state=state, sensitivity=LADDER[row["sensitivity"]], guessed=guessed)


def find_source(connection: sqlite3.Connection, prefix: str) -> SourceRow:
    """The source whose digest begins with ``prefix``; raises ``UsageError`` when none or several do."""
    rows = []
    if prefix and all(char in "0123456789abcdef" for char in prefix):
        rows = connection.execute(query("row.source_by_prefix"), (prefix,)).fetchall()
    if len(rows) == 1:
        return source_row(rows[0])
    raise UsageError(
        "source-unknown",
        f"{'More than one source' if rows else 'No source'} in this case has a digest that begins with {prefix!r}.",
        next="List them with: foja sources CASE",
    )


def sources(
    connection: sqlite3.Connection,
    *,
    state: str = "",
    text: str = "",
    party: str = "",
    after: str = "",
    limit: int = 100,
) -> Page[SourceRow]:
    """``state``: an outcome, ``gap`` for all that have no text, ``waiting`` for those not read yet. ``party``: the id
    of one that the source must name."""
    where: list[str] = ["1"]
    values: list[str | int] = []
    if state == "gap":
        others = ", ".join(f"'{s.value}'" for s in sorted(READABLE | CLOSED))
        where.append(f"source.state NOT IN ('', {others})")
    elif state:
        where.append("source.state = ?")
        values.append("" if state == "waiting" else state)
    if party:
        where.append("sha256 IN (SELECT source FROM party_document WHERE party = ?)")
        values.append(party)
    if text:
        like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        where.append(
            "(name LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\' OR sha256 IN (SELECT source FROM passage"
            " WHERE number IN (SELECT rowid FROM passage_words WHERE words MATCH ?)))"
        )
        values += [like, like, match_words(text) or '""']
    total = connection.execute(f"SELECT count(*) FROM source WHERE {' AND '.join(where)}", values).fetchone()[0]  # noqa: S608
    if after:
        where.append("(source.name, source.sha256) > (?, ?)")
        values += read_cursor(after, 2)
    rows = connection.execute(
        f"SELECT * FROM source WHERE {' AND '.join(where)} ORDER BY name, sha256 LIMIT ?",  # noqa: S608
        [*values, limit + 1],
    ).fetchall()
    more = len(rows) > limit
    rows = rows[:limit]
    next_ = write_cursor([rows[-1]["name"], rows[-1]["sha256"]]) if more else ""
    return Page(items=tuple(map(source_row, rows)), total=total, after=next_)


def reader(folder: CaseFolder, prefix: str) -> ReaderView:
    """A source opened for reading. A source without a text has an empty text and no reading."""
    connection = folder.database.connection
    source = find_source(connection, prefix)
    digest = connection.execute("SELECT reading FROM source WHERE sha256 = ?", (source.sha256,)).fetchone()[0]
    reading = decode(folder.blob(digest), Reading) if digest else None
    text = folder.blob(source.text).decode("utf-8") if source.text else ""
    statements = connection.execute(query("row.statements_of_source"), (source.sha256, source.text)).fetchall()
    earlier = connection.execute(query("row.statements_of_earlier_texts"), (source.sha256, source.text)).fetchall()
    members = connection.execute(query("row.members"), (source.sha256,)).fetchall()
    parent = connection.execute(query("row.source"), (source.parent,)).fetchone() if source.parent else None
    return ReaderView(
        source=source,
        text=text,
        reading=reading,
        statements=tuple(with_recognition(folder, map(statement_row, statements))),
        earlier=tuple(with_recognition(folder, map(statement_row, earlier))),
        texts=1
        + connection.execute("SELECT count(*) FROM correction WHERE source = ?", (source.sha256,)).fetchone()[0],
        correctable=correctable_pages(reading) if reading else (),
        corrected=corrections_at(connection, reading, 0, len(text)),
        drafting=_drafting(connection, digest) if digest else "",
        weighing=_weighing(connection, source.sha256),
        members=tuple(map(source_row, members)),
        parent=source_row(parent) if parent else None,
        links=links_of(connection, source.text) if source.text else (),
    )


def _drafting(connection: sqlite3.Connection, reading: str) -> str:
    """What the drafting of statements left out of a reading, and why."""
    row = connection.execute("SELECT detail FROM run WHERE stage = 'extract' AND input = ?", (reading,)).fetchone()
    return str(row["detail"]) if row else ""


def _weighing(connection: sqlite3.Connection, sha: str) -> str:
    """What the comparisons with other texts left out, and why."""
    rows = connection.execute(query("reading.compared"), (sha,)).fetchall()
    return " ".join(row["detail"] for row in rows if row["detail"])


def links_of(connection: sqlite3.Connection, text: str) -> tuple[LinkRow, ...]:
    """Copies between this text and others."""
    return tuple(map(link_row, connection.execute(query("row.links_of_text"), (text,)).fetchall()))


def links(connection: sqlite3.Connection, *, state: LinkState, after: str = "", limit: int = 100) -> Page[LinkRow]:
    """Links between documents in one state, those first of which a decision would change most counts."""
    total = connection.execute("SELECT count(*) FROM link WHERE state = ?", (state,)).fetchone()[0]
    begin = read_cursor(after, 2) if after else [str(1 << 40), ""]
    rows = connection.execute(query("row.links"), (state, int(begin[0]), begin[1], limit + 1)).fetchall()
    next_ = write_cursor([rows[limit - 1]["sways"], rows[limit - 1]["id"]]) if len(rows) > limit else ""
    return Page(items=tuple(map(link_row, rows[:limit])), total=total, after=next_)


def link_row(row: sqlite3.Row) -> LinkRow:
    link = decode(row["record"], Link)
    labels = [row[f"{end}_title"] or row[f"{end}_name"] or row[end] for end in ENDS]
    if labels[0] == labels[1]:  # copies have one title
        labels = [f"{label}, {row[f'{end}_outlet'] or row[end][:12]}" for label, end in zip(labels, ENDS, strict=True)]
    return LinkRow(
        id=row["id"],
        link=link,
        state=LinkState(row["state"]),
        first_label=labels[0],
        second_label=labels[1],
        first_source=row["first_source"] or "",
        second_source=row["second_source"] or "",
        order=_order(link.kind, row["first_published"] or "", row["second_published"] or ""),
        sways=row["sways"],
    )


def _order(kind: LinkKind, first: str, second: str) -> str:
    """Which of two dependent texts can rest on the other by their dates, in words; empty where a date is missing. Days
    are compared, at the coarser precision of the two: a text cannot rest on one that appeared later."""
    one, other = first[:10], second[:10]
    precision = min(len(one), len(other))
    if not precision or kind in (LinkKind.CITES, LinkKind.QUOTES, LinkKind.SAME_RELEASE):
        return ""
    if one[:precision] == other[:precision]:
        return "published at the same time, as far as the dates say"
    earlier, later = (one, other) if one < other else (other, one)
    return f"only the later ({later}) can rest on the earlier ({earlier})"
