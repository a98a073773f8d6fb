"""Words for names and lists: what was said of two names, of a lead, and how firmly a list gives a name."""

from __future__ import annotations

from foja.model.lists import LeadState, NameRank, ScreeningView
from foja.model.pairs import PairState

PAIR: dict[PairState, tuple[str, str]] = {
    PairState.OPEN: ("Waiting", "Not decided"),
    PairState.LATER: ("Later", "Put off"),
    PairState.SAME: ("Joined", "Joined"),
    PairState.APART: ("Held apart", "Held apart"),
}
"""What was said of two names: as a tab, and before who said it."""

LEAD: dict[LeadState, tuple[str, str]] = {
    LeadState.OPEN: ("waits", "Not decided"),
    LeadState.CONFIRMED: ("said to mean this party", "Said to mean this party"),
    LeadState.REJECTED: ("said to mean somebody else", "Said to mean somebody else"),
}
"""What was said of a lead: after a number, and before who said it."""

RANK: dict[str, str] = {
    NameRank.PRIMARY: "main name",
    NameRank.STRONG: "alias",
    NameRank.WEAK: "weak alias",
}


def lead_counts(view: ScreeningView) -> list[tuple[str, int]]:
    """What was said of the leads of a screening, and of how many."""
    found = [(state, sum(row.state is state for row in view.leads)) for state in LeadState]
    several = {LeadState.OPEN: "wait"}
    return [(several.get(state, LEAD[state][0]) if n > 1 else LEAD[state][0], n) for state, n in found if n]
