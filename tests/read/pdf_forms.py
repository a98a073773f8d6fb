"""PDF files with forms, remarks and attached files, written by hand."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from read.samples import pdf_objects


def text(value: str) -> bytes:
    """A text string (ISO 32000-2, 7.9.2)."""
    return b"<" + (b"\xfe\xff" + value.encode("utf-16-be")).hex().encode() + b">"


def field(name: str, value: str = "", *, at: tuple[int, int] = (50, 600), more: bytes = b"") -> bytes:
    """A text field that is its own widget."""
    x, y = at
    filled = b"/V " + text(value) if value else b""
    head = b"<</Type/Annot/Subtype/Widget/FT/Tx/T " + text(name) + filled
    return head + b"/Rect[%d %d %d %d]" % (x, y, x + 200, y + 20) + more + b">>"


def remark(
    kind: str, said: str, *, by: str = "", day: str = "", at: tuple[int, int] = (50, 500), more: bytes = b""
) -> bytes:
    x, y = at
    head = b"<</Type/Annot/Subtype/" + kind.encode() + b"/Contents " + text(said)
    head += (b"/T " + text(by) if by else b"") + (b"/M(" + day.encode() + b")" if day else b"")
    return head + b"/Rect[%d %d %d %d]" % (x, y, x + 100, y + 20) + more + b">>"


def form(
    *annotations: bytes,
    lines: Sequence[str] = ("A page with enough text on it.",),
    fields: bytes | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    objects: Sequence[bytes] = (),
    catalog: bytes = b"",
) -> bytes:
    """One page of 600 x 800 points. ``annotations`` are objects 10 and on, ``objects`` follow them; ``fields``: what
    stands in ``Fields`` (all widgets, where nothing is said); ``files``: attached to the document."""
    drawn = b"\n".join(b"BT /F 12 Tf 50 %d Td (%s) Tj ET" % (700 - 20 * n, one.encode()) for n, one in enumerate(lines))
    numbers = [10 + index for index in range(len(annotations))]
    widgets = [n for n, one in zip(numbers, annotations, strict=True) if b"/Widget" in one]
    named = b" ".join(b"%d 0 R" % n for n in widgets) if fields is None else fields
    first = 10 + len(annotations) + len(objects)
    tree, streams = b"", []
    for index, (name, content) in enumerate(files):
        tree += text(name) + b" %d 0 R" % (first + 2 * index)
        streams.append(
            b"<</Type/Filespec/F " + text(name) + b"/UF " + text(name) + b"/EF<</F %d 0 R>>>>" % (first + 2 * index + 1)
        )
        streams.append(stream(content))
    head = b"<</Type/Catalog/Pages 2 0 R" + (
        b"/AcroForm<</Fields[" + named + b"]/DR<</Font<</F 3 0 R>>>>>>" if named else b""
    )
    head += (b"/Names<</EmbeddedFiles<</Names[" + tree + b"]>>>>" if files else b"") + catalog + b">>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F 3 0 R>>>>/Annots["
    page += b" ".join(b"%d 0 R" % n for n in numbers) + b"]>>"
    return pdf_objects(
        [
            head,
            b"<</Type/Pages/Kids[4 0 R]/Count 1>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            page,
            b"<</Length %d>>stream\n" % len(drawn) + drawn + b"\nendstream",
            b"null", b"null", b"null", b"null",
            *annotations, *objects, *streams,
        ]
    )  # fmt: skip


def stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return (
        b"<</Type/EmbeddedFile/Filter/FlateDecode/Length %d" % len(packed)
        + more
        + b">>stream\n"
        + packed
        + b"\nendstream"
    )
