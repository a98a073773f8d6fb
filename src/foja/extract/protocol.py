"""What every extractor is: a name, a version, and a pure function on a document."""

from __future__ import annotations

from typing import Protocol

from foja.model.record import Record
from foja.model.statement import Extraction
from foja.model.text import Document


class ExtractSetting(Record, frozen=True):
    """``extractor``: which one runs: ``rules``, ``encoder``, or ``rules+encoder`` (the last two need an optional
    package). ``language``: overrides the language that the page claims. ``page_voice``: whether statements in the
    page's own voice are drafted. ``titles``: whether titles give drafts too; a headline leaves out the words that say
    who speaks, and its article says the same."""

    extractor: str = "rules"
    language: str = ""
    page_voice: bool = True
    titles: bool = False


class Extractor(Protocol):
    """Finds mentions, dates, figures and draft statements. Spans are code points of ``document.text``.

    Same document and setting, same extraction. No I/O, no clock, no network.
    """

    name: str
    version: str

    def extract(self, document: Document, *, setting: ExtractSetting) -> Extraction:
        """The extraction of one document; raises nothing for any text."""
        ...
