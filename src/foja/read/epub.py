"""EPUB (3.3): the chapters in reading order, each read as a web page; nothing is fetched, no script runs."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read.draft import Draft
from foja.read.encoding import declared_in, decode
from foja.read.html import read_page
from foja.read.letter import Letter
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim, date_claims
from foja.read.office import corrupt, open_zip, parse, read_part
from foja.read.sniff import MEDIA_TYPES

_CONTAINER = "META-INF/container.xml"
_ROOT = "{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html")


def read(original: Original, limits: Limits) -> Draft:
    """All chapters. Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    package = open_zip(original.content)
    names, budget = set(package.namelist()), Budget(limits)
    if "META-INF/rights.xml" in names:
        raise Gap(
            OutcomeState.ENCRYPTED.value,
            "The book is locked by a rights system.",
            next="Ask for a copy without a lock, and add it.",
        )
    container = parse(read_part(package, _CONTAINER, budget), _CONTAINER)
    book = next((one.get("full-path") or "" for one in container.iter(_ROOT)), "")
    if book not in names:
        raise corrupt("The book names no list of its chapters.")
    opf = parse(read_part(package, book, budget), book)
    letter = Letter(MEDIA_TYPES["epub"], limits)
    for number, chapter in enumerate(_chapters(opf, posixpath.dirname(book)), 1):
        if chapter not in names:
            letter.notes.append(f"chapter {number} is missing in the file")
            continue
        data = read_part(package, chapter, budget)
        try:
            page = read_page(decode(data, declared_in(data)).text, limits, voted=False)
        except Gap as gap:
            if gap.code == OutcomeState.LIMIT:
                raise
            continue  # a cover or a picture page
        letter.page(page, f"chapter {number}")
    draft = letter.draft()
    draft.claims = _claims(opf)
    return draft


def _chapters(opf: Any, folder: str) -> list[str]:
    items = {
        one.get("id"): posixpath.normpath(posixpath.join(folder, unquote(one.get("href") or "")))
        for one in opf.iter(_OPF + "item")
        if one.get("media-type") in _PAGES
    }
    return [items[one.get("idref")] for one in opf.iter(_OPF + "itemref") if one.get("idref") in items]


def _claims(opf: Any) -> list[Any]:
    def value(name: str) -> str:
        element = next(opf.iter(_DC + name), None)
        return (element.text or "") if element is not None else ""

    found = claim("title", value("title"), "file", 0.8) + claim("author", value("creator"), "file", 0.7)
    found += claim("outlet", value("publisher"), "file", 0.6) + date_claims("published", value("date"), "file", 0.6)
    return found + claim("language", value("language"), "file", 0.6)
