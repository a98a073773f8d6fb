"""Posts: who held what, on a day."""

from __future__ import annotations

from starlette.responses import Response

from foja.web.ask import Ask, page
from foja.web.forms import address, day
from foja.web.render import render

PER_PAGE = 50


def show_posts(ask: Ask) -> Response:
    query = {name: value for name, value in ask.query.items() if name in ("as_of", "known_by", "party", "post", "all")}
    as_of, known_by = day(query.get("as_of", ""), "as of"), day(query.get("known_by", ""), "known by")
    party = query.get("party", "").strip()
    rows = ask.case.posts(
        party=party, title=query.get("post", ""), as_of=as_of, known_by=known_by, over=query.get("all") == "1",
        after=ask.query.get("after", ""), limit=PER_PAGE,
    )  # fmt: skip
    return render(
        ask, "posts.html", rows=rows, query=query, as_of=as_of, known_by=known_by, party=party,
        more=address("/posts", query, after=rows.after) if rows.after else "",
        first=address("/posts", query) if ask.query.get("after") else "",
    )  # fmt: skip


ROUTES = (page("/posts", show_posts),)
