"""Two people at once: what a form decides on is still what its page showed, or nothing is changed and it says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from foja.model.errors import Refusal
from foja.model.vocabulary import Review
from foja.web.ask import Ask
from foja.web.words import REVIEW


@contextmanager
def as_reviewed(ask: Ask, ids: Sequence[str], wanted: Review | None = None) -> Iterator[None]:
    """A decision on statements. Raises Refusal ``decided-meanwhile`` where one is not any more what the page of the
    form showed. Who wants the same as was decided is not stopped."""
    with ask.case.in_turn():
        seen = ask.field("seen")
        for one, now in ask.case.reviews(ids).items() if seen else ():
            if now not in (seen, wanted):
                row = ask.case.statement(one).row
                raise _meanwhile(f"“{row.content}”", row.decided_by, f"({REVIEW[now].lower()})", f"/statements/{one}")
        yield


@contextmanager
def untouched(ask: Ask, *targets: str) -> Iterator[None]:
    """A decision on anything else: digests, ids or name keys. Raises Refusal ``decided-meanwhile`` where somebody else
    did something to one of them since the page of the form was made."""
    with ask.case.in_turn():
        at = ask.field("at")
        found = ask.case.acts_since(int(at), targets) if at.isascii() and at.isdigit() and len(at) < 16 else []
        for event in [one for one in found if one.actor.name != ask.actor.name][-1:]:
            raise _meanwhile("This", event.actor.name, f"(“{event.why}”)", ask.request.url.path)
        yield


def _meanwhile(what: str, who: str, how: str, where: str) -> Refusal:
    return Refusal(
        "decided-meanwhile",
        f"{what}: {who or 'somebody'} decided on it after your page was loaded {how}, so nothing was changed.",
        where=where,
        next="Open it again, and decide on what it is now.",
    )
