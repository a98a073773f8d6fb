"""Review: the queue of drafts, one in focus at a time, and decisions on many at once."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.errors import UsageError
from foja.model.vocabulary import Review
from foja.web.ask import Ask, act, page
from foja.web.forms import address, narrowed, question
from foja.web.meanwhile import as_reviewed
from foja.web.render import render

FILTERS = ("q", "source", "speaker", "modality", "status", "origins", "conflicted", "presupposed", "language")


def show_review(ask: Ask) -> Response:
    query = dict(ask.query)
    rows = ask.case.statements(question(query, review=(Review.DRAFT,), order="weight", limit=50))
    wanted = query.pop("at", "")
    ids = [row.id for row in rows.items]
    place = ids.index(wanted) if wanted in ids else 0
    view = ask.case.statement(ids[place]) if ids else None

    def at(position: int) -> str:
        return address("/review", query, at=ids[position]) if 0 <= position < len(ids) else ""

    return render(
        ask,
        "review.html",
        rows=rows,
        effort=ask.case.effort().said,
        view=view,
        place=place,
        before=at(place - 1),
        following=at(place + 1),
        # After a decision the queue is shorter: the next draft, or else the one before, comes into focus.
        then=at(place + 1) or at(place - 1) or address("/review", query),
        query=query,
        narrowed=narrowed(query, FILTERS),
        more=address("/review", query, after=rows.after) if rows.after else "",
        at={row.id: address("/review", query, at=row.id) for row in rows.items},
    )


def decide_many(ask: Ask) -> Response:
    ids, decision = ask.fields("id"), ask.field("decision")
    if not ids:
        raise UsageError(
            "selection-empty", "No statement was selected.", where="/review", next="Tick one or more and try again."
        )
    if decision == "accept":
        with as_reviewed(ask, ids, Review.ACCEPTED):
            ask.case.accept(ids, actor=ask.actor, why=ask.why())
    elif decision == "reject":
        with as_reviewed(ask, ids, Review.REJECTED):
            ask.case.reject(ids, actor=ask.actor, why=ask.why())
    else:
        raise UsageError(
            "decision-form", f"“{decision}” is not a decision.", where="/review", next="Choose accept or reject."
        )
    return ask.back("/review")


ROUTES = (page("/review", show_review), act("/review", decide_many))
