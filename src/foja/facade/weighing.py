"""How independently each statement is supported: counts taken apart, the matrix, gaps, links, grades."""

from __future__ import annotations

from collections.abc import Iterator

from foja.facade.opened import act
from foja.facade.questions import Questions
from foja.model.counts import CountSheet, Gap, LinkView, Matrix, PropositionView, WithoutView
from foja.model.errors import UsageError
from foja.model.event import Actor, Event
from foja.model.grade import GradeSheet
from foja.model.rows import Page
from foja.model.vocabulary import Sensitivity
from foja.store import ask_counts, ask_gaps, ask_grades, ask_matrix, ask_parties
from foja.store.given import Given
from foja.store.shut import check_open
from foja.store.withholding import closed
from foja.weigh.wording import check_wording


class Weighing(Questions):
    """Counts, and what a person says of sources and of what they say."""

    def proposition(self, identifier: str, *, after: str = "") -> PropositionView:
        """A proposition (pr-…), or that of a statement (st-…), with its count taken apart. ``after``: the next page of
        its origins."""
        return ask_counts.proposition(self._folder, identifier, after)

    def matrix(self, *, party: str = "", after: str = "", limit: int = 20) -> Matrix:
        """Propositions against the roots that their documents lead to. ``party``: only those that name it."""
        connection = self._folder.database.connection
        wanted = ask_parties.find_party(connection, party) if party else ""
        return ask_matrix.matrix(connection, party=wanted, after=after, limit=limit)

    def link(self, identifier: str) -> LinkView:
        """A link between documents, or a citation, with the passages that it rests on."""
        return ask_counts.link(self._folder, identifier)

    def gaps(self, kind: str, *, after: str = "", limit: int = 20) -> Page[Gap]:
        """What is not in the file, of one kind (``model.counts.GAP_KINDS``)."""
        return ask_gaps.gaps(self._folder.database.connection, kind, after=after, limit=limit)

    def without(self, source: str) -> WithoutView:
        """What would change if a source were not in the file. Nothing is changed by asking."""
        return ask_gaps.without(self._folder.database.connection, source)

    def grade_sheet(self, target: str) -> GradeSheet:
        """The grades of a source (digest) or a statement (st-…), and the facts that stand beside the form."""
        return ask_grades.grade_sheet(self._folder, target)

    def grade(self, target: str, value: str, *, actor: Actor, why: str) -> Event:
        """Sets a grade: a letter from A to F for a source, a number from 1 to 6 for a statement. Earlier ones stay.

        Raises UsageError ``grade-unknown``; Refusal ``likelihood-of-guilt`` or ``likelihood-with-confidence``.
        """
        sheet = self.grade_sheet(target)
        if value not in dict(sheet.scale):
            scale = ", ".join(f"{one} ({words})" for one, words in sheet.scale)
            what = "a statement" if target.startswith("st-") else "a source"
            raise UsageError(
                "grade-unknown", f"{value!r} is no grade for {what}.", where=sheet.target, next=f"Choose from: {scale}."
            )  # fmt: skip
        if not target.startswith("st-"):
            check_open(self._folder.database.connection, sheet.target)
        check_wording(why)
        return self._decide([act("grade.set", {"target": sheet.target, "value": value}, actor, why)])[0]

    def count_sheets(self, audience: Sensitivity = Sensitivity.INTERNAL) -> Iterator[CountSheet]:
        """Every count with what it is made from, by id: over what an audience may have, as if nothing else were
        there."""
        connection = self._folder.database.connection
        yield from Given(connection, closed(connection, audience)).sheets()
