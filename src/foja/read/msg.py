"""MSG ([MS-OXMSG]): Outlook messages. Head, body as text, HTML or compressed RTF, attachments as members.

A message inside a message is a member: a message file of its own, with the same streams.
"""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.message import Message
from typing import Any

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read import compound
from foja.read.draft import Draft
from foja.read.encoding import declared_in, decode
from foja.read.html import read_page
from foja.read.letter import Letter, head_claims
from foja.read.limits import Budget, Limits
from foja.read.metadata import in_order
from foja.read.mime import header
from foja.read.office import corrupt
from foja.read.rtf import write
from foja.read.rtf_text import paragraphs
from foja.read.sniff import MEDIA_TYPES

_PROPERTIES = "__properties_version1.0"
_STREAM = "__substg1.0_"
_SUBJECT, _HEADERS, _BODY, _RTF, _HTML = "0037", "007D", "1000", "1009", "1013"
_SENDER, _SENDER_MAIL, _SENDER_SMTP = "0C1A", "0C1F", "5D01"
_NAME, _MAIL, _SMTP = "3001", "3003", "39FE"
_DATA, _LONG_NAME, _SHORT_NAME = "3701", "3707", "3704"
_SENT, _DELIVERED, _CODEPAGE, _KIND = 0x0039, 0x0E06, 0x3FFD, 0x0C15
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_POINTER = 5
"""As in mail: times that the HTML form must hold the words of the text form, for that to be a mere pointer."""


