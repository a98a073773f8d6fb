"""Chronology: statements at their dates, drawn as a time line with the same rows as a table."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.vocabulary import Review
from foja.web.ask import Ask, page
from foja.web.forms import address, narrowed, question
from foja.web.render import render
from foja.web.routes.statements import waiting
from foja.web.timeline import by_year, drawn

FILTERS = ("q", "status", "modality", "speaker", "subject", "as_of", "known_by")


def show_chronology(ask: Ask) -> Response:
    query = dict(ask.query)
    rows = ask.case.chronology(question(query, review=(Review.ACCEPTED,), limit=200))
    query.pop("after", "")
    return render(
        ask,
        "chronology.html",
        rows=rows,
        query=query,
        drawing=drawn(rows.items),
        years=by_year(rows.items),
        narrowed=narrowed(query, FILTERS),
        waiting=None if rows.items else waiting(ask.case.chronology, "/chronology", query),
        more=address("/chronology", query, after=rows.after) if rows.after else "",
    )


ROUTES = (page("/chronology", show_chronology),)
