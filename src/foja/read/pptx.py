"""PPTX (ECMA-376): slides in the order in which they are shown, their tables, notes and comments."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from foja.model.source import Original
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.embedded import attach, in_package
from foja.read.limits import Budget, Limits, again
from foja.read.metadata import claim
from foja.read.office import core_claims, corrupt, open_zip, parse, read_part, relations
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, first_line
from foja.read.zones import cover

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/drawingml/main", _A[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/presentationml/main", _P[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R[1:-1].encode()),
)
_MAIN = "ppt/presentation.xml"


def read(original: Original, limits: Limits) -> Draft:
    """Text of the slides, each followed by its notes and comments. Raises ``Gap``: ``corrupt``, ``limit``."""
    package = open_zip(original.content)
    if _MAIN not in package.namelist():
        raise corrupt("The package has no ppt/presentation.xml: the presentation itself is missing.")
    budget, builder = Budget(limits), Builder(limits)
    notes: list[str] = []
    slides = _slides(package, budget)
    if len(slides) > limits.pages:
        advice = again("pages", len(slides))
        notes.append(f"it has {len(slides):,} slides; the first {limits.pages:,} were read. {advice}")
    for number, part in enumerate(slides[: limits.pages], 1):
        if part not in package.namelist():
            notes.append(f"slide {number} is missing in the file")
            continue
        root = _root(package, part, budget)
        hidden = " (hidden)" if root.get("show") in ("0", "false") else ""
        _add(root, builder, "", number, f"slide {number}{hidden}")
        for kind, other in _beside(package, part, budget):
            _add(_root(package, other, budget), builder, kind, number, f"slide {number}{hidden}, {kind}s")
    titles = [unit for unit in builder.units if unit.kind == "heading"]
    found = [
        one
        for unit in titles[:1]
        for one in claim("title", builder.text[unit.start : unit.end], "text", 0.7, unit.start, unit.end)
    ]
    draft = Draft(
        media_type=MEDIA_TYPES["pptx"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=(found or first_line(builder)) + core_claims(package, budget),
        notes=notes,
    )
    return attach(draft, builder, in_package(package, budget))


def _root(package: zipfile.ZipFile, part: str, budget: Budget) -> Any:
    data = read_part(package, part, budget)
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    return parse(data, part)


def _slides(package: zipfile.ZipFile, budget: Budget) -> list[str]:
    """The parts of the slides in the order of the presentation, or of their numbers where it names none."""
    related = relations(package, _MAIN, budget)
    named = [
        related[identifier][1]
        for one in _root(package, _MAIN, budget).iter(_P + "sldId")
        if (identifier := one.get(_R + "id") or "") in related
    ]
    found = [name for name in package.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    return list(dict.fromkeys(named)) or sorted(found, key=lambda name: (len(name), name))


def _beside(package: zipfile.ZipFile, part: str, budget: Budget) -> list[tuple[str, str]]:
    """Notes and comments of a slide: (``note`` or ``comment``, part)."""
    kinds = {"notesSlide": "note", "comments": "comment"}
    related = sorted(relations(package, part, budget).values())
    return [(kinds[kind], other) for kind, other in related if kind in kinds and other in package.namelist()]


def _add(root: Any, builder: Builder, kind: str, slide: int, path: str) -> None:
    number = 0
    row_before: Any = None
    for paragraph in root.iter(_A + "p", _P + "text"):
        text = paragraph.text or "" if paragraph.tag == _P + "text" else _text(paragraph)
        if not text.strip():
            continue
        number += 1
        row = next(paragraph.iterancestors(_A + "tr"), None)
        join = PARAGRAPH if row is None or row_before is None else CELL if row is row_before else LINE
        row_before = row
        shown = kind or ("cell" if row is not None else "heading" if _is_title(paragraph) else "paragraph")
        builder.add(text, shown, join=join, page=slide, line=number, path=path)


def _text(paragraph: Any) -> str:
    pieces = []
    for element in paragraph.iter(_A + "t", _A + "br", _A + "tab"):
        if element.tag == _A + "t":
            pieces.append(element.text or "")
        elif element.tag == _A + "br":
            pieces.append("\n")
    return "".join(pieces)


def _is_title(paragraph: Any) -> bool:
    shape = next(paragraph.iterancestors(_P + "sp"), None)
    place = next(shape.iter(_P + "ph"), None) if shape is not None else None
    return place is not None and place.get("type") in ("title", "ctrTitle")
