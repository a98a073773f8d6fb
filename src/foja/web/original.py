"""Preserved originals made safe to look at: web pages without anything active, pages of PDFs and images as pictures."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foja.model.errors import Gap
from foja.model.rows import SourceRow
from foja.model.text import Reading
from foja.model.vocabulary import OutcomeState

CHILD = Path(__file__).with_name("pdf_page.py")
SECONDS = 30
"""Wall time for one page image."""
SCALE = 2.0
"""Pixels a point: 144 to the inch, sharp on ordinary screens."""
KEPT = 48
"""Page images kept in memory by one server."""

_REMOVED = ("script", "template", "iframe", "frame", "frameset", "noframes", "applet", "portal", "select", "textarea")
"""Elements taken out with all they hold."""
_KEPT = frozenset(
    {
        "html", "head", "title", "body", "style", "p", "div", "span", "br", "hr", "a", "img", "h1", "h2", "h3",
        "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead",
        "tbody", "tfoot", "tr", "th", "td", "blockquote", "q", "cite", "pre", "code", "kbd", "samp", "var", "b",
        "i", "u", "s", "em", "strong", "small", "big", "sub", "sup", "mark", "del", "ins", "abbr", "acronym",
        "dfn", "time", "address", "article", "section", "nav", "aside", "header", "footer", "main", "hgroup",
        "figure", "figcaption", "details", "summary", "center", "font", "tt", "strike", "bdi", "bdo", "ruby",
        "rt", "rp", "wbr", "data",
    }
)  # fmt: skip
"""Elements that stay. Any other is unwrapped: a page that never closes one must not lose the words behind it."""
_SAFE_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_images: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_lock = threading.Lock()


def kind_of(source: SourceRow, reading: Reading | None) -> str:
    """How an original can be looked at: ``html``, ``pdf``, ``image``, or ``""`` for as text only."""
    media = source.media_type or (reading.media_type if reading else "")
    if media in ("text/html", "application/xhtml+xml"):
        return "html"
    if reading is not None and reading.unlocked:
        return ""  # its pages are drawn from the bytes, without the password
    if not media and source.state is OutcomeState.SCAN:
        return "image"  # not read, but a picture of some kind: it can be looked at
    return "pdf" if media == "application/pdf" else "image" if media.startswith("image/") else ""


def harmless_html(content: bytes) -> str:
    """The page with scripts, frames, forms, remote addresses and event handlers taken out.

    The policy of the response and the sandbox of the frame would each stop them too; this is the first
    of three layers. Images that are not inside the page leave their description in their place.
    """
    from lxml import etree
    from lxml import html as parser
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    text = bytes_to_str(content, detect_encoding(content) or "utf-8").replace("\x00", "")
    text = re.sub(r"^\s*<\?xml[^>]*>", "", text)
    try:
        root = parser.document_fromstring(
            text.strip() or "<p></p>", parser=parser.HTMLParser(huge_tree=False, no_network=True)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Gap(
            "original-unreadable",
            f"The preserved page cannot be shown ({error}).",
            next="Download the original, or read its text.",
        ) from error
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _take_out(element, keep=False)
    for element in list(root.iter()):
        if element is not root and element.tag not in _KEPT:
            _take_out(element, keep=element.tag not in _REMOVED)
    for element in root.iter():
        if element.tag == "img":
            _still(element)
        for attribute in list(element.attrib):
            name = attribute.lower()
            if name not in _ATTRIBUTES and not (name == "src" and element.tag == "img"):
                del element.attrib[attribute]
            else:
                # The writer leaves these signs as they are inside values; no parser may take them for tags.
                element.attrib[attribute] = element.attrib[attribute].replace("<", "‹").replace(">", "›")
    for style in root.iter("style"):
        style.text = _plain_style(style.text or "")
    body: str = parser.tostring(root, encoding="unicode")
    return "<!DOCTYPE html>\n" + body


_ATTRIBUTES = frozenset(
    {
        "class",
        "id",
        "lang",
        "dir",
        "title",
        "alt",
        "colspan",
        "rowspan",
        "scope",
        "width",
        "height",
        "align",
        "datetime",
        "start",
        "type",
        "cite",
        "abbr",
        "headers",
        "span",
        "open",
        "reversed",
        "value",
    }
)


def _take_out(node: Any, *, keep: bool) -> None:
    """Remove an element; what it holds stays where ``keep``, and the text behind it always."""
    if node.getparent() is None:
        return
    if keep:
        node.drop_tag()
    elif isinstance(node.tag, str):
        node.drop_tree()
    else:
        parent, tail, before = node.getparent(), node.tail or "", node.getprevious()
        if tail and before is not None:
            before.tail = (before.tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
        parent.remove(node)


def _still(image: Any) -> None:
    """Keep an image that lies inside the page; put the description of any other in its place."""
    attributes = image.attrib
    if _SAFE_IMAGE.match(attributes.get("src", "")):
        return
    described = attributes.get("alt", "").strip()
    attributes.clear()
    image.tag = "span"
    image.text = f"[image not loaded{': ' + described if described else ''}]"


def _plain_style(style: str) -> str:
    """A style sheet without imports and remote addresses, and unable to end its own element."""
    style = re.sub(r"@import[^;]*;?", "", style, flags=re.IGNORECASE)
    return re.sub(r"url\s*\([^)]*\)?", "none", style, flags=re.IGNORECASE).replace("<", "")


def page_count(content: bytes) -> int:
    """Pages of a PDF or an image. Raises ``Gap`` when it cannot be opened."""
    return int(_child(content, "count", "0").decode("ascii"))


def page_image(sha256: str, content: Callable[[str], bytes], number: int) -> bytes:
    """Page ``number`` (from 1) as PNG. Raises ``Gap`` when the page cannot be drawn."""
    with _lock:
        if (sha256, number) in _images:
            _images.move_to_end((sha256, number))
            return _images[sha256, number]
    image = _child(content(sha256), str(number), str(SCALE))
    with _lock:
        _images[sha256, number] = image
        while len(_images) > KEPT:
            _images.popitem(last=False)
    return image


def _child(content: bytes, page: str, scale: str) -> bytes:
    """Ask the child process: it has limits, no environment and no network use, and may die without harm."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), page, scale],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise Gap(
            "page-timeout",
            f"Drawing took more than {SECONDS} seconds and was stopped.",
            where=f"page {page}",
            next="Read the text of this source, or download the original.",
        ) from error
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Gap(
            "page-unreadable",
            f"The page cannot be drawn: {reason[-1] if reason else 'the renderer stopped'}.",
            where=f"page {page}",
            next="Read the text of this source, or download the original.",
        )
    return done.stdout
