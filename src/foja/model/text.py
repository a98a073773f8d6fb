"""Reading, Unit, Zone, Recognition: the canonical text of a source and the map back to the original.

The canonical text itself is a blob (plain UTF-8); a Reading says how it was made and where each
stretch of it stands in the original. All offsets are Unicode code points into that text,
end exclusive; ``text[unit.start:unit.end]`` is the unit, by construction.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile

from foja.model.record import Record
from foja.model.vocabulary import ZoneRole

Box = tuple[float, float, float, float]
"""(left, top, right, bottom) in points from the top left corner of the page as shown."""


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes. Raises ``ValueError`` where there is none."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


class Unit(Record, frozen=True, array_like=True):
    """A line, paragraph, cell or header line of the original.

    ``page`` and ``line`` count from 1. ``box`` is (left, top, right, bottom) in points from the top
    left corner of the page. ``path`` names the element, part or sheet cell.
    """

    start: int
    end: int
    kind: str
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    path: str | None = None


class Zone(Record, frozen=True):
    """A stretch of the text with its role on the page. Zones cover the text in order, without overlap.

    ``probability``: how sure the marking is (0 to 1). ``reason``: the rule or vote, for a person to read.
    """

    start: int
    end: int
    role: ZoneRole
    probability: float
    reason: str


class Claimed(Record, frozen=True):
    """A value that the page claims about itself, with where it was found.

    ``field``: title, author, outlet, published, modified, language, url, and for mail from, to, subject.
    ``origin``: ``json-ld``, ``meta``, ``time``, ``header``, ``text``, ``file``, ``capture`` or ``guess``.
    ``confidence``: 0 to 1. The first claim of a field is the one shown; others are kept.
    """

    field: str
    value: str
    origin: str
    confidence: float
    start: int | None = None
    end: int | None = None


class Related(Record, frozen=True):
    """A teaser that points elsewhere: kept as an item that can be followed, never as evidence."""

    text: str
    start: int
    end: int
    url: str = ""


class PageSize(Record, frozen=True, array_like=True):
    """Width and height of a page in points."""

    width: float
    height: float


class Word(Record, frozen=True, array_like=True):
    """A word that a machine recognised: ``confidence`` 0 to 100, as the engine says, and its place on the page."""

    start: int
    end: int
    confidence: int
    box: Box


class Model(Record, frozen=True):
    """A model of the recognition engine, by its name and the digest of its file."""

    name: str
    sha256: str


class RecognisedPage(Record, frozen=True):
    """How a page was read by machine.

    ``models``: with which it was read. ``confidence``: 0 to 100, the mean over the letters of its words; ``words``: how
    many; ``doubtful``: how many of them below the mark of the setting. ``turned``: degrees by which the picture lies
    turned clockwise; ``skew``: degrees by which its lines rise further. Boxes are in the page as preserved, not turned.
    ``unread``: share of what is dark on the page, in hundredths, that lies in no word: pictures, stamps, lost lines.
    """

    page: int
    models: tuple[str, ...]
    confidence: int
    words: int
    doubtful: int = 0
    turned: int = 0
    skew: float = 0.0
    unread: int = 0


class Correction(Record, frozen=True, array_like=True):
    """A stretch of the text that a person wrote in the place of what a machine had read.

    ``text``: digest of the text in which it first stood: the event that made that text says who, when and why.
    ``box``: of the words that it replaced, or of their line.
    """

    start: int
    end: int
    text: str
    page: int | None = None
    box: Box | None = None


class Recognition(Record, frozen=True):
    """How a text was recognised: engine, models with their digests, pages and words in text order."""

    engine: str
    dpi: int
    doubtful: int
    models: tuple[Model, ...] = ()
    pages: tuple[RecognisedPage, ...] = ()
    words: tuple[Word, ...] = ()

    def page(self, number: int | None) -> RecognisedPage | None:
        """How the page ``number`` was read; None where it has a text layer of its own."""
        return next((page for page in self.pages if page.page == number), None)


class Reading(Record, frozen=True):
    """The result of one reader version on one source.

    ``source`` and ``text`` are digests of the original and of the canonical text blob.
    ``media_type``: what the bytes are, from their content. ``notes``: what a person should know
    (pages without a text layer, members refused). ``bare``: pages that are pictures, which the text does not hold.
    ``recognition``: how pages were read by machine, where some were; words that a person corrected are not among its
    words. ``unlocked``: it was opened with a password, which is not kept. ``corrects``: digest of the text that a
    person corrected in this one; ``corrections``: in text order.
    """

    source: str
    text: str
    reader: str
    version: str
    media_type: str
    characters: int
    units: tuple[Unit, ...] = ()
    zones: tuple[Zone, ...] = ()
    claims: tuple[Claimed, ...] = ()
    related: tuple[Related, ...] = ()
    pages: tuple[PageSize, ...] = ()
    notes: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    unlocked: bool = False
    bare: tuple[int, ...] = ()
    recognition: Recognition | None = None
    corrects: str = ""
    corrections: tuple[Correction, ...] = ()

    def corrected_at(self, start: int, end: int) -> tuple[str, ...]:
        """The texts (digests) whose corrections stand between two offsets, each once."""
        return tuple(dict.fromkeys(one.text for one in self.corrections if one.start < end and one.end > start))

    def recognised_at(self, start: int, end: int) -> int | None:
        """The confidence (0 to 100, mean over the letters) of the words between two offsets that a machine recognised;
        None where there are none."""
        words = self.recognition.words if self.recognition else ()
        found = words[bisect_right(words, start, key=lambda word: word.end) :]
        total = weighed = 0
        for word in takewhile(lambda word: word.start < end, found):
            total += word.end - word.start
            weighed += (word.end - word.start) * word.confidence
        return round(weighed / total) if total else None

    def claim(self, field: str) -> str:
        """The shown value of a metadata field, or the empty string where none was found."""
        return next((c.value for c in self.claims if c.field == field), "")

    def guessed(self) -> tuple[str, ...]:
        """The fields whose shown value was not declared by the source, but guessed by the reader."""
        shown = {c.field: c for c in reversed(self.claims)}
        return tuple(sorted(field for field, c in shown.items() if c.origin == "guess"))


class CanonicalText(Record, frozen=True):
    """The canonical text itself, on its way from the reader to the vault. Its UTF-8 bytes are the blob."""

    text: str


class Document(Record, frozen=True):
    """A canonical text with its reading: what every later stage receives."""

    text: str
    reading: Reading
