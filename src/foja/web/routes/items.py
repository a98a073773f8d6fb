"""Incidents, evidence and positions: lists as of and as known by a day, one whole, the forms that record them."""

from __future__ import annotations

from typing import Any

from starlette.responses import RedirectResponse, Response

from foja.law.items import FIELDS, PARTS, fields_of_item
from foja.model.act import PartyName
from foja.model.errors import UsageError
from foja.model.item import Evidence, Incident, Item, Position
from foja.model.item_rows import ItemRow
from foja.model.vocabulary import EvidenceKind, Stance
from foja.web.ask import Ask, act, page
from foja.web.forms import address, day
from foja.web.render import render
from foja.web.routes.choose import records

PER_PAGE = 50
LISTS = {"incident": "/incidents", "evidence": "/evidence", "position": "/positions"}
NOUNS = {"incident": "an incident", "evidence": "a piece of evidence", "position": "a position"}


def show_incidents(ask: Ask) -> Response:
    query, clocks = _asked(ask)
    rows = ask.case.incidents(**clocks, after=ask.query.get("after", ""), limit=PER_PAGE)
    return _listed(ask, "incidents.html", "/incidents", query, clocks, rows)


def show_evidence(ask: Ask) -> Response:
    query, clocks = _asked(ask, "kind")
    kind = query.get("kind", "")
    rows = ask.case.evidence(**clocks, kind=kind, after=ask.query.get("after", ""), limit=PER_PAGE)
    return _listed(ask, "evidence.html", "/evidence", query, clocks, rows, kinds=list(EvidenceKind), kind=kind)


def show_positions(ask: Ask) -> Response:
    query, clocks = _asked(ask, "party", "stance", "on")
    asked = {name: query.get(name, "").strip() for name in ("party", "stance", "on")}
    rows = ask.case.positions(**clocks, **asked, after=ask.query.get("after", ""), limit=PER_PAGE)
    boards: dict[tuple[str, str], list[ItemRow]] = {}
    for row in rows.items:
        assert isinstance(row.item, Position)
        boards.setdefault((row.item.on, row.on_words), []).append(row)
    return _listed(
        ask, "positions.html", "/positions", query, clocks, rows, boards=boards, stances=list(Stance), **asked
    )


def _asked(ask: Ask, *names: str) -> tuple[dict[str, str], dict[str, str]]:
    query = {name: value for name, value in ask.query.items() if name in ("as_of", "known_by", *names)}
    clocks = {"as_of": day(query.get("as_of", ""), "as of"), "known_by": day(query.get("known_by", ""), "known by")}
    return query, clocks


def _listed(
    ask: Ask, template: str, path: str, query: dict[str, str], clocks: dict[str, str], rows: Any, **more: Any
) -> Response:
    return render(
        ask, template, rows=rows, query=query, as_of=clocks["as_of"], known_by=clocks["known_by"], **more,
        more=address(path, query, after=rows.after) if rows.after else "",
        first=address(path, query) if ask.query.get("after") else "",
    )  # fmt: skip


def show_item(ask: Ask) -> Response:
    view = ask.case.item(ask.path("id"))
    parts = [(part, [one for one in view.row.basis if one.part == part]) for part in _order(view.row.item)]
    return render(
        ask, "item.html", view=view, list=LISTS[view.row.sort], title=_title(view.row.item),
        parts=parts,
    )  # fmt: skip


def _order(item: Item) -> tuple[str, ...]:
    if isinstance(item, Incident):
        return ("figure", "qualification", "account")
    return ("shown", "carries") if isinstance(item, Evidence) else ("shown",)


def _title(item: Item) -> str:
    return item.holder.name if isinstance(item, Position) else item.title


def new_item(ask: Ask) -> Response:
    """The form for a sort, with the statement that it was opened from."""
    sort = _sort(ask)
    form = dict.fromkeys(FIELDS[sort], "")
    statement = ask.query.get("statement", "")
    if statement:
        form[PARTS[sort][0]] = statement
    form["on"] = ask.query.get("on", "")
    return _form(ask, sort, form, back=f"/statements/{statement}" if statement else LISTS[sort])


def record_item(ask: Ask) -> Response:
    sort = _sort(ask)
    entered = ask.field("entered") == "1"
    made = ask.case.record_item(sort, _fields(ask, sort), entered=entered, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/items/{made.id}", 303)


def edit_item(ask: Ask) -> Response:
    row = ask.case.item(ask.path("id")).row
    form = {name: _shown(value) for name, value in fields_of_item(row.item).items()}
    for part in PARTS[row.sort]:  # what was corrected since stands in its own place
        form[part] = " ".join(one.row.id for one in row.basis if f"{one.part}s" == part or one.part == part)
    return _form(ask, row.sort, form, before=row.item.id, back=f"/items/{row.item.id}")


def _shown(value: Any) -> str:
    if isinstance(value, PartyName):
        return value.name
    if isinstance(value, tuple):
        parties = [one.name for one in value if isinstance(one, PartyName)]
        return "\n".join(parties) if parties else " ".join(value)
    return str(value or "")


def correct_item(ask: Ask) -> Response:
    sort = ask.case.item(ask.path("id")).row.sort
    made = ask.case.correct_item(ask.path("id"), _fields(ask, sort), actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/items/{made.id}", 303)


def withdraw_item(ask: Ask) -> Response:
    ask.case.withdraw_item(ask.path("id"), actor=ask.actor, why=ask.why())
    return ask.back(f"/items/{ask.path('id')}")


def _sort(ask: Ask) -> str:
    sort = ask.path("sort")
    if sort not in FIELDS:
        raise UsageError("page-unknown", f"There is no form for {sort!r}.", next="Choose from the lists.")
    return sort


def _fields(ask: Ask, sort: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in FIELDS[sort]:
        value = ask.field(name)
        if name in PARTS[sort]:
            fields[name] = value.split()
        elif name == "parties":
            fields[name] = [line.strip() for line in value.splitlines() if line.strip()]
        else:
            fields[name] = value
    return fields


def _form(ask: Ask, sort: str, form: dict[str, str], *, back: str, before: str = "") -> Response:
    return render(
        ask, "item_form.html", sort=sort, noun=NOUNS[sort], list=LISTS[sort], form=form, before=before, back=back,
        kinds=list(EvidenceKind), stances=list(Stance), records=records(ask) if sort == "position" else (),
    )  # fmt: skip


ROUTES = (
    page("/incidents", show_incidents),
    page("/evidence", show_evidence),
    page("/positions", show_positions),
    page("/items/new/{sort}", new_item),
    act("/items/new/{sort}", record_item),
    page("/items/{id}", show_item),
    page("/items/{id}/correct", edit_item),
    act("/items/{id}/correct", correct_item),
    act("/items/{id}/withdraw", withdraw_item),
)
