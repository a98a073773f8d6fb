"""Machines: which acts move a measure or a proceeding, and which step follows which. They are data, checked on load.

A machine is a TOML file in ``machines/``: a head (name, title, sort, order, asks, says, sources), its states, and its
acts. An act leads to one state (``to``) and normally comes after certain states (``after``; the empty word stands for
the beginning). What comes in another order is kept and flagged: sources are incomplete.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from foja.law.table_lines import field_line, line_in_message, line_of_path, table_line
from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.vocabulary import ActFamily, MentionKind, Status

START = ""
"""The state before the first act."""


class State(Record, frozen=True):
    """``words``: the state in words that follow "is". ``noun``: the step that leads there, as in "no noun on file".
    ``holds``: whether what the machine asks (in force, pending) is so in this state."""

    name: str
    words: str
    noun: str
    holds: bool = False


class Move(Record, frozen=True):
    """A kind of act. ``by``: who acts. ``native``: what it is called in the languages of the sources. ``drafts``:
    statuses of a statement that may report such an act. ``tells``: beginnings of words by which reports tell of it,
    folded; where one holds several, they come in that order."""

    kind: str
    words: str
    family: ActFamily
    to: str
    after: tuple[str, ...]
    by: str
    native: tuple[str, ...] = ()
    drafts: tuple[Status, ...] = ()
    tells: tuple[str, ...] = ()


class Machine(Record, frozen=True):
    """``sort``: measure or proceeding. ``order``: the legal order. ``asks``: what is asked of it on a day, in words
    ("in force"). ``says``: one neutral sentence on what it is. ``sources``: where its rules stand; ``unchecked``: what
    of them was not read in the text itself. ``cues``: words that name it. ``concerns``: what a name must be for a
    suggestion to put it among those concerned. ``notice``: whether it is a request that goes round among police
    bodies."""

    name: str
    title: str
    sort: str
    order: str
    asks: str
    says: str
    sources: tuple[str, ...]
    state: tuple[State, ...]
    act: tuple[Move, ...]
    cues: tuple[str, ...] = ()
    unchecked: str = ""
    concerns: tuple[MentionKind, ...] = (MentionKind.PERSON,)
    notice: bool = False

    def move(self, kind: str) -> Move | None:
        return next((move for move in self.act if move.kind == kind), None)

    def named(self, name: str) -> State:
        return next(state for state in self.state if state.name == name)


@cache
def machines() -> Mapping[str, Machine]:
    """The machines that foja ships, by name."""
    folder = files("foja.law") / "machines"
    found = {}
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            machine = read_machine(file.read_text(encoding="utf-8"), file.name)
            found[machine.name] = machine
    return found


def machine_named(name: str) -> Machine:
    """The machine; raises UsageError ``machine-unknown``."""
    found = machines().get(name)
    if found is None:
        raise UsageError(
            "machine-unknown",
            f"foja knows no kind of measure or proceeding named {name!r}; expected one of {', '.join(machines())}.",
            next="List them with: foja act CASE --machine list",
        )
    return found


def read_machine(text: str, file: str) -> Machine:
    """The machine in ``text``. Raises UsageError ``machine-malformed`` with file, line and what was expected."""
    try:
        made = convert(tomllib.loads(text), Machine)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(file, line_in_message(str(error)), f"it is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise _malformed(file, line_of_path(text, str(error), "state|act"), str(error)) from error
    for line, found in _faults(made, text, file):
        raise _malformed(file, line, found)
    return made


def _malformed(file: str, line: int, found: str) -> UsageError:
    return UsageError(
        "machine-malformed",
        f"A machine cannot be used: {found}.",
        where=f"{file}, line {line}",
        next="See docs/explanation/machines.md for the form of these files.",
    )


def _faults(machine: Machine, text: str, file: str) -> list[tuple[int, str]]:
    """What the types alone do not say, each with its line."""
    states = [state.name for state in machine.state]
    kinds = [move.kind for move in machine.act]
    found = []
    if f"{machine.name}.toml" != file:
        found.append(
            (field_line(text, 0, "name"), f"the file is named {file}, the machine {machine.name}; expected one")
        )
    if machine.sort not in ("measure", "proceeding"):
        found.append((field_line(text, 0, "sort"), f"the sort is {machine.sort!r}; expected measure or proceeding"))
    if not machine.sources:
        found.append((field_line(text, 0, "sources"), "no source is named; expected the text that has these steps"))
    for table, names in (("state", states), ("act", kinds)):
        for index, name in enumerate(names):
            if not name or name in names[:index]:
                found.append((table_line(text, table, index), f"the {table} {name!r} has no name of its own"))
    for index, move in enumerate(machine.act):
        if move.to not in states:
            line = table_line(text, "act", index, "to")
            found.append((line, f"the act {move.kind} leads to {move.to!r}; expected one of {', '.join(states)}"))
        for name in move.after:
            if name != START and name not in states:
                line = table_line(text, "act", index, "after")
                found.append((line, f"the act {move.kind} comes after {name!r}; expected one of {', '.join(states)}"))
        if not move.after:
            found.append(
                (table_line(text, "act", index, "after"), f"the act {move.kind} comes after nothing; expected a state")
            )
    reached = {move.to for move in machine.act}
    for index, name in enumerate(states):
        if name not in reached:
            found.append((table_line(text, "state", index), f"no act leads to the state {name!r}; expected one"))
    return found
