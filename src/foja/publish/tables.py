"""Statements as JSON lines and as CSV, acts as JSON lines. Drafts are never among them: the caller gives accepted
ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from foja.model.proceedings import MatterView
from foja.model.record import encode
from foja.model.rows import StatementRow

COLUMNS = (
    "id", "source_sha256", "source", "outlet", "published", "start", "end", "quote", "content", "said_by", "through",
    "modality", "polarity", "status", "presupposed", "dates", "documents", "families", "origins", "in_conflict",
    "accepted_by", "accepted_at", "read_by_machine",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_lines(rows: Iterable[StatementRow]) -> Iterator[bytes]:
    """One JSON object a line, keys sorted, UTF-8."""
    for row in rows:
        yield encode(row) + b"\n"


def act_lines(matters: Iterable[MatterView]) -> Iterator[bytes]:
    """One act a line, as JSON with sorted keys; after the acts of a matter, a line with where it stands for each."""
    for view in matters:
        for row in view.acts:
            yield encode(row) + b"\n"
        stands: dict[str, object] = {"matter": view.matter, "states": view.subjects}
        if view.partial:
            stands["partial"] = True
        yield encode(stands) + b"\n"


def csv_lines(rows: Iterable[StatementRow]) -> Iterator[bytes]:
    """RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read accents and Arabic letters.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it: sources are hostile.
    """
    yield "\ufeff".encode()
    yield _line(COLUMNS)
    for row in rows:
        support = row.support
        yield _line(
            (
                row.id, row.source, row.source_label, row.outlet, row.published, row.start, row.end, row.quote,
                row.content, row.speaker,
                " > ".join(link.name or link.kind for link in row.chain), row.modality, row.polarity,
                row.status, "yes" if row.presupposed else "no", "; ".join(d.edtf or d.verbatim for d in row.dates),
                support.documents if support else "", support.families if support else "",
                support.origins if support else "", "yes" if row.conflicted else "no", row.decided_by, row.decided_at,
                _read_by(row),
            )
        )  # fmt: skip


def _read_by(row: StatementRow) -> str:
    """How the passage was read: ``no`` machine, or with which confidence, and who corrected it."""
    if row.recognised is None and not row.corrected:
        return "no"
    read = ["yes" if row.recognised is None else f"{row.recognised} of 100"]
    return ", ".join([*read, *map(str, row.corrected)])


def _line(cells: Iterable[object]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_safe(str(cell)) for cell in cells])
    return buffer.getvalue().encode("utf-8")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
