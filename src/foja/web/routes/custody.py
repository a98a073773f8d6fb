"""Custody: the sheet of a source, for the screen and for paper, and the form that records a hand-over."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from foja.web.ask import Ask, act, page
from foja.web.render import render


def show_custody(ask: Ask) -> Response:
    return render(ask, "custody.html", sheet=ask.case.custody(ask.path("sha256")))


def record_transfer(ask: Ask) -> Response:
    sha256 = ask.path("sha256")
    ask.case.transfer(
        [sha256],
        given=ask.field("given"),
        taken=ask.field("taken"),
        how=ask.field("how"),
        on=ask.field("on"),
        actor=ask.actor,
        why=ask.why(),
    )
    return RedirectResponse(f"/sources/{sha256}/custody", 303)


ROUTES = (page("/sources/{sha256}/custody", show_custody), act("/sources/{sha256}/custody", record_transfer))
