"""OpenDocument packages (ODF 1.3): what text documents, presentations and spreadsheets have in common."""

from __future__ import annotations

import zipfile
from typing import Any

from foja.model.errors import Gap
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState
from foja.read import odf_lock
from foja.read.limits import UNLOCK, Budget
from foja.read.metadata import claim, date_claims
from foja.read.office import corrupt, open_zip, parse, read_part

_URN = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE = f"{_URN}text:1.0}}", f"{_URN}table:1.0}}", f"{_URN}office:1.0}}"
DRAW, STYLE, _META = f"{_URN}drawing:1.0}}", f"{_URN}style:1.0}}", f"{_URN}meta:1.0}}"
_DC = "{http://purl.org/dc/elements/1.1/}"
Hiding = frozenset[tuple[str, str | None]]
"""Styles that hide: family and name."""
_MOST_SPACES = 1000
_DEEPEST_STYLE = 20
_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_APART = frozenset(
    {TEXT + "note", OFFICE + "annotation", TEXT + "tracked-changes", DRAW + "text-box", TEXT + "ruby-text"}
)
"""Elements inside a paragraph whose text is not part of it."""


def opened(content: bytes) -> zipfile.ZipFile:
    """The package. Raises ``Gap``: ``corrupt``, and ``encrypted`` where its manifest names a key (part 2, 3.4)."""
    package = open_zip(content)
    names = package.namelist()
    if odf_lock.is_locked(content):
        raise Gap(OutcomeState.ENCRYPTED.value, "The document opens only with a password.", next=UNLOCK)
    if "content.xml" not in names:
        raise corrupt("The package has no content.xml: the document itself is missing.")
    return package


def root(package: zipfile.ZipFile, name: str, budget: Budget, times: int = 1) -> Any:
    """The root element of a part. Raises ``Gap`` as ``read_part`` and ``parse``."""
    return parse(read_part(package, name, budget, times), name)


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as it shows, without notes, comments and text boxes that hang on it."""
    return told_apart(paragraph, frozenset())[0]


def told_apart(paragraph: Any, hiding: Hiding) -> tuple[str, str]:
    """What of a paragraph shows, as ``text_of``, and what is hidden. ``hiding``: the styles that hide."""
    pieces: list[str] = []
    hidden: list[str] = []
    _gather(paragraph, pieces, hidden, hiding)
    return "".join(pieces), "".join(hidden)


def _gather(element: Any, pieces: list[str], hidden: list[str], hiding: Hiding) -> None:
    # Recursion is bounded: the parser refuses more than 256 levels.
    pieces.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _APART:
            if child.tag == TEXT + "s":
                pieces.append(" " * _count(child, TEXT + "c", _MOST_SPACES))
            elif child.tag == TEXT + "tab":
                pieces.append("\t")
            elif child.tag == TEXT + "line-break":
                pieces.append("\n")
            elif child.tag in _PARAGRAPHS:
                pass  # a paragraph of its own
            elif child.tag == TEXT + "hidden-text" and child.get(TEXT + "is-hidden") == "true":
                hidden.append(child.get(TEXT + "string-value") or "")
            elif child.tag == TEXT + "span" and ("text", child.get(TEXT + "style-name")) in hiding:
                _gather(child, hidden, hidden, hiding)
            else:
                _gather(child, pieces, hidden, hiding)
        pieces.append(child.tail or "")


def hides(paragraph: Any, hiding: Hiding) -> bool:
    """Whether a paragraph is hidden as a whole: by its style, or by a field in it that says so."""
    return ("paragraph", paragraph.get(TEXT + "style-name")) in hiding or any(
        one.get(TEXT + "is-hidden") == "true" for one in paragraph.iter(TEXT + "hidden-paragraph")
    )


def hiding_styles(own: Any, common: Any = None) -> Hiding:
    """The styles whose text is not shown (part 3, 20.417), by themselves or by a style that they go by.

    A name is one style in each family (part 3, 16.2). ``own``: the root of a part; its automatic styles hold for it
    alone. ``common``: the root of ``styles.xml``, of which only the named styles hold elsewhere (part 3, 3.15.3)."""
    shown: dict[tuple[str, str], bool] = {}
    above: dict[tuple[str, str], tuple[str, str]] = {}
    named = common.iter(OFFICE + "styles") if common is not None else ()
    for style in (one for part in (*named, own) for one in part.iter(STYLE + "style")):
        family = style.get(STYLE + "family") or ""
        key = family, style.get(STYLE + "name") or ""
        above[key] = family, style.get(STYLE + "parent-style-name") or ""
        shown.pop(key, None)
        for properties in style.iterchildren(STYLE + "text-properties"):
            if (display := properties.get(TEXT + "display")) is not None:
                shown[key] = display != "none"
    found = {key for key, shows in shown.items() if not shows}
    for _ in range(_DEEPEST_STYLE if found else 0):
        found |= {key for key, parent in above.items() if parent in found and key not in shown}
    return frozenset(found)


def _count(element: Any, attribute: str, most: int) -> int:
    value = element.get(attribute) or "1"
    return min(int(value), most) if value.isascii() and value.isdigit() and len(value) < 10 else 1


def repeated(element: Any, name: str) -> int:
    """How often a row or cell stands in the table: ``table:number-rows-repeated`` and its like."""
    return max(1, _count(element, f"{TABLE}number-{name}-repeated", 1 << 30))


def claims(package: zipfile.ZipFile, budget: Budget) -> list[Claimed]:
    """Claims of ``meta.xml`` (part 3, 4.3): often left from a template."""
    if "meta.xml" not in package.namelist():
        return []
    meta = root(package, "meta.xml", budget)

    def value(tag: str) -> str:
        element = next(meta.iter(tag), None)
        return (element.text or "") if element is not None else ""

    author = value(_META + "initial-creator") or value(_DC + "creator")
    found = claim("title", value(_DC + "title"), "file", 0.5) + claim("author", author, "file", 0.4)
    found += date_claims("created", value(_META + "creation-date"), "file", 0.4)
    found += date_claims("modified", value(_DC + "date"), "file", 0.4)
    found += claim("language", value(_DC + "language"), "file", 0.3)
    return found + claim("editor", value(_DC + "creator"), "file", 0.3)
