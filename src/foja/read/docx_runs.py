"""Runs of a DOCX paragraph (ECMA-376 part 1, 17.3): what shows, what was deleted, what is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What stands once more, for programs that do not know a newer form."""
_TEXTS = (W + "t", W + "delText", _M + "t")
_SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "\u2011"}
_GONE = (W + "del", W + "moveFrom")
_OFF = ("0", "false", "off")
_DEEP = 20


class Hidden:
    """Which runs are hidden: by themselves, or by the style of the run or of its paragraph (17.3.2.41, 17.7.3)."""

    def __init__(self, styles: Any) -> None:
        """``styles``: the root of the part of styles, or None."""
        self._own: dict[str, bool | None] = {}
        self._based: dict[str, str] = {}
        for style in styles.iter(W + "style") if styles is not None else ():
            name = style.get(W + "styleId") or ""
            self._own[name] = _switch(style.find(W + "rPr"))
            based = style.find(W + "basedOn")
            if based is not None:
                self._based[name] = based.get(W + "val") or ""

    def run(self, run: Any, paragraph_hides: bool) -> bool:
        """Whether a run is hidden. Two styles that both hide cancel each other, as the format has it."""
        properties = run.find(W + "rPr")
        own = _switch(properties)
        if own is not None:
            return own
        style = properties.find(W + "rStyle") if properties is not None else None
        return paragraph_hides != (style is not None and self.style(style.get(W + "val") or ""))

    def paragraph(self, paragraph: Any) -> bool:
        """Whether the style of a paragraph hides its runs."""
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return style is not None and self.style(style.get(W + "val") or "")

    def style(self, name: str) -> bool:
        """Whether a style hides, by itself or by one that it is based on."""
        for _ in range(_DEEP):
            own = self._own.get(name)
            if own is not None or name not in self._based:
                return bool(own)
            name = self._based[name]
        return False


def _switch(properties: Any) -> bool | None:
    vanish = properties.find(W + "vanish") if properties is not None else None
    return None if vanish is None else (vanish.get(W + "val") or "").lower() not in _OFF


class Runs:
    """``text``: what a paragraph shows, without text boxes inside it, which are paragraphs of their own."""

    def __init__(self, paragraph: Any, hidden: Hidden) -> None:
        self._hidden, self._paragraph_hides = hidden, hidden.paragraph(paragraph)
        self._found: dict[str, list[str]] = {"": [], "deleted": [], "hidden": []}
        self._gather(paragraph, "")
        self.text = "".join(self._found[""])

    def apart(self) -> Iterator[tuple[str, str]]:
        """What was deleted, or moved to another place, and what is hidden: kind and text."""
        for kind in ("deleted", "hidden"):
            yield kind, "".join(self._found[kind])

    def _gather(self, element: Any, kind: str) -> None:
        # Recursion is bounded: the parser refuses more than 256 levels.
        in_run = element.tag == W + "r"
        for child in element:
            tag = child.tag
            if tag in _TEXTS:
                self._found["deleted" if tag == W + "delText" else kind].append(child.text or "")
            elif tag in _SIGNS:
                if in_run:  # a tab under w:tabs is a tab stop, not a character
                    self._found[kind].append(_SIGNS[tag])
            elif tag == W + "r":
                hides = not kind and self._hidden.run(child, self._paragraph_hides)
                self._gather(child, "hidden" if hides else kind)
            elif tag not in (W + "p", W + "pPr", W + "rPr", FALLBACK):
                self._gather(child, "deleted" if tag in _GONE else kind)
