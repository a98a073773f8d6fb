"""Arguments: the golden cases, and the invariants that keep them neutral."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foja.law.arguing import IN, OUT, UNDECIDED, argue, attacks_among, grounded
from foja.law.rulebook import rulebooks
from foja.law.scene import Given, Question
from foja.model.argument import Argument, Arguments, ArgumentsView
from foja.model.record import builtins
from foja.model.vocabulary import Holds, Stands
from foja.text.countries import countries
from law.argument_cases import ArgumentCase, every_case

CASES = pytest.mark.parametrize("path", every_case(), ids=lambda path: path.stem)
DAYS = [f"{year}-{day}" for year in range(1990, 2028) for day in ("01-01", "03-15", "07-18", "11-09")]


@CASES
def test_the_answers_are_those_of_the_file(path: Path) -> None:
    assert list(ArgumentCase(path).failures()) == []


@CASES
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_changes_nothing(path: Path, seed: int) -> None:
    assert list(ArgumentCase(path, shuffle=seed).failures()) == []


def shape(found: Arguments, ids: dict[str, str]) -> object:
    """The graph without names: rules, sides, how they stand, what attacks what, which entries premises rest on."""
    return [
        (one.rule, one.side, one.stands, one.open, one.attacks, [(d.prefers, d.over, d.date) for d in one.decided],
         [(premise.holds, [ids[identifier] for identifier in premise.ids]) for premise in one.premises])
        for one in found.arguments
    ], [one.rule for one in found.waiting], [one.rule for one in found.ruled_out]  # fmt: skip


@CASES
def test_swapping_persons_and_states_gives_the_same_graph(path: Path) -> None:
    """Everybody and every state change names with one another: the graph is the same, for the other names."""
    plain = ArgumentCase(path)
    everybody = sorted({question["person"] for question in plain.questions} | {"A body"})
    turned = dict(zip(everybody, everybody[1:] + everybody[:1], strict=True))
    swap = {"AR": "IR", "IR": "AR", "GB": "UY", "UY": "GB"}
    swapped = ArgumentCase(path, rename=lambda n: turned.get(n, n), moved=lambda c: swap.get(c, c))
    for question in plain.questions:
        assert shape(plain.answer(question), plain.names) == shape(swapped.answer(question), swapped.names)


@CASES
@pytest.mark.parametrize("issue", sorted(rulebooks()))
@settings(max_examples=25, deadline=None)
@given(as_of=st.sampled_from(DAYS), known_by=st.sampled_from(["", *DAYS]))
def test_nothing_later_than_the_days_asked_leaks(path: Path, issue: str, as_of: str, known_by: str) -> None:
    """For every person of the case: what is behind an argument had begun by the day and was known by then, and what
    was left out of the file would have changed nothing."""
    case = ArgumentCase(path)
    begins = {one.act.id: (one.act.earliest, one.known_on) for one in case.acts}
    for fact in case.facts:
        begins[fact.record.id] = ((fact.record.since.earliest if fact.record.since else "") or "", fact.known_on)
    asked = Question(as_of, known_by, "AR", "UY")
    book = rulebooks()[issue]
    for person in case.persons():
        full = case.given(person)
        found = argue(book, full, asked, "X")
        named = {one for a in found.arguments for premise in a.premises for one in premise.ids}
        named |= {one.id for a in found.arguments for one in a.decided}
        for identifier in named:
            begun, known = begins[identifier]
            assert begun <= as_of
            assert not known_by or known <= known_by
        seen = Given(
            acts=[a for a in full.acts if a.act.earliest <= as_of and (not known_by or a.known_on <= known_by)],
            facts=[
                f for f in full.facts if begins[f.record.id][0] <= as_of and (not known_by or f.known_on <= known_by)
            ],
        )
        assert argue(book, seen, asked, "X") == found
        for one in found.arguments:
            rule = book.named(one.rule)
            assert rule is not None
            assert not rule.since or rule.since[:4] <= as_of[:4]


@CASES
def test_each_argument_lists_what_it_rests_on_and_flags_what_is_open(path: Path) -> None:
    case = ArgumentCase(path)
    for question in case.questions:
        for one in case.answer(question).arguments:
            assert one.premises
            assert all(premise.ids for premise in one.premises)
            assert {premise.holds for premise in one.premises} <= {Holds.YES, Holds.POSSIBLE}
            assert one.open >= any(premise.holds is Holds.POSSIBLE for premise in one.premises)
            assert one.says
            assert "{" not in one.says


@CASES
def test_preference_comes_only_from_a_recorded_decision(path: Path) -> None:
    """Without the decisions on file nothing is followed or not followed."""
    case = ArgumentCase(path)
    case.facts = [fact for fact in case.facts if not hasattr(fact.record, "prefers")]
    for question in case.questions:
        for one in case.answer(question).arguments:
            assert one.stands not in (Stands.FOLLOWED, Stands.NOT_FOLLOWED)
            assert one.decided == ()


def test_every_rebuttal_goes_both_ways_and_every_undercut_has_its_text() -> None:
    for book in rulebooks().values():
        attacks = attacks_among(book.rule)
        for name, found in attacks.items():
            for attack in found:
                if attack.undercuts:
                    assert attack.cite
                else:
                    assert any(other.by == name and not other.undercuts for other in attacks[attack.by])


def test_no_field_and_no_word_gives_a_result() -> None:
    fields = {*Argument.__struct_fields__, *Arguments.__struct_fields__, *ArgumentsView.__struct_fields__}
    for word in ("conclusion", "verdict", "result", "outcome", "winner", "score", "probability", "guilt", "strength"):
        assert not any(word in field for field in fields), word
    assert {str(one) for one in Stands}.isdisjoint({"true", "false", "won", "lost", "accepted", "rejected"})


VERDICTS = re.compile(
    r"\b(guilty|innocent|verdict|proves?|proven|undoubtedly|clearly|obviously|therefore|hence|terrorists?|mastermind\w*"
    r"|murder\w*|must be arrested|should be arrested|is right|is wrong|responsible)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("issue", sorted(rulebooks()))
def test_rules_name_nobody_and_judge_nothing(issue: str) -> None:
    """Sentences and conditions know no person, no state and no word that decides. Citations name texts, so they may."""
    book = rulebooks()[issue]
    names = re.compile(r"\b(" + "|".join(re.escape(name) for name in countries().values()) + r")\b")
    cases = [ArgumentCase(path) for path in every_case()]
    people = {word for case in cases for q in case.questions for word in q["person"].split() if len(word) > 3}
    for text in (book.question, book.says, *(rule.says for rule in book.rule)):
        assert not VERDICTS.search(text), text
        assert not names.search(text), text
        assert not any(person in text for person in people), text
    for rule in book.rule:
        assert not VERDICTS.search(rule.contested), rule.id
        values = {value for ask in rule.when for value in (*ask.values, *ask.countries, ask.receiving)}
        assert values.isdisjoint(countries()), rule.id


@pytest.mark.parametrize("issue", sorted(rulebooks()))
def test_each_book_says_what_was_read_and_who_reviewed_it(issue: str) -> None:
    book = rulebooks()[issue]
    assert book.author
    assert book.reviewer
    assert book.unchecked
    assert {rule.side for rule in book.rule} == {"for", "against"}
    for rule in book.rule:
        assert rule.cite
        assert rule.contested
        assert builtins(rule)["source"]


names = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(names, st.sets(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"))), st.sets(st.sampled_from("abc")))
def test_grounded_labels_are_a_labelling_and_the_smallest(
    present: list[str], edges: set[tuple[str, str]], open_: set[str]
) -> None:
    """In: all attackers are out. Out: one attacker is in. And no complete labelling has fewer in."""
    edges = {(a, b) for a, b in edges if a in present and b in present}
    labels = grounded(present, edges, open_ & set(present))
    attackers = {n: {a for a, b in edges if b == n} | ({n} if n in open_ else set()) for n in present}
    for name in present:
        states = {labels[other] for other in attackers[name]}
        assert (labels[name] == IN) == (states <= {OUT})
        assert (labels[name] == OUT) == (IN in states)
    if all(labels[name] != UNDECIDED for name in present):
        return
    # the grounded extension is the least fixed point of "defended by": compute it another way
    defended: set[str] = set()
    while True:
        new = {n for n in present if all(any(c in defended for c in attackers[a]) for a in attackers[n])}
        if new == defended:
            break
        defended = new
    assert {name for name in present if labels[name] == IN} == defended


def test_an_open_argument_takes_nothing_away() -> None:
    """An undercut that is only possible leaves the other undecided, not out."""
    assert grounded(["w", "v"], {("v", "w")}, set()) == {"v": IN, "w": OUT}
    assert grounded(["w", "v"], {("v", "w")}, {"v"}) == {"v": UNDECIDED, "w": UNDECIDED}
