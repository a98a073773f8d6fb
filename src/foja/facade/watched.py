"""A case as somebody is shown it: what stems from a source above ``internal`` is logged first, or not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from foja.model.event import Actor
from foja.model.vocabulary import Sensitivity
from foja.preserve.access import EVERY, give

if TYPE_CHECKING:
    from foja.facade.handing_over import HandingOver

ANSWERS = frozenset(
    {
        "texts", "text_version", "recognised_lines",
        "desk", "sources", "links", "source", "reader", "offered", "statements", "every_statement", "statement",
        "parties", "party", "conflicts", "conflict", "conflict_reasons", "chronology", "search", "events", "custody",
        "brief",
        "original", "acts", "act", "acts_on_statement", "matters", "matter", "matter_titles", "every_matter", "status",
        "notices", "concerned", "draft_acts", "acts_proposed", "acts_grouped", "posts", "particular",
        "particulars_on_statement", "incidents", "evidence", "positions", "item", "items_on_statement", "check_text",
        "check_page", "changes",
        "proposition", "matrix", "link", "gaps", "without", "grade_sheet", "count_sheets",
        "argue", "circumstances", "resolutions", "exposure", "deadlines", "elements",
        "names_used", "name_of_others", "proposed", "proposed_for", "compared", "screening", "screenings",
        "screen", "screen_all", "acts_since",
    }
)  # fmt: skip
"""Questions whose answers are shown."""
GIVEN_ONE_BY_ONE = frozenset({"every_statement", "screen_all"})
HANDED_OUT = frozenset({"export", "certify", "write_sheets"})
"""What writes a file for an audience."""


class Watched:
    """Stands for a case; every method is that of the case. ``through``: the command or page, as it is logged.

    With ``at_once``, each answer is logged before it is given. Otherwise ``settle`` has to be called, once, before
    anything of the answers is shown.
    """

    def __init__(self, case: HandingOver, actor: Actor, through: str, *, at_once: bool) -> None:
        self._case, self._actor, self._through, self._at_once = case, actor, through, at_once
        self._seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._case, name)
        if name not in ANSWERS | HANDED_OUT | {"open_sealed"}:
            return found

        def call(*given: Any, **named: Any) -> Any:
            if name in HANDED_OUT:  # logged before the file is there
                self._note(self._case.watch.up_to(named.get("audience", Sensitivity.INTERNAL)))
            if name == "open_sealed":
                self._note({self._case.source(given[0]).sha256})
            answer = list(found(*given, **named)) if name in GIVEN_ONE_BY_ONE else found(*given, **named)
            if name == "draft_acts":  # its answer has the words of the statement, and not its id
                self._note(self._case.watch.shown(given))
            if name == "original":
                self._note(self._case.watch.shown(self._case.source(given[0])))
            self._note(self._case.watch.shown(answer))
            return answer

        return call

    def _note(self, sources: set[str]) -> None:
        self._seen |= sources
        if self._at_once:
            self.settle()

    def settle(self) -> None:
        """Logs what was noted. Raises where that cannot be written: nothing of it may be shown then."""
        if self._seen:
            path, origin = self._case.path, self._case.origin
            if not give(path, origin, sorted(self._seen), self._actor, self._through) % EVERY:
                self._case.sign_access()
            self._seen = set()
            self._case.accessed = True
