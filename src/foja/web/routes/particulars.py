"""One particular of any sort: what it says, what it rests on, its history; correcting and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from starlette.responses import RedirectResponse, Response

from foja.law.circumstances import words_of
from foja.law.particulars import FIELDS, fields_of
from foja.model.act import PartyName
from foja.model.particular import (
    Circumstance,
    Filing,
    Particular,
    ParticularView,
    Post,
    Resolution,
    UsedName,
    named,
    sort_of,
)
from foja.text.countries import country_name
from foja.web.ask import Ask, act, page
from foja.web.render import render
from foja.web.routes.particular_forms import LISTS, fields_from, show_form
from foja.web.words import since_words, until_words


class Shown(NamedTuple):
    """A particular as its page shows it. ``list``: the page that lists its sort. ``form``: whether it can be corrected
    there."""

    shown: ParticularView
    heading: str
    facts: list[tuple[str, str]]
    list: tuple[str, str]
    form: bool


def show_particular(ask: Ask) -> Response:
    view = ask.case.particular(ask.path("id"))
    one = view.row.particular
    facts = [(name, value) for name, value in _facts(one) if value]
    shown = Shown(view, _heading(one), facts, LISTS[sort_of(one)], sort_of(one) in FIELDS)
    return render(ask, "particular.html", view=shown)


def edit_particular(ask: Ask) -> Response:
    view = ask.case.particular(ask.path("id"))
    one = view.row.particular
    given = {name: _typed(value) for name, value in fields_of(one).items()}
    given["rests"] = " ".join(ground.statement for ground in view.row.basis)
    return show_form(ask, sort_of(one), given, before=one.id, back=f"/particulars/{one.id}")


def correct_particular(ask: Ask) -> Response:
    sort = sort_of(ask.case.particular(ask.path("id")).row.particular)
    rests = ask.field("rests").split()
    made = ask.case.correct_particular(ask.path("id"), fields_from(ask, sort), rests, actor=ask.actor, why=ask.why())
    return RedirectResponse(f"/particulars/{made.id}", 303)


def withdraw_particular(ask: Ask) -> Response:
    ask.case.withdraw_particular(ask.path("id"), actor=ask.actor, why=ask.why())
    return ask.back(f"/particulars/{ask.path('id')}")


def _typed(value: Any) -> str:
    """A field as a person would type it."""
    if isinstance(value, PartyName):
        return value.name
    if isinstance(value, tuple):
        return "\n".join(one.name if isinstance(one, PartyName) else str(one) for one in value)
    return "1" if value is True else str(value or "")


def _heading(one: Particular) -> str:
    if isinstance(one, Post):
        return one.title
    if isinstance(one, UsedName):
        return one.name.name
    if isinstance(one, Circumstance):
        words = words_of(one)
        return words[:1].upper() + words[1:]
    if isinstance(one, Resolution):
        return f"{one.prefers} followed, {one.over} not"
    return f"{one.charge}: {one.element}"


def _facts(one: Particular) -> Iterator[tuple[str, str]]:
    whom = "; ".join(party.name for party in named(one)["person"])
    yield ("Held by" if isinstance(one, Post) else "Used by" if isinstance(one, UsedName) else "About"), whom
    if isinstance(one, Post):
        yield "Body", one.organisation.name if one.organisation else ""
        yield "When", f"{since_words(one.since)}, {until_words(one.until)}"
        yield "Classed as", one.rank.replace("_", " ") + ("; that is disputed" if one.rank_disputed else "")
        yield "Post of", country_name(one.country) if one.country else ""
        yield "Accredited to", country_name(one.receiving) if one.receiving else ""
    elif isinstance(one, UsedName):
        yield "Own name", "said not to be the person's own" if one.assumed else "nothing said"
        yield "When", f"{since_words(one.since)}, {until_words(one.until)}"
        yield "What follows", "It joins nobody: what sources say of this name stays with the name."
    elif isinstance(one, Circumstance):
        yield "Sort", one.kind.replace("_", " ")
        yield "By", one.authority.name if one.authority else ""
        yield "Countries", ", ".join(map(country_name, one.countries))
        yield "When", since_words(one.since) + (f", {until_words(one.until)}" if one.until else "")
    elif isinstance(one, Resolution):
        yield "On the issue", one.issue.replace("_", " ")
        yield "By", one.authority.name
        yield "When", one.since.edtf
        yield "Decided in the act", one.act
    elif isinstance(one, Filing):
        yield "Side", str(one.side)
        yield "Mode", one.mode or "every mode"
    yield "Note", one.note


ROUTES = (
    page("/particulars/{id}", show_particular),
    page("/particulars/{id}/correct", edit_particular),
    act("/particulars/{id}/correct", correct_particular),
    act("/particulars/{id}/withdraw", withdraw_particular),
)
