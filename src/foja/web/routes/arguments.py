"""Arguments for and against, side by side, as of a day; the circumstances and decisions that they are made from."""

from __future__ import annotations

import datetime

from starlette.responses import Response

from foja.law.circumstances import circumstances
from foja.law.rulebook import rulebook_named, rulebooks
from foja.model.vocabulary import Side
from foja.text.countries import countries
from foja.web.ask import Ask, page
from foja.web.forms import address, day
from foja.web.render import render

ASKED = ("issue", "party", "as_of", "known_by", "forum", "requesting")


def show_arguments(ask: Ask) -> Response:
    query = {name: ask.query.get(name, "").strip() for name in ASKED}
    query["as_of"] = day(query["as_of"], "as of") or datetime.date.today().isoformat()
    query["known_by"] = day(query["known_by"], "known by")
    book = rulebook_named(query["issue"] or next(iter(rulebooks())))
    ready = bool(query["issue"] and query["party"] and all(query[name] for name in book.needs))
    view = (
        ask.case.argue(
            book.name, query["party"], as_of=query["as_of"], known_by=query["known_by"], forum=query["forum"],
            requesting=query["requesting"],
        )
        if ready
        else None
    )  # fmt: skip
    where = {row.act.id: f"/acts/{row.act.id}" for row in view.acts} if view else {}
    where |= {row.particular.id: f"/particulars/{row.particular.id}" for row in view.particulars} if view else {}
    names = {row.act.id: row.words for row in view.acts} if view else {}
    names |= {row.particular.id: row.words for row in view.particulars} if view else {}
    return render(
        ask, "arguments.html", view=view, query=query, books=rulebooks(), book=book, countries=countries(),
        sides=[(side, "For" if side is Side.FOR else "Against") for side in Side], where=where, names=names,
        lacking=bool(query["party"] and query["issue"] and not ready),
        concerned=() if view or query["party"] else ask.case.concerned(),
    )  # fmt: skip


def show_circumstances(ask: Ask) -> Response:
    query = {name: value for name, value in ask.query.items() if name in ("as_of", "known_by", "kind")}
    as_of, known_by = day(query.get("as_of", ""), "as of"), day(query.get("known_by", ""), "known by")
    rows = ask.case.circumstances(
        kind=query.get("kind", ""), as_of=as_of, known_by=known_by, after=ask.query.get("after", "")
    )
    return render(
        ask, "circumstances.html", rows=rows, query=query,
        resolutions=ask.case.resolutions(as_of=as_of, known_by=known_by, limit=200),
        kinds=circumstances(), as_of=as_of, known_by=known_by,
        more=address("/circumstances", query, after=rows.after) if rows.after else "",
        first=address("/circumstances", query) if ask.query.get("after") else "",
    )  # fmt: skip


ROUTES = (
    page("/arguments", show_arguments),
    page("/circumstances", show_circumstances),
)
