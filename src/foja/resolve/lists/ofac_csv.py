"""OFAC's list as tables: ``sdn.csv`` and, beside it, ``alt.csv`` (aliases) and ``add.csv`` (addresses).

The form: https://ofac.treasury.gov, "SDN data formats": no line of headings, ``-0-`` for nothing. Births, nationality,
gender and weak aliases (in single quotes) stand among the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from foja.model.lists import ListEntry, NameRank, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import Builder
from foja.resolve.lists.lines import Row, rows

NONE = "-0-"
_END = "\x1a"  # the end of a file, as DOS wrote it
COLUMNS = {"sdn": 12, "alt": 5, "add": 6}
"""Columns of each table; ``alt`` and ``add`` are told apart by them."""
_REMARK = re.compile(
    r"(?P<what>(?:alt\. )?(?:DOB|POB|nationality|citizen)|Gender|[anf]\.k\.a\.)\s+(?P<words>.+)", re.IGNORECASE
)
_QUOTES = "'‘’"
_PROGRAMMES = re.compile(r"[][;]")
_REMARKS = re.compile(r";\s+|\.\s*$")

Tables = dict[str, dict[str, list[Row]]]


def read(main: BinaryIO, others: Sequence[tuple[int, str, BinaryIO]] = ()) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of ``main``. ``others``: number, table (alt or add) and content of the files
    beside it, which are read first, whole."""
    beside: Tables = {"alt": {}, "add": {}}
    for number, table, stream in others:
        for row in rows(stream, ",", number):
            if isinstance(row, Unlisted):
                yield row
            elif row.cells[0] == _END:
                continue
            elif len(row.cells) < COLUMNS[table] - 1:
                what = f"a row of {len(row.cells)} cells was passed over; {table}.csv has {COLUMNS[table]} columns"
                yield Unlisted(line=row.place.line, what=what, file=number)
            else:
                beside[table].setdefault(row.cells[0].strip(), []).append(row)
    for row in rows(main, ","):
        if isinstance(row, Unlisted):
            yield row
        elif row.cells[0] != _END:
            yield _entry(row, beside)
            for rest in beside.values():
                rest.pop(row.cells[0].strip(), None)
    for number, table, _ in others:
        for identifier, left in beside[table].items():
            what = f"{table}.csv has {len(left)} for entry {identifier[:40]}, which sdn.csv does not have or has twice"
            yield Unlisted(line=left[0].place.line, what=what, file=number)
    if not any(table == "alt" for _, table, _ in others):
        yield Unlisted(line=1, what="alt.csv was not given; aliases that stand there alone are not covered")


def table_of(row: Sequence[str]) -> str:
    """Which of the three tables a first row is of: sdn, alt, add, or none of them (empty)."""
    if not row or not row[0].strip().isdigit():
        return ""
    if len(row) == COLUMNS["sdn"]:
        return "sdn"
    if len(row) not in (5, 6) or not row[1].strip().isdigit():
        return ""
    return "alt" if row[2].strip().lower().replace(".", "") in ("aka", "fka", "nka") else "add"


def _cells(row: Row) -> list[str]:
    return ["" if cell.strip() == NONE else cell.strip() for cell in row.cells] + [""] * COLUMNS["sdn"]


def _entry(row: Row, beside: Tables) -> ListEntry | Unlisted:
    if len(row.cells) < COLUMNS["sdn"] - 1 or not row.cells[0].strip().isdigit():
        what = "a row was passed over; sdn.csv has a number and eleven columns more in each"
        return Unlisted(line=row.place.line, what=what)
    cells = _cells(row)
    sort = cells[2].lower()
    person = sort == "individual"
    kind = MentionKind.PERSON if person else MentionKind.UNKNOWN if sort else MentionKind.ORGANISATION
    made = Builder(cells[0], kind, row.place)
    made.thing = "" if person else sort
    made.name(_straight(cells[1], person), NameRank.PRIMARY)
    for alias in map(_cells, beside["alt"].get(cells[0], ())):
        made.name(_straight(alias[3], person), NameRank.STRONG, note=alias[2])
    made.add("programmes", *_PROGRAMMES.split(cells[3]))
    made.add("posts", cells[4])
    for part in _REMARKS.split(cells[11]):
        _remark(made, part, person)
    for address in map(_cells, beside["add"].get(cells[0], ())):
        made.country("countries", address[4])
    return made.entry() or Unlisted(line=row.place.line, what=f"entry {made.id} has no name that can be read")


def _remark(made: Builder, part: str, person: bool) -> None:
    part = " ".join(part.split())
    match = _REMARK.fullmatch(part)
    what = match["what"].lower().removeprefix("alt. ") if match else ""
    words = match["words"].strip() if match else ""
    if what == "dob":
        made.born(words)
    elif what == "pob":
        made.add("birthplaces", words)
    elif what in ("nationality", "citizen"):
        made.country("nationalities", words)
    elif what == "gender":
        made.sex(words)
    elif what.endswith("k.a."):
        weak = words[:1] in _QUOTES and words[-1:] in _QUOTES
        rank = NameRank.WEAK if weak else NameRank.STRONG
        made.name(_straight(words.strip(_QUOTES) if weak else words, person), rank, note=what)
    else:
        made.remark(part)


def _straight(name: str, person: bool) -> str:
    """ "VAHIDI, Ahmad" as "Ahmad VAHIDI"; a body keeps its commas."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if person and comma else name
