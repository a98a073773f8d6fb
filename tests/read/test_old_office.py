"""Word and PowerPoint files before 2007, and office files under a password."""

from __future__ import annotations

import io
import zipfile

import pytest

from foja.model.errors import Gap
from foja.model.source import Original
from foja.read import compound
from foja.read.limits import Limits
from foja.read.office_lock import NOBODYS
from foja.read.stage import READ
from read.formats import pptx, slide, xlsx
from read.old_office import doc, doc95, embedded, locked, native, ppt, rtf_with
from read.samples import docx, in_role, original, paragraph, read

WORKBOOK = xlsx({"One": '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'})
ROW, SECOND = "Name\x07Year\rof birth\x07\x07", "Ana\x07\x07\x07"


def units(data: bytes, name: str) -> list[tuple[str, str, str | None]]:
    text, reading, _ = read(data, name)
    return [(unit.kind, text[unit.start : unit.end], unit.path) for unit in reading.units]


@pytest.mark.parametrize("pieces", [1, 3])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_word_file_is_read_with_its_parts_in_their_places(narrow: bool, pieces: int) -> None:
    data = doc(
        f"The judge\x0bread it.\rBefore.\r{ROW}{SECOND}After.\r",
        note="A footnote.\r", header="File 8566\r", comment="Check!\r",
        rows=(ROW, SECOND), narrow=narrow, pieces=pieces,
    )  # fmt: skip
    assert [
        ("paragraph", "The judge\nread it.", None),
        ("paragraph", "Before.", None),
        ("cell", "Name", "table 1, row 1, column 1"),
        ("cell", "Year\nof birth", "table 1, row 1, column 2"),
        ("cell", "Ana", "table 1, row 2, column 1"),
        ("paragraph", "After.", None),
        ("note", "A footnote.", None),
        ("header", "File 8566", None),
        ("comment", "Check!", None),
    ] == units(data, "x.doc")


def test_what_change_tracking_deleted_stands_apart() -> None:
    data = doc("He ordered no attack.\rThe end.\r", deleted=("no ",))
    text, reading, _ = read(data, "x.doc")
    assert "He ordered attack.\n\nThe end.\n\nno " == text
    assert ["1 passage deleted under change tracking: to be found at the end of the text"] == list(reading.notes)
    assert "no " not in in_role(text, reading, "body")


def test_of_a_field_the_result_is_read_and_not_the_instruction() -> None:
    nested = '\x13 HYPERLINK "http://x.example" \x14see \x13 PAGE \x147\x15 there\x15.\r'
    assert ["see 7 there."] == [text for _, text, _ in units(doc(nested), "x.doc")]


def test_letters_beyond_the_first_plane_are_whole() -> None:
    assert ["𝒜 – “ñ” محسن"] == [text for _, text, _ in units(doc("𝒜 – “ñ” محسن\r"), "x.doc")]


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        (0x0419, "cp1251", "Прокурор"),
        (0x0401, "cp1256", "المدعي"),
        (0x040D, "cp1255", "תובע"),
        (0x0C0A, "cp1252", "señor"),
    ],
)
def test_word_95_is_read_in_the_code_page_of_its_language(language: int, encoding: str, text: str) -> None:
    data = doc95(f"{text}\rA\x07B\x07\x07", language=language, encoding=encoding)
    assert [text, "A", "B"] == [shown for _, shown, _ in units(data, "x.doc")]


def test_slides_are_read_in_their_order_with_notes() -> None:
    data = ppt(("First", "box one\rline two", "say this"), ("Segundo", "más", ""))
    assert [
        ("heading", "First", "slide 1"),
        ("paragraph", "box one", "slide 1"),
        ("paragraph", "line two", "slide 1"),
        ("note", "say this", "slide 1, notes"),
        ("heading", "Segundo", "slide 2"),
        ("paragraph", "más", "slide 2"),
    ] == units(data, "x.ppt")


def test_comments_follow_their_slide_and_a_hidden_slide_says_so() -> None:
    data = ppt(("First", "", "say this"), ("Second", "", ""), comments={1: "Check!", 2: "¿Quién?"}, hidden=[2])
    assert [
        ("heading", "First", "slide 1"),
        ("note", "say this", "slide 1, notes"),
        ("comment", "Check!", "slide 1, comments"),
        ("heading", "Second", "slide 2 (hidden)"),
        ("comment", "¿Quién?", "slide 2 (hidden), comments"),
    ] == units(data, "x.ppt")


@pytest.mark.parametrize(("data", "name"), [(doc("x\r"), "x.doc"), (ppt(("a", "b", "")), "x.ppt")])
def test_names_of_streams_differ_by_more_than_their_case(data: bytes, name: str) -> None:
    for stream in ("WordDocument", "PowerPoint Document", "Current User"):
        data = data.replace(stream.encode("utf-16-le"), stream.upper().encode("utf-16-le"))
    assert read(data, name)[0].strip()


