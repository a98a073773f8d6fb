"""The consolidated list of the United Nations Security Council as XML (``consolidated.xml``).

The form: https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list. Aliases of good quality are strong,
those of low quality weak, in the words of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from foja.model.lists import EntryPlace, ListEntry, NameRank, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import Builder, joined
from foja.resolve.lists.xml import Node, elements

ROOT = "CONSOLIDATED_LIST"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_SEVERAL = re.compile("[;؛]")


def read(stream: BinaryIO) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of the file."""
    for found in elements(stream, frozenset({"INDIVIDUAL", "ENTITY"})):
        yield found if isinstance(found, Unlisted) else _entry(*found)


def _entry(node: Node, place: EntryPlace) -> ListEntry | Unlisted:
    kind = MentionKind.PERSON if node.tag == "INDIVIDUAL" else MentionKind.ORGANISATION
    made = Builder(node.get("DATAID"), kind, place)
    made.reference = node.get("REFERENCE_NUMBER")
    made.name(joined(node.get(tag) for tag in _NAMES), NameRank.PRIMARY)
    for name in filter(None, _SEVERAL.split(node.get("NAME_ORIGINAL_SCRIPT"))):
        made.name(name, NameRank.PRIMARY, note="original script")
    for alias in node.all(f"{node.tag}_ALIAS"):
        quality = alias.get("QUALITY")
        rank = NameRank.WEAK if quality.lower() == "low" else NameRank.STRONG
        for name in filter(None, _SEVERAL.split(alias.get("ALIAS_NAME"))):
            made.name(name, rank, note=quality)
    for birth in node.all("INDIVIDUAL_DATE_OF_BIRTH"):
        made.born(_born(birth))
    for birth in node.all("INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = (birth.get("CITY"), birth.get("STATE_PROVINCE"), birth.get("COUNTRY"))
        made.add("birthplaces", ", ".join(filter(None, parts)))
    for words in node.texts("NATIONALITY", "VALUE"):
        made.country("nationalities", words)
    for words in node.texts(f"{node.tag}_ADDRESS", "COUNTRY"):
        made.country("countries", words)
    made.sex(node.get("GENDER"))
    made.add("posts", *node.texts("TITLE", "VALUE"), *node.texts("DESIGNATION", "VALUE"))
    made.add("programmes", node.get("UN_LIST_TYPE"))
    made.day("listed_on", node.get("LISTED_ON"))
    made.day("ended_on", node.get("DELISTED_ON"))
    made.remark(node.get("COMMENTS1"))
    return made.entry() or Unlisted(line=place.line, what=f"entry {made.id or '?'} has no name that can be read")


def _born(birth: Node) -> str:
    sort = birth.get("TYPE_OF_DATE").upper()
    low, high = birth.get("FROM_YEAR"), birth.get("TO_YEAR")
    if sort == "BETWEEN" and low and high:
        return f"{low} to {high}"
    exact = birth.get("DATE") or birth.get("YEAR")
    return f"circa {exact}" if exact and sort == "APPROXIMATELY" else exact
