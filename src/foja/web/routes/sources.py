"""Sources: the table of all originals, and corrections of what a source says about itself."""

from __future__ import annotations

from starlette.responses import Response

from foja.model.errors import UsageError
from foja.model.vocabulary import OutcomeState, Sensitivity
from foja.web.ask import Ask, act, page
from foja.web.meanwhile import untouched
from foja.web.render import render

DESCRIBED = ("title", "author", "outlet", "published", "language", "url", "issuer", "owner")
PER_PAGE = 100


def show_sources(ask: Ask) -> Response:
    text, state = ask.query.get("q", "").strip(), ask.query.get("state", "")
    party = ask.query.get("party", "").strip()
    rows = ask.case.sources(state=state, text=text, party=party, after=ask.query.get("after", ""), limit=PER_PAGE)
    return render(ask, "sources.html", rows=rows, text=text, state=state, party=party, states=list(OutcomeState))


def describe_source(ask: Ask) -> Response:
    digest, field = ask.path("sha256"), ask.field("field")
    if field not in DESCRIBED:
        raise UsageError(
            "field-unknown-name",
            f"“{field}” is not a field of a source that can be corrected.",
            next=f"Choose one of: {', '.join(DESCRIBED)}.",
        )
    with untouched(ask, digest):
        ask.case.describe(digest, field, ask.field("value"), actor=ask.actor, why=ask.why())
    return ask.back(f"/sources/{digest}")


def classify_source(ask: Ask) -> Response:
    digest, label = ask.path("sha256"), ask.field("label")
    if label not in set(Sensitivity):
        raise UsageError(
            "label-unknown", f"“{label}” is not a label.", next=f"Choose one of: {', '.join(Sensitivity)}."
        )
    receipt = ask.field("part") == "receipt"
    with untouched(ask, digest):
        ask.case.classify([digest], Sensitivity(label), receipt_only=receipt, actor=ask.actor, why=ask.why())
    return ask.back(f"/sources/{digest}")


ROUTES = (
    page("/sources", show_sources),
    act("/sources/{sha256}/describe", describe_source),
    act("/sources/{sha256}/classify", classify_source),
)
