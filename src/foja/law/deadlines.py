"""Deadlines: days that follow from acts on file, each with its reason.

Two sorts. A **term** that an act names itself (``until``). And, where it names none, a day that a rule counts from the
act (``deadlines.toml``), with the text of the rule. Only the last act in a matter that sets a day counts, and only
while the matter has not ended. A day that has passed is told as passed: what happened since was not found in this file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from foja.law.fold import FIRST, LAST, Dated, folded, placed, rules_of
from foja.law.interval import later
from foja.law.machine import machine_named
from foja.law.standing import Known, known_by_then
from foja.model.dates import by
from foja.model.record import Record, convert
from foja.model.vocabulary import ActFamily, Holds, Read


class DeadlineRule(Record, frozen=True):
    """``months`` or ``days`` after an act of these kinds."""

    machine: str
    kinds: tuple[str, ...]
    words: str
    cite: str
    read: Read = Read.NONE
    months: int = 0
    days: int = 0


class _File(Record, frozen=True):
    rule: tuple[DeadlineRule, ...]


class Due(NamedTuple):
    """A day that follows from an act. ``earliest``, ``latest``: ISO days. ``rule``: None where the act names the day.
    ``passed``: whether it had passed by the day asked."""

    matter: str
    machine: str
    subject: str
    act: str
    earliest: str
    latest: str
    rule: DeadlineRule | None
    passed: Holds


@cache
def deadline_rules() -> Mapping[str, tuple[DeadlineRule, ...]]:
    """The rules by machine."""
    text = (files("foja.law") / "deadlines.toml").read_text(encoding="utf-8")
    found: dict[str, list[DeadlineRule]] = {}
    for rule in convert(tomllib.loads(text), _File).rule:
        machine_named(rule.machine)
        found.setdefault(rule.machine, []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def deadlines(acts: Iterable[Known], as_of: str, known_by: str = "") -> list[Due]:
    """Days that follow from acts by ``as_of``, the next first, those that have passed after them."""
    gathered: dict[tuple[str, str, str], dict[str, Dated]] = {}
    for one in known_by_then(acts, known_by):
        gathered.setdefault((one.machine, one.matter, one.subject), {})[one.act.id] = one.act
    found = [
        due
        for (machine, matter, subject), theirs in sorted(gathered.items())
        for due in _of_matter(machine, matter, subject, theirs.values(), as_of)
    ]
    return sorted(found, key=lambda due: (due.passed is Holds.YES, due.earliest, due.latest, due.matter, due.subject))


def _of_matter(machine: str, matter: str, subject: str, acts: Iterable[Dated], as_of: str) -> list[Due]:
    rules = rules_of(machine)
    in_place = placed(rules, acts, as_of)
    if not in_place.acts:
        return []
    holding = {state for state in folded(rules, in_place, as_of).states if state in rules.holding}
    ended = not holding and all(
        rules.moves[act.kind].family in (ActFamily.ENDING, ActFamily.REFUSAL, ActFamily.PAUSE)
        for act in in_place.acts[-1:]
    )
    if ended:
        return []
    latest: tuple[Dated, DeadlineRule | None] | None = None
    for act in in_place.acts:  # in their order: a later one takes the place of an earlier
        rule = next((one for one in deadline_rules().get(machine, ()) if act.kind in one.kinds), None)
        if act.until[1] or rule:
            latest = act, None if act.until[1] else rule
    if latest is None:
        return []
    act, rule = latest
    if rule is None:
        first, last = act.until
    else:
        first, last = _counted(act.earliest, rule), _counted(act.latest, rule)
    passed = by(None if first == FIRST else first, None if last == LAST else last, _day_before(as_of))
    return [Due(matter, machine, subject, act.id, first, last, rule, passed)]


def _counted(day: str, rule: DeadlineRule) -> str:
    if day in (FIRST, LAST):
        return day
    if rule.months:
        return later(day, rule.months)
    return (date.fromisoformat(day) + timedelta(days=rule.days)).isoformat()


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
