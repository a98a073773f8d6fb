"""Both clocks together: nothing known later, and nothing dated later, changes an answer."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from foja.law.fold import Dated, rules_of
from foja.law.standing import Known, standings

MACHINES = ("warrant", "red_notice")
DAYS = st.integers(1, 9).map(lambda number: f"2000-01-0{number}")


@st.composite
def known_acts(draw: st.DrawFn) -> list[Known]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        machine = draw(st.sampled_from(MACHINES))
        first, last = sorted((draw(DAYS), draw(DAYS)))
        kind = draw(st.sampled_from(sorted(rules_of(machine).moves)))
        since = draw(st.one_of(st.just(""), DAYS))
        found.append(Known("m", machine, draw(st.sampled_from("ab")), Dated(f"ac-{number}", kind, first, last), since))
    return found


@given(known_acts(), DAYS, DAYS)
def test_what_is_dated_or_known_later_is_as_if_it_were_not_there(acts: list[Known], as_of: str, known_by: str) -> None:
    kept = [one for one in acts if one.act.earliest <= as_of and "" < one.known_on <= known_by]
    assert standings(acts, as_of, known_by) == standings(kept, as_of, known_by)
    told = {identifier for one in standings(acts, as_of, known_by) for identifier in (*one.acts, *one.flags)}
    assert told <= {one.act.id for one in kept}


@given(known_acts(), DAYS, DAYS, st.randoms())
def test_the_order_of_arrival_changes_nothing(acts: list[Known], as_of: str, known_by: str, random: object) -> None:
    turned = list(acts)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert standings(turned, as_of, known_by) == standings(acts, as_of, known_by)


@given(known_acts(), DAYS, DAYS)
def test_swapping_two_subjects_swaps_their_answers(acts: list[Known], as_of: str, known_by: str) -> None:
    swapped = [one._replace(subject={"a": "b", "b": "a"}[one.subject]) for one in acts]
    there = {(one.machine, one.subject): one[3:] for one in standings(acts, as_of, known_by)}
    here = {(one.machine, {"a": "b", "b": "a"}[one.subject]): one[3:] for one in standings(swapped, as_of, known_by)}
    assert here == there


@given(known_acts(), DAYS, DAYS)
def test_an_act_that_names_a_subject_twice_counts_once(acts: list[Known], as_of: str, known_by: str) -> None:
    assert standings([*acts, *acts], as_of, known_by) == standings(acts, as_of, known_by)
