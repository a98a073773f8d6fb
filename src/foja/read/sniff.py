"""What the bytes are. The content decides; the name is a hint between texts that look alike.

Signatures: PDF 32000-1 7.5.2 (with up to 64 KB of junk before it, as real files have), ZIP APPNOTE
4.3.7, ECMA-376 part names, OLE [MS-CFB] 2.2, gzip RFC 1952, tar POSIX.1-1988, RFC 5322 headers.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import NamedTuple

from foja.model.errors import Gap

_HEADER = re.compile(
    rb"(?im)^(received|return-path|message-id|from|mime-version|date|delivered-to|subject|to|content-type|reply-to|"
    rb"content-transfer-encoding|snapshot-content-location):[ \t]"
)
_FIRST_LINE = re.compile(rb"^[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?[^\r\n]*\r?\n")
_HTML = re.compile(rb"(?i)<(!doctype\s+html|html|head|body|article|main)\b")
_SIGNATURES = (
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"WARC/", "warc"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"BM", "image"),
    (b"\0\0\0\x0cjP  \r\n", "image"),
    (b"\xff\x4f\xff\x51", "image"),
    (b"RIFF", "media"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"!BDN", "pst"),
    (b"SQLite format 3\0", "sqlite"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "epub": "application/epub+zip",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "xlsb": "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "xls": "application/vnd.ms-excel",
    "doc": "application/msword",
    "ppt": "application/vnd.ms-powerpoint",
    "locked": "application/encrypted",
    "ole": "application/x-ole-storage",
    "msg": "application/vnd.ms-outlook",
    "rtf": "application/rtf",
    "html": "text/html",
    "mhtml": "multipart/related",
    "mail": "message/rfc822",
    "mbox": "application/mbox",
    "zip": "application/zip",
    "tar": "application/x-tar",
    "gzip": "application/gzip",
    "bzip2": "application/x-bzip2",
    "xz": "application/x-xz",
    "7z": "application/x-7z-compressed",
    "rar": "application/vnd.rar",
    "warc": "application/warc",
    "wacz": "application/wacz",
    "image": "image/*",
    "media": "audio/*, video/*",
    "pst": "application/vnd.ms-outlook-pst",
    "sqlite": "application/vnd.sqlite3",
    "program": "application/x-executable",
    "table": "text/csv",
    "markdown": "text/markdown",
    "json": "application/json",
    "xml": "application/xml",
    "captions": "application/x-subrip, text/vtt",
    "chat": "text/plain",
    "heic": "image/heic",
    "text": "text/plain",
}


class Kind(NamedTuple):
    """``name``: the key in ``MEDIA_TYPES``. ``hinted``: the name of the file was needed to decide."""

    name: str
    hinted: bool = False

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.name]


def extension(name: str) -> str:
    """The lower-case extension of a file name, without the dot; empty where there is none."""
    tail = re.split(r"[\\/]", name)[-1]
    return tail.rsplit(".", 1)[-1].lower() if "." in tail else ""


def sniff(data: bytes, name: str = "") -> Kind:
    """The kind of ``data``, which is not empty. Never raises."""
    head = data[:4096]
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return Kind(_zip_kind(data))
    if b"%PDF-" in data[:1024]:
        return Kind("pdf")
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return Kind(_ole_kind(data))
    if data[:3] == b"\x1f\x8b\x08" and _begins_with(data, b"WARC/"):
        return Kind("warc")
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            if kind == "media" and head[8:12] == b"WEBP":
                return Kind("image")
            if signature == b"BM" and head[6:10] != b"\0\0\0\0":  # reserved bytes of a bitmap; else words
                continue
            return Kind(kind)
    if data[257:262] == b"ustar":
        return Kind("tar")
    if head[4:8] == b"ftyp":  # ISO/IEC 14496-12: the brand tells pictures from films
        return Kind("heic" if head[8:12] in _PICTURES else "media")
    if head.startswith(b"From ") and _HEADER.search(head):
        return Kind("mbox")
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    kind = extension(name)
    if _FIRST_LINE.match(plain) and not plain.startswith(b"<"):
        fields = {
            field.lower()
            for field in _HEADER.findall(data[:65536].lstrip().split(b"\n\n", 1)[0].split(b"\r\n\r\n", 1)[0])
        }
        if (
            len(fields) >= 3
            or (fields and kind in ("eml", "emlx", "mht", "mhtml"))
            or {b"mime-version", b"content-type"} <= fields
        ):
            saved = kind in ("mht", "mhtml") or b"snapshot-content-location" in fields or b"Saved by " in head
            return Kind("mhtml" if saved else "mail")
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    shown = head.replace(b"\0", b"") if wide else head
    if shown.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<?xml") and not _HTML.search(shown):
        return Kind("html", True) if kind in ("html", "htm", "xhtml") else Kind("xml")
    # a text about web pages is not a web page: one that is begins with a tag
    if _HTML.search(shown) and (shown.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") or kind not in _TEXTS):
        return Kind("html")
    if not wide and b"%PDF-" in data[:65536] and (kind == "pdf" or b"\0" in head):
        return Kind("pdf")
    for hint, names in _HINTS.items():
        if kind in names:
            return Kind(hint, True)
    if head.startswith(b"window.YTD."):  # an archive of what somebody wrote on Twitter
        return Kind("json")
    return Kind(_text_kind(data[:65536], kind))


def _text_kind(data: bytes, kind: str) -> str:
    """What kind of text it is, by how it begins."""
    from foja.read.captions import BEGINS
    from foja.read.chat import is_chat

    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = data.decode(encoding, "replace")
    if BEGINS.match(text):
        return "captions"
    return "chat" if kind in ("txt", "") and is_chat(text.replace("\r\n", "\n")) else "text"


_PICTURES = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_TEXTS = ("txt", "md", "markdown", "csv", "tsv", "json", "log", "eml")
_HINTS = {
    "html": ("html", "htm", "xhtml"),
    "table": ("csv", "tsv", "tab"),
    "markdown": ("md", "markdown"),
    "json": ("json", "jsonl", "geojson"),
}


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()[:20_000]}
            first = archive.infolist()[0].filename if names else ""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        # a damaged office file still begins with the names of its first parts
        return "docx" if b"word/" in data[:65536] and b"[Content_Types].xml" in data[:65536] else "zip"
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "ppt/presentation.xml" in names:
        return "pptx"
    if "META-INF/container.xml" in names and "content.xml" not in names:
        return "epub"
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return "wacz"
    if "META-INF/manifest.xml" in names and names & {"content.xml", "encrypted-package"}:
        return _declared(data, first)
    return "zip"


def _declared(data: bytes, first: str) -> str:
    """OpenDocument files begin with an uncompressed ``mimetype`` member (ODF 1.3 part 2, 3.3)."""
    head = data[:200] if first == "mimetype" else b""
    if b"opendocument.spreadsheet" in head:
        return "ods"
    return "odp" if b"opendocument.presentation" in head else "odt"


_OLE_STREAMS = (
    ("__properties_version1.0", "msg"),
    ("EncryptedPackage", "locked"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)


def _ole_kind(data: bytes) -> str:
    """By the streams at the root of the compound file; by their bare names where it cannot be opened."""
    from foja.read import compound

    try:
        with compound.opened(data) as ole:
            found = {name.upper() for name in compound.names(ole.root)}
    except Gap:
        found = {name.upper() for name, _ in _OLE_STREAMS if name.encode("utf-16-le") + b"\0\0" in data}
    return next((kind for name, kind in _OLE_STREAMS if name.upper() in found), "ole")


def _begins_with(data: bytes, start: bytes) -> bool:
    """Whether a gzip file unpacks to something that begins with ``start``."""
    try:
        return zlib.decompressobj(31).decompress(data[:65536], len(start)) == start
    except zlib.error:
        return False
