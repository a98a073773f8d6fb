"""Machines: which acts move a measure or a proceeding, and which step follows which. They are data, checked on load.

A machine is a TOML file in ``machines/``: a head (name, title, sort, order, asks, says, sources), its states, and its
acts. An act leads to one state (``to``) and normally comes after certain states (``after``; the empty word stands for
the beginning). What comes in another order is kept and flagged: sources are incomplete.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.vocabulary import ActFamily, Status

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
    statuses of a statement that may report such an act."""

    kind: str
    words: str
    family: ActFamily
    to: str
    after: tuple[str, ...]
    by: str
    native: tuple[str, ...] = ()
    drafts: tuple[Status, ...] = ()


class Machine(Record, frozen=True):
    """``sort``: measure or proceeding. ``order``: the legal order. ``asks``: what is asked of it on a day, in words
    ("in force"). ``says``: one neutral sentence on what it is. ``sources``: where its rules stand; ``unchecked``: what
    of them was not read in the text itself. ``cues``: words that name it. ``notice``: whether it
    is a request that goes round among police bodies."""

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
        raise _malformed(file, _number(str(error)), f"it is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise _malformed(file, _line(text, str(error)), str(error)) from error
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


def _number(message: str) -> int:
    found = re.search(r"line (\d+)", message)
    return int(found[1]) if found else 1


def _line(text: str, message: str) -> int:
    """The line of the table that a message of the check is about: ``$.act[3].to`` lies under the fourth [[act]]."""
    path = re.search(r"\$\.(state|act)\[(\d+)\](?:\.(\w+))?", message)
    unknown = re.search(r"unknown field `(\w+)`", message)
    if path:
        return _place(text, path[1], int(path[2]), path[3] or (unknown[1] if unknown else ""))
    field = re.search(r"\$\.(\w+)", message) or unknown
    return _field(text, 0, field[1]) if field else 1


def _place(text: str, table: str, index: int, field: str = "") -> int:
    """The line of a field in the ``index``-th table, or of the head of that table."""
    heads = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{table}]]"]
    head = heads[index] if index < len(heads) else 1
    return _field(text, head, field) if field else head


def _field(text: str, after: int, field: str) -> int:
    for number, line in enumerate(text.splitlines()[after:], after + 1):
        if re.match(rf"\s*{re.escape(field)}\s*=", line):
            return number
        if line.strip().startswith("[[") and after:
            break
    return max(after, 1)


def _faults(machine: Machine, text: str, file: str) -> list[tuple[int, str]]:
    """What the types alone do not say, each with its line."""
    states = [state.name for state in machine.state]
    kinds = [move.kind for move in machine.act]
    found = []
    if f"{machine.name}.toml" != file:
        found.append((_field(text, 0, "name"), f"the file is named {file}, the machine {machine.name}; expected one"))
    if machine.sort not in ("measure", "proceeding"):
        found.append((_field(text, 0, "sort"), f"the sort is {machine.sort!r}; expected measure or proceeding"))
    if not machine.sources:
        found.append((_field(text, 0, "sources"), "no source is named; expected the text that has these steps"))
    for table, names in (("state", states), ("act", kinds)):
        for index, name in enumerate(names):
            if not name or name in names[:index]:
                found.append((_place(text, table, index), f"the {table} {name!r} has no name of its own"))
    for index, move in enumerate(machine.act):
        if move.to not in states:
            line = _place(text, "act", index, "to")
            found.append((line, f"the act {move.kind} leads to {move.to!r}; expected one of {', '.join(states)}"))
        for name in move.after:
            if name != START and name not in states:
                line = _place(text, "act", index, "after")
                found.append((line, f"the act {move.kind} comes after {name!r}; expected one of {', '.join(states)}"))
        if not move.after:
            found.append(
                (_place(text, "act", index, "after"), f"the act {move.kind} comes after nothing; expected a state")
            )
    reached = {move.to for move in machine.act}
    for index, name in enumerate(states):
        if name not in reached:
            found.append((_place(text, "state", index), f"no act leads to the state {name!r}; expected one"))
    return found
