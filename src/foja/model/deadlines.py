"""What the list of deadlines answers with: days that follow from acts on file, each with its reason."""

from __future__ import annotations

from foja.model.act import Matter
from foja.model.proceedings import ActRow, Subject
from foja.model.record import Record
from foja.model.vocabulary import Holds, Read


class DeadlineRow(Record, frozen=True):
    """A day on which something ends or is due.

    ``earliest`` and ``latest``: ISO days, inclusive. ``subjects``: for whom. ``why``: the reason in words. ``cite``:
    the text of the rule, empty where the act itself names the day; ``read``: how much of that text was read.
    ``passed``: whether it had passed by the day asked; then what happened since was not found in this file.
    """

    earliest: str
    latest: str
    matter: Matter
    title: str
    subjects: tuple[Subject, ...]
    act: ActRow
    why: str
    passed: Holds
    cite: str = ""
    read: Read | None = None


class DeadlinesView(Record, frozen=True):
    """Deadlines as of a day and as known by a day, the next first, those that had passed after them."""

    as_of: str
    known_by: str
    rows: tuple[DeadlineRow, ...]
