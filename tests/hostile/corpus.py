"""Files made to harm or mislead a reader, each with the states in which reading it may end.

Everything is generated; the sizes are small on disk. ``done`` stands for a reading without notes,
``partial`` for one with notes.
"""

from __future__ import annotations

import base64
import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

from read.samples import docx, paragraph, pdf, pdf_objects, zipped

_TEXT = [(50.0, 700.0, "A page with enough text on it.")]
MARK = "SECRET-THAT-NO-TEXT-MAY-HOLD"


class Attack(NamedTuple):
    name: str
    content: Callable[[], bytes]
    states: tuple[str, ...]


def noise(count: int) -> bytes:
    return random.Random(1).randbytes(count)


def _streamed(stream: bytes, filters: bytes) -> bytes:
    return pdf_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length %d/Filter%s>>stream\n" % (len(stream), filters) + stream + b"\nendstream",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def _pdf_bomb() -> bytes:
    packer = zlib.compressobj(9)
    block = b" " * (1 << 20)
    inner = b"".join(packer.compress(block) for _ in range(2000)) + packer.flush()
    return _streamed(zlib.compress(inner, 9), b"[/FlateDecode/FlateDecode]")


def _page_cycle() -> bytes:
    return pdf_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>"])


def _many_pages() -> bytes:
    kids = b"3 0 R " * 60_000
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    return pdf_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[" + kids + b"]/Count 60000>>", page])


def _deep_pdf() -> bytes:
    deep = b"[" * 100_000 + b"]" * 100_000
    return pdf_objects([b"<</Type/Catalog/Pages 2 0 R/X " + deep + b">>", b"<</Type/Pages/Kids[]/Count 0>>"])


_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def _locked_pdf() -> bytes:
    """A page behind a user password: an encryption dictionary (revision 2) whose check values are noise."""
    locked = (
        b"<</Filter/Standard/V 1/R 2/P -44/O<" + _PADDING.hex().encode() + b">/U<" + noise(32).hex().encode() + b">>>"
    )
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", locked]
    return pdf_objects(objects, b"/Encrypt 3 0 R/ID[<00><00>]")


def _overlapping_zip() -> bytes:
    """Five hundred directory entries for one megabyte of zeros."""
    raw = zipped(("a.txt", b"0" * 1_000_000))
    end = raw.rfind(b"PK\x05\x06")
    (start,) = struct.unpack("<I", raw[end + 16 : end + 20])
    entries = b"".join(raw[start:end].replace(b"a.txt", b"%05d" % number) for number in range(500))
    return raw[:start] + entries + raw[end : end + 8] + struct.pack("<HHII", 500, 500, len(entries), start) + b"\0\0"


def _nested_zip(levels: int = 6) -> bytes:
    data = zipped(("0.txt", b"0" * 5_000_000))
    for _ in range(levels):
        data = zipped(*((f"{number}.zip", data) for number in range(8)))
    return data


def _locked_zip() -> bytes:
    data = bytearray(zipped(("a.txt", b"text")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + offset] |= 1
    return bytes(data)


def _linked_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("ok.txt"), "text")
    return stream.getvalue()


def _wild_tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as archive:
        info = tarfile.TarInfo("../../../../foja-was-here")
        info.size = 1
        archive.addfile(info, io.BytesIO(b"x"))
        for name, kind in (("device", tarfile.CHRTYPE), ("pipe", tarfile.FIFOTYPE), ("hard", tarfile.LNKTYPE)):
            other = tarfile.TarInfo(name)
            other.type, other.linkname = kind, "/etc/passwd"
            archive.addfile(other)
    return stream.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    return f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{entities}]>'


def _deep_docx() -> bytes:
    return docx("<w:p>" * 200_000 + "</w:p>" * 200_000)


def mail(head: str, body: str = "body") -> bytes:
    return f"From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n{head}\r\n\r\n{body}".encode()


def _many_parts() -> bytes:
    part = "--x\r\nContent-Type: text/plain\r\n\r\na\r\n"
    return mail("Content-Type: multipart/mixed; boundary=x", part * 100_000 + "--x--")


def _deep_mail() -> bytes:
    return mail(
        "Content-Type: message/rfc822", "Content-Type: message/rfc822\r\n\r\n" * 5000 + "Subject: y\r\n\r\nbody"
    )


def _deep_multipart() -> bytes:
    opened = "".join(f"--{n}\r\nContent-Type: multipart/mixed; boundary={n + 1}\r\n\r\n" for n in range(900))
    return mail("Content-Type: multipart/mixed; boundary=0", opened)


def _attached() -> bytes:
    attachment = (
        '--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="../../etc/cron.d/x"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(b"z").decode() + "\r\n--x--"
    )
    return mail("Content-Type: multipart/mixed; boundary=x", attachment)


