"""Desk: what changed, what waits, what failed. And the page of keys."""

from __future__ import annotations

from starlette.responses import Response

from foja.web.ask import Ask, page
from foja.web.event_words import in_a_row
from foja.web.render import render

SHOWN = 200


def show_desk(ask: Ask) -> Response:
    desk = ask.case.desk()
    people = [event for event in desk.recent if event.kind != "derived"]
    machine = [event for event in desk.recent if event.kind == "derived"]
    return render(ask, "desk.html", desk=desk, people=in_a_row(people), machine=len(machine))


def show_help(ask: Ask) -> Response:
    return render(ask, "help.html")


def show_history(ask: Ask) -> Response:
    after = ask.query.get("after", "-1")
    first = int(after) if after.lstrip("-").isascii() and after.lstrip("-").isdigit() else -1
    events = ask.case.events(first, 200)
    sources = {str(event.body.get("source", "")) for event in events if event.kind == "derived"} - {""}
    return render(
        ask, "history.html", events=events, first=first, next=events[-1].seq if len(events) == 200 else None,
        names={one: ask.case.source(one).name for one in sorted(sources)},
    )  # fmt: skip


def show_access(ask: Ask) -> Response:
    entries = ask.case.accesses(limit=SHOWN)
    return render(ask, "access.html", entries=entries[::-1], more=bool(entries and entries[0].seq))


ROUTES = (page("/", show_desk), page("/help", show_help), page("/history", show_history), page("/access", show_access))