class _Folder:
    """A folder of the file with its properties: a message, a recipient or an attachment."""

    def __init__(self, ole: Any, folder: Any, budget: Budget, head: int, codepage: str = "cp1252") -> None:
        self.ole, self.folder, self.budget, self.codepage = ole, folder, budget, codepage
        data = compound.stream(ole, folder, _PROPERTIES, budget) or b""
        # Each property has 16 bytes ([MS-OXMSG] 2.4.2): type, number, flags, value.
        pairs = (struct.unpack_from("<HHI8s", data, at) for at in range(head, len(data) - 15, 16))
        self.fixed = {number: value for _, number, _, value in pairs}
        if self.number(_CODEPAGE):
            self.codepage = _known(f"cp{self.number(_CODEPAGE)}")

    def number(self, name: int) -> int:
        return int.from_bytes(self.fixed.get(name, b"\0" * 8)[:4], "little")

    def moment(self, name: int) -> str:
        """A FILETIME as ISO 8601 in UTC, or the empty string."""
        ticks = int.from_bytes(self.fixed.get(name, b""), "little")
        try:
            return (_EPOCH + timedelta(seconds=ticks // 10_000_000)).isoformat() if ticks else ""
        except OverflowError:
            return ""

    def data(self, tag: str) -> bytes | None:
        return compound.stream(self.ole, self.folder, f"{_STREAM}{tag}0102", self.budget)

    def text(self, tag: str) -> str:
        """A string property: UTF-16, or 8 bits in the code page of the message."""
        wide = compound.stream(self.ole, self.folder, f"{_STREAM}{tag}001F", self.budget)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = compound.stream(self.ole, self.folder, f"{_STREAM}{tag}001E", self.budget)
        return (narrow or b"").decode(self.codepage, "replace").rstrip("\0")


def read(original: Original, limits: Limits) -> Draft:
    """Head, body and attachments. Raises ``Gap``: ``corrupt``, ``limit``."""
    budget = Budget(limits)
    letter = Letter(MEDIA_TYPES["msg"], limits)
    with compound.opened(original.content) as ole:
        message = _Folder(ole, ole.root, budget, 32)
        sent = _sent(message, limits)
        values = _head(message, sent, letter)
        _body(message, letter, budget)
        for number, folder in enumerate(compound.folders(ole.root, "__attach_version1.0_"), 1):
            _attachment(_Folder(ole, folder, budget, 8, message.codepage), number, letter)
    draft = letter.draft()
    if not draft.units and not draft.members:
        raise corrupt("The file begins like an Outlook message, but has neither head, body nor attachments.")
    moment = message.moment(_SENT) or message.moment(_DELIVERED)
    draft.claims = in_order(head_claims(values, moment))
    return draft


def _sent(message: _Folder, limits: Limits) -> Message:
    """The head as it came over the network, where the message has one; an empty one where not."""
    return message_from_string(message.text(_HEADERS)[: limits.header_bytes], policy=policy.compat32)


def _head(message: _Folder, sent: Message, letter: Letter) -> dict[str, str]:
    """Writes the head; returns the values that are claims."""
    mail = message.text(_SENDER_SMTP) or message.text(_SENDER_MAIL)
    values = {"From": _person(message.text(_SENDER), mail), "Subject": message.text(_SUBJECT), "To": "", "Cc": ""}
    for kind, person in _recipients(message):
        values[kind] = f"{values[kind]}; {person}" if values.get(kind) else person
    for name in ("From", "To", "Cc", "Subject"):
        values[name] = values[name] or header(sent.get(name) or "").strip()
    date = header(sent.get("Date") or "").strip() or message.moment(_SENT) or message.moment(_DELIVERED)
    for name in ("From", "To", "Cc", "Bcc"):
        letter.header(name, values.get(name, ""))
    letter.header("Date", date)
    letter.header("Subject", values["Subject"])
    for name in ("Reply-To", "Message-ID", "In-Reply-To"):
        letter.header(name, header(sent.get(name) or "").strip())
    return values


def _recipients(message: _Folder) -> Iterator[tuple[str, str]]:
    for folder in compound.folders(message.folder, "__recip_version1.0_"):
        one = _Folder(message.ole, folder, message.budget, 8, message.codepage)
        person = _person(one.text(_NAME), one.text(_SMTP) or one.text(_MAIL))
        if person:
            yield _KINDS.get(one.number(_KIND) & 0xF, "To"), person


def _person(name: str, mail: str) -> str:
    """Addresses of the form ``/O=…`` are internal to a mail server and say nothing outside of it."""
    name, mail = name.strip(), mail.strip()
    if "@" not in mail or mail == name:
        return name or mail
    return f"{name} <{mail}>" if name else mail


def _body(message: _Folder, letter: Letter, budget: Budget) -> None:
    """The text, unless it is a mere pointer to the HTML; without both, the RTF."""
    try:
        plain = message.text(_BODY)
        page = _page(message, letter)
        if page is not None and len(plain.split()) * _POINTER < len(page.text.split()):
            letter.page(page, "body")
        elif plain.strip():
            letter.lines(plain, "body")
        else:
            packed = message.data(_RTF)
            if packed:
                start = letter.builder.length
                write(paragraphs(_unpacked(packed, budget)), letter.builder, "body")
                letter.mark_body(start)
    except Gap as gap:
        if gap.code == OutcomeState.LIMIT:
            raise
        letter.notes.append(f"the body was not read: {gap.what}")


def _page(message: _Folder, letter: Letter) -> Draft | None:
    html = message.data(_HTML)
    source = decode(html, declared_in(html)).text if html else message.text(_HTML)
    if not source.strip():
        return None
    try:
        return read_page(source, letter.limits, voted=False)
    except Gap as gap:
        if gap.code == OutcomeState.NO_TEXT:
            return None
        raise


def _unpacked(packed: bytes, budget: Budget) -> bytes:
    """Compressed RTF ([MS-OXRTFCP]). It grows at most nine times: no bomb can be made of it."""
    from compressed_rtf import decompress
    from compressed_rtf.crc32 import crc32

    budget.take(9 * len(packed))
    # What the library would refuse with an exception of no class is looked at here: head, form, checksum.
    if len(packed) < 16 or packed[8:12] not in (b"LZFu", b"MELA"):
        raise corrupt("The body in compressed RTF has no head.")
    size, crc = struct.unpack_from("<I8xI", packed)
    if crc != (crc32(packed[16 : size + 4]) if packed[8:12] == b"LZFu" else 0):
        raise corrupt("The body in compressed RTF does not match its checksum.")
    return bytes(decompress(packed))


def _attachment(one: _Folder, number: int, letter: Letter) -> None:
    name = one.text(_LONG_NAME) or one.text(_SHORT_NAME) or one.text(_NAME)
    inner = compound.folder_named(one.folder, f"{_STREAM}{_DATA}000D")
    try:
        if inner is None:
            letter.attach(name or f"attachment {number}", one.data(_DATA) or b"", one.budget)
        elif _PROPERTIES in compound.names(inner):
            name = name or _Folder(one.ole, inner, one.budget, 24, one.codepage).text(_SUBJECT)
            letter.attach(f"{name or f'message {number}'}.msg", _message_file(one, inner), one.budget)
        else:
            letter.attach(name or f"object {number}", _object_file(one, inner), one.budget)
    except Gap as gap:
        if gap.code == OutcomeState.LIMIT:
            raise
        letter.notes.append(f"the attachment {(name or str(number))[:80]!r} was not read: {gap.what}")


def _message_file(one: _Folder, inner: Any) -> bytes:
    """The message inside as a file: the head of its properties has 8 bytes more there ([MS-OXMSG] 2.4.1.1)."""
    content = compound.tree(one.ole, inner, one.budget)
    properties = content[_PROPERTIES]
    content[_PROPERTIES] = properties[:24] + bytes(8) + properties[24:]
    return compound.written(content)


def _object_file(one: _Folder, inner: Any) -> bytes:
    """An object of another program (OLE) as a file of its own."""
    return compound.written(compound.tree(one.ole, inner, one.budget))


def _known(name: str) -> str:
    try:
        return codecs.lookup("utf-8" if name == "cp65001" else name).name
    except LookupError:
        return "cp1252"
