"""From what a person puts in a form to an act: checked, with an id that follows from what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from foja.law.machine import machine_named
from foja.model.act import Matter, OfficialAct, PartyName, each_once
from foja.model.dates import When, when
from foja.model.errors import UsageError
from foja.model.record import derived_id
from foja.text.fold import fold

FIELDS = (
    "machine", "title", "kind", "authority", "date", "persons", "until", "native", "number", "basis", "supersedes",
    "annuls",
)  # fmt: skip
"""What a person says of an act. Quality and state are not among them: they are computed."""


def matter_of(machine: str, title: str) -> Matter:
    """The matter that this file calls ``title``. Raises UsageError ``machine-unknown``, ``act-incomplete``."""
    machine_named(machine)
    words = " ".join(title.split())
    if not words:
        raise _incomplete("title", "how this file calls the matter, for example “Notices requested in 2006”")
    return Matter(id=derived_id("mt", machine, fold(words)), machine=machine, title=words)


def act_of(fields: Mapping[str, Any], rests_on: Sequence[str], *, corrects: str = "") -> OfficialAct:
    """The act that these fields describe. ``authority`` and ``persons`` are ``PartyName``.

    Raises UsageError: ``field-unknown``, ``machine-unknown``, ``act-kind-unknown``, ``act-incomplete``, ``act-date``.
    """
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise UsageError("field-unknown", f"An act has no field {unknown[0]!r}; expected {', '.join(FIELDS)}.")
    machine = machine_named(str(fields.get("machine", "")))
    matter = matter_of(machine.name, str(fields.get("title", "")))
    kind = str(fields.get("kind", ""))
    if machine.move(kind) is None:
        raise UsageError(
            "act-kind-unknown",
            f"{machine.title} has no act {kind!r}; expected one of {', '.join(move.kind for move in machine.act)}.",
            next="List them with: foja act CASE --machine list",
        )
    authority = fields.get("authority")
    if not isinstance(authority, PartyName) or not authority.key:
        raise _incomplete("authority", "who did it: a court, a bureau, an executive body")
    persons = each_once(fields.get("persons", ()))
    if not persons:
        raise _incomplete("persons", "whom it concerns: at least one person, group or state, as the file names them")
    date = str(fields.get("date", "")).strip()
    if not date:
        raise _incomplete("date", "when it was done, for example 2007-11-07, 2006-11 or [2007-03-15..2007-03-31]")
    until = str(fields.get("until", "")).strip()
    native, number, basis = (" ".join(str(fields.get(name, "")).split()) for name in ("native", "number", "basis"))
    supersedes, annuls = (tuple(sorted(set(fields.get(name, ())))) for name in ("supersedes", "annuls"))
    rests = tuple(sorted(set(rests_on)))
    day, end = _when("date", date), _when("until", until) if until else None
    identifier = derived_id(
        "ac", matter.id, kind, authority.key, date, until, [p.key for p in persons], native, number, basis, supersedes,
        annuls, rests, corrects,
    )  # fmt: skip
    return OfficialAct(
        id=identifier, matter=matter, kind=kind, authority=authority, date=day, persons=persons, until=end,
        native=native, number=number, basis=basis, rests_on=rests, supersedes=supersedes, annuls=annuls,
        corrects=corrects,
    )  # fmt: skip


def fields_of(act: OfficialAct) -> dict[str, Any]:
    """What a person would say to get this act: the form for a correction starts from it."""
    return {
        "machine": act.matter.machine, "title": act.matter.title, "kind": act.kind, "authority": act.authority,
        "date": act.date.edtf, "persons": act.persons, "until": act.until.edtf if act.until else "",
        "native": act.native, "number": act.number, "basis": act.basis, "supersedes": act.supersedes,
        "annuls": act.annuls,
    }  # fmt: skip


def _when(field: str, edtf: str) -> When:
    try:
        return when(edtf, edtf, reason="entered by a person")
    except ValueError as error:
        raise UsageError(
            "act-date",
            f"The field {field!r} is no date: {error}.",
            next="Write 2007-11-07, 2006-11, 2006, 2006-11?, [2004-09-02,2004-09-03] or [2007-03-15..2007-03-31].",
        ) from error


def _incomplete(field: str, expected: str) -> UsageError:
    return UsageError("act-incomplete", f"The act has no {field}; expected {expected}.", next="Fill in the field.")
