"""Entities of FollowTheMoney, one JSON object a line: the form in which OpenSanctions publishes lists
(``entities.ftm.json``, ``targets.nested.json``) and others exchange theirs.

The form: https://followthemoney.tech. The data of OpenSanctions is under a licence of its own, CC BY-NC 4.0 with an
exemption for some users; whether you may use it is between you and them. Read twice: what the list says of a listing
stands in objects of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from foja.model.lists import ListEntry, NameRank, Unlisted
from foja.model.vocabulary import MentionKind
from foja.resolve.lists.fields import Builder, cleaned
from foja.resolve.lists.lines import Line, lines

KINDS = {
    "Person": MentionKind.PERSON, "Organization": MentionKind.ORGANISATION, "Company": MentionKind.ORGANISATION,
    "PublicBody": MentionKind.ORGANISATION, "LegalEntity": MentionKind.UNKNOWN,
}  # fmt: skip
"""Schemata that name somebody; ``LegalEntity``: either. Vessels and the like are kept as things."""
THINGS = {"Vessel": "vessel", "Airplane": "aircraft", "CryptoWallet": "wallet", "Security": "security"}
_NAMES = (
    ("name", NameRank.PRIMARY), ("alias", NameRank.STRONG), ("previousName", NameRank.STRONG),
    ("weakAlias", NameRank.WEAK), ("abbreviation", NameRank.WEAK),
)  # fmt: skip
_BESIDE = frozenset({
    "Address", "Article", "Associate", "BankAccount", "CallForTenders", "Contract", "ContractAward", "CourtCase",
    "CourtCaseParty", "Debt", "Directorship", "Document", "Documentation", "EconomicActivity", "Email", "Employment",
    "Event", "Family", "Folder", "HyperText", "Identification", "Image", "License", "Membership", "Message", "Mention",
    "Occupancy", "Ownership", "Package", "Page", "Pages", "Passport", "Payment", "PlainText", "Position", "Post",
    "Project", "ProjectParticipant", "RealEstate", "Representation", "Risk", "Sanction", "Similar", "Succession",
    "Table", "TaxRoll", "Trip", "UnknownLink", "UserAccount", "Video", "Audio", "Workbook",
})  # fmt: skip
"""Schemata of what stands beside those who are named: ties, papers, addresses. Others are said once each."""
_decode = msgspec.json.Decoder().decode


def read(stream: BinaryIO) -> Iterator[ListEntry | Unlisted]:
    """Entries of the list, in the order of the file. The stream is read twice."""
    begin = stream.tell()
    listings = _listings(stream)
    stream.seek(begin)
    told: set[str] = set()
    for line in lines(stream):
        if isinstance(line, Unlisted):
            yield line
            continue
        found = _object(line)
        if found is None:
            yield Unlisted(line=line.place.line, what="the line is no entity in JSON and was passed over")
            continue
        schema = found["schema"]
        if schema in KINDS or schema in THINGS:
            if line.said:
                yield Unlisted(line=line.place.line, what=f"the line {line.said}")
            yield _entry(found, line, listings)
        elif schema not in _BESIDE and schema not in told:
            told.add(schema)
            what = f"entities of the kind “{cleaned(schema)[:40]}” are not read; this is the first"
            yield Unlisted(line=line.place.line, what=what)


def _object(line: Line) -> dict[str, Any] | None:
    try:
        found = _decode(line.words)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("id"), str):
        return None
    return found if isinstance(found.get("schema"), str) and isinstance(found.get("properties"), dict) else None


def _words(properties: dict[str, Any], name: str) -> list[str]:
    """The texts of a property; objects nested in it are left out."""
    found = properties.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _listings(stream: BinaryIO) -> dict[str, list[dict[str, Any]]]:
    """Id of an entity to the properties of its listings."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines(stream):
        if isinstance(line, Unlisted) or '"Sanction"' not in line.words:
            continue
        one = _object(line)
        if one is not None and one["schema"] == "Sanction":
            for identifier in _words(one["properties"], "entity"):
                found.setdefault(identifier, []).append(one["properties"])
    return found


def _entry(found: dict[str, Any], line: Line, listings: dict[str, list[dict[str, Any]]]) -> ListEntry | Unlisted:
    own: dict[str, Any] = found["properties"]
    schema = found["schema"]
    made = Builder(found["id"], KINDS.get(schema, MentionKind.UNKNOWN), line.place)
    made.thing = THINGS.get(schema, "")
    for name, rank in _NAMES:
        for words in _words(own, name):
            made.name(words, rank, note="" if name in ("name", "alias") else name)
    for words in _words(own, "birthDate"):
        made.born(words)
    made.add("birthplaces", *_words(own, "birthPlace"))
    for name in ("nationality", "citizenship"):
        for words in _words(own, name):
            made.country("nationalities", words)
    for name in ("country", "jurisdiction", "mainCountry"):
        for words in _words(own, name):
            made.country("countries", words)
    for words in _words(own, "gender"):
        made.sex(words)
    made.add("posts", *_words(own, "position"))
    made.remark(*_words(own, "notes"))
    nested = own.get("sanctions")
    inner = [one.get("properties") for one in nested if isinstance(one, dict)] if isinstance(nested, list) else []
    said = [*listings.get(found["id"], ()), *(one for one in inner if isinstance(one, dict))]
    for one in said:
        made.add("programmes", *_words(one, "programId"), *_words(one, "program"))
        made.add("basis", *_words(one, "provisions"), *_words(one, "authority"))
        for words in _words(one, "listingDate") or _words(one, "startDate"):
            made.day("listed_on", words)
    if said and all(_words(one, "endDate") for one in said):  # one listing that goes on is enough
        for words in (words for one in said for words in _words(one, "endDate")):
            made.day("ended_on", words)
    return made.entry() or Unlisted(line=line.place.line, what=f"entry {made.id} has no name that can be read")
