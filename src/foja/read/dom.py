"""The visible lines of a web page, with their element and what its surroundings say.

The tree is resiliparse's (an HTML5 parser in C): it survives any nesting depth, which recursive
parsers do not. The walk keeps its own stack for the same reason. White space collapses as browsers
collapse it (CSS Text 3, 4.1); ``br`` and block elements end a line; what the page itself hides
(``hidden``, ``display:none``, scripts, templates, form values) is not text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.cues import cues
from foja.read.elements import Element, words_of_name
from foja.read.lines import Hint, Line


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIP = _names(
    "script style noscript template head svg math canvas iframe object embed audio video select option datalist "
    "textarea input progress meter map area param source track frame frameset noframes"
)
_BLOCK = _names(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table "
    "tbody td tfoot th thead tr ul"
)
_SPACED = _names(
    "article aside blockquote dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section "
    "table ul"
)
_KINDS = {"li": "item", "td": "cell", "th": "cell", "p": "paragraph", "figcaption": "caption", "caption": "caption"}
_KINDS |= {f"h{level}": "heading" for level in range(1, 7)}
_LANDMARKS = {
    "nav": "navigation",
    "footer": "footer",
    "aside": "aside",
    "dialog": "other",
    "button": "navigation",
    "form": "form",
}
_ROLES = {
    "navigation": "navigation", "menu": "navigation", "menubar": "navigation", "search": "navigation",
    "tablist": "navigation", "banner": "header", "contentinfo": "footer", "complementary": "aside",
    "dialog": "other", "alertdialog": "other",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = re.compile(r"(?i)(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)")
_DEEPEST_PATH = 48
_NONE: frozenset[str] = frozenset()


class _Frame:
    """An open element: ``counts`` numbers its children by tag, for paths. ``within``: tag of the innermost block.
    ``way``: steps from the root to that block, joined. ``words``: of its names. ``element``: the block for the line
    model."""

    __slots__ = (
        "block", "counts", "depth", "element", "hints", "main", "number", "path", "pre", "row", "step", "tag", "url",
        "way", "within", "words",
    )  # fmt: skip

    def __init__(self, tag: str, step: str, parent: _Frame | None, number: int) -> None:
        self.tag, self.step, self.number = tag, step, number
        self.counts: dict[str, int] | None = None
        self.element: Element | None = parent.element if parent else None
        self.words = _NONE
        if parent is None:
            self.block, self.hints, self.main, self.pre, self.url, self.row = 0, tuple[Hint, ...](), False, False, "", 0
            self.within, self.path, self.way, self.depth = (tag if tag in _BLOCK else "div"), f"/{step}", f"/{step}", 1
            return
        self.block, self.hints, self.main = parent.block, parent.hints, parent.main
        self.pre, self.url, self.row = parent.pre, parent.url, parent.row
        self.depth = parent.depth + 1
        self.path = f"{parent.path}/{step}" if self.depth <= _DEEPEST_PATH else ""
        self.within, self.way = (tag, self.path) if tag in _BLOCK else (parent.within, parent.way)


class Walk:
    """Walks a tree once; ``lines`` and the builder hold the result."""

    def __init__(self, builder: Builder) -> None:
        from resiliparse.parse.html.node import ElementNode, TextNode

        self._element_node, self._text_node = ElementNode, TextNode
        self.builder = builder
        self.lines: list[Line] = []
        self._stack: list[_Frame] = []
        self._numbers = 0
        self._pieces: list[str] = []
        self._linked = 0
        self._urls: dict[str, None] = {}  # in their order, each once
        self._open: _Frame | None = None
        self._path = ""
        self._join = LINE
        self._last_row = 0
        self.deepest = 0

    def run(self, root: Any) -> None:
        """Visits ``root`` (an element node) and everything under it, in document order."""
        # Asking a node for a neighbour makes an object each time, so the way back up is kept here.
        above: list[Any] = []
        node = root
        while node is not None:
            entered = self._enter(node)
            child = node.first_child if entered else None
            if child is not None:
                above.append(node)
                node = child
                continue
            if entered:
                self._leave()
            following = None
            while above and (following := node.next) is None:
                node = above.pop()
                self._leave()
            node = following
        self._flush()

    def _enter(self, node: Any) -> bool:
        kind = type(node)  # to ask the node itself costs more
        if kind is self._text_node:
            self._text(node.value or "")
            return False
        if kind is not self._element_node:
            return False
        tag = node.tag
        if tag == "br":
            self._flush()
            return False
        names = node.attrs
        if tag in _SKIP or (names and _hidden(node, names)):
            return False
        parent = self._stack[-1] if self._stack else None
        self._numbers += 1
        frame = _Frame(tag, _step(tag, parent), parent, self._numbers)
        block = tag in _BLOCK
        if block:
            self._flush()
            frame.block = self._numbers
            if tag in _SPACED:
                self._join = PARAGRAPH
        if tag == "tr":
            frame.row = self._numbers
        elif tag == "pre":
            frame.pre = True
        elif tag == "a":
            frame.url = node.getattr("href") or ""
        elif tag in ("article", "main"):
            frame.main = True
        if block or tag in ("a", "span", "time"):
            self._hint(node, names, frame)
        if block:
            frame.element = Element.within(frame.element, self._numbers, tag, frame.words)
        self._stack.append(frame)
        self.deepest = max(self.deepest, frame.depth)
        return True

    def _leave(self) -> None:
        frame = self._stack[-1]
        if frame.tag in _BLOCK:
            self._flush()
            if frame.tag in _SPACED:
                self._join = PARAGRAPH
        self._stack.pop()

    def _hint(self, node: Any, names: Sequence[str], frame: _Frame) -> None:
        tag = frame.tag
        if tag in ("html", "body"):
            return
        if tag in _LANDMARKS:
            self._add_hint(frame, _LANDMARKS[tag], True, f"inside <{tag}>")
        elif tag == "header" and not frame.main:
            self._add_hint(frame, "header", True, "inside the page's <header>")
        elif tag == "time":
            self._add_hint(frame, "dateline", True, "a <time> element")
        if not names:
            return
        role = (node.getattr("role") or "").lower() if "role" in names else ""
        if role == "main" or (node.getattr("itemprop") == "articleBody" if "itemprop" in names else False):
            frame.main = True
        if role in _ROLES:
            self._add_hint(frame, _ROLES[role], True, f"role={role}")
        for attribute in ("id", "class", "rel", "itemprop"):
            if attribute in names:
                for name in (node.getattr(attribute) or "")[:400].split()[:12]:
                    frame.words |= words_of_name(name)
                    found, word = cues().role_of(name)
                    if found:
                        self._add_hint(frame, found, False, f"{attribute} {word[:40]!r}")

    def _add_hint(self, frame: _Frame, role: str, strong: bool, reason: str) -> None:
        if len(frame.hints) < 24:
            frame.hints = (*frame.hints, Hint(role, strong, reason, frame.number))

    def _text(self, value: str) -> None:
        frame = self._stack[-1]
        if frame.pre:
            first, *rest = value.split("\n")
            self._piece(first, frame)
            for line in rest:
                self._flush()
                self._piece(line, frame)
            return
        value = _SPACE.sub(" ", value)
        if value and value[0] == " " and (not self._pieces or self._pieces[-1].endswith(" ")):
            value = value[1:]
        self._piece(value, frame)

    def _piece(self, value: str, frame: _Frame) -> None:
        if not value:
            return
        if self._open is None:
            self._open = frame
            self._path = self._path_now()
        elif len(frame.hints) < len(self._open.hints) and frame.block == self._open.block and value.strip():
            self._open = frame  # text beside a link or label is not part of it
        self._pieces.append(value)
        if frame.url:
            self._linked += len(value.strip())
            self._urls[frame.url] = None

    def _path_now(self) -> str:
        """XPath of the innermost block that is open; only the last steps of a very deep one."""
        if len(self._stack) <= _DEEPEST_PATH:
            return self._stack[-1].way
        steps = [frame.step for frame in self._stack[-_DEEPEST_PATH:]]
        while len(steps) > 1 and not _is_block(steps[-1]):
            steps.pop()
        return "//" + "/".join(steps)

    def _flush(self) -> None:
        pieces, frame = self._pieces, self._open
        self._pieces, self._open = [], None
        linked, urls, self._linked, self._urls = self._linked, self._urls, 0, {}
        text = "".join(pieces)
        if frame is None or not text.strip():
            return
        if not frame.pre:
            text = text.strip(" ")
        block = self._stack[-1].within if self._stack else "div"
        row = frame.row if block in ("td", "th") else 0
        join = CELL if row and row == self._last_row and self._join == LINE else self._join
        unit = self.builder.add(text, _KINDS.get(block, "line"), join=join, line=len(self.lines) + 1, path=self._path)
        self.lines.append(
            Line(
                start=unit.start,
                end=unit.end,
                text=text,
                blank=join == PARAGRAPH,
                heading=int(block[1]) if _KINDS.get(block) == "heading" else 0,
                link=min(1.0, linked / max(1, len(text))),
                url=next(iter(urls), ""),
                links=len(urls),
                block=frame.block,
                tag=block,
                main=frame.main,
                path=self._path,
                hints=frame.hints,
                element=frame.element,
            )
        )
        self._join, self._last_row = LINE, row


def _hidden(node: Any, names: Sequence[str]) -> bool:
    """Whether an element with these attributes is not shown."""
    if "hidden" in names and (node.getattr("hidden") or "").lower() != "until-found":
        return True
    return "style" in names and bool(_UNSEEN.search(node.getattr("style") or ""))


def _is_block(step: str) -> bool:
    return step.split("[", 1)[0] in _BLOCK


def _step(tag: str, parent: _Frame | None) -> str:
    if parent is None:
        return tag if tag != "body" else "html/body"
    if parent.counts is None:
        parent.counts = {}
    count = parent.counts.get(tag, 0) + 1
    parent.counts[tag] = count
    return f"{tag}[{count}]"
