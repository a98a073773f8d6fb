"""MIME structure of a message: checked, taken apart, decoded.

Python's ``email`` with the ``compat32`` policy: the newer policies parse every header at once and can
be made to use gigabytes. Sizes and counts are checked on the bytes before the parser sees them.
"""

from __future__ import annotations

import binascii
import re
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from typing import NamedTuple

from foja.model.errors import Gap
from foja.read.encoding import decode
from foja.read.limits import Limits, over
from foja.read.office import corrupt

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_PART = re.compile(rb"(?m)^--[^\r\n]{1,200}\r?$")
_NESTED = re.compile(rb"(?i)message/rfc822")
_DEEPEST = 20
_MOST_NESTED = 100
_LONGEST_HEADER = 20_000


class Leaf(NamedTuple):
    """A part without parts. ``one_of_two``: it stands in a ``multipart/alternative``."""

    part: Message
    one_of_two: bool

    @property
    def kind(self) -> str:
        return self.part.get_content_type()

    @property
    def name(self) -> str:
        """The file name that the part claims, as text; empty where it has none."""
        try:
            return header(self.part.get_filename() or "")
        except (ValueError, LookupError, TypeError, AttributeError):
            return ""

    @property
    def attached(self) -> bool:
        return bool(self.name) or (self.part.get_content_disposition() or "") == "attachment"

    @property
    def alternative(self) -> bool:
        """One of the forms in which a body is given."""
        return self.one_of_two and self.part.get_content_maintype() == "text" and not self.name


def parse(content: bytes, limits: Limits) -> Message:
    """The message in ``content``. Raises ``Gap("limit" | "corrupt")``."""
    end = _END_OF_HEADERS.search(content)
    size = end.start() if end else len(content)
    if size > limits.header_bytes:
        raise over(
            f"The header block has {size:,} bytes; the limit is {limits.header_bytes:,}. "
            "Ordinary messages have less than 20,000.",
            limit="header_bytes",
            need=size,
        )
    # lines that begin with two hyphens: boundaries, and here and there a signature
    if (
        sum(1 for _, _ in zip(_PART.finditer(content), range(4 * limits.mime_parts + 1), strict=False))
        > 4 * limits.mime_parts
    ):
        raise over(f"The message has more than {limits.mime_parts:,} parts.", limit="mime_parts")
    if sum(1 for _, _ in zip(_NESTED.finditer(content), range(_MOST_NESTED + 1), strict=False)) > _MOST_NESTED:
        raise over(f"The message holds more than {_MOST_NESTED} messages inside messages.")
    try:
        return message_from_bytes(content, policy=policy.compat32)
    except RecursionError as error:
        raise over("Messages are nested inside messages too deeply.") from error
    except (ValueError, LookupError) as error:
        raise corrupt(f"The message cannot be taken apart ({error}).") from error


def leaves(message: Message, limits: Limits) -> list[Leaf]:
    """The leaves in order. A message inside a message is one leaf and is not opened. Raises ``Gap("limit")``."""
    found: list[Leaf] = []
    queue: list[tuple[Message, int, bool]] = [(message, 0, False)]
    while queue:
        part, depth, choice = queue.pop(0)
        if depth > _DEEPEST or len(found) > limits.mime_parts:
            raise over(f"The message has more than {limits.mime_parts:,} parts, or parts inside parts {_DEEPEST} deep.")
        payload = part.get_payload()
        if part.is_multipart() and isinstance(payload, list) and part.get_content_maintype() != "message":
            choice = choice or part.get_content_type() == "multipart/alternative"
            queue[:0] = [(child, depth + 1, choice) for child in payload if isinstance(child, Message)]
        else:
            found.append(Leaf(part, choice))
    return found


def content_of(part: Message) -> bytes:
    """The decoded bytes of a leaf; of a message inside a message, the message written out again."""
    payload = part.get_payload()
    if part.get_content_maintype() == "message" and isinstance(payload, list):
        inner = payload[0] if payload else None
        return inner.as_bytes(policy=policy.compat32) if isinstance(inner, Message) else b""
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        data = None
    return data if isinstance(data, bytes) else b""


def text_of(part: Message) -> tuple[str, list[str]]:
    """Characters of a text leaf, and notes on their encoding. Raises ``Gap("unsupported")``."""
    try:
        declared = part.get_content_charset() or ""
    except (ValueError, LookupError, TypeError):
        declared = ""
    decoded = decode(content_of(part), declared)
    return decoded.text, list(decoded.notes)


def header(value: object) -> str:
    """A header value with its encoded words (RFC 2047) decoded; as it stands where they are damaged."""
    text = str(value)[:_LONGEST_HEADER]
    try:
        pieces = decode_header(text)
    except (ValueError, LookupError, binascii.Error):
        return text
    shown = []
    for piece, charset in pieces:
        if isinstance(piece, bytes):
            try:
                known = charset and charset != "unknown-8bit"
                shown.append(piece.decode(charset or "ascii") if known else decode(piece).text)
            except (LookupError, UnicodeDecodeError, Gap):
                shown.append(piece.decode("latin-1"))
        else:
            shown.append(piece)
    return re.sub(r"\s*[\r\n]+\s*", " ", "".join(shown))
