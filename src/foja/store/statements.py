"""Projection of statements: drafts, decisions of persons, corrections."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from foja.model import dates
from foja.model.event import Event
from foja.model.record import convert, decode, derived_id, encode, row_number
from foja.model.statement import Extraction, Statement, draft_mark
from foja.model.vocabulary import AllegerKind, Modality, Review
from foja.store import people, weighing
from foja.store.database import UNDATED, query
from foja.store.sources import owe_anew, touch
from foja.text.fold import folded_text, key

FORCE = frozenset({Modality.REQUESTED, Modality.ORDERED, Modality.FOUND, Modality.DENIED})


def weight(statement: Statement) -> int:
    """Place in the review queue: acts and findings first, then what others are said to say, then what the
    page takes for granted, then its own voice; within each, drafts that more than one extractor found come
    first. It orders work; it says nothing about the content."""
    alone = "+" not in statement.extractor
    if statement.modality in FORCE:
        return 0 + alone
    if statement.speaker.kind is not AllegerKind.PAGE:
        return 2 + alone
    return 4 if statement.presupposed else 5


def apply_extraction(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    """Replaces the machine's drafts for this source. What a person decided on is kept."""
    extraction = decode(blobs(run["output"]), Extraction)
    _remove_drafts(connection, extraction.source, asked=False)
    connection.execute("UPDATE source SET extraction = ? WHERE sha256 = ?", (run["output"], extraction.source))
    _insert_drafts(connection, extraction)
    owe_anew(connection, "resolve", run["output"])


