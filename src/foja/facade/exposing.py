"""Tables over what is on file: exposure by country, deadlines, elements of charges. No score, no result."""

from __future__ import annotations

from collections.abc import Sequence

from foja.facade.reasoning import Reasoning
from foja.law.charging import charge_named, charges
from foja.law.circumstances import circumstances
from foja.law.elements import matrix
from foja.law.exposure import exposure
from foja.law.scene import Question
from foja.model.deadlines import DeadlinesView
from foja.model.elements import ElementsView
from foja.model.exposure import ExposureView
from foja.model.particular import Filing
from foja.store import ask_arguments, ask_exposure, ask_matters, ask_particulars
from foja.text.countries import code_of


class Exposing(Reasoning):
    """Exposure, deadlines, elements."""

    def exposure(
        self, party: str, *, as_of: str, known_by: str = "", requesting: Sequence[str] = (), country: str = ""
    ) -> ExposureView:
        """Recorded legal factors of a party (id or name) in each country on a day, with what they rest on.

        ``requesting``: the states that ask (codes or names); none: those that circumstances on file name, and
        those whose proceedings or requests about it are on file. ``country``:
        one country alone. Purpose limit: published public measures about accused officials (docs/how-to/exposure.md).
        Raises UsageError ``party-unknown``, ``country-unknown``, ``day-missing``.
        """
        as_of, known_by = self._days(as_of, known_by)
        asking = [code_of(one) for one in requesting]
        only = code_of(country) if country else ""
        subject, keys = ask_matters.find_subject(self._connection, party)
        given = ask_arguments.given(self._connection, keys, as_of, known_by, circumstances())
        before = ask_exposure.precedents(self._connection, as_of, known_by)
        general, rows, asking_ = exposure(
            given, before, Question(as_of, known_by), keys, asking,
            ask_exposure.answered(self._connection, keys, as_of, known_by),
            ask_exposure.asking(self._connection, keys, as_of, known_by),
        )  # fmt: skip
        kept = tuple(row for row in rows if not only or row.code == only)
        ids = {one for factor in general for one in factor.ids}
        ids |= {one for row in kept for factor in row.factors for one in factor.ids}
        acts, particulars = ask_arguments.cited(self._connection, ids, as_of, known_by)
        return ExposureView(
            subject=subject, as_of=as_of, known_by=known_by, requesting=asking_, general=general, rows=kept,
            recorded=sum(row.recorded for row in kept), acts=acts, particulars=particulars,
        )  # fmt: skip

    def deadlines(self, *, as_of: str, known_by: str = "", party: str = "") -> DeadlinesView:
        """Days that follow from acts on file, each with its reason: the next first, those that have passed after them.
        Raises UsageError ``day-missing``, ``party-unknown``."""
        as_of, known_by = self._days(as_of, known_by)
        subject = ""
        if party:
            found, _ = ask_matters.find_subject(self._connection, party)
            subject = found.id or found.key
        return DeadlinesView(
            as_of=as_of, known_by=known_by, rows=ask_exposure.due(self._connection, as_of, known_by, subject)
        )

    def elements(self, party: str, *, charge: str = "", as_of: str = "", known_by: str = "") -> ElementsView:
        """The elements of charges against a party, with the statements filed for and against each, and what is missing.
        ``charge``: one charge, also where nothing is filed yet; none: those under which something is.
        Raises UsageError ``charge-unknown``, ``party-unknown``."""
        as_of, known_by = self._days(as_of, known_by) if as_of else ("", known_by)
        subject, keys = ask_matters.find_subject(self._connection, party)
        filed = ask_particulars.of_keys(self._connection, "filing", keys, as_of, known_by)
        used = {row.particular.charge for row in filed if isinstance(row.particular, Filing)}
        wanted = [charge_named(charge)] if charge else [one for name, one in charges().items() if name in used]
        return ElementsView(
            subject=subject, as_of=as_of, known_by=known_by, charges=tuple(matrix(one, filed) for one in wanted)
        )
