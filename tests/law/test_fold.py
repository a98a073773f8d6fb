"""The fold against every world that the dates allow, and what must not leak into an answer."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from foja.law.fold import FIRST, LAST, NOTHING, Dated, Rules, fold, missing, rules_of
from foja.law.machine import machines
from foja.model.vocabulary import Holds

NAMES = ("warrant", "red_notice", "criminal_ar", "extradition")


def day(number: int) -> str:
    return f"2000-01-{number:02d}"


@st.composite
def acts_of(draw: st.DrawFn, most: int = 4) -> tuple[Rules, list[Dated]]:
    rules = rules_of(draw(st.sampled_from(NAMES)))
    kinds = sorted(rules.moves)
    acts = []
    for number in range(draw(st.integers(0, most))):
        first = draw(st.integers(1, 5))
        last = draw(st.integers(first, min(5, first + 3)))
        acts.append(Dated(f"ac-{number}", draw(st.sampled_from(kinds)), day(first), day(last)))
    return rules, acts


def worlds(rules: Rules, acts: list[Dated], on: str) -> tuple[dict[str, set[str]], bool]:
    """Every way in which the acts may have been done: the states that the last one by the day leads to, and whether
    in one of them nothing was done by then. The order of the machine holds among overlapping acts where it can."""
    acts = [act for act in acts if act.earliest <= on]
    times = Counter(act.kind for act in acts)
    order = {
        (a, b)
        for a, one in enumerate(acts)
        for b, two in enumerate(acts)
        if one.earliest <= two.latest and two.earliest <= one.latest
        and times[one.kind] <= rules.pairs.get((one.kind, two.kind), 0)
    }  # fmt: skip
    days = [[day(n) for n in range(1, 6) if act.earliest <= day(n) <= act.latest] for act in acts]
    every = list(product(*days))
    kept = [world for world in every if all(world[a] <= world[b] for a, b in order)]
    if not kept:
        kept, order = every, set()
    states: dict[str, set[str]] = {}
    none_yet = False
    for world in kept:
        done = [place for place, when in enumerate(world) if when <= on]
        if not done:
            none_yet = True
            continue
        newest = max(world[place] for place in done)
        last = [place for place in done if world[place] == newest]
        for place in last:
            if not any((place, other) in order for other in last):
                states.setdefault(rules.moves[acts[place].kind].to, set()).add(acts[place].id)
    return states, none_yet


@given(acts_of(), st.integers(1, 5))
def test_the_possible_states_are_those_of_every_world(given_: tuple[Rules, list[Dated]], on: int) -> None:
    rules, acts = given_
    found = fold(rules, acts, day(on))
    states, none_yet = worlds(rules, acts, day(on))
    assert {name: set(ids) for name, ids in found.states.items()} == states
    assert found.none_yet == (none_yet or not states)


@given(acts_of(6), st.integers(1, 5), st.randoms())
def test_the_order_of_arrival_changes_nothing(given_: tuple[Rules, list[Dated]], on: int, random: object) -> None:
    rules, acts = given_
    turned = list(acts)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert fold(rules, acts, day(on)) == fold(rules, turned, day(on))
    assert missing(rules, acts, day(on)) == missing(rules, turned, day(on))


@given(acts_of(6), acts_of(6), st.integers(1, 5))
def test_nothing_dated_after_the_day_leaks(
    given_: tuple[Rules, list[Dated]], more: tuple[Rules, list[Dated]], on: int
) -> None:
    rules, acts = given_
    later = [
        replace(act, id=f"later-{act.id}", earliest=f"2001{act.earliest[4:]}", latest=f"2001{act.latest[4:]}")
        for act in more[1]
    ]
    assert fold(rules, acts + later, day(on)) == fold(rules, acts, day(on))
    assert missing(rules, acts + later, day(on)) == missing(rules, acts, day(on))


@given(acts_of(6), st.integers(1, 5))
def test_ids_play_no_part(given_: tuple[Rules, list[Dated]], on: int) -> None:
    """Acts under other ids lead to the same states: nothing but kinds and dates is looked at."""
    rules, acts = given_
    other = [replace(act, id=f"zz-{99 - number}") for number, act in enumerate(acts)]
    names = {act.id: new.id for act, new in zip(acts, other, strict=True)}
    found, renamed = fold(rules, acts, day(on)), fold(rules, other, day(on))
    assert {s: {names[i] for i in ids} for s, ids in found.states.items()} == {
        s: set(ids) for s, ids in renamed.states.items()
    }
    assert (found.holds, found.none_yet) == (renamed.holds, renamed.none_yet)


@pytest.mark.parametrize("name", sorted(machines()))
def test_a_machine_walked_along_its_edges_is_never_flagged(name: str) -> None:
    """Every act of a machine can be reached by steps that it allows, one a day, and then nothing is missing."""
    rules = rules_of(name)
    ways: dict[str, list[str]] = {k: [k] for k, move in rules.moves.items() if "" in move.after}
    queue = list(ways)
    while queue:
        here = queue.pop(0)
        for kind, move in rules.moves.items():
            if kind not in ways and rules.moves[here].to in move.after:
                ways[kind] = [*ways[here], kind]
                queue.append(kind)
    assert set(ways) == set(rules.moves)
    for way in ways.values():
        acts = [Dated(f"ac-{n}", kind, day(n + 1), day(n + 1)) for n, kind in enumerate(way)]
        assert missing(rules, acts) == {}
        assert fold(rules, acts, LAST).answer(rules.moves[way[-1]].to) is Holds.YES


def test_no_act_is_unknown_not_no() -> None:
    assert fold(rules_of("warrant"), [], day(1)) is NOTHING
    assert NOTHING.answer("ordered") is NOTHING.holds is Holds.UNKNOWN


def test_an_act_without_a_date_makes_what_it_ends_possible() -> None:
    rules = rules_of("warrant")
    ordered, ended = Dated("a", "ordered", day(2), day(2)), Dated("b", "ended_by_death", FIRST, LAST)
    found = fold(rules, [ordered, ended], day(4))
    assert (found.holds, found.answer("ordered"), found.answer("ended")) == (Holds.POSSIBLE,) * 3
    asked = Dated("c", "requested", FIRST, LAST)
    assert fold(rules, [ordered, asked], day(4)).holds is Holds.YES  # a request comes before its order


def test_on_one_day_the_order_is_that_of_the_machine() -> None:
    rules = rules_of("state_responsibility")
    acts = [Dated("b", "made_public", day(3), day(3)), Dated("a", "decided", day(3), day(3))]
    assert set(fold(rules, acts, day(3)).states) == {"public"}
    swinging = [Dated(i, k, day(3), day(3)) for i, k in (("a", "suspended"), ("b", "reinstated"))]
    assert set(fold(rules_of("red_notice"), swinging, day(3)).states) == {"suspended", "published"}


def test_a_missing_step_is_said_and_the_act_still_counts() -> None:
    rules = rules_of("red_notice")
    acts = [Dated("a", "requested", day(1), day(1)), Dated("b", "published", day(4), day(4))]
    assert fold(rules, acts, day(4)).holds is Holds.YES
    flag = "publication of the notice, with no authorisation or appeal on file just before it"
    assert missing(rules, acts) == {"b": flag}
    assert missing(rules, acts, day(3)) == {}


def test_an_act_that_can_begin_is_flagged_where_something_else_stands() -> None:
    rules = rules_of("warrant")
    acts = [Dated("a", "ordered", day(1), day(1)), Dated("b", "requested", day(3), day(3))]
    assert set(missing(rules, acts)) == {"b"}
    assert missing(rules, [acts[1]]) == {}


def test_a_step_that_was_undone_in_between_leads_to_nothing() -> None:
    rules = rules_of("red_notice")
    kinds = ("requested", "authorised", "published", "cancelled", "renewed")
    acts = [Dated(kind, kind, day(n), day(n)) for n, kind in enumerate(kinds, 1)]
    assert set(missing(rules, acts)) == {"renewed"}


def test_a_request_made_twice_in_one_month_leaves_the_order_open() -> None:
    rules = rules_of("red_notice")
    one, two, no = (Dated(i, k, day(1), day(20)) for i, k in (("a", "requested"), ("b", "requested"), ("c", "refused")))
    assert set(fold(rules, [one, no], day(20)).states) == {"refused"}
    assert set(fold(rules, [one, two, no], day(20)).states) == {"refused", "requested"}


def test_a_term_that_ended_is_unknown_and_a_new_notice_has_no_old_term() -> None:
    rules = rules_of("red_notice")
    out = Dated("a", "published", day(1), day(1), (day(10), day(12)))
    assert [fold(rules, [out], day(n)).holds for n in (10, 11, 13)] == [Holds.YES, Holds.POSSIBLE, Holds.UNKNOWN]
    assert fold(rules, [out], "").holds is Holds.POSSIBLE  # it depends on the day, and none was asked
    gone, again = Dated("b", "cancelled", day(5), day(5)), Dated("c", "published", day(8), day(8))
    assert fold(rules, [out, gone, again], day(20)).holds is Holds.YES
    kept = Dated("d", "renewed", day(9), day(9), (day(30), day(30)))
    assert fold(rules, [out, kept], day(20)).holds is Holds.YES


def test_an_order_that_no_days_satisfy_leaves_the_dates() -> None:
    rules = rules_of("criminal_ar")
    assert rules.pairs["opened", "called"] == sys.maxsize
    acts = [
        Dated("x", "processed", day(1), day(8)), Dated("p", "questioned", day(5), day(12)),
        Dated("q", "called", day(10), day(20)),
    ]  # fmt: skip
    assert set(fold(rules, acts, day(20)).states) == {"called", "questioned"}
