"""Whether something that lasts was so on a day: yes, possible, no."""

from __future__ import annotations

from foja.model.dates import When
from foja.model.particular import OPEN
from foja.model.vocabulary import Holds


def holds_on(since: When | None, until: When | None, day: str) -> Holds:
    """Whether it was so on ``day`` (ISO; empty: at some time).

    Yes where every reading of the dates has it so. An end that nobody knows leaves it possible from its beginning on;
    an end that is open (``..``) does not end it. A beginning that nobody knows leaves it possible up to its end.
    """
    first, sure = (since.earliest, since.latest) if since else (None, None)
    ends, last = (until.earliest, until.latest) if until else (None, None)
    going_on = until is not None and until.edtf == OPEN
    if not day:
        return Holds.YES
    if (first and day < first) or (last and day > last):
        return Holds.NO
    begun = sure is not None and sure <= day
    lasts = going_on or (ends is not None and day <= ends)
    return Holds.YES if begun and lasts else Holds.POSSIBLE
