"""WARC (ISO 28500): web archives. Each page, document or picture that was captured becomes a source of its own.

Its receipt says the address and the time of the capture, as the archive has them. The block digest of a
record is computed again; one that does not match is noted, not hidden. The text of the archive itself
is the list of its captures.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections import Counter
from typing import Any, NamedTuple

from foja.model.errors import Gap
from foja.model.source import Member, Original
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import Builder
from foja.read.draft import Draft
from foja.read.limits import MB, Budget, Limits, over
from foja.read.metadata import claim, date_claims
from foja.read.office import corrupt
from foja.read.sniff import MEDIA_TYPES
from foja.read.zones import Mark, cover

VIA = "capture"
_LIST = Mark(ZoneRole.OTHER, 0.99, "list of the captures of the archive")
_KINDS = (
    "text/html", "application/xhtml+xml", "text/plain", "text/csv", "text/markdown", "application/pdf", "image/",
    "application/json", "application/xml", "text/xml", "application/rtf", "application/msword", "application/vnd.",
    "application/epub+zip", "message/rfc822", "application/zip",
)  # fmt: skip
"""Media types that are taken out: documents and pictures. Scripts, styles, fonts and films stay in the archive."""
_PICTURES_OF_A_PAGE = ("image/svg", "image/x-icon", "image/vnd.microsoft.icon")
_CAPTURES = ("response", "resource", "conversion")
_DIGESTS = ("sha1", "sha256", "sha512", "md5")
_NOTED = 20
_MOST_RECORDS = 20
"""How many times the limit of members there may be records: a page comes with scripts and requests."""


class Capture(NamedTuple):
    """A record that is taken out. ``status``: of the HTTP answer, 0 where there was none."""

    url: str
    date: str
    media_type: str
    status: int
    content: bytes


def read(original: Original, limits: Limits) -> Draft:
    """Captures as members. Raises ``Gap``: ``corrupt``, ``limit``, ``empty``."""
    reading = _Reading(limits, len(original.content))
    builder = Builder(limits)
    reading.run(original.content)
    if not reading.captures and not reading.counts:
        raise corrupt("The file begins like a web archive, but holds no record that can be read.")
    if not reading.captures:
        raise Gap(
            OutcomeState.EMPTY.value,
            f"The archive holds {_counted(reading.counts)}, and no page, document or picture.",
            next="Nothing is lost: the archive is preserved. Look at it with a program that replays web archives.",
        )
    for number, one in enumerate(reading.captures, 1):
        shown = " ".join(part for part in (one.date, one.media_type, one.url) if part)
        builder.add(shown, "member", line=number, path=f"record {number}")
    return Draft(
        media_type=MEDIA_TYPES["warc"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, [(0, _LIST)]),
        claims=claim("records", _counted(reading.counts), "file", 0.95),
        notes=reading.all_notes(),
        members=[
            Member(
                name=one.url[:400] or "capture", via=VIA, content=one.content, received_from=one.url, modified=one.date
            )
            for one in reading.captures
        ],
    )


def capture_claims(url: str, date: str) -> list[Claimed]:
    """What the receipt of a capture says about it: its address, and when it was captured."""
    address = claim("url", url, VIA, 0.95) if url.startswith(("http://", "https://")) else []
    return address + date_claims("captured", date, VIA, 0.95)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(counts.items()))


class _Reading:
    """Goes through the records once, under one budget."""

    def __init__(self, limits: Limits, size: int) -> None:
        self.limits, self.size = limits, size
        self.budget = Budget(limits)
        self.captures: list[Capture] = []
        self.counts: Counter[str] = Counter()
        self.notes: list[str] = []
        self.more = 0
        self.seen: set[tuple[str, str, str]] = set()

    def note(self, text: str) -> None:
        if len(self.notes) < _NOTED:
            self.notes.append(text)
        else:
            self.more += 1

    def all_notes(self) -> list[str]:
        again = self.counts["revisit records"]
        found = [f"{again:,} captures are the same as earlier ones, which this archive may not hold"] if again else []
        return found + self.notes + ([f"and {self.more:,} notes like these"] if self.more else [])

    def run(self, content: bytes) -> None:
        from fastwarc.warc import ArchiveIterator

        try:
            for number, record in enumerate(ArchiveIterator(io.BytesIO(content), parse_http=False), 1):
                if number > _MOST_RECORDS * self.limits.members:
                    raise over(
                        f"It holds more than {_MOST_RECORDS * self.limits.members:,} records.",
                        limit="members",
                        need=number // _MOST_RECORDS + 1,
                    )
                self._record(record)
        except (OSError, ValueError, EOFError, KeyError) as error:
            if not self.captures and not self.counts:
                raise corrupt(f"The file begins like a web archive, but cannot be read ({error}).") from error
            self.note(f"the archive is damaged after {sum(self.counts.values()):,} records ({error})")

    def _record(self, record: Any) -> None:
        kind = str(record.record_type).rsplit(".", 1)[-1]
        self.counts[f"{kind} records"] += 1
        if kind not in _CAPTURES:
            return
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        size = int(record.content_length)
        if size > min(self.budget.left, self.limits.original_bytes):
            self.note(f"{url[:120]!r} with {size:,} bytes was not taken out: more than the limit expanded_bytes leaves")
            return
        if size > MB and size > self.limits.ratio * self.size:
            raise over(
                f"The record of {url[:120]!r} grows to {size:,} bytes: the shape of a decompression bomb.",
                limit="ratio",
            )
        block = record.reader.read(size)
        if len(block) < size:
            self.note(f"the record of {url[:120]!r} is cut off after {len(block):,} of {size:,} bytes")
        elif not _matches(block, record.headers.get("WARC-Block-Digest") or ""):
            self.note(f"the record of {url[:120]!r} does not match the digest that the archive has of it")
        self._take(record, block, url)

    def _payload(self, stream: Any, size: int, url: str) -> bytes:
        """The decoded answer, a piece at a time: it is looked at while it grows. ``size``: that of its record."""
        most = min(self.budget.left, max(MB, self.limits.ratio * size))
        pieces: list[bytes] = []
        found = 0
        while piece := stream.read(MB):
            found += len(piece)
            if found > most:
                raise over(
                    f"The answer for {url[:120]!r} grows from {size:,} to over {most:,} bytes: a decompression bomb.",
                    limit="expanded_bytes" if most == self.budget.left else "ratio",
                )
            pieces.append(piece)
        return b"".join(pieces)

    def _take(self, record: Any, block: bytes, url: str) -> None:
        date, status = record.headers.get("WARC-Date") or "", 0
        kind = (record.headers.get("Content-Type") or "").lower()
        payload = block
        if kind.startswith("application/http") or block.startswith(b"HTTP/"):
            record.set_bytes_content(block)
            try:
                record.parse_http(auto_decode="all", strict_mode=False)
                status = record.http_headers.status_code or 0
                kind = (record.http_headers.get("Content-Type") or "").lower()
                payload = self._payload(record.reader, len(block), url)
            except (OSError, ValueError, AttributeError) as error:
                self.note(f"the answer recorded for {url[:120]!r} cannot be decoded ({error})")
                return
        kind = kind.split(";")[0].strip()
        if not payload or (status and not 200 <= status < 300) or not _wanted(kind, payload):
            self.counts[f"answers that are not taken out ({status or kind or 'no type'})"] += 1
            return
        same = (url, date, hashlib.sha256(payload).hexdigest())
        if same in self.seen:
            return
        self.seen.add(same)
        self.budget.member()
        self.budget.take(len(payload))
        self.captures.append(Capture(url, date, kind, status, payload))


def _wanted(kind: str, payload: bytes) -> bool:
    if kind:
        return kind.startswith(_KINDS) and not kind.startswith(_PICTURES_OF_A_PAGE)
    return payload[:1024].lstrip()[:1] == b"<" or payload.startswith(b"%PDF-")


def _matches(block: bytes, stated: str) -> bool:
    """Whether a labelled digest is that of ``block``; what cannot be checked counts as matching."""
    name, _, value = stated.partition(":")
    name, value = name.strip().lower().replace("-", ""), value.strip().rstrip("=")
    if name not in _DIGESTS or not value:
        return True
    made = hashlib.new(name, block, usedforsecurity=False)
    shown = (made.hexdigest(), base64.b32encode(made.digest()).decode().rstrip("=").lower())
    return value.lower() in shown or value == base64.b64encode(made.digest()).decode().rstrip("=")
