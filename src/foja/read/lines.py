"""Line: one visible line with what its place on the page says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from foja.read.elements import Element
from foja.text.fold import folded_line

_END = re.compile(r"[.!?…:;؟。।׃]['\"”’»)\]]*\s*$")
_FULL = re.compile(r"[.!?…؟。।]['\"”’»)\]]*\s*$")
_WORD = re.compile(r"\w+(?:[’'׳״]\w+)*")
_APART = {code: chr(code) if chr(code).isalnum() or chr(code) == "_" else " " for code in range(128)}
LONG = 15
"""Words from which a line counts as running text. Teasers and paragraphs have it, menus have not."""


@dataclass(frozen=True)
class Hint:
    """What an enclosing element says about its content.

    ``role``: a role word of ``cues.toml`` ``[dom]``. ``strong``: said by the element itself (``nav``,
    ``role=navigation``), not by a class name. ``element``: number of the element, for grouping.
    """

    role: str
    strong: bool
    reason: str
    element: int


@dataclass
class Line:
    """``blank``: an empty line stands before it. ``heading``: 1 to 6, 0 for none. ``link``: share of
    its characters inside links, ``links`` their number. ``url``: of the first link. ``block``: number of
    its block element; ``path`` its XPath. ``main``: inside ``main`` or ``article``.
    ``vote``: whether the extractor kept it; None when it was not asked. ``element``: its innermost block, where it
    stands on a web page."""

    start: int
    end: int
    text: str
    blank: bool = False
    heading: int = 0
    link: float = 0.0
    url: str = ""
    links: int = 0
    block: int = 0
    tag: str = ""
    path: str = ""
    main: bool = False
    vote: bool | None = None
    hints: tuple[Hint, ...] = field(default=())
    element: Element | None = None

    @cached_property
    def words(self) -> int:
        if self.text.isascii() and "'" not in self.text:  # the same, faster
            return len(self.text.translate(_APART).split())
        return len(_WORD.findall(self.text))

    @cached_property
    def folded(self) -> str:
        return folded_line(self.text)

    @cached_property
    def long(self) -> bool:
        return self.words >= LONG

    @cached_property
    def sentence(self) -> bool:
        """Ends as sentences end."""
        return bool(_FULL.search(self.text))

    @cached_property
    def closed(self) -> bool:
        """Ends with any mark that ends a clause; headings and menu items do not."""
        return bool(_END.search(self.text))
