"""Charges: their elements, as data with their source. What is for or against an element, persons file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from foja.law.table_lines import field_line, line_in_message, line_of_path, table_line
from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.vocabulary import Read


class Element(Record, frozen=True):
    """``by_mode``: it is another one for each way of taking part (planning, deciding, executing, supporting)."""

    name: str
    words: str
    by_mode: bool = False


class Charge(Record, frozen=True):
    """``cite``: where the elements are from; ``read``: how much of that was read."""

    name: str
    title: str
    order: str
    cite: str
    says: str
    element: tuple[Element, ...]
    read: Read = Read.NONE

    def named(self, name: str) -> Element | None:
        return next((one for one in self.element if one.name == name), None)


@cache
def charges() -> Mapping[str, Charge]:
    """The charges whose elements foja ships, by name."""
    found = {}
    for file in sorted((files("foja.law") / "charges").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            charge = read_charge(file.read_text(encoding="utf-8"), file.name)
            found[charge.name] = charge
    return found


def charge_named(name: str) -> Charge:
    """The charge; raises UsageError ``charge-unknown``."""
    found = charges().get(name)
    if found is None:
        raise UsageError(
            "charge-unknown",
            f"foja has no elements of a charge {name!r}; expected one of {', '.join(charges())}.",
            next="List them with: foja elements CASE list",
        )
    return found


def read_charge(text: str, file: str) -> Charge:
    """The charge in ``text``. Raises UsageError ``charge-malformed`` with file, line and what was expected."""
    try:
        made = convert(tomllib.loads(text), Charge)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(file, line_in_message(str(error)), f"it is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise _malformed(file, line_of_path(text, str(error), "element"), str(error)) from error
    if f"{made.name}.toml" != file:
        raise _malformed(file, field_line(text, 0, "name"), f"the file is named {file}; expected {made.name}.toml")
    if not made.cite.strip():
        raise _malformed(file, field_line(text, 0, "cite"), "no source is named; expected the text with the elements")
    names = [one.name for one in made.element]
    for index, name in enumerate(names):
        if not name or name in names[:index]:
            raise _malformed(file, table_line(text, "element", index), f"the element {name!r} has no name of its own")
    if not names:
        raise _malformed(file, 1, "it has no element; expected at least one")
    return made


def _malformed(file: str, line: int, found: str) -> UsageError:
    return UsageError(
        "charge-malformed", f"The elements of a charge cannot be used: {found}.", where=f"{file}, line {line}",
        next="Compare with the files beside it.",
    )  # fmt: skip
