"""Lines and rows of text files, with the bytes at which each stands. Streaming, with limits.

A line that is no UTF-8 is read as Windows-1252, which older files are in, or, where most of it is UTF-8, with a mark
for what is broken; either is said. A line that is too long, or a row that does not parse, is passed over and said.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from foja.model.lists import EntryPlace, Unlisted

MOST = 4 << 20
"""Bytes of one line."""


class Line(NamedTuple):
    """A line without its end. ``said``: what was wrong with it, empty for nothing."""

    words: str
    place: EntryPlace
    said: str = ""


def lines(stream: BinaryIO, file: int = 0, *, blank: bool = False) -> Iterator[Line | Unlisted]:
    """The lines of a file; blank ones only where they are asked for."""
    at = number = 0
    while data := stream.readline(MOST):
        number += 1
        begin, whole = at, data
        at += len(data)
        if not data.endswith(b"\n") and len(data) >= MOST:
            while rest := stream.readline(MOST):
                at += len(rest)
                if rest.endswith(b"\n"):
                    break
            what = f"a line of {at - begin:,} bytes was passed over; the longest that is read has {MOST:,}"
            yield Unlisted(line=number, what=what, file=file)
            continue
        if number == 1:
            whole = whole.removeprefix(b"\xef\xbb\xbf")
        try:
            words, said = whole.decode("utf-8"), ""
        except UnicodeDecodeError:
            words, said = _mended(whole)
        words = words.rstrip("\r\n")
        if blank or words.strip():
            yield Line(words, EntryPlace(line=number, start=begin, end=at, file=file), said)


def _mended(line: bytes) -> tuple[str, str]:
    """A line that is no UTF-8, and what was done. One broken letter does not make Arabic names Windows-1252."""
    words = line.decode("utf-8", errors="replace")
    broken = words.count("\ufffd")
    if sum(not char.isascii() for char in words) - broken > broken:
        return words, "has bytes that are no UTF-8; \ufffd stands for them"
    return line.decode("cp1252", errors="replace"), "is no UTF-8 and was read as Windows-1252"


class Row(NamedTuple):
    """A row of a table. It may span lines; ``place`` covers them all."""

    cells: list[str]
    place: EntryPlace


def rows(stream: BinaryIO, delimiter: str, file: int = 0) -> Iterator[Row | Unlisted]:
    """The rows of a file of comma-separated values, or of others separated by ``delimiter``. A quoted cell may hold
    ends of lines; a quote that is never closed costs the rows up to the limit of a cell, and that is said."""
    waiting: list[Line] = []
    size = quotes = 0
    for line in lines(stream, file, blank=True):  # inside of a cell, blank lines are part of it
        if isinstance(line, Unlisted):
            yield line
            continue
        if not waiting and not line.words.strip():
            continue
        if line.said:
            yield Unlisted(line=line.place.line, what=f"the line {line.said}", file=file)
        waiting.append(line)
        size += len(line.words) + 1
        quotes += line.words.count('"')
        if quotes % 2 and size <= MOST // 16:
            continue
        yield _row(waiting, delimiter, file)
        waiting, size, quotes = [], 0, 0
    if waiting:
        yield _row(waiting, delimiter, file)


def _row(gathered: list[Line], delimiter: str, file: int) -> Row | Unlisted:
    first, last = gathered[0].place, gathered[-1].place
    found: list[list[str]] = []
    try:
        found = list(csv.reader([line.words + "\n" for line in gathered], delimiter=delimiter, strict=True))
    except csv.Error as error:
        until = f" to {last.line}" if last.line != first.line else ""
        what = f"line {first.line}{until} is no row of a table and was passed over ({error})"
        return Unlisted(line=first.line, what=what, file=file)
    cells = [cell for row in found for cell in row]
    return Row(cells, EntryPlace(line=first.line, start=first.start, end=last.end, file=file))
