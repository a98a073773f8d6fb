"""Hidden text stands apart: it can be found, and is not read as what the document says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.read.doc_styles import hiding
from read.formats import odt
from read.old_office import doc, style_sheet
from read.samples import docx, in_role, paragraph, read

_NOTE = "1 passage hidden, which the document does not show: to be found at the end of the text"


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _style(name: str, properties: str = "", based: str = "") -> str:
    above = f'<w:basedOn w:val="{based}"/>' if based else ""
    return f'<w:style w:styleId="{name}">{above}<w:rPr>{properties}</w:rPr></w:style>'


_VANISH = "<w:vanish/>"
_STYLES = _style("Secret", _VANISH) + _style("Deeper", "", "Secret") + _style("Loop", "", "Loop")
_STYLES += _style("Open", '<w:vanish w:val="0"/>', "Secret")


@pytest.mark.parametrize(
    ("properties", "style", "hides"),
    [
        (_VANISH, "", True),
        ('<w:vanish w:val="true"/>', "", True),
        ('<w:vanish w:val="false"/>', "", False),
        ("<w:webHidden/>", "", False),
        ("<w:specVanish/>", "", False),
        ('<w:rStyle w:val="Secret"/>', "", True),
        ('<w:rStyle w:val="Deeper"/>', "", True),
        ('<w:rStyle w:val="Open"/>', "", False),
        ('<w:rStyle w:val="Loop"/>', "", False),
        ('<w:rStyle w:val="Nobody"/>', "", False),
        ("", "Secret", True),
        ('<w:vanish w:val="0"/>', "Secret", False),
        ('<w:rStyle w:val="Secret"/>', "Secret", False),
    ],
)
def test_hidden_runs_of_a_word_document(properties: str, style: str, hides: bool) -> None:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    one = f"<w:p>{mark}{_run('He gave ')}{_run('no ', properties)}{_run('order.')}</w:p>" if not style else (
        f"<w:p>{mark}{_run('no ', properties)}</w:p>"
    )  # fmt: skip
    text, reading, _ = read(docx(one + paragraph("The end."), styles=_STYLES), "x.docx")
    hidden = [text[unit.start : unit.end] for unit in reading.units if unit.kind == "hidden"]
    assert (["no "] if hides else []) == hidden
    assert ([_NOTE] if hides else []) == list(reading.notes)
    assert hides is ("no " not in in_role(text, reading, "body"))


def test_what_was_deleted_and_hidden_is_deleted() -> None:
    gone = f"<w:p><w:del><w:r><w:rPr>{_VANISH}</w:rPr><w:delText>both</w:delText></w:r></w:del></w:p>"
    _, reading, _ = read(docx(gone + paragraph("The end.")), "x.docx")
    assert ["paragraph", "deleted"] == [unit.kind for unit in reading.units]


def test_styles_that_cannot_be_read_do_not_lose_the_document() -> None:
    text, reading, _ = read(docx(paragraph("The end."), styles="<w:style"), "x.docx")
    assert ("The end.", 1) == (text, len(reading.notes))
    assert "a style hides" in reading.notes[0]


def test_hidden_text_in_notes_and_cells_of_a_word_document() -> None:
    cell = f"<w:tbl><w:tr><w:tc><w:p>{_run('Name')}{_run(' (alias)', _VANISH)}</w:p></w:tc></w:tr></w:tbl>"
    text, reading, _ = read(
        docx(cell, footnotes=f"<w:p>{_run('A note.')}{_run(' not for print', _VANISH)}</w:p>"), "x.docx"
    )
    assert ["cell", "note", "hidden", "hidden"] == [unit.kind for unit in reading.units]
    assert ["word/document.xml", "word/footnotes.xml"] == [unit.path for unit in reading.units[2:]]
    assert text.endswith("A note.\n\n (alias)\n\n not for print")


@pytest.mark.parametrize("narrow", [False, True])
def test_hidden_text_of_an_old_word_file(narrow: bool) -> None:
    data = doc("He ordered no attack.\rThe end.\r", deleted=("end",), hidden=("no ",), narrow=narrow)
    text, reading, _ = read(data, "x.doc")
    assert "He ordered attack.\n\nThe .\n\nend\n\nno " == text
    assert ["deleted", "hidden"] == [unit.kind for unit in reading.units][-2:]
    assert _NOTE in reading.notes
    assert "no " not in in_role(text, reading, "body")


_SAYS = {"": b"", "off": b"\x3c\x08\x00", "on": b"\x3c\x08\x01", "as": b"\x3c\x08\x80", "opposite": b"\x3c\x08\x81"}
_PARAGRAPH, _CHARACTER, _NONE = 1, 2, 0xFFF
_OLD_STYLES = [
    (_PARAGRAPH, _NONE, b""),
    (_PARAGRAPH, 0, b"\x35\x08\x01" + _SAYS["on"]),
    (_PARAGRAPH, 1, _SAYS["as"]),
    (_PARAGRAPH, 1, _SAYS["off"]),
    (_PARAGRAPH, 1, _SAYS["opposite"]),
    (_PARAGRAPH, 6, b""),
    (_PARAGRAPH, 5, b""),
    (_CHARACTER, _NONE, _SAYS["on"]),
    (_CHARACTER, 7, b""),
]


@pytest.mark.parametrize(
    ("style", "of_run", "says", "hides"),
    [
        (0, 0, "", False), (1, 0, "", True), (2, 0, "", True), (3, 0, "", False), (4, 0, "", False), (5, 0, "", False),
        (0, 7, "", True), (0, 8, "", True), (1, 7, "", False), (0, 7, "off", False), (1, 0, "off", False),
        (1, 0, "as", True), (1, 0, "opposite", False), (0, 0, "opposite", True), (0, 0, "on", True), (99, 0, "", False),
        (1, 7, "opposite", True), (0, 99, "", False),
    ],
)  # fmt: skip
def test_what_styles_hide_in_an_old_word_file(style: int, of_run: int, says: str, hides: bool) -> None:
    properties = (b"\x30\x4a" + of_run.to_bytes(2, "little") if of_run else b"") + _SAYS[says]
    data = doc(
        "Said so.\rThe end.\r", styles=_OLD_STYLES, paragraphs={"Said so.\r": style}, runs={"Said so.": properties}
    )
    text, reading, _ = read(data, "x.doc")
    found = [(unit.kind, text[unit.start : unit.end]) for unit in reading.units]
    end = ("paragraph", "The end.")
    assert found == ([end, ("hidden", "Said so.")] if hides else [("paragraph", "Said so."), end])


@given(st.binary(max_size=300), st.integers(0, 100))
def test_a_damaged_sheet_of_styles_ends(junk: bytes, at: int) -> None:
    sheet = style_sheet(_OLD_STYLES)
    assert {1, 2, 7, 8} == hiding(sheet)
    assert hiding(sheet[:at] + junk) <= set(range(4095))


@pytest.mark.parametrize(
    ("body", "shown", "hidden"),
    [
        (rb"He gave {\v no }order.\par", "He gave order.", "no "),
        (rb"He gave \v no \v0 order.\par", "He gave order.", "no "),
        (rb"{\v no}\plain order.\par", "order.", "no"),
        (rb"\v all\plain\par", "", "all"),
    ],
)
def test_hidden_text_of_rtf(body: bytes, shown: str, hidden: str) -> None:
    text, reading, _ = read(rb"{\rtf1\ansi " + body + rb"\pard The end.\par}", "x.rtf")
    parts = [(unit.kind, text[unit.start : unit.end]) for unit in reading.units]
    assert ([("paragraph", shown)] if shown else []) + [("paragraph", "The end."), ("hidden", hidden)] == parts
    assert _NOTE in reading.notes


def test_hidden_text_of_an_opendocument_text() -> None:
    hides = '<style:text-properties text:display="none"/>'
    automatic = (
        f'<style:style style:name="T1" style:family="text">{hides}</style:style>'
        '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
        '<style:style style:name="T3" style:family="text" style:parent-style-name="T1">'
        '<style:text-properties text:display="true"/></style:style>'
        f'<style:style style:name="P1" style:family="paragraph">{hides}</style:style>'
    )
    body = (
        '<text:p>He <text:span text:style-name="T1">never </text:span>gave '
        '<text:span text:style-name="T2">no </text:span><text:span text:style-name="T3">an </text:span>order.</text:p>'
        '<text:p text:style-name="P1">Whole.</text:p>'
        '<text:p><text:hidden-paragraph text:is-hidden="true"/>Field.</text:p>'
        '<text:section text:display="none"><text:p>Section.</text:p></text:section>'
        '<text:p>Says<text:hidden-text text:is-hidden="true" text:string-value=" more"/>.</text:p>'
    )
    text, reading, _ = read(odt(body, automatic=automatic), "x.odt")
    parts = [(unit.kind, text[unit.start : unit.end]) for unit in reading.units]
    assert [("paragraph", "He gave an order."), ("paragraph", "Says.")] == parts[:2]
    assert [("hidden", one) for one in ("never no ", "Whole.", "Field.", "Section.", " more")] == parts[2:]
    assert ["5 passages hidden, which the document does not show: to be found at the end of the text"] == list(
        reading.notes
    )


_HIDES = '<style:text-properties text:display="none"/>'


def _named(family: str, name: str, properties: str = "", above: str = "") -> str:
    parent = f' style:parent-style-name="{above}"' if above else ""
    return f'<style:style style:name="{name}" style:family="{family}"{parent}>{properties}</style:style>'


def _common(styles: str) -> str:
    return f"<office:styles>{styles}</office:styles>"


@pytest.mark.parametrize(
    ("automatic", "styles", "hides"),
    [
        (_named("text", "X", _HIDES) + _named("paragraph", "X"), "", False),
        (_named("text", "X") + _named("paragraph", "X", _HIDES), "", True),
        (_named("paragraph", "X", above="Y") + _named("text", "Y", _HIDES), "", False),
        (_named("paragraph", "X", above="Y"), _common(_named("paragraph", "Y", _HIDES)), True),
        (
            _named("paragraph", "X"),
            f"<office:automatic-styles>{_named('paragraph', 'X', _HIDES)}</office:automatic-styles>",
            False,
        ),
        ("", _common(_named("paragraph", "X", _HIDES)), True),
        (_named("paragraph", "X"), _common(_named("paragraph", "X", _HIDES)), False),
    ],
)
def test_a_style_of_opendocument_hides_in_its_family_and_its_part(automatic: str, styles: str, hides: bool) -> None:
    body = '<text:p text:style-name="X">Said.</text:p><text:p>The end.</text:p>'
    _, reading, _ = read(odt(body, automatic=automatic, styles=styles), "x.odt")
    assert hides is ("hidden" in [unit.kind for unit in reading.units])


def test_what_a_style_hides_in_a_header_of_opendocument_is_hidden() -> None:
    head = (
        f"<office:automatic-styles>{_named('text', 'T', _HIDES)}</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="S"><style:header><text:p>Court<text:span text:style-name="T"> draft'
        "</text:span></text:p></style:header></style:master-page></office:master-styles>"
    )
    text, reading, _ = read(odt("<text:p>Said.</text:p>", styles=head), "x.odt")
    assert [("paragraph", "Said."), ("header", "Court"), ("hidden", " draft")] == [
        (unit.kind, text[unit.start : unit.end]) for unit in reading.units
    ]
