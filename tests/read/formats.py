"""Small office files, messages and web archives made for the tests: every byte is written here, or by a library of
foja."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from foja.read.compound import written
from read.old_office import doc, doc95, embedded, native, ppt, rtf_with
from read.samples import docx, paragraph, pdf, zipped

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "text", "table", "style", "meta"))
_SPACES += f' xmlns:draw="{_ODF}drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def odf(kind: str, body: str, *, declaration: str = "", styles: str = "", meta: str = "", automatic: str = "") -> bytes:
    """An OpenDocument file. ``kind``: text, spreadsheet or presentation."""
    mime = f"application/vnd.oasis.opendocument.{kind}"
    inside = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}[kind]
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{declaration}<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{inside}>{body}</office:{inside}></office:body></office:document-content>"
    )
    parts: list[tuple[str, bytes | str]] = [
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", content),
        ("styles.xml", f"<office:document-styles {_SPACES}>{styles}</office:document-styles>"),
        ("meta.xml", f"<office:document-meta {_SPACES}><office:meta>{meta}</office:meta></office:document-meta>"),
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(zipfile.ZipInfo("mimetype", (2025, 1, 1, 0, 0, 0)), mime)
        for name, data in parts:
            package.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def odt(body: str, **parts: str) -> bytes:
    return odf("text", body, **parts)


_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    """A part of relations: (id, last word of the type, target)."""
    lines = "".join(f'<Relationship Id="{i}" Type="{_TYPES}/{kind}" Target="{to}"/>' for i, kind, to in targets)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'
    )


def slide(*lines: str, title: str = "", hidden: bool = False) -> str:
    def shape(text: str, mark: str = "") -> str:
        return f"<p:sp><p:nvSpPr><p:nvPr>{mark}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"

    shapes = (shape(title, '<p:ph type="title"/>') if title else "") + "".join(map(shape, lines))
    return f'<p:sld {_A} {_P} show="{0 if hidden else 1}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>'


def pptx(slides: Iterable[str], notes: Mapping[int, str] | None = None, order: Iterable[int] = ()) -> bytes:
    """``notes``: number of a slide to its notes. ``order``: the order in which the slides are shown."""
    made = list(slides)
    shown = list(order) or list(range(1, len(made) + 1))
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="rId{n}"/>' for n in shown)
    parts: list[tuple[str, bytes | str]] = [
        ("[Content_Types].xml", "<Types/>"),
        ("ppt/presentation.xml", f"<p:presentation {_P} {_R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"),
        (
            "ppt/_rels/presentation.xml.rels",
            relations(*((f"rId{n}", "slide", f"slides/slide{n}.xml") for n in range(1, len(made) + 1))),
        ),
    ]
    for number, content in enumerate(made, 1):
        parts.append((f"ppt/slides/slide{number}.xml", content))
        if notes and number in notes:
            there = f"../notesSlides/notesSlide{number}.xml"
            parts.append((f"ppt/slides/_rels/slide{number}.xml.rels", relations(("rId1", "notesSlide", there))))
            parts.append(
                (
                    f"ppt/notesSlides/notesSlide{number}.xml",
                    slide(notes[number]).replace("p:sld ", "p:notes ").replace("/p:sld>", "/p:notes>"),
                )
            )
    return zipped(*parts)


def xlsx(sheets: Mapping[str, str], *, merged: str = "", hidden: Iterable[str] = (), styles: str = "") -> bytes:
    """``sheets``: name to rows, as they stand inside ``sheetData``. Style 1 is a date."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    entries = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for n, name in enumerate(sheets, 1)
    )
    names = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    package = "http://schemas.openxmlformats.org/package/2006"
    parts: list[tuple[str, bytes | str]] = [
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>'),
        ("_rels/.rels", relations(("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" {_R}><sheets>{entries}</sheets></workbook>'),
        (
            "xl/_rels/workbook.xml.rels",
            relations(
                *((f"rId{n}", "worksheet", to) for n, to in enumerate(names, 1)), ("rIdS", "styles", "styles.xml")
            ),
        ),
        (
            "xl/styles.xml",
            f'<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        ),
    ]
    for name, rows in zip(names, sheets.values(), strict=True):
        parts.append((f"xl/{name}", f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{merged}</worksheet>'))
    return zipped(*parts)


def said(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def xls(*cells: tuple[int, int, str | float]) -> bytes:
    """A workbook of Excel 97 with one sheet: BIFF8 records in a compound file."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def begin(kind: int) -> bytes:
        return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x1DBB, 1996, 0, 6))

    def cell(row: int, column: int, value: str | float) -> bytes:
        if isinstance(value, str):
            text = value.encode("utf-16-le")
            return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text)
        return record(0x203, struct.pack("<HHHd", row, column, 0, value))

    name = b"Hoja"
    head = begin(5)
    bound = struct.pack("<IBBBB", len(head) + 4 + 8 + len(name) + 4, 0, 0, len(name), 0) + name
    book = head + record(0x85, bound) + record(0xA)
    sheet = begin(0x10) + b"".join(cell(*one) for one in cells) + record(0xA)
    return written({"Workbook": (book + sheet).ljust(4096, b"\0")})


def _properties(head: int, **numbers: int) -> bytes:
    data = bytes(head)
    for name, value in numbers.items():
        kind = 0x40 if value > 1 << 32 else 3
        data += struct.pack("<HHIQ", kind, int(name[1:], 16), 6, value)
    return data


def message(
    subject: str = "",
    body: str = "",
    *,
    sender: tuple[str, str] = ("", ""),
    to: Iterable[tuple[str, str]] = (),
    rtf: bytes = b"",
    html: bytes = b"",
    sent: int = 133_500_000_000_000_000,
    attachments: Iterable[tuple[str, bytes | Mapping[str, Any]]] = (),
    head: int = 32,
) -> dict[str, Any]:
    """The folders and streams of an Outlook message. An attachment that is a mapping is a message inside."""

    def texts(**values: str) -> dict[str, bytes]:
        return {f"__substg1.0_{tag[1:]}001F": value.encode("utf-16-le") for tag, value in values.items() if value}

    made: dict[str, Any] = {"__properties_version1.0": _properties(head, x0039=sent), "__nameid_version1.0": {}}
    made |= texts(x0037=subject, x1000=body, x0C1A=sender[0], x5D01=sender[1])
    if rtf:
        made["__substg1.0_10090102"] = rtf
    if html:
        made["__substg1.0_10130102"] = html
    for number, (name, mail) in enumerate(to):
        folder: dict[str, Any] = {"__properties_version1.0": _properties(8, x0C15=1 + (number > 0))}
        made[f"__recip_version1.0_#{number:08X}"] = folder | texts(x3001=name, x39FE=mail)
    for number, (name, content) in enumerate(attachments):
        folder = {"__properties_version1.0": _properties(8, x3705=1 if isinstance(content, bytes) else 5)} | texts(
            x3707=name
        )
        folder[f"__substg1.0_37010{'102' if isinstance(content, bytes) else '00D'}"] = content
        made[f"__attach_version1.0_#{number:08X}"] = folder
    return made


def msg(*arguments: Any, **options: Any) -> bytes:
    return written(message(*arguments, **options))


def record(
    kind: str,
    url: str,
    block: bytes,
    *,
    date: str = "2025-04-10T12:00:00Z",
    digest: str | None = None,
    length: int | None = None,
) -> bytes:
    """A record of a web archive. ``digest``: instead of the right one."""
    right = "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()
    http = (
        "application/http; msgtype=" + kind if kind in ("response", "request", "revisit") else "application/warc-fields"
    )
    lines = [
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {date}", "WARC-Record-ID: <urn:uuid:0>",
        f"Content-Type: {http}", f"WARC-Block-Digest: {right if digest is None else digest}",
        f"Content-Length: {len(block) if length is None else length}",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def answer(content: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", head: str = "") -> bytes:
    """A recorded answer of a web server."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{head}\r\n".encode() + content


def warc(*records: bytes, packed: bool = False) -> bytes:
    first = record("warcinfo", "", b"software: sample\r\n")
    return b"".join(gzip.compress(one, mtime=0) if packed else one for one in (first, *records))


def wacz(archive: bytes, pages: Iterable[Mapping[str, str]], digest: str = "") -> bytes:
    lines = "\n".join(json.dumps(page) for page in ({"format": "json-pages-1.0"}, *pages))
    stated = digest or hashlib.sha256(archive).hexdigest()
    package = {"resources": [{"name": "data", "path": "archive/data.warc.gz", "hash": f"sha256:{stated}"}]}
    return zipped(
        ("datapackage.json", json.dumps(package)), ("pages/pages.jsonl", lines), ("archive/data.warc.gz", archive),
        ("indexes/index.cdx.gz", b"index"),
    )  # fmt: skip


def epub(*chapters: str, title: str = "A sample book") -> bytes:
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{title}</dc:title><dc:creator>A. Writer</dc:creator><dc:date>2019-05-02</dc:date></metadata>"
        f"<manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    )
    parts = [(f"OEBPS/c{n}.xhtml", f"<html><body>{body}</body></html>") for n, body in enumerate(chapters)]
    return zipped(
        ("mimetype", "application/epub+zip"), ("META-INF/container.xml", container), ("OEBPS/book.opf", opf), *parts
    )


def locked_zip(password: str, name: str = "a.txt", content: bytes = b"What the locked member says.") -> bytes:
    """A zip under the old cipher (APPNOTE 6.1)."""
    plain = bytearray(zipped((name, content)))
    info = zipfile.ZipFile(io.BytesIO(bytes(plain))).infolist()[0]
    start = 30 + len(name)
    packed = bytes(plain[start : start + info.compress_size])
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def turn(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for letter in password.encode():
        turn(letter)
    out = bytearray()
    for byte in bytes(11) + bytes([info.CRC >> 24]) + packed:
        near = (keys[2] | 2) & 0xFFFF
        out.append(byte ^ (((near * (near ^ 1)) >> 8) & 0xFF))
        turn(byte)
    body = bytearray(plain[:start]) + out + plain[start + info.compress_size :]
    for signature, flags, size in ((b"PK\x03\x04", 6, 18), (b"PK\x01\x02", 8, 20)):
        at = body.find(signature)
        body[at + flags] |= 1
        struct.pack_into("<I", body, at + size, len(out))
    end = body.rfind(b"PK\x05\x06")
    (offset,) = struct.unpack_from("<I", body, end + 16)
    struct.pack_into("<I", body, end + 16, offset + 12)
    return bytes(body)


def locked_pdf(password: str) -> bytes:
    """A page behind a password: RC4 with 40 bits, revision 2 (PDF 32000-1 7.6.3)."""
    padding = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")

    def rc4(key: bytes, data: bytes) -> bytes:
        box, j = list(range(256)), 0
        for i in range(256):
            j = (j + box[i] + key[i % len(key)]) & 255
            box[i], box[j] = box[j], box[i]
        out, i, j = bytearray(), 0, 0
        for byte in data:
            i = (i + 1) & 255
            j = (j + box[i]) & 255
            box[i], box[j] = box[j], box[i]
            out.append(byte ^ box[(box[i] + box[j]) & 255])
        return bytes(out)

    def md5(data: bytes) -> bytes:
        return hashlib.md5(data, usedforsecurity=False).digest()

    padded = (password.encode() + padding)[:32]
    owner = rc4(md5(padded)[:5], padded)
    key = md5(padded + owner + struct.pack("<i", -44) + b"\0")[:5]
    user = rc4(key, padding)
    drawn = rc4(
        md5(key + struct.pack("<I", 4)[:3] + b"\0\0")[:10], b"BT /F 12 Tf 50 700 Td (What the locked page says.) Tj ET"
    )
    from read.samples import pdf_objects

    return pdf_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Filter/Standard/V 1/R 2/P -44/O<" + owner.hex().encode() + b">/U<" + user.hex().encode() + b">>>",
        ],
        b"/Encrypt 6 0 R/ID[<00><00>]",
    )


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\info{\title A memo}{\author A. Writer}{\creatim\yr2024\mo3\dy9}}{\header \pard Secret file\par}"
    rb"\pard The ma\'f1ana note\u8217?s {\b bold} text{\footnote \pard A footnote.}.\par "
    rb"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}\par He {\deleted never }came.\par"
    rb"\trowd\intbl Name\cell Year\cell\row\trowd\intbl Sample\cell 1994\cell\row\pard After the table.\par}"
)


def samples() -> dict[str, bytes]:
    """One small valid file of each format that foja reads, by a name that goes with it."""
    table = '<table:table table:name="Pagos"><table:table-row><table:table-cell office:value-type="date" office:date-value="2025-04-09"><text:p>09/04/25</text:p></table:table-cell><table:table-cell><text:p>a cell</text:p></table:table-cell></table:table-row></table:table>'
    page = "<html><head><title>A captured page</title></head><body><h1>A captured page</h1><p>The court said so.</p></body></html>"
    capture = record("response", "https://example.org/a", answer(page.encode()))
    letter = b"From: a@example.org\nTo: b@example.org\nSubject: A letter\nDate: Wed, 9 Apr 2025 10:00:00 +0000\n\nThe body of it.\n"
    return {
        "text.txt": "La fiscalía pidió la detención.\nOtra línea.\n".encode(),
        "page.html": page.encode(),
        "saved.mhtml": b"From: <Saved by sample>\nSnapshot-Content-Location: https://example.org/a\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>A saved page.</p>",
        "letter.eml": letter,
        "box.mbox": b"From a@example.org Wed Apr 09 10:00:00 2025\n" + letter,
        "table.csv": b"name,value\nsample,1\n",
        "values.json": b'{"name": "Jos\\u00e9", "list": [1, 2.50, {"said": "A value."}]}',
        "result.json": b'{"name":"Group","messages":[{"id":2,"type":"message","date":"2024-03-12T10:15:30","from":"Ana",'
        b'"text":["See ",{"type":"link","text":"https://example.org"}]}]}',
        "chat.txt": b"12/03/24, 10:15 - Ana: A message.\nIts second line.\n13/03/24, 10:18 - Juan: <Media omitted>\n",
        "film.srt": b"1\n00:00:01,000 --> 00:00:04,200\n<i>A subtitle.</i>\n\n2\n00:00:05,000 --> 00:00:06,000\nMore.\n",
        "film.vtt": b"WEBVTT\n\nNOTE by hand\n\n00:01.000 --> 00:04.000\n<v Ana>A subtitle.</v>\n",
        "page.pdf": pdf([(50, 700, "A page with enough text on it.")]),
        "memo.docx": docx(
            paragraph("A letter with some text in it.") + paragraph("Not shown.", "Secret"),
            footnotes=paragraph("A note."),
            styles='<w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>',
        ),
        "memo.doc": doc(
            "A letter of today.\rName\x07Year\x07\x07",
            note="A note.\r",
            deleted=("letter",),
            hidden=("today",),
            rows=("Name\x07Year\x07\x07",),
        ),
        "memo95.doc": doc95("A letter.\rWith some text in it.\r"),
        "talk.ppt": ppt(
            ("The title", "One line.", "A note."), ("The next", "más", ""), comments={1: "A remark."}, hidden=[2]
        ),
        "objects.rtf": rtf_with(embedded(b"Package", native("note.txt", b"A note.")[4:])),
        "memo.odt": odt("<text:h>Heading</text:h><text:p>A paragraph.</text:p>"),
        "talk.odp": odf("presentation", "<draw:page><text:p>On a slide.</text:p></draw:page>"),
        "memo.rtf": RTF,
        "talk.pptx": pptx([slide("One line.", title="The title")], {1: "A note."}),
        "book.epub": epub("<h1>One</h1><p>First chapter.</p>"),
        "sheet.xlsx": xlsx({"Pagos": f'<row r="1">{said("A1", "a cell")}<c r="B1" s="1"><v>45756</v></c></row>'}),
        "sheet.xls": xls((0, 0, "a cell"), (1, 1, 12.5)),
        "sheet.ods": odf("spreadsheet", table),
        "letter.msg": msg(
            "A letter", "The body of it.", sender=("A. Writer", "a@example.org"), attachments=[("n.txt", b"A note.")]
        ),
        "crawl.warc": warc(capture),
        "crawl.warc.gz": warc(capture, packed=True),
        "crawl.wacz": wacz(warc(capture, packed=True), [{"url": "https://example.org/a", "title": "A captured page"}]),
        "files.zip": zipped(("a.txt", "A note.")),
        "files.txt.gz": gzip.compress(b"A note.", mtime=0),
    }
