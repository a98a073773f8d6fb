"""The printable case report: every statement with who says it and a footnote to its passage.

Set with Typst (PDF/A-2b). The data go in as JSON and are never read as markup, so a hostile source cannot
change the page. The report speaks in the words of its statements and says who says them; it has no
sentence of its own about what happened.
"""

from __future__ import annotations

from pathlib import Path

from foja.model.record import builtins
from foja.model.rows import Brief
from foja.publish.told import told
from foja.publish.typeset import typeset


def write_report(brief: Brief, out: Path) -> None:
    """Writes the report as a PDF. The same brief gives the same bytes."""
    # The date of the report is that of its latest decision: the same view of a case gives the same bytes.
    days = [row.decided_at for row in brief.statements] + [row.at for view in brief.matters for row in view.acts]
    latest = max(days, default="")
    out.write_bytes(typeset("report", builtins(told(brief)), latest))
