"""From what a person puts in a form to a particular: checked, with an id that follows from what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from foja.law.charging import charge_named
from foja.law.circumstances import check, kind_named
from foja.law.rulebook import rulebook_named
from foja.model.act import PartyName, each_once
from foja.model.dates import When, when
from foja.model.errors import UsageError
from foja.model.particular import OPEN, Circumstance, Filing, Particular, Post, Resolution, UsedName, sort_of
from foja.model.record import derived_id, encode
from foja.model.vocabulary import Mode, Rank, Side
from foja.text.countries import code_of

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("person", "name", "assumed", "since", "until", "note"),
    "post": (
        "person", "title", "rank", "rank_disputed", "organisation", "country", "receiving", "since", "until", "note",
    ),
    "circumstance": ("kind", "persons", "authority", "value", "countries", "since", "until", "denied", "note"),
    "resolution": ("issue", "prefers", "over", "authority", "since", "persons", "act", "note"),
    "filing": ("person", "charge", "element", "side", "mode", "note"),
}  # fmt: skip
"""What a person says of each sort. How well it is shown is not among them: that is computed."""
PREFIX = {"post": "po", "name": "na", "circumstance": "ci", "resolution": "re", "filing": "fi"}


def particular_of(sort: str, fields: Mapping[str, Any], rests_on: Sequence[str], *, corrects: str = "") -> Particular:
    """The particular that these fields describe. Parties are ``PartyName``.

    Raises UsageError: ``field-unknown``, ``particular-incomplete``, ``particular-value``, ``particular-date``,
    ``country-unknown``.
    """
    if sort not in FIELDS:
        raise UsageError("particular-value", f"There is no sort {sort!r}; expected {', '.join(FIELDS)}.")
    unknown = sorted(set(fields) - set(FIELDS[sort]))
    if unknown:
        raise UsageError("field-unknown", f"A {sort} has no field {unknown[0]!r}; expected {', '.join(FIELDS[sort])}.")
    rests = tuple(sorted(set(rests_on)))
    made = _MAKERS[sort](fields, rests, corrects)
    named: Particular = replace(made, id=derived_id(PREFIX[sort], encode(made).decode()))
    return named


def fields_of(one: Particular) -> dict[str, Any]:
    """What a person would say to get this record: the form for a correction starts from it."""
    found = {}
    for name in FIELDS[sort_of(one)]:
        value = getattr(one, name)
        found[name] = value.edtf if isinstance(value, When) else "" if value is None else value
    return found


def _post(fields: Mapping[str, Any], rests: tuple[str, ...], corrects: str) -> Post:
    title = words(fields, "title")
    if not title:
        raise incomplete("title", "the post as the sources name it, for example “Minister of the Interior”")
    since, until = dates(fields)
    organisation = fields.get("organisation")
    return Post(
        id="", person=party(fields, "person"), title=title, rank=choice(Rank, fields, "rank", Rank.UNKNOWN),
        rank_disputed=flag(fields, "rank_disputed"),
        organisation=organisation if isinstance(organisation, PartyName) and organisation.key else None,
        country=country(fields, "country"), receiving=country(fields, "receiving"), since=since, until=until,
        note=words(fields, "note"), rests_on=rests, corrects=corrects,
    )  # fmt: skip


def _circumstance(fields: Mapping[str, Any], rests: tuple[str, ...], corrects: str) -> Circumstance:
    authority = fields.get("authority")
    made = Circumstance(
        id="", kind=kind_named(words(fields, "kind")).name, persons=each_once(fields.get("persons") or ()),
        authority=authority if isinstance(authority, PartyName) and authority.key else None,
        value=words(fields, "value"), countries=tuple(sorted({code_of(one) for one in fields.get("countries") or ()})),
        since=date(fields, "since"), until=date(fields, "until"), denied=flag(fields, "denied"),
        note=words(fields, "note"), rests_on=rests, corrects=corrects,
    )  # fmt: skip
    check(made)
    return made


def _resolution(fields: Mapping[str, Any], rests: tuple[str, ...], corrects: str) -> Resolution:
    book = rulebook_named(words(fields, "issue"))
    rules = {name: words(fields, name) for name in ("prefers", "over")}
    for name, rule in rules.items():
        if book.named(rule) is None:
            raise UsageError(
                "particular-value",
                f"The field {name!r} is {rule!r}; expected a rule of {book.name}: "
                f"{', '.join(one.id for one in book.rule)}.",
            )
    if rules["prefers"] == rules["over"]:
        raise UsageError("particular-value", "A decision cannot follow an argument and not follow it; name two rules.")
    since = date(fields, "since")
    if since is None:
        raise incomplete("since", "the day of the decision")
    return Resolution(
        id="", issue=book.name, authority=party(fields, "authority"), since=since,
        persons=each_once(fields.get("persons") or ()), act=words(fields, "act"), note=words(fields, "note"),
        rests_on=rests, corrects=corrects, **rules,
    )  # fmt: skip


def _name(fields: Mapping[str, Any], rests: tuple[str, ...], corrects: str) -> UsedName:
    person, name = party(fields, "person"), party(fields, "name")
    if person.key == name.key:
        raise UsageError(
            "particular-value",
            f"{name.name} is already the name of this party.",
            next="Name the other name with --name.",
        )
    since, until = dates(fields)
    return UsedName(
        id="", person=person, name=name, assumed=flag(fields, "assumed"), since=since, until=until,
        note=words(fields, "note"), rests_on=rests, corrects=corrects,
    )  # fmt: skip


def _filing(fields: Mapping[str, Any], rests: tuple[str, ...], corrects: str) -> Filing:
    charge = charge_named(words(fields, "charge"))
    element = charge.named(words(fields, "element"))
    if element is None:
        raise UsageError(
            "particular-value",
            f"{charge.title} has no element {words(fields, 'element')!r}; expected one of "
            f"{', '.join(one.name for one in charge.element)}.",
        )
    mode = choice(Mode, fields, "mode", None)
    if mode is not None and not element.by_mode:
        raise UsageError("particular-value", f"The element {element.name!r} is the same for every mode; name none.")
    side = choice(Side, fields, "side", None)
    if side is None:
        raise incomplete("side", "for or against")
    if not rests:
        raise incomplete("basis", "accepted statements: a filing is of statements")
    return Filing(
        id="", person=party(fields, "person"), charge=charge.name, element=element.name, side=side, mode=mode,
        note=words(fields, "note"), rests_on=rests, corrects=corrects,
    )  # fmt: skip


_Maker = Callable[[Mapping[str, Any], tuple[str, ...], str], Any]
_MAKERS: dict[str, _Maker] = {
    "post": _post, "name": _name, "circumstance": _circumstance, "resolution": _resolution, "filing": _filing,
}  # fmt: skip


def words(fields: Mapping[str, Any], name: str) -> str:
    return " ".join(str(fields.get(name) or "").split())


def flag(fields: Mapping[str, Any], name: str) -> bool:
    return fields.get(name) in (True, "1", "true", "yes")


def choice(kind: Any, fields: Mapping[str, Any], name: str, default: Any) -> Any:
    """A word of a vocabulary. Raises UsageError ``particular-value``."""
    value = words(fields, name)
    if not value:
        return default
    try:
        return kind(value)
    except ValueError as error:
        raise UsageError(
            "particular-value", f"The field {name!r} is {value!r}; expected one of {', '.join(kind)}."
        ) from error


def party(fields: Mapping[str, Any], name: str) -> PartyName:
    found = fields.get(name)
    if not isinstance(found, PartyName) or not found.key:
        raise incomplete(name, "a name, or a party of this case (pa-…)")
    return found


def country(fields: Mapping[str, Any], name: str) -> str:
    value = words(fields, name)
    return code_of(value) if value else ""


def dates(fields: Mapping[str, Any]) -> tuple[When | None, When | None]:
    """From when until when. Raises UsageError ``particular-date``."""
    since, until = date(fields, "since"), date(fields, "until")
    if since and until and since.earliest and until.latest and until.latest < since.earliest:
        raise UsageError(
            "particular-date",
            f"It ends ({until.edtf}) before it begins ({since.edtf}).",
            next="Check both dates; leave the one empty that nobody knows.",
        )
    return since, until


def date(fields: Mapping[str, Any], name: str) -> When | None:
    """A date of a form; None where it is empty. Raises UsageError ``particular-date``."""
    value = words(fields, name)
    if not value:
        return None
    if value == OPEN:
        return When(verbatim=OPEN, edtf=OPEN, reason="entered by a person")
    try:
        return when(value, value, reason="entered by a person")
    except ValueError as error:
        raise UsageError(
            "particular-date",
            f"The field {name!r} is no date: {error}.",
            next="Write 1997, 1997-08, 1997-08-03, 1988~, [1997,1998]; .. for an end that is open.",
        ) from error


def incomplete(field: str, expected: str) -> UsageError:
    return UsageError(
        "particular-incomplete", f"The record has no {field}; expected {expected}.", next="Fill in the field."
    )
