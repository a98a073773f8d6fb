"""Preserved pages and PDF pages, made safe to look at."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from foja.model.errors import Gap
from foja.model.rows import ReaderView, SourceRow
from foja.model.text import Reading, Recognition, Unit, Word
from foja.model.vocabulary import OutcomeState
from foja.web.original import harmless_html, kind_of, page_count, page_image
from foja.web.routes.reader import _boxes
from read.pdf_forms import field, form
from web import fake_case
from web.browsing import row, tags

HOSTILE = [
    "<script>x()</script>",
    "<SCRIPT SRC=//e.example/x></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>a</a>",
    "<iframe src=//e.example></iframe>",
    "<object data=x></object>",
    "<embed src=x>",
    "<form action=//e.example><input autofocus onfocus=alert(1)></form>",
    "<meta http-equiv=refresh content='0;url=//e.example'>",
    "<base href=//e.example>",
    "<link rel=stylesheet href=//e.example>",
    "<style>@import url(//e.example);p{background:url(//e.example)}</style>",
    "<body background=//e.example>",
    "<video src=//e.example></video>",
    "<math><mi xlink:href='javascript:alert(1)'></mi></math>",
    "<style></style><script>1</script>",
    "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<p style='background:url(//e.example)'>p</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<template><script>1</script></template>",
    "<!--[if IE]><script>1</script><![endif]-->",
    "<?php echo 1 ?>",
    "<o:p onclick=x>office</o:p>",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_nothing_active_and_nothing_remote_is_left(piece):
    shown = harmless_html(f"<html><body><p>before</p>{piece}<p>after</p></body></html>".encode()).lower()
    allowed = {"html", "head", "body", "p", "img", "a", "style", "span"}
    for tag, attributes in tags(shown):
        assert tag in allowed
        assert set(attributes) <= {"class", "id", "title", "alt", "dir", "lang", "src"}
        assert attributes.get("src", "data:image/png").startswith("data:image/png")
    assert "e.example" not in re.sub(r'title="[^"]*"', "", shown)
    assert "@import" not in shown
    assert "before" in shown and "after" in shown


def test_the_words_of_the_page_stay():
    shown = harmless_html(
        b"<p class=a dir=rtl lang=fa>text <b>bold</b> <a href='/x'>link</a><form>in a form</form>tail</p>"
    )
    for words in ("text", "<b>bold</b>", "link", "in a form", "tail", 'dir="rtl"'):
        assert words in shown


def test_an_image_inside_the_page_stays_and_any_other_leaves_its_description():
    shown = harmless_html(
        b"<img src='data:image/png;base64,AAAA' alt=in><img src='https://e.example/p.png' alt='a harbour'>"
    )
    assert "data:image/png;base64,AAAA" in shown
    assert "[image not loaded: a harbour]" in shown


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"\xff\xfe<\x00p\x00>\x00", b"<?xml version='1.0'?><html><p>x</p></html>"]
)
def test_odd_bytes_make_a_page_and_no_fault(content):
    assert harmless_html(content).startswith("<!DOCTYPE html>")


@given(st.text(alphabet=st.sampled_from(list("<>/=\"' abscriptonerrorjvimgsrc:&;!-")), max_size=120))
def test_no_arrangement_of_marks_brings_a_script_through(text):
    try:
        shown = harmless_html(text.encode()).lower()
    except Gap:  # nothing that could be shown: nothing comes through either
        return
    assert "<script" not in shown
    assert "onerror=" not in shown.replace("&lt;", "<").split(">")[0]


def test_frame_route_is_sandboxed_twice(client, case):
    sha = next(iter(case.rows))
    answer = client.get(f"/sources/{sha}/frame")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox;") and "default-src 'none'" in policy and "allow" not in policy
    assert "script" not in answer.text.split("<body")[0]
    tab = client.get(f"/sources/{sha}/captured").text
    assert 'sandbox=""' in tab


def test_a_page_of_a_pdf_is_drawn():
    image = page_image("a" * 64, lambda _: fake_case.order_pdf(), 1)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", image[16:24])
    assert (width, height) == (1190, 1684)
    length = struct.unpack(">I", image[33:37])[0]
    rows = zlib.decompress(image[41 : 41 + length])
    assert len(rows) == height * (width * 3 + 1)
    assert min(rows[1 : width * 3]) == 255 and any(value < 100 for value in rows[400 * 3571 : 500 * 3571])


def test_what_is_filled_in_is_drawn_with_the_page():
    drawn = b"BT /F 12 Tf 2 5 Td (17 July 1995) Tj ET"
    look = b"<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</F 3 0 R>>>>/Length %d>>stream\n" % len(
        drawn
    )
    filled = form(field("born", "17 July 1995", more=b"/AP<</N 11 0 R>>"), objects=[look + drawn + b"\nendstream"])
    empty = form(field("born", "17 July 1995"), objects=[look + drawn + b"\nendstream"])
    one, other = (page_image(key * 64, lambda _, made=made: made, 1) for key, made in (("7", filled), ("8", empty)))
    assert one != other


def test_page_count():
    assert page_count(fake_case.order_pdf()) == 1


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing", b"\x00" * 1000])
def test_a_damaged_pdf_is_a_gap_with_a_next_step(content):
    with pytest.raises(Gap) as caught:
        page_count(content)
    assert caught.value.code == "page-unreadable"
    assert caught.value.next


def test_a_page_that_is_not_there(client, case):
    order = next(row for row in case.rows.values() if row.name.startswith("order"))
    assert client.get(f"/sources/{order.sha256}/pages/1.png").headers["content-type"] == "image/png"
    missing = client.get(f"/sources/{order.sha256}/pages/9.png")
    assert missing.status_code == 422
    assert "there is no page 9" in missing.text


def test_passages_are_marked_on_the_page(client, case):
    order = next(row for row in case.rows.values() if row.name.startswith("order"))
    page = client.get(f"/sources/{order.sha256}/captured").text
    assert page.count("<rect") == 2
    assert 'class="fam-ordered is-accepted"' in page


def picture(form="PNG", pages=1, size=(300, 400)):
    out = io.BytesIO()
    sheets = [Image.new("RGB", size, (250 - 50 * number, 250, 250)) for number in range(pages)]
    more = {"save_all": True, "append_images": sheets[1:]} if pages > 1 else {}
    sheets[0].save(out, form, **more)
    return out.getvalue()


def test_images_are_shown_page_by_page_and_no_larger_than_a_screen_needs():
    assert 1 == page_count(picture())
    assert 3 == page_count(picture("TIFF", pages=3))
    second = Image.open(io.BytesIO(page_image("b" * 64, lambda _: picture("TIFF", pages=3), 2)))
    assert ("PNG", (300, 400), (200, 250, 250)) == (second.format, second.size, second.getpixel((0, 0)))
    large = Image.open(io.BytesIO(page_image("c" * 64, lambda _: picture("JPEG", size=(3000, 6000)), 1)))
    assert (1100, 2200) == large.size


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n", picture()[:60], b"GIF89a"])
def test_a_damaged_image_is_a_gap(content):
    with pytest.raises(Gap) as caught:
        page_image("d" * 63 + str(len(content) % 10), lambda _: content, 1)
    assert "page-unreadable" == caught.value.code


def test_passages_in_recognised_lines_are_marked_by_their_words():
    """A line that runs left: the share of its characters would mark the wrong end."""
    text = "\u05d0\u05d1\u05d2 \u05d3\u05d4"
    words = (Word(0, 3, 90, (60.0, 10.0, 100.0, 20.0)), Word(4, 6, 90, (10.0, 11.0, 55.0, 21.0)))
    seen = Reading(
        source="s", text="t", reader="read.scan", version="1", media_type="image/png", characters=6,
        units=(Unit(start=0, end=6, kind="line", page=1, line=1, box=(10.0, 10.0, 100.0, 21.0)),),
        recognition=Recognition(engine="e", dpi=300, doubtful=70, words=words),
    )  # fmt: skip
    view = ReaderView(source=SourceRow(sha256="s", name="n"), text=text, reading=seen, statements=())
    first, whole = row("st-1", 0, 3), row("st-2", 0, 6)
    assert {1: [(first, (60.0, 10.0, 100.0, 20.0)), (whole, (10.0, 10.0, 100.0, 21.0))]} == _boxes(view, [first, whole])


def test_what_is_not_read_can_be_looked_at():
    waiting = SourceRow(sha256="s", name="n", state=OutcomeState.SCAN)
    assert "image" == kind_of(waiting, None)
    assert "" == kind_of(SourceRow(sha256="s", name="n", state=OutcomeState.EMPTY), None)


def test_passages_in_printed_lines_that_run_left_are_marked_from_the_right():
    text = "\u05d0\u05d1\u05d2 \u05d3\u05d4\u05d5"
    seen = Reading(
        source="s", text="t", reader="read.pdf", version="1", media_type="application/pdf", characters=7,
        units=(Unit(start=0, end=7, kind="line", page=1, line=1, box=(10.0, 10.0, 110.0, 20.0)),),
    )  # fmt: skip
    view = ReaderView(source=SourceRow(sha256="s", name="n"), text=text, reading=seen, statements=())
    ((_, (left, _, right, _)),) = _boxes(view, [row("st-1", 0, 3)])[1]
    assert left > 60 and 110.0 == right
