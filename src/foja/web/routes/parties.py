"""Parties: who and what the sources name, in every script; joining and parting of names."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.vocabulary import MentionKind
from foja.web.ask import Ask, act, page
from foja.web.forms import address
from foja.web.render import render


def show_parties(ask: Ask) -> Response:
    query = dict(ask.query)
    rows = ask.case.parties(
        text=query.get("q", "").strip(), kind=query.get("kind", ""), after=query.get("after", ""), limit=100
    )
    query.pop("after", "")
    return render(
        ask,
        "parties.html",
        rows=rows,
        query=query,
        kinds=list(MentionKind),
        more=address("/parties", query, after=rows.after) if rows.after else "",
    )


def show_party(ask: Ask) -> Response:
    view = ask.case.party(ask.path("id"))
    return render(
        ask, "party.html", view=view, standing=ask.case.status(view.row.id),
        posts=ask.case.posts(party=view.row.id),
    )  # fmt: skip


def join_parties(ask: Ask) -> Response:
    ask.case.join_parties([ask.path("id"), ask.field("other")], actor=ask.actor, why=ask.why())
    return ask.back(f"/parties/{ask.path('id')}")


def part_parties(ask: Ask) -> Response:
    ask.case.part_parties(ask.field("first"), ask.field("second"), actor=ask.actor, why=ask.why())
    return ask.back(f"/parties/{ask.path('id')}")


ROUTES = (
    page("/parties", show_parties),
    page("/parties/{id}", show_party),
    act("/parties/{id}/join", join_parties),
    act("/parties/{id}/part", part_parties),
)
