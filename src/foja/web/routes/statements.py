"""Statements: the list with its filters and downloads, the permalink page, and decisions on one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import RedirectResponse, Response

from foja.model.rows import Page, Question, StatementRow
from foja.model.vocabulary import Review
from foja.web.ask import Ask, act, page
from foja.web.forms import ORDERS, address, dates_text, narrowed, question, statement_changes
from foja.web.meanwhile import as_reviewed, untouched
from foja.web.render import render
from foja.web.routes.handover import exported

FILTERS = (
    "q",
    "review",
    "status",
    "modality",
    "speaker",
    "subject",
    "source",
    "outlet",
    "language",
    "origins",
    "conflicted",
    "presupposed",
    "as_of",
    "known_by",
)


def show_statements(ask: Ask) -> Response:
    query = dict(ask.query)
    asked = question(query, review=(Review.ACCEPTED,))
    rows = ask.case.statements(asked)
    query.pop("after", "")
    return render(
        ask,
        "statements.html",
        rows=rows,
        query=query,
        asked=asked,
        orders=ORDERS,
        narrowed=narrowed(query, FILTERS),
        more=address("/statements", query, after=rows.after) if rows.after else "",
        first=address("/statements", query) if asked.after else "",
        csv=address("/statements.csv", query),
        jsonl=address("/statements.jsonl", query),
        exportable=asked.review == (Review.ACCEPTED,),
        waiting=None if rows.items else waiting(ask.case.statements, "/statements", query),
    )


def waiting(asked: Callable[[Question], Page[Any]], path: str, query: Mapping[str, str]) -> tuple[int, str] | None:
    """How many drafts the same question finds, and where they are listed; None where it asks for a state of review."""
    if query.get("review"):
        return None
    drafts = asked(question(query, review=(Review.DRAFT,), limit=1))
    return (drafts.total, address(path, query, review=Review.DRAFT)) if drafts.total else None


def download_csv(ask: Ask) -> Response:
    """The accepted statements of the list, as a table. Drafts never leave the file."""
    return exported(ask, "csv", question(dict(ask.query), review=(Review.ACCEPTED,)))


def download_jsonl(ask: Ask) -> Response:
    """The accepted statements of the list, as JSON records."""
    return exported(ask, "jsonl", question(dict(ask.query), review=(Review.ACCEPTED,)))


def show_statement(ask: Ask) -> Response:
    view = ask.case.statement(ask.path("id"))
    acts = ask.case.acts_on_statement(view.row.id)
    sheet = ask.case.grade_sheet(view.row.id)
    return render(
        ask, "statement.html", view=view, acts=acts, sheet=sheet,
        particulars=ask.case.particulars_on_statement(view.row.id),
        items=ask.case.items_on_statement(view.row.id), citation=_citation(ask, view.row, str(view.place)),
    )  # fmt: skip


def _citation(ask: Ask, row: StatementRow, place: str) -> list[str]:
    """The parts of one line that names the passage so that anybody with the bundle can find and check it."""
    parts = [
        f"“{' '.join(row.quote.split())}”",
        row.outlet,
        row.source_label,
        row.published,
        place,
        f"characters {row.start}–{row.end}",
        f"source sha256:{row.source}",
        f"statement {row.id}",
        f"case file “{ask.case.title}”",
    ]
    return [part for part in parts if part]


def _card(ask: Ask, identifier: str, status: int = 200) -> Response:
    """One statement as the reader shows it, after a decision made there."""
    row = ask.case.statement(identifier).row
    number = ask.field("number")
    return render(ask, "card_only.html", status, row=row, number=number if number.isdigit() else "")


def _after(ask: Ask, identifier: str) -> Response:
    return _card(ask, identifier) if ask.partial and ask.field("card") else ask.back(f"/statements/{identifier}")


def accept_statement(ask: Ask) -> Response:
    why = ask.field("why") or "read against the passage"
    with as_reviewed(ask, [ask.path("id")], Review.ACCEPTED):
        ask.case.accept([ask.path("id")], actor=ask.actor, why=why)
    return _after(ask, ask.path("id"))


def reject_statement(ask: Ask) -> Response:
    with as_reviewed(ask, [ask.path("id")], Review.REJECTED):
        ask.case.reject([ask.path("id")], actor=ask.actor, why=ask.why())
    return _after(ask, ask.path("id"))


def reopen_statement(ask: Ask) -> Response:
    with as_reviewed(ask, [ask.path("id")], Review.DRAFT):
        ask.case.reopen([ask.path("id")], actor=ask.actor, why=ask.why())
    return _after(ask, ask.path("id"))


def show_correct(ask: Ask) -> Response:
    view = ask.case.statement(ask.path("id"))
    return render(ask, "correct.html", view=view, dates=dates_text(view.row.dates), back=ask.query.get("return", ""))


def correct_statement(ask: Ask) -> Response:
    with as_reviewed(ask, [ask.path("id")]):
        row = ask.case.statement(ask.path("id")).row
        before: dict[str, object] = {
            "content": " ".join(row.content.split()),
            "start": row.start,
            "end": row.end,
            "modality": str(row.modality),
            "polarity": str(row.polarity),
            "status": str(row.status),
            "presupposed": row.presupposed,
            "speaker": " ".join(row.speaker.split()),
            "dates": dates_text(row.dates).splitlines(),
        }
        changes = statement_changes({name: ask.field(name) for name in ask.form}, before)
        made = ask.case.correct(row.id, changes, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/statements/{made.id}", 303)


def join_statements(ask: Ask) -> Response:
    ids = [ask.path("id"), *ask.fields("other")]
    with untouched(ask, *ids):
        ask.case.join_statements(ids, actor=ask.actor, why=ask.why())
    return ask.back(f"/statements/{ask.path('id')}")


def part_statements(ask: Ask) -> Response:
    with untouched(ask, ask.path("id"), ask.field("other")):
        ask.case.part_statements(ask.path("id"), ask.field("other"), actor=ask.actor, why=ask.why())
    return ask.back(f"/statements/{ask.path('id')}")


ROUTES = (
    page("/statements", show_statements),
    page("/statements.csv", download_csv),
    page("/statements.jsonl", download_jsonl),
    page("/statements/{id}", show_statement),
    page("/statements/{id}/correct", show_correct),
    act("/statements/{id}/accept", accept_statement),
    act("/statements/{id}/reject", reject_statement),
    act("/statements/{id}/reopen", reopen_statement),
    act("/statements/{id}/correct", correct_statement),
    act("/statements/{id}/join", join_statements),
    act("/statements/{id}/part", part_statements),
)
