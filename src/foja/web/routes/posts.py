"""Posts: who held what, on a day; the forms that record, correct and withdraw one; one particular of any sort."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from foja.law.countries import countries
from foja.law.particulars import FIELDS, fields_of
from foja.model.act import PartyName
from foja.model.errors import UsageError
from foja.model.particular import Post
from foja.model.vocabulary import Rank
from foja.web.ask import Ask, act, page
from foja.web.forms import address, day
from foja.web.render import render

PER_PAGE = 50


def show_posts(ask: Ask) -> Response:
    query = {name: value for name, value in ask.query.items() if name in ("as_of", "known_by", "party", "all")}
    as_of, known_by = day(query.get("as_of", ""), "as of"), day(query.get("known_by", ""), "known by")
    party = query.get("party", "").strip()
    rows = ask.case.posts(
        party=party, as_of=as_of, known_by=known_by, over=query.get("all") == "1",
        after=ask.query.get("after", ""), limit=PER_PAGE,
    )  # fmt: skip
    return render(
        ask, "posts.html", rows=rows, query=query, as_of=as_of, known_by=known_by, party=party,
        more=address("/posts", query, after=rows.after) if rows.after else "",
        first=address("/posts", query) if ask.query.get("after") else "",
    )  # fmt: skip


def new_post(ask: Ask) -> Response:
    """The form, with the statement that it rests on, or for one whom a page names."""
    statement = ask.query.get("statement", "")
    view = ask.case.statement(statement) if statement else None
    form = dict.fromkeys(FIELDS["post"], "") | {"rests": statement, "person": ask.query.get("person", "")}
    if view and not form["person"] and view.subjects:
        form["person"] = view.subjects[0].name
    return _form(ask, form, view=view, back=f"/statements/{statement}" if statement else "/posts")


def record_post(ask: Ask) -> Response:
    rests = ask.field("rests").split()
    made = ask.case.record_particular(
        "post", _fields(ask), rests, entered=ask.field("entered") == "1", actor=ask.actor, why=ask.why()
    )
    return RedirectResponse(f"/particulars/{made.id}", 303)


def show_particular(ask: Ask) -> Response:
    return render(ask, "particular.html", view=ask.case.particular(ask.path("id")))


def edit_particular(ask: Ask) -> Response:
    view = ask.case.particular(ask.path("id"))
    one = view.row.particular
    if not isinstance(one, Post):
        raise UsageError(
            "page-unknown",
            "There is no form for this.",
            next="Withdraw it and record it anew, on the command line.",
        )
    given = {
        name: value.name if isinstance(value, PartyName) else "1" if value is True else str(value or "")
        for name, value in fields_of(one).items()
    }
    rests = " ".join(ground.statement for ground in view.row.basis)
    return _form(ask, {**given, "rests": rests}, before=one.id, back=f"/particulars/{one.id}")


def correct_particular(ask: Ask) -> Response:
    rests = ask.field("rests").split()
    made = ask.case.correct_particular(ask.path("id"), _fields(ask), rests, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/particulars/{made.id}", 303)


def withdraw_particular(ask: Ask) -> Response:
    ask.case.withdraw_particular(ask.path("id"), actor=ask.actor, why=ask.why())
    return ask.back(f"/particulars/{ask.path('id')}")


def _form(ask: Ask, form: dict[str, str], *, back: str, view: Any = None, before: str = "") -> Response:
    return render(
        ask, "post_form.html", view=view, form=form, before=before, ranks=list(Rank), countries=countries(), back=back
    )


def _fields(ask: Ask) -> dict[str, Any]:
    return {name: ask.field(name) for name in FIELDS["post"]}


ROUTES = (
    page("/posts", show_posts),
    page("/posts/new", new_post),
    act("/posts/new", record_post),
    page("/particulars/{id}", show_particular),
    page("/particulars/{id}/correct", edit_particular),
    act("/particulars/{id}/correct", correct_particular),
    act("/particulars/{id}/withdraw", withdraw_particular),
)