def opened(data: bytes, name: str, *passwords: str) -> tuple[str, bool]:
    item = original(data, name)
    found = list(READ.run(Original(sha256=item.sha256, name=name, content=data, passwords=passwords), setting=Limits()))
    return found[0].text, found[1].unlocked  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("plain", "name", "says"),
    [
        (docx(paragraph("The order.")), "x.docx", "The order."),
        (WORKBOOK, "x.xlsx", "a"),
        (pptx([slide("On the slide.")]), "x.pptx", "On the slide."),
    ],
)
def test_office_files_open_with_a_password_and_say_so(plain: bytes, name: str, says: str) -> None:
    data = locked(plain, "sesame")
    for given, what in (((), "needs a password"), (("wrong", "none"), "None of the passwords")):
        with pytest.raises(Gap, match=what) as caught:
            opened(data, name, *given)
        assert ("encrypted", True) == (caught.value.code, "read-again" in caught.value.next)
    text, unlocked = opened(data, name, "wrong", "sesame")
    assert (True, True) == (says in text, unlocked)


def test_a_workbook_locked_against_changes_only_opens_by_itself() -> None:
    text, given = opened(locked(WORKBOOK, NOBODYS), "x.xlsx")
    assert ("One\na", False) == (text, given)


def test_damaged_locks_are_a_gap() -> None:
    data = bytearray(locked(docx(paragraph("x")), "sesame"))
    for at in range(1024, len(data), 97):
        data[at] ^= 0xFF
    with pytest.raises(Gap):
        opened(bytes(data), "x.docx", "sesame")


def with_parts(package: bytes, **parts: bytes) -> bytes:
    stream = io.BytesIO(package)
    with zipfile.ZipFile(stream, "a") as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


LETTER = docx(paragraph("A letter inside."))
ORDER = native("order.txt", b"An order.")
OBJECT = compound.written({"\1Ole10Native": ORDER})
SHEET = {"Workbook": b"w" * 5000}
PACKED = compound.written({"Package": LETTER})


def test_objects_in_rtf_that_are_damaged_are_said_and_lose_nothing() -> None:
    cut = embedded(b"Package", ORDER[4:])[:-20]
    text, reading, members = read(rtf_with(cut, b"0g", embedded(b"Package", ORDER[4:])), "x.rtf")
    assert (["order.txt"], True) == ([member.name for member in members], text.startswith("With files.seen"))
    assert 1 == len([note for note in reading.notes if "inside the document" in note])


@pytest.mark.parametrize(
    ("data", "name", "inside"),
    [
        (
            with_parts(
                docx(paragraph("With files.")),
                **{
                    "word/embeddings/Letter.docx": LETTER,
                    "word/embeddings/oleObject1.bin": OBJECT,
                    "word/embeddings/oleObject2.bin": compound.written({"CONTENTS": b"%PDF-1.4 x"}),
                    "word/embeddings/oleObject3.bin": compound.written({"Equation Native": b"x" * 9}),
                },
            ),
            "x.docx",
            ["Letter.docx", "order.txt", "oleObject2.pdf"],
        ),
        (with_parts(WORKBOOK, **{"xl/embeddings/a.docx": LETTER}), "x.xlsx", ["a.docx"]),
        (with_parts(pptx([slide("One.")]), **{"ppt/embeddings/a.docx": LETTER}), "x.pptx", ["a.docx"]),
        (
            doc(
                "With files.\r",
                objects={"_1": {"\1Ole10Native": ORDER}, "_2": {"Package": LETTER}, "_3": SHEET},
            ),
            "x.doc",
            ["order.txt", "object 2.docx", "object 3.xls"],
        ),
        (ppt(("Title", "", ""), inside=OBJECT), "x.ppt", ["order.txt"]),
        (doc("\r", objects={"_1": {"Package": LETTER}}), "x.doc", ["object 1.docx"]),
        (
            rtf_with(embedded(b"Package", ORDER[4:]), embedded(b"Word.Document.12", PACKED), embedded(b"Link", b"", 1)),
            "x.rtf",
            ["order.txt", "object 2.docx"],
        ),
    ],
)  # fmt: skip
def test_files_inside_documents_are_sources_of_their_own(data: bytes, name: str, inside: list[str]) -> None:
    text, reading, members = read(data, name)
    assert inside == [member.name for member in members]
    assert inside == [text[unit.start : unit.end] for unit in reading.units if unit.kind == "member"]
    assert all(one not in in_role(text, reading, "body") for one in inside)
    assert {"attachment"} == {member.via for member in members}
    assert () == reading.notes


def test_a_file_inside_that_is_damaged_is_said_and_loses_nothing() -> None:
    broken = with_parts(
        docx(paragraph("With files.")),
        **{"word/embeddings/oleObject1.bin": OBJECT[:700], "word/embeddings/b.docx": LETTER},
    )
    text, reading, members = read(broken, "x.docx")
    assert (["b.docx"], True) == ([member.name for member in members], text.startswith("With files."))
    assert 1 == len([note for note in reading.notes if "inside the document" in note])


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (doc("x\r", locked=True), "x.doc", "encrypted"),
        (ppt(("a", "b", ""), locked=True), "x.ppt", "encrypted"),
        (doc("\r\r"), "x.doc", "no_text"),
        (ppt(("", "", "")), "x.ppt", "no_text"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, code: str) -> None:
    with pytest.raises(Gap) as caught:
        read(data, name)
    assert code == caught.value.code
