"""The European Union's consolidated list as a table (``csvFullSanctionsList_1_1``): a row for each name, birth, address
and document, with what belongs to the entry on each. Rows of one entry stand together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from msgspec.structs import replace

from foja.model.lists import EntryPlace, ListEntry, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.eu_fields import KINDS, Get, add_birth, add_country, add_name, add_regulation
from foja.resolve.lists.fields import Builder
from foja.resolve.lists.lines import Row, rows
from foja.resolve.lists.xml import damaged

FIRST = "fileGenerationDate"
ID = "Entity_LogicalId"
_RENAMED = {"birthdate": "BirthDate_BirthDate", "monthOfYear": "BirthDate_Month", "dayOfMonth": "BirthDate_Day"}


def read(stream: BinaryIO) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of the file."""
    found = rows(stream, ";")
    header: list[str] = []
    kept: list[Unlisted] = []
    for row in found:
        if isinstance(row, Row):
            header = [cell.strip() for cell in row.cells]
            break
        kept.append(row)
    if ID not in header:
        raise damaged(f"its first line names no column {ID}", 1)
    at = {name: number for number, name in enumerate(header)}
    made: Builder | None = None
    for row in chain(kept, found):
        if isinstance(row, Unlisted):
            yield row
            continue
        if len(row.cells) > len(header):
            what = f"a row of {len(row.cells)} cells under {len(header)} columns was passed over"
            yield Unlisted(line=row.place.line, what=what)
            continue
        identifier = _get(row.cells, at, "Entity_")("LogicalId")
        if made is None or made.id != identifier:
            if made is not None:
                yield _done(made)
            made = _begin(row, at, identifier)
        made.place = replace(made.place, end=row.place.end)
        _add(made, row.cells, at)
    if made is not None:
        yield _done(made)


def _get(cells: list[str], at: dict[str, int], prefix: str) -> Get:
    """Fields of a row by their names in the XML form."""

    def get(name: str) -> str:
        number = at.get(prefix + name[:1].upper() + name[1:], at.get(_RENAMED.get(name, ""), -1))
        return cells[number].strip() if 0 <= number < len(cells) else ""

    return get


def _begin(row: Row, at: dict[str, int], identifier: str) -> Builder:
    own = _get(row.cells, at, "Entity_")
    sort = (own("subjectType_ClassificationCode") or own("subjectType")).lower()
    made = Builder(identifier, KINDS.get(sort, MentionKind.UNKNOWN), _start(row.place))
    made.thing = "" if sort in KINDS else sort or "not said what"
    made.reference = own("EU_ReferenceNumber")
    add_regulation(made, _get(row.cells, at, "Entity_Regulation_"))
    made.day("listed_on", own("designationDate"))
    made.remark(own("designationDetails"), own("remark"))
    made.remark(f"UN reference {own('unitedNationId')}" if own("unitedNationId") else "")
    return made


def _start(place: EntryPlace) -> EntryPlace:
    return replace(place, end=place.start)


def _add(made: Builder, cells: list[str], at: dict[str, int]) -> None:
    name = _get(cells, at, "NameAlias_")
    if name("wholeName") or name("lastName"):
        add_name(made, name, first=not made.named)
        made.add("basis", name("regulation_NumberTitle"))
    add_birth(made, _get(cells, at, "BirthDate_"))
    add_country(made, "nationalities", _get(cells, at, "Citizenship_"))
    add_country(made, "countries", _get(cells, at, "Address_"))


def _done(made: Builder) -> ListEntry | Unlisted:
    return made.entry() or Unlisted(line=made.place.line, what=f"entry {made.id or '?'} has no name that can be read")
