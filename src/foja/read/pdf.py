"""PDF: lines with page, number and box, from the text layer (PDFium).

Boxes are in points from the top left corner of the page as shown (PDF 32000-1 counts from the bottom
left). Hyphens and ligatures stay as they are printed. In lines written from right to left PDFium
keeps brackets and quotation marks as mirrored glyphs; they are turned back into the characters that
were typed. Pages without a text layer are named; reading them is the task of ``read.scan``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import c_double
from typing import Any, NamedTuple

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Box, Claimed, PageSize
from foja.model.vocabulary import OutcomeState
from foja.read.builder import LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.limits import UNLOCK, Limits, again, over
from foja.read.metadata import claim, date_claims
from foja.read.pdf_rtl import is_rtl, rebuilt
from foja.read.running_heads import mark_pages
from foja.read.zones import cover

_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})
"""How PDFium writes a hyphen at the end of a line: it runs on into the next one."""
_JOIN = re.compile("[\x02\ufffe]")
_FAR = 4096
"""Code points a line may have before its box is not worth computing."""
_BARE = 20
"""Characters below which a page counts as one without a text layer."""
_STAMP, _PICTURE = 200, 0.6
"""Characters below which the text of a page is a stamp, where a picture covers at least this share of the page:
courts print a running line on scanned pages."""
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f\\s]")
"""What does not count as a character of a text layer: fonts without a map to Unicode give the first two."""
_HOPELESS = 50
"""Pages that fail to load before the file is called damaged."""


class PageLine(NamedTuple):
    """A line on its page. ``line`` counts from 1."""

    page: int
    line: int
    text: str
    box: Box | None


def read(original: Original, limits: Limits) -> Draft:
    """The text layer. Raises ``Gap``: ``encrypted``, ``corrupt``, ``scan`` (pictures of pages), ``limit``."""
    with opened(original) as (document, unlocked):
        draft = _read_open(document, limits)
        draft.unlocked = unlocked
        return draft


@contextmanager
def opened(original: Original) -> Iterator[tuple[Any, bool]]:
    """The open document, and whether a password opened it. Raises ``Gap``: ``encrypted``, ``corrupt``."""
    import pypdfium2

    begin = original.content.find(b"%PDF-", 0, 65536)
    content = original.content[begin:] if begin > 0 else original.content
    document, unlocked = None, False
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        document = _unlocked(content, original.passwords) if "password" in str(error).lower() else None
        if document is None:
            raise _unopened(str(error)) from error
        unlocked = True
    try:
        yield document, unlocked
    finally:
        document.close()


def _unlocked(content: bytes, passwords: Sequence[str]) -> Any:
    """The document, opened with the first password that fits; None where none does."""
    import pypdfium2

    for password in passwords:
        try:
            return pypdfium2.PdfDocument(content, password=password)
        except pypdfium2.PdfiumError:
            continue
    return None


def _read_open(document: Any, limits: Limits) -> Draft:
    draft = Draft(media_type="application/pdf")
    builder = Builder(limits)
    count = len(document)
    if count > limits.pages:
        draft.notes.append(
            f"the file has {count:,} pages; the first {limits.pages:,} were read. {again('pages', count)}"
        )
    if count == 0:
        raise _corrupt("The file opens, but holds no page.")
    lines: list[PageLine] = []
    bare: list[int] = []
    broken: list[int] = []
    for number in range(1, min(count, limits.pages) + 1):
        found = _page(document, number)
        if found is None:
            broken.append(number)
            draft.pages.append(PageSize(width=0.0, height=0.0))
            if len(broken) >= _HOPELESS and len(broken) == number:
                break
            continue
        size, page_lines, pictured = found
        draft.pages.append(size)
        if pictured or sum(len(_UNREADABLE.sub("", line.text)) for line in page_lines) < _BARE:
            bare.append(number)
        _add(builder, lines, page_lines)
    _report(draft, builder, count, limits, bare, broken)
    draft.text, draft.units = builder.text, builder.units
    marks = mark_pages(lines, draft.pages)
    starts = [unit.start for unit in builder.units]
    draft.zones = cover(builder.length, zip(starts, marks, strict=True))
    draft.claims = claims_of(document)
    return draft


def _report(draft: Draft, builder: Builder, count: int, limits: Limits, bare: list[int], broken: list[int]) -> None:
    """Notes for pages without text; gaps when no page has any."""
    if not builder.units:
        if bare and count > limits.pages:
            raise over(
                f"The file says that it has {count:,} pages; none of the first {limits.pages:,} holds text.",
                limit="pages",
                need=count,
            )
        if broken:
            raise _corrupt(f"None of the {len(broken)} pages tried can be loaded; the file says that it has {count:,}.")
        raise Gap(
            OutcomeState.SCAN.value,
            f"None of its {count} pages has a text layer: they are pictures of pages, such as scans.",
            next="They are read by text recognition, in the same build.",
        )
    draft.bare = bare
    if bare:
        draft.notes.append(f"no text layer on {pages_in_words(bare)}: they need text recognition (OCR) to be read")
    if broken:
        draft.notes.append(f"{pages_in_words(broken)} cannot be loaded: the file is damaged there")


def pages_in_words(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20])
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{' and others' if len(numbers) > 20 else ''}"


def _page(document: Any, number: int) -> tuple[PageSize, list[PageLine], bool] | None:
    """Size and lines of a page, and whether it is a picture with a stamp; None when it cannot be loaded.

    Everything opened is closed again: otherwise PDFium keeps each page in memory."""
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        size = PageSize(width=round(width, 2), height=round(height, 2))
        try:
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return None
        try:
            lines = list(_lines(text_page, number, page.get_bbox(), page.get_rotation(), width, height))
            return size, lines, sum(len(line.text) for line in lines) < _STAMP and _pictured(page, width * height)
        finally:
            text_page.close()
    finally:
        page.close()


def _pictured(page: Any, area: float) -> bool:
    """Whether one picture covers most of the page."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = item.get_bounds()
        if (right - left) * (top - bottom) >= _PICTURE * area:
            return True
    return False


