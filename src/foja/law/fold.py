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
from itertools import pairwise
from typing import NamedTuple

from foja.law.machine import START, Machine, Move, machine_named
from foja.model.act import OfficialAct
from foja.model.vocabulary import ActFamily, Holds

FIRST, LAST = "0000-00-00", "9999-99-99"
"""Bounds of a date that is open."""


class Dated(NamedTuple):
    """An act as the fold sees it. ``earliest`` and ``latest``: ISO days, inclusive; ``FIRST`` and ``LAST`` where open.
    ``until``: the bounds of the day on which its effect ends by its own terms, empty where it has none."""

    id: str
    kind: str
    earliest: str
    latest: str
    until: tuple[str, str] = ("", "")


def dated(act: OfficialAct) -> Dated:
    """The act with the bounds of its dates."""
    until = (act.until.earliest or FIRST, act.until.latest or LAST) if act.until else ("", "")
    return Dated(act.id, act.kind, act.date.earliest or FIRST, act.date.latest or LAST, until)


class Fold(NamedTuple):
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
    day = day or LAST
    moves = rules.moves
    seen = [act for act in acts if act.earliest <= day and act.kind in moves]
    if not seen:
        return NOTHING
    acts_, follows = _placed(rules, seen)
    floor = max((act.earliest for act in acts_ if act.latest <= day), default=FIRST)
    lasts = [
        act
        for place, act in enumerate(acts_)
        if min(act.latest, day) >= floor and all(acts_[after].latest > day for after in follows[place])
    ]
    none_yet = all(act.latest > day for act in acts_)
    states: dict[str, list[str]] = {}
    answers, terms = {Holds.UNKNOWN} if none_yet else set(), set()
    for act in sorted(lasts):
        to = moves[act.kind].to
        states.setdefault(to, []).append(act.id)
        term = _term(rules, acts_, act)
        held, counts = _held(to in rules.holding, term, day)
        answers.add(held)
        terms |= {term} if counts else set()
    return Fold({to: tuple(ids) for to, ids in states.items()}, none_yet, _joined(answers), tuple(sorted(terms)))


def _term(rules: Rules, acts: Sequence[Dated], last: Dated) -> tuple[str, str]:
    """The latest term that an act by then has set, and no ending since then has closed."""
    ending = ActFamily.ENDING
    ends = [act.latest for act in acts if rules.moves[act.kind].family is ending and act.latest < last.earliest]
    closed = max(ends, default="")
    return max((act.until for act in acts if closed < act.earliest <= last.latest), default=("", ""))


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
    moves = rules.moves
    placed, follows = _placed(rules, [act for act in acts if act.earliest <= (day or LAST) and act.kind in moves])
    found = {}

    def before(one: int, other: int) -> bool:
        """Whether the first must have come before the second."""
        return placed[one].latest < placed[other].earliest or other in follows[one]

    for place, act in enumerate(placed):
        move = moves[act.kind]
        earlier = [other for other in range(len(placed)) if before(other, place)]
        if not earlier and START in move.after:
            continue
        around = [other for other in range(len(placed)) if other != place and not before(place, other)]
        if not any(
            moves[placed[other].kind].to in move.after and not any(before(other, between) for between in earlier)
            for other in around
        ):
            nouns = dict.fromkeys(rules.machine.named(name).noun for name in move.after if name != START)
            found[act.id] = f"{move.words}, with no {' or '.join(nouns)} on file just before it"
    return found


def _placed(rules: Rules, acts: Sequence[Dated]) -> tuple[list[Dated], list[set[int]]]:
    """The acts with their dates narrowed by the order of the machine, and for each the places of those that overlap
    with it and must come after it. Where no days satisfy that order, the dates as they are and no such order."""
    ordered = in_order(rules, acts)
    follows: list[set[int]] = [set() for _ in ordered]
    if all(one.latest < two.earliest for one, two in pairwise(ordered)):
        return ordered, follows  # no two overlap: the dates say it all
    times = Counter(act.kind for act in acts)
    for place, one in enumerate(ordered):
        for other, two in enumerate(ordered):
            overlap = one.earliest <= two.latest and two.earliest <= one.latest
            if overlap and times[one.kind] <= rules.pairs.get((one.kind, two.kind), 0):
                follows[place].add(other)
    if not any(follows):
        return ordered, follows
    early, late = [act.earliest for act in ordered], [act.latest for act in ordered]
    forward = sorted(range(len(ordered)), key=lambda place: rules.rank[ordered[place].kind])
    for place in forward:
        for other in follows[place]:
            early[other] = max(early[other], early[place])
    for place in reversed(forward):
        late[place] = min([late[place], *(late[other] for other in follows[place])])
    if any(first > last for first, last in zip(early, late, strict=True)):
        return ordered, [set() for _ in ordered]
    return [act._replace(earliest=a, latest=z) for act, a, z in zip(ordered, early, late, strict=True)], follows


class Rules(NamedTuple):
    """A machine made ready for folding. ``rank``: place of an act in its file, which lists them in the order in which
    they normally come. ``pairs``: kinds of which the first normally leads on to the second, with how often the first
    may occur for that."""

    machine: Machine
    moves: Mapping[str, Move]
    rank: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    holding: frozenset[str]


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
    return Rules(machine, moves, rank, pairs, holding)
