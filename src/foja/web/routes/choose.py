"""What a form rests on, found by its words instead of its id.

A script asks while a person types and puts the id of what they choose into the field. Without scripts the ids are
written into the same field by hand.
"""

from __future__ import annotations

from starlette.responses import Response

from foja.model.errors import FojaError
from foja.model.item import Incident
from foja.model.rows import Question, StatementRow
from foja.web.ask import Ask, page
from foja.web.render import render

MOST = 8
"""Statements that are shown for some words: with more than these, a word more says which."""
MOST_RECORDS = 300
"""Acts, and incidents, that a field suggests."""


def choose_statements(ask: Ask) -> Response:
    """A list without a page around it: accepted statements with the words ``q``; or those with the ``ids``."""
    ids, words = ask.query.get("ids", "").split(), ask.query.get("q", "").strip()
    if ids:
        rows = [(one, _statement(ask, one)) for one in ids[:100]]
    else:
        rows = [(row.id, row) for row in ask.case.statements(Question(text=words, limit=MOST)).items]
    return render(ask, "choose.html", rows=rows)


def _statement(ask: Ask, identifier: str) -> StatementRow | None:
    """A statement; None where the case has none of this id: what a person wrote into a field stays in it."""
    try:
        return ask.case.statement(identifier).row
    except FojaError:
        return None


def acts(ask: Ask) -> list[tuple[str, str]]:
    """Ids of acts, each with its words."""
    rows = ask.case.acts(limit=MOST_RECORDS).items
    return [(row.act.id, f"{row.words}, {row.act.date.verbatim}, {row.act.matter.title}") for row in rows]


def records(ask: Ask) -> list[tuple[str, str]]:
    """Ids and words of what a position can be on: incidents, matters, acts."""
    incidents = ask.case.incidents(limit=MOST_RECORDS).items
    matters = {row.act.matter.id: row.act.matter.title for row in ask.case.acts(limit=MOST_RECORDS).items}
    named = [(row.item.id, row.item.title) for row in incidents if isinstance(row.item, Incident)]
    return [*named, *matters.items(), *acts(ask)]


ROUTES = (page("/choose/statements", choose_statements),)
