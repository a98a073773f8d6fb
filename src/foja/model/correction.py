"""Corrected, LineChange, TextVersion, TextLine: what persons made of a text that a machine had recognised."""

from __future__ import annotations

from foja.model.event import Event
from foja.model.record import Record
from foja.model.text import Box


class Corrected(Record, frozen=True):
    """Who corrected what a machine had read, and when (UTC, ISO 8601). ``by`` is empty where the name is withheld."""

    at: str
    by: str = ""

    def __str__(self) -> str:
        return f"corrected by {self.by or 'a person'} on {self.at[:10]}"


class LineChange(Record, frozen=True):
    """A line that a person corrected: what the machine had read, and what it is now; empty where it was taken out."""

    page: int
    line: int
    was: str
    now: str


class TextVersion(Record, frozen=True):
    """A text that a source had, or has. ``made``: by which event of a person; None for what the machine read.
    ``lines``: what that event changed. ``in_use``: whether it is the one in use."""

    source: str
    text: str
    reader: str
    version: str
    characters: int
    in_use: bool
    made: Event | None = None
    lines: tuple[LineChange, ...] = ()


class TextLine(Record, frozen=True):
    """A line of a recognised page, as it is in the text in use. ``confidence``: 0 to 100, the mean over the letters of
    its words that nobody corrected; None where there are none. ``doubtful``: words below the mark of the setting."""

    source: str
    page: int
    line: int
    text: str
    confidence: int | None = None
    doubtful: tuple[str, ...] = ()
    corrected: tuple[Corrected, ...] = ()
    box: Box | None = None
