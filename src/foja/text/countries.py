"""Countries by ISO code, name and back. The table says where it is from; it is nothing about the status of any."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from foja.model.errors import UsageError
from foja.text.fold import fold, key


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 code to a short English name, by code."""
    return {code: names[0] for code, names in _table().items()}


def country_name(code: str) -> str:
    """The English name; the code itself where the table has none."""
    return countries().get(code, code)


def code_of(given: str) -> str:
    """The code of a country by code or name, English or Spanish. Raises UsageError ``country-unknown``."""
    found = _codes().get(fold(given))
    if found is None:
        raise UsageError(
            "country-unknown",
            f"foja knows no country {given!r}; expected an ISO 3166-1 code or a name in English or Spanish.",
            next="Use the two-letter code, such as AR.",
        )
    return found


def names_of(given: str) -> tuple[str, ...]:
    """The names of the country that ``given`` names, English and Spanish; none where it names no country."""
    code = _codes().get(fold(given), "")
    return tuple(dict.fromkeys(_table()[code])) if code else ()


def printed_code(words: str) -> str:
    """The code of a country as screening lists print it, by code or English name; empty where foja knows none."""
    if len(words) == 2 and words.isalpha() and words.upper() in set(_printed().values()):
        return words.upper()
    return _printed().get(key(words), "")


@cache
def _codes() -> Mapping[str, str]:
    by_name = {fold(name): code for code, names in _table().items() for name in names}
    return by_name | {fold(code): code for code in _table()}


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    return {code: (names[0], names[1]) for code, names in _file()["names"].items()}


@cache
def _printed() -> Mapping[str, str]:
    names = [(names[0], code) for code, names in _table().items()]
    names += [(name, code) for code, spellings in _file()["printed"].items() for name in spellings]
    return {key(name): code for name, code in names}


@cache
def _file() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
        (files("foja.text") / "countries.toml").read_text(encoding="utf-8")
    )
    return found
