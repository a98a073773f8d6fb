"""What may be sent to another machine: sources with the labels ``public`` and ``internal``, and what stems from them.

It holds for a language model and for a cluster alike. A source that is labelled higher, sealed or erased stays on the
machine that keeps the case, whatever a person asks for.
"""

from __future__ import annotations

from collections.abc import Iterable

from foja.model.document import Candidates, Crossed, Known
from foja.model.party import Named
from foja.model.record import Record
from foja.model.source import Original
from foja.model.text import Document
from foja.model.vocabulary import LADDER, OutcomeState, Sensitivity
from foja.read.scan.records import Scan
from foja.store.database import query
from foja.store.folder import CaseFolder

HIGHEST = LADDER.index(Sensitivity.INTERNAL)
"""The highest label of a source that may be sent."""
UNKNOWN = ""
CLOSED = (OutcomeState.SEALED, OutcomeState.ERASED)


def may_be_sent(folder: CaseFolder, sources: Iterable[str], *, receipts: bool = True) -> bool:
    """Whether all of the sources (digests) may. ``receipts``: with the names under which they came, which can have a
    label of their own. A source that the case does not know may not."""
    return not any(_stays(folder, sha, receipts) for sha in sources)


def _stays(folder: CaseFolder, sha: str, receipts: bool) -> bool:
    row = folder.database.connection.execute(query("label.sending"), (sha,)).fetchone()
    if row is None:
        return True
    label = max(row["sensitivity"], row["receipt"]) if receipts else row["sensitivity"]
    return label > HIGHEST or row["state"] in CLOSED


def sources_of(item: Record) -> set[str]:
    """Digests of all sources of which something is in what a stage receives. Of a record that no stage of foja receives
    nothing is known, so that it is not sent."""
    match item:
        case Original():
            return {item.sha256}
        case Scan():
            return {item.original.sha256}
        case Document():
            return {item.reading.source}
        case Named() | Known():
            return sources_of(item.document)
        case Crossed():
            return _all((item.document, *item.documents))
        case Candidates():
            quoted = {one.source for pair in item.statements for one in pair}
            return _all((item.document, *item.documents)) | quoted
        case _:
            return {UNKNOWN}


def _all(documents: Iterable[Document]) -> set[str]:
    return {one.reading.source for one in documents}
