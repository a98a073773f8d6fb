"""Holding a page against the file, and what became known since a day. Nothing here changes anything."""

from __future__ import annotations

from pathlib import Path

from foja.facade.acts import days
from foja.facade.facts import FactsFiles
from foja.facade.page_rules import Carried, bearings, day_of, first_of
from foja.flow.apart import read_apart
from foja.law.kinds_told import told_kinds
from foja.model.errors import Gap, UsageError
from foja.model.page_check import Changes, CheckedStatement, PageCheck
from foja.model.text import Reading
from foja.model.vocabulary import Modality
from foja.store import ask_changes
from foja.store.ask_check import OnFile
from foja.store.ask_statements import last_day

SKIPPED = frozenset({Modality.EVALUATED})
"""What only values something is left out, unless it tells of an act: nothing else on file can bear on it."""


class Checking(FactsFiles):
    """Checks of pages, and changes."""

    def changes(self, since: str, *, as_of: str = "", known_by: str = "", limit: int = 200) -> Changes:
        """What became known since a day, up to ``known_by`` where one is named: was published then, or received here
        where no date of publication is known; and which measures and proceedings stand otherwise for it."""
        first = last_day(since) if len(since) == 10 else _first_day(since)
        return ask_changes.changes(self._connection, first, *days(as_of, known_by), limit)

    def check_page(self, page: Path, *, as_of: str = "", everything: bool = False) -> PageCheck:
        """Holds a file (a saved page, a PDF, a text) against this one, statement by statement, and lists what on file
        confirms, qualifies or contradicts each, with the reason.

        The page does not enter the case. ``as_of``: the day on which states are asked; without it the day of the page,
        where it gives one. ``everything``: statements too that only value something. Raises UsageError
        ``path-missing``, ``page-unread``.
        """
        if not page.is_file():
            raise UsageError("path-missing", f"There is no file at {page}.", next="Check the spelling.")
        return self._check(page.name, page.read_bytes(), as_of, everything)

    def check_text(self, text: str, *, as_of: str = "") -> PageCheck:
        """The same for a text that a person pasted."""
        if not text.strip():
            raise UsageError("page-unread", "There is no text to check.", next="Paste the text of the page.")
        return self._check("page.txt", text.encode("utf-8"), as_of, False)

    def _check(self, name: str, content: bytes, as_of: str, everything: bool) -> PageCheck:
        try:
            document, extraction = read_apart(name, content)
        except Gap as gap:
            raise UsageError("page-unread", f"{name} could not be read: {gap.what}", next=gap.next) from gap
        published = document.reading.claim("published")
        day = days(as_of, "")[0] or day_of(published)
        on_file, carried = OnFile(self._connection), Carried()
        shown: dict[tuple[object, ...], int] = {}
        checked = []
        kept = [
            one for one in extraction.statements if everything or one.modality not in SKIPPED or told_kinds(one.content)
        ]
        for number, one in enumerate(kept, 1):
            found = bearings(one, on_file, carried, day)
            new = [bearing for bearing in found if first_of(bearing) not in shown]
            like = tuple(sorted({shown[first_of(bearing)] for bearing in found if first_of(bearing) in shown}))
            shown |= {first_of(bearing): number for bearing in new}
            checked.append(
                CheckedStatement(
                    number=number, quote=one.passage.quote, content=one.content, start=one.passage.start,
                    end=one.passage.end, speaker=one.speaker.name, modality=one.modality, status=one.status,
                    presupposed=one.presupposed, bearings=tuple(new), like=like,
                )
            )  # fmt: skip
        return PageCheck(
            name=name, title=document.reading.claim("title"), published=published, as_of=day,
            language=document.reading.claim("language"), statements=tuple(checked),
            gaps=(*document.reading.notes, *extraction.notes, *_inside(document.reading)),
        )  # fmt: skip


def _inside(reading: Reading) -> tuple[str, ...]:
    """That files inside are left out, where there are any."""
    if not reading.members:
        return ()
    return (f"{len(reading.members)} files inside it were left out; check them one by one.",)


def _first_day(since: str) -> str:
    from foja.model.dates import bounds

    try:
        return bounds(since)[0] or since
    except ValueError as error:
        raise UsageError("date-unknown", f"{error}.", next="Write a date as 2025-04-09, 2025-04 or 2025.") from error
