"""What stands beside the form for a grade: the grades so far, and computed facts.

The two scales are judged apart: what is computed beside a letter says nothing of what the source is borne out by, and
what is computed beside a number says nothing of who the sources are.
"""

from __future__ import annotations

from foja.model.grade import LETTERS, NUMBERS, GradeSheet
from foja.model.rows import SourceRow
from foja.store.ask_sources import find_source
from foja.store.ask_statements import find_statement, statement_row
from foja.store.database import query
from foja.store.folder import CaseFolder
from foja.store.grading import grades
from foja.weigh.computed_facts import of_source, of_statement


def grade_sheet(folder: CaseFolder, target: str) -> GradeSheet:
    """The sheet of a statement (st-…) or a source (digest, or its beginning). Raises UsageError where there is none."""
    connection = folder.database.connection
    if target.startswith("st-"):
        row = statement_row(find_statement(connection, target))
        rows = connection.execute(query("row.conflicts_of_statement"), (target,)).fetchall()
        return GradeSheet(
            target=row.id, label=" ".join(row.content.split()), scale=NUMBERS, facts=of_statement(row, len(rows)),
            grades=grades(connection, row.id),
        )  # fmt: skip
    source = find_source(connection, target)
    return GradeSheet(
        target=source.sha256, label=source.label, scale=LETTERS, facts=of_source(source, _voices(folder, source)),
        grades=grades(connection, source.sha256),
    )  # fmt: skip


def _voices(folder: CaseFolder, source: SourceRow) -> tuple[int, int]:
    """Accepted statements of a source: how many there are, and in how many the page speaks for itself."""
    row = folder.database.connection.execute(query("grades.voices"), (source.sha256,)).fetchone()
    return int(row["accepted"]), int(row["own"] or 0)
