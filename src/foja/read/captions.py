"""Subtitles: SubRip (SRT) and WebVTT (W3C Candidate Recommendation, 2019). Each cue is a unit; its place is the time.

Marks of style inside a cue are left out, as tags of a web page are. Who speaks, where the file says so (``<v Name>``),
stands before the cue as its byline. Blocks that are no cue are kept apart: they are notes of whoever made the file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.text import Unit
from foja.model.vocabulary import OutcomeState, ZoneRole
from foja.read.builder import CELL, LINE, PARAGRAPH, Builder, clean
from foja.read.draft import Draft
from foja.read.encoding import decode
from foja.read.limits import Limits
from foja.read.zones import Mark, cover

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[,.](\d{1,3})"
_SPAN = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?$")
BEGINS = re.compile(rf"[\ufeff\s]*(?:WEBVTT(?:[ \t\r\n]|$)|(?:\d+[ \t]*\r?\n)?{_TIME}[ \t]*-->[ \t]*{_TIME})")
"""How such a file begins."""
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>|<\d[\d:.]{1,15}>|\{\\[^{}\n]{0,100}\}")
_PAUSE = 2.0
"""Seconds without a cue from which the next begins a paragraph."""
_SAID = Mark(ZoneRole.BODY, 0.9, "subtitle")
_SPEAKER = Mark(ZoneRole.BYLINE, 0.9, "who speaks, as the file says")
_NOTE = Mark(ZoneRole.OTHER, 0.9, "a note in the file, not a subtitle")


class _Cue(NamedTuple):
    """``line``: number of its first line in the file. ``begin`` and ``end`` in seconds."""

    line: int
    begin: float
    end: float
    text: str


def read(original: Original, limits: Limits) -> Draft:
    """The cues in the order of the file. Raises ``Gap("no_text")`` where none holds words."""
    decoded = decode(original.content, "")
    builder = Builder(limits)
    marks: list[tuple[int, Mark]] = []
    before: float | None = None

    def add(text: str, kind: str, mark: Mark, line: int, join: str, path: str | None) -> Unit:
        unit = builder.add(text, kind, join=join, line=line, path=path)
        marks.append((unit.start, mark))
        return unit

    for block in _blocks(clean(decoded.text).split("\n")):
        if isinstance(block, _Cue):
            path = f"{_shown(block.begin)} to {_shown(block.end)}"
            join = LINE if before is not None and block.begin - before < _PAUSE else PARAGRAPH
            voice = _VOICE.search(block.text)
            text = html.unescape(_TAG.sub("", block.text)).strip()
            if voice and text:
                add(html.unescape(voice[1]).strip(), "label", _SPEAKER, block.line, join, path)
                join = CELL
            if text:
                add(text, "cue", _SAID, block.line, join, path)
            before = block.end
        else:
            add(block[1], "line", _NOTE, block[0], PARAGRAPH, None)
    if not any(unit.kind == "cue" for unit in builder.units):
        raise Gap(
            OutcomeState.NO_TEXT.value,
            "The file begins like subtitles, and holds no words with a time.",
            next="Open it in a program that shows films, and look whether anything is shown.",
        )
    kind = "text/vtt" if original.content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"WEBVTT") else "application/x-subrip"
    return Draft(
        media_type=kind, text=builder.text, units=builder.units, zones=cover(builder.length, marks),
        notes=list(decoded.notes),
    )  # fmt: skip


def _blocks(lines: list[str]) -> Iterator[_Cue | tuple[int, str]]:
    """What stands between blank lines: cues, and notes with the number of their first line."""
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip("\ufeff \t"):
            block.append(line)
        elif block:
            yield from _block(block, number - len(block))
            block = []


def _block(block: list[str], first: int) -> Iterator[_Cue | tuple[int, str]]:
    """A block may hold several cues, where a blank line was forgotten between them."""
    spans = [(index, found) for index, line in enumerate(block) if (found := _SPAN.match(line))]
    if not spans:
        head, *rest = block
        if head.lstrip("\ufeff").startswith("WEBVTT"):
            block = [head.lstrip("\ufeff")[6:].strip(" \t-"), *rest]
        text = "\n".join(block).strip()
        if text and head.strip() not in ("STYLE", "REGION"):
            yield first, text
        return
    ends = [index - int(block[index - 1].strip().isdecimal()) for index, _ in spans[1:]] + [len(block)]
    for (index, found), end in zip(spans, ends, strict=True):
        numbers = found.groups()
        text = "\n".join(block[index + 1 : end])
        yield _Cue(first + index, _seconds(numbers[:4]), _seconds(numbers[4:]), text)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, rest = parts
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0) + int((rest or "0").ljust(3, "0")) / 1000


def _shown(seconds: float) -> str:
    """``hh:mm:ss.mmm``, as players show it."""
    thousandths = round(seconds * 1000)
    whole = thousandths // 1000
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{thousandths % 1000:03}"
