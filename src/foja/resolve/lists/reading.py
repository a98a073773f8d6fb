"""Which form the files of a list are in, and their entries. The same files give the same entries."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from foja.model.errors import UsageError
from foja.model.lists import ListEntry, ListFormat, Unlisted
from foja.model.record import Record
from foja.resolve.lists import eu_csv, eu_xml, ftm_json, ofac_csv, ofac_xml, un_xml
from foja.resolve.lists.fields import edtf_of
from foja.resolve.lists.xml import opening

READER = "lists/2"
"""What reads lists, with its version: another one may give other entries from the same files."""
HEAD = 1 << 16
MOST_SAID = 1000
"""How many things that could not be read are told one by one; the rest is counted in one line."""
_ROOTS = {ofac_xml.ROOT: ListFormat.OFAC_XML, un_xml.ROOT: ListFormat.UN_XML, eu_xml.ROOT: ListFormat.EU_XML}
_DATES = {ListFormat.UN_XML: "dateGenerated", ListFormat.EU_XML: "generationDate"}


class Form(Record, frozen=True):
    """What a list is by its beginning. ``order``: the numbers of its files, the main one first. ``tables``: what each
    file after it is (OFAC's tables). ``date``: ISO day that the file itself gives; empty where it gives none."""

    format: ListFormat
    order: tuple[int, ...] = (0,)
    tables: tuple[str, ...] = ()
    date: str = ""


def form_of(heads: Sequence[bytes]) -> Form:
    """The form of a list whose files begin with ``heads`` (64 kB of each). Raises UsageError ``list-unknown-form``."""
    if len(heads) == 1:
        found = _single(heads[0])
        if found:
            return found
    tables = [ofac_csv.table_of(_first_row(head)) for head in heads]
    if tables.count("sdn") == 1 and all(tables) and len(set(tables)) == len(tables):
        main = tables.index("sdn")
        others = tuple(n for n in range(len(tables)) if n != main)
        return Form(
            format=ListFormat.OFAC_CSV, order=(main, *others), tables=tuple(tables[number] for number in others)
        )
    unpack = "It is compressed: unpack it first. " if any(map(_compressed, heads)) else ""
    forms = "sdn.xml, or sdn.csv with alt.csv and add.csv (OFAC); consolidated.xml (United Nations);"
    raise UsageError(
        "list-unknown-form",
        f"{'These files are' if len(heads) > 1 else 'This file is'} no list in a form that foja reads.",
        next=f"{unpack}It reads {forms} the full list as XML or CSV, version 1.1 (European Union); entities of "
        "FollowTheMoney, one JSON object a line.",
    )


def _compressed(head: bytes) -> bool:
    """Whether a file begins as those of gzip, ZIP, bzip2, xz and Zstandard do."""
    return head.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"))


def _single(head: bytes) -> Form | None:
    root, texts = opening(head, frozenset({"Publish_Date"}))
    if root is not None and root.tag in _ROOTS:
        form = _ROOTS[root.tag]
        written = texts.get("Publish_Date", "") or root.attributes.get(_DATES.get(form, ""), "")
        month, day, year = [*written.split("/"), "", "", ""][:3]  # OFAC puts the month first
        edtf = edtf_of(f"{day}/{month}/{year}" if year else written)
        return Form(format=form, date=edtf if len(edtf) == 10 else "")
    row = _first_row(head, ";")
    if row[:1] == [eu_csv.FIRST] and eu_csv.ID in row:
        cells = head.decode("utf-8", errors="replace").split("\n")[1:2]
        edtf = edtf_of(cells[0].partition(";")[0].strip('"')) if cells else ""
        return Form(format=ListFormat.EU_CSV, date=edtf if len(edtf) == 10 else "")
    first = head.lstrip(b"\xef\xbb\xbf \r\n").split(b"\n", 1)[0]
    if first.startswith(b"{") and b'"schema"' in first:
        return Form(format=ListFormat.FTM_JSON)
    return None


def _first_row(head: bytes, delimiter: str = ",") -> list[str]:
    line = head.decode("utf-8", errors="replace").lstrip("\ufeff").split("\n", 1)[0].strip("\r")
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def entries(form: Form, streams: Sequence[BinaryIO]) -> Iterator[ListEntry | Unlisted]:
    """What a list holds, ids unique. ``streams``: its files, in the order in which ``form_of`` had their heads; they
    can be sought. Raises UsageError ``list-damaged``."""
    seen: dict[str, int] = {}
    for found in _read(form, streams):
        if isinstance(found, Unlisted):
            yield found
            continue
        name = found.id or "?"
        seen[name] = seen.get(name, 0) + 1
        if not found.id or seen[name] > 1:
            what = f"the id {name} is given more than once" if found.id else "an entry has no id"
            unique = f"{name}~{seen[name]}"
            yield Unlisted(line=found.place.line, what=f"{what}; the entry is kept under {unique}")
            found = replace(found, id=unique)
        yield found


def _read(form: Form, streams: Sequence[BinaryIO]) -> Iterator[ListEntry | Unlisted]:
    main, *others = (streams[number] for number in form.order)
    if form.format is ListFormat.OFAC_CSV:
        beside = [(number, table, s) for number, table, s in zip(form.order[1:], form.tables, others, strict=True)]
        return (_in_file(one, form.order[0]) for one in ofac_csv.read(main, beside))
    readers = {
        ListFormat.OFAC_XML: ofac_xml.read, ListFormat.UN_XML: un_xml.read, ListFormat.EU_XML: eu_xml.read,
        ListFormat.EU_CSV: eu_csv.read, ListFormat.FTM_JSON: ftm_json.read,
    }  # fmt: skip
    return readers[form.format](main)


def _in_file(found: ListEntry | Unlisted, main: int) -> ListEntry | Unlisted:
    """Entries stand in the main file, whichever place that has among the files."""
    return replace(found, place=replace(found.place, file=main)) if isinstance(found, ListEntry) else found


def some_said(passed: Sequence[Unlisted]) -> tuple[Unlisted, ...]:
    """What could not be read, as a snapshot keeps it: the first ones whole, how many more in one line."""
    kept = tuple(passed[:MOST_SAID])
    if len(passed) > MOST_SAID:
        rest = len(passed) - MOST_SAID
        kept += (Unlisted(line=passed[MOST_SAID].line, what=f"and {rest:,} more of this kind or another"),)
    return kept


_entry_decoder = msgspec.json.Decoder(ListEntry)


def decoded(data: bytes) -> Iterator[ListEntry]:
    """Entries from the form in which a snapshot keeps them, one JSON record a line."""
    for line in data.split(b"\n"):
        if line:
            yield _entry_decoder.decode(line)
