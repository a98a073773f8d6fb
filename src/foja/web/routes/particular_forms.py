"""Forms that record or correct a particular: a post, a circumstance, a decision between arguments."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from foja.law.charging import charges
from foja.law.circumstances import circumstances
from foja.law.particulars import FIELDS
from foja.law.rulebook import rulebooks
from foja.model.vocabulary import Rank
from foja.text.countries import countries
from foja.web.ask import Ask, act, page
from foja.web.render import render
from foja.web.routes.choose import acts

LISTS = {
    "post": ("/posts", "Posts"), "name": ("/parties", "Parties"), "circumstance": ("/circumstances", "Circumstances"),
    "resolution": ("/circumstances#resolutions", "Circumstances"), "filing": ("/elements", "Elements"),
}  # fmt: skip
"""The page that lists a sort, with its name."""
SEVERAL = {"persons": "\n", "countries": None}
"""Fields that hold several, one a line or separated by blanks."""


def new_form(ask: Ask, sort: str) -> Response:
    """The form of a sort, with the statement that it rests on, or for one whom a page names."""
    statement = ask.query.get("statement", "")
    view = ask.case.statement(statement) if statement else None
    form = dict.fromkeys(FIELDS[sort], "") | {"rests": statement}
    form |= {name: value for name, value in ask.query.items() if name in form}
    whom = "person" if "person" in form else "persons"
    if view and not form[whom] and view.subjects:
        form[whom] = view.subjects[0].name if whom == "person" else ""
    return show_form(ask, sort, form, view=view, back=f"/statements/{statement}" if statement else LISTS[sort][0])


def record(ask: Ask, sort: str) -> Response:
    rests = ask.field("rests").split()
    made = ask.case.record_particular(
        sort, fields_from(ask, sort), rests, entered=ask.field("entered") == "1", actor=ask.actor, why=ask.why()
    )
    return RedirectResponse(f"/particulars/{made.id}", 303)


def show_form(ask: Ask, sort: str, form: dict[str, str], *, back: str, view: Any = None, before: str = "") -> Response:
    return render(
        ask, f"{sort}_form.html", view=view, form=form, before=before, ranks=list(Rank), countries=countries(),
        kinds=circumstances(), books=rulebooks(), charges=charges(), back=back,
        acts=acts(ask) if sort == "resolution" else (),
    )  # fmt: skip


def fields_from(ask: Ask, sort: str) -> dict[str, Any]:
    """What the form says, as the facade wants it."""
    found: dict[str, Any] = {}
    for name in FIELDS[sort]:
        value = ask.field(name)
        found[name] = [one.strip() for one in value.split(SEVERAL[name]) if one.strip()] if name in SEVERAL else value
    if "element" in found:  # one list for both
        found["charge"], _, found["element"] = ask.field("charge_element").partition("/")
    if "prefers" in found and not found["issue"]:  # the rule says of which book it is
        found["issue"] = next((book.name for book in rulebooks().values() if book.named(found["prefers"])), "")
    return found


def _routes(sort: str) -> tuple[Route, Route]:
    def new(ask: Ask) -> Response:
        return new_form(ask, sort)

    def recorded(ask: Ask) -> Response:
        return record(ask, sort)

    new.__name__, recorded.__name__ = f"new_{sort}", f"record_{sort}"
    return page(f"/{sort}s/new", new), act(f"/{sort}s/new", recorded)


SORTS = ("post", "name", "circumstance", "resolution", "filing")
ROUTES = tuple(route for sort in SORTS for route in _routes(sort))
