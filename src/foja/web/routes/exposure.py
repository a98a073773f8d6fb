"""Tables over what is on file: exposure by country, deadlines, elements of charges."""

from __future__ import annotations

import datetime

from starlette.responses import Response

from foja.law.charging import charges
from foja.text.countries import countries
from foja.text.country_squares import squares
from foja.web.ask import Ask, page
from foja.web.forms import day
from foja.web.render import render


def show_exposure(ask: Ask) -> Response:
    query = {name: ask.query.get(name, "").strip() for name in ("party", "as_of", "known_by", "requesting", "country")}
    query["as_of"] = _day(query["as_of"])
    query["known_by"] = day(query["known_by"], "known by")
    view = (
        ask.case.exposure(
            query["party"], as_of=query["as_of"], known_by=query["known_by"], requesting=query["requesting"].split(),
            country=query["country"],
        )
        if query["party"]
        else None
    )  # fmt: skip
    rows = view.rows if view else ()
    shown = [row for row in rows if query["country"] or row.recorded]
    where = {row.act.id: f"/acts/{row.act.id}" for row in view.acts} if view else {}
    where |= {row.particular.id: f"/particulars/{row.particular.id}" for row in view.particulars} if view else {}
    factors = [factor for row in shown for factor in row.factors]
    where |= {one: f"/items/{one}" for factor in factors for one in factor.ids if one.startswith("ps-")}
    return render(
        ask, "exposure.html", view=view, query=query, rows=shown, others=[row for row in rows if row not in shown],
        tiles=() if query["country"] or view is None else [(row, *squares()[row.code]) for row in rows],
        where=where, countries=countries(), concerned=() if view else ask.case.concerned(),
    )  # fmt: skip


def show_deadlines(ask: Ask) -> Response:
    as_of, known_by = _day(ask.query.get("as_of", "")), day(ask.query.get("known_by", ""), "known by")
    view = ask.case.deadlines(as_of=as_of, known_by=known_by)
    return render(ask, "deadlines.html", view=view, as_of=as_of, known_by=known_by)


def show_elements(ask: Ask) -> Response:
    party, charge = ask.query.get("party", "").strip(), ask.query.get("charge", "")
    as_of, known_by = day(ask.query.get("as_of", ""), "as of"), day(ask.query.get("known_by", ""), "known by")
    view = ask.case.elements(party, charge=charge, as_of=as_of, known_by=known_by) if party else None
    return render(
        ask, "elements.html", view=view, party=party, charge=charge, charges=charges(), as_of=as_of,
        known_by=known_by, concerned=() if view else ask.case.concerned(),
    )  # fmt: skip


def _day(value: str) -> str:
    """The day of the question: today where none is named."""
    return day(value.strip(), "as of") or datetime.date.today().isoformat()


ROUTES = (
    page("/exposure", show_exposure),
    page("/deadlines", show_deadlines),
    page("/elements", show_elements),
)
