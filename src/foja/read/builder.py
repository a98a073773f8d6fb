"""Builder: the canonical text, append only, so that offsets are right by construction.

Canonical text: the exact decoded characters of the original, in reading order, with three changes
that this module makes and no other:

1. line ends CRLF and CR become LF;
2. Unicode normalisation form C (UAX #15), so that the same word typed in two ways is the same text;
3. U+0000 and lone surrogates, which no text file may hold, become U+FFFD.

Nothing is trimmed, repaired or searched for afterwards: ``text[unit.start:unit.end]`` is the unit.
Between units stand separators only: a tab between cells of a row, a line feed between lines, two
between paragraphs. Since no separator composes with what follows it, the whole text is in form C
when every unit is.
"""

from __future__ import annotations

import re
import unicodedata

from foja.model.text import Unit
from foja.read.limits import Limits, over

LINE, PARAGRAPH, CELL = "\n", "\n\n", "\t"
_FOREIGN = re.compile("[\x00\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` with the three changes above. Idempotent."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and "\0" not in text:  # of such text nothing changes further
        return text
    text = _FOREIGN.sub("\ufffd", text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


class Builder:
    """Collects units; ``text`` and ``units`` give the result."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self.units: list[Unit] = []

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def add(
        self,
        text: str,
        kind: str,
        *,
        join: str = LINE,
        page: int | None = None,
        line: int | None = None,
        box: tuple[float, float, float, float] | None = None,
        path: str | None = None,
    ) -> Unit:
        """Appends a unit. ``join``: what separates it from the unit before. An empty text is refused
        with ``ValueError``: a unit that shows nothing cannot be cited. Raises ``Gap("limit")``."""
        if not text:
            raise ValueError("a unit needs text")
        text = clean(text)
        if self._parts:
            self._parts.append(join)
            self._length += len(join)
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if self._length > self._limits.characters:
            raise over(f"The text is longer than {self._limits.characters:,} characters.", limit="characters")
        unit = Unit(start=start, end=self._length, kind=kind, page=page, line=line, box=box, path=path)
        self.units.append(unit)
        return unit
