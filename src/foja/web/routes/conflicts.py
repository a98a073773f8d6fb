"""Conflicts: the board with a card for each, and one with the statements on its sides."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.errors import UsageError
from foja.model.vocabulary import ConflictKind, ConflictReason
from foja.web.ask import Ask, page
from foja.web.forms import address
from foja.web.number_line import number_line
from foja.web.render import render
from foja.web.words import CONFLICTS

PER_PAGE = 20


def show_conflicts(ask: Ask) -> Response:
    """The board: all conflicts, those of one kind, or those with one reason."""
    query = {name: ask.query[name] for name in ("kind", "reason") if ask.query.get(name)}
    kind, reason = query.get("kind", ""), query.get("reason", "")
    for given, known in ((kind, ConflictKind), (reason, ConflictReason)):
        if given and given not in set(known):
            raise UsageError(
                "conflict-filter", f"“{given}” is no kind of conflict and no reason for one.",
                next=f"Choose one of: {', '.join(known)}.",
            )  # fmt: skip
    rows = ask.case.conflicts(
        kind=ConflictKind(kind) if kind else None, reason=ConflictReason(reason) if reason else None,
        after=ask.query.get("after", ""), limit=PER_PAGE,
    )  # fmt: skip
    return render(
        ask, "conflicts.html", rows=rows, kind=kind, reason=reason, kinds=CONFLICTS,
        reasons=ask.case.conflict_reasons(),
        lines={one.id: number_line(one.sides, one.values) for one in rows.items},
        more=address("/conflicts", query, after=rows.after) if rows.after else "",
        first=address("/conflicts", query) if ask.query.get("after") else "",
    )  # fmt: skip


def show_conflict(ask: Ask) -> Response:
    view = ask.case.conflict(ask.path("id"))
    return render(ask, "conflict.html", view=view, line=number_line(view.conflict.sides, view.conflict.values))


ROUTES = (page("/conflicts", show_conflicts), page("/conflicts/{id}", show_conflict))
