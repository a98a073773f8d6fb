"""Rulebooks: argument schemes on one question, for and against. They are data, checked on load, all of it or none.

A rulebook is a TOML file in ``rulebooks/``: a head (name, title, question, what it needs, who wrote and who reviewed
it, sources) and its rules. A rule applies where every premise in ``when`` is so, or may be so, on the day that is
asked. Two rules that clash rebut each other, always both ways. One undercuts another only with a text that says so
(``cite``).
Nothing in a book prefers one side: only a recorded decision of an authority does (see ``foja.law.arguing``).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from foja.law.circumstances import circumstances
from foja.law.machine import machines
from foja.law.table_lines import field_line, line_in_message, line_of_path, table_line
from foja.model.dates import when
from foja.model.errors import UsageError
from foja.model.record import Record, convert
from foja.model.vocabulary import Rank, Read, Side, SourceClass

ASKS: dict[str, frozenset[str]] = {
    "matter": frozenset({"machine", "states", "open"}),
    "act": frozenset({"machine", "kinds"}),
    "elapsed": frozenset({"machine", "kinds", "months"}),
    "rank": frozenset({"on", "ranks", "receiving"}),
    "circumstance": frozenset({"kind", "values", "countries", "denied", "at_least"}),
    "period": frozenset({"over"}),
}
"""What a premise may ask, with the fields that go with it."""
PLACES = frozenset({"forum", "requesting"})
"""Countries that a question names."""


class Ask(Record, frozen=True, cache_hash=True):
    """A premise. ``ask``: of what sort:

    matter: whether what ``machine`` asks is so, or it is in one of ``states``; in one of ``open``, only possible.
    act, elapsed: an act of these ``kinds`` was done, or was done so many ``months`` ago.
    rank: a post of these ``ranks`` was held ``on`` the day or at the time of the conduct, accredited to a place.
    circumstance: of this ``kind``, with one of ``values`` or a number, about places; ``denied``: said not to be so.
    period: whether the ordinary period of limitation was ``over``.
    """

    ask: str
    machine: str = ""
    states: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    months: int = 0
    on: str = "day"
    ranks: tuple[Rank, ...] = ()
    receiving: str = ""
    kind: str = ""
    values: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    denied: bool = False
    at_least: int = 0
    over: bool = True


class Undercut(Record, frozen=True):
    """A rule that this one says does not apply, and the text that says so."""

    rule: str
    cite: str


class Rule(Record, frozen=True):
    """An argument scheme. ``side``: of the question. ``says``: the argument, in our own words. ``cite``: where it is
    from. ``contested``: who contests the rule itself. ``read``: how much of that text was read. ``since`` and
    ``until``: when it was law, EDTF; empty: as long as the file reaches."""

    id: str
    side: Side
    says: str
    cite: str
    source: SourceClass
    contested: str
    when: tuple[Ask, ...]
    read: Read = Read.NONE
    since: str = ""
    until: str = ""
    rebuts: tuple[str, ...] = ()
    undercuts: tuple[Undercut, ...] = ()


class Rulebook(Record, frozen=True, cache_hash=True):
    """``needs``: which countries a question has to name. ``decides``: machines whose acts are decisions on the issue.
    ``order``: the legal order. ``unchecked``: what of it nobody has reviewed."""

    name: str
    title: str
    question: str
    order: str
    says: str
    author: str
    reviewer: str
    unchecked: str
    sources: tuple[str, ...]
    rule: tuple[Rule, ...]
    needs: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()

    def named(self, identifier: str) -> Rule | None:
        return next((rule for rule in self.rule if rule.id == identifier), None)


def kinds_asked(book: Rulebook) -> tuple[str, ...]:
    """Kinds of circumstances that the rules of a book look at."""
    asks = [ask for rule in book.rule for ask in rule.when]
    kinds = {ask.kind for ask in asks if ask.ask == "circumstance"}
    kinds |= {"conduct"} if any(ask.ask == "period" or ask.on == "conduct" for ask in asks) else set()
    kinds |= {"limitation_years"} if any(ask.ask == "period" for ask in asks) else set()
    return tuple(sorted(kinds))


@cache
def rulebooks() -> Mapping[str, Rulebook]:
    """The rulebooks that foja ships, by name."""
    found = {}
    for file in sorted((files("foja.law") / "rulebooks").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            book = read_rulebook(file.read_text(encoding="utf-8"), file.name)
            found[book.name] = book
    return found


def rulebook_named(name: str) -> Rulebook:
    """The rulebook; raises UsageError ``issue-unknown``."""
    found = rulebooks().get(name)
    if found is None:
        raise UsageError(
            "issue-unknown",
            f"foja has no rulebook for {name!r}; expected one of {', '.join(rulebooks())}.",
            next="List them with: foja argue CASE list",
        )
    return found


def read_rulebook(text: str, file: str) -> Rulebook:
    """The rulebook in ``text``. Raises UsageError ``rulebook-malformed`` with file, line and what was expected."""
    try:
        made = convert(tomllib.loads(text), Rulebook)
    except tomllib.TOMLDecodeError as error:
        raise _malformed(file, line_in_message(str(error)), f"it is not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise _malformed(file, line_of_path(text, str(error), "rule"), str(error)) from error
    for line, found in _faults(made, text, file):
        raise _malformed(file, line, found)
    return made


def _malformed(file: str, line: int, found: str) -> UsageError:
    return UsageError(
        "rulebook-malformed",
        f"A rulebook cannot be used: {found}.",
        where=f"{file}, line {line}",
        next="See docs/explanation/rulebooks.md for the form of these files.",
    )


def _faults(book: Rulebook, text: str, file: str) -> Iterator[tuple[int, str]]:
    """What the types alone do not say, each with its line."""
    if f"{book.name}.toml" != file:
        yield field_line(text, 0, "name"), f"the file is named {file}, the book {book.name}; expected one"
    for name in ("title", "question", "order", "says", "author", "reviewer"):
        if not getattr(book, name):
            yield field_line(text, 0, name), f"{name} is empty; expected words"
    if not book.sources:
        yield field_line(text, 0, "sources"), "no source is named; expected the texts that have these rules"
    for name in sorted(set(book.needs) - PLACES):
        yield field_line(text, 0, "needs"), f"it needs {name!r}; expected {' or '.join(sorted(PLACES))}"
    for name in sorted(set(book.decides) - set(machines())):
        yield field_line(text, 0, "decides"), f"it is decided by {name!r}; expected one of {', '.join(machines())}"
    for side in Side:
        if not any(rule.side is side for rule in book.rule):
            yield 1, f"no rule speaks {side} on the question; expected at least one on each side"
    ids = [rule.id for rule in book.rule]
    for index, rule in enumerate(book.rule):
        for field, found in _rule_faults(book, rule, index, ids):
            yield table_line(text, "rule", index, field), f"rule {rule.id}: {found}"


def _rule_faults(book: Rulebook, rule: Rule, index: int, ids: list[str]) -> Iterator[tuple[str, str]]:
    if not rule.id or rule.id in ids[:index]:
        yield "id", "it has no id of its own"
    for name in ("says", "cite", "contested"):
        if not getattr(rule, name).strip():
            yield name, f"{name} is empty; expected words"
    for name in ("since", "until"):
        try:
            if getattr(rule, name):
                when(getattr(rule, name), getattr(rule, name))
        except ValueError as error:
            yield name, str(error)
    if not rule.when:
        yield "when", "it asks nothing; expected at least one premise"
    for premise in rule.when:
        for found in _premise_faults(book, premise):
            yield "when", found
    sides = {one.id: one.side for one in book.rule}
    for other in (*rule.rebuts, *(one.rule for one in rule.undercuts)):
        if other == rule.id or other not in sides:
            yield "rebuts", f"it answers {other!r}; expected another rule of this book"
    for other in rule.rebuts:
        if sides.get(other) is rule.side:
            yield "rebuts", f"it rebuts {other}, which is on its own side; expected a rule of the other side"
    for undercut in rule.undercuts:
        if not undercut.cite.strip():
            yield "undercuts", f"it undercuts {undercut.rule} without a citation; expected the text that says so"
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(rule.says) if name is not None}
    except ValueError as error:
        yield "says", f"{error}"
        return
    sayable = {"person", "day", *book.needs, *(one.ask for one in rule.when)} - {"rank", "elapsed"}
    sayable |= {"post"} if any(one.ask == "rank" for one in rule.when) else set()
    sayable |= {"act"} if any(one.ask == "elapsed" for one in rule.when) else set()
    for name in sorted(fields - sayable):
        yield "says", f"the sentence wants {{{name}}}; expected one of {', '.join(sorted(sayable))}"


def _premise_faults(book: Rulebook, one: Ask) -> Iterator[str]:
    """What is wrong with one premise."""
    if one.ask not in ASKS:
        yield f"it asks {one.ask!r}; expected one of {', '.join(ASKS)}"
        return
    given = {
        name for name in Ask.__struct_fields__ if name != "ask" and getattr(one, name) != getattr(Ask(ask=""), name)
    }
    for name in sorted(given - ASKS[one.ask]):
        yield f"a premise on {one.ask} has {name}; expected {', '.join(sorted(ASKS[one.ask]))}"
    places = {one.receiving, *one.countries} - {""}
    for name in sorted(places - set(book.needs)):
        yield f"it asks about the place {name!r}; expected one that the book needs ({', '.join(book.needs) or 'none'})"
    if "machine" in ASKS[one.ask]:
        yield from _machine_faults(one)
    if one.ask == "rank" and (not one.ranks or one.on not in ("day", "conduct")):
        yield "a premise on rank names no rank, or another time than day or conduct; expected both"
    if one.ask == "elapsed" and one.months < 1:
        yield "a premise on elapsed names no months; expected a number"
    if one.ask == "circumstance":
        kind = circumstances().get(one.kind)
        if kind is None:
            yield f"there is no circumstance {one.kind!r}; expected one of {', '.join(circumstances())}"
            return
        for value in one.values:
            if value not in kind.values:
                yield f"{one.kind} has no value {value!r}; expected one of {', '.join(kind.values) or 'none'}"
        if one.at_least and kind.value != "number":
            yield f"{one.kind} is no number; expected values"
        if len(one.countries) > kind.countries:
            yield f"{one.kind} is about {kind.countries} countries; expected no more"


def _machine_faults(one: Ask) -> Iterator[str]:
    machine = machines().get(one.machine)
    if machine is None:
        yield f"there is no machine {one.machine!r}; expected one of {', '.join(machines())}"
        return
    states, kinds = {state.name for state in machine.state}, {move.kind for move in machine.act}
    for name in (*one.states, *one.open):
        if name not in states:
            yield f"{one.machine} has no state {name!r}; expected one of {', '.join(sorted(states))}"
    for name in one.kinds:
        if name not in kinds:
            yield f"{one.machine} has no act {name!r}; expected one of {', '.join(sorted(kinds))}"
    if one.ask != "matter" and not one.kinds:
        yield f"a premise on {one.ask} names no kind of act; expected at least one"
