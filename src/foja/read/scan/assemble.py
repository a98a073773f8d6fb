"""One canonical text from the pages of a source: those with a text layer as it gave them, the others as recognised.

Pure; meets no foreign bytes. A recognised page takes the place of what little text its layer held; where nothing was
recognised, that stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby

from foja.model.errors import Gap
from foja.model.record import digest
from foja.model.text import (
    CanonicalText,
    Document,
    Reading,
    RecognisedPage,
    Recognition,
    Unit,
    Word,
    around,
)
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import LINE, PARAGRAPH, Builder
from foja.read.language import claims_of_language
from foja.read.limits import Limits
from foja.read.pdf import pages_in_words
from foja.read.pdf_page import PageLine
from foja.read.running_heads import mark_pages
from foja.read.scan.engine import how_to_install, named
from foja.read.scan.languages import OSD
from foja.read.scan.records import Look, PageText, Scan, ScanLine, ScanSetting
from foja.read.zones import BODY, Mark, cover

_UNREAD = 5
"""Hundredths of the dark of a page outside of words, from which a person is told."""
_AT_THE_END = ("comment", "hidden", "member")
"""Kinds of units that stand apart from the pages."""
_LOW = 80
"""Confidence of a page below which a person is told."""


def to_recognise(scan: Scan, look: Look) -> list[int]:
    """Pages that are pictures."""
    count = len(look.sizes)
    return [n for n in scan.kept.reading.bare if n <= count] if scan.kept else list(range(1, count + 1))


def assemble(
    scan: Scan, look: Look, pages: Sequence[PageText], setting: ScanSetting, limits: Limits, version: str
) -> tuple[CanonicalText, Reading]:
    """The text and its reading. Raises ``Gap`` where nothing at all could be read."""
    builder = Builder(limits)
    lines: list[PageLine] = []
    words: list[Word] = []
    given: dict[int, Mark] = {}
    found = {page.page: page for page in pages}
    kept = _kept(scan.kept, len(look.sizes))
    for number in range(1, max([len(look.sizes), *kept], default=0) + 1):
        page = found.get(number)
        read = page is not None and bool(page.lines)
        if page is not None and read:
            given |= _recognised(builder, lines, words, page, setting)
        for unit, text, join, mark in kept.get(number, ()):
            if read and unit.kind == "line":
                continue
            own = builder.add(text, unit.kind, join=join, page=unit.page, line=unit.line, box=unit.box, path=unit.path)
            if unit.kind == "line":
                lines.append(PageLine(number, unit.line or 1, text, unit.box))
            else:
                given[own.start] = mark
    if not builder.units:
        raise _nothing(scan, pages)
    of_lines = iter(mark_pages(lines, look.sizes))
    marks = []
    for unit in builder.units:
        mark = next(of_lines) if unit.kind == "line" else BODY
        marks.append(given.get(unit.start, mark))
    text = builder.text
    zones = cover(builder.length, zip([unit.start for unit in builder.units], marks, strict=True))
    before = scan.kept.reading if scan.kept else None
    claims = [claim for claim in (before.claims if before else look.claims) if claim.field != "language"]
    recognised = tuple(page.how for page in pages if page.how is not None)
    used = {OSD, *(model for page in recognised for model in page.models)}
    return CanonicalText(text=text), Reading(
        source=scan.original.sha256,
        text=digest(text.encode("utf-8")),
        reader="read.scan",
        version=version,
        media_type=look.media_type,
        characters=len(text),
        units=tuple(builder.units),
        zones=tuple(zones),
        claims=(*claims, *claims_of_language(text, zones, [])),
        pages=look.sizes,
        notes=tuple(_notes(scan, look, pages, setting)),
        members=before.members if before else (),
        unlocked=look.unlocked,
        bare=tuple(page.page for page in pages if page.how is None),
        recognition=Recognition(
            engine=f"Tesseract {setting.engine}",
            dpi=setting.dpi,
            doubtful=setting.doubtful,
            models=tuple(model for model in setting.models if model.name in used),
            pages=recognised,
            words=tuple(words),
        ),
    )


def _recognised(
    builder: Builder, lines: list[PageLine], words: list[Word], page: PageText, setting: ScanSetting
) -> dict[int, Mark]:
    """Adds the lines of a page. Returns marks for those that are read too badly to be body, by their start."""
    doubts: dict[int, Mark] = {}
    whole = page.how.confidence if page.how else 0
    number = 0
    for _, block in groupby(page.lines, key=lambda line: line.block):
        members = list(block)
        sure = _confidence(members)
        low = whole if whole < setting.floor else sure
        for line in members:
            number += 1
            join = PARAGRAPH if number == 1 or line.begins else LINE
            text = " ".join(word.text for word in line.words)
            box = around(word.box for word in line.words)
            unit = builder.add(text, "line", join=join, page=page.page, line=number, box=box)
            lines.append(PageLine(page.page, number, text, box))
            if low < setting.floor:
                reason = f"read by machine with too little confidence to be used: {low} of 100"
                doubts[unit.start] = Mark(ZoneRole.OTHER, 0.9, reason)
            place = unit.start
            for word in line.words:
                end = place + len(word.text)
                words.append(Word(start=place, end=end, confidence=word.confidence, box=word.box))
                place = end + 1
    return doubts


def _confidence(lines: Sequence[ScanLine]) -> int:
    weights = [(len(word.text), word.confidence) for line in lines for word in line.words]
    return round(sum(w * c for w, c in weights) / max(1, sum(w for w, _ in weights)))


def _kept(document: Document | None, pages: int) -> dict[int, list[tuple[Unit, str, str, Mark]]]:
    """Units of the reading before by page: (unit, text, what separates it from the one before, its mark). Those that
    stand at the end of the text stand behind the last page."""
    kept: dict[int, list[tuple[Unit, str, str, Mark]]] = {}
    if document is None:
        return kept
    before, zones = 0, document.reading.zones
    last = max([pages, *(unit.page or 0 for unit in document.reading.units)])
    for unit in document.reading.units:
        join = document.text[before : unit.start] or PARAGRAPH
        number = last + 1 if unit.page is None or unit.kind in _AT_THE_END else unit.page
        zone = zones[bisect_right(zones, unit.start, key=lambda one: one.start) - 1]
        mark = Mark(zone.role, zone.probability, zone.reason)
        kept.setdefault(number, []).append((unit, document.text[unit.start : unit.end], join, mark))
        before = unit.end
    return kept


def _notes(scan: Scan, look: Look, pages: Sequence[PageText], setting: ScanSetting) -> Iterator[str]:
    """What a person should know: what the reading before said, but for the pages it lacked, and what came of these."""
    if scan.kept:
        yield from (note for note in scan.kept.reading.notes if not note.startswith("no text layer on "))
    elif len(look.sizes) >= setting.pages:
        yield f"only the first {setting.pages:,} pages were recognised"
    for trouble, group in _grouped([(page.trouble, page.page) for page in pages if page.trouble]):
        yield f"{pages_in_words(group)} could not be recognised: {trouble[:1].lower()}{trouble[1:].rstrip('.')}"
    missing: dict[str, list[int]] = {}
    for page in pages:
        for model in page.missing:
            missing.setdefault(model, []).append(page.page)
    for model, group in missing.items():
        advice = how_to_install([model], engine=False)
        yield f"{pages_in_words(group)} looks to be in {named(model)}, and the model for it is not installed. {advice}"
    nothing = [page.page for page in pages if page.how is not None and not page.lines]
    if nothing:
        yield f"no text was found on {pages_in_words(nothing)}"
    for page in pages:
        if page.how is not None and page.lines:
            yield from _of_page(page.how, setting)


def _of_page(how: RecognisedPage, setting: ScanSetting) -> Iterator[str]:
    if how.confidence < _LOW:
        words = f"{how.doubtful} of {how.words} words doubtful"
        unused = "; it is too little for statements to be drafted from it" if how.confidence < setting.floor else ""
        yield f"page {how.page} was read by machine with a confidence of {how.confidence} of 100, {words}{unused}"
    if how.unread >= _UNREAD:
        yield f"on page {how.page} a part was not read ({how.unread} of 100 of what is dark): pictures, stamps, lines"


def _grouped(pairs: Sequence[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for key, number in pairs:
        found.setdefault(key, []).append(number)
    yield from found.items()


def _nothing(scan: Scan, pages: Sequence[PageText]) -> Gap:
    """The gap for a scan of which no page gave a word."""
    troubled = [page for page in pages if page.trouble]
    missing = sorted({model for page in pages for model in page.missing})
    if troubled and len(troubled) == len(pages):
        return Gap(troubled[0].state, troubled[0].trouble, where=scan.original.name)
    if missing:
        what = ", ".join(named(model) for model in missing)
        return Gap(
            OutcomeState.SCAN.value,
            f"Its pages look to be in {what}, and the models for it are not installed.",
            where=scan.original.name,
            next=how_to_install(missing, engine=False),
        )
    return Gap(
        OutcomeState.NO_TEXT.value,
        "It holds pictures of pages, and no text was found on them.",
        where=scan.original.name,
        next="Look at the original: if text shows there, scan it again at 300 dots to the inch, and add that file too.",
    )
