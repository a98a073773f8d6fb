"""E-mail (RFC 5322, MIME): header lines, body, attachments as members; and MHTML, pages saved as mail.

Of a body sent as text and as HTML the text is read, unless it is a mere pointer to the HTML. A
message inside a message is a member, so that each is read, cited and dated by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from email.utils import parsedate_to_datetime

from foja.model.errors import Gap
from foja.model.source import Member, Original
from foja.model.text import Claimed, Related
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import LINE, PARAGRAPH, Builder, clean
from foja.read.draft import Draft
from foja.read.html import read_page
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim, date_claims, in_order
from foja.read.mime import Leaf, content_of, header, leaves, parse, text_of
from foja.read.office import corrupt
from foja.read.sniff import MEDIA_TYPES
from foja.read.zones import Mark, cover

_SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To")
_HEADER = Mark(ZoneRole.HEADER, 0.99, "header line of the message")
_BODY = Mark(ZoneRole.BODY, 0.9, "body of the message")
_POINTER = 5
"""Times that the HTML form must hold the words of the text form, for that to be a mere pointer."""


def read(original: Original, limits: Limits) -> Draft:
    """Headers, body and attachments. Raises ``Gap``: ``limit``, ``corrupt``."""
    message = parse(original.content, limits)
    parts = leaves(message, limits)
    writing = _Writing(limits)
    for name in _SHOWN:
        for value in (message.get_all(name) or [])[:50]:
            writing.header(name, header(value).strip())
    bodies = _bodies(parts)
    budget = Budget(limits)
    for number, leaf in enumerate(parts, 1):
        if any(leaf is body for body in bodies):
            writing.body(leaf, number)
        elif not leaf.alternative:
            writing.attach(leaf, number, budget)
    draft = writing.draft()
    if not draft.units and not draft.members:
        raise corrupt("The file begins like a message, but has neither headers, body nor attachments.")
    draft.claims = in_order(_claims(message))
    return draft


def read_saved_page(original: Original, limits: Limits) -> Draft:
    """MHTML (RFC 2557): the first HTML part is the page; its pictures and styles are not text."""
    message = parse(original.content, limits)
    for leaf in leaves(message, limits):
        if leaf.kind not in ("text/html", "application/xhtml+xml"):
            continue
        source, notes = text_of(leaf.part)
        draft = read_page(source, limits, voted=len(source) <= limits.vote_bytes)
        draft.media_type = MEDIA_TYPES["mhtml"]
        draft.notes[:0] = notes
        address = header(message.get("Snapshot-Content-Location") or leaf.part.get("Content-Location") or "")
        if address.startswith(("http://", "https://")):
            draft.claims += claim("url", address, "header", 0.95)
        draft.claims = in_order(draft.claims + date_claims("saved", _moment(message), "header", 0.8))
        return draft
    raise Gap(
        OutcomeState.NO_TEXT.value,
        "The saved page holds no HTML part.",
        next="Save the page again as PDF or as HTML, and add that file too.",
    )


def _bodies(parts: Sequence[Leaf]) -> list[Leaf]:
    """The text parts to read, one of each pair of alternatives."""
    texts = [leaf for leaf in parts if leaf.kind in ("text/plain", "text/html") and not leaf.attached]
    plain = [leaf for leaf in texts if leaf.alternative and leaf.kind == "text/plain"]
    html = [leaf for leaf in texts if leaf.alternative and leaf.kind == "text/html"]
    if not plain or not html:
        return texts
    left_out = plain if _words(plain) * _POINTER < _words(html) else html
    return [leaf for leaf in texts if not any(leaf is other for other in left_out)]


def _words(parts: Sequence[Leaf]) -> int:
    from resiliparse.extract.html2text import extract_plain_text

    count = 0
    for leaf in parts:
        try:
            text, _ = text_of(leaf.part)
        except Gap:
            continue
        count += len((extract_plain_text(text) if leaf.kind == "text/html" else text).split())
    return count


class _Writing:
    """The text of a message as it grows, with the marks of its lines."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._builder = Builder(limits)
        self._marks: list[tuple[int, Mark]] = []
        self._draft = Draft(media_type=MEDIA_TYPES["mail"])

    def draft(self) -> Draft:
        self._draft.text, self._draft.units = self._builder.text, self._builder.units
        self._draft.zones = cover(self._builder.length, self._marks)
        return self._draft

    def header(self, name: str, value: str) -> None:
        if value:
            unit = self._builder.add(f"{name}: {value}", "header", path=name)
            self._marks.append((unit.start, _HEADER))

    def body(self, leaf: Leaf, number: int) -> None:
        try:
            source, notes = text_of(leaf.part)
            page = read_page(source, self._limits, voted=False) if leaf.kind == "text/html" else None
        except Gap as gap:
            if gap.code == OutcomeState.LIMIT:
                raise
            self._draft.notes.append(f"part {number} was not read: {gap.what}")
            return
        self._draft.notes += notes
        if page is not None:
            self._page(page, f"part {number}")
            return
        join = PARAGRAPH
        for line, text in enumerate(clean(source).split("\n"), 1):
            if text.strip():
                unit = self._builder.add(text, "line", join=join, line=line, path=f"part {number}")
                self._marks.append((unit.start, _BODY))
            join = LINE if text.strip() else PARAGRAPH

    def _page(self, page: Draft, path: str) -> None:
        """The units, zones and items of an HTML part, moved to where its text stands now."""
        shift = 0
        for index, unit in enumerate(page.units):
            join = page.text[page.units[index - 1].end : unit.start] if index else PARAGRAPH
            text = page.text[unit.start : unit.end]
            added = self._builder.add(text, unit.kind, join=join, line=unit.line, path=f"{path} {unit.path}")
            shift = added.start - unit.start
        self._marks += [(zone.start + shift, Mark(zone.role, zone.probability, zone.reason)) for zone in page.zones]
        self._draft.related += [
            Related(text=item.text, start=item.start + shift, end=item.end + shift, url=item.url)
            for item in page.related
        ]

    def attach(self, leaf: Leaf, number: int, budget: Budget) -> None:
        data = content_of(leaf.part)
        inner = leaf.part.get_content_maintype() == "message"
        name = (leaf.name or (f"message {number}.eml" if inner else f"part {number}"))[:400]
        if data:
            budget.member()
            budget.take(len(data))
            self._draft.members.append(Member(name=name, via="attachment", content=data))
        elif leaf.attached or inner:
            self._draft.notes.append(f"the attachment {name[:80]!r} is empty or cannot be decoded")


def _moment(message: Message) -> str:
    """The Date header as ISO 8601, or the empty string."""
    try:
        return parsedate_to_datetime(header(message.get("Date") or "")).isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _claims(message: Message) -> list[Claimed]:
    values = {name: header(message.get(name) or "") for name in ("Subject", "From", "To", "Cc")}
    found = claim("title", values["Subject"], "header", 0.9) + claim("author", values["From"], "header", 0.8)
    for name, value in values.items():
        found += claim(name.lower(), value, "header", 0.9)
    return found + date_claims("published", _moment(message), "header", 0.8)
