"""Search: statements, passages and parties at once, in any script."""

from __future__ import annotations

from starlette.responses import Response

from foja.web.ask import Ask, page
from foja.web.render import render

GROUPS = (("statement", "Statements"), ("passage", "Passages"), ("party", "Parties"))


def show_search(ask: Ask) -> Response:
    text = ask.query.get("q", "").strip()
    kind = ask.query.get("kind", "")
    kinds = [name for name, _ in GROUPS if kind in ("", name)]
    found = ask.case.search(text, kinds=kinds, limit=20 if not kind else 100) if text else {}
    return render(ask, "search.html", text=text, kind=kind, groups=GROUPS, found=found)


ROUTES = (page("/search", show_search),)
