"""E-mail (RFC 5322, MIME): header lines, body, attachments as members; and MHTML, pages saved as mail.

Of a body sent as text and as HTML the text is read, unless it is a mere pointer to the HTML. A
message inside a message is a member, so that each is read, cited and dated by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from email.message import Message
from email.utils import parsedate_to_datetime

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Claimed
from foja.model.vocabulary import OutcomeState
from foja.read.draft import Draft
from foja.read.html import read_page
from foja.read.letter import Letter, head_claims
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim, date_claims, in_order
from foja.read.mime import Leaf, content_of, header, leaves, parse, text_of
from foja.read.office import corrupt
from foja.read.sniff import MEDIA_TYPES

_SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID", "In-Reply-To")
_POINTER = 5
"""Times that the HTML form must hold the words of the text form, for that to be a mere pointer."""


def read(original: Original, limits: Limits) -> Draft:
    """Headers, body and attachments. Raises ``Gap``: ``limit``, ``corrupt``."""
    message = parse(original.content, limits)
    parts = leaves(message, limits)
    letter = Letter(MEDIA_TYPES["mail"], limits)
    for name in _SHOWN:
        for value in (message.get_all(name) or [])[:50]:
            letter.header(name, header(value).strip())
    bodies = _bodies(parts)
    budget = Budget(limits)
    for number, leaf in enumerate(parts, 1):
        if any(leaf is body for body in bodies):
            _body(letter, leaf, number)
        elif not leaf.alternative:
            _attach(letter, leaf, number, budget)
    draft = letter.draft()
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


def _body(letter: Letter, leaf: Leaf, number: int) -> None:
    try:
        source, notes = text_of(leaf.part)
        page = read_page(source, letter.limits, voted=False) if leaf.kind == "text/html" else None
    except Gap as gap:
        if gap.code == OutcomeState.LIMIT:
            raise
        letter.notes.append(f"part {number} was not read: {gap.what}")
        return
    letter.notes += notes
    if page is not None:
        letter.page(page, f"part {number}")
    else:
        letter.lines(source, f"part {number}")


def _attach(letter: Letter, leaf: Leaf, number: int, budget: Budget) -> None:
    data = content_of(leaf.part)
    inner = leaf.part.get_content_maintype() == "message"
    if data or leaf.attached or inner:
        letter.attach(leaf.name or (f"message {number}.eml" if inner else f"part {number}"), data, budget)


def _moment(message: Message) -> str:
    """The Date header as ISO 8601, or the empty string."""
    try:
        return parsedate_to_datetime(header(message.get("Date") or "")).isoformat()
    except (ValueError, TypeError, IndexError):
        return ""


def _claims(message: Message) -> list[Claimed]:
    values = {name: header(message.get(name) or "") for name in ("Subject", "From", "To", "Cc")}
    return head_claims(values, _moment(message))
