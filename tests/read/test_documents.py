"""PDF, DOCX, tables: every unit keeps its place in the original."""

from __future__ import annotations

import pytest

from foja.model.errors import Gap
from foja.model.text import PageSize
from foja.read.grid import column_name
from foja.read.limits import Limits
from foja.read.table import delimiter_of
from read.samples import docx, in_role, paragraph, pdf, read


def _numbered(number: int) -> list[tuple[float, float, str]]:
    return [
        (50, 780, "File 8566/96 - Sample court"),
        (50, 700, f"Body line one of page {number}, which is long."),
        (50, 684, "It goes on (with a bracket)."),
        (50, 620, "A new paragraph."),
        (290, 20, f"{number} / 3"),
    ]


def test_pdf_lines_have_page_line_and_box_from_the_top_left() -> None:
    text, reading, _ = read(pdf([(72, 700, "First line."), (72, 684, "Second line.")]), "x.pdf")
    assert "First line.\nSecond line." == text
    assert (PageSize(width=600.0, height=800.0),) == reading.pages
    first, second = reading.units
    assert ((1, 1), (1, 2)) == ((first.page, first.line), (second.page, second.line))
    assert first.box is not None
    assert second.box is not None
    left, top, right, bottom = first.box
    assert 71 < left < 74
    assert 115 < right < 125
    assert 88 < top < 100 < bottom + 2 < 106  # the baseline stands 100 points below the upper edge
    assert second.box[1] > bottom - 1


@pytest.mark.parametrize(("rotate", "expected"), [(0, (72, 90)), (90, (700, 72)), (180, (414, 700)), (270, (90, 414))])
def test_boxes_follow_the_rotation_of_the_page(rotate: int, expected: tuple[int, int]) -> None:
    _, reading, _ = read(pdf([(72, 700, "A line of some length.")], rotate=rotate), "x.pdf")
    box, size = reading.units[0].box, reading.pages[0]
    assert box is not None
    assert abs(box[0] - expected[0]) < 20
    assert abs(box[1] - expected[1]) < 20
    assert 0 <= box[0] < box[2] <= size.width
    assert 0 <= box[1] < box[3] <= size.height


def test_running_heads_and_page_numbers_are_headers() -> None:
    text, reading, _ = read(pdf(*(_numbered(number) for number in (1, 2, 3))), "x.pdf")
    assert 3 == in_role(text, reading, "header").count("File 8566/96")
    assert "2 / 3" in in_role(text, reading, "header")
    body = in_role(text, reading, "body")
    assert 3 == body.count("Body line one")
    assert "File 8566" not in body
    assert "It goes on (with a bracket).\n\nA new paragraph." in text


def test_a_single_page_has_no_running_head() -> None:
    text, reading, _ = read(pdf([(50, 780, "Title at the upper edge"), (50, 400, "Text.")]), "x.pdf")
    assert text == in_role(text, reading, "body")


def test_pages_without_text_are_noted_and_pdfs_without_any_are_gaps() -> None:
    _, reading, _ = read(pdf([(50, 700, "A page with enough text on it.")], []), "x.pdf")
    assert ("no text layer on page 2: they need text recognition (OCR) to be read",) == reading.notes
    assert (2,) == reading.bare
    with pytest.raises(Gap) as caught:
        read(pdf([], []), "scan.pdf")
    assert "scan" == caught.value.code
    assert "text recognition" in caught.value.next


def test_pages_above_the_limit_are_noted() -> None:
    _, reading, _ = read(pdf(*(_numbered(number) for number in (1, 2, 3))), "x.pdf", Limits(pages=2))
    assert {1, 2} == {unit.page for unit in reading.units}
    (note,) = reading.notes
    assert note.startswith("the file has 3 pages; the first 2 were read.")
    assert "foja read-again CASE SOURCE --limit pages=" in note


