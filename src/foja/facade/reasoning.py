"""Questions of law over what is on file: arguments on both sides of an issue. No answer is a result."""

from __future__ import annotations

from msgspec.structs import replace

from foja.facade.acts import days
from foja.facade.particulars import Particulars
from foja.law.arguing import argue
from foja.law.rulebook import kinds_asked, rulebook_named
from foja.law.scene import Question
from foja.model.argument import ArgumentsView
from foja.model.errors import UsageError
from foja.model.particular import ParticularRow
from foja.model.rows import Page
from foja.store import ask_arguments, ask_matters, ask_particulars
from foja.text.countries import code_of, country_name


class Reasoning(Particulars):
    """Arguments, and what they are made from."""

    def argue(
        self, issue: str, party: str, *, as_of: str, known_by: str = "", forum: str = "", requesting: str = ""
    ) -> ArgumentsView:
        """Arguments for and against on ``issue`` (a rulebook) about a party (id or name), as of a day.

        ``forum``, ``requesting``: countries, where the book asks for them. Raises UsageError ``issue-unknown``,
        ``party-unknown``, ``day-missing``, ``country-missing``, ``country-unknown``.
        """
        book = rulebook_named(issue)
        as_of, known_by = self._days(as_of, known_by)
        places = {"forum": forum, "requesting": requesting}
        for name in book.needs:
            if not places[name]:
                raise UsageError(
                    "country-missing",
                    f"The question on {book.title.lower()} is about a country ({name}); none was named.",
                    next="Name it with --country, and with --requesting where one state asks another.",
                )
        codes = {name: code_of(given) if given and name in book.needs else "" for name, given in places.items()}
        subject, keys = ask_matters.find_subject(self._connection, party)
        given = ask_arguments.given(self._connection, keys, as_of, known_by, [*kinds_asked(book), book.name])
        found = argue(book, given, Question(as_of, known_by, **codes), subject.name)
        ids = {one for argument in found.arguments for premise in argument.premises for one in premise.ids}
        ids |= {one.id for argument in found.arguments for one in argument.decided}
        acts, particulars = ask_arguments.cited(self._connection, ids, as_of, known_by)
        contested = {row.act.id for row in acts if row.contested}
        contested |= {row.particular.id for row in particulars if row.contested}
        names = {"person": subject.name, "day": as_of, **{name: country_name(code) for name, code in codes.items()}}
        return ArgumentsView(
            issue=book.name, title=book.title, question=book.question.format_map(names), subject=subject, as_of=as_of,
            known_by=known_by, country=codes["forum"], requesting=codes["requesting"],
            arguments=tuple(
                replace(one, contested=any(not contested.isdisjoint(premise.ids) for premise in one.premises))
                for one in found.arguments
            ),
            waiting=found.waiting, ruled_out=found.ruled_out, acts=acts, particulars=particulars,
            decisions=ask_arguments.decisions(self._connection, keys, book.decides, as_of, known_by),
            sources=book.sources, unchecked=book.unchecked, author=book.author, reviewer=book.reviewer,
        )  # fmt: skip

    def circumstances(
        self, *, kind: str = "", as_of: str = "", known_by: str = "", after: str = "", limit: int = 50
    ) -> Page[ParticularRow]:
        """Circumstances recorded, by date; of one kind where one is named."""
        as_of, known_by = days(as_of, known_by)
        return ask_particulars.particulars(
            self._connection, "circumstance", kind=kind, as_of=as_of, known_by=known_by, after=after, limit=limit
        )

    def resolutions(
        self, *, issue: str = "", as_of: str = "", known_by: str = "", after: str = "", limit: int = 50
    ) -> Page[ParticularRow]:
        """Decisions that followed one argument and not another, by date; of one book where one is named."""
        as_of, known_by = days(as_of, known_by)
        return ask_particulars.particulars(
            self._connection, "resolution", kind=issue, as_of=as_of, known_by=known_by, after=after, limit=limit
        )

    def _days(self, as_of: str, known_by: str) -> tuple[str, str]:
        """The two days; raises UsageError ``day-missing``."""
        if not as_of:
            raise UsageError("day-missing", "The question names no day.", next="Say on which day: --as-of 2007-03-15")
        return days(as_of, known_by)
