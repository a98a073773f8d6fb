"""The plan: inputs that exist minus runs that exist, and the records that each due run needs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence

from msgspec.structs import replace

from foja.extract.protocol import ExtractSetting
from foja.model.document import Candidates, Crossed, Known
from foja.model.errors import Gap, UsageError
from foja.model.outcome import Outcome
from foja.model.party import Named, Naming
from foja.model.record import Record, decode, digest, encode
from foja.model.source import Original
from foja.model.statement import Extraction
from foja.model.support import Meaning, Sketch
from foja.model.text import Claimed, Document, Reading
from foja.model.vocabulary import OutcomeState
from foja.plugins import stage
from foja.read.limits import Limits, raised
from foja.read.scan.engine import check_engine, installed
from foja.read.scan.languages import by_iso
from foja.read.scan.languages import languages as known_languages
from foja.read.scan.records import Scan, ScanSetting
from foja.store import crossing, faces, sketches
from foja.store.beginning import SETTINGS
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.weigh.encoder import installed as encoders
from foja.weigh.meaning import AcrossSetting

ACROSS = ("weigh.meaning", "weigh.across")
"""Stages that need a sentence encoder, which is an extra. Without one nothing is owed to them."""
STAGES = ("read", "read.scan", "extract", "resolve", "weigh.sketch", "weigh.compare", *ACROSS)


def setting(folder: CaseFolder, name: str) -> Record:
    """The setting with which the stage runs in this case. Text recognition depends on what is installed, and on the
    languages that the case names; drafts are made by the extractor that it names."""
    given = stage(name)[1]
    if isinstance(given, ExtractSetting) and (named := folder.settings.get("extractor")) is not None:
        return replace(given, extractor=str(named))
    if isinstance(given, AcrossSetting):
        return replace(given, encoders=given.encoders or encoders())
    if not isinstance(given, ScanSetting):
        return given
    found = installed()
    return replace(given, engine=found.version, models=found.models, languages=languages(folder))


def check_extractor(folder: CaseFolder) -> None:
    """Raises ``UsageError`` when the case names an extractor that does not exist or cannot run here."""
    from foja.extract.stage import check  # rules and lexicons are loaded where they are used

    given = setting(folder, "extract")
    if isinstance(given, ExtractSetting):
        check(given)


def setting_digest(folder: CaseFolder, name: str) -> str:
    """Digest of the setting with which the stage runs."""
    return digest(encode(setting(folder, name)))


def languages(folder: CaseFolder) -> tuple[str, ...]:
    """The languages that ``foja.toml`` names under ``[case]`` (ISO 639-1). Raises ``UsageError`` for others than those
    that pages can be recognised in."""
    given = folder.settings.get("languages", [])
    if isinstance(given, list) and all(isinstance(one, str) and by_iso(one) for one in given):
        return tuple(given)
    raise UsageError(
        "languages-unknown",
        f"foja.toml names languages as {given!r}.",
        where=str(folder.path / SETTINGS),
        next='Write them as a list of two-letter codes: languages = ["es", "en"]. Known: '
        + ", ".join(sorted(one.iso for one in known_languages())),
    )


def limits(folder: CaseFolder, sha: str) -> Limits:
    """The limits with which a source is read: the default ones, and what a person allowed for it or for the files
    that hold it, the nearest first."""
    found = stage("read")[1]
    assert isinstance(found, Limits)
    allowed: dict[str, float] = {}
    while sha:
        row = folder.database.connection.execute(query("reading.allowed"), (sha,)).fetchone()
        if row is None:
            break
        allowed = {**json.loads(row["limits"] or "{}"), **allowed}
        sha = row["parent"]
    return raised(found, allowed) if allowed else found


def setting_of(folder: CaseFolder, name: str, input_digest: str) -> str:
    """Digest of the setting with which the stage runs on one input."""
    return digest(encode(limits(folder, input_digest))) if name == "read" else setting_digest(folder, name)


def unlocked(folder: CaseFolder, run: Outcome) -> bool:
    """Whether a reading was made with a password."""
    usual = limits(folder, run.input) == stage("read")[1]
    row = folder.database.connection.execute("SELECT 1 FROM allowance WHERE locked LIMIT 1").fetchone()
    if not run.output or (usual and row is None):
        return False  # no password was ever given in this case
    return decode(folder.blob(run.output), Reading).unlocked


def renew(folder: CaseFolder) -> None:
    """Marks the runs of a stage as due when its version or its setting changed since they were made.

    What is installed for text recognition is part of its setting; another engine or a further model alone renews only
    what was not read, or not well: a text that was read well is not read again because something was installed.
    Raises ``UsageError`` as ``check_extractor`` does.
    """
    check_extractor(folder)
    for name in STAGES:
        renewed = setting(folder, name)
        if isinstance(renewed, AcrossSetting) and not renewed.encoders:
            continue  # what was found with an encoder stays when it goes
        wanted = f"{stage(name)[0].version} {digest(encode(renewed))}"
        installed_only = False
        if isinstance(renewed, ScanSetting):
            try:
                check_engine(renewed)
            except Gap:
                continue  # nothing better can come of it: what was read before the engine went stays
            ours = f"{stage(name)[0].version} {digest(encode(replace(renewed, engine='', models=())))}"
            installed_only = _known(folder, f"asked.{name}", ours)
        with folder.database.transaction() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (f"stage.{name}",)).fetchone()
            if row is not None and row[0] == wanted:
                continue
            connection.executemany(
                "UPDATE run SET state = '' WHERE stage = ? AND input = ?",
                [(name, input_digest) for input_digest in _outdated(folder, name, wanted, installed_only)],
            )
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (f"stage.{name}", wanted),
            )


def _outdated(folder: CaseFolder, name: str, wanted: str, troubled: bool) -> list[str]:
    """Inputs of runs made with another version, or another setting than the one that holds for them. ``troubled``: only
    of those that did not end well."""
    rows = folder.database.connection.execute(query("reading.outdated"), (name, wanted, troubled)).fetchall()
    version = stage(name)[0].version
    return [
        row["input"]
        for row in rows
        if name != "read" or row["version"] != version or row["setting"] != setting_of(folder, name, row["input"])
    ]


def _known(folder: CaseFolder, key: str, value: str) -> bool:
    """Whether ``value`` was noted under ``key`` before; notes it."""
    with folder.database.transaction() as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        connection.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
        )
    return row is not None and row[0] == value


def due(folder: CaseFolder, name: str) -> list[str]:
    """Digests of the inputs for which the stage owes an output, in a fixed order."""
    if name in ACROSS:
        given = setting(folder, name)
        if isinstance(given, AcrossSetting) and not given.encoders:
            return []
    if name == "weigh.meaning":
        with folder.database.transaction() as connection:
            connection.execute(query("reading.owed_meaning"))
    rows = folder.database.connection.execute(
        "SELECT input FROM run INDEXED BY run_due WHERE stage = ? AND state = '' ORDER BY input", (name,)
    )
    return [row["input"] for row in rows.fetchall()]


def retry(folder: CaseFolder) -> int:
    """Marks every run that failed or left a gap as due again. Returns how many."""
    with folder.database.transaction() as connection:
        return connection.execute("UPDATE run SET state = '' WHERE state NOT IN ('', 'done')").rowcount


LARGER = frozenset({OutcomeState.LIMIT, OutcomeState.TIMEOUT, OutcomeState.CRASHED, OutcomeState.PARTIAL})
"""Outcomes that larger limits may change."""
UNLOCKED = frozenset({OutcomeState.ENCRYPTED, OutcomeState.PARTIAL})
"""Outcomes that a password may change."""


def unread(folder: CaseFolder, states: Collection[str] = ()) -> list[str]:
    """Digests of the sources whose reading ended in one of ``states``; without any, of all that gave no whole text."""
    rows = folder.database.connection.execute(
        "SELECT input, state FROM run WHERE stage = 'read' AND state NOT IN ('', 'done') ORDER BY input"
    )
    return [row["input"] for row in rows.fetchall() if not states or row["state"] in states]


def original(folder: CaseFolder, sha: str, passwords: tuple[str, ...] = ()) -> Original:
    """The source with its bytes, and with the address and time of its capture where it comes from a web archive."""
    from foja.read.warc import VIA, capture_claims  # readers are loaded where something is read

    connection = folder.database.connection
    row = connection.execute("SELECT name, via FROM source WHERE sha256 = ?", (sha,)).fetchone()
    claims: list[Claimed] = []
    if row["via"] == VIA:
        for receipt in connection.execute(query("source.captures"), (sha,)):
            claims += capture_claims(receipt["received_from"], receipt["modified"])
    return Original(sha256=sha, name=row["name"], content=folder.blob(sha), claims=tuple(claims), passwords=passwords)


def scan(folder: CaseFolder, sha: str, passwords: tuple[str, ...] = ()) -> Scan:
    """The source with what its text layer gave."""
    row = folder.database.connection.execute(
        "SELECT output FROM run WHERE stage = 'read' AND input = ?", (sha,)
    ).fetchone()
    kept = document(folder, row["output"]) if row and row["output"] else None
    return Scan(original=original(folder, sha, passwords), kept=kept, folders=dict(installed().folders))


def document(folder: CaseFolder, reading_digest: str) -> Document:
    """The document of a reading."""
    reading = decode(folder.blob(reading_digest), Reading)
    return Document(text=folder.blob(reading.text).decode("utf-8"), reading=reading)


def item(folder: CaseFolder, name: str, input_digest: str) -> tuple[str, Record]:
    """(digest of the source concerned, what the stage receives) for a due input."""
    if name == "read.scan":
        return input_digest, scan(folder, input_digest)
    if name in ("extract", "weigh.meaning"):
        found = document(folder, input_digest)
        return found.reading.source, found
    if name == "resolve":
        extraction = decode(folder.blob(input_digest), Extraction)
        return extraction.source, Named(document=_document_of(folder, extraction.source), extraction=extraction)
    if name == "weigh.sketch":
        naming = decode(folder.blob(input_digest), Naming)
        row = _source(folder, naming.source)
        extraction = decode(folder.blob(row["extraction"]), Extraction)
        known = Known(document=_document_of(folder, naming.source), extraction=extraction, naming=naming)
        return naming.source, known
    if name == "weigh.across":
        meaning = decode(folder.blob(input_digest), Meaning)
        others = crossing.crossings(folder.database.connection, meaning, input_digest)
        return meaning.source, crossed(folder, meaning, others)
    sketch = decode(folder.blob(input_digest), Sketch)
    return sketch.source, candidates(folder, sketch, input_digest)


def candidates(folder: CaseFolder, sketch: Sketch, turn: str) -> Candidates:
    """The documents and statements that share keys with this one, by index look-ups (see ``store.sketches``)."""
    connection = folder.database.connection
    documents = []
    for text in sketches.meetings(connection, sketch, turn):
        row = connection.execute(
            "SELECT reading FROM source WHERE text = ? ORDER BY sha256 LIMIT 1", (text,)
        ).fetchone()
        if row and row["reading"]:
            documents.append(document(folder, row["reading"]))
    template, *templates = sketches.shared_templates(connection, sketch, [one.reading.text for one in documents])
    statements = tuple(faces.pairs(connection, sketch.source))
    own = _document_of(folder, sketch.source)
    return Candidates(
        document=own, sketch=sketch, documents=tuple(documents), statements=statements, templates=tuple(templates),
        template=template, common=sketches.common(connection, sketch),
    )  # fmt: skip


def crossed(folder: CaseFolder, meaning: Meaning, others: Sequence[str]) -> Crossed:
    """A text and those whose meanings have the digests ``others``, as far as they are in use."""
    documents, meanings = [], []
    for held in others:
        found = decode(folder.blob(held), Meaning)
        row = folder.database.connection.execute(
            "SELECT reading FROM source WHERE text = ? AND reading <> '' ORDER BY sha256 LIMIT 1", (found.text,)
        ).fetchone()
        if row:
            documents.append(document(folder, row["reading"]))
            meanings.append(found)
    own = _document_of(folder, meaning.source)
    return Crossed(document=own, meaning=meaning, documents=tuple(documents), meanings=tuple(meanings))


def _source(folder: CaseFolder, sha: str) -> sqlite3.Row:
    row: sqlite3.Row = folder.database.connection.execute("SELECT * FROM source WHERE sha256 = ?", (sha,)).fetchone()
    return row


def _document_of(folder: CaseFolder, sha: str) -> Document:
    return document(folder, _source(folder, sha)["reading"])
