"""Attacks on office files, messages, tables and web archives. Generated, like those of ``corpus``."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Iterator

from foja.read.compound import written
from hostile.corpus import Attack, laughs, mail, noise
from read.formats import (
    RTF,
    answer,
    locked_pdf,
    message,
    msg,
    odf,
    odt,
    pptx,
    record,
    relations,
    said,
    slide,
    wacz,
    warc,
    xls,
    xlsx,
)
from read.samples import pdf_objects, zipped

_XXE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _ods(rows: str) -> bytes:
    return odf("spreadsheet", f'<table:table table:name="t">{rows}</table:table>')


def _cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def _million_rows() -> bytes:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 1_000_001)
    )
    return xlsx({"t": rows})


def _declared_xlsx(declaration: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'{declaration}<worksheet xmlns="{main}"><sheetData><row r="1">{said("A1", "x&x;y")}</row></sheetData></worksheet>'
    book = f'<workbook xmlns="{main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="t" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return zipped(
        ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", relations(("rId1", "worksheet", "worksheets/sheet1.xml"))),
        ("xl/worksheets/sheet1.xml", sheet),
    )  # fmt: skip


def _fat_cycle() -> bytes:
    """Each sector of the big stream leads back to its first."""
    data = bytearray(written({**message("S", "body"), "__substg1.0_1000001F": b"x\0" * 40_000}))
    fat = data.rfind(struct.pack("<II", 1, 2))
    for place in range(fat, fat + 4 * 120, 4):
        data[place : place + 4] = struct.pack("<I", 0)
    return bytes(data)


def _directory_cycle() -> bytes:
    """The entry of the root names itself as its child, and its neighbours as theirs."""
    data = bytearray(msg("S", "body"))
    at = data.find("__properties_version1.0".encode("utf-16-le"))
    data[at + 68 : at + 80] = struct.pack("<III", 0, 0, 0)
    return bytes(data)


def _claims_more() -> bytes:
    """A stream that says it has four gigabytes."""
    data = bytearray(msg("Subject line", "body"))
    at = data.find("__substg1.0_1000001F".encode("utf-16-le"))
    data[at + 120 : at + 128] = struct.pack("<Q", 0xFFFFFFF0)
    return bytes(data)


def _zipped_pages(count: int) -> bytes:
    """A document of ``count`` pages with a line on each."""
    kids = b" ".join(b"%d 0 R" % (4 + n) for n in range(count))
    drawn = b"BT /F 12 Tf 50 700 Td (A page with enough text on it.) Tj ET"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>" % (
        4 + count
    )
    return pdf_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *[page] * count,
            b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream",
        ]
    )


def _many_attachments() -> bytes:
    part = "--x\r\nContent-Type: text/plain; name=a{n}.txt\r\nContent-Disposition: attachment\r\n\r\nNote {n}\r\n"
    return mail("Content-Type: multipart/mixed; boundary=x", "".join(part.format(n=n) for n in range(1000)) + "--x--")


def _mixed_table() -> bytes:
    utf8, latin = "nombre;año\nMuñoz;1994\n", "Peña;1995\n"
    return utf8.encode() * 5 + latin.encode("cp1252") * 5 + "Íñigo;1996\n".encode()


def _packed_answer() -> bytes:
    body = gzip.compress(bytes(300_000_000), mtime=0)
    return warc(record("response", "https://example.org/a", answer(body, head="Content-Encoding: gzip\r\n")))


def format_attacks() -> Iterator[Attack]:
    """All attacks on these formats. Content is made when asked for."""
    page = record("response", "https://example.org/a", answer(b"<p>A captured page.</p>"))
    huge = '<table:table-row table:number-rows-repeated="1000000">' + _cell(
        "x", 'table:number-columns-repeated="16000"'
    )
    yield Attack("xxe.odt", lambda: odt("<text:p>A&x;B</text:p>", declaration=_XXE), ("corrupt",))
    yield Attack("laughs.odt", lambda: odt("<text:p>&j;</text:p>", declaration=laughs()), ("corrupt",))
    yield Attack("xxe.xlsx", lambda: _declared_xlsx(_XXE), ("corrupt",))
    yield Attack("laughs.xlsx", lambda: _declared_xlsx(laughs()), ("corrupt",))
    yield Attack("xxe.pptx", lambda: pptx([_XXE + slide("x")]), ("corrupt",))
    yield Attack("bomb.odt", lambda: odt(f"<text:p>{'A' * 300_000_000}</text:p>"), ("limit",))
    yield Attack("bomb.pptx", lambda: pptx([slide("A" * 100_000_000)]), ("limit",))
    yield Attack("spaces.odt", lambda: odt('<text:p>a<text:s text:c="999999999"/>b</text:p>'), ("done",))
    yield Attack("deep.odt", lambda: odt("<text:p>" * 100_000 + "</text:p>" * 100_000), ("corrupt", "limit"))
    yield Attack("repeated.ods", lambda: _ods(huge + "</table:table-row>"), ("done",))
    yield Attack(
        "million.ods",
        lambda: _ods(("<table:table-row>" + _cell("x") + "</table:table-row>") * 300_000),
        ("done", "limit"),
    )
    yield Attack("million.xlsx", _million_rows, ("done", "limit"))
    yield Attack(
        "far.xlsx",
        lambda: xlsx({"t": f'<row r="1">{said("A1", "a")}</row><row r="1048576">{said("XFD1048576", "b")}</row>'}),
        ("limit",),
    )
    yield Attack(
        "far-without-address.xlsx",
        lambda: xlsx({"t": '<row r="1048576"><c><v>1</v></c></row><row r="1"><c><v>2</v></c></row>'}),
        ("done", "limit", "corrupt", "crashed"),
    )
    yield Attack("bomb.xlsx", lambda: xlsx({"t": " " * 300_000_000}), ("limit",))
    yield Attack("noise.xls", lambda: written({"Workbook": noise(20_000)}), ("corrupt", "no_text", "partial"))
    yield Attack(
        "cut.xls",
        lambda: xls((0, 0, "a"), (1, 1, 2.0))[:3000],
        ("corrupt", "no_text", "done", "partial", "unsupported"),
    )
    yield Attack("noise.xlsb", lambda: zipped(("xl/workbook.bin", noise(5000))), ("corrupt",))
    yield Attack("fat-cycle.msg", _fat_cycle, ("done", "partial", "corrupt"))
    yield Attack("directory-cycle.msg", _directory_cycle, ("done", "partial", "corrupt"))
    yield Attack("claims-more.msg", _claims_more, ("partial", "corrupt"))
    for tenth in range(1, 10):
        whole = msg("Subject", "The body of it. " * 500, attachments=[("a.txt", b"x" * 9000)])
        yield Attack(
            f"cut-{tenth}.msg", lambda t=tenth, w=whole: w[: len(w) * t // 10], ("corrupt", "partial", "unsupported")
        )  # type: ignore[misc]
    yield Attack(
        "many.msg",
        lambda: msg("S", "b", attachments=[(f"{n}.txt", b"x") for n in range(1000)]),
        ("done",),
    )
    yield Attack("deep.json", lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ("done",))
    yield Attack("numbers.json", lambda: b"[" + b"123456789," * 300_000 + b"1]", ("done",))
    yield Attack("values.json", lambda: b"[" + b'"a",' * 2_100_000 + b'"a"]', ("limit",))
    yield Attack("names.json", lambda: b'{"a~/":1,' * 3_000 + b'"b":1' + b"}" * 3_000, ("done",))
    yield Attack("heads.txt", lambda: b"12/03/24, 10:15 - a: b\n" * 100_000, ("partial",))
    yield Attack("arrows.srt", lambda: b"1\n" + b"00:00:01,000 --> 00:00:02,000\n" * 100_000 + b"word", ("done",))
    yield Attack("tags.vtt", lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\nword " + b"<v <c.a " * 100_000, ("done",))
    yield Attack("deep.rtf", lambda: rb"{\rtf1 " + b"{" * 100_000 + b"deep text" + b"}" * 100_001, ("done",))
    yield Attack("open.rtf", lambda: rb"{\rtf1 text " + b"{\\b " * 100_000, ("partial",))
    yield Attack("bin.rtf", lambda: rb"{\rtf1 text {\pict\bin2147483647 " + b"x" * 1000 + b"}}", ("partial",))
    yield Attack("bins.rtf", lambda: rb"{\rtf1 text " + rb"{\pict\bin9 {{{{{{{{{}" * 50_000 + b"}", ("done",))
    yield Attack("links.rtf", lambda: rb"{\rtf1 text " + rb"{\field{\*\fldinst{HYPERLINK " * 20_000, ("partial",))
    yield Attack("words.rtf", lambda: rb"{\rtf1 " + rb"\u8364?\'e1" * 200_000 + b"}", ("done",))
    yield Attack("cut.rtf", lambda: RTF[:150], ("empty", "no_text", "partial"))
    yield Attack(
        "lengths.warc",
        lambda: warc(page.replace(b"Content-Length: ", b"Content-Length: 9"), page),
        ("partial", "corrupt"),
    )
    yield Attack(
        "short.warc",
        lambda: warc(page.replace(b"Content-Length: ", b"Content-Length: 1 "), page),
        ("partial", "corrupt", "empty"),
    )
    yield Attack("cut.warc.gz", lambda: warc(page, page, packed=True)[:-60], ("partial", "corrupt", "empty"))
    yield Attack(
        "bomb.warc.gz",
        lambda: warc(record("response", "https://example.org/a", answer(bytes(300_000_000))), packed=True),
        ("limit",),
    )
    yield Attack("packed-answer.warc", _packed_answer, ("limit",))
    yield Attack(
        "many.warc",
        lambda: warc(
            *(record("response", f"https://example.org/{n}", answer(b"<p>A page</p>")) for n in range(100_000))
        ),
        ("limit",),
    )
    yield Attack(
        "requests.warc",
        lambda: warc(page, *([record("request", "https://example.org/a", b"GET / HTTP/1.1\r\n\r\n")] * 100_000)),
        ("done",),
    )
    yield Attack(
        "names.warc", lambda: warc(record("response", "file:///../../etc/passwd", answer(b"<p>A page</p>"))), ("done",)
    )
    yield Attack(
        "wrong.wacz", lambda: wacz(b"no archive", [{"url": "https://example.org/"}], digest="0" * 64), ("partial",)
    )
    yield Attack(
        "deep.wacz", lambda: zipped(("datapackage.json", "[" * 100_000), ("archive/a.warc", page)), ("partial",)
    )
    yield Attack("attachments.eml", _many_attachments, ("done",))
    yield Attack("ten-thousand.pdf", lambda: _zipped_pages(10_000), ("partial",))
    yield Attack("locked-with-word.pdf", lambda: locked_pdf("sesame"), ("encrypted",))
    yield Attack("mixed.csv", _mixed_table, ("done", "partial"))
    yield Attack(
        "locked.docx", lambda: written({"EncryptedPackage": noise(5000), "EncryptionInfo": b"x"}), ("encrypted",)
    )
    yield Attack("wild.epub", lambda: zipped(("META-INF/container.xml", f"{_XXE}<container/>")), ("corrupt",))
    yield Attack("stream.zlib", lambda: zlib.compress(bytes(10_000)), ("unsupported",))
