"""Measuring drafts against a gold file: the sources of a folder are read and drafted in a temporary case."""

from __future__ import annotations

from foja.extract.evaluate import Scores
from foja.model.record import Record


class Evaluation(Record, frozen=True):
    """``overall`` and ``by_language``: scores. ``unreadable``: gold rows whose source has no text here."""

    overall: Scores
    by_language: dict[str, Scores]
    unreadable: tuple[str, ...]
