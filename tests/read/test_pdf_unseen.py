"""What the text layer of a PDF file holds and its page does not show."""

from __future__ import annotations

import zlib

import pytest

from foja.model.text import Reading
from read.samples import pdf_objects, read

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
_SAID = b"BT /F 12 Tf 50 700 Td (The court heard eleven witnesses on that day.) Tj ET\n"
_NAME = b"BT /F 12 Tf 50 650 Td (The name of the witness is withheld here.) Tj ET\n"


def _page(drawn: bytes, *, catalog: bytes = b"", pages: int = 1, rotate: int = 0) -> bytes:
    """Pages of 600 x 800 points that all show ``drawn``; ``/I`` is a picture of grey stripes."""
    stripes = zlib.compress(bytes(range(0, 256, 2)) * 8)
    picture = b"<</Type/XObject/Subtype/Image/Width 128/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8"
    picture += b"/Filter/FlateDecode/Length %d>>stream\n" % len(stripes) + stripes + b"\nendstream"
    kids = b" ".join(b"%d 0 R" % (6 + n) for n in range(pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate %d/Contents 5 0 R" % rotate
    page += b"/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>/ExtGState<</T<</ca 0>>>>>>>>"
    content = b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream"
    head = b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"
    tree = b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages
    return pdf_objects([head, tree, _FONT, picture, content, *[page] * pages])


def _hidden(text: str, reading: Reading) -> list[str]:
    return [text[unit.start : unit.end] for unit in reading.units if unit.kind == "hidden"]


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(b"1 g " + _NAME, id="white"),
        pytest.param(b"3 Tr " + _NAME, id="invisible"),
        pytest.param(b"/T gs " + _NAME, id="transparent"),
        pytest.param(_NAME.replace(b"/F 12 Tf", b"/F 0.5 Tf"), id="tiny"),
        pytest.param(b"0 g " + _NAME + b"0 g 40 640 400 30 re f\n", id="under black"),
        pytest.param(b"0 g " + _NAME + b"1 g 40 640 400 30 re f\n", id="under white"),
    ],
)
@pytest.mark.parametrize("rotate", [0, 90])
def test_what_the_page_does_not_show_stands_apart(drawn: bytes, rotate: int) -> None:
    text, reading, _ = read(_page(_SAID + drawn, rotate=rotate), "a.pdf")
    assert _hidden(text, reading) == ["The name of the witness is withheld here."]
    assert [text[unit.start : unit.end] for unit in reading.units if unit.kind == "line"] == [
        "The court heard eleven witnesses on that day."
    ]
    assert any("hidden, which the document does not show" in note for note in reading.notes)
    unit = reading.units[-1]
    assert (1, "under a painted area" if b" re f" in drawn else "not shown on the page") == (unit.page, unit.path)
    assert unit.box is not None


def hiding() -> bytes:
    """A page that the file numbers i, on which a name was painted over."""
    drawn = b"0 g BT /F 12 Tf 50 650 Td (The witness Muestra spoke.) Tj ET\n0 g 114 645 47 16 re f\n"
    return _page(_SAID + drawn, catalog=b"/PageLabels<</Nums[0<</S/r>>]>>")


def test_a_name_under_black_is_taken_out_of_its_line() -> None:
    text, reading, _ = read(hiding(), "a.pdf")
    assert _hidden(text, reading) == ["Muestra"]
    assert "The witness  spoke." in text[: reading.units[-1].start]
    assert "page 1: words lie under areas that were painted over them, and are still in the file" in reading.notes


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(b"0 g 40 640 400 30 re f 1 g " + _NAME, id="white on black"),
        pytest.param(b"1 1 0 rg 40 640 400 30 re f 0 g " + _NAME, id="on a coloured ground"),
        pytest.param(b"0 g " + _NAME + b"0 g 40 600 400 30 re f\n", id="black below"),
        pytest.param(b"0 g " + _NAME + b"0 g 40 648 400 1 re f\n", id="underlined"),
        pytest.param(b"0.6 g " + _NAME, id="grey"),
        pytest.param(b"q 500 0 0 100 40 600 cm /I Do Q 1 g " + _NAME, id="white on a picture"),
    ],
)
def test_what_shows_is_left_alone(drawn: bytes) -> None:
    text, reading, _ = read(_page(_SAID + drawn), "a.pdf")
    assert _hidden(text, reading) == []
    assert "The name of the witness is withheld here." in text
    assert not reading.notes


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(b"q 600 0 0 800 0 0 cm /I Do Q 3 Tr " + _SAID + _NAME, id="over the picture"),
        pytest.param(_SAID + _NAME + b"q 600 0 0 800 0 0 cm /I Do Q", id="under the picture"),
    ],
)
def test_a_layer_of_recognised_text_is_read_with_a_note(drawn: bytes) -> None:
    more = b"".join(b"BT /F 12 Tf 50 %d Td (A further line of the judgment, of some length.) Tj ET\n" % (60 + 20 * n)
                    for n in range(6))  # fmt: skip
    text, reading, _ = read(_page(drawn.replace(_NAME, _NAME + more)), "a.pdf")
    assert "The name of the witness is withheld here." in text
    assert _hidden(text, reading) == []
    assert any(note.startswith("page 1: text is invisible and lies with a picture") for note in reading.notes)


def test_not_every_page_is_drawn() -> None:
    _, reading, _ = read(_page(_SAID + b"1 g " + _NAME, pages=30), "a.pdf")
    assert sum(unit.kind == "hidden" for unit in reading.units) == 10
    assert any(note.startswith("further pages may hold text") for note in reading.notes)


def test_how_the_file_numbers_its_pages() -> None:
    labels = b"/PageLabels<</Nums[0<</S/r>>2<</S/D/St 3/P(A-)>>]>>"
    _, reading, _ = read(_page(_SAID, catalog=labels, pages=4), "a.pdf")
    paths = [(unit.page, unit.path) for unit in reading.units]
    assert [(1, "numbered i"), (2, "numbered ii"), (3, "numbered A-3"), (4, "numbered A-4")] == paths
    _, reading, _ = read(_page(_SAID, pages=2), "a.pdf")
    assert {None} == {unit.path for unit in reading.units}
