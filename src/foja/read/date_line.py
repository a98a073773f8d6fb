"""Lines that say when and where a text was written: "Buenos Aires, 18 de julio de 1995", "The Gazette, May 31, 1995".

Letters, memos and cuttings bring no metadata; such a line above the running text is all that tells their day. A line
with anything else in it ("Bombing of the embassy, 18 July 1994") may name the day of what the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from foja.model.text import Claimed
from foja.read.cues import cues
from foja.read.lines import Line
from foja.read.metadata import claim
from foja.read.textdates import spans_of_dates

_LONGEST = 14  # words
_OPENING = 10  # lines above the running text
_ASIDE = re.compile(r"\([^)]*\)")
_NAMES = re.compile(r"(?:[^:]*[,،|·–—-])?\s*(?:[^\W\d_]{1,3}\s+)?")
"""What stands before the date: nothing, or names and a comma, with an article at most ("Paris, le")."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = 3  # letters of the longest article or preposition between names


def date_line(text: str) -> tuple[str, int, int] | None:
    """The day of a line that holds one date, and before it only names of places and outlets or a label that says that
    it is the date of the text; with its start and end. None for any other line."""
    dates = list(spans_of_dates(text))
    if len(dates) != 1 or len(text.split()) > _LONGEST:
        return None
    day, start, end = dates[0]
    before, label = text[:start], cues().of_date(text[:start])
    labelled = label == "published" or cues().is_lettered(before)
    if label == "modified" or not (labelled or _NAMES.fullmatch(before)):
        return None
    words = _WORD.findall(_ASIDE.sub(" ", f"{'' if labelled else before} {text[end:]}"))
    named = all(len(word) <= _LINK or not word[0].islower() for word in words)
    return (day, start, end) if named else None


def day_of_text(lines: Sequence[Line], line: Line) -> tuple[str, int, int] | None:
    """The day that ``line`` gives the text, as ``date_line`` does; None where the text names a later year, since it was
    not written then."""
    found = date_line(line.text)
    if found is None or any(year > found[0][:4] for other in lines for year in _YEAR.findall(other.text)):
        return None
    return found


def dated(lines: Sequence[Line]) -> list[Claimed]:
    """The day of the first date line above the running text, as a guess."""
    for line in lines[:_OPENING]:
        if line.long:
            return []
        if date_line(line.text) is not None:
            found = day_of_text(lines, line)
            return [] if found is None else _guess(line, *found)
    return []


def _guess(line: Line, day: str, start: int, end: int) -> list[Claimed]:
    return claim("published", day, "guess", 0.5, line.start + start, line.start + end)
