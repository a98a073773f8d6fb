"""Reading, Unit, Zone: the canonical text of a source and the map back to the original.

The canonical text itself is a blob (plain UTF-8); a Reading says how it was made and where each
stretch of it stands in the original. All offsets are Unicode code points into that text,
end exclusive; ``text[unit.start:unit.end]`` is the unit, by construction.
"""

from __future__ import annotations

from foja.model.record import Record
from foja.model.vocabulary import ZoneRole


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
    box: tuple[float, float, float, float] | None = None
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


class Reading(Record, frozen=True):
    """The result of one reader version on one source.

    ``source`` and ``text`` are digests of the original and of the canonical text blob.
    ``media_type``: what the bytes are, from their content. ``notes``: what a person should know
    (pages without a text layer, members refused). ``unlocked``: it was opened with a password, which is not kept.
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
