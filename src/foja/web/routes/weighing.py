"""How independently statements are supported: the matrix, one proposition, one link, gaps, what falls with a source."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.counts import GAP_KINDS
from foja.web.ask import Ask, act, page
from foja.web.forms import address
from foja.web.meanwhile import untouched
from foja.web.origin_tree import origin_tree
from foja.web.render import render

ROWS = 20
FIRST = 5
"""Gaps of each kind on the page that shows all kinds."""
EDGES = 100
"""Links and citations shown of one page of origins."""


def show_matrix(ask: Ask) -> Response:
    query = {"party": ask.query["party"]} if ask.query.get("party") else {}
    party = ask.case.party(query["party"]).row if query else None
    found = ask.case.matrix(party=query.get("party", ""), after=ask.query.get("after", ""), limit=ROWS)
    return render(
        ask, "matrix.html", matrix=found, party=party,
        more=address("/matrix", query, after=found.after) if found.after else "",
        first=address("/matrix", query) if ask.query.get("after") else "",
    )  # fmt: skip


def show_proposition(ask: Ask) -> Response:
    view = ask.case.proposition(ask.path("id"), after=ask.query.get("after", ""))
    here = f"/propositions/{view.id}"
    sources = {row.sha256: row for row in view.sources}
    texts = {row.text: row for row in view.sources}
    return render(
        ask, "proposition.html", view=view, sources=sources, texts=texts, tree=origin_tree(view),
        rows={row.id: row for row in view.statements}, edges=view.account.edges[:EDGES],
        more=address(here, {}, after=view.after) if view.after else "", first=here if ask.query.get("after") else "",
    )  # fmt: skip


def show_link(ask: Ask) -> Response:
    return render(ask, "link.html", view=ask.case.link(ask.path("id")))


def show_gaps(ask: Ask) -> Response:
    """The first gaps of each kind, or all of one kind."""
    kind = ask.query.get("kind", "")
    after = ask.query.get("after", "")
    kinds = (kind,) if kind else tuple(GAP_KINDS)
    pages = [(one, ask.case.gaps(one, after=after, limit=ROWS if kind else FIRST)) for one in kinds]
    last = pages[0][1].after if kind else ""
    return render(
        ask, "gaps.html", pages=pages, kinds=GAP_KINDS, kind=kind, targets=TARGETS,
        more=address("/gaps", {"kind": kind}, after=last) if last else "",
        first=address("/gaps", {"kind": kind}) if after else "",
    )  # fmt: skip


TARGETS = {
    "cited": "/search?q=", "document": "/propositions/", "one-root": "/propositions/", "unquoted": "/parties/",
    "undenied": "/parties/", "no-primary": "/conflicts/",
}  # fmt: skip
"""Where the name of a gap leads."""


def show_without(ask: Ask) -> Response:
    return render(ask, "without.html", view=ask.case.without(ask.path("sha")))


def show_grade(ask: Ask) -> Response:
    return render(ask, "grade.html", sheet=ask.case.grade_sheet(ask.path("target")))


def set_grade(ask: Ask) -> Response:
    target = ask.path("target")
    with untouched(ask, target):
        ask.case.grade(target, ask.field("value"), actor=ask.actor, why=ask.why())
    return ask.back(f"/grades/{target}")


ROUTES = (
    page("/matrix", show_matrix),
    page("/propositions/{id}", show_proposition),
    page("/links/{id}", show_link),
    page("/gaps", show_gaps),
    page("/sources/{sha}/without", show_without),
    page("/grades/{target}", show_grade),
    act("/grades/{target}", set_grade),
)
