"""Place: where a passage stands in its original, in words that a citation can hold."""

from __future__ import annotations

from foja.model.correction import Corrected
from foja.model.record import Record


class Place(Record, frozen=True):
    """Where a passage stands in the original, for a citation a person can follow. Fields as in ``Unit``.
    ``recognised``: where it was read by machine, with which confidence (0 to 100); ``corrected``: by whom."""

    page: int | None = None
    line: int | None = None
    path: str = ""
    kind: str = ""
    recognised: int | None = None
    corrected: tuple[Corrected, ...] = ()

    def __str__(self) -> str:
        sure = "" if self.recognised is None else f" ({self.recognised} of 100)"
        read = f"read by machine{sure}" if sure or self.corrected else ""
        return ", ".join(part for part in (self._spot(), read, *map(str, self.corrected)) if part)

    def _spot(self) -> str:
        sheet, _, address = self.path.rpartition("!")
        if sheet:
            return f"sheet {sheet}, cell {address}{' (comment)' if self.kind == 'comment' else ''}"
        if self.kind == "sheet":
            return f"sheet {self.path}"
        if self.kind == "cell" and self.path.isalnum():
            return f"cell {self.path}"
        path = self.path.removeprefix("word/document.xml").removeprefix("word/").removesuffix(".xml").strip()
        parts = [f"p. {self.page}"] if self.page and not path.startswith("slide ") else []
        if path and not path.startswith("/"):
            parts.append(path)
        if self.line and self.kind != "cell":
            parts.append(f"{_COUNTED.get(self.kind, 'line') if not path.startswith('/') else 'line'} {self.line}")
        if path.startswith("/"):
            parts.append(path)
        return ", ".join(parts)


_COUNTED = {
    "paragraph": "paragraph", "heading": "paragraph", "title": "paragraph", "note": "note", "comment": "comment",
    "deleted": "deleted passage", "hidden": "hidden passage", "member": "entry", "item": "entry",
}  # fmt: skip
"""What a number counts, by kind of unit; lines where nothing is said."""
