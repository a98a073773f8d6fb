"""DOCX (ECMA-376): paragraphs, table cells, notes, headers, comments; tracked changes and hidden text kept apart.

The text of the document is what it shows after insertions; what was deleted under change tracking, and what is
hidden, follow at the end as units of kind ``deleted`` and ``hidden``, so that they can be found but are not read as
statements.
"""

from __future__ import annotations

import re
import zipfile
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.columns import Columns
from foja.read.docx_runs import FALLBACK, Hidden, Runs, W
from foja.read.draft import Draft
from foja.read.embedded import attach, in_package
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim
from foja.read.office import core_claims, corrupt, open_zip, parse, read_part
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, apart, first_line
from foja.read.zones import cover

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_PARTS = re.compile(r"word/(header|footnotes|endnotes|comments|footer)\d*\.xml$")
_KIND = {"header": "header", "footer": "header", "footnotes": "note", "endnotes": "note", "comments": "comment"}
_ORDER = ("note", "header", "comment")
_STYLES = "word/styles.xml"
Apart = list[tuple[str, str, str]]
"""Passages that follow the text: kind, part, text."""


def read(original: Original, limits: Limits) -> Draft:
    """Paragraphs in document order. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = open_zip(original.content)
    names = package.namelist()
    if "word/document.xml" not in names:
        raise corrupt("The package has no word/document.xml: the document itself is missing.")
    budget, builder = Budget(limits), Builder(limits)
    hidden, notes = _hidden(package, budget)
    later: Apart = []
    others = sorted((_ORDER.index(_KIND[found[1]]), name) for name in set(names) if (found := _PARTS.match(name)))
    for part in ["word/document.xml", *(name for _, name in others)]:
        found = _PARTS.match(part)
        later += _part(_root(package, part, budget), part, _KIND[found.group(1)] if found else "", builder, hidden)
    later.sort(key=lambda one: one[0])
    for kind, part, text in later:
        builder.add(text, kind, join=PARAGRAPH, path=part)
    kinds = [kind for kind, _, _ in later]
    draft = Draft(
        media_type=MEDIA_TYPES["docx"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=_claims(builder) + core_claims(package, budget),
        notes=notes + apart(deleted=kinds.count("deleted"), hidden=kinds.count("hidden")),
    )
    return attach(draft, builder, in_package(package, budget))


def _hidden(package: zipfile.ZipFile, budget: Budget) -> tuple[Hidden, list[str]]:
    """What the styles hide; a note where they cannot be read, which is no reason to lose the text."""
    if _STYLES not in package.namelist():
        return Hidden(None), []
    try:
        return Hidden(_root(package, _STYLES, budget)), []
    except Gap as gap:
        return Hidden(None), [f"text that a style hides is not told apart: {gap.what}"]


def _root(package: zipfile.ZipFile, part: str, budget: Budget) -> Any:
    data = read_part(package, part, budget)
    if _STRICT in data[:8192]:
        data = data.replace(_STRICT, W[1:-1].encode())
    return parse(data, part)


def _part(root: Any, part: str, kind: str, builder: Builder, hidden: Hidden) -> Apart:
    """Adds the paragraphs of a part; what follows the text of all parts comes back."""
    number = 0
    later: Apart = []
    places = _Places()
    row_before: Any = None
    for paragraph in root.iter(W + "p"):
        cell, row, twice = _around(paragraph)
        if twice:
            continue
        runs = Runs(paragraph, hidden)
        later += [(name, part, text) for name, text in runs.apart() if text.strip()]
        if not runs.text.strip():
            continue
        number += 1
        join = PARAGRAPH if row is None or row_before is None else CELL if row is row_before else LINE
        row_before = row
        path = part if cell is None else f"{part} {places.of(cell)}"
        shown = kind or ("cell" if cell is not None else _style(paragraph))
        builder.add(runs.text, shown, join=join, line=number, path=path)
    return later


def _around(paragraph: Any) -> tuple[Any, Any, bool]:
    """The cell and the row that a paragraph stands in, if any; and whether it stands there a second time, for programs
    that do not know the first form."""
    cell = row = None
    for above in paragraph.iterancestors():
        if above.tag == FALLBACK:
            return cell, row, True
        if cell is None and above.tag == W + "tc":
            cell = above
        elif row is None and above.tag == W + "tr":
            row = above
    return cell, row, False


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(W + "val") or "").lower() if style is not None else ""
    if name in ("title", "titel", "titre", "ttulo", "titulo", "titolo"):
        return "title"
    return (
        "heading" if re.match(r"(heading|ttulo|titulo|titre|titolo|berschrift|überschrift)\s?\d", name) else "paragraph"
    )


class _Places:
    """Addresses of cells. Tables beside each other, and the rows of a table, are counted once: there may be many."""

    def __init__(self) -> None:
        self.tables: dict[Any, dict[Any, int]] = {}
        self.rows: dict[Any, dict[Any, int]] = {}
        self.columns = Columns(W + "tc")

    def of(self, cell: Any) -> str:
        """Table (among those beside it), row and column, from 1."""
        row = cell.getparent()
        table = row.getparent()
        number = 1 if table is None else _counted(self.tables, table.getparent(), W + "tbl").get(table, 1)
        line = 1 if table is None else _counted(self.rows, table, W + "tr").get(row, 1)
        return f"table {number}, row {line}, column {self.columns.of(cell)}"


def _counted(known: dict[Any, dict[Any, int]], parent: Any, tag: str) -> dict[Any, int]:
    """The numbers, from 1, of the children of an element that have this tag."""
    if parent not in known:
        children = () if parent is None else parent.iterchildren(tag)
        known[parent] = {one: number for number, one in enumerate(children, 1)}
    return known[parent]


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
