"""The angle at which lines lie on a page.

Where rows of a page are lines of text, rows of pixels are either dark or light; turned pages mix them. The angle whose
row sums differ most is that of the lines (projection profile; Postl 1986).
"""

from __future__ import annotations

from typing import Any

_WIDE = 15.0
"""Degrees that are looked through to either side."""
_STEP, _FINE = 1.0, 0.25
_SMALL = 500
"""Longer side in pixels of the picture that is measured."""
WORTH = 2.0
"""Degrees below which the engine finds the lines as well by itself."""


def skew(grey: Any) -> float:
    """Degrees by which the lines of an 8-bit picture fall to the right (clockwise); 0 where no angle stands out."""
    factor = _SMALL / max(grey.size)
    small = grey.resize((max(8, round(grey.width * factor)), max(8, round(grey.height * factor))))
    paper = _paper(small)
    ink = small.point([max(0, paper - value) for value in range(256)])
    steps = int(_WIDE / _STEP)
    flat = _contrast(ink, 0.0)
    best = max((step * _STEP for step in range(-steps, steps + 1)), key=lambda angle: (_contrast(ink, angle), -angle))
    near = [best + step * _FINE for step in range(-3, 4)]
    best = max(near, key=lambda angle: (_contrast(ink, angle), -angle))
    return best if _contrast(ink, best) > 1.15 * flat else 0.0


def _contrast(ink: Any, angle: float) -> float:
    from PIL import Image

    turned = ink.rotate(angle, Image.Resampling.BILINEAR)
    rows = turned.convert("F").resize((1, turned.height), Image.Resampling.BOX).tobytes()
    values = memoryview(rows).cast("f")
    return sum((values[i] - values[i - 1]) ** 2 for i in range(1, len(values)))


def _paper(grey: Any) -> int:
    counts = grey.histogram()
    return max(range(256), key=lambda value: counts[value])
