"""Particulars: what a person enters on the law side besides acts. A post held, a circumstance that a rule asks about, a
decision that followed one argument and not another, a statement filed under an element of a charge.

Like an act, each rests on accepted statements or was entered by a person without one, and is corrected or withdrawn,
never changed.
"""

from __future__ import annotations

from typing import Any

import msgspec

from foja.model.act import PartyName
from foja.model.dates import When
from foja.model.event import Event
from foja.model.proceedings import ActBasis
from foja.model.record import Record
from foja.model.vocabulary import ActState, Holds, Mode, Quality, Rank, Side

OPEN = ".."
"""An end that is open: a source says that it goes on. An end that nobody knows is None."""


class Post(Record, frozen=True, tag="post"):
    """A post that somebody held. ``rank``: its sort, as a person classed it; ``rank_disputed``: that is disputed.
    ``country``: ISO code of the state whose post it is; ``receiving``: of the state to which its holder is accredited.
    ``since`` and ``until``: when it was taken up and left; ``until`` is None where nobody knows, and ``..`` where a
    source says that it goes on.
    """

    id: str
    person: PartyName
    title: str
    rank: Rank = Rank.UNKNOWN
    rank_disputed: bool = False
    organisation: PartyName | None = None
    country: str = ""
    receiving: str = ""
    since: When | None = None
    until: When | None = None
    note: str = ""
    rests_on: tuple[str, ...] = ()
    corrects: str = ""


class UsedName(Record, frozen=True, tag="name"):
    """A name that somebody used, or was known by, for a time, as statements say: a dated alias. ``name``: with its key,
    under which sources may name whoever bears it; nobody is joined by it. ``assumed``: the statements say that it was
    not the person's own ("false identity", "nom de guerre")."""

    id: str
    person: PartyName
    name: PartyName
    assumed: bool = False
    since: When | None = None
    until: When | None = None
    note: str = ""
    rests_on: tuple[str, ...] = ()
    corrects: str = ""


class Circumstance(Record, frozen=True, tag="circumstance"):
    """What a rule or an exposure table asks about and no act or post says: a nationality, a treaty between two states,
    the offence that is alleged, a visit that was made public. ``kind``: one of ``law/circumstances.toml``.
    ``authority``: who classed, decided or said it, where that counts. ``countries``: ISO codes. ``denied``: what it
    rests on says that it is not so.
    """

    id: str
    kind: str
    persons: tuple[PartyName, ...] = ()
    authority: PartyName | None = None
    value: str = ""
    countries: tuple[str, ...] = ()
    since: When | None = None
    until: When | None = None
    denied: bool = False
    note: str = ""
    rests_on: tuple[str, ...] = ()
    corrects: str = ""


class Resolution(Record, frozen=True, tag="resolution"):
    """A decision of an authority that followed one argument and not another, for these persons (none: for all).
    ``prefers`` and ``over``: rules of the book ``issue``. ``act``: the act that decided, where it is on file."""

    id: str
    issue: str
    prefers: str
    over: str
    authority: PartyName
    since: When
    persons: tuple[PartyName, ...] = ()
    act: str = ""
    note: str = ""
    rests_on: tuple[str, ...] = ()
    corrects: str = ""


class Filing(Record, frozen=True, tag="filing"):
    """Statements that a person filed for or against an element of a charge against somebody. ``charge`` and
    ``element``: of ``law/charges``. ``mode``: how that person is alleged to have taken part; None: for every mode."""

    id: str
    person: PartyName
    charge: str
    element: str
    side: Side
    mode: Mode | None = None
    note: str = ""
    rests_on: tuple[str, ...] = ()
    corrects: str = ""


Particular = Post | UsedName | Circumstance | Resolution | Filing


def particular(value: Any) -> Particular:
    """The record in the body of an event; raises ``msgspec.ValidationError`` if it is none."""
    return msgspec.convert(value, type=Particular)  # type: ignore[no-any-return]


def decoded(record: str) -> Particular:
    """The record in a row of the tables."""
    return msgspec.json.decode(record, type=Particular)  # type: ignore[no-any-return]


def sort_of(one: Particular) -> str:
    """``post``, ``name``, ``circumstance``, ``resolution`` or ``filing``."""
    return str(type(one).__struct_config__.tag)


def span(one: Particular) -> tuple[When | None, When | None]:
    """From when and until when it is so, as far as it says."""
    return getattr(one, "since", None), getattr(one, "until", None)


def named(one: Particular) -> dict[str, tuple[PartyName, ...]]:
    """Whom it names: whom it is about, and in what other role."""
    if isinstance(one, Post):
        return {"person": (one.person,), "authority": (one.organisation,) if one.organisation else ()}
    if isinstance(one, UsedName):
        return {"person": (one.person,), "name": (one.name,)}
    if isinstance(one, Filing):
        return {"person": (one.person,)}
    if isinstance(one, Resolution):
        return {"person": one.persons, "authority": (one.authority,)}
    return {"person": one.persons, "authority": (one.authority,) if one.authority else ()}


class ParticularRow(Record, frozen=True):
    """A particular in a list, with what it rests on and how well the record shows it. ``holds``: whether it was so on
    the day that was asked. ``words``: it in one line. ``last_said``: the day of the last source that says that it goes
    on, where one does."""

    particular: Particular
    words: str
    state: ActState
    quality: Quality
    contested: bool
    known_on: str
    basis: tuple[ActBasis, ...]
    holds: Holds | None = None
    superseded_by: str = ""
    by: str = ""
    at: str = ""
    last_said: str = ""


class ParticularView(Record, frozen=True):
    """One particular whole, with what persons did to its record."""

    row: ParticularRow
    history: tuple[Event, ...]
