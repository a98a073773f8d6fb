"""PPT ([MS-PPT]): slides of PowerPoint 97 to 2003 in their order, with tables as text, notes and comments.

The stream "PowerPoint Document" is a row of records (2.3.1), some of which hold others. A save appends: the newest
edit (UserEditAtom, 2.3.3) leads to those before it, and each brings a list of where the objects of the file stand,
of which the newest place counts. The document lists its slides and notes; text in placeholders stands in that list,
text in other boxes on the slide itself, which refers to the list by number. Comments stand among what later programs
added to a slide (2.5.21), in records inside a record that holds bytes to all others.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import Any

from foja.model.errors import Gap
from foja.model.record import Record
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read import compound
from foja.read.builder import LINE, PARAGRAPH, Builder
from foja.read.draft import Draft
from foja.read.embedded import Found, attach, inflated, unwrapped
from foja.read.limits import UNLOCK, Budget, Limits, again
from foja.read.metadata import claim
from foja.read.office import corrupt, said_of_itself
from foja.read.sniff import MEDIA_TYPES
from foja.read.written import BODY, MARKS, first_line
from foja.read.zones import cover

_EDIT, _PLACES, _LIST, _OF_LIST = 4085, 6002, 4080, 1011
_HEAD, _WIDE, _NARROW, _REFERENCE, _NOTES, _OBJECT = 3999, 4000, 4008, 3998, 1009, 4113
_ADDED, _COMMENT, _STRING, _SHOWING = 5003, 12000, 4026, 1017
_COMMENT_TEXT = 1
"""Instance of the string of a comment that is its text; the others are author and initials (2.5.23)."""
_NOT_SHOWN = 0x0004
"""Bit of the flags of a slide's showing (2.6.6) that leaves it out."""
_SLIDES, _NOTE_PAGES = 0, 2
"""Instances of a list: of slides, of notes; 1 is that of masters, whose text is a pattern."""
_LOCKED = 0xF3D1C4DF
_DEEP, _MOST = 32, 200_000
_FILLED_IN = "*"
"""Stands for the date or the number of the slide, which the program fills in."""
_TITLES = (0, 6)
"""Kinds of text (2.13.33): a title, a centred title."""


class Chunk(Record, frozen=True):
    """A record: its kind and instance, and where its content stands."""

    kind: int
    instance: int
    whole: bool
    start: int
    end: int


class Text(Record, frozen=True):
    """Text of a box; ``title``: in the place of a title."""

    text: str
    title: bool = False


class Listed(Record, frozen=True):
    """A slide or a page of notes in the document's list: its number among the objects, its own identifier, and the
    text of its placeholders."""

    number: int
    identifier: int
    texts: tuple[Text, ...]


def read(original: Original, limits: Limits) -> Draft:
    """Text of the slides, each followed by its notes and comments.
    Raises ``Gap``: ``corrupt``, ``encrypted``, ``limit``."""
    budget, builder, notes = Budget(limits), Builder(limits), []
    with compound.opened(original.content) as ole:
        show = _Show(ole, budget)
        claims = said_of_itself(ole)
    slides, pages = show.listed(_SLIDES), show.listed(_NOTE_PAGES)
    beside = {show.slide_of(page): page for page in pages}
    if len(slides) > limits.pages:
        notes.append(
            f"it has {len(slides):,} slides; the first {limits.pages:,} were read. {again('pages', len(slides))}"
        )
    for number, slide in enumerate(slides[: limits.pages], 1):
        place = f"slide {number}{'' if show.shown(slide) else ' (hidden)'}"
        _write(show.texts(slide), builder, "", number, place)
        if (page := beside.get(slide.identifier)) is not None:
            _write(show.texts(page), builder, "note", number, f"{place}, notes")
        _write(show.comments(slide), builder, "comment", number, f"{place}, comments")
    titles = [unit for unit in builder.units if unit.kind == "heading"]
    if not any(one.field == "title" for one in claims):
        text = builder.text
        claims += [
            one
            for unit in titles[:1]
            for one in claim("title", text[unit.start : unit.end], "text", 0.7, unit.start, unit.end)
        ] or first_line(builder)
    draft = Draft(
        media_type=MEDIA_TYPES["ppt"],
        text=builder.text,
        units=builder.units,
        zones=cover(builder.length, ((unit.start, MARKS.get(unit.kind, BODY)) for unit in builder.units)),
        claims=claims,
        notes=notes,
    )
    return attach(draft, builder, show.objects(budget))


