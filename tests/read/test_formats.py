"""Office files, Outlook messages, books and web archives: everything that they hold is there, marked, and in its place."""

from __future__ import annotations

import pytest
from compressed_rtf import compress

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed
from foja.read import compound
from foja.read.limits import Budget, Limits
from foja.read.stage import READ
from read.formats import (
    RTF,
    answer,
    epub,
    locked_pdf,
    locked_zip,
    message,
    msg,
    odf,
    odt,
    pptx,
    record,
    relations,
    said,
    samples,
    slide,
    wacz,
    warc,
    xls,
    xlsx,
)
from read.samples import docx, in_role, original, paragraph, read


@pytest.mark.parametrize("name", sorted(samples()))
def test_each_sample_is_read_whole(name: str) -> None:
    text, reading, _ = read(samples()[name], name)
    assert text.strip()
    assert [] == [note for note in reading.notes if "at the end of the text" not in note]


def test_odt_parts_stand_in_order_with_their_kind() -> None:
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A footnote.</text:p></text:note-body></text:note>"
    remark = "<office:annotation><dc:creator>B</dc:creator><text:p>Check!</text:p></office:annotation>"
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
    )
    table = (
        "<table:table><table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell>"
        "<table:table-cell><text:p>Year</text:p></table:table-cell></table:table-row></table:table>"
    )
    box = "<draw:frame><draw:text-box><text:p>In the box.</text:p></draw:text-box></draw:frame>"
    body = (
        f'{changes}<text:h>Part one</text:h><text:p>He{note} came<text:s text:c="2"/>{remark}<text:tab/>here.'
        f"<text:line-break/>Then left.{box}</text:p>{table}<text:p>After.</text:p>"
    )
    styles = "<office:master-styles><style:master-page><style:header><text:p>Secret file</text:p></style:header></style:master-page></office:master-styles>"
    meta = "<meta:initial-creator>A. Writer</meta:initial-creator><meta:creation-date>2024-03-09T10:11:12</meta:creation-date>"
    text, reading, _ = read(odt(body, styles=styles, meta=meta), "memo.odt")
    assert (
        "Part one\n\nHe came  \there.\nThen left.\n\nIn the box.\n\nName\tYear\n\nAfter.\n\nA footnote.\n\n"
        "Secret file\n\nCheck!\n\nnever" == text
    )
    kinds = ["heading", "paragraph", "paragraph", "cell", "cell", "paragraph", "note", "header", "comment", "deleted"]
    assert kinds == [unit.kind for unit in reading.units]
    assert "table 1, row 1, column 2" == reading.units[4].path
    assert ("Check!", "never") == (in_role(text, reading, "comment").strip(), in_role(text, reading, "other").strip())
    assert ("A. Writer", "2024-03-09") == (reading.claim("author"), reading.claim("created"))


def test_docx_keeps_what_was_moved_apart() -> None:
    moved = "<w:p><w:moveFrom><w:r><w:t>Once here.</w:t></w:r></w:moveFrom><w:r><w:t>Stays.</w:t></w:r></w:p>"
    text, reading, _ = read(docx(moved + paragraph("Once here.")), "memo.docx")
    assert "Stays.\n\nOnce here.\n\nOnce here." == text
    assert "deleted" == reading.units[-1].kind


def test_rtf_paragraphs_tables_notes_and_scripts() -> None:
    text, reading, _ = read(RTF, "memo.rtf")
    assert (
        "The mañana note’s bold text.\n\nПривет\n\nHe came.\n\nName\tYear\nSample\t1994\n\nAfter the table.\n\n"
        "A footnote.\n\nSecret file\n\nnever " == text
    )
    assert "table 1, row 2, column 2" == reading.units[6].path
    assert ["note", "header", "deleted"] == [unit.kind for unit in reading.units[-3:]]
    assert ("A memo", "A. Writer", "2024-03-09") == tuple(reading.claim(n) for n in ("title", "author", "created"))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"a\bin5 x}}}yb", "ab"),  # binary data is skipped by its length
        (rb"{\pict\bin99999999999 x", ""),
        (rb"{\*\unknown hidden}shown", "shown"),
        (rb"\uc2\u8364EUR price", "€R price"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"{\upr{plain}{\*\ud{\u1055?}}}", "П"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}", "a link"),
        (rb"{\object{\*\objdata 0105}{\result seen} }text", "seentext"),
        (rb"one\line two\~three\_four", "one\ntwo\u00a0three\u2011four"),
        (rb"{\listtext 1.\tab}Item", "1.\tItem"),
    ],
)
def test_rtf_control_words(body: bytes, text: str) -> None:
    data = rb"{\rtf1\ansi " + body + b" end}"
    found, _, _ = read(data, "x.rtf") if text else read(rb"{\rtf1 x{" + body + b"}}", "x.rtf")
    assert (f"{text} end" if text else "x") == found


