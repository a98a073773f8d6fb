"""Conflicts: the list, and one with the statements on its sides."""

from __future__ import annotations

from starlette.responses import Response

from foja.web.ask import Ask, page
from foja.web.forms import address
from foja.web.render import render


def show_conflicts(ask: Ask) -> Response:
    rows = ask.case.conflicts(after=ask.query.get("after", ""), limit=50)
    more = address("/conflicts", {}, after=rows.after) if rows.after else ""
    return render(ask, "conflicts.html", rows=rows, more=more)


def show_conflict(ask: Ask) -> Response:
    return render(ask, "conflict.html", view=ask.case.conflict(ask.path("id")))


ROUTES = (page("/conflicts", show_conflicts), page("/conflicts/{id}", show_conflict))
