"""CSV and TSV (RFC 4180 and its relatives): one unit a cell, with its address as in a spreadsheet.

Cells are separated by tabs and rows by line feeds in the canonical text, whatever the file uses.
What looks like a formula is text: nothing is computed.
"""

from __future__ import annotations

import csv
import io

from foja.model.errors import Gap
from foja.model.source import Original
from foja.model.vocabulary import OutcomeState
from foja.read.builder import Builder, clean
from foja.read.draft import Draft
from foja.read.encoding import decode
from foja.read.grid import Grid
from foja.read.limits import Limits
from foja.read.sniff import MEDIA_TYPES

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 65_536


def delimiter_of(text: str) -> str:
    """The character that splits the first rows into the same number of cells, more than one; else a comma."""
    rows = text[:_SAMPLE].split("\n")[:50]
    rows = rows[:-1] if len(text) > _SAMPLE and len(rows) > 1 else rows
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(rows, delimiter=delimiter) if row]
        except csv.Error:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        if usual > 1:
            agreement = counts.count(usual) / len(counts) + min(usual, 50) / 1000
            if agreement > most:
                best, most = delimiter, agreement
    return best


def read(original: Original, limits: Limits) -> Draft:
    """The cells that are not blank. Raises ``Gap``: ``limit``, ``corrupt``, ``unsupported``."""
    decoded = decode(original.content)
    text = clean(decoded.text)
    builder = Builder(limits)
    csv.field_size_limit(max(131_072, min(limits.characters, len(text) + 1)))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    grid = Grid(builder, limits)
    try:
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                grid.cell(number, column, value)
    except csv.Error as error:
        raise Gap(
            OutcomeState.CORRUPT.value,
            f"Row {rows.line_num} of the table cannot be read ({error}).",
            next="Open it in the program it comes from, export it again as CSV in UTF-8, and add that file too.",
        ) from error
    return Draft(media_type=MEDIA_TYPES["table"], text=builder.text, units=builder.units, notes=list(decoded.notes))
