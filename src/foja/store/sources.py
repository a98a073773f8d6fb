"""Projection of sources: receipts, readings, metadata, runs."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from foja.model import dates
from foja.model.event import Event
from foja.model.record import decode, derived_id, encode, row_number
from foja.model.source import source_added
from foja.model.text import Reading
from foja.model.vocabulary import READABLE, OutcomeState
from foja.store.database import query
from foja.store.passages import paragraphs
from foja.text.fold import folded_text, key

READERS = ("read", "read.scan")
"""Stages that give a source its text. The second takes up what the first leaves: pages that are pictures."""
METADATA = ("title", "author", "outlet", "published", "language", "url")
"""What a page may claim about itself, and a person correct."""
DESCRIBED = (*METADATA, "issuer", "owner")
"""What a person can describe. ``issuer``: the bodies whose own text the source is, separated by semicolons; no page
can claim that for itself. ``owner``: who owns its outlet."""


def apply_added(connection: sqlite3.Connection, event: Event) -> None:
    unnamed = {"name": event.body["source"]["sha256"][:12]}  # how it came was sealed or erased
    source = source_added({"receipt": unnamed, **event.body})
    receipt = source.receipt
    parent = receipt.parent or ""
    recorded = event.at
    if parent:
        # The case held a member's bytes since it received the file that holds it.
        row = connection.execute("SELECT recorded_at FROM source WHERE sha256 = ?", (parent,)).fetchone()
        recorded = row[0] if row else recorded
    connection.execute(
        "INSERT INTO source (sha256, sha512, size, name, via, parent, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (sha256) DO NOTHING",
        (source.sha256, source.sha512, source.size, receipt.name, receipt.via, parent, recorded),
    )
    connection.execute(
        "INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?, ?)",
        (source.sha256, receipt.received_from, receipt.name, receipt.via, parent, receipt.modified or ""),
    )
    owe(connection, "read", source.sha256)


def apply_allowed(connection: sqlite3.Connection, event: Event) -> None:
    """A source is to be read again, with these limits, and what is in it as far as it was not read whole."""
    sha, limits = event.body["source"], encode(event.body["limits"]).decode("utf-8")
    connection.execute(
        "INSERT INTO allowance VALUES (?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET limits = excluded.limits,"
        " locked = excluded.locked",
        (sha, limits, int(event.body["password"])),
    )
    connection.execute(query("reading.again"), (sha,))
    touch(connection, sha, event.seq)


def owe(connection: sqlite3.Connection, stage: str, digest: str) -> None:
    """Notes that ``stage`` owes an output for ``digest``, unless it has one."""
    connection.execute("INSERT OR IGNORE INTO run (stage, input) VALUES (?, ?)", (stage, digest))


def owe_anew(connection: sqlite3.Connection, stage: str, digest: str) -> None:
    """Notes that ``stage`` owes an output for ``digest``, also where it has one: what else it is given, the reading of
    the source, can have been made anew while ``digest`` stayed the same."""
    connection.execute(
        "INSERT INTO run (stage, input) VALUES (?, ?) ON CONFLICT (stage, input) DO UPDATE SET state = ''",
        (stage, digest),
    )


def finish_run(connection: sqlite3.Connection, run: dict[str, str]) -> None:
    connection.execute(
        "INSERT INTO run (stage, input, version, setting, state, output, detail, next) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (stage, input) DO UPDATE SET version = excluded.version, setting = excluded.setting,"
        " state = excluded.state, output = excluded.output, detail = excluded.detail, next = excluded.next",
        (
            run["stage"], run["input"], run["version"], run["setting"], run["state"],
            run.get("output", ""), run.get("detail", ""), run.get("next", ""),
        ),
    )  # fmt: skip
    if run["stage"] in READERS:
        _set_state(connection, run)


def _set_state(connection: sqlite3.Connection, run: dict[str, str]) -> None:
    """What became of reading a source, by the outcome of one of the two readers."""
    sha, state = run["input"], OutcomeState(run["state"])
    detail, next_ = run.get("detail", ""), run.get("next", "")
    readable = state in READABLE
    if state is OutcomeState.SCAN and run["stage"] == "read":
        owe(connection, "read.scan", sha)
        row = _run(connection, "read.scan", sha)
        if row and row["output"]:  # recognised before; reading it once more found the same pictures
            state = OutcomeState(row["state"] or OutcomeState.PARTIAL)
            detail, next_, readable = row["detail"], row["next"], True
    elif run["stage"] == "read.scan" and not readable:
        row = _run(connection, "read", sha)
        if row and row["output"]:  # the pages that have a text layer stay
            state, readable, detail = OutcomeState.PARTIAL, True, f"{row['detail']}; {detail}"
    connection.execute(
        "UPDATE source SET state = ?, detail = ?, next = ? WHERE sha256 = ?", (state, detail, next_, sha)
    )
    if not readable and not is_corrected(connection, sha):
        connection.execute("UPDATE source SET reading = '', text = '' WHERE sha256 = ?", (sha,))


def _run(connection: sqlite3.Connection, stage: str, digest: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = connection.execute(
        "SELECT * FROM run WHERE stage = ? AND input = ?", (stage, digest)
    ).fetchone()
    return row


def apply_reading(connection: sqlite3.Connection, run: dict[str, str], blobs: Callable[[str], bytes]) -> None:
    """Takes what a machine read into use, unless a person corrected a text of the source: what was corrected by hand
    is not replaced by what a machine reads later."""
    reading = decode(blobs(run["output"]), Reading)
    if not is_corrected(connection, reading.source):
        use_reading(connection, run["output"], reading, blobs)
    if run["stage"] == "read" and reading.bare:
        owe(connection, "read.scan", reading.source)
        connection.execute("UPDATE run SET state = '' WHERE stage = 'read.scan' AND input = ?", (reading.source,))


def is_corrected(connection: sqlite3.Connection, sha: str) -> bool:
    """Whether the text in use of a source is one that a person chose or made."""
    row = connection.execute("SELECT corrected FROM source WHERE sha256 = ?", (sha,)).fetchone()
    return row is not None and bool(row["corrected"])


def use_reading(connection: sqlite3.Connection, output: str, reading: Reading, blobs: Callable[[str], bytes]) -> None:
    """Makes a reading, by its digest, the one of its source that is shown, searched and drafted from."""
    text = blobs(reading.text).decode("utf-8")
    sha = reading.source
    forget_passages(connection, sha)
    # Nobody needs drafts from a reading that another one replaced before they were made.
    connection.execute(
        "DELETE FROM run WHERE stage = 'extract' AND state = '' AND input <> ?"
        " AND input = (SELECT reading FROM source WHERE sha256 = ?)",
        (output, sha),
    )
    connection.execute(
        "UPDATE source SET reading = ?, text = ?, media_type = ?, characters = ?, pages = ? WHERE sha256 = ?",
        (output, reading.text, reading.media_type, reading.characters, len(reading.pages), sha),
    )
    for field in METADATA:
        set_metadata(connection, sha, field, reading.claim(field))
    described = connection.execute("SELECT field, value FROM described WHERE sha256 = ?", (sha,)).fetchall()
    for field, value in described:
        set_metadata(connection, sha, field, value)
    set_guessed(connection, sha, set(reading.guessed()) - {field for field, _ in described})
    for start, end, role in paragraphs(text, reading):
        number = row_number(derived_id("ps", sha, start, end))
        connection.execute("INSERT OR REPLACE INTO passage VALUES (?, ?, ?, ?, ?)", (number, sha, start, end, role))
        connection.execute(
            "INSERT OR REPLACE INTO passage_words (rowid, words) VALUES (?, ?)", (number, folded_text(text[start:end]))
        )
    owe(connection, "extract", output)


def forget_passages(connection: sqlite3.Connection, sha: str) -> None:
    connection.execute("DELETE FROM passage_words WHERE rowid IN (SELECT number FROM passage WHERE source = ?)", (sha,))
    connection.execute("DELETE FROM passage WHERE source = ?", (sha,))


def set_metadata(connection: sqlite3.Connection, sha: str, field: str, value: str) -> None:
    assert field in DESCRIBED
    connection.execute(f"UPDATE source SET {field} = ? WHERE sha256 = ?", (value, sha))  # noqa: S608 (a closed list)
    if field == "outlet":
        connection.execute("UPDATE source SET outlet_key = ? WHERE sha256 = ?", (key(value), sha))
    if field == "published":
        connection.execute(query("statement.published"), (value, sha, dates.known_on(value, "")))


def set_guessed(connection: sqlite3.Connection, sha: str, fields: set[str]) -> None:
    """Which fields of a source show a guess of the reader. What a person described is none."""
    connection.execute("UPDATE source SET guessed = ? WHERE sha256 = ?", (" ".join(sorted(fields)), sha))


def apply_described(connection: sqlite3.Connection, event: Event) -> None:
    sha, field, value = event.body["source"], event.body["field"], event.body["value"]
    connection.execute(
        "INSERT INTO described VALUES (?, ?, ?) ON CONFLICT (sha256, field) DO UPDATE SET value = excluded.value",
        (sha, field, value),
    )
    set_metadata(connection, sha, field, value)
    guessed = connection.execute("SELECT guessed FROM source WHERE sha256 = ?", (sha,)).fetchone()
    set_guessed(connection, sha, set(guessed[0].split() if guessed else ()) - {field})
    touch(connection, sha, event.seq)


def touch(connection: sqlite3.Connection, target: str, seq: int) -> None:
    """Notes that an act of a person concerned ``target``."""
    connection.execute("INSERT OR IGNORE INTO touch VALUES (?, ?)", (target, seq))
