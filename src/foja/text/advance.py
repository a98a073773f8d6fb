"""How far along a printed line a character stands, where only the box of the line is known.

By the usual widths of characters, in thousandths of the size of the letters: those of Times Roman (Adobe Core 14 font
metrics), which the common text faces are close to in their proportions. A letter with a mark is as wide as the letter.
"""

from __future__ import annotations

import unicodedata

_GROUPS = {
    250: " .,\u00a0", 278: "ijlt/;:\\", 333: "frI-()[]!'`´’‘", 389: "sJ", 444: "acez?“”", 556: "FPS", 611: "ELTZ",
    667: "BCR", 722: "ADGHKNOQUVXYw", 778: "m&", 889: "M", 944: "W", 1000: "—…", 408: '"', 833: "%", 921: "@",
}  # fmt: skip
_WIDTHS = {character: width for width, characters in _GROUPS.items() for character in characters}
_USUAL = 500
_LEFTWARD = ("R", "AL")


def runs_left(line: str) -> bool:
    """Whether the line runs from right to left: most of its letters do."""
    kinds = [unicodedata.bidirectional(char) for char in line]
    return sum(kind in _LEFTWARD for kind in kinds) > kinds.count("L")


def stretch(line: str, start: int, end: int) -> tuple[float, float]:
    """From where to where on its line, 0 at the left and 1 at the right, the characters from ``start`` to ``end``
    stand. Offsets beyond the line are its ends."""
    sums = [0]
    for char in line:
        sums.append(sums[-1] + _width(char))
    total = sums[-1] or 1
    first, last = (sums[min(len(line), max(0, at))] / total for at in (start, end))
    return (1 - last, 1 - first) if runs_left(line) else (first, last)


def _width(char: str) -> int:
    if char in _WIDTHS:
        return _WIDTHS[char]
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(char) in ("W", "F"):
        return 1000
    return _WIDTHS.get(unicodedata.normalize("NFD", char)[0], _USUAL)