def _lines(text_page: Any, number: int, bounds: Box, rotation: int, width: float, height: float) -> Iterator[PageLine]:
    text = text_page.get_text_range()
    # PDFium counts UTF-16 units; where the page holds characters beyond them, boxes would be off
    exact = text_page.count_chars() == len(text)
    spans = list(_spans(text))
    found: Iterator[tuple[str, Box | None]]
    if exact and is_rtl(text):
        found = iter(
            (shown, _shown_box(box, bounds, rotation, width, height)) for shown, box in rebuilt(text_page, text, spans)
        )
    else:
        found = (
            (
                text[start:end].translate(_HYPHENS).rstrip("\n\r"),
                _box(text_page, start, end - start, bounds, rotation, width, height)
                if exact and end - start <= _FAR
                else None,
            )
            for start, end in spans
        )
    for line, (shown, box) in enumerate((item for item in found if item[0].strip()), 1):
        yield PageLine(number, line, shown, box)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the lines: what PDFium separates, and what it joins at a hyphen."""
    start = 0
    for raw in text.split("\r\n"):
        begin = start
        for join in _JOIN.finditer(raw, 0, max(0, len(raw) - 1)):
            yield begin, start + join.end()
            begin = start + join.end()
        yield begin, start + len(raw)
        start += len(raw) + 2


def _box(
    text_page: Any, start: int, length: int, bounds: Box, rotation: int, width: float, height: float
) -> Box | None:
    count = text_page.count_rects(start, length)
    if not 0 < count <= 400:
        return None
    box = _around(text_page, count)
    return _shown_box(box, bounds, rotation, width, height) if box else None


def _around(text_page: Any, count: int) -> Box | None:
    """The box around the rectangles that were counted last. PDFium is asked directly, with the same four numbers each
    time: there are some three hundred rectangles on a page."""
    from pypdfium2.raw import FPDFText_GetRect

    left, top, right, bottom = c_double(), c_double(), c_double(), c_double()
    found = []
    for index in range(count):
        if not FPDFText_GetRect(text_page, index, left, top, right, bottom):
            break
        found.append((left.value, bottom.value, right.value, top.value))
    if not found:
        return None
    lefts, bottoms, rights, tops = zip(*found, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _shown_box(box: Box, bounds: Box, rotation: int, width: float, height: float) -> Box:
    """A box in page space (left, bottom, right, top) on the page as it is shown."""
    x, y = bounds[0], bounds[1]
    left, bottom, right, top = box[0] - x, box[1] - y, box[2] - x, box[3] - y
    if rotation == 90:
        shown = (bottom, left, top, right)
    elif rotation == 180:
        shown = (width - right, bottom, width - left, top)
    elif rotation == 270:
        shown = (width - top, height - right, width - bottom, height - left)
    else:
        shown = (left, height - top, right, height - bottom)
    return (round(shown[0], 2), round(shown[1], 2), round(shown[2], 2), round(shown[3], 2))


def _add(builder: Builder, lines: list[PageLine], page_lines: list[PageLine]) -> None:
    """A new page or a gap wider than half a line of text begins a paragraph."""
    before: PageLine | None = None
    for line in page_lines:
        join = LINE
        if before is None:
            join = PARAGRAPH
        elif before.box and line.box:
            tall = max(1.0, min(before.box[3] - before.box[1], line.box[3] - line.box[1]))
            join = PARAGRAPH if not -0.5 * tall <= line.box[1] - before.box[3] <= 0.9 * tall else LINE
        builder.add(line.text, "line", join=join, page=line.page, line=line.line, box=line.box)
        lines.append(line)
        before = line


def claims_of(document: Any) -> list[Claimed]:
    """The information dictionary (PDF 32000-1 14.3.3). Written by programs, rarely by people: low confidence."""
    info = document.get_metadata_dict(skip_empty=True)
    found = claim("title", info.get("Title", ""), "file", 0.3) + claim("author", info.get("Author", ""), "file", 0.3)
    return (
        found
        + date_claims("created", info.get("CreationDate", ""), "file", 0.3)
        + date_claims("modified", info.get("ModDate", ""), "file", 0.2)
    )


def _corrupt(what: str) -> Gap:
    return Gap(
        OutcomeState.CORRUPT.value, what, next="Ask for the file again where it came from, and compare the digests."
    )


def _unopened(reason: str) -> Gap:
    if "password" in reason.lower():
        return Gap(
            OutcomeState.ENCRYPTED.value,
            "The PDF opens only with a password.",
            next=UNLOCK,
        )
    if "security" in reason.lower():
        return Gap(
            OutcomeState.ENCRYPTED.value,
            "The PDF is locked in a way that the reader does not know.",
            next="Ask for an open copy.",
        )
    return _corrupt(f"The file begins like a PDF, but cannot be opened as one ({reason}).")
