"""The extraction of one text that is all body: what the measures run on."""

from __future__ import annotations

from foja.extract.protocol import ExtractSetting
from foja.extract.stage import EXTRACT
from foja.model.record import digest
from foja.model.statement import Extraction
from foja.model.text import Claimed, Document, Reading, Zone
from foja.model.vocabulary import ZoneRole


def document(text: str, language: str) -> Document:
    """A document whose text is all body, in a language that the page claims."""
    reading = Reading(
        source=digest(b""),
        text=digest(text.encode()),
        reader="measure",
        version="1",
        media_type="text/plain",
        characters=len(text),
        zones=(Zone(start=0, end=len(text), role=ZoneRole.BODY, probability=1.0, reason="measure"),),
        claims=(Claimed(field="language", value=language, origin="measure", confidence=1.0),),
    )
    return Document(text=text, reading=reading)


def extraction(text: str, language: str, extractor: str = "") -> Extraction:
    """What the extractor finds; the usual one when none is named. Raises ``UsageError`` for one that does not exist."""
    setting = ExtractSetting(extractor=extractor) if extractor else ExtractSetting()
    (found,) = EXTRACT.run(document(text, language), setting=setting)
    assert isinstance(found, Extraction)
    return found
