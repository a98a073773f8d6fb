"""A case reduced to its weighing: sources come one by one, comparisons are made when asked for."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from foja.model.document import Candidates, Known
from foja.model.party import Naming
from foja.model.record import decode, digest, encode
from foja.model.statement import Extraction
from foja.model.support import Comparison, Link, Sketch
from foja.model.text import Claimed, Document
from foja.store import sketches
from foja.store.database import _migrate
from foja.store.sources import finish_run
from foja.store.weighing import apply_comparison, apply_sketch
from foja.weigh.stage import COMPARE, DEFAULT, SKETCH
from weigh.samples import document


@dataclass
class Pile:
    """``documents``: by digest of the text."""

    connection: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:", isolation_level=None))
    documents: dict[str, Document] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    compared: int = 0

    def __post_init__(self) -> None:
        self.connection.row_factory = sqlite3.Row
        _migrate(self.connection)

    def add(self, text: str, site: str = "", number: int = 0) -> str:
        """A source whose page says that it was published at a site. Returns the digest of its text."""
        bare = document(text)
        address = f"https://{site}/{number}" if site else ""
        claims = (Claimed(field="url", value=address, origin="meta", confidence=1.0),) if site else ()
        sha = digest(f"{text}|{site}".encode())
        reading = type(bare.reading)(
            source=sha, text=bare.reading.text, reader="test", version="1", media_type="text/plain",
            characters=len(text), claims=claims,
        )  # fmt: skip
        held = Document(text=text, reading=reading)
        self.documents[reading.text] = held
        self.connection.execute(
            "INSERT OR IGNORE INTO source (sha256, sha512, size, name, via, recorded_at, text, reading)"
            " VALUES (?, ?, 1, ?, 'file', '', ?, 'x')",
            (sha, sha, sha, reading.text),
        )
        self._sketch(held)
        return reading.text

    def replace_text(self, sha: str, text: str) -> None:
        """The source was read again, to another text."""
        bare = document(text, source=sha)
        self.documents[bare.reading.text] = bare
        self.connection.execute("UPDATE source SET text = ? WHERE sha256 = ?", (bare.reading.text, sha))
        self._sketch(bare)

    def _sketch(self, held: Document) -> None:
        sha, text = held.reading.source, held.reading.text
        known = Known(
            document=held,
            extraction=Extraction(source=sha, text=text, extractor="test", version="1"),
            naming=Naming(source=sha, text=text, version="1"),
        )
        (sketch,) = SKETCH.run(known, setting=DEFAULT)
        self._apply("weigh.sketch", f"naming-{sha}-{text}", sketch)

    def _apply(self, stage: str, given: str, record: Sketch | Comparison) -> None:
        data = encode(record)
        self.blobs[digest(data)] = data
        run = {
            "stage": stage, "input": given, "version": "1", "setting": "", "state": "done", "output": digest(data),
        }  # fmt: skip
        finish_run(self.connection, run)
        apply = apply_sketch if isinstance(record, Sketch) else apply_comparison
        apply(self.connection, run, self.blobs.__getitem__)

    def build(self) -> None:
        """Makes the comparisons that are owed."""
        rows = self.connection.execute(
            "SELECT input FROM run WHERE stage = 'weigh.compare' AND state = '' ORDER BY input"
        ).fetchall()
        for row in rows:
            sketch = decode(self.blobs[row["input"]], Sketch)
            others = sketches.meetings(self.connection, sketch, row["input"])
            self.compared += len(others)
            template, *templates = sketches.shared_templates(self.connection, sketch, others)
            item = Candidates(
                document=self.documents[sketch.text],
                sketch=sketch,
                documents=tuple(self.documents[text] for text in others),
                templates=tuple(templates),
                template=template,
                common=sketches.common(self.connection, sketch),
            )
            (comparison,) = COMPARE.run(item, setting=DEFAULT)
            self._apply("weigh.compare", row["input"], comparison)

    def links(self) -> list[Link]:
        rows = self.connection.execute("SELECT record FROM link ORDER BY id").fetchall()
        return [decode(row["record"], Link) for row in rows]

    def notes(self) -> list[str]:
        rows = self.connection.execute("SELECT output FROM run WHERE stage = 'weigh.compare' AND output <> ''")
        return [note for row in rows for note in decode(self.blobs[row["output"]], Comparison).notes]


def piled(arrivals: Sequence[tuple[str, str]], builds: Sequence[int] = ()) -> Pile:
    """A pile of (text, site) with comparisons made after the arrivals ``builds``, and at the end."""
    pile = Pile()
    for number, (text, site) in enumerate(arrivals):
        pile.add(text, site, number)
        if number in builds:
            pile.build()
    pile.build()
    return pile
