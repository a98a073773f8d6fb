"""From what a person puts in a form to an incident, a means of proof or a position: checked, with an id that follows
from what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from foja.model.act import PartyName
from foja.model.dates import When, when
from foja.model.errors import UsageError
from foja.model.item import PREFIXES, SORTS, Evidence, Incident, Item, Position, sort_of
from foja.model.record import builtins, derived_id
from foja.model.vocabulary import EvidenceKind, Stance

FIELDS = {
    "incident": ("title", "place", "date", "parties", "accounts", "figures", "qualifications"),
    "evidence": ("title", "kind", "origin", "date", "conditions", "number", "witnesses", "shown", "carries"),
    "position": ("holder", "stance", "date", "on", "words", "shown"),
}
"""What a person says of each sort."""
PARTS = {
    "incident": ("accounts", "figures", "qualifications"), "evidence": ("shown", "carries"), "position": ("shown",),
}  # fmt: skip
_NEEDED = {
    "incident": {
        "title": "how this file calls it, for example “Attack of 18 July 1994”", "place": "where it was",
        "date": "when it was, for example 1994-07-18",
    },
    "evidence": {"title": "how this file calls it", "kind": f"one of {', '.join(EvidenceKind)}"},
    "position": {
        "holder": "the state or organisation whose position it is", "stance": f"one of {', '.join(Stance)}",
        "date": "the day, for example 2007-11-07",
        "on": "what it is on: an act (ac-…), a matter (mt-…), an incident (in-…)",
    },
}  # fmt: skip


def item_of(sort: str, fields: Mapping[str, Any], *, corrects: str = "") -> Item:
    """The item that these fields describe. Parties are ``PartyName``; statements are ids.

    Raises UsageError: ``item-sort-unknown``, ``field-unknown``, ``item-incomplete``, ``item-date``, ``value-unknown``.
    """
    if sort not in SORTS:
        raise UsageError("item-sort-unknown", f"{sort!r} is none of {', '.join(SORTS)}.")
    unknown = sorted(set(fields) - set(FIELDS[sort]))
    if unknown:
        expected = ", ".join(FIELDS[sort])
        raise UsageError("field-unknown", f"The record of {_a(sort)} has no field {unknown[0]!r}; expected {expected}.")
    for name, expected in _NEEDED[sort].items():
        if not _said(fields.get(name)):
            raise UsageError(
                "item-incomplete", f"The {sort} has no {name}; expected {expected}.", next="Fill in the field."
            )
    made: dict[str, Any] = {"id": "", "corrects": corrects}
    for name in FIELDS[sort]:
        value = fields.get(name)
        if name in PARTS[sort]:
            made[name] = tuple(dict.fromkeys(value or ()))
        elif name == "parties":
            made[name] = _parties(value or ())
        elif name in ("origin", "holder"):
            made[name] = value if isinstance(value, PartyName) and value.key else None
        elif name == "date":
            made[name] = _when(str(value)) if _said(value) else None
        elif name == "witnesses":
            made[name] = _number(value)
        elif name in ("kind", "stance"):
            made[name] = _word(EvidenceKind if name == "kind" else Stance, str(value))
        else:
            made[name] = " ".join(str(value or "").split())
    item = SORTS[sort](**made)
    return _named(item)


def fields_of_item(item: Item) -> dict[str, Any]:
    """What a person would say to get this item: a correction starts from it."""
    found: dict[str, Any] = {name: getattr(item, name) for name in FIELDS[sort_of(item)]}
    if found["date"] is not None:
        found["date"] = item.date.edtf if item.date else ""
    return found


def _named(item: Item) -> Item:
    """The item with its id."""
    sort = sort_of(item)
    body = builtins(item)
    identifier = derived_id(PREFIXES[sort], *(f"{name}={body[name]}" for name in sorted(body) if name != "id"))
    fields: dict[str, Any] = {name: getattr(item, name) for name in item.__struct_fields__}
    kind: type[Incident] | type[Evidence] | type[Position] = type(item)
    return kind(**(fields | {"id": identifier}))


def _said(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _a(sort: str) -> str:
    return f"{'an' if sort == 'incident' else 'a piece of' if sort == 'evidence' else 'a'} {sort}"


def _parties(given: Sequence[PartyName]) -> tuple[PartyName, ...]:
    found: dict[str, PartyName] = {}
    for one in sorted(given, key=lambda one: (one.key, one.name)):
        if one.key:
            found.setdefault(one.key, one)
    return tuple(found.values())


def _when(edtf: str) -> When:
    try:
        return when(edtf.strip(), edtf.strip(), reason="entered by a person")
    except ValueError as error:
        raise UsageError(
            "item-date",
            f"The date cannot be read: {error}.",
            next="Write 2007-11-07, 2006-11, 2006, 2006-11?, [2004-09-02,2004-09-03] or [2007-03-15..2007-03-31].",
        ) from error


def _number(value: Any) -> int:
    if value in (None, ""):
        return 1
    if not str(value).isdecimal() or int(value) < 1:
        raise UsageError("value-unknown", f"The number of witnesses is {value!r}; expected 1 or more.")
    return int(value)


def _word(kind: type[StrEnum], value: str) -> StrEnum:
    try:
        return kind(value)
    except ValueError as error:
        raise UsageError("value-unknown", f"{value!r} is none of {', '.join(kind)}.") from error
