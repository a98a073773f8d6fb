"""Parallel sentences from a folder: NTREX-128 (Federmann, Kocmi and Xin 2022; CC BY-SA 4.0) as it is published.

``src.eng.txt`` and ``ref.<language>.txt`` hold one sentence a line, the same line in each; ``DOCUMENT_IDS.tsv`` names
the document of each line. Where that file is missing, every sixteen lines count as one document. The folder is not part
of foja.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import NamedTuple

from foja.model.errors import UsageError

LANGUAGES = {
    "es": "spa", "fr": "fra", "pt": "por", "de": "deu", "ru": "rus", "ar": "arb", "he": "heb", "fa": "fas",
}  # fmt: skip
"""The languages that are looked for beside English: ISO 639-1, and the name in the files."""
BLOCK = 16


class Parallel(NamedTuple):
    """``documents``: the name of the document of each sentence; ``sentences``: by language, English among them."""

    documents: tuple[str, ...]
    sentences: dict[str, tuple[str, ...]]

    def half(self, name: str) -> list[int]:
        """The numbers of the sentences in one half: ``dev`` to tune on, ``test`` to report. Halves hold whole
        documents, by the checksum of their names."""
        wanted = {"dev": 0, "test": 1}[name]
        return [i for i, document in enumerate(self.documents) if part(document) == wanted]


def part(document: str) -> int:
    """0 for a document of the half that rules are tuned on, 1 for one that is held out."""
    return zlib.crc32(document.encode("utf-8")) % 2


def load(folder: Path) -> Parallel:
    """Reads the sentences. Raises ``UsageError`` where the folder holds none, or files of different lengths."""
    source = folder / "src.eng.txt"
    if not source.is_file():
        raise UsageError(
            "sentences-missing",
            f"{folder} holds no src.eng.txt.",
            next="Name a folder with src.eng.txt, ref.<language>.txt and DOCUMENT_IDS.tsv, as NTREX-128 is published.",
        )
    found = {"en": _lines(source)}
    for language, name in LANGUAGES.items():
        file = folder / f"ref.{name}.txt"
        if file.is_file():
            found[language] = _lines(file)
    count = len(found["en"])
    names = folder / "DOCUMENT_IDS.tsv"
    documents = _lines(names) if names.is_file() else tuple(f"block-{i // BLOCK}" for i in range(count))
    for what, lines in [*found.items(), ("DOCUMENT_IDS.tsv", documents)]:
        if len(lines) != count:
            raise UsageError(
                "sentences-uneven",
                f"{what} has {len(lines)} lines where src.eng.txt has {count}.",
                where=str(folder),
                next="Take all files from one release.",
            )
    return Parallel(documents, found)


def _lines(file: Path) -> tuple[str, ...]:
    return tuple(file.read_text("utf-8").removesuffix("\n").split("\n"))
