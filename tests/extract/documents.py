"""Documents made by hand for the tests of the extractors."""

from __future__ import annotations

from foja.extract.protocol import ExtractSetting
from foja.extract.stage import EXTRACT
from foja.model.record import digest
from foja.model.statement import Extraction
from foja.model.text import Claimed, Document, Reading, Zone
from foja.model.vocabulary import ZoneRole


def document(
    text: str, lang: str = "en", zones: list[tuple[int, int, ZoneRole]] | None = None, **claims: str
) -> Document:
    """A document whose whole text is body, unless ``zones`` says otherwise."""
    marked = zones if zones is not None else [(0, len(text), ZoneRole.BODY)]
    named = {"language": lang, **claims}
    reading = Reading(
        source=digest(b"original"),
        text=digest(text.encode("utf-8", "surrogatepass")),
        reader="test",
        version="1",
        media_type="text/html",
        characters=len(text),
        zones=tuple(Zone(start=a, end=b, role=role, probability=1.0, reason="test") for a, b, role in marked),
        claims=tuple(Claimed(field=f, value=v, origin="meta", confidence=1.0) for f, v in named.items() if v),
    )
    return Document(text=text, reading=reading)


def extract(
    text: str, lang: str = "en", zones: list[tuple[int, int, ZoneRole]] | None = None, **claims: str
) -> Extraction:
    """The extraction of a document made by hand."""
    (found,) = EXTRACT.run(document(text, lang, zones, **claims), setting=ExtractSetting())
    return found
