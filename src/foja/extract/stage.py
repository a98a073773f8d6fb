"""The stage "extract": a document to one extraction."""

from __future__ import annotations

from collections.abc import Iterable

from foja.extract.encoder.base import find
from foja.extract.merged import BOTH, ENCODER
from foja.extract.protocol import Extractor, ExtractSetting
from foja.extract.rules.extractor import RULES
from foja.model.errors import UsageError
from foja.model.record import Record
from foja.model.statement import Extraction
from foja.model.text import Document

EXTRACTORS: dict[str, Extractor] = {one.name: one for one in (RULES, ENCODER, BOTH)}
"""The extractors that foja ships, by name."""


class ExtractStage:
    """Reads a Document and yields exactly one Extraction. See ``foja.model.stage.Stage``."""

    name = "extract"
    version = "21"
    needs: type[Record] = Document
    gives: tuple[type[Record], ...] = (Extraction,)

    def run(self, item: Document, /, *, setting: ExtractSetting) -> Iterable[Extraction]:
        """Raises ``UsageError`` as ``check`` does."""
        check(setting)
        yield EXTRACTORS[setting.extractor].extract(item, setting=setting)


def check(setting: ExtractSetting) -> None:
    """Raises ``UsageError`` when the setting names an extractor that does not exist, or whose package is not
    installed."""
    if setting.extractor not in EXTRACTORS:
        known = ", ".join(sorted(EXTRACTORS))
        raise UsageError(
            "extractor-unknown",
            f"The setting asks for the extractor {setting.extractor!r}; there is: {known}.",
            next="Name one of these as 'extractor' in foja.toml, under [case], or with --extractor.",
        )
    if EXTRACTORS[setting.extractor] is not RULES:
        find()


EXTRACT = ExtractStage()
DEFAULT = ExtractSetting()
"""The setting that holds unless a case says otherwise."""
