"""Kinds of circumstances, and what a person has to say of each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from foja.model.errors import UsageError
from foja.model.particular import Circumstance
from foja.model.record import Record, convert
from foja.text.countries import country_name


class Kind(Record, frozen=True):
    """A kind of circumstance; see the head of ``circumstances.toml``."""

    name: str
    words: str
    person: str = "no"
    countries: int = 0
    value: str = "none"
    values: tuple[str, ...] = ()
    lasts: bool = False
    published: bool = False


class _File(Record, frozen=True):
    kind: tuple[Kind, ...]


@cache
def circumstances() -> Mapping[str, Kind]:
    """The kinds, by name."""
    text = (files("foja.law") / "circumstances.toml").read_text(encoding="utf-8")
    return {kind.name: kind for kind in convert(tomllib.loads(text), _File).kind}


def kind_named(name: str) -> Kind:
    """The kind; raises UsageError ``circumstance-unknown``."""
    found = circumstances().get(name)
    if found is None:
        raise UsageError(
            "circumstance-unknown",
            f"foja knows no circumstance {name!r}; expected one of {', '.join(circumstances())}.",
            next="List them with: foja circumstance CASE --kind list",
        )
    return found


def check(one: Circumstance) -> None:
    """Raises UsageError ``particular-incomplete`` or ``particular-value`` where the kind asks for something else."""
    kind = kind_named(one.kind)
    if kind.person == "yes" and not one.persons:
        raise _wrong("particular-incomplete", kind, "it names nobody; expected at least one person")
    if kind.person == "no" and one.persons:
        raise _wrong("particular-value", kind, "it names a person; expected none: it is about states")
    least = kind.countries if kind.countries == 2 or "[" not in _around(kind.words, "{countries}") else 0
    if not least <= len(one.countries) <= kind.countries:
        raise _wrong("particular-value", kind, f"it names {len(one.countries)} countries; expected {kind.countries}")
    if kind.value == "word" and one.value not in kind.values:
        raise _wrong("particular-value", kind, f"its value is {one.value!r}; expected one of {', '.join(kind.values)}")
    if kind.value == "number" and not (one.value.isascii() and one.value.isdigit() and len(one.value) < 5):
        raise _wrong("particular-value", kind, f"its value is {one.value!r}; expected a whole number")
    if kind.value == "none" and one.value:
        raise _wrong("particular-value", kind, f"its value is {one.value!r}; expected none")
    if not kind.lasts and one.until is not None:
        raise _wrong("particular-value", kind, "it has an end; expected a date alone")
    if kind.published and not one.rests_on:
        raise _wrong("particular-incomplete", kind, "it rests on nothing; expected a published source")


def _around(words: str, place: str) -> str:
    """The bracket in which a place stands, if it does."""
    return next((found for found in re.findall(r"\[[^\]]*\]", words) if place in found), "")


def words_of(one: Circumstance) -> str:
    """The circumstance in words, without who asserts it."""
    kind = circumstances().get(one.kind)
    if kind is None:
        return one.kind
    value = one.value.replace("_", " ") if kind.value == "word" else one.value
    return _filled(kind.words, value, one.countries, one.authority.name if one.authority else "", one.denied)


def asked_in_words(
    name: str, values: Sequence[str], at_least: int, countries: Sequence[str], denied: bool = False
) -> str:
    """What a rule asks about circumstances of a kind, in the words of the kind."""
    kind = kind_named(name)
    value = f"{at_least} or more" if at_least else " or ".join(value.replace("_", " ") for value in values)
    if not value and "[" not in _around(kind.words, "{value}"):
        value = "any number of" if kind.value == "number" else "anything"
    return _filled(kind.words, value, tuple(countries), "", denied)


@lru_cache(maxsize=4096)
def _filled(words: str, value: str, countries: tuple[str, ...], authority: str, denied: bool) -> str:
    """The words of a kind with what is known; a bracket whose places are empty is left out."""
    given = {"value": value, "countries": " and ".join(map(country_name, countries)), "authority": authority}

    def bracket(found: re.Match[str]) -> str:
        inner = found[1]
        wanted = re.findall(r"\{(\w+)\}", inner)
        return inner if all(given[name] for name in wanted) else ""

    kept = re.sub(r"\[([^\]]*)\]", bracket, words)
    filled = kept.format_map({**given, "countries": given["countries"] or "a country"})
    return f"said not to be so: {filled}" if denied else filled


def _wrong(code: str, kind: Kind, found: str) -> UsageError:
    return UsageError(code, f"A circumstance “{kind.name}” cannot be recorded so: {found}.", next="Change the field.")
