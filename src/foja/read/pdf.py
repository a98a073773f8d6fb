"""PDF: lines with page, number and box, from the text layer (PDFium; ``pdf_page``).

Boxes are in points from the top left corner of the page as shown (PDF 32000-1 counts from the bottom
left). Hyphens and ligatures stay as they are printed. In lines written from right to left PDFium
keeps brackets and quotation marks as mirrored glyphs; they are turned back into the characters that
were typed. Pages without a text layer are named; reading them is the task of ``read.scan``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed, PageSize
from foja.model.vocabulary import OutcomeState
from foja.read.builder import LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.limits import UNLOCK, Limits, again, over
from foja.read.metadata import claim, date_claims
from foja.read.pdf_page import PageLine, page_of
from foja.read.running_heads import mark_pages
from foja.read.zones import cover

_HOPELESS = 50
"""Pages that fail to load before the file is called damaged."""


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
        page = page_of(document, number)
        if page is None:
            broken.append(number)
            draft.pages.append(PageSize(width=0.0, height=0.0))
            if len(broken) >= _HOPELESS and len(broken) == number:
                break
            continue
        draft.pages.append(page.size)
        if page.bare:
            bare.append(number)
        _add(builder, lines, page.lines)
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
