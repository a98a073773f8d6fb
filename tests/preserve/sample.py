"""A small case made through the public functions, and ways to damage it."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from foja.model.event import Act, Actor
from foja.preserve.checkpoint import write_checkpoint
from foja.preserve.keys import KeyPair, new_key
from foja.preserve.ledger import Ledger
from foja.preserve.vault import Vault

ORIGIN = "example.org/cases/harbour"
TEXT = "The port authority said on Monday that pier nine had been closed. Its director denied it: ‘não’."
AT = "2026-03-01T10:00:00Z"
ANA = Actor(name="Ana Archivist")
TOOL = Actor(name="foja 0", kind="tool")


def quote(start: int, end: int, text: str = TEXT) -> dict[str, object]:
    return {"text": hashlib.sha256(text.encode()).hexdigest(), "start": start, "end": end, "quote": text[start:end]}


def statement(number: int) -> dict[str, object]:
    return {
        "id": f"st-{number:020x}",
        "passage": quote(4, 22),
        "content": "pier nine was closed",
        "modality": "asserted",
    }


def acts(count: int) -> list[Act]:
    return [
        Act(kind="statement.accepted", body={"statement": statement(n)}, actor=ANA, why=f"read on page {n}")
        for n in range(count)
    ]


def build_case(case: Path, statements: int = 5, receipts: Path | None = None) -> KeyPair:
    """A case with two sources, a derived text and statements, under two checkpoints. Sets ``FOJA_HOME``."""
    os.environ["FOJA_HOME"] = str(case.parent / "home")
    case.mkdir(parents=True)
    key = new_key(ORIGIN)
    (case / "foja.toml").write_text(f'# made by a test\n[case]\ntitle = "Harbour"\nverifier = "{key.verifier}"\n')
    vault = Vault(case / "vault")
    first, second = vault.put(b"%PDF-1.4 an original"), vault.put(b"<p>Pier nine</p>")
    text, output = vault.put_many([TEXT.encode(), b'{"reading": true}'])
    with closing(Ledger.create(case / "ledger.db", ORIGIN)) as ledger:
        ledger.append([Act(kind="case.created", body={"title": "Harbour"}, actor=ANA, why="begun")], AT)
        for blob in (first, second):
            source = {"sha256": blob.sha256, "sha512": blob.sha512, "size": blob.size}
            body = {"source": source, "receipt": {"name": "a.pdf"}}
            ledger.append([Act(kind="source.added", body=body, actor=TOOL)], AT)
        write_checkpoint(case, ledger, key, receipts)
        body = {"stage": "read", "input": first.sha256, "output": output.sha256, "blobs": [text.sha256], "detail": ""}
        ledger.append([Act(kind="derived", body=body, actor=TOOL)], AT)
        ledger.append(acts(statements), AT)
        write_checkpoint(case, ledger, key, receipts)
    return key


@contextmanager
def intruder(case: Path) -> Iterator[sqlite3.Connection]:
    """The ledger as somebody sees it who may write to the file: all triggers dropped."""
    with closing(sqlite3.connect(case / "ledger.db", isolation_level=None)) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {name}")
        yield db


def copy(case: Path, to: Path) -> Path:
    if to.exists():
        shutil.rmtree(to)
    shutil.copytree(case, to, symlinks=True)
    return to


def rewrite(case: Path, drop: int | None = None, change: int | None = None) -> None:
    """Make the ledger anew, whole in itself, with an event left out or its reason changed: a forged history."""
    with closing(Ledger.open(case / "ledger.db")) as ledger:
        events = list(ledger.events())
    (case / "ledger.db").unlink()
    with closing(Ledger.create(case / "ledger.db", ORIGIN)) as ledger:
        for event in events:
            if event.seq != drop:
                why = "another reason" if event.seq == change else event.why
                ledger.append([Act(kind=event.kind, body=event.body, actor=event.actor, why=why)], event.at)