def attacks() -> Iterator[Attack]:
    """All attacks. Content is made when asked for."""
    small = pdf(_TEXT)
    letter = docx(paragraph("A letter with some text in it."))
    yield Attack("zero.pdf", lambda: b"", ("empty",))
    yield Attack("zero.txt", lambda: b"", ("empty",))
    yield Attack("blank.txt", lambda: b" \n\t\n" * 10, ("empty",))
    yield Attack("random.bin", lambda: noise(20_000), ("unsupported",))
    yield Attack("random.pdf", lambda: b"%PDF-1.7\n" + noise(20_000), ("corrupt",))
    yield Attack("random.docx", lambda: b"PK\x03\x04" + noise(20_000), ("corrupt",))
    yield Attack("random.html", lambda: b"<html><p>text" + noise(20_000), ("unsupported",))
    yield Attack("random.eml", lambda: mail("") + noise(20_000), ("done", "partial"))
    yield Attack("pdf-named.docx", lambda: small, ("done",))
    yield Attack("docx-named.pdf", lambda: letter, ("done",))
    yield Attack("program.txt", lambda: b"\x7fELF\x02\x01\x01" + bytes(500), ("unsupported",))
    for tenth in range(1, 10):
        yield Attack(
            f"cut-{tenth}.pdf", lambda t=tenth: small[: len(small) * t // 10], ("done", "partial", "corrupt", "scan")
        )  # type: ignore[misc]
        yield Attack(f"cut-{tenth}.docx", lambda t=tenth: letter[: len(letter) * t // 10], ("corrupt",))  # type: ignore[misc]
    yield Attack("cut.zip", lambda: zipped(("a.txt", noise(5000)))[:2000], ("corrupt",))
    yield Attack("cut.gz", lambda: gzip.compress(noise(5000), mtime=0)[:2000], ("corrupt",))
    yield Attack("locked.pdf", _locked_pdf, ("encrypted",))
    yield Attack("locked.zip", _locked_zip, ("encrypted",))
    yield Attack("bomb.pdf", _pdf_bomb, ("limit", "scan", "timeout"))
    yield Attack(
        "operators.pdf",
        lambda: _streamed(zlib.compress(b"BT /F 12 Tf (A) Tj ET\n" * 300_000), b"/FlateDecode"),
        ("done", "partial", "limit", "timeout"),
    )
    yield Attack("page-cycle.pdf", _page_cycle, ("corrupt",))
    yield Attack("many-pages.pdf", _many_pages, ("limit",))
    yield Attack("deep.pdf", _deep_pdf, ("corrupt", "crashed"))
    yield Attack("bomb.zip", lambda: zipped(("a.txt", b"0" * 100_000_000)), ("limit",))
    yield Attack("huge.zip", lambda: zipped(*((f"{n}.txt", b"0" * 60_000_000) for n in range(9))), ("limit",))
    yield Attack("overlapping.zip", _overlapping_zip, ("limit", "corrupt"))
    yield Attack("nested.zip", _nested_zip, ("done", "limit"))
    yield Attack("many.zip", lambda: zipped(*((f"f{n}.txt", b"x") for n in range(12_000))), ("limit",))
    yield Attack(
        "names.zip",
        lambda: zipped(("../../../x", "p"), ("..\\..\\w.txt", "p"), ("CON", "x"), ("a" * 900, "l")),
        ("done",),
    )
    yield Attack("links.zip", _linked_zip, ("partial",))
    yield Attack("wild.tgz", _wild_tar, ("partial",))
    yield Attack("bomb.gz", lambda: gzip.compress(bytes(300_000_000), mtime=0), ("limit",))
    yield Attack(
        "xxe.docx",
        lambda: docx(paragraph("A&x;B"), '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ("corrupt",),
    )
    yield Attack("laughs.docx", lambda: docx(paragraph("&j;"), laughs()), ("corrupt",))
    yield Attack("bomb.docx", lambda: docx(paragraph("A" * 200_000_000)), ("limit",))
    yield Attack("deep.docx", _deep_docx, ("corrupt", "limit"))
    yield Attack("deep.html", lambda: b"<html><body>" + b"<div>" * 200_000 + b"deep text", ("done",))
    yield Attack(
        "deep-links.html", lambda: b"<html><body>" + b"<a href=x><b>" * 20_000 + b"deep text", ("done", "limit")
    )
    yield Attack("attributes.html", lambda: b"<html><body><p " + b"a=b " * 200_000 + b">text</p>", ("done",))
    yield Attack(
        "json-ld.html",
        lambda: b"<html><script type=application/ld+json>" + b"[" * 200_000 + b"</script><p>text",
        ("done",),
    )
    yield Attack("double.txt", lambda: "El año próximo la Cámara".encode().decode("cp1252").encode(), ("partial",))
    yield Attack("direction.txt", lambda: "a\u202ecod.exe".encode(), ("partial",))
    yield Attack("deep.eml", _deep_mail, ("limit",))
    yield Attack("deep-multipart.eml", _deep_multipart, ("limit",))
    yield Attack("many-parts.eml", _many_parts, ("limit",))
    yield Attack("headers.eml", lambda: mail("X: " + "=?utf-8?q?a?= " * 300_000), ("limit",))
    yield Attack("header-folded.eml", lambda: mail("X: " + "=?utf-8?q?a?=\r\n " * 10_000 + "z"), ("done",))
    yield Attack("attached.eml", _attached, ("done",))
    yield Attack("wide.csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n", ("done",))
    yield Attack("quote.csv", lambda: b'a,b\n"' + b"x," * 200_000, ("done", "corrupt"))
    yield Attack("formula.csv", lambda: b'name,value\n=HYPERLINK("http://x"),@SUM(1)\n', ("done",))
    yield Attack("one-line.txt", lambda: b"word " * 1_000_000, ("done",))
