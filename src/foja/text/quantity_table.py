"""The words of quantities: scales, units, number words and what joins them, as ``quantities.toml`` lists them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from foja.text.fold import fold


class Unit(NamedTuple):
    """``factor``: how much of the base of its ``dimension`` one of it is. ``least``: whether a number below ten counts
    with it; not so for shares and years, which are said in passing. ``years``: for a decade or a century, how many."""

    dimension: str
    name: str
    factor: float
    least: bool = True
    years: int = 0


class Table(NamedTuple):
    """What ``quantities.toml`` holds, folded. ``phrases``: units of two words and more, by their first. ``dozens``:
    words for a dozen, and whether one means twelve where no number stands before. ``after_ordinals``,
    ``after_cardinals``: what counts only there. ``either``: scales that are units too. ``below``: the unit in which the
    rest of a measure is given, by the larger one."""

    scales: dict[str, float]
    units: dict[str, Unit]
    named: dict[str, Unit]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Unit], ...]]
    words: dict[str, float]
    ordinals: dict[str, float]
    after_ordinals: dict[str, float]
    after_cardinals: dict[str, float]
    either: frozenset[str]
    below: dict[str, str]
    joins: frozenset[str]
    clitics: tuple[str, ...]
    articles: tuple[str, ...]
    decades: frozenset[str]
    clocks: frozenset[str]
    noon: frozenset[str]
    ranges: frozenset[str]
    alternatives: frozenset[str]
    tens: frozenset[str]
    endings: tuple[str, ...]
    one: frozenset[str]
    halves: frozenset[str]
    alone: frozenset[str]
    dozens: dict[str, bool]
    hourly: tuple[tuple[str, ...], ...]
    speeds: dict[str, str]
    degrees: dict[str, str]
    shares: tuple[tuple[tuple[str, ...], float, str], ...]


@cache
def table() -> Table:
    """The table, read once."""
    data = tomllib.loads((files("foja.text") / "quantities.toml").read_text(encoding="utf-8"))
    units: dict[str, Unit] = {}
    named: dict[str, Unit] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for key, unit in data["units"].items():
        one = Unit(unit["dimension"], key, float(unit["factor"]), unit.get("least", True), unit.get("years", 0))
        named[key] = one
        for name in unit["names"]:
            parts = tuple(bare(part) for part in name.split(" "))
            if len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, one))
            else:
                units[parts[0]] = one
    return Table(
        scales={bare(name): float(value) for value, names in data["scales"].items() for name in names},
        units=units,
        named=named,
        phrases={first: tuple(sorted(found, key=lambda one: -len(one[0]))) for first, found in phrases.items()},
        words=_worth(data["words"]) | _worth(data["tens"]),
        ordinals=_worth(data["ordinals"]),
        after_ordinals=_worth(data["within"]["ordinals"]),
        after_cardinals=_worth(data["within"]["cardinals"]),
        either=frozenset(bare(name) for name in data["either"]["scales"]),
        joins=frozenset(fold(word) for word in data["joins"]["between"]),
        below=dict(data["below"]),
        clitics=tuple(fold(part) for part in data["joins"]["prefixed"]),
        articles=tuple(fold(part) for part in data["joins"]["articles"]),
        decades=frozenset(bare(word) for word in data["decades"]["before"]),
        clocks=frozenset(bare(word) for word in data["clock"]["before"]),
        noon=frozenset(data["clock"]["noon"]),
        ranges=frozenset(bare(word) for word in data["ranges"]["between"]),
        alternatives=frozenset(bare(word) for word in data["ranges"]["alternatives"]),
        tens=frozenset(fold(word) for names in data["tens"].values() for word in names),
        endings=tuple(fold(ending) for ending in data["joins"]["endings"]),
        one=frozenset(fold(word) for word in data["joins"]["one"]),
        halves=frozenset(fold(word) for word in data["joins"]["half"]),
        alone=frozenset(fold(word) for word in data["joins"]["alone"]),
        dozens={fold(name): part == "one" for part in ("one", "many") for name in data["dozens"][part]},
        hourly=tuple(tuple(bare(part) for part in phrase.split(" ")) for phrase in data["speeds"]["an_hour"]),
        speeds=dict(data["speeds"]["of"]),
        degrees={bare(word): name for name in ("celsius", "fahrenheit") for word in data["degrees"][name]},
        shares=tuple(
            (tuple(fold(part) for part in name.split(" ")), float(value), dimension)
            for dimension, values in data["in_words"].items()
            for value, names in values.items()
            for name in names
        ),
    )


def _worth(numbers: dict[str, list[str]]) -> dict[str, float]:
    return {fold(name): float(value) for value, names in numbers.items() for name in names}


def bare(word: str) -> str:
    """A word of the table, folded, without the marks of an abbreviation."""
    return fold(word.replace("”", "").replace("“", "").replace('"', "").replace("״", "").strip("."))
