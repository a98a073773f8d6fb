"""What the two forms of the European Union's list have in common: names of fields, days, ranges of years."""

from __future__ import annotations

from collections.abc import Callable

from foja.model.lists import NameRank
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import Builder, joined

Get = Callable[[str], str]
"""A field by its name in the XML form; empty where there is none."""

KINDS = {
    "p": MentionKind.PERSON, "person": MentionKind.PERSON, "e": MentionKind.ORGANISATION,
    "enterprise": MentionKind.ORGANISATION,
}  # fmt: skip


def add_name(made: Builder, get: Get, *, first: bool) -> None:
    """A name of the entry; the first is the one that the list puts first."""
    name = get("wholeName") or joined((get("firstName"), get("middleName"), get("lastName")))
    weak = get("strong").lower() == "false"
    made.name(
        name, NameRank.WEAK if weak else NameRank.PRIMARY if first else NameRank.STRONG, language=get("nameLanguage")
    )
    made.sex(get("gender"))
    made.add("posts", get("title"), get("function"))


def add_birth(made: Builder, get: Get) -> None:
    """A day, year or range of years of birth, and where."""
    about = "circa " if get("circa").lower() == "true" else ""
    day = get("birthdate")
    if not day and get("year"):
        month, number = get("monthOfYear"), get("dayOfMonth")
        day = get("year") + (f"-{month:0>2}" if month else "") + (f"-{number:0>2}" if month and number else "")
    if day:
        made.born(about + day)
    elif get("yearRangeFrom") and get("yearRangeTo"):
        made.born(f"{get('yearRangeFrom')} to {get('yearRangeTo')}")
    place = (get("city"), get("place"), get("region"), get("countryDescription"))
    made.add("birthplaces", ", ".join(one for one in place if one and one.upper() != "UNKNOWN"))


def add_regulation(made: Builder, get: Get) -> None:
    """The act that an entry rests on."""
    made.add("programmes", get("programme"))
    made.add("basis", get("numberTitle"))


def add_country(made: Builder, field: str, get: Get) -> None:
    code = get("countryIso2Code")
    made.country(field, code if code and code != "00" else get("countryDescription").replace("UNKNOWN", ""))
