"""What goes into text recognition, and what comes of a page."""

from __future__ import annotations

from msgspec import field

from foja.model.record import Record
from foja.model.source import Original
from foja.model.text import Box, Claimed, Document, Model, PageSize, RecognisedPage


class ScanSetting(Record, frozen=True):
    """How pages are recognised. Its digest stands in the derivation: the same setting and bytes give the same text.

    ``engine``: version of Tesseract, empty where none is installed; ``models``: those that are installed, with their
    digests. ``languages``: those of the case (ISO 639-1); empty: as the script and the text say. ``dpi`` at which PDF
    pages are drawn. ``doubtful``: a word below this confidence (0 to 100) is marked; ``floor``: a page or block below
    it is no body. ``pages``: at most so many. ``pixels``: of a picture, checked before it is decoded.
    ``page_seconds``: for one page.
    """

    engine: str = ""
    models: tuple[Model, ...] = ()
    languages: tuple[str, ...] = ()
    dpi: int = 300
    doubtful: int = 70
    floor: int = 50
    pages: int = 2_000
    pixels: int = 100_000_000
    page_seconds: float = 90.0


DEFAULT = ScanSetting()
"""What holds unless a case says otherwise; the flow adds what is installed."""


class Scan(Record, frozen=True):
    """An original with pages that are pictures. ``kept``: what its text layer gave, for pages that have one.
    ``folders``: where the models lie on this machine, by name."""

    original: Original
    kept: Document | None = None
    folders: dict[str, str] = field(default_factory=dict)


class Look(Record, frozen=True):
    """What can be said of a scan before a page is decoded: its type and the sizes of its pages, in points.
    ``unlocked``: a password opened it."""

    media_type: str
    sizes: tuple[PageSize, ...]
    claims: tuple[Claimed, ...] = ()
    unlocked: bool = False


class ScanWord(Record, frozen=True, array_like=True):
    """A word as recognised: its box in points of its page, confidence 0 to 100."""

    text: str
    confidence: int
    box: Box


class ScanLine(Record, frozen=True, array_like=True):
    """A line. ``block``: its number on the page; ``begins``: whether a paragraph begins with it."""

    words: tuple[ScanWord, ...]
    block: int
    begins: bool


class PageText(Record, frozen=True):
    """One recognised page. ``trouble``: why it could not be read; empty where it was. ``missing``: models that it
    would need. ``left``: share of its dark that lies outside of the words (0 to 1)."""

    page: int
    lines: tuple[ScanLine, ...] = ()
    how: RecognisedPage | None = None
    trouble: str = ""
    state: str = ""
    missing: tuple[str, ...] = ()
    left: float = 0.0
