"""Hidden text stands apart: it can be found, and is not read as what the document says."""

from __future__ import annotations

import pytest

from read.formats import odt
from read.old_office import doc
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
