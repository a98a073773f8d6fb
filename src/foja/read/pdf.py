"""PDF: lines with page, number and box, from the text layer (PDFium; ``pdf_page``).

Boxes are in points from the top left corner of the page as shown (PDF 32000-1 counts from the bottom
left). Hyphens and ligatures stay as they are printed. In lines written from right to left PDFium
keeps brackets and quotation marks as mirrored glyphs; they are turned back into the characters that
were typed. Pages without a text layer are named; reading them is the task of ``read.scan``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed, PageSize
from foja.model.vocabulary import OutcomeState
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.embedded import attach
from foja.read.limits import UNLOCK, Budget, Limits, again, over
from foja.read.metadata import claim, date_claims
from foja.read.pdf_beside import Beside, Carried, attached
from foja.read.pdf_page import COVERED, PageLine, page_of
from foja.read.pdf_signed import signatures
from foja.read.pdf_unseen import Unseen
from foja.read.running_heads import mark_pages
from foja.read.written import BODY, MARKS, apart
from foja.read.zones import cover

_HOPELESS = 50
"""Pages that fail to load before the file is called damaged."""
_LABEL = 20
_MOST_NAMED = 200
"""Authors and days of remarks that are named among what the file says of itself."""


def read(original: Original, limits: Limits) -> Draft:
    """The text layer. Raises ``Gap``: ``encrypted``, ``corrupt``, ``scan`` (pictures of pages), ``limit``."""
    with opened(original) as (document, unlocked):
        draft = _read_open(document, limits)
        draft.unlocked = unlocked
        claims, notes = signatures(document, _from_head(original.content))
        draft.claims, draft.notes = draft.claims + claims, draft.notes + notes
        return draft


def _from_head(content: bytes) -> bytes:
    """The file from where it begins as a PDF: some have a few KB of something else before that."""
    begin = content.find(b"%PDF-", 0, 65536)
    return content[begin:] if begin > 0 else content


@contextmanager
def opened(original: Original) -> Iterator[tuple[Any, bool]]:
    """The open document, and whether a password opened it. Raises ``Gap``: ``encrypted``, ``corrupt``."""
    import pypdfium2

    content = _from_head(original.content)
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
    draft, builder, budget = Draft(media_type="application/pdf"), Builder(limits), Budget(limits)
    count = len(document)
    if count > limits.pages:
        draft.notes.append(
            f"the file has {count:,} pages; the first {limits.pages:,} were read. {again('pages', count)}"
        )
    if count == 0:
        raise _corrupt("The file opens, but holds no page.")
    lines: list[PageLine] = []
    remarks: list[tuple[int, Beside]] = []
    broken: list[int] = []
    layered: list[int] = []
    unseen = Unseen()
    with closing(Carried(document, budget)) as carried:
        for number in range(1, min(count, limits.pages) + 1):
            page = page_of(document, number, carried, unseen)
            if page is None:
                broken.append(number)
                draft.pages.append(PageSize(width=0.0, height=0.0))
                if len(broken) >= _HOPELESS and len(broken) == number:
                    break
                continue
            draft.pages.append(page.size)
            if page.bare:
                draft.bare.append(number)
            if page.layered and not page.bare:
                layered.append(number)
            _add(builder, lines, page.lines, label_of(document, number))
            _fill_in(builder, number, page.beside)
            remarks += [(number, one) for one in page.beside if one.kind != "field"]
        draft.claims = claims_of(document) + _apart(builder, remarks)
        draft.text, draft.units = builder.text, builder.units
        marks = iter(mark_pages(lines, draft.pages))
        draft.zones = cover(
            builder.length,
            ((unit.start, MARKS.get(unit.kind, BODY) if unit.kind != "line" else next(marks)) for unit in draft.units),
        )
        attach(draft, builder, [*attached(document, budget), *carried.files])
    _report(draft, builder, count, limits, broken)
    draft.notes += said_of(carried, sum(unit.kind == "hidden" for unit in draft.units))
    if covered := sorted({number for number, one in remarks if one.path == COVERED}):
        draft.notes.append(
            f"{pages_in_words(covered)}: words lie under areas that were painted over them, and are still in the file"
        )
    if layered:
        draft.notes.append(
            f"{pages_in_words(layered)}: text is invisible and lies with a picture, where programs for text "
            "recognition put it; what counts is the picture"
        )
    if unseen.more:
        draft.notes.append("further pages may hold text that they do not show; they were not looked at for it")
    return draft


def _report(draft: Draft, builder: Builder, count: int, limits: Limits, broken: list[int]) -> None:
    """Notes for pages without text; gaps when no page has any."""
    bare = draft.bare
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
    if bare:
        draft.notes.append(f"no text layer on {pages_in_words(bare)}: they need text recognition (OCR) to be read")
    if broken:
        draft.notes.append(f"{pages_in_words(broken)} cannot be loaded: the file is damaged there")


def said_of(carried: Carried, hidden: int) -> list[str]:
    """What a person should know of fields and remarks."""
    found = apart(deleted=0, hidden=hidden)
    if carried.built_by_program:
        found.append(
            "it holds a form that a program builds when it opens (XFA), which was not run: open it in the program it "
            "comes from, print it as PDF, and add that file too"
        )
    if carried.blacked:
        found.append(
            f"{pages_in_words(carried.blacked)}: parts are marked for blacking out, and what stands under the marks is "
            "still in the file"
        )
    if carried.more:
        found.append("it has more fields and remarks than are read: print it as PDF, and add that file too")
    return found


def pages_in_words(numbers: list[int]) -> str:
    shown = ", ".join(str(number) for number in numbers[:20])
    return f"page{'s' if len(numbers) > 1 else ''} {shown}{' and others' if len(numbers) > 20 else ''}"


def label_of(document: Any, number: int) -> str:
    """How the file itself numbers a page (ISO 32000-2, 12.4.2): "iv", "A-3"; empty where it does so by its place."""
    label = (document.get_page_label(number - 1) or "").strip()[:_LABEL]
    return "" if label == str(number) else label


def _add(builder: Builder, lines: list[PageLine], page_lines: list[PageLine], label: str) -> None:
    """A new page or a gap wider than half a line of text begins a paragraph."""
    path = f"numbered {label}" if label else None
    before: PageLine | None = None
    for line in page_lines:
        join = LINE
        if before is None:
            join = PARAGRAPH
        elif before.box and line.box:
            tall = max(1.0, min(before.box[3] - before.box[1], line.box[3] - line.box[1]))
            join = PARAGRAPH if not -0.5 * tall <= line.box[1] - before.box[3] <= 0.9 * tall else LINE
        builder.add(line.text, "line", join=join, page=line.page, line=line.line, box=line.box, path=path)
        lines.append(line)
        before = line


def _fill_in(builder: Builder, number: int, beside: Sequence[Beside]) -> None:
    """The filled fields of a page, under its lines: a line each, the name of the field and its value."""
    join = PARAGRAPH
    for one in beside:
        if one.kind == "field":
            if one.label.strip():
                builder.add(one.label, "label", join=join, page=number, box=one.box, path=one.path)
                join = CELL
            builder.add(one.text, "field", join=join, page=number, box=one.box, path=one.path)
            join = LINE


def _apart(builder: Builder, remarks: Sequence[tuple[int, Beside]]) -> list[Claimed]:
    """Remarks at the end of the text, then what is hidden; who wrote them and when, each named once, as claims."""
    claims: list[Claimed] = []
    for number, one in sorted(remarks, key=lambda item: item[1].kind == "hidden"):
        unit = builder.add(one.text, one.kind, join=PARAGRAPH, page=number, box=one.box, path=one.path)
        claims += claim("remark by", one.author, "file", 0.4, unit.start, unit.end)
        claims += claim("remark of", one.day, "file", 0.3, unit.start, unit.end)
    return list({(found.field, found.value): found for found in reversed(claims)}.values())[::-1][:_MOST_NAMED]


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