def test_a_cut_off_rtf_says_so() -> None:
    _, reading, _ = read(RTF[: len(RTF) // 2], "memo.rtf")
    assert "cut off" in reading.notes[-1]


def test_slides_stand_in_the_order_in_which_they_are_shown() -> None:
    made = pptx([slide("Line A.", title="A"), slide("Line B.", title="B", hidden=True)], {2: "Say this."}, order=[2, 1])
    text, reading, _ = read(made, "talk.pptx")
    assert "B\n\nLine B.\n\nSay this.\n\nA\n\nLine A." == text
    assert [1, 1, 1, 2, 2] == [unit.page for unit in reading.units]
    assert ["slide 1 (hidden)", "slide 1 (hidden), notes", "slide 2"] == [reading.units[n].path for n in (0, 2, 4)]


def test_cells_have_sheet_and_address_and_dates_are_iso() -> None:
    rows = f'<row r="2">{said("B2", "Name")}<c r="C2" s="1"><v>45756</v></c></row><row r="9"><c r="B9"><v>1.5</v></c><c r="C9" t="b"><v>1</v></c></row>'
    merged = '<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>'
    text, reading, _ = read(xlsx({"Pagos": rows, "Notas": ""}, merged=merged, hidden=["Pagos"]), "t.xlsx")
    assert "Pagos\nName\t2025-04-09\n1.5\tTRUE" == text
    assert ["Pagos", "Pagos!B2:B4", "Pagos!C2", "Pagos!B9", "Pagos!C9"] == [unit.path for unit in reading.units]
    assert "Pagos" == reading.claim("hidden sheet")


def test_comments_on_cells_follow_the_cells() -> None:
    import io
    import zipfile

    comments = '<comments xmlns="x"><commentList><comment ref="B2"><text><r><t>Ask </t></r><r><t>why.</t></r></text></comment></commentList></comments>'
    stream = io.BytesIO(xlsx({"Pagos": f'<row r="2">{said("B2", "Name")}</row>'}))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", relations(("rId1", "comments", "../comments1.xml")))
        package.writestr("xl/comments1.xml", comments)
    text, reading, _ = read(stream.getvalue(), "t.xlsx")
    assert "Pagos\nName\nAsk why." == text
    assert ("comment", "Pagos!B2") == (reading.units[-1].kind, reading.units[-1].path)
    assert "Ask why." == in_role(text, reading, "comment")


def test_an_old_workbook() -> None:
    text, reading, _ = read(xls((0, 0, "Name"), (4, 2, 12.0)), "t.xls")
    assert ("Hoja\nName\n12", "Hoja!C5") == (text, reading.units[-1].path)


def test_an_opendocument_sheet_shows_what_it_shows() -> None:
    table = (
        '<table:table table:name="Pagos"><table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="3"><text:p>same</text:p></table:table-cell>'
        '<table:table-cell office:value-type="percentage" office:value="0.25"><text:p>25%</text:p>'
        "<office:annotation><text:p>Why?</text:p></office:annotation></table:table-cell></table:table-row></table:table>"
    )
    text, reading, _ = read(odf("spreadsheet", table), "t.ods")
    assert "Pagos\nsame\t25%\nWhy?" == text
    assert ["Pagos!A1048571:C1048571", "Pagos!D1048571", "Pagos!D1048571"] == [unit.path for unit in reading.units[1:]]
    assert "Why?" == in_role(text, reading, "comment")


def test_cells_far_apart_are_a_limit_with_a_command() -> None:
    rows = f'<row r="1">{said("A1", "a")}</row><row r="1048576">{said("XFD1048576", "b")}</row>'
    with pytest.raises(Gap) as caught:
        read(xlsx({"x": rows}), "far.xlsx")
    assert "limit" == caught.value.code
    assert "foja read-again CASE SOURCE --limit cells=" in caught.value.next


def test_an_outlook_message_with_all_its_parts() -> None:
    inner = message(
        "Inner", "The inner body.", sender=("C", "c@example.org"), head=24, attachments=[("deep.txt", b"deep")]
    )
    data = msg(
        "Asunto: año", "The body.\n\nIt goes on.", sender=("A. Writer", "a@example.org"),
        to=[("B", "b@example.org"), ("D", "d@example.org")], attachments=[("nota.pdf", b"%PDF-"), ("fwd", inner)],
    )  # fmt: skip
    text, reading, members = read(data, "m.msg")
    assert (
        "From: A. Writer <a@example.org>\nTo: B <b@example.org>\nCc: D <d@example.org>\nDate: 2024-01-17T21:20:00+00:00\n"
        "Subject: Asunto: año\n\nThe body.\n\nIt goes on." == text
    )
    assert "2024-01-17" == reading.claim("published")
    assert [("nota.pdf", "attachment"), ("fwd.msg", "attachment")] == [(one.name, one.via) for one in members]
    text, reading, members = read(members[1].content, members[1].name)
    assert "Date: 2024-01-17T21:20:00+00:00\nSubject: Inner\n\nThe inner body." in text
    assert [("deep.txt", b"deep")] == [(one.name, one.content) for one in members]


def test_a_body_that_stands_only_in_compressed_rtf() -> None:
    packed = compress(rb"{\rtf1\ansi\fromhtml1 {\*\htmltag64 <p>}\htmlrtf \f0\htmlrtf0 Only here.\par}")
    text, reading, _ = read(msg("S", rtf=packed), "m.msg")
    assert text.endswith("Subject: S\n\nOnly here.")
    assert "Only here." == in_role(text, reading, "body").strip()
    _, reading, _ = read(msg("S", rtf=packed[:16] + b"X" + packed[17:]), "m.msg")
    assert "checksum" in reading.notes[0]


def test_html_bodies_of_outlook_are_read_as_pages() -> None:
    html = b"<html><body><p>The long body of this message in HTML, with many words in it.</p></body></html>"
    text, reading, _ = read(msg("S", "See HTML.", html=html), "m.msg")
    assert text.endswith("many words in it.")
    assert "body /html/body/p[1]" == reading.units[-1].path


def test_compound_files_are_written_as_they_are_read() -> None:
    content = {
        "a": b"x" * 10,
        "b": b"y" * 5000,
        "folder": {"c": b"", "deep": {"e": b"q" * 4096}},
        "big": b"B" * 8_000_000,
    }
    content |= {f"s{number}": bytes([number % 256]) * (number * 7) for number in range(300)}
    data = compound.written(content)
    with compound.opened(data) as ole:
        assert content == compound.tree(ole, ole.root, Budget(Limits()))
    assert data == compound.written(dict(reversed(content.items())))


def test_captures_become_members_with_address_and_time() -> None:
    page = b"<p>A captured page.</p>"
    data = warc(
        record("request", "https://example.org/a", b"GET /a HTTP/1.1\r\n\r\n"),
        record("response", "https://example.org/a", answer(page)),
        record("response", "https://example.org/s.js", answer(b"x()", "text/javascript")),
        record("response", "https://example.org/gone", answer(b"no", status="404 Not Found")),
        record("response", "https://example.org/p.png", answer(b"\x89PNG", "image/png"), digest="sha1:" + "A" * 32),
        record("revisit", "https://example.org/a", b"HTTP/1.1 200 OK\r\n\r\n"),
    )
    for packed in (data, None):
        text, reading, members = read(packed or _packed(data), "crawl.warc")
        assert [("https://example.org/a", page), ("https://example.org/p.png", b"\x89PNG")] == [
            (one.received_from, one.content) for one in members
        ]
        assert {("capture", "2025-04-10T12:00:00Z")} == {(one.via, one.modified) for one in members}
        assert 2 == len(text.splitlines())
        assert "1 request records" in reading.claim("records")
        assert ["captures are the same", "does not match the digest"] == [
            part for part, note in zip(("captures are the same", "does not match the digest"), reading.notes, strict=True)
            if part in note
        ]  # fmt: skip


def _packed(data: bytes) -> bytes:
    import gzip

    return gzip.compress(data, mtime=0)


def test_answers_are_decoded_as_they_were_sent() -> None:
    body = _packed(b"<p>Packed.</p>")
    chunked = b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"
    sent = answer(chunked, head="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")
    _, _, members = read(warc(record("response", "https://example.org/a", sent)), "x.warc")
    assert [b"<p>Packed.</p>"] == [one.content for one in members]


def test_what_the_receipt_says_is_a_claim_of_the_reading() -> None:
    claims = (Claimed(field="url", value="https://example.org/a", origin="capture", confidence=0.95),)
    source = original("<p>Text.</p>", "a.html")
    _, reading = READ.run(
        Original(sha256=source.sha256, name="a.html", content=source.content, claims=claims), setting=Limits()
    )
    assert "https://example.org/a" == reading.claim("url")  # type: ignore[attr-defined]


def test_a_package_of_web_archives() -> None:
    inner = warc(record("response", "https://example.org/a", answer(b"<p>x</p>")), packed=True)
    pages = [{"url": "https://example.org/a", "title": "A page", "ts": "2025-04-10T12:00:00Z"}]
    text, reading, members = read(wacz(inner, pages), "c.wacz")
    assert "2025-04-10T12:00:00Z  A page  https://example.org/a" == text
    assert [("archive/data.warc.gz", inner)] == [(one.name, one.content) for one in members]
    assert () == reading.notes
    _, reading, _ = read(wacz(inner, pages, digest="0" * 64), "c.wacz")
    assert "does not match the digest" in reading.notes[0]


def test_a_book_is_read_in_its_order() -> None:
    text, reading, _ = read(epub("<h1>One</h1><p>First.</p>", "<p>Second.</p>"), "b.epub")
    assert "One\n\nFirst.\n\nSecond." == text
    assert ["chapter 1 /html/body/h1[1]", "chapter 2 /html/body/p[1]"] == [reading.units[n].path for n in (0, 2)]
    assert ("A sample book", "A. Writer") == (reading.claim("title"), reading.claim("author"))


@pytest.mark.parametrize(("data", "name"), [(locked_pdf("sesame"), "x.pdf"), (locked_zip("sesame"), "x.zip")])
def test_locked_files_open_with_a_password_and_say_so(data: bytes, name: str) -> None:
    for passwords in ((), ("wrong",)):
        with pytest.raises(Gap) as caught:
            list(READ.run(_with(data, name, *passwords), setting=Limits()))
        assert "encrypted" == caught.value.code
        assert "foja read-again CASE SOURCE --password-file FILE" in caught.value.next
        assert "wrong" not in str(caught.value)
    text, reading, *members = READ.run(_with(data, name, "wrong", "sesame"), setting=Limits())
    assert reading.unlocked  # type: ignore[attr-defined]
    assert "What the locked" in text.text or b"What the locked" in members[0].content  # type: ignore[attr-defined]


def _with(data: bytes, name: str, *passwords: str) -> Original:
    source = original(data, name)
    return Original(sha256=source.sha256, name=name, content=data, passwords=passwords)


def test_office_files_under_a_password_are_gaps() -> None:
    locked = compound.written({"EncryptedPackage": b"x" * 100, "EncryptionInfo": b"y"})
    for data in (locked, _locked_odt(odt("<text:p>x</text:p>"))):
        with pytest.raises(Gap) as caught:
            read(data, "memo.docx")
        assert "encrypted" == caught.value.code
        assert "save a copy without" in caught.value.next


def _locked_odt(plain: bytes) -> bytes:
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            locked = info.filename == "META-INF/manifest.xml"
            new.writestr(info.filename, "<m><encryption-data/></m>" if locked else old.read(info))
    return stream.getvalue()


def test_old_word_and_powerpoint_files_that_are_none_are_gaps_with_a_next_step() -> None:
    for stream in ("WordDocument", "PowerPoint Document"):
        with pytest.raises(Gap) as caught:
            read(compound.written({stream: b"x" * 5000}), "old.bin")
        assert ("corrupt", True) == (caught.value.code, bool(caught.value.next))
