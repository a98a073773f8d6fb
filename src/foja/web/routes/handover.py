"""Verify and export: what is handed to somebody else, and the check that it is whole."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from foja.model.errors import UsageError
from foja.model.event import Actor
from foja.model.rows import Question
from foja.model.vocabulary import Sensitivity
from foja.preserve.ots_check import newest as newest_anchors
from foja.preserve.stamp_check import newest
from foja.web.ask import Ask, act, page
from foja.web.render import render

FORMS: dict[str, tuple[str, str, str]] = {
    "bundle": (
        "Bundle",
        "application/zip",
        "Sources, texts, statements, the whole history and a verifier: whoever "
        "receives it can check it offline, with nothing of ours installed.",
    ),
    "report": (
        "Report",
        "application/pdf",
        "The accepted statements with their chains, dates and support; each has a "
        "footnote that leads to its passage; then measures and proceedings with their acts. For print.",
    ),
    "csv": ("Table", "text/csv", "The accepted statements as a table for a spreadsheet."),
    "acts": (
        "Acts",
        "application/x-ndjson",
        "The acts that persons recorded, and where each measure and proceeding stands, as JSON records.",
    ),
    "site": (
        "Site",
        "application/zip",
        "Pages to publish, without a server or scripts: what was accepted from sources that are labelled public, "
        "whatever is chosen above, and never the names of reviewers.",
    ),
    "annotations": (
        "Annotations",
        "application/ld+json",
        "The accepted statements as W3C Web Annotations: the exact characters of each passage, for other programs.",
    ),
    "jsonl": (
        "Records",
        "application/x-ndjson",
        "The accepted statements as JSON records, one a line, for other programs.",
    ),
}

NAMES = {
    "bundle": "bundle.zip",
    "report": "report.pdf",
    "csv": "statements.csv",
    "jsonl": "statements.jsonl",
    "acts": "acts.jsonl",
    "site": "site.zip",
    "annotations": "annotations.jsonld",
}

CHECKED = (
    ("events", "Events in the ledger"),
    ("covered", "of them under a signed checkpoint"),
    ("fields_withheld", "Fields withheld"),
    ("clock_steps", "Events dated before the one they follow"),
    ("blobs", "Preserved files"),
    ("checkpoints", "Checkpoints in the case"),
    ("receipts", "Checkpoints kept elsewhere"),
)
"""What a verification counts, in words."""


def show_verify(ask: Ask) -> Response:
    result = ask.case.verify() if ask.query.get("run") == "1" else None
    notes = result.notes if result else ()
    witnesses = [note for note in notes if note.code.startswith("witness-")]
    return render(
        ask, "verify.html", result=result, checked=CHECKED, fixity=ask.case.fixity_state(), witnesses=witnesses,
        stamps=newest(result.stamps) if result else [],
        anchors=newest_anchors(result.anchors) if result else [],
        notes=[note for note in notes if note not in witnesses],
    )  # fmt: skip


def show_export(ask: Ask) -> Response:
    return render(ask, "export.html", forms=FORMS, counts=ask.case.desk().counts)


def make_export(ask: Ask) -> Response:
    form = ask.path("form")
    if form not in FORMS:
        raise UsageError(
            "form-choice",
            f"“{form}” is not a form of export.",
            where="/export",
            next=f"Choose one of: {', '.join(FORMS)}.",
        )
    audience = ask.field("audience") or Sensitivity.INTERNAL
    if audience not in set(Sensitivity):
        raise UsageError(
            "audience-unknown",
            f"“{audience}” is not a label.",
            where="/export",
            next=f"Choose one of: {', '.join(Sensitivity)}.",
        )
    names = ask.field("nameless") != "1"
    return exported(ask, form, None, ask.actor, Sensitivity(audience), names=names)


def exported(
    ask: Ask,
    form: str,
    asked: Question | None,
    actor: Actor | None = None,
    audience: Sensitivity = Sensitivity.INTERNAL,
    *,
    names: bool = True,
) -> FileResponse:
    """A fresh export as a download. It is written to a private folder that is removed once sent. With
    ``actor`` it is recorded as handed over; the tables of a list are a way of looking and are not."""
    folder = Path(tempfile.mkdtemp(prefix="foja-export-"))
    try:
        path = ask.case.export(form, folder / NAMES[form], asked, actor=actor, audience=audience, names=names)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return FileResponse(
        path,
        media_type=FORMS[form][1],
        filename=path.name,
        background=BackgroundTask(shutil.rmtree, folder, ignore_errors=True),
    )


ROUTES = (page("/verify", show_verify), page("/export", show_export), act("/export/{form}", make_export))