def test_pdf_information_is_a_claim_of_low_confidence() -> None:
    info = b"<</Title(A title)/Author(A. Person)/CreationDate(D:20240309101112Z)>>"
    _, reading, _ = read(pdf([(50, 700, "A page with enough text on it.")], info=info), "x.pdf")
    assert [("title", "A title"), ("author", "A. Person"), ("created", "2024-03-09")] == [
        (claim.field, claim.value) for claim in reading.claims if claim.origin == "file"
    ]
    assert "" == reading.claim("published")


def test_pdf_with_junk_before_its_header() -> None:
    text, reading, _ = read(b"\0" * 3000 + pdf([(50, 700, "A page with enough text on it.")]), "mailed.pdf")
    assert ("A page with enough text on it.", "application/pdf") == (text, reading.media_type)


def test_docx_parts_stand_in_order_with_their_kind() -> None:
    table = (
        f"<w:tbl><w:tr><w:tc>{paragraph('Name')}</w:tc><w:tc>{paragraph('Year')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('Sample')}</w:tc><w:tc>{paragraph('1994')}</w:tc></w:tr></w:tbl>"
    )
    changed = (
        "<w:p><w:r><w:t>He </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>always</w:t></w:r></w:ins><w:r><w:tab/><w:t>came</w:t><w:br/><w:t>here.</w:t></w:r></w:p>"
    )
    tabs = '<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Plain.</w:t></w:r></w:p>'
    body = paragraph("The title", "Title") + paragraph("Part one", "Heading1") + changed + tabs + table
    data = docx(body, header1=paragraph("Secret file"), footnotes=paragraph("A note."), comments=paragraph("Check!"))
    text, reading, _ = read(data, "memo.docx")
    assert (
        "The title\n\nPart one\n\nHe always\tcame\nhere.\n\nPlain.\n\nName\tYear\nSample\t1994\n\n"
        "A note.\n\nSecret file\n\nCheck!\n\nnever " == text
    )
    assert [
        "title", "heading", "paragraph", "paragraph", "cell", "cell", "cell", "cell", "note", "header", "comment",
        "deleted",
    ] == [unit.kind for unit in reading.units]  # fmt: skip
    assert "word/document.xml table 1, row 2, column 2" == reading.units[7].path
    assert "The title" == reading.claim("title") == in_role(text, reading, "title").strip()
    assert "Secret file" == in_role(text, reading, "header").strip()
    assert "Check!" == in_role(text, reading, "comment").strip()
    assert "never " == in_role(text, reading, "other")
    assert 1 == len(reading.notes)


def test_text_boxes_are_read_once() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In the box.')}</w:txbxContent></w:pict></w:r>"
    text, _, _ = read(docx(f"<w:p><w:r><w:t>Outside.</w:t></w:r>{box}</w:p>"), "x.docx")
    assert "Outside.\n\nIn the box." == text


def test_docx_without_document_is_corrupt() -> None:
    with pytest.raises(Gap) as caught:
        read(docx("")[:-30], "x.docx")
    assert "corrupt" == caught.value.code


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [("a,b\n1,2\n", ","), ("a;b\n1,5;2\n", ";"), ("a\tb\n1\t2\n", "\t"), ('a|b\n"x|y"|2\n', "|"), ("alone\n", ",")],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert delimiter == delimiter_of(text)


def test_cells_have_addresses_and_formulas_stay_text() -> None:
    text, reading, _ = read('name;value\n"a\nb";=HYPERLINK("http://x")\n;last\n', "t.csv")
    assert 'name\tvalue\na\nb\t=HYPERLINK("http://x")\nlast' == text
    assert [("A1", 1), ("B1", 1), ("A2", 2), ("B2", 2), ("B3", 3)] == [(unit.path, unit.line) for unit in reading.units]
    assert "text/csv" == reading.media_type


def test_column_names() -> None:
    assert ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"] == [column_name(index) for index in (0, 25, 26, 51, 52, 701, 702)]
