"""From the acts in one matter about one person to its state on a day.

Every act leads to one state, so the state on a day is that of the last act done by then. Where dates leave room,
several acts may have been the last, and each of their states is possible. The rules:

1. An act that cannot have been done by the day is not looked at: nothing dated after it leaks into the answer.
2. An act may have been the last unless another one that must have been done by the day must have come after it.
3. Acts whose dates overlap are taken in the order that the machine has, where it has one and all dates allow it.
   Otherwise the dates alone decide.
4. Where every act may still have been ahead, nothing may have been done yet: that is possible too.
5. A term that ended, with no renewal on file, makes the answer unknown, not no.

Names play no part here. The order in which acts arrive changes nothing.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from foja.law.machine import START, Machine, Move, machine_named
from foja.model.act import OfficialAct
from foja.model.vocabulary import ActFamily, Holds

FIRST, LAST = "0000-00-00", "9999-99-99"
"""Bounds of a date that is open."""
NO_TERM = ("", "")
"""Of an act whose effect has no end by its own terms."""


class Dated(msgspec.Struct, frozen=True, order=True, gc=False):
    """An act as the fold sees it: a slim record, because one is made for every act of a question. ``earliest`` and
    ``latest``: ISO days, inclusive; ``FIRST`` and ``LAST`` where open. ``until``: the bounds of the day on which its
    effect ends by its own terms, empty where it has none."""

    id: str
    kind: str
    earliest: str
    latest: str
    until: tuple[str, str] = NO_TERM


def dated(act: OfficialAct) -> Dated:
    """The act with the bounds of its dates."""
    until = (act.until.earliest or FIRST, act.until.latest or LAST) if act.until else NO_TERM
    return Dated(act.id, act.kind, act.date.earliest or FIRST, act.date.latest or LAST, until)


class Fold(msgspec.Struct, frozen=True):
    """``states``: each state that is possible, with the acts that may have led there last. ``none_yet``: whether
    nothing may have been done yet. ``holds``: the answer to what the machine asks. ``until``: terms that count."""

    states: dict[str, tuple[str, ...]]
    none_yet: bool
    holds: Holds
    until: tuple[tuple[str, str], ...] = ()

    def answer(self, state: str) -> Holds:
        """Whether the matter is in ``state``."""
        if not self.states:
            return Holds.UNKNOWN
        if state not in self.states:
            return Holds.NO
        return Holds.YES if len(self.states) == 1 and not self.none_yet else Holds.POSSIBLE


NOTHING = Fold({}, True, Holds.UNKNOWN)
"""No act is on file: unknown, not no."""


def fold(rules: Rules, acts: Iterable[Dated], day: str) -> Fold:
    """Where a matter stands for one person on ``day`` (ISO; empty: after all that is on file)."""
    return folded(rules, placed(rules, acts, day), day)


class Placed(NamedTuple):
    """Acts that may have been done by a day, in their order, their dates narrowed by the order of the machine.
    ``follows``: for each the places of those that overlap with it and must come after it; None where no two overlap.
    """

    acts: list[Dated]
    follows: list[set[int]] | None


def folded(rules: Rules, found: Placed, day: str) -> Fold:
    """The fold of acts that ``placed`` gave for the same day."""
    day = day or LAST
    acts, follows = found
    if not acts:
        return NOTHING
    if follows is None:  # the dates say it all: only the last act, and the one before where it may not be done yet
        last = acts[-1]
        if last.latest <= day:
            to = rules.to[last.kind]
            term = _term(rules, acts, last) if to in rules.holding else NO_TERM
            held, counts = _held(to in rules.holding, term, day)
            return Fold({to: (last.id,)}, False, held, (term,) if counts else ())
        lasts = acts[-2:]
    else:
        floor = max((act.earliest for act in acts if act.latest <= day), default=FIRST)
        lasts = [
            act
            for act, after in zip(acts, follows, strict=True)
            if min(act.latest, day) >= floor and all(acts[other].latest > day for other in after)
        ]
    none_yet = all(act.latest > day for act in acts)
    states: dict[str, list[str]] = {}
    answers, terms = {Holds.UNKNOWN} if none_yet else set(), set()
    for act in sorted(lasts):
        to = rules.to[act.kind]
        states.setdefault(to, []).append(act.id)
        term = _term(rules, acts, act) if to in rules.holding else NO_TERM
        held, counts = _held(to in rules.holding, term, day)
        answers.add(held)
        terms |= {term} if counts else set()
    return Fold({to: tuple(ids) for to, ids in states.items()}, none_yet, _joined(answers), tuple(sorted(terms)))


def _term(rules: Rules, acts: Sequence[Dated], last: Dated) -> tuple[str, str]:
    """The latest term that an act by then has set, and no ending since then has closed."""
    if not any(act.until[1] for act in acts):
        return NO_TERM
    ending = ActFamily.ENDING
    ends = [act.latest for act in acts if rules.moves[act.kind].family is ending and act.latest < last.earliest]
    closed = max(ends, default="")
    return max((act.until for act in acts if closed < act.earliest <= last.latest), default=NO_TERM)


def _held(holding: bool, term: tuple[str, str], day: str) -> tuple[Holds, bool]:
    """Whether what the machine asks is so, and whether the term counted for that."""
    if not holding:
        return Holds.NO, False
    begins, ends = term
    if not ends:
        return Holds.YES, False
    if day == LAST:
        return Holds.POSSIBLE, True  # it depends on the day, and none was asked
    if ends < day:
        return Holds.UNKNOWN, True
    return (Holds.POSSIBLE if begins < day else Holds.YES), True


def _joined(answers: set[Holds]) -> Holds:
    if len(answers) == 1:
        return answers.pop()
    return Holds.POSSIBLE if answers & {Holds.YES, Holds.POSSIBLE} else Holds.UNKNOWN


def in_order(rules: Rules, acts: Iterable[Dated]) -> list[Dated]:
    """Acts as a list shows them: by date, and by the order of the machine where dates do not say."""
    return sorted(acts, key=lambda act: (act.earliest, rules.rank.get(act.kind, 0), act.latest, act.id))


def missing(rules: Rules, acts: Iterable[Dated], day: str = "") -> dict[str, str]:
    """Acts by ``day`` that nothing on file leads to, each with what was expected before it, in words."""
    return unled(rules, placed(rules, acts, day))


def unled(rules: Rules, found: Placed) -> dict[str, str]:
    """The same for acts that ``placed`` gave."""
    acts, follows = found
    moves = rules.moves
    flags: dict[str, str] = {}
    if follows is None:  # what leads to an act is the one before it
        state = START
        for act in acts:
            if state not in rules.after[act.kind]:
                flags[act.id] = rules.lacks[act.kind]
            state = rules.to[act.kind]
        return flags

    def before(one: int, other: int) -> bool:
        """Whether the first must have come before the second."""
        return acts[one].latest < acts[other].earliest or other in follows[one]

    for place, act in enumerate(acts):
        after = moves[act.kind].after
        earlier = [other for other in range(len(acts)) if before(other, place)]
        if not earlier and START in after:
            continue
        around = [other for other in range(len(acts)) if other != place and not before(place, other)]
        if not any(
            moves[acts[other].kind].to in after and not any(before(other, between) for between in earlier)
            for other in around
        ):
            flags[act.id] = rules.lacks[act.kind]
    return flags


def _lack(machine: Machine, move: Move) -> str:
    """The flag of an act of this kind to which nothing leads."""
    nouns = dict.fromkeys(machine.named(name).noun for name in move.after if name != START)
    return f"{move.words}, with no {' or '.join(nouns)} on file just before it"


def placed(rules: Rules, acts: Iterable[Dated], day: str = "") -> Placed:
    """The acts that may have been done by ``day``, put in order. Where no days satisfy the order of the machine, the
    dates as they are and no such order."""
    day, kinds = day or LAST, rules.moves
    found = [act for act in acts if act.earliest <= day and act.kind in kinds]
    if _apart(found):  # as the tables hand them over, mostly
        return Placed(found, None)
    ordered = in_order(rules, found)
    if _apart(ordered):
        return Placed(ordered, None)
    follows: list[set[int]] = [set() for _ in ordered]
    times = Counter(act.kind for act in ordered)
    for place, one in enumerate(ordered):
        for other, two in enumerate(ordered):
            overlap = one.earliest <= two.latest and two.earliest <= one.latest
            if overlap and times[one.kind] <= rules.pairs.get((one.kind, two.kind), 0):
                follows[place].add(other)
    early, late = [act.earliest for act in ordered], [act.latest for act in ordered]
    forward = sorted(range(len(ordered)), key=lambda place: rules.rank[ordered[place].kind])
    for place in forward:
        for other in follows[place]:
            early[other] = max(early[other], early[place])
    for place in reversed(forward):
        late[place] = min([late[place], *(late[other] for other in follows[place])])
    if any(first > last for first, last in zip(early, late, strict=True)):
        return Placed(ordered, [set() for _ in ordered])
    narrowed = [replace(act, earliest=a, latest=z) for act, a, z in zip(ordered, early, late, strict=True)]
    return Placed(narrowed, follows)


def _apart(acts: Iterable[Dated]) -> bool:
    """Whether each of these acts was over before the next could be done."""
    before = ""
    for act in acts:
        if act.earliest <= before:
            return False
        before = act.latest
    return True


class Rules(NamedTuple):
    """A machine made ready for folding. ``rank``: place of an act in its file, which lists them in the order in which
    they normally come. ``pairs``: kinds of which the first normally leads on to the second, with how often the first
    may occur for that. By kind: ``to`` and ``after`` say where it leads and from where, ``lacks`` what to say where
    nothing on file leads to it."""

    machine: Machine
    moves: Mapping[str, Move]
    rank: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    holding: frozenset[str]
    to: Mapping[str, str]
    after: Mapping[str, frozenset[str]]
    lacks: Mapping[str, str]


@cache
def rules_of(name: str) -> Rules:
    """The rules of a machine that foja ships. Raises UsageError ``machine-unknown``."""
    return rules(machine_named(name))


def rules(machine: Machine) -> Rules:
    """The rules of a machine.

    The way from one kind of act to another runs forward in the file. Where the second leads straight back to the first
    (a notice that is suspended, reinstated, suspended) there is no order, unless the first alone can begin and occurs
    once.
    """
    moves = {move.kind: move for move in machine.act}
    rank = {kind: place for place, kind in enumerate(moves)}

    def leads(one: str, other: str) -> bool:
        return moves[one].to in moves[other].after

    pairs: dict[tuple[str, str], int] = {}
    for one in moves:
        ahead: set[str] = set()
        queue = [one]
        while queue:
            here = queue.pop()
            new = {kind for kind in moves if rank[kind] > rank[here] and leads(here, kind)} - ahead
            ahead |= new
            queue += new
        for other in ahead:
            if not leads(other, one):
                pairs[one, other] = sys.maxsize
            elif START in moves[one].after and START not in moves[other].after:
                pairs[one, other] = 1
    holding = frozenset(state.name for state in machine.state if state.holds)
    return Rules(
        machine, moves, rank, pairs, holding,
        to={kind: move.to for kind, move in moves.items()},
        after={kind: frozenset(move.after) for kind, move in moves.items()},
        lacks={kind: _lack(machine, move) for kind, move in moves.items()},
    )  # fmt: skip
