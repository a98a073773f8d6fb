"""Messages, saved pages and archives."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile

import pytest

from foja.model.errors import Gap
from foja.model.record import digest
from read.samples import docx, in_role, paragraph, read, zipped

_MAIL = """From: =?utf-8?q?Ana_Ejemplo?= <ana@example.org>\r
To: desk@example.org\r
Date: Tue, 7 Oct 2025 10:12:00 -0300\r
Subject: =?utf-8?b?QXVkaWVuY2lhIGRlbCBsdW5lcw==?=\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=B\r
\r
--B\r
Content-Type: multipart/alternative; boundary=A\r
\r
--A\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: 8bit\r
\r
The hearing began at nine o'clock, and the caf\xe9 was closed.\r
\r
> It was open on Monday.\r
--A\r
Content-Type: text/html\r
\r
<p>The hearing began at nine o'clock, and the caf&eacute; was closed.</p>\r
--A--\r
--B\r
Content-Type: application/octet-stream; name="../../memo.docx"\r
Content-Disposition: attachment; filename="../../memo.docx"\r
Content-Transfer-Encoding: base64\r
\r
UEsDBA==\r
--B\r
Content-Type: message/rfc822\r
\r
Subject: inner\r
From: b@example.org\r
\r
Inner body.\r
--B--\r
""".encode("latin-1")


def test_headers_body_and_attachments() -> None:
    text, reading, members = read(_MAIL, "m.eml")
    assert "message/rfc822" == reading.media_type
    assert (
        "From: Ana Ejemplo <ana@example.org>\nTo: desk@example.org\nDate: Tue, 7 Oct 2025 10:12:00 -0300\n"
        "Subject: Audiencia del lunes\n\n" == in_role(text, reading, "header")
    )
    assert "The hearing began at nine o'clock, and the café was closed.\n\n> It was open on Monday." == in_role(
        text, reading, "body"
    )
    assert [("../../memo.docx", "attachment", b"PK\x03\x04")] == [(m.name, m.via, m.content) for m in members[:1]]
    assert "message 4.eml" == members[1].name
    assert b"Inner body." in members[1].content
    assert tuple(digest(member.content) for member in members) == reading.members
    assert ("Audiencia del lunes", "Ana Ejemplo <ana@example.org>", "2025-10-07", "2025-10-07T10:12:00-03:00") == tuple(
        reading.claim(name) for name in ("title", "author", "published", "published_time")
    )
    assert {"header"} == {claim.origin for claim in reading.claims if claim.field == "published"}


def test_a_pointer_to_the_html_form_is_not_the_body() -> None:
    words = " ".join(f"word{number}" for number in range(60))
    mail = (
        "From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/alternative; boundary=A\n\n--A\n"
        f"Content-Type: text/plain\n\nSee the HTML form.\n--A\nContent-Type: text/html\n\n<p>{words}</p>\n--A--\n"
    )
    text, reading, members = read(mail, "m.eml")
    assert words in in_role(text, reading, "body")
    assert "See the HTML" not in text
    assert [] == members


def test_a_saved_page_is_read_as_a_page() -> None:
    page = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example.org/a\r\nSubject: x\r\n"
        "Date: Tue, 7 Oct 2025 10:12:00 -0300\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><title>Caf=C3=A9 closed today</title></head>"
        "<body><h1>Caf=C3=A9 closed today</h1><p>It was=\r\n closed.</p></body></html>\r\n--B\r\n"
        "Content-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--B--\r\n"
    )
    text, reading, members = read(page, "saved.mhtml")
    assert "Café closed today\n\nIt was closed." == text
    assert ("https://post.example.org/a", "2025-10-07", "multipart/related") == (
        reading.claim("url"),
        reading.claim("saved"),
        reading.media_type,
    )
    assert [] == members


def test_zip_members_go_back_to_the_caller() -> None:
    memo = docx(paragraph("x"))
    text, reading, members = read(zipped(("a.txt", "one"), ("../../b.docx", memo), ("dir/", "")), "x.zip")
    assert [("a.txt", b"one", "member"), ("../../b.docx", memo, "member")] == [
        (m.name, m.content, m.via) for m in members
    ]
    assert "a.txt\n../../b.docx" == text
    assert text == in_role(text, reading, "other")
    assert () == reading.notes


def _tar() -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("dir/a.txt")
        info.size = 3
        archive.addfile(info, io.BytesIO(b"one"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.tar", _tar()),
        ("x.tgz", gzip.compress(_tar(), mtime=0)),
        ("x.tar.bz2", bz2.compress(_tar())),
        ("x.tar.xz", lzma.compress(_tar())),
    ],
)
def test_tar_in_every_wrapping(name: str, data: bytes) -> None:
    text, reading, members = read(data, name)
    assert "dir/a.txt\nlink" == text
    assert [("dir/a.txt", b"one")] == [(member.name, member.content) for member in members]
    assert "1 of 2 members were read" == reading.notes[0]
    assert "link" in reading.notes[1]


def test_a_compressed_file_is_one_member() -> None:
    data = gzip.compress(b"some text", mtime=0) + gzip.compress(b" and more", mtime=0)
    _, _, members = read(data, "folder/note.txt.gz")
    assert [("note.txt", b"some text and more")] == [(member.name, member.content) for member in members]


def test_a_mailbox_is_its_messages() -> None:
    box = b"From a@b Tue\nFrom: a@b\nSubject: 1\n\nbody\n>From here\n\nFrom c@d Wed\nFrom: c@d\nSubject: 2\n\nbody 2\n"
    _, _, members = read(box, "x.mbox")
    assert ["message 1.eml", "message 2.eml"] == [member.name for member in members]
    assert members[0].content.endswith(b">From here\n\n")


def test_an_empty_archive_is_empty() -> None:
    with pytest.raises(Gap) as caught:
        read(zipped(("dir/", "")), "x.zip")
    assert "empty" == caught.value.code
