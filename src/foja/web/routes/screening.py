"""Screening: lists of a day, screenings as receipts, leads that wait for a person."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from foja.model.errors import UsageError
from foja.model.lists import LeadState
from foja.web.ask import Ask, act, page
from foja.web.forms import day
from foja.web.meanwhile import untouched
from foja.web.render import render

MOST_ENTRIES = 50


def show_screening(ask: Ask) -> Response:
    lists, views = ask.case.lists(), ask.case.screenings()
    waiting = [(view, row) for view in views for row in view.leads if row.state is LeadState.OPEN]
    waiting.sort(key=lambda pair: -pair[1].lead.comparison.probability)
    return render(
        ask, "screening.html", lists=lists, screenings=views, waiting=waiting, party=ask.query.get("party", ""),
        names=list(dict.fromkeys(row.snapshot.list for row in lists)),
    )  # fmt: skip


def screen_party(ask: Ask) -> Response:
    said = {
        name: [ask.field(field)] for name, field in (("born", "born"), ("countries", "country")) if ask.field(field)
    }
    lists = [ask.field("list")] if ask.field("list") else []
    view = ask.case.screen(
        ask.field("party"), lists=lists, as_of=day(ask.field("as_of"), "as of"), said=said, actor=ask.actor,
        why=ask.field("why") or "Screened",
    )  # fmt: skip
    return RedirectResponse(f"/screening/{view.seq}", 303)


def show_screened(ask: Ask) -> Response:
    return render(ask, "screened.html", view=ask.case.screening(_number(ask)))


def say_of_lead(ask: Ask) -> Response:
    asked = ask.field("decision")
    if asked not in set(LeadState):
        raise UsageError(
            "decision-missing", "The form does not say what was decided.", next="Go back and press a button."
        )
    party, snapshot, entry = (ask.field(name) for name in ("party", "snapshot", "entry"))
    with untouched(ask, ask.case.party(party).row.key):
        ask.case.say_of_lead(party, snapshot, entry, LeadState(asked), actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/screening/{_number(ask)}", 303)


def _number(ask: Ask) -> int:
    written = ask.path("seq")
    return int(written) if written.isascii() and written.isdigit() and len(written) < 16 else -1


def show_list(ask: Ask) -> Response:
    snapshot = ask.case.list_snapshot(ask.path("id"))
    q = ask.query.get("q", "").strip()
    found = ask.case.list_names(snapshot.id, q, MOST_ENTRIES)
    return render(ask, "list.html", snapshot=snapshot, q=q, found=found, most=MOST_ENTRIES)


def show_entry(ask: Ask) -> Response:
    return render(ask, "list_entry.html", view=ask.case.list_entry(ask.path("id"), ask.query.get("id", "")))


ROUTES = (
    page("/screening", show_screening),
    act("/screening", screen_party),
    page("/screening/{seq}", show_screened),
    act("/screening/{seq}/say", say_of_lead),
    page("/lists/{id}", show_list),
    page("/lists/{id}/entry", show_entry),
)
