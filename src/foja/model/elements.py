"""What the elements matrix answers with: for each element of a charge, statements for, against, or none yet."""

from __future__ import annotations

from foja.model.particular import ParticularRow
from foja.model.proceedings import Subject
from foja.model.record import Record
from foja.model.vocabulary import Mode, Read


class Cell(Record, frozen=True):
    """What is filed under one element, for one mode of taking part (None: for every mode). Filings whose statements no
    longer count are left out. ``missing``: nothing counts on either side."""

    element: str
    words: str
    mode: Mode | None
    supporting: tuple[ParticularRow, ...]
    opposing: tuple[ParticularRow, ...]
    missing: bool


class ElementsMatrix(Record, frozen=True):
    """One charge against one person. ``filled``: in how many cells something is filed, of ``cells``: a count of work
    done, which says nothing about what it shows."""

    charge: str
    title: str
    order: str
    cite: str
    read: Read
    says: str
    cells: tuple[Cell, ...]
    filled: int


class ElementsView(Record, frozen=True):
    """The charges under which something is filed about a person, or the one that was asked."""

    subject: Subject
    as_of: str
    known_by: str
    charges: tuple[ElementsMatrix, ...]
    note: str = (
        "Statements that persons filed for or against an element. Whether an element is shown is for a court; foja"
        " counts and decides nothing."
    )
