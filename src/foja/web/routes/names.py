"""Proposed merges: names that may be of one party, and what persons say of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from starlette.responses import Response

from foja.model.errors import UsageError
from foja.model.pairs import PairRow, PairState
from foja.web.ask import Ask, act, page
from foja.web.forms import address
from foja.web.meanwhile import untouched
from foja.web.render import render

PER_PAGE = 20


def show_names(ask: Ask) -> Response:
    asked = ask.query.get("state", "") or PairState.OPEN
    if asked not in set(PairState):
        raise UsageError(
            "state-unknown", f"“{asked}” is not a state of a pair.", next=f"Choose one of: {', '.join(PairState)}."
        )
    state, after = PairState(asked), ask.query.get("after", "")
    rows = ask.case.proposed(state=state, after=after, limit=PER_PAGE)
    return render(
        ask, "names.html", rows=rows, questions=_questions(rows.items), state=state, states=list(PairState),
        more=address("/names", {"state": state}, after=rows.after) if rows.after else "",
        first=address("/names", {"state": state}) if after else "",
    )  # fmt: skip


def _questions(rows: Sequence[PairRow]) -> list[tuple[PairRow, ...]]:
    """The pairs that stand one after the other and are about one party: each is one question."""
    return [tuple(found) for _, found in groupby(rows, key=lambda row: row.main.id)]


def say_of_names(ask: Ask) -> Response:
    asked = ask.field("decision")
    if asked not in set(PairState):
        raise UsageError(
            "decision-missing", "The form does not say what was decided.", next="Go back and press a button."
        )
    firsts, seconds = (
        [value for value in ask.form.getlist(name) if isinstance(value, str)] for name in ("first", "second")
    )
    if len(firsts) != len(seconds):
        raise UsageError("two-needed", "This decision is about two names; the form names others.")
    pairs = list(zip(firsts, seconds, strict=True))
    with untouched(ask, *firsts, *seconds):
        ask.case.say_of_names(pairs, PairState(asked), actor=ask.actor, why=ask.why())
    return ask.back("/names")


def join_names(ask: Ask) -> Response:
    """Several names are one with the party of the page: each box holds a pair of keys, which no tab can be part of."""
    chosen = [value.split("\t") for value in ask.form.getlist("chosen") if isinstance(value, str)]
    pairs = [(first, second) for first, second in (pair for pair in chosen if len(pair) == 2)]
    if not pairs:
        raise UsageError(
            "none-chosen", "No name was chosen.", next="Go back and choose the names that are one with it."
        )
    with untouched(ask, *(key for pair in pairs for key in pair)):
        ask.case.join_names(pairs, actor=ask.actor, why=ask.why())
    return ask.back("/names")


ROUTES = (
    page("/names", show_names),
    act("/names/join", join_names),
    act("/names", say_of_names),
)
