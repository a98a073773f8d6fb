"""Questions about the texts of a source: those it had, their lines, and who corrected them."""

from __future__ import annotations

import sqlite3

from foja.model.correction import Corrected, LineChange, TextLine, TextVersion
from foja.model.errors import UsageError
from foja.model.event import Event
from foja.model.record import convert, decode
from foja.model.text import Document, Reading
from foja.read.scan.corrected import can_be_corrected
from foja.store.database import query
from foja.store.folder import CaseFolder


def corrected_by(connection: sqlite3.Connection, source: str) -> dict[str, Corrected]:
    """By whom and when each text of a source was made, by its digest."""
    rows = connection.execute(query("text.corrections"), (source,)).fetchall()
    return {row["text"]: Corrected(at=row["at"], by=row["by"]) for row in rows}


def corrections_at(
    connection: sqlite3.Connection, reading: Reading | None, start: int, end: int
) -> tuple[Corrected, ...]:
    """Who corrected words between two offsets of the text of a reading, each once, the earliest first."""
    texts = reading.corrected_at(start, end) if reading else ()
    if reading is None or not texts:
        return ()
    known = corrected_by(connection, reading.source)
    return tuple(sorted({known[text] for text in texts if text in known}, key=lambda one: (one.at, one.by)))


def document(folder: CaseFolder, reading: str) -> Document:
    """The text of a reading, by the digest of the reading, with it."""
    found = decode(folder.blob(reading), Reading)
    return Document(text=folder.blob(found.text).decode("utf-8"), reading=found)


def in_use(folder: CaseFolder, source: str) -> Document:
    """The text in use. Raises UsageError ``no-text``."""
    row = folder.database.connection.execute("SELECT * FROM source WHERE sha256 = ?", (source,)).fetchone()
    if not row["reading"]:
        raise UsageError("no-text", f"{row['title'] or row['name']} has no text.", where=source, next=row["next"])
    return document(folder, row["reading"])


def versions(folder: CaseFolder, source: str) -> tuple[TextVersion, ...]:
    """The texts that a source had and has, the first one first."""
    connection = folder.database.connection
    row = connection.execute("SELECT reading FROM source WHERE sha256 = ?", (source,)).fetchone()
    rows = connection.execute(query("text.versions"), (source,)).fetchall()
    found = []
    for number, one in enumerate(rows or ([{"reading": row["reading"], "seq": 0}] if row["reading"] else [])):
        reading = decode(folder.blob(one["reading"]), Reading)
        event = folder.ledger.event(one["seq"]) if one["seq"] else None
        found.append(
            TextVersion(
                source=source, text=reading.text, reader=reading.reader, version=reading.version,
                characters=reading.characters, in_use=number == max(0, len(rows) - 1), made=event, lines=_lines(event),
            )
        )  # fmt: skip
    return tuple(found)


def _lines(event: Event | None) -> tuple[LineChange, ...]:
    return tuple(convert(one, LineChange) for one in (event.body.get("lines", ()) if event else ()))


def version(folder: CaseFolder, source: str, digest: str) -> tuple[str, Document]:
    """A text that the source had, by the beginning of its digest; and the digest of its reading, the newest of those
    that gave it. Raises UsageError ``text-unknown``."""
    rows = folder.database.connection.execute(query("row.readings"), (source,)).fetchall()
    found: dict[str, tuple[str, Reading]] = {}
    for row in rows:
        reading = decode(folder.blob(row["reading"]), Reading)
        if digest and reading.text.startswith(digest):
            found.setdefault(reading.text, (row["reading"], reading))
    if len(found) != 1:
        raise UsageError(
            "text-unknown",
            f"{'More than one text' if found else 'No text'} of this source has a digest that begins with {digest!r}.",
            where=source[:12],
            next="List its texts with: foja correct-text CASE SOURCE",
        )
    ((text, (output, reading)),) = found.items()
    return output, Document(text=folder.blob(text).decode("utf-8"), reading=reading)


def correctable_pages(reading: Reading) -> tuple[int, ...]:
    """The pages with lines that a person can correct."""
    return tuple(sorted({unit.page for unit in reading.units if unit.page and can_be_corrected(unit, reading)}))


def lines(folder: CaseFolder, source: str, page: int) -> tuple[TextLine, ...]:
    """The recognised lines of a page, in text order."""
    found = in_use(folder, source)
    reading, connection = found.reading, folder.database.connection
    known = corrected_by(connection, source)
    doubtful = reading.recognition.doubtful if reading.recognition else 0
    words = reading.recognition.words if reading.recognition else ()
    out = []
    for unit in reading.units:
        if unit.page != page or unit.line is None or not can_be_corrected(unit, reading):
            continue
        low = [w for w in words if unit.start <= w.start < unit.end and w.confidence < doubtful]
        out.append(
            TextLine(
                source=source, page=page, line=unit.line, text=found.text[unit.start : unit.end],
                confidence=reading.recognised_at(unit.start, unit.end),
                doubtful=tuple(found.text[w.start : w.end] for w in low),
                corrected=tuple(known[t] for t in reading.corrected_at(unit.start, unit.end) if t in known),
                box=unit.box,
            )
        )  # fmt: skip
    return tuple(out)
