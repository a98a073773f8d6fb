"""Links between documents: the queue of those that wait for a person, and decisions on them."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.errors import UsageError
from foja.model.vocabulary import LinkState
from foja.web.ask import Ask, act, page
from foja.web.forms import address
from foja.web.meanwhile import untouched
from foja.web.render import render

PER_PAGE = 50


def show_links(ask: Ask) -> Response:
    """Links in one state at a time, those that wait for a person first."""
    asked = ask.query.get("state", "") or LinkState.SUGGESTED
    if asked not in set(LinkState):
        raise UsageError(
            "state-unknown", f"“{asked}” is not a state of a link.", next=f"Choose one of: {', '.join(LinkState)}."
        )
    state = LinkState(asked)
    rows = ask.case.links(state=state, after=ask.query.get("after", ""), limit=PER_PAGE)
    more = address("/links", {"state": state}, after=rows.after) if rows.after else ""
    return render(ask, "links.html", rows=rows, state=state, states=list(LinkState), more=more)


def decide_link(ask: Ask) -> Response:
    with untouched(ask, ask.path("id")):
        ask.case.decide_links([ask.path("id")], ask.field("decision") == "confirm", actor=ask.actor, why=ask.why())
    return ask.back("/links")


ROUTES = (
    page("/links", show_links),
    act("/links/{id}", decide_link),
)
