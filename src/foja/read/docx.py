"""DOCX (ECMA-376): paragraphs, table cells, notes, headers, comments; tracked changes kept apart.

The text of the document is what it says after insertions; what was deleted under change tracking
follows at the end as units of kind ``deleted``, so that it can be found but is not read as a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from foja.model.source import Original
from foja.model.text import Claimed
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.embedded import attach, in_package
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim
from foja.read.office import core_claims, corrupt, open_zip, parse, read_part
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, deletions, first_line
from foja.read.zones import cover

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = re.compile(r"word/(header|footnotes|endnotes|comments|footer)\d*\.xml$")
_KIND = {"header": "header", "footer": "header", "footnotes": "note", "endnotes": "note", "comments": "comment"}
_ORDER = ("note", "header", "comment")


def read(original: Original, limits: Limits) -> Draft:
    """Paragraphs in document order. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = open_zip(original.content)
    names = package.namelist()
    if "word/document.xml" not in names:
        raise corrupt("The package has no word/document.xml: the document itself is missing.")
    budget = Budget(limits)
    builder = Builder(limits)
    deleted: list[tuple[str, str]] = []
    others = sorted((_ORDER.index(_KIND[found[1]]), name) for name in set(names) if (found := _PARTS.match(name)))
    for part in ["word/document.xml", *(name for _, name in others)]:
        found = _PARTS.match(part)
        data = read_part(package, part, budget)
        if _STRICT in data[:8192]:
            data = data.replace(_STRICT, _W[1:-1].encode())
        _part(parse(data, part), part, _KIND[found.group(1)] if found else "", builder, deleted)
    for part, text in deleted:
        builder.add(text, "deleted", join=PARAGRAPH, path=part)
    draft = Draft(
        media_type=MEDIA_TYPES["docx"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=_claims(builder) + core_claims(package, budget),
        notes=deletions(len(deleted)),
    )
    return attach(draft, builder, in_package(package, budget))


def _part(root: Any, part: str, kind: str, builder: Builder, deleted: list[tuple[str, str]]) -> None:
    number = 0
    row_before: Any = None
    for paragraph in root.iter(_W + "p"):
        if any(True for _ in paragraph.iterancestors(_FALLBACK)):
            continue
        text = "".join(_runs(paragraph, removed=False))
        gone = "".join(_runs(paragraph, removed=True))
        if gone.strip():
            deleted.append((part, gone))
        if not text.strip():
            continue
        number += 1
        cell = next(paragraph.iterancestors(_W + "tc"), None)
        row = next(paragraph.iterancestors(_W + "tr"), None)
        join = PARAGRAPH if row is None or row_before is None else LINE
        if row is not None and row is row_before:
            join = CELL
        row_before = row
        path = part if cell is None else f"{part} {_address(cell)}"
        builder.add(
            text, kind or ("cell" if cell is not None else _style(paragraph)), join=join, line=number, path=path
        )


def _runs(paragraph: Any, *, removed: bool) -> Iterator[str]:
    """The text of a paragraph, without that of text boxes inside it, which are paragraphs of their own.
    ``removed``: what was deleted, or moved to another place, instead."""
    texts = (_W + "t", _W + "delText", _M + "t")
    tags = texts if removed else (*texts, _W + "tab", _W + "br", _W + "cr", _W + "noBreakHyphen")
    for element in paragraph.iter(*tags):
        if next(element.iterancestors(_W + "p"), None) is not paragraph:
            continue
        moved = next(element.iterancestors(_W + "moveFrom"), None) is not None
        if element.tag in texts:
            if removed == (moved or element.tag == _W + "delText"):
                yield element.text or ""
        elif moved:
            continue
        elif element.getparent().tag == _W + "r":  # a tab under w:tabs is a tab stop, not a character
            yield {"tab": "\t", "noBreakHyphen": "\u2011"}.get(element.tag[len(_W) :], "\n")


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = (style.get(_W + "val") or "").lower() if style is not None else ""
    if name in ("title", "titel", "titre", "ttulo", "titulo", "titolo"):
        return "title"
    return (
        "heading" if re.match(r"(heading|ttulo|titulo|titre|titolo|berschrift|überschrift)\s?\d", name) else "paragraph"
    )


def _address(cell: Any) -> str:
    row = cell.getparent()
    table = row.getparent()
    column = sum(1 for _ in cell.itersiblings(_W + "tc", preceding=True)) + 1
    line = sum(1 for _ in row.itersiblings(_W + "tr", preceding=True)) + 1
    number = sum(1 for _ in table.itersiblings(_W + "tbl", preceding=True)) + 1 if table is not None else 1
    return f"table {number}, row {line}, column {column}"


def _claims(builder: Builder) -> list[Claimed]:
    """The title as it stands in the text, or what may stand for it."""
    found: list[Claimed] = []
    for unit in builder.units:
        if unit.kind == "title":
            found += claim("title", builder.text[unit.start : unit.end], "text", 0.8, unit.start, unit.end)
            break
    else:
        found += first_line(builder)
    return found
