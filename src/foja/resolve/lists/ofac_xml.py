"""OFAC's list of Specially Designated Nationals as XML (``sdn.xml``; also ``consolidated.xml``, of the same form).

The form: https://ofac.treasury.gov/sanctions-list-service, "SDN List XML". The file says what a program is called and
which aliases are weak; it does not say when somebody was listed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from foja.model.lists import EntryPlace, ListEntry, NameRank, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import Builder, joined
from foja.resolve.lists.xml import Node, elements

ROOT = "sdnList"
KINDS = {"individual": MentionKind.PERSON, "entity": MentionKind.ORGANISATION}


def read(stream: BinaryIO) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of the file."""
    for found in elements(stream, frozenset({"sdnEntry"})):
        yield found if isinstance(found, Unlisted) else _entry(*found)


def _entry(node: Node, place: EntryPlace) -> ListEntry | Unlisted:
    sort = node.get("sdnType").lower()
    made = Builder(node.get("uid"), KINDS.get(sort, MentionKind.UNKNOWN), place)
    made.thing = "" if sort in KINDS else sort or "not said what"
    made.name(joined((node.get("firstName"), node.get("lastName"))), NameRank.PRIMARY)
    for holder in node.all("akaList"):
        for alias in holder.all("aka"):
            weak = alias.get("category").lower() == "weak"
            name = joined((alias.get("firstName"), alias.get("lastName")))
            made.name(name, NameRank.WEAK if weak else NameRank.STRONG, note=alias.get("type"))
    for words in node.texts("dateOfBirthList", "dateOfBirthItem", "dateOfBirth"):
        made.born(words)
    made.add("birthplaces", *node.texts("placeOfBirthList", "placeOfBirthItem", "placeOfBirth"))
    for path in (("nationalityList", "nationality", "country"), ("citizenshipList", "citizenship", "country")):
        for words in node.texts(*path):
            made.country("nationalities", words)
    for words in node.texts("addressList", "address", "country"):
        made.country("countries", words)
    for holder in node.all("idList"):
        for one in holder.all("id"):
            if one.get("idType").lower() == "gender":
                made.sex(one.get("idNumber"))
    made.add("posts", node.get("title"))
    made.add("programmes", *node.texts("programList", "program"))
    made.remark(node.get("remarks"))
    return made.entry() or Unlisted(line=place.line, what=f"entry {made.id or '?'} has no name that can be read")
