"""What became known since a day; and a page held against the file."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.page_check import StateChange
from foja.web.ask import Ask, act, page
from foja.web.forms import day
from foja.web.render import render


def show_changes(ask: Ask) -> Response:
    since, as_of = day(ask.query.get("since", ""), "since"), day(ask.query.get("as_of", ""), "as of")
    known_by = day(ask.query.get("known_by", ""), "known by")
    found = ask.case.changes(since, as_of=as_of, known_by=known_by) if since else None
    groups: dict[object, list[StateChange]] = {}
    for one in found.states if found else ():
        stood = (one.before.states, one.before.answer) if one.before else None
        groups.setdefault((one.after.matter.id, stood, one.after.states, one.after.answer), []).append(one)
    return render(
        ask, "changes.html", found=found, since=since, as_of=as_of, known_by=known_by, groups=list(groups.values())
    )


def ask_check(ask: Ask) -> Response:
    return render(ask, "check.html", found=None, text="", as_of="")


def check(ask: Ask) -> Response:
    """Nothing is kept: the text is read in a case of its own, which is thrown away."""
    text = ask.field("text")
    as_of = day(ask.field("as_of"), "as of")
    found = ask.case.check_text(text, as_of=as_of)
    bare = [one for one in found.statements if not one.bearings and not one.like]
    return render(ask, "check.html", found=found, text=text, as_of=as_of, bare=bare)


ROUTES = (
    page("/changes", show_changes),
    page("/check", ask_check),
    act("/check", check),
)
