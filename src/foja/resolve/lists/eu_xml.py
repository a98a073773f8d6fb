"""The European Union's consolidated list of financial sanctions as XML (``xmlFullSanctionsList_1_1``).

The form: https://data.europa.eu, "Consolidated list of persons, groups and entities subject to EU financial
sanctions". Only the day of designation counts as the day of listing: that of a regulation is the day of its last
change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from foja.model.lists import EntryPlace, ListEntry, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.eu_fields import KINDS, Get, add_birth, add_country, add_name, add_regulation
from foja.resolve.lists.fields import Builder
from foja.resolve.lists.xml import Node, elements

ROOT = "export"


def read(stream: BinaryIO) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of the file."""
    for found in elements(stream, frozenset({"sanctionEntity"})):
        yield found if isinstance(found, Unlisted) else _entry(*found)


def _get(node: Node) -> Get:
    return lambda name: node.attributes.get(name, "").strip()


def _entry(node: Node, place: EntryPlace) -> ListEntry | Unlisted:
    own = _get(node)
    sort = next((_get(one)("code").lower() for one in node.all("subjectType")), "")
    made = Builder(own("logicalId"), KINDS.get(sort, MentionKind.UNKNOWN), place)
    made.thing = "" if sort in KINDS else sort or "not said what"
    made.reference = own("euReferenceNumber")
    for number, alias in enumerate(node.all("nameAlias")):
        add_name(made, _get(alias), first=not number)
    for birth in node.all("birthdate"):
        add_birth(made, _get(birth))
    for one in node.all("citizenship"):
        add_country(made, "nationalities", _get(one))
    for one in node.all("address"):
        add_country(made, "countries", _get(one))
    for one in node.all("regulation"):
        add_regulation(made, _get(one))
    made.day("listed_on", own("designationDate"))
    made.remark(own("designationDetails"), node.get("remark"))
    made.remark(f"UN reference {own('unitedNationId')}" if own("unitedNationId") else "")
    return made.entry() or Unlisted(line=place.line, what=f"entry {made.id or '?'} has no name that can be read")
