"""Letter: the text of a message as it grows, head, bodies and attachments, whatever file it comes from."""

from __future__ import annotations

from foja.model.source import Member
from foja.model.text import Claimed, Related
from foja.model.vocabulary import ZoneRole
from foja.read.builder import LINE, PARAGRAPH, Builder, clean
from foja.read.draft import Draft
from foja.read.limits import Budget, Limits
from foja.read.metadata import claim, date_claims
from foja.read.zones import Mark, cover

_HEADER = Mark(ZoneRole.HEADER, 0.99, "header line of the message")
_BODY = Mark(ZoneRole.BODY, 0.9, "body of the message")
_NAME = 400


class Letter:
    """Collects the units of a message, with the marks of its lines."""

    def __init__(self, media_type: str, limits: Limits) -> None:
        self.limits = limits
        self.notes: list[str] = []
        self.members: list[Member] = []
        self.builder = Builder(limits)
        self._marks: list[tuple[int, Mark]] = []
        self._related: list[Related] = []
        self._media_type = media_type

    def draft(self) -> Draft:
        return Draft(
            media_type=self._media_type,
            text=self.builder.text,
            units=self.builder.units,
            zones=cover(self.builder.length, self._marks),
            related=self._related,
            notes=self.notes,
            members=self.members,
        )

    def header(self, name: str, value: str) -> None:
        """A line of the head; blank ones are left out."""
        if value.strip():
            unit = self.builder.add(f"{name}: {value}", "header", path=name)
            self._marks.append((unit.start, _HEADER))

    def lines(self, text: str, path: str) -> None:
        """A body of plain text."""
        join = PARAGRAPH
        for line, shown in enumerate(clean(text).split("\n"), 1):
            if shown.strip():
                unit = self.builder.add(shown, "line", join=join, line=line, path=path)
                self._marks.append((unit.start, _BODY))
            join = LINE if shown.strip() else PARAGRAPH

    def page(self, page: Draft, path: str) -> None:
        """The units, zones and items of an HTML part, moved to where its text stands now."""
        shift = 0
        for index, unit in enumerate(page.units):
            join = page.text[page.units[index - 1].end : unit.start] if index else PARAGRAPH
            text = page.text[unit.start : unit.end]
            added = self.builder.add(text, unit.kind, join=join, line=unit.line, path=f"{path} {unit.path}")
            shift = added.start - unit.start
        self._marks += [(zone.start + shift, Mark(zone.role, zone.probability, zone.reason)) for zone in page.zones]
        self._related += [
            Related(text=item.text, start=item.start + shift, end=item.end + shift, url=item.url)
            for item in page.related
        ]

    def mark_body(self, start: int) -> None:
        """Marks what was written to ``builder`` from ``start`` on as body."""
        if start < self.builder.length:
            self._marks.append((start, _BODY))

    def attach(self, name: str, data: bytes, budget: Budget) -> None:
        """An attachment becomes a source of its own; an empty one is only named."""
        if not data:
            self.notes.append(f"the attachment {name[:80]!r} is empty or cannot be decoded")
            return
        budget.member()
        budget.take(len(data))
        self.members.append(Member(name=name[:_NAME], via="attachment", content=data))


def head_claims(values: dict[str, str], moment: str) -> list[Claimed]:
    """Claims of the head: ``Subject``, ``From``, ``To`` and ``Cc``; ``moment``: the date as ISO 8601, or empty."""
    found = claim("title", values["Subject"], "header", 0.9) + claim("author", values["From"], "header", 0.8)
    for name in ("Subject", "From", "To", "Cc"):
        found += claim(name.lower(), values[name], "header", 0.9)
    return found + date_claims("published", moment, "header", 0.8)
