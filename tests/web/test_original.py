"""Preserved pages and PDF pages, made safe to look at."""

from __future__ import annotations

import re
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foja.model.errors import Gap
from foja.web.original import harmless_html, page_count, page_image
from web import fake_case
from web.browsing import tags

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