def _write(texts: list[Text], builder: Builder, kind: str, number: int, path: str) -> None:
    line = 0
    for one in texts:
        for at, paragraph in enumerate(part for part in one.text.split("\r") if part.strip()):
            line += 1
            heading = "heading" if one.title and not kind else "paragraph"
            shown = paragraph.replace("\x0b", "\n").strip("\n")
            builder.add(shown, kind or heading, join=LINE if at else PARAGRAPH, page=number, line=line, path=path)


class _Show:
    def __init__(self, ole: Any, budget: Budget) -> None:
        self.data = compound.stream(ole, ole.root, "PowerPoint Document", budget) or b""
        user = compound.stream(ole, ole.root, "Current User", budget) or b""
        if len(user) < 20:
            raise corrupt("The presentation does not say where its newest state begins.")
        _, token, self.newest = struct.unpack_from("<3I", user, 8)
        if token == _LOCKED:
            raise Gap(OutcomeState.ENCRYPTED.value, "The presentation opens only with a password.", next=UNLOCK)
        self.places, document = self._places()
        self.document = self._object(document)

    def listed(self, instance: int) -> list[Listed]:
        """The slides or pages of notes, in the order in which they are shown."""
        found: list[Listed] = []
        for part in self._inside(self.document):
            if part.kind == _LIST and part.instance == instance:
                found += self._entries(part)
        return found

    def slide_of(self, page: Listed) -> int:
        """The identifier of the slide that a page of notes belongs to; -1 where it says none."""
        for one in self._inside(self._object(page.number)):
            if one.kind == _NOTES and one.end - one.start >= 4:
                return int(struct.unpack_from("<I", self.data, one.start)[0])
        return -1

    def shown(self, slide: Listed) -> bool:
        """Whether the slide is shown when the presentation runs."""
        for one in self._inside(self._object(slide.number)):
            if one.kind == _SHOWING and one.end - one.start >= 12:
                flags = int.from_bytes(self.data[one.start + 10 : one.start + 12], "little")
                return not flags & _NOT_SHOWN
        return True

    def comments(self, slide: Listed) -> list[Text]:
        """What people remarked on a slide."""
        found = []
        for added in self._walk(self._object(slide.number)):
            inside = self._inside(added) if added.kind == _ADDED else iter(())
            for comment in (one for one in inside if one.kind == _COMMENT):
                for one in self._inside(comment):
                    if one.kind == _STRING and one.instance == _COMMENT_TEXT:
                        text = self.data[one.start : one.end].decode("utf-16-le", "replace")
                        found.append(Text(text=text.strip("\0")))
        return found

    def objects(self, budget: Budget) -> Iterator[Found]:
        """Files inside the presentation, each an object of its own, mostly packed (2.10.34)."""
        for number, place in sorted(self.places.items()):
            record = self._record(place) if place + 8 <= len(self.data) else None
            if record is not None and record.kind == _OBJECT:
                yield f"object {number}", partial(self._files, record, f"object {number}", budget)

    def _files(self, record: Chunk, name: str, budget: Budget) -> Iterator[tuple[str, bytes]]:
        data = self.data[record.start : record.end]
        if record.instance == 1:
            data = inflated(data[4:], budget.limits)
            budget.take(len(data))
        yield from unwrapped(name, data, budget)

    def texts(self, one: Listed) -> list[Text]:
        """All text on a slide, in the order of its boxes; placeholders that no box shows stand first."""
        found, used = [], set()
        title = False
        for record in self._walk(self._object(one.number)):
            if record.kind == _HEAD:
                title = self._long(record) in _TITLES
            elif record.kind == _REFERENCE:
                number = self._long(record)
                if 0 <= number < len(one.texts):
                    used.add(number)
                    found.append(one.texts[number])
            elif record.kind in (_WIDE, _NARROW) and (text := self._text(record)) != _FILLED_IN:
                found.append(Text(text=text, title=title))
        return [text for number, text in enumerate(one.texts) if number not in used] + found

    def _places(self) -> tuple[dict[int, int], int]:
        """Where each object stands by the newest edit that says so, and the number of the document."""
        places: dict[int, int] = {}
        document, at, seen = -1, self.newest, set[int]()
        while at and at not in seen and len(seen) < 1000:
            seen.add(at)
            edit = self._record(at)
            if edit.kind != _EDIT or edit.end - edit.start < 20:
                raise corrupt("The presentation does not lead to its newest state.")
            _, _, at, where, number = struct.unpack_from("<5I", self.data, edit.start)
            document = number if document < 0 else document
            for number, place in self._listed_places(self._record(where)):
                places.setdefault(number, place)
        return places, document

    def _listed_places(self, record: Chunk) -> Iterator[tuple[int, int]]:
        if record.kind != _PLACES:
            raise corrupt("The presentation does not say where its parts stand.")
        at = record.start
        while at + 4 <= record.end:
            (head,) = struct.unpack_from("<I", self.data, at)
            first, count = head & 0xFFFFF, head >> 20
            at += 4
            for number in range(min(count, (record.end - at) // 4)):
                yield first + number, struct.unpack_from("<I", self.data, at + 4 * number)[0]
            at += 4 * count

    def _entries(self, part: Chunk) -> Iterator[Listed]:
        number, identifier, texts, title = -1, -1, list[Text](), False
        for record in self._inside(part):
            if record.kind == _OF_LIST and record.end - record.start >= 16:
                if number >= 0:
                    yield Listed(number=number, identifier=identifier, texts=tuple(texts))
                number, _, _, identifier = struct.unpack_from("<4I", self.data, record.start)
                texts = []
            elif record.kind == _HEAD:
                title = self._long(record) in _TITLES
                texts.append(Text(text="", title=title))
            elif record.kind in (_WIDE, _NARROW) and texts:
                texts[-1] = Text(text=self._text(record), title=title)
        if number >= 0:
            yield Listed(number=number, identifier=identifier, texts=tuple(texts))

    def _object(self, number: int) -> Chunk:
        """The record of an object, by its number."""
        return self._record(self.places.get(number, len(self.data)))

    def _record(self, at: int) -> Chunk:
        if at + 8 > len(self.data):
            raise corrupt("The presentation is cut off, or names a place behind its end.")
        version, kind, length = struct.unpack_from("<HHI", self.data, at)
        end = min(at + 8 + length, len(self.data))
        return Chunk(kind=kind, instance=version >> 4, whole=version & 0xF != 0xF, start=at + 8, end=end)

    def _inside(self, record: Chunk) -> Iterator[Chunk]:
        at = record.start
        while at + 8 <= record.end:
            found = self._record(at)
            yield found
            at = found.end

    def _walk(self, record: Chunk) -> Iterator[Chunk]:
        """All records below one, in their order."""
        stack, count = [(record, 0)], 0
        while stack:
            one, depth = stack.pop()
            count += 1
            if count > _MOST or depth > _DEEP:
                raise corrupt("The parts of a slide are nested too deeply, or are too many.")
            yield one
            if not one.whole:
                stack += [(inner, depth + 1) for inner in reversed(list(self._inside(one)))]

    def _long(self, record: Chunk) -> int:
        return int.from_bytes(self.data[record.start : record.start + 4], "little")

    def _text(self, record: Chunk) -> str:
        data = self.data[record.start : record.end]
        return data.decode("utf-16-le", "replace") if record.kind == _WIDE else data.decode("latin-1")