def apply_asked(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    """Replaces the drafts that a language model gave for this source. Those of the embedded extractors stay."""
    extraction = decode(blobs(run["output"]), Extraction)
    _remove_drafts(connection, extraction.source, asked=True)
    _insert_drafts(connection, extraction)


def _insert_drafts(connection: sqlite3.Connection, extraction: Extraction) -> None:
    settled = {row[0] for row in connection.execute("SELECT draft FROM settled WHERE text = ?", (extraction.text,))}
    for statement in extraction.statements:
        if draft_mark(statement) not in settled:
            insert(connection, statement, Review.DRAFT, machine=True)


def _remove_drafts(connection: sqlite3.Connection, source: str, *, asked: bool) -> None:
    """Removes the drafts of a source that nobody decided on: those of a model that was asked, or all others."""
    old = connection.execute(
        "SELECT id FROM statement WHERE source = ? AND machine = 1 AND review = 'draft'"
        " AND (json_extract(record, '$.extractor') LIKE 'model:%') = ?",
        (source, asked),
    ).fetchall()
    for row in old:
        remove(connection, row["id"])


def insert(connection: sqlite3.Connection, statement: Statement, review: Review, *, machine: bool) -> None:
    """Adds a statement; one that is already there is left as it is."""
    if connection.execute("SELECT 1 FROM statement WHERE id = ?", (statement.id,)).fetchone():
        return
    source = connection.execute(
        "SELECT published, recorded_at, outlet FROM source WHERE sha256 = ?", (statement.source,)
    ).fetchone()
    outlets = [link.name for link in statement.chain if link.kind is AllegerKind.OUTLET]
    speaker = statement.speaker.name or (source["outlet"] if source else "")
    earliest = min((d.earliest for d in statement.dates if d.earliest), default="")
    latest = max((d.latest for d in statement.dates if d.latest), default="")
    known_on = dates.known_on(source["published"], source["recorded_at"]) if source else ""
    number = row_number(statement.id)
    connection.execute(
        query("statement.insert"),
        (
            number, statement.id, statement.source, statement.passage.text, statement.passage.start,
            statement.passage.end, review, machine, statement.modality, statement.polarity, statement.status,
            statement.presupposed, speaker, key(speaker), outlets[-1] if outlets else "", statement.language,
            source["published"] if source else "", known_on, earliest, latest, earliest or UNDATED,
            weight(statement), derived_id("pr", statement.id),
            source["recorded_at"] if source else "", encode(statement).decode(),
        ),
    )  # fmt: skip
    first = {(d.earliest, d.latest): place for place, d in reversed(list(enumerate(statement.dates))) if d.earliest}
    connection.executemany(
        "INSERT INTO statement_date VALUES (?, ?, ?, ?)",
        [(review, day, statement.id, place) for (day, _), place in first.items()],
    )
    # The passage too: what a person puts in other words, or in another language, is found by the words of the source.
    said = dict.fromkeys((statement.content, statement.passage.quote))
    words = folded_text(" ".join((*said, speaker, *outlets)))
    connection.execute("INSERT INTO statement_words (rowid, words, review) VALUES (?, ?, ?)", (number, words, review))


def remove(connection: sqlite3.Connection, identifier: str) -> None:
    """Removes a draft that the machine no longer makes. Statements that a person touched are never removed."""
    connection.execute("DELETE FROM statement_words WHERE rowid = ?", (row_number(identifier),))
    connection.execute("DELETE FROM statement_party WHERE statement = ?", (identifier,))
    connection.execute("DELETE FROM statement_date WHERE statement = ?", (identifier,))
    weighing.forget(connection, identifier)
    connection.execute("DELETE FROM statement WHERE id = ?", (identifier,))


def apply_entered(connection: sqlite3.Connection, event: Event) -> None:
    statement = convert(event.body["statement"], Statement)
    insert(connection, statement, Review.ACCEPTED, machine=False)
    decided(connection, statement.id, event)
    owe_names(connection, statement)


def apply_accepted(connection: sqlite3.Connection, event: Event) -> None:
    statement = convert(event.body["statement"], Statement)
    insert(connection, statement, Review.DRAFT, machine=not statement.entered)
    set_review(connection, statement.id, Review.ACCEPTED)
    settle_stale(connection, statement.supersedes, statement.id, event)
    decided(connection, statement.id, event)


def settle_stale(connection: sqlite3.Connection, stale: str, accepted: str, event: Event) -> None:
    """Where a statement that is accepted says what one whose quote was corrected said, it takes its place."""
    row = connection.execute("SELECT review FROM statement WHERE id = ?", (stale,)).fetchone() if stale else None
    if row is not None and row["review"] == Review.STALE:
        supersede(connection, stale, accepted)
        decided(connection, stale, event)


def supersede(connection: sqlite3.Connection, before: str, after: str) -> None:
    """Marks a statement as superseded by another, for good; what it was counted with goes over to that."""
    set_review(connection, before, Review.SUPERSEDED)
    connection.execute("UPDATE statement SET superseded_by = ? WHERE id = ?", (after, before))
    weighing.carry_over(connection, before, after)


def apply_rejected(connection: sqlite3.Connection, event: Event) -> None:
    set_review(connection, event.body["statement"], Review.REJECTED)
    decided(connection, event.body["statement"], event)


def apply_reopened(connection: sqlite3.Connection, event: Event) -> None:
    set_review(connection, event.body["statement"], Review.DRAFT)
    decided(connection, event.body["statement"], event)


def apply_corrected(connection: sqlite3.Connection, event: Event) -> None:
    """The corrected statement is superseded, for good; its replacement is accepted."""
    replacement = convert(event.body["replacement"], Statement)
    before = event.body["statement"]
    insert(connection, replacement, Review.ACCEPTED, machine=False)
    supersede(connection, before, replacement.id)
    row = connection.execute("SELECT record FROM statement WHERE id = ?", (before,)).fetchone()
    if row is not None:
        settle_stale(connection, decode(row["record"], Statement).supersedes, replacement.id, event)
    decided(connection, before, event)
    decided(connection, replacement.id, event)
    owe_names(connection, replacement)


def set_review(connection: sqlite3.Connection, identifier: str, review: Review) -> None:
    # A superseded statement stays superseded: the database refuses anything else.
    connection.execute("UPDATE statement SET review = ? WHERE id = ? AND review <> 'superseded'", (review, identifier))
    connection.execute(query("party.follow_review"), (identifier,))
    connection.execute(query("date.follow_review"), (identifier,))
    connection.execute(query("search.follow_review"), (identifier,))


def decided(connection: sqlite3.Connection, identifier: str, event: Event) -> None:
    connection.execute(
        "UPDATE statement SET decided_at = ?, decided_by = ? WHERE id = ?", (event.at, event.actor.name, identifier)
    )
    touch(connection, identifier, event.seq)
    weighing.refresh(connection, identifier)


def owe_names(connection: sqlite3.Connection, statement: Statement) -> None:
    """Links a person's statement to the parties that its document names inside its content."""
    people.link_statement(connection, statement)
    weighing.refresh(connection, statement.id)
