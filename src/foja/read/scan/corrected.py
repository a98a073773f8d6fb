"""The text of a source after a person corrected lines of it that a machine had recognised.

Pure. Whatever was not corrected keeps its words, boxes and confidence; a corrected line keeps the box of the line. What
the person wrote is marked, and has no confidence: no machine gave one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec.structs import replace

from foja.model.carry import Edit, Shift, line_edits
from foja.model.errors import Refusal, UsageError
from foja.model.record import digest
from foja.model.text import Box, Claimed, Correction, Document, Reading, Recognition, Unit, around
from foja.model.vocabulary import ZoneRole
from foja.read.builder import clean
from foja.read.zones import Mark, cover

LONGEST = 2_000
"""Code points of a line that a person writes."""
_BADLY_READ = "read by machine with too little confidence"
_CORRECTED = Mark(ZoneRole.BODY, 0.9, "corrected by a person")
_UNSEEN = ("Cc", "Cs", "Co", "Cn")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks that turn the direction of what follows (UAX #9): a line that holds one can show other words than it has."""
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def can_be_corrected(unit: Unit, reading: Reading) -> bool:
    """Whether a machine recognised the unit."""
    return unit.kind == "line" and reading.recognition is not None and reading.recognition.page(unit.page) is not None


def line_written(text: str) -> str:
    """A line as a person wrote it, in the form of a canonical text: blanks squeezed, form C.

    Raises UsageError ``line-form`` for a line break, a control sign or a mark that changes the direction of what
    follows, and for more than ``LONGEST`` code points.
    """
    trouble = ""
    if len(text) > LONGEST:
        trouble = f"it has {len(text):,} characters, and {LONGEST:,} are the most"
    elif _BREAKS.search(text.strip()):
        trouble = "it holds a line break, and each line is corrected by itself"
    elif any(char in _TURNS or (unicodedata.category(char) in _UNSEEN and char != "\t") for char in text):
        trouble = "it holds a sign that does not show"
    if trouble:
        raise UsageError("line-form", f"The line cannot be used as it was written: {trouble}.", next="Write it again.")
    return clean(" ".join(text.split()))


def corrected(document: Document, lines: Mapping[tuple[int, int], str]) -> tuple[str, Reading, list[Edit]]:
    """The corrected text, its reading, and the edits. ``lines``: (page, line) to the line as it should be; an empty one
    takes the line out.

    Raises UsageError ``line-unknown``, ``line-form``, ``nothing-changed``; Refusal ``line-not-recognised``,
    ``text-emptied``.
    """
    reading = document.reading
    edits, gone = list[Edit](), set[Unit]()
    for (page, line), written in sorted(lines.items()):
        unit = _unit(reading, page, line)
        now, was = line_written(written), document.text[unit.start : unit.end]
        if not now:
            gone.add(unit)
        elif now != was:
            edits += line_edits(unit.start, was, now)
    edits += _taken_out(reading.units, gone)
    if not edits:
        raise UsageError("nothing-changed", "The correction changes nothing.", where=reading.source[:12])
    shift = Shift(edits)
    text = shift.apply(document.text)
    if not text.strip():
        raise Refusal(
            "text-emptied",
            "Nothing would be left of the text.",
            next="If the page holds no text, leave the lines as they are and reject the statements from them.",
        )
    return text, _reading(document, shift, text), edits


def _unit(reading: Reading, page: int, line: int) -> Unit:
    found = next(
        (unit for unit in reading.units if unit.kind == "line" and (unit.page, unit.line) == (page, line)), None
    )
    if found is None:
        raise UsageError(
            "line-unknown",
            f"The text in use has no line {line} on page {page}.",
            where=reading.source[:12],
            next="List the lines of a page with: foja correct-text CASE SOURCE --page NUMBER",
        )
    if not can_be_corrected(found, reading):
        raise Refusal(
            "line-not-recognised",
            f"Page {page} was not read by text recognition: its file holds this text. Only what a machine recognised is"
            " corrected.",
            where=reading.source[:12],
            next="If the text layer of the file is wrong, correct the statements from it instead.",
        )
    return found


def _taken_out(units: Sequence[Unit], gone: Collection[Unit]) -> Iterator[Edit]:
    """Units with what parts them from the unit before; at the start of the text, from the unit behind."""
    leading = True
    for number, unit in enumerate(units):
        leading = leading and unit in gone
        if unit not in gone:
            continue
        if not leading:
            yield Edit(units[number - 1].end, unit.end, "")
        else:
            yield Edit(unit.start, units[number + 1].start if number + 1 < len(units) else unit.end, "")


def _reading(document: Document, shift: Shift, text: str) -> Reading:
    before = document.reading
    made = digest(text.encode("utf-8"))
    units, marks = [], []
    zones = iter(before.zones)
    zone = next(zones, None)
    for unit in before.units:
        while zone is not None and zone.end <= unit.start:
            zone = next(zones, None)
        start, end = shift.whole(unit.start, unit.end)
        if end <= start:
            continue
        units.append(replace(unit, start=start, end=end))
        mark = Mark(zone.role, zone.probability, zone.reason) if zone else _CORRECTED
        written = text[start:end] != document.text[unit.start : unit.end]
        marks.append((start, _CORRECTED if written and mark.reason.startswith(_BADLY_READ) else mark))
    return replace(
        before,
        text=made,
        characters=len(text),
        units=tuple(units),
        zones=tuple(cover(len(text), marks)),
        claims=tuple(_claim(claim, shift) for claim in before.claims),
        recognition=_recognition(before.recognition, shift),
        corrects=before.text,
        corrections=tuple(_corrections(before, shift, made)),
    )


def _claim(claim: Claimed, shift: Shift) -> Claimed:
    """A claim at its new place; one that an edit touched keeps its value and loses its place."""
    if claim.start is None or claim.end is None:
        return claim
    start, end, same = shift.span(claim.start, claim.end)
    return replace(claim, start=start if same else None, end=end if same else None)


def _recognition(recognition: Recognition | None, shift: Shift) -> Recognition | None:
    if recognition is None:
        return None
    words = []
    for word in recognition.words:
        start, end, same = shift.span(word.start, word.end)
        if same:
            words.append(replace(word, start=start, end=end))
    return replace(recognition, words=tuple(words))


def _corrections(before: Reading, shift: Shift, made: str) -> list[Correction]:
    """Earlier corrections that stand, and those of this text, in text order."""
    found = []
    for one in before.corrections:
        start, end, same = shift.span(one.start, one.end)
        if same:
            found.append(replace(one, start=start, end=end))
    grown = 0
    for edit in shift.edits:
        start = edit.start + grown
        grown += len(edit.now) - (edit.end - edit.start)
        written = edit.now.strip()
        if written:
            start += edit.now.index(written)
            page, box = _place(before, edit)
            found.append(Correction(start=start, end=start + len(written), text=made, page=page, box=box))
    return sorted(found, key=lambda one: (one.start, one.end))


def _place(before: Reading, edit: Edit) -> tuple[int | None, Box | None]:
    unit = next((u for u in before.units if u.start <= edit.start <= u.end), None)
    words = before.recognition.words if before.recognition else ()
    boxes = [word.box for word in words if word.start < edit.end and word.end > edit.start]
    boxes += [one.box for one in before.corrections if one.box and one.start < edit.end and one.end > edit.start]
    if boxes:
        return (unit.page if unit else None), around(boxes)
    return (unit.page, unit.box) if unit else (None, None)
