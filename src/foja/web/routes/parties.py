"""Parties: who and what the sources name, in every script; joining and parting of names."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.rows import NameForm, NameLine, PartyView
from foja.model.vocabulary import MentionKind
from foja.text.scripts import script_of
from foja.web.ask import Ask, act, page
from foja.web.forms import address
from foja.web.meanwhile import untouched
from foja.web.render import render

PASSAGES = 4
"""Passages that are shown for each name."""


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
        posts=ask.case.posts(party=view.row.id), scripts=by_script(view),
        pairs=ask.case.proposed_for(view.row.id), used=ask.case.names_used(view.row.id),
        of_others=ask.case.name_of_others(view.row.id), screenings=ask.case.screenings(view.row.id, limit=3),
    )  # fmt: skip


def by_script(view: PartyView) -> list[tuple[str, list[tuple[NameForm, list[NameLine]]]]]:
    """The names of a party by the script they are written in, those used most first, each with passages."""
    found: dict[str, list[tuple[NameForm, list[NameLine]]]] = {}
    for form in view.forms:
        lines = [line for line in view.names if form.form in line.form.split(" · ")]
        found.setdefault(script_of(form.form), []).append((form, lines[:PASSAGES]))
    return list(found.items())


def join_parties(ask: Ask) -> Response:
    ask.case.join_parties([ask.path("id"), ask.field("other")], actor=ask.actor, why=ask.why())
    return ask.back(f"/parties/{ask.path('id')}")


def part_parties(ask: Ask) -> Response:
    with untouched(ask, ask.field("first"), ask.field("second")):
        ask.case.part_parties(ask.field("first"), ask.field("second"), actor=ask.actor, why=ask.why())
    return ask.back(f"/parties/{ask.path('id')}")


ROUTES = (
    page("/parties", show_parties),
    page("/parties/{id}", show_party),
    act("/parties/{id}/join", join_parties),
    act("/parties/{id}/part", part_parties),
)
