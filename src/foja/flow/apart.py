"""Reading a file that is in no case, and drafting its statements: as a build would, in a child process with limits."""

from __future__ import annotations

from foja.model.record import digest
from foja.model.source import Original
from foja.model.statement import Extraction
from foja.model.text import CanonicalText, Document, Reading
from foja.plugins import stage


def read_apart(name: str, content: bytes) -> tuple[Document, Extraction]:
    """The document in the bytes of a file, and what is drafted from it. What lies inside the file is left out.

    Raises ``Gap`` where it cannot be read.
    """
    from foja.read.isolation import read_isolated  # readers are loaded where something is read
    from foja.read.limits import Limits, check_size

    limits = stage("read")[1]
    assert isinstance(limits, Limits)
    check_size(len(content), limits)
    records = read_isolated(Original(sha256=digest(content), name=name, content=content), limits)
    text = next(record for record in records if isinstance(record, CanonicalText))
    reading = next(record for record in records if isinstance(record, Reading))
    document = Document(text=text.text, reading=reading)
    worker, setting = stage("extract")
    extraction = next(record for record in worker.run(document, setting=setting) if isinstance(record, Extraction))
    return document, extraction
