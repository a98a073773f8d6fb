"""Small files made for the tests: every byte is written here."""

from __future__ import annotations

import io
import zipfile
import zlib

from foja.model.record import digest
from foja.model.source import Member, Original
from foja.model.text import CanonicalText, Reading
from foja.read.limits import Limits
from foja.read.stage import READ

LIMITS = Limits()
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def original(content: bytes | str, name: str = "file.txt") -> Original:
    data = content.encode() if isinstance(content, str) else content
    return Original(sha256=digest(data), name=name, content=data)


def read(content: bytes | str, name: str = "file.txt", limits: Limits = LIMITS) -> tuple[str, Reading, list[Member]]:
    """Text, reading and members of a file, after the checks that hold for every reading."""
    source = original(content, name)
    records = list(READ.run(source, setting=limits))
    text, reading, *members = records
    assert isinstance(text, CanonicalText)
    assert isinstance(reading, Reading)
    assert source.sha256 == reading.source
    assert digest(text.text.encode()) == reading.text
    assert len(text.text) == reading.characters
    check_cover(text.text, reading)
    return text.text, reading, [member for member in members if isinstance(member, Member)]


def check_cover(text: str, reading: Reading) -> None:
    """Units stand in order inside the text; zones cover it without gap or overlap."""
    end = 0
    for unit in reading.units:
        assert end <= unit.start < unit.end <= len(text)
        end = unit.end
    end = 0
    for zone in reading.zones:
        assert end == zone.start < zone.end
        assert 0.0 <= zone.probability <= 1.0
        end = zone.end
    assert len(text) == end
    for item in reading.related:
        assert item.text.split() == text[item.start : item.end].split()


def in_role(text: str, reading: Reading, *roles: str) -> str:
    """What stands in the zones of these roles."""
    return "".join(text[zone.start : zone.end] for zone in reading.zones if zone.role in roles)


def zipped(*members: tuple[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def docx(body: str, declaration: str = "", **parts: str) -> bytes:
    """``parts``: further parts by their file name without ``.xml``; their content is put in the same namespace."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>{declaration}'
    members: list[tuple[str, bytes | str]] = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'),
    ]
    members += [(f"word/{name}.xml", f'{head}<w:x xmlns:w="{_W}">{part}</w:x>') for name, part in parts.items()]
    return zipped(*members)


def paragraph(text: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def pdf_objects(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)
    return bytes(out)


def pdf(*pages: list[tuple[float, float, str]], rotate: int = 0, info: bytes = b"") -> bytes:
    """Pages of 600 x 800 points with lines of 12 point Helvetica at (x, y) from the bottom left corner."""
    count = len(pages)
    kids = b" ".join(b"%d 0 R" % (4 + 2 * index) for index in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % count,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for index, lines in enumerate(pages):
        drawn = b"\n".join(
            b"BT /F 12 Tf %.1f %.1f Td (%s) Tj ET"
            % (x, y, text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, text in lines
        )
        stream = zlib.compress(drawn)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Rotate %d/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (rotate, 5 + 2 * index)
        )
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n" % len(stream) + stream + b"\nendstream")
    if info:
        objects.append(info)
        return pdf_objects(objects, b"/Info %d 0 R" % len(objects))
    return pdf_objects(objects)
